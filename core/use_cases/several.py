"""What a trainer does to several sessions at once: move, cancel, another place or price; all or nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from core.act import Act
from core.booking import Booking
from core.charge import ChargeKind
from core.conflicts import Conflict
from core.diary import span
from core.errors import InThePast, NotValid
from core.money import LIMIT
from core.notice import NoticeKind
from core.people import Side
from core.period import Period
from core.ports import Books
from core.shift import Shift, shifted
from core.use_cases import crediting, moving, together
from core.use_cases.moving import Move
from core.use_cases.placing import own_place
from core.use_cases.together import Picked
from core.zones import zone


@dataclass(frozen=True, slots=True)
class Going:
    """One session on its way: where to, and what is in the way there."""

    booking: Booking
    period: Period
    conflicts: tuple[Conflict, ...] = ()


@dataclass(frozen=True, slots=True)
class Preview:
    """`going` by start; `staying`: already where they would go."""

    going: Sequence[Going]
    staying: Sequence[Booking]

    @property
    def clashing(self) -> list[Going]:
        return [g for g in self.going if g.conflicts]


async def preview(books: Books, picked: Iterable[int], shift: Shift, by: int, now: datetime) -> Preview:
    """Where each would go; InThePast when one would go to a time that is over."""
    group = await together.seen(books, list(picked), by)
    periods = shifted(group.bookings, shift, zone(group.trainer.zone))
    for booking in group.bookings:
        if booking.id in periods:
            _require_ahead(periods[booking.id], now)
            booking.moved(periods[booking.id], now)
    staying = [b for b in group.bookings if b.id not in periods]
    if not periods:
        return Preview([], staying)
    found = await together.judged(books, group, periods, now)
    going = [Going(b, periods[b.id], found.conflicts[b.id]) for b in group.bookings if b.id in periods]
    return Preview(sorted(going, key=lambda g: g.period), staying)


def _require_ahead(period: Period, now: datetime) -> None:
    if period.start <= now:
        raise InThePast(period.start)


async def move(books: Books, picked: Picked, shift: Shift, act: Act, *, apart: bool = True) -> list[Booking]:
    """InConflict with all that is in the way; a session that stays where it is needs no move."""
    group = await together.seen(books, picked, act.by)
    periods = shifted(group.bookings, shift, zone(group.trainer.zone))
    if not periods:
        raise NotValid("same_time")
    moves = [Move(id_, period, picked[id_]) for id_, period in periods.items()]
    return await moving.move_several(books, moves, act, kind=NoticeKind.SEVERAL_CHANGED, apart=apart)


async def cancel(books: Books, picked: Picked, act: Act, reason: str | None = None) -> list[Booking]:
    """By the trainer, so never with a fee; what had been paid is told, to be given back."""
    group = await together.opened(books, picked, act)
    for booking in group.bookings:
        booking.require_own_slot()
    gone = [replace(b.cancelled(Side.TRAINER, act.at, reason), next_at=None) for b in group.bookings]
    ids = [b.id for b in gone]
    paid = await books.payments.totals(ids)
    near = await books.bookings.around(group.clients.values(), span(b.period for b in gone))
    await books.slots.free(b.slot_id for b in gone)
    await books.waits.wake({b.trainer_id for b in gone}, act.at, people={b.person_id for b in gone})
    await books.bookings.save_all(gone)
    charges = [c for c in await books.charges.of_bookings(ids) if c.kind is ChargeKind.SESSION]
    await books.charges.save_all([c.voided(act.at) for c in charges if c.status.is_open])
    await together.let_be(books, group, any(b.double for b in near), act)
    said = {id_: {"paid": amount} for id_, amount in paid.items() if amount}
    await together.tell(books, gone, NoticeKind.SEVERAL_CANCELLED, act, said)
    await together.log(books, gone, NoticeKind.CANCELLED.value, act, {})
    await crediting.review_all(books, {b.contract_id for b in gone}, act)
    return gone


async def set_place(
    books: Books, picked: Picked, place_id: int | None, act: Act, *, apart: bool = True
) -> list[Booking]:
    """The time stays, and so does the client's "I'm coming"."""
    group = await together.opened(books, picked, act)
    if place_id is not None:
        await own_place(books, place_id, group.trainer.id)
    changed = [_changed(b, act, apart=apart, place_id=place_id) for b in group.bookings]
    return await _kept(books, changed, "place", act)


async def set_price(
    books: Books, picked: Picked, price: int, act: Act, *, apart: bool = True
) -> list[Booking]:
    """Of sessions that are paid one by one, and of which nothing was paid yet (`priced`)."""
    if not 0 <= price <= LIMIT:
        raise NotValid("price")
    group = await together.opened(books, picked, act)
    if len(await priced(books, group.bookings)) < len(group.bookings):
        raise NotValid("price")
    changed = [_changed(b, act, apart=apart, price=price) for b in group.bookings]
    return await _kept(books, changed, "price", act)


async def priced(books: Books, bookings: Sequence[Booking]) -> list[Booking]:
    """Those whose price is still open: not of a package, and without a charge."""
    charges = await books.charges.of_bookings(b.id for b in bookings)
    charged = {c.booking_id for c in charges if c.kind is ChargeKind.SESSION and c.status.is_open}
    return [b for b in bookings if b.contract_id is None and b.id not in charged]


def _changed(booking: Booking, act: Act, *, apart: bool, **changes: int | None) -> Booking:
    _require_ahead(booking.period, act.at)
    # The rules of moving say which sessions can still be changed.
    booking.moved(booking.period, act.at)
    stands_apart = booking.apart or (apart and booking.series_id is not None)
    fields: Mapping[str, object] = {**changes, "apart": stands_apart, "version": booking.version + 1}
    return replace(booking, **fields)  # type: ignore[arg-type]  # names of fields


async def _kept(books: Books, changed: Sequence[Booking], what: str, act: Act) -> list[Booking]:
    await books.bookings.save_all(changed)
    said = {b.id: {"what": what} for b in changed}
    await together.tell(books, changed, NoticeKind.SEVERAL_CHANGED, act, said)
    await together.log(books, changed, f"{what}_changed", act, said)
    return list(changed)
