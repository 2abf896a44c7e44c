"""Moving sessions: one or several at once, all or nothing; the old times are let go first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from core.act import Act
from core.booking import Booking
from core.conflicts import LONGEST_SESSION
from core.errors import InThePast, NotValid
from core.notice import Notice, NoticeKind, told
from core.people import Side
from core.period import Period
from core.ports import Books
from core.proposal import ProposalStatus
from core.use_cases import desk
from core.use_cases.booking import clashes, require_said
from core.use_cases.desk import Session


@dataclass(frozen=True, slots=True)
class Move:
    """Where a booking goes; `version` is the one that the person saw."""

    booking_id: int
    period: Period
    version: int | None = None


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
    first = [await books.bookings.get(m.booking_id) for m in moves]
    await books.lock(trainers={b.trainer_id for b in first}, people={b.person_id for b in first})
    sessions = [
        await desk.opened(books, m.booking_id, act, version=m.version, only=Side.TRAINER) for m in moves
    ]
    moved = [_moved(s, m.period, act, after_all=after_all) for s, m in zip(sessions, moves, strict=True)]
    await books.slots.free(b.slot_id for b in moved)
    kept = [await _placed(books, s, b, act, over) for s, b in zip(sessions, moved, strict=True)]
    for booking in kept:
        await _close_wish(books, booking.id, act)
    await books.notices.add(_notices(sessions, kept, act))
    for number, booking in enumerate(kept):
        key = act if number == 0 else replace(act, key=f"{act.key}:{booking.id}")
        await desk.log(books, key, NoticeKind.MOVED.value, booking)
    return kept


async def place(
    books: Books, session: Session, wanted: Move, act: Act, *, over: tuple[int, ...] | None = None
) -> Booking:
    """Moves an opened session without a word: whoever calls tells people what it means."""
    booking = _moved(session, wanted.period, act, after_all=False)
    await books.slots.free([booking.slot_id])
    return await _placed(books, session, booking, act, over)


async def _close_wish(books: Books, booking_id: int, act: Act) -> None:
    if (wish := await books.proposals.open_of(booking_id)) is not None:
        await books.proposals.save(wish.answered(ProposalStatus.WITHDRAWN, act.at))


def _moved(session: Session, period: Period, act: Act, *, after_all: bool) -> Booking:
    if period.start <= act.at:
        raise InThePast(period.start)
    if period.length > LONGEST_SESSION:
        raise NotValid("length")
    booking = session.booking
    return booking.moved_after_all(period, act.at) if after_all else booking.moved(period, act.at)


async def _placed(
    books: Books, session: Session, booking: Booking, act: Act, over: tuple[int, ...] | None
) -> Booking:
    """Takes the new time; one that is free clears the mark of "booked anyway"."""
    found = await clashes(books, booking.period, session.trainer, session.client, Side.TRAINER, act.at)
    require_said(found, over)
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
