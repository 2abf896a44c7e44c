"""What the trainer tells a client whom the bot cannot reach: a text to forward, in either language."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup
from telegram import InlineKeyboardButton

from bot import cards
from bot.buttons import Button, Key, copy, key
from bot.cards import SessionView
from bot.feature import Feature, Tap, Who
from bot.features.clients.buttons import Invite, OpenClient, TextToForward
from bot.features.clients.screens import to_forward
from bot.features.clients.view import view
from bot.notices import Telling
from bot.saying import Calendar
from bot.screen import Screen, lines
from bot.texts import LANGUAGES, N_, Words, words
from bot.visit import Visit
from core.booking import Status
from core.errors import NotFound, NotYours
from core.notice import NoticeKind
from core.people import Place, Side

#: Telegram's limit for a text to copy, in UTF-16 units.
_COPIED = 256
_NAMES = {"en": "English", "vi": "Tiếng Việt"}


@dataclass(frozen=True)
class OtherLanguage(Button, prefix="tl"):
    booking_id: int
    language: str


async def show_text(visit: Visit, button: TextToForward) -> None:
    """A message of its own, so that it can be forwarded as it is."""
    screen = await _text_screen(visit, button.booking_id, visit.person.language)
    if screen is None:
        await visit.toast(visit.w.plain("It is over: there is nothing to tell any more."))
        await cards.show(visit, button.booking_id)
    else:
        await visit.say(screen)


async def switch_language(visit: Visit, button: OtherLanguage) -> None:
    screen = await _text_screen(visit, button.booking_id, button.language)
    if screen is not None:
        await visit.show(screen)


async def _text_screen(visit: Visit, booking_id: int, language: str) -> Screen | None:
    seen = await visit.read(cards.view, booking_id, visit.person.id, visit.now)
    if seen.side is not Side.TRAINER:
        raise NotYours
    parts = text_for(seen, language)
    if not parts:
        return None
    others = [_switch(booking_id, other) for other in LANGUAGES if other != words(language).language]
    rows = [[copy(visit.w.plain("📋 Copy"), copied(parts)), *others], [_client(seen, visit.w)]]
    return Screen(lines(*(Markup("{}").format(part) for part in parts)), rows)


def _switch(booking_id: int, language: str) -> Key:
    return key(_NAMES[language], OtherLanguage(booking_id, language))


def _client(seen: SessionView, w: Words) -> Key:
    return key(w.plain("👤 Client"), OpenClient(seen.client.id, below=True))


def text_for(seen: SessionView, language: str) -> list[str]:
    """Line by line, the least important last; nothing when the session is over.

    The reader's zone is not known: the times are those of the place.
    """
    w, booking = words(language), seen.booking
    calendar = Calendar.of(w, seen.trainer.zone, seen.trainer.zone, seen.now)
    if booking.starts_at <= seen.now:
        return []
    who = {"name": seen.client.name, "coach": seen.trainer.name}
    day = calendar.full_day(calendar.local(booking.starts_at).date())
    when = f"🗓 {day} · {calendar.hours(booking.period)}"
    if booking.status is Status.CANCELLED:
        return [w.plain("Hi {name}! Your session with Coach {coach} is cancelled:", **who), when]
    booked = w.plain("Hi {name}! Your session with Coach {coach} is booked:", **who)
    place = _place(seen.place) if seen.place else ""
    return [part for part in (booked, when, place, w.plain("See you there!")) if part]


def _place(place: Place) -> str:
    """A meeting link is what the client needs; else the name and, where there is one, the address."""
    if place.link:
        return f"💻 {place.name}: {place.link}"
    return f"📍 {place.name}, {place.address}" if place.address else f"📍 {place.name}"


def copied(parts: list[str]) -> str:
    """As much of the text as Telegram lets a button carry: whole lines where possible."""
    while len(parts) > 1 and _units("\n".join(parts)) > _COPIED:
        parts = parts[:-1]
    text = "\n".join(parts)
    while _units(text) > _COPIED:
        text = text[:-1]
    return text


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def on_card(seen: SessionView, w: Words) -> list[InlineKeyboardButton]:
    """Below a session: its client, and what helps while they are not on Telegram."""
    if seen.side is not Side.TRAINER:
        return []
    keys: list[InlineKeyboardButton] = []
    untold = seen.client.person_id is None and seen.now < seen.booking.starts_at
    if untold and seen.booking.status in (Status.CONFIRMED, Status.CANCELLED):
        keys = [key(w.plain("✉️ Invite"), Invite(seen.client.id)), to_forward(seen.booking, w)]
    return [*keys, key(w.plain("👤 Client"), OpenClient(seen.client.id))]


async def unreachable(telling: Telling) -> Screen | None:
    """Nothing when they are back before the trainer could be told."""
    try:
        seen = await view(telling.books, telling.facts["client_id"], telling.reader.id, telling.now)
    except NotFound:
        return None
    if seen.person is None or seen.is_reachable:
        return None
    w, back = telling.w, [key(telling.w.plain("👤 Client"), OpenClient(seen.client.id, below=True))]
    fact = w("🔕 <b>{name}</b> has blocked the bot: reminders do not arrive.", name=seen.client.name)
    if seen.next is None:
        return Screen(fact, [back])
    session = await cards.view(telling.books, seen.next.id, telling.reader.id, telling.now)
    parts = text_for(session, telling.reader.language)
    if not parts:
        return Screen(fact, [back])
    quoted = Markup("<blockquote>{}</blockquote>").format("\n".join(parts))
    rows = [[copy(w.plain("📋 Copy"), copied(parts)), to_forward(seen.next, w)], back]
    return Screen(lines(fact, w("You can tell them yourself:"), quoted), rows)


feature = Feature(
    name="forwarding",
    help=N_("For a client without Telegram, [Text to forward] below a session has the words to send."),
    who=Who.TRAINER,
    taps=(Tap(TextToForward, show_text, Who.TRAINER), Tap(OtherLanguage, switch_language, Who.TRAINER)),
    notices={NoticeKind.UNREACHABLE: unreachable},
    on_card=on_card,
)
