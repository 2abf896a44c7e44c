"""Moving sessions: one or several at once, all or nothing; the old times are let go first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from core.act import Act
from core.booking import Booking, Status
from core.conflicts import LONGEST_SESSION, ClientBusy, Conflict, Taken
from core.errors import InThePast, NotValid
from core.notice import NoticeKind
from core.people import Side
from core.period import Period
from core.ports import Books
from core.proposal import ProposalStatus
from core.use_cases import crediting, desk, outcome, together
from core.use_cases.booking import clashes, over_holds, require_said
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
    session = await desk.opened(books, wanted.booking_id, act, version=wanted.version, only=Side.TRAINER)
    booking = _moved(session.booking, wanted.period, act, after_all=after_all)
    await books.slots.free([booking.slot_id])
    kept = await _placed(books, session, booking, act, over)
    await withdraw_open(books, kept.id, act.at)
    said = {kept.id: {"was": session.booking.starts_at.isoformat()}}
    await together.tell(books, [kept], NoticeKind.MOVED, act, said)
    await together.log(books, [kept], NoticeKind.MOVED.value, act, said)
    return kept


async def move_several(
    books: Books,
    moves: Sequence[Move],
    act: Act,
    *,
    over: tuple[int, ...] | None = None,
    kind: NoticeKind = NoticeKind.MOVED,
    apart: bool = True,
) -> list[Booking]:
    """Neighbours may shift and two may swap: every old time is free before a new one is taken.

    `apart`: each for itself, so that their series leaves them alone from now on.
    """
    if not moves:
        return []
    if len({m.booking_id for m in moves}) < len(moves):
        raise NotValid("moves")
    group = await together.opened(books, {m.booking_id: m.version for m in moves}, act)
    moved = [_moved(b, m.period, act) for b, m in zip(group.bookings, moves, strict=True)]
    if not apart:
        moved = [replace(b, apart=was.apart) for b, was in zip(moved, group.bookings, strict=True)]
    judgement = await together.judged(books, group, {b.id: b.period for b in moved}, act.at)
    require_said(judgement.all, over)
    in_the_way_still = {
        id_: await over_holds(books, found, act.at) for id_, found in judgement.conflicts.items()
    }
    judgement = replace(judgement, conflicts=in_the_way_still)
    kept = await together.retimed(books, group, moved, judgement, act)
    said = {b.id: {"was": b.starts_at.isoformat()} for b in group.bookings}
    await together.tell(books, kept, kind, act, said)
    await together.log(books, kept, NoticeKind.MOVED.value, act, said)
    await crediting.review_all(books, {b.contract_id for b in kept}, act)
    return kept


async def place(
    books: Books, session: Session, wanted: Move, act: Act, *, over: tuple[int, ...] | None = None
) -> Booking:
    """Moves an opened session without a word: whoever calls tells people what it means."""
    booking = _moved(session.booking, wanted.period, act)
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


def _moved(booking: Booking, period: Period, act: Act, *, after_all: bool = False) -> Booking:
    """One of a series stands apart from now on."""
    _require_sane(period)
    if (period.end if after_all else period.start) <= act.at:
        raise InThePast(period.start)
    if period == booking.period:
        raise NotValid("same_time")
    moved = booking.moved_after_all(period, act.at) if after_all else booking.moved(period, act.at)
    return replace(moved, apart=booking.apart or booking.series_id is not None)


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
    found = await over_holds(books, found, act.at)
    await desk.let_holds_go(books, [booking.trainer_id], act.at)
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
    await books.waits.wake([booking.trainer_id], act.at, people=[booking.person_id])
    await crediting.review(books, booking.contract_id, act)
    return booking
