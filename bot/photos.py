"""Pictures that Telegram has already: sent again by their name there, not uploaded a second time."""

from __future__ import annotations

import hashlib
from collections.abc import Awaitable, Callable
from typing import TypeVar

from telegram import Message
from telegram.error import BadRequest

from bot.services import Services

M = TypeVar("M", bound=Message | bool)


def digest(png: bytes) -> str:
    return hashlib.sha256(png).hexdigest()


def _place(name: str) -> str:
    """One of 4,096 places, so that what is remembered does not grow: a newer picture takes it over."""
    return f"photo:{name[:3]}"


async def once(services: Services, png: bytes, call: Callable[[str | bytes], Awaitable[M]]) -> M:
    """`call` with the file's name where it is known; a name that Telegram has forgotten is not used again."""
    name = digest(png)
    known, _, file_id = (await services.memory.recall(_place(name)) or "").partition(" ")
    if known == name:
        try:
            return await call(file_id)
        except BadRequest as error:
            if "file" not in error.message.lower():
                raise
    sent = await call(png)
    if isinstance(sent, Message) and sent.photo:
        await services.memory.remember(_place(name), f"{name} {sent.photo[-1].file_id}")
    return sent
