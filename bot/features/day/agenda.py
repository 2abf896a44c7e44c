"""The sessions of some days, with what is shown of each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from bot.picturing import clashing
from bot.saying import Calendar
from core.account import entries
from core.booking import Booking, Status
from core.charge import ChargeKind
from core.people import Trainer
from core.period import Period
from core.ports import Books
from core.progress import Progress
from core.time_off import TimeOff
from core.use_cases import crediting
from core.use_cases.classes import timetable
from core.use_cases.classes.timetable import Timetable


@dataclass(frozen=True, slots=True)
class Agenda:
    """The sessions of some days, with what is shown of each."""

    bookings: Sequence[Booking]
    names: dict[int, str]
    places: dict[int, str]
    paid: frozenset[int]
    clashing: frozenset[int]
    contracts: Mapping[int, Progress] = field(default_factory=dict)
    #: Times off in these days.
    off: Sequence[TimeOff] = ()
    #: Held, and something is missing of what they cost.
    owed: frozenset[int] = frozenset()
    #: What was noted the last time, for sessions of one day: a week has no room for it.
    notes: Mapping[int, str] = field(default_factory=dict)

    def number(self, booking: Booking) -> str:
        """3/10, where it uses a credit."""
        known = self.contracts.get(booking.contract_id or 0)
        place = known.numbers.get(booking.id) if known else None
        return f"{place}/{known.contract.total}" if known and place else ""


def class_names(table: Timetable) -> dict[int, str]:
    return {id_: f"🤸 {title}" for id_, title in table.titles.items()}


async def read(books: Books, trainer: Trainer, within: Period) -> Agenda:
    table = await timetable.of_trainer(books, trainer.id, within)
    bookings = table.entries
    names = {c.id: c.name for c in await books.clients.of_trainer(trainer.id)}
    names |= class_names(table)
    for missing in {b.client_id for b in bookings} - names.keys():
        names[missing] = (await books.clients.get(missing)).name
    places = {p.id: p.name for p in await books.places.of_trainer(trainer.id)}
    totals = await books.payments.totals(b.id for b in bookings)
    is_day = within.length < timedelta(days=2)
    return Agenda(
        bookings,
        names,
        places,
        frozenset(b.id for b in bookings if b.price and not b.prepaid and totals.get(b.id, 0) >= b.price),
        clashing(bookings),
        await crediting.of_bookings(books, bookings),
        await books.times_off.near(trainer.id, within),
        await _owed(books, bookings, totals),
        await books.bookings.notes_before(b.id for b in bookings if b.takes_time) if is_day else {},
    )


async def _owed(books: Books, bookings: Sequence[Booking], totals: Mapping[int, int]) -> frozenset[int]:
    charges = await books.charges.of_bookings(b.id for b in bookings)
    missing = entries(charges, {(id_, None): amount for id_, amount in totals.items()})
    return frozenset(
        e.charge.booking_id or 0 for e in missing if e.rest and e.charge.kind is ChargeKind.SESSION
    )


def sign(booking: Booking, agenda: Agenda, calendar: Calendar) -> str:
    """One sign says how it stands: done, missed, running, in the way, asked for, ahead."""
    if booking.id in agenda.clashing:
        return "⚠️"
    if booking.status is Status.CONFIRMED and booking.period.start <= calendar.now:
        return "▶️" if calendar.now < booking.ends_at else "❓"
    signs = {Status.COMPLETED: "✅", Status.NO_SHOW: "🚫", Status.PENDING: "⏳", Status.CANCELLED: "✖️"}
    return signs.get(booking.status, "👍" if booking.acknowledged_at else "🕕")


def paid(booking: Booking, agenda: Agenda, calendar: Calendar) -> str:
    if booking.id in agenda.paid:
        return calendar.w.plain(" · paid")
    owed = booking.status is Status.COMPLETED and booking.id in agenda.owed
    return calendar.w.plain(" · not paid") if owed else ""
