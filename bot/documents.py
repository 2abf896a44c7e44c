"""Files on their way out: sent as documents, below what they are about."""

from __future__ import annotations

from dataclasses import dataclass, field

from markupsafe import Markup
from telegram import Message
from telegram.constants import ParseMode
from telegram.ext import ExtBot

from bot.services import Services
from bot.telegram.limiter import ANSWER


@dataclass(frozen=True, slots=True)
class Document:
    """`name` with its ending, from which phones know what to open it with."""

    name: str
    content: bytes
    caption: Markup = field(default_factory=Markup)


async def send_document(services: Services, chat_id: int, document: Document) -> Message:
    """Forbidden when the person has blocked the bot."""
    bot = services.bot
    if not isinstance(bot, ExtBot):
        raise TypeError("the bot needs a rate limiter")
    return await bot.send_document(
        chat_id,
        document.content,
        filename=document.name,
        caption=str(document.caption) or None,
        parse_mode=ParseMode.HTML,
        disable_content_type_detection=True,
        rate_limit_args=ANSWER,
    )
