"""A trainer's figures: the facts of the period, read in a few statements."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from core.booking import Booking
from core.contract import Contract
from core.figures import Facts, Sitting, Span, near, whole
from core.people import Trainer
from core.period import Period
from core.ports import Books
from core.use_cases import crediting
from core.zones import zone


async def period_of(books: Books, trainer: Trainer, span: Span, now: datetime) -> Period:
    """All begins with the trainer, or with the first session that was noted."""
    tz = zone(trainer.zone)
    if span is not Span.ALL:
        return whole(span, now, tz)
    known = await books.history.reach(trainer.id) or Period.of(trainer.created_at, timedelta.resolution)
    return whole(span, now, tz, Period(min(trainer.created_at, known.start), known.end))


async def sittings(books: Books, trainer: Trainer, span: Span, now: datetime) -> Facts:
    """The sessions alone: enough for what is counted of them."""
    period = await period_of(books, trainer, span, now)
    return Facts(period, now, zone(trainer.zone), await books.history.sittings(trainer.id, period))


async def facts(books: Books, trainer: Trainer, span: Span, now: datetime) -> Facts:
    tz, history = zone(trainer.zone), books.history
    period = await period_of(books, trainer, span, now)
    wide = Period(min(period.start, near(period, now, tz)[1].start), period.end)
    return Facts(
        period,
        now,
        tz,
        await _valued(books, trainer.id, await history.sittings(trainer.id, wide)),
        await history.charges(trainer.id, period),
        await history.paid(trainer.id),
        await history.got(trainer.id, period),
        trainer.hours,
        [off.period for off in await books.times_off.near(trainer.id, period)],
        await history.stays(trainer.id, min(period.end, now)),
        [group.period for group in await books.classes.of_trainer(trainer.id, period)],
    )


async def _valued(books: Books, trainer_id: int, known: Sequence[Sitting]) -> list[Sitting]:
    """Each with its value: the last session of a package takes what dividing its price has left."""
    uneven = [c for c in await books.contracts.of_trainer(trainer_id) if _is_uneven(c)]
    last = {
        booking_id: of.contract.worth(number).amount
        for of in await crediting.counted(books, uneven)
        for booking_id, number in of.numbers.items()
        if number == of.contract.sessions
    }
    usual = {c.id: c.worth().amount for c in uneven}
    return [
        replace(s, price=last[s.id]) if s.id in last and s.price == usual.get(s.contract_id or 0) else s
        for s in known
    ]


def _is_uneven(contract: Contract) -> bool:
    return contract.worth(contract.sessions) != contract.worth()


def facts_of_client(bookings: Sequence[Booking], trainer: Trainer, now: datetime) -> Facts:
    """Of one client at one trainer, from the first day to the last."""
    tz = zone(trainer.zone)
    known = None
    if bookings:
        first = min(min(b.starts_at, b.created_at) for b in bookings)
        known = Period(first, max(b.ends_at for b in bookings))
    return Facts(whole(Span.ALL, now, tz, known), now, tz, [sitting(b) for b in bookings])


def sitting(booking: Booking) -> Sitting:
    """A session as figures see it."""
    return Sitting(
        booking.id,
        booking.client_id,
        booking.starts_at,
        booking.ends_at,
        booking.status,
        booking.created_at,
        booking.currency,
        booking.price,
        booking.contract_id,
        booking.cancelled_at,
        booking.cancelled_by,
    )
