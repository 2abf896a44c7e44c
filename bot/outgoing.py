"""The way out: sends, edits and answers, and knows what a refusal of Telegram means."""

from __future__ import annotations

import functools
import hashlib
import re
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any, TypeVar

import structlog
from telegram import CallbackQuery, InputMediaPhoto, LabeledPrice, Message, PreCheckoutQuery
from telegram.constants import ParseMode
from telegram.error import BadRequest, Forbidden
from telegram.ext import ExtBot

from bot import photos
from bot.screen import NO_PREVIEW, Invoice, Media, Screen, bare
from bot.services import Services
from bot.telegram.limiter import ANSWER, CARD

log = structlog.get_logger()

T = TypeVar("T")
#: A chat and a message in it.
Place = tuple[int, int]

#: Remembered messages; older ones are compared with what the tap itself shows.
_MOST_SHOWN = 5_000
_TIME_TAG = re.compile(r"</?tg-time[^>]*>")


async def send(services: Services, chat_id: int, screen: Screen, priority: int = ANSWER) -> Message:
    """A new message; Forbidden when the person has blocked the bot."""
    screen = screen.fitted()
    shared: dict[str, Any] = {
        "parse_mode": ParseMode.HTML,
        "reply_markup": screen.markup,
        "disable_notification": screen.silent or None,
        "rate_limit_args": priority,
    }

    async def sent(text: str) -> Message:
        if screen.media is not None:
            return await _passed_on(services, chat_id, screen.media, text, shared)
        if screen.photo is not None:
            photo = functools.partial(_bot(services).send_photo, chat_id, caption=text, **shared)
            return await photos.once(services, screen.photo, photo)
        return await _bot(services).send_message(chat_id, text, link_preview_options=NO_PREVIEW, **shared)

    message = await _with_known_tags(services, screen, sent)
    _remember(services, _place(message), screen)
    return message


async def _passed_on(
    services: Services, chat_id: int, media: Media, text: str, shared: dict[str, Any]
) -> Message:
    bot = _bot(services)
    if media.kind == "voice":
        return await bot.send_voice(chat_id, media.file_id, caption=text, **shared)
    return await bot.send_photo(chat_id, media.file_id, caption=text, **shared)


async def edit(services: Services, message: Message, screen: Screen) -> Message:
    """Changes a message of ours, unless it shows that already; a new one when it cannot be changed."""
    screen = screen.fitted()
    if message.text is None and screen.photo is None:
        return await _replaced(services, message, screen)
    if _is_shown(services, message, screen):
        return message
    change = functools.partial(_changed, services, _place(message), screen)
    try:
        await _with_known_tags(services, screen, change)
    except BadRequest as error:
        if "not modified" in error.message:
            return message
        if "can't be edited" in error.message or "not found" in error.message:
            return await send(services, message.chat_id, screen)
        raise
    _remember(services, _place(message), screen)
    return message


async def refresh(services: Services, place: Place, screen: Screen) -> None:
    """Changes a message of ours that nobody tapped, after everything else; BadRequest when it is gone."""
    screen = screen.fitted()
    change = functools.partial(_changed, services, place, screen, priority=CARD)
    try:
        await _with_known_tags(services, screen, change)
    except BadRequest as error:
        if "not modified" not in error.message:
            raise
    _remember(services, place, screen)


async def pin(services: Services, place: Place) -> None:
    """Without a sound; BadRequest when Telegram does not want it."""
    chat_id, message_id = place
    await _bot(services).pin_chat_message(chat_id, message_id, disable_notification=True)


async def unpin(services: Services, place: Place) -> None:
    """What is not pinned any more, or gone, is as it should be."""
    chat_id, message_id = place
    with suppress(BadRequest):
        await _bot(services).unpin_chat_message(chat_id, message_id)


async def _changed(
    services: Services, place: Place, screen: Screen, text: str, priority: int = ANSWER
) -> Message | bool:
    """A text becomes another one, or gets a picture; a picture becomes another picture."""
    chat_id, message_id = place
    shared: dict[str, Any] = {
        "chat_id": chat_id,
        "message_id": message_id,
        "reply_markup": screen.inline,
        "rate_limit_args": priority,
    }
    if screen.photo is None:
        return await _bot(services).edit_message_text(
            text, parse_mode=ParseMode.HTML, link_preview_options=NO_PREVIEW, **shared
        )

    async def pictured(photo: str | bytes) -> Message | bool:
        media = InputMediaPhoto(photo, caption=text, parse_mode=ParseMode.HTML)
        return await _bot(services).edit_message_media(media, **shared)

    return await photos.once(services, screen.photo, pictured)


async def _replaced(services: Services, message: Message, screen: Screen) -> Message:
    """A picture gives way to a text, which no edit can do."""
    sent = await send(services, message.chat_id, screen)
    with suppress(BadRequest):
        await _bot(services).delete_message(message.chat_id, message.message_id)
    return sent


async def send_invoice(services: Services, chat_id: int, invoice: Invoice) -> Message:
    """BadRequest for an amount that the provider does not take."""
    token = services.settings.payment_provider_token
    return await _bot(services).send_invoice(
        chat_id,
        invoice.title,
        invoice.about,
        invoice.payload,
        invoice.amount.currency,
        [LabeledPrice(invoice.title, invoice.amount.amount)],
        provider_token=token.get_secret_value() if token else None,
        rate_limit_args=ANSWER,
    )


async def answer_checkout(query: PreCheckoutQuery, error: str | None) -> None:
    """Go ahead, or why not; one that waited too long has failed in Telegram by itself."""
    try:
        await query.answer(ok=error is None, error_message=error)
    except BadRequest as refused:
        if "query" not in refused.message.lower():
            raise
        log.info("checkout expired", query=query.id)


async def answer(query: CallbackQuery, text: str, *, alert: bool) -> None:
    """Answers a tap; one that waited too long, while the bot was down, cannot be answered any more."""
    try:
        await query.answer(text or None, show_alert=alert or None)
    except BadRequest as error:
        if "query" not in error.message.lower():
            raise
        log.info("query expired", query=query.id)
    except Forbidden:
        log.info("blocked", person=query.from_user.id)


async def _with_known_tags(services: Services, screen: Screen, call: Callable[[str], Awaitable[T]]) -> T:
    """A server that does not know the time entity gets plain text, from then on at once."""
    text = str(screen.text)
    if services.plain_times:
        return await call(_TIME_TAG.sub("", text))
    try:
        return await call(text)
    except BadRequest as error:
        if "tg-time" not in error.message or "tg-time" not in text:
            raise
    services.plain_times = True
    await services.memory.remember("plain_times", "1")
    return await call(_TIME_TAG.sub("", text))


def _bot(services: Services) -> ExtBot[int]:
    bot = services.bot
    if not isinstance(bot, ExtBot):
        raise TypeError("the bot needs a rate limiter")
    return bot


def _look(screen: Screen) -> str:
    picture = photos.digest(screen.photo) if screen.photo is not None else ""
    return f"{screen.text}\n{screen.inline.to_json() if screen.inline else ''}\n{picture}"


def look(screen: Screen) -> str:
    """What a screen shows, as a digest: to find out later whether it would change."""
    return hashlib.sha256(_look(screen.fitted()).encode()).hexdigest()


def _place(message: Message) -> Place:
    return message.chat_id, message.message_id


def _remember(services: Services, place: Place, screen: Screen) -> None:
    services.shown.pop(place, None)
    services.shown[place] = _look(screen)
    while len(services.shown) > _MOST_SHOWN:
        del services.shown[next(iter(services.shown))]


def _is_shown(services: Services, message: Message, screen: Screen) -> bool:
    """Whether nothing would change, which Telegram refuses."""
    known = services.shown.get(_place(message))
    if known is not None:
        return known == _look(screen)
    if screen.photo is not None:
        return False
    before = message.reply_markup.to_dict() if message.reply_markup else None
    after = screen.inline.to_dict() if screen.inline else None
    return before == after and (message.text or "") == bare(screen.text).strip()
