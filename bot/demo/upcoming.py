"""What comes next, by name: the three events on the time bar."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.texts import Words
from core import agenda
from core.act import SYSTEM
from core.booking import Status
from core.people import Side
from core.ports import Books
from core.use_cases import desk
from core.use_cases.desk import Session

SHOWN = 3
_FAR = timedelta(days=90)
#: Of so many bookings the moments are looked at: each has several, and the next ones need not be its first.
_LOOKED_AT = 10


@dataclass(frozen=True, slots=True, order=True)
class Event:
    at: datetime
    name: str


async def upcoming(books: Books, w: Words, now: datetime) -> list[Event]:
    """In the order in which they come; what happens at one moment to one person is said once."""
    far = now + _FAR
    found: list[Event] = []
    for booking in await books.bookings.due(far, _LOOKED_AT):
        found += await _of_booking(books, booking.id, w, now)
    for charge in await books.charges.due(far, SHOWN):
        client = await books.clients.get(charge.client_id)
        if charge.due_at is not None:
            found.append(Event(charge.due_at, w.plain("Fee of {client} becomes due", client=client.name)))
    for wish in await books.proposals.due(far, SHOWN):
        booking = await books.bookings.get(wish.booking_id)
        client = await books.clients.get(booking.client_id)
        found.append(Event(wish.lapses_at, w.plain("Wish of {client} to move lapses", client=client.name)))
    for trainer in await books.trainers.listing(far):
        if trainer.next_list_at is not None:
            found.append(Event(trainer.next_list_at, w.plain("Daily list to {name}", name=trainer.name)))
    return _first(found, now)


def _first(found: Iterable[Event], now: datetime) -> list[Event]:
    return sorted({Event(max(e.at, now), e.name) for e in found})[:SHOWN]


async def _of_booking(books: Books, booking_id: int, w: Words, now: datetime) -> list[Event]:
    session = await desk.seen(books, booking_id, SYSTEM)
    booking, client, trainer = session.booking, session.client.name, session.trainer.name
    if booking.status is Status.PENDING:
        lapses = booking.next_at
        return [Event(lapses, w.plain("Request of {client} lapses", client=client))] if lapses else []
    asked_at = await desk.asked_at(books, booking)
    if asked_at is not None:
        return _unanswered(session, asked_at, w, now)
    question = Event(
        agenda.question_due(booking), w.plain("Question to {name}: {client}", name=trainer, client=client)
    )
    return [e for e in [*_reminders(session, w), question] if e.at > now or e is question]


def _unanswered(session: Session, asked_at: datetime, w: Words, now: datetime) -> list[Event]:
    client, trainer = session.client.name, session.trainer
    nudge, mark = agenda.nudge_due(trainer, asked_at), agenda.mark_due(session.booking, trainer, asked_at)
    again = w.plain("Question to {name} again: {client}", name=trainer.name, client=client)
    found = [Event(nudge, again)] if nudge > now else []
    if mark is not None:
        found.append(Event(mark, w.plain("No-show of {client}, if not answered", client=client)))
    return found


def _reminders(session: Session, w: Words) -> list[Event]:
    """One for both sides where both are reminded at one moment."""
    names = {Side.TRAINER: session.trainer.name, Side.CLIENT: session.client.name}
    told: dict[datetime, list[str]] = {}
    for reminder in agenda.reminders(session.booking, session.trainer, session.person):
        told.setdefault(reminder.at, []).append(names[reminder.to])
    and_ = w.plain(" and ")
    return [
        Event(at, w.plain("Reminder to {names}", names=and_.join(dict.fromkeys(who))))
        for at, who in told.items()
    ]
