"""Make-ups: a session that the trainer cancelled is held for a while at another time, then booked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from core.act import Act
from core.booking import Booking, Slot, SlotKind, Status
from core.conflicts import Conflict
from core.contract import Contract, ContractStatus
from core.errors import InConflict, NotPossible
from core.notice import NoticeKind, about
from core.people import ClientStatus, Side
from core.period import Period
from core.ports import Books
from core.progress import misfit
from core.use_cases import crediting, desk
from core.use_cases.booking import NewBooking, clashes, new_booking, new_slot
from core.use_cases.desk import Session
from core.zones import zone

HELD_FOR = timedelta(minutes=15)
#: Later than this after its day a session is not made up for by a tap any more.
MADE_UP_WITHIN = timedelta(days=60)


async def can_be_made_up(books: Books, booking: Booking, now: datetime) -> bool:
    """Cancelled by the trainer not too long ago, and not made up for yet."""
    if not await _was_taken_away(books, booking, now):
        return False
    return not await books.bookings.making_up(booking.id)


async def _was_taken_away(books: Books, booking: Booking, now: datetime) -> bool:
    """What was cancelled because its contract was ended is not made up for; nor what was never agreed."""
    taken = booking.status is Status.CANCELLED and booking.cancelled_by is Side.TRAINER
    if booking.class_id is not None:
        # There is another class to join, and no time of the trainer's to choose.
        return False
    if not taken or booking.was_only_asked:
        return False
    if booking.person_id is None or now > booking.starts_at + MADE_UP_WITHIN:
        return False
    contract = await books.contracts.find(booking.contract_id)
    return contract is None or contract.status is not ContractStatus.ENDED


async def to_make_up(books: Books, person_id: int, trainer_id: int, now: datetime) -> list[Booking]:
    """The sessions with this trainer that the client can still make up for, by start."""
    theirs = await books.bookings.of_person(person_id)
    listed = {c.id for c in await books.clients.of_person(person_id)}
    mine = [b for b in theirs if b.trainer_id == trainer_id and b.client_id in listed]
    return [b for b in mine if await can_be_made_up(books, b, now)]


async def hold(books: Books, booking_id: int, start: datetime, act: Act) -> Slot:
    """Keeps the time for the client for 15 minutes; what was held for them before is let go.

    InConflict when it is not free, or not within the limits of a client.
    """
    session = await _opened(books, booking_id, act)
    if await books.bookings.making_up(booking_id):
        raise NotPossible(booking_id, "make up", session.booking.status.value)
    period = session.booking.period.moved_to(start)
    await desk.let_holds_go(books, [session.trainer.id], act.at)
    await _let_held_go(books, session.client.id, act.at)
    if found := await _in_the_way(books, session, period, Side.CLIENT, act.at):
        raise InConflict(found)
    slot = replace(
        new_slot(period, session.trainer, act.at, anyway=False),
        kind=SlotKind.HOLD,
        hold_until=act.at + HELD_FOR,
        makes_up_id=booking_id,
    )
    slot = await books.slots.add(slot)
    await desk.log(books, act, "held", session.booking, start=period.start.isoformat())
    return slot


async def book(books: Books, booking_id: int, start: datetime, act: Act) -> Booking:
    """The time that was held becomes a session; after the 15 minutes, if it is still free.

    The same length, place and price. Booked once: a second tap gives the same answer.
    """
    session = await _opened(books, booking_id, act)
    period = session.booking.period.moved_to(start)
    for made in await books.bookings.making_up(booking_id):
        if made.starts_at == period.start:
            return made
        raise NotPossible(booking_id, "make up", session.booking.status.value)
    await desk.let_holds_go(books, [session.trainer.id], act.at)
    held = await _let_held_go(books, session.client.id, act.at)
    # The limits of a client were kept when the time was held.
    is_held = any((s.period, s.makes_up_id) == (period, booking_id) for s in held)
    by = Side.TRAINER if is_held else Side.CLIENT
    if found := await _in_the_way(books, session, period, by, act.at):
        raise InConflict(found)
    booking = await _booked(books, session, period, act)
    await books.notices.add(about(booking, NoticeKind.MADE_UP, session.trainer.id, act))
    await desk.log(books, act, NoticeKind.MADE_UP.value, booking, makes_up_id=booking_id)
    await crediting.review(books, booking.contract_id, act)
    return booking


async def _opened(books: Books, booking_id: int, act: Act) -> Session:
    """Only for the client of it, and as long as the two are together."""
    session = await desk.opened(books, booking_id, act, only=Side.CLIENT)
    together = session.client.status is not ClientStatus.ENDED
    if not together or not await _was_taken_away(books, session.booking, act.at):
        raise NotPossible(booking_id, "make up", session.booking.status.value)
    return session


async def _let_held_go(books: Books, client_id: int, now: datetime) -> Sequence[Slot]:
    held = await books.slots.held_for(client_id)
    await books.slots.save_all([replace(s, takes_time=False) for s in held])
    await books.waits.wake({s.trainer_id for s in held}, now)
    return held


async def _in_the_way(
    books: Books, session: Session, period: Period, by: Side, now: datetime
) -> tuple[Conflict, ...]:
    if period.start <= now:
        by = Side.CLIENT
    return await clashes(books, period, session.trainer, session.client, by, now)


async def _booked(books: Books, session: Session, period: Period, act: Act) -> Booking:
    lost, trainer = session.booking, session.trainer
    contract = await _contract(books, session, period, act.at)
    wanted = NewBooking(
        trainer.id, lost.client_id, period, kind=lost.kind, place_id=lost.place_id, makes_up_id=lost.id
    )
    slot = await books.slots.add(new_slot(period, trainer, act.at, anyway=False))
    booking = new_booking(wanted, (trainer, session.client, contract), act.at, slot.id)
    if contract is None:
        booking = replace(booking, price=lost.price, currency=lost.currency, policy=lost.policy)
    return await books.bookings.add(await desk.planned(books, booking, trainer, session.person, act.at))


async def _contract(books: Books, session: Session, period: Period, now: datetime) -> Contract | None:
    """That of the lost session if it still fits, else another one; of a single session none."""
    lost = session.booking
    if lost.contract_id is None:
        return None
    known = await crediting.of_client(books, lost.client_id)
    tz = zone(session.trainer.zone)
    fits = [p.contract for p in known if misfit(p, period, lost.kind, now, tz) is None]
    same = [c for c in fits if c.id == lost.contract_id]
    return next(iter([*same, *fits]), None)
