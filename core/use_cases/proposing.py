"""Asking for another time: a wish of one side, a yes or no of the other, the old time held meanwhile."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from core.act import SYSTEM, Act
from core.booking import Booking, Status
from core.charge import Charge, ChargeKind
from core.conflicts import Conflict
from core.errors import InConflict, InThePast, NotPossible, NotValid
from core.money import Money
from core.notice import NoticeKind, about
from core.people import Side
from core.period import Period
from core.ports import Books
from core.proposal import MOST_WISHES, Proposal, ProposalStatus, lapse_of
from core.use_cases import cancelling, desk, money
from core.use_cases.booking import clashes
from core.use_cases.desk import Session
from core.use_cases.moving import Move, place


async def propose(
    books: Books, booking_id: int, starts: Sequence[datetime], act: Act, *, version: int | None = None
) -> Proposal:
    """Up to three times; a newer wish takes the place of an open one. Nothing is moved yet."""
    session = await desk.opened(books, booking_id, act, version=version)
    booking = session.booking
    if booking.status is not Status.CONFIRMED or act.at >= booking.starts_at:
        raise NotPossible(booking_id, "propose", booking.status.value)
    if not 1 <= len(starts) <= MOST_WISHES:
        raise NotValid("times")
    for start in starts:
        await _require_free(books, session, booking.period.moved_to(start), act.at)
    if (open_ := await books.proposals.open_of(booking_id)) is not None:
        await books.proposals.save(open_.answered(ProposalStatus.WITHDRAWN, act.at))
    late = session.side is Side.CLIENT and await _late_fee(books, session, act.at) is not None
    proposal = await books.proposals.add(
        Proposal(
            0,
            booking_id,
            booking.trainer_id,
            session.side,
            tuple(dict.fromkeys(starts)),
            act.at,
            lapse_of(booking.starts_at, act.at),
            late,
        )
    )
    facts = {"proposal_id": proposal.id}
    await books.notices.add(about(booking, NoticeKind.PROPOSED, session.counterpart, act, **facts))
    await desk.log(books, act, NoticeKind.PROPOSED.value, booking, **facts)
    return proposal


async def _require_free(books: Books, session: Session, period: Period, now: datetime) -> None:
    if period.start <= now:
        raise InThePast(period.start)
    found = [c for c in await _in_the_way(books, session, period, now) if not _is_own(c, session.booking)]
    if found:
        raise InConflict(tuple(found))


async def _in_the_way(books: Books, session: Session, period: Period, now: datetime) -> Sequence[Conflict]:
    return await clashes(books, period, session.trainer, session.client, session.side, now)


def _is_own(conflict: Conflict, booking: Booking) -> bool:
    """The session's own present time is no obstacle: it is let go when the wish is granted."""
    slot = getattr(conflict, "slot", None)
    return (slot is not None and slot.id == booking.slot_id) or getattr(
        conflict, "period", None
    ) == booking.period


async def _late_fee(books: Books, session: Session, now: datetime) -> Money | None:
    return (await cancelling.terms(books, session.booking.id, session.booking.person_id or 0, now)).fee


async def fee_of_moving(books: Books, booking_id: int, by: int, now: datetime) -> Money | None:
    """What the trainer may ask for when the client wants to move now; shown before the wish is sent."""
    return (await cancelling.terms(books, booking_id, by, now)).fee


async def accept(
    books: Books,
    proposal_id: int,
    choice: int,
    act: Act,
    *,
    with_fee: bool = False,
    over: tuple[int, ...] | None = None,
) -> tuple[Booking, Charge | None]:
    """One of the wished times, at once; a fee only if the wish came late and the trainer wants it."""
    proposal, session = await _opened(books, proposal_id, act)
    if not 0 <= choice < len(proposal.starts):
        raise NotValid("choice")
    booking = session.booking
    fee = booking.policy.late_fee(booking.cost) if with_fee and proposal.late else None
    await books.proposals.save(proposal.answered(ProposalStatus.ACCEPTED, act.at))
    period = booking.period.moved_to(proposal.starts[choice])
    moved = await place(books, session, Move(booking.id, period), act, over=over)
    charge = await money.penalise(books, session, ChargeKind.LATE_CANCEL, fee, act.at)
    facts = {
        "proposal_id": proposal.id,
        "was": booking.starts_at.isoformat(),
        "charge_id": charge.id if charge else None,
    }
    to = session.counterpart
    await books.notices.add(about(moved, NoticeKind.PROPOSAL_ANSWERED, to, act, accepted=True, **facts))
    await desk.log(books, act, "proposal_accepted", moved, **facts)
    return moved, charge


async def decline(books: Books, proposal_id: int, act: Act) -> Booking:
    """The session stays as it is."""
    proposal, session = await _opened(books, proposal_id, act)
    await books.proposals.save(proposal.answered(ProposalStatus.DECLINED, act.at))
    facts = {"proposal_id": proposal.id, "accepted": False}
    await books.notices.add(
        about(session.booking, NoticeKind.PROPOSAL_ANSWERED, session.counterpart, act, **facts)
    )
    await desk.log(books, act, "proposal_declined", session.booking, **facts)
    return session.booking


async def _opened(books: Books, proposal_id: int, act: Act) -> tuple[Proposal, Session]:
    """A wish is answered by the side that did not make it."""
    proposal = await books.proposals.get(proposal_id)
    answering = Side.CLIENT if proposal.by is Side.TRAINER else Side.TRAINER
    session = await desk.opened(books, proposal.booking_id, act, only=answering)
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
