"""Asking for another time: a wish of one side, a yes or no of the other, the old time held meanwhile."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from core.act import SYSTEM, Act
from core.booking import Booking, Status
from core.charge import Charge, ChargeKind
from core.errors import FeeChanged, InConflict, InThePast, MovedOften, NotPossible, NotValid
from core.notice import NoticeKind, about
from core.people import Side
from core.period import Period
from core.policy import Penalty
from core.ports import Books
from core.proposal import MOST_MOVES, MOST_WISHES, Proposal, ProposalStatus, lapse_of
from core.use_cases import cancelling, desk, money, self_booking
from core.use_cases.desk import Session
from core.use_cases.moving import Move, in_the_way, place, withdraw_open


async def propose(
    books: Books,
    booking_id: int,
    starts: Sequence[datetime],
    act: Act,
    *,
    version: int | None = None,
    fee_shown: int = 0,
) -> Proposal:
    """Up to three times; a newer wish takes the place of an open one, the same one again changes nothing.

    Nothing is moved yet. FeeChanged when moving may cost the client something else than what they saw.
    """
    session = await desk.opened(books, booking_id, act, version=version)
    starts = tuple(dict.fromkeys(starts))
    known = await books.proposals.open_of(booking_id)
    if known is not None and (known.by, known.starts) == (session.side, starts):
        return known
    _require_possible(session, starts, act.at)
    _require_moves_left(session)
    for start in starts:
        await _require_free(books, session, session.booking.period.moved_to(start), act.at)
    penalty = await penalty_of_moving(books, booking_id, act.by, act.at)
    if (penalty.shown if penalty else 0) != fee_shown:
        raise FeeChanged(booking_id)
    await withdraw_open(books, booking_id, act.at)
    wish = Proposal(
        0,
        booking_id,
        session.trainer.id,
        session.side,
        starts,
        created_at=act.at,
        lapses_at=lapse_of(session.booking.starts_at, act.at),
        late=penalty is not None,
    )
    return await _proposed(books, session, wish, act)


def _require_possible(session: Session, starts: Sequence[datetime], now: datetime) -> None:
    """To a client's request the trainer may answer with other times."""
    booking = session.booking
    booking.require_own_slot()
    asked = booking.status is Status.PENDING and session.side is not Side.CLIENT
    ahead = (asked or booking.status is Status.CONFIRMED) and now < booking.starts_at
    if not ahead or session.counterpart is None:
        raise NotPossible(booking.id, "propose", booking.status.value)
    if not 1 <= len(starts) <= MOST_WISHES:
        raise NotValid("times")


def _require_moves_left(session: Session) -> None:
    """It binds the client alone."""
    if session.side is Side.CLIENT and session.booking.moves >= MOST_MOVES:
        raise MovedOften(session.booking.id)


async def _require_free(books: Books, session: Session, period: Period, now: datetime) -> None:
    if period.start <= now:
        raise InThePast(period.start)
    if period == session.booking.period:
        raise NotValid("same_time")
    if found := await in_the_way(books, session, period, now):
        raise InConflict(found)


async def _proposed(books: Books, session: Session, wish: Proposal, act: Act) -> Proposal:
    wish = await books.proposals.add(wish)
    await _keep_asked(books, session, wish)
    facts = {"proposal_id": wish.id}
    await books.notices.add(about(session.booking, NoticeKind.PROPOSED, session.counterpart, act, **facts))
    await desk.log(books, act, NoticeKind.PROPOSED.value, session.booking, **facts)
    return wish


async def _keep_asked(books: Books, session: Session, wish: Proposal) -> None:
    """A request that was answered with other times holds its own as long as it is the client's turn."""
    booking = session.booking
    if booking.lapses_at is not None and booking.lapses_at < wish.lapses_at:
        longer = replace(booking, lapses_at=wish.lapses_at, next_at=wish.lapses_at)
        await books.bookings.save(longer)


async def penalty_of_moving(books: Books, booking_id: int, by: int, now: datetime) -> Penalty | None:
    """What the trainer may ask for when the client wants to move now; what a trainer proposes is free."""
    terms = await cancelling.terms(books, booking_id, by, now)
    return cancelling.moving_penalty(terms.session.booking) if terms.penalty else None


async def withdraw(books: Books, booking_id: int, act: Act, *, version: int | None = None) -> Booking:
    """Whoever wished for another time takes it back; the session stays as it is."""
    session = await desk.opened(books, booking_id, act, version=version)
    wish = await books.proposals.open_of(booking_id)
    if wish is None or wish.by is not session.side:
        raise NotPossible(booking_id, "withdraw", session.booking.status.value)
    await books.proposals.save(wish.answered(ProposalStatus.WITHDRAWN, act.at))
    await desk.log(books, act, "proposal_withdrawn", session.booking, proposal_id=wish.id)
    return session.booking


async def accept(
    books: Books,
    proposal_id: int,
    choice: int,
    act: Act,
    *,
    version: int | None = None,
    with_fee: bool = False,
    over: tuple[int, ...] | None = None,
) -> tuple[Booking, Charge | None]:
    """One of the wished times, at once; a fee only if the wish came late and the trainer wants it."""
    proposal, session = await _opened(books, proposal_id, act, version)
    if not 0 <= choice < len(proposal.starts):
        raise NotValid("choice")
    booking = session.booking
    penalty = cancelling.moving_penalty(booking) if with_fee and proposal.late else None
    await books.proposals.save(proposal.answered(ProposalStatus.ACCEPTED, act.at))
    period = booking.period.moved_to(proposal.starts[choice])
    moved = await place(books, _counted(session, proposal), Move(booking.id, period), act, over=over)
    if moved.status is Status.PENDING:
        # What the client had asked for, the trainer has offered at this time: both have said yes.
        moved = await self_booking.confirmed(books, replace(session, booking=moved), act)
    charge = await money.penalise(books, session, ChargeKind.LATE_CANCEL, penalty, act.at)
    facts = {
        "proposal_id": proposal.id,
        "was": booking.starts_at.isoformat(),
        "charge_id": charge.id if charge else None,
    }
    to = session.counterpart
    await books.notices.add(about(moved, NoticeKind.PROPOSAL_ANSWERED, to, act, accepted=True, **facts))
    await desk.log(books, act, "proposal_accepted", moved, **facts)
    return moved, charge


def _counted(session: Session, proposal: Proposal) -> Session:
    """What the client wished for counts; what the trainer proposed does not."""
    if proposal.by is not Side.CLIENT:
        return session
    booking = session.booking
    return replace(session, booking=replace(booking, moves=booking.moves + 1))


async def decline(books: Books, proposal_id: int, act: Act, *, version: int | None = None) -> Booking:
    """The session stays as it is."""
    proposal, session = await _opened(books, proposal_id, act, version)
    await books.proposals.save(proposal.answered(ProposalStatus.DECLINED, act.at))
    facts = {"proposal_id": proposal.id, "accepted": False}
    await books.notices.add(
        about(session.booking, NoticeKind.PROPOSAL_ANSWERED, session.counterpart, act, **facts)
    )
    await desk.log(books, act, "proposal_declined", session.booking, **facts)
    return session.booking


async def _opened(
    books: Books, proposal_id: int, act: Act, version: int | None = None
) -> tuple[Proposal, Session]:
    """A wish is answered by the side that did not make it."""
    proposal = await books.proposals.get(proposal_id)
    answering = Side.CLIENT if proposal.by is Side.TRAINER else Side.TRAINER
    session = await desk.opened(books, proposal.booking_id, act, version=version, only=answering)
    return await books.proposals.get(proposal_id), session


async def lapse(books: Books, proposal_id: int, now: datetime) -> None:
    """No answer in time: the session stays as it is, and both are told."""
    act = Act(f"lapsed:{proposal_id}", SYSTEM, now)
    proposal, session = await _opened(books, proposal_id, act)
    if proposal.status is not ProposalStatus.OPEN or proposal.lapses_at > now:
        return
    proposal = replace(proposal, status=ProposalStatus.LAPSED, answered_at=now)
    await books.proposals.save(proposal)
    facts = {"proposal_id": proposal_id, "accepted": False}
    for to in (session.trainer.id, session.booking.person_id):
        await books.notices.add(about(session.booking, NoticeKind.PROPOSAL_ANSWERED, to, act, **facts))
    await desk.log(books, act, "proposal_lapsed", session.booking, **facts)
