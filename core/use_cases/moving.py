"""Moving sessions: one or several at once, all or nothing; the old times are let go first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from core.act import Act
from core.booking import Booking, Status
from core.conflicts import LONGEST_SESSION, ClientBusy, Conflict, Taken
from core.errors import InThePast, NotValid
from core.notice import Notice, NoticeKind, told
from core.people import Side
from core.period import Period
from core.ports import Books
from core.proposal import ProposalStatus
from core.use_cases import crediting, desk, outcome
from core.use_cases.booking import clashes, require_said
from core.use_cases.desk import Session


@dataclass(frozen=True, slots=True)
class Move:
    """Where a booking goes; `version` is the one that the person saw."""

    booking_id: int
    period: Period
    version: int | None = None


async def in_the_way(books: Books, session: Session, period: Period, now: datetime) -> tuple[Conflict, ...]:
    """What speaks against moving the session there: for one that is over, others that were held then."""
    if session.booking.has_begun(now) and period.end <= now:
        return await _held_then(books, session, period)
    trainer, client, side = session.trainer, session.client, session.side
    return await clashes(books, period, trainer, client, side, now, instead_of=session.booking)


async def move(
    books: Books, wanted: Move, act: Act, *, over: tuple[int, ...] | None = None, after_all: bool = False
) -> Booking:
    """The trainer moves one session; `after_all`: in answer to the question how it went."""
    (booking,) = await move_several(books, [wanted], act, over=over, after_all=after_all)
    return booking


async def move_several(
    books: Books,
    moves: Sequence[Move],
    act: Act,
    *,
    over: tuple[int, ...] | None = None,
    after_all: bool = False,
) -> list[Booking]:
    """Neighbours may shift and two may swap: every old time is free before a new one is taken."""
    if len({m.booking_id for m in moves}) < len(moves):
        raise NotValid("moves")
    first = [await books.bookings.get(m.booking_id) for m in moves]
    await books.lock(trainers={b.trainer_id for b in first}, people={b.person_id for b in first})
    sessions = [
        await desk.opened(books, m.booking_id, act, version=m.version, only=Side.TRAINER) for m in moves
    ]
    moved = [_moved(s, m.period, act, after_all=after_all) for s, m in zip(sessions, moves, strict=True)]
    await books.slots.free(b.slot_id for b in moved)
    kept = [await _placed(books, s, b, act, over) for s, b in zip(sessions, moved, strict=True)]
    for booking in kept:
        await withdraw_open(books, booking.id, act.at)
    await books.notices.add(_notices(sessions, kept, act))
    for number, (session, booking) in enumerate(zip(sessions, kept, strict=True)):
        key = act if number == 0 else replace(act, key=f"{act.key}:{booking.id}")
        was = session.booking.starts_at.isoformat()
        await desk.log(books, key, NoticeKind.MOVED.value, booking, was=was)
    return kept


async def place(
    books: Books, session: Session, wanted: Move, act: Act, *, over: tuple[int, ...] | None = None
) -> Booking:
    """Moves an opened session without a word: whoever calls tells people what it means."""
    booking = _moved(session, wanted.period, act, after_all=False)
    await books.slots.free([booking.slot_id])
    return await _placed(books, session, booking, act, over)


async def took_place(books: Books, wanted: Move, act: Act, *, over: tuple[int, ...] | None = None) -> Booking:
    """It took place at another time, which is over: the real time and COMPLETED, in one act."""
    session = await desk.opened(books, wanted.booking_id, act, version=wanted.version, only=Side.TRAINER)
    _require_sane(wanted.period)
    booking = session.booking.held_at(wanted.period, act.at)
    require_said(await _held_then(books, session, wanted.period), over)
    slot = await books.slots.get(booking.slot_id)
    await books.slots.save(
        replace(slot, starts_at=booking.starts_at, ends_at=booking.ends_at, takes_time=False)
    )
    await books.bookings.save(booking)
    await desk.unmark(books, session.booking)
    return await outcome.complete(books, booking.id, act)


async def _held_then(books: Books, session: Session, period: Period) -> tuple[Conflict, ...]:
    """Sessions that took place then, or may have: the trainer's own, and the client's with others."""
    booking = session.booking
    own = await books.bookings.of_trainer(booking.trainer_id, period)
    theirs = await books.bookings.of_person(booking.person_id) if booking.person_id else ()
    elsewhere = [b for b in theirs if b.trainer_id != booking.trainer_id and b.period.overlaps(period)]
    return (
        *(ClientBusy(b.period) for b in elsewhere if _may_have_been_held(b)),
        *[
            Taken(await books.slots.get(b.slot_id), (b.client_id,))
            for b in own
            if b.id != booking.id and _may_have_been_held(b)
        ],
    )


def _may_have_been_held(booking: Booking) -> bool:
    return booking.status in (Status.CONFIRMED, Status.COMPLETED)


async def withdraw_open(books: Books, booking_id: int, now: datetime) -> None:
    """A wish that is still open has become pointless: a newer one, or a new time, takes its place."""
    if (wish := await books.proposals.open_of(booking_id)) is not None:
        await books.proposals.save(wish.answered(ProposalStatus.WITHDRAWN, now))


def _moved(session: Session, period: Period, act: Act, *, after_all: bool) -> Booking:
    _require_sane(period)
    if (period.end if after_all else period.start) <= act.at:
        raise InThePast(period.start)
    booking = session.booking
    if period == booking.period:
        raise NotValid("same_time")
    return booking.moved_after_all(period, act.at) if after_all else booking.moved(period, act.at)


def _require_sane(period: Period) -> None:
    if period.length > LONGEST_SESSION:
        raise NotValid("length")


async def _placed(
    books: Books, session: Session, booking: Booking, act: Act, over: tuple[int, ...] | None
) -> Booking:
    """Takes the new time; one that is free clears the mark of "booked anyway"."""
    whom = (session.trainer, session.client, Side.TRAINER)
    found = await clashes(books, booking.period, *whom, act.at, instead_of=session.booking)
    require_said(found, over)
    await books.slots.release_holds(act.at, booking.trainer_id)
    slot = await books.slots.get(booking.slot_id)
    await books.slots.save(
        replace(
            slot,
            starts_at=booking.starts_at,
            ends_at=booking.ends_at,
            takes_time=booking.takes_time,
            anyway=bool(found),
            buffer_minutes=session.trainer.buffer_minutes,
        )
    )
    booking = await desk.planned(
        books, replace(booking, double=False), session.trainer, session.person, act.at
    )
    await books.bookings.save(booking)
    await desk.unmark(books, session.booking)
    await crediting.review(books, booking.contract_id, act)
    return booking


def _notices(sessions: Sequence[Session], kept: Sequence[Booking], act: Act) -> list[Notice]:
    """One message a person, however many of their sessions moved."""
    moves: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for session, booking in zip(sessions, kept, strict=True):
        if booking.person_id is not None:
            was = session.booking.starts_at.isoformat()
            moves[booking.person_id].append({"booking_id": booking.id, "was": was})
    return [
        told(to, NoticeKind.MOVED, act, booking_id=changes[0]["booking_id"], moves=changes)
        for to, changes in moves.items()
    ]
