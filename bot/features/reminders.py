"""Reminders: before a session both are reminded in the words of that moment, and the client says 👍."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from markupsafe import Markup

from bot import cards
from bot.buttons import Button, Key, key
from bot.cards import SessionView
from bot.feature import Feature, Tap, Who
from bot.features.cancel.buttons import AskCancel
from bot.features.change.buttons import AskChange
from bot.features.classes import told
from bot.features.clients.screens import to_forward
from bot.features.session import OpenSession
from bot.notices import Telling
from bot.saying import Calendar
from bot.screen import Screen, lines
from bot.texts import N_, Words
from bot.visit import Visit
from core import agenda
from core.notice import NoticeKind
from core.people import Side
from core.use_cases import desk, outcome

#: Closer to the start than this it is said in hours.
_SOON = timedelta(hours=3)


@dataclass(frozen=True)
class Coming(Button, prefix="rc"):
    booking_id: int
    version: int


def on_card(seen: SessionView, w: Words) -> list[Key]:
    if seen.side is not Side.CLIENT or not seen.is_ahead or seen.booking.acknowledged_at is not None:
        return []
    return [key(w.plain("👍 OK"), Coming(seen.booking.id, seen.booking.version))]


async def coming(visit: Visit, button: Coming) -> None:
    act = visit.act()
    await visit.write(outcome.acknowledge, button.booking_id, act, version=button.version)
    seen = await visit.read(cards.view, button.booking_id, visit.person.id, visit.now)
    lead = visit.w("👍 Coach {name} knows that you are coming.", name=seen.trainer.name)
    await visit.show(cards.screen(visit.services, seen, visit.person, lead))


async def reminder(telling: Telling) -> Screen | None:
    """Nothing when it was moved, cancelled or has begun, or when a later reminder is due by now."""
    if "class_id" in telling.facts:
        return await told.reminder(telling)
    books, reader, now = telling.books, telling.reader, telling.now
    session = await desk.seen(books, telling.notice.booking_id or 0, reader.id)
    booking = session.booking
    due = agenda.due_reminders(booking, session.trainer, session.person, now)
    owed = any(r.to is session.side and r.lead == telling.facts["lead"] for r in due)
    if not owed or datetime.fromisoformat(telling.facts["start"]) != booking.starts_at:
        return None
    seen = await cards.view(books, booking.id, reader.id, now)
    calendar = telling.calendar(session.trainer.zone)
    return _to_client(seen, calendar) if session.side is Side.CLIENT else _to_trainer(seen, calendar)


def _to_client(seen: SessionView, calendar: Calendar) -> Screen:
    w, booking = calendar.w, seen.booking
    place = cards.place_line(seen.place, w, link=True)
    text = w(
        "⏰ <b>{when}</b>{group} with Coach {name}{place}",
        when=_when(seen, calendar),
        group=f" · 🤸 {seen.group.name}" if seen.group else "",
        name=seen.trainer.name,
        place=Markup("\n{}").format(place) if place else "",
    )
    keys = [
        key(w.plain("👍 I'm coming"), Coming(booking.id, booking.version)),
        key(w.plain("✖️ Cancel"), AskCancel(booking.id, booking.version)),
    ]
    if seen.group is None:
        keys.insert(1, key(w.plain("🔁 Change"), AskChange(booking.id, booking.version)))
    return Screen(text, [keys])


def _to_trainer(seen: SessionView, calendar: Calendar) -> Screen:
    w, booking = calendar.w, seen.booking
    text = w(
        "⏰ <b>{when}</b> · {name}{place}{coming}",
        when=_when(seen, calendar),
        name=seen.client.name,
        place=w(", {place}", place=seen.place.name) if seen.place else "",
        coming=w(" · 👍 is coming") if booking.acknowledged_at else "",
    )
    text = lines(text, cards.last_note(seen, w))
    keys = [key(w.plain("Open"), OpenSession(booking.id))]
    if seen.client.person_id is None:
        text = lines(text, w("<i>{name} gets no reminder: not on Telegram yet.</i>", name=seen.client.name))
        keys.append(to_forward(booking, w))
    return Screen(text, [keys])


def _when(seen: SessionView, calendar: Calendar) -> Markup:
    """Tomorrow 18:00, or when it is near: in 2 hours, today 18:00. As it is when it is said."""
    w, start = calendar.w, seen.booking.starts_at
    soon = calendar.soon(start)
    if start - calendar.now <= _SOON:
        return calendar.live(start, w.plain("In {hours}, {when}", hours=calendar.until(start), when=soon))
    return calendar.live(start, f"{soon[:1].upper()}{soon[1:]}")


async def acknowledged(telling: Telling) -> Screen | None:
    seen = await cards.view(telling.books, telling.notice.booking_id or 0, telling.reader.id, telling.now)
    if not seen.is_ahead or seen.booking.acknowledged_at is None:
        return None
    w, calendar = telling.w, telling.calendar(seen.trainer.zone)
    when = calendar.soon(seen.booking.starts_at)
    text = w("👍 <b>{name}</b> is coming: {when}.", name=seen.client.name, when=when)
    return Screen(text, [[key(w.plain("Open"), OpenSession(seen.booking.id))]])


feature = Feature(
    name="reminders",
    help=N_("Before a session you are both reminded; /settings says how long before."),
    who=Who.ANYONE,
    taps=(Tap(Coming, coming),),
    notices={NoticeKind.REMINDER: reminder, NoticeKind.ACKNOWLEDGED: acknowledged},
    on_card=on_card,
)
