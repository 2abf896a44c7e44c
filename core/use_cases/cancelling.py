"""Cancelling: free for a trainer, free in time for a client; a fee is seen before it is accepted."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from core.act import Act
from core.booking import Booking, Status
from core.charge import ChargeKind
from core.errors import FeeChanged, NotPossible, NotValid, Stale
from core.money import Money
from core.notice import NoticeKind, about
from core.people import Side
from core.policy import Penalty
from core.ports import Books
from core.proposal import ProposalStatus
from core.use_cases import crediting, desk, money
from core.use_cases.desk import Session

LONGEST_REASON = 300


@dataclass(frozen=True, slots=True)
class Terms:
    """What cancelling would mean now; `free_until` is past when it is late."""

    session: Session
    penalty: Penalty | None
    late: bool
    free_until: datetime
    #: The client has agreed to the policy; else a penalty is only a proposal.
    agreed: bool

    @property
    def shown(self) -> int:
        """What the button carries of it."""
        return self.penalty.shown if self.penalty else 0


async def terms(
    books: Books, booking_id: int, by: int, now: datetime, *, version: int | None = None
) -> Terms:
    """Refuses what `cancel` would refuse."""
    session = await desk.seen(books, booking_id, by)
    if version not in (None, session.booking.version):
        raise Stale(booking_id)
    session.booking.cancelled(session.side, now, None)
    return await _terms(books, session, now)


async def cancel(
    books: Books, booking_id: int, act: Act, *, version: int | None = None, fee_shown: int = 0
) -> Booking:
    """FeeChanged when the fee is not what the person saw: time has passed, or a reminder came.

    A second tap of the same person changes nothing.
    """
    session = await desk.opened(books, booking_id, act)
    booking = session.booking
    if version not in (None, booking.version):
        if version == booking.version - 1 and booking.cancelled_by is session.side:
            return booking
        raise Stale(booking_id)
    cost = await _terms(books, session, act.at)
    cancelled = booking.cancelled(session.side, act.at, None)
    if cost.shown != fee_shown:
        raise FeeChanged(booking_id)
    await desk.keep(books, session, cancelled, act.at)
    await _tell(books, session, cancelled, cost, act)
    return cancelled


async def _tell(books: Books, session: Session, cancelled: Booking, cost: Terms, act: Act) -> None:
    """What it means for the money and for a wish to move, and the other side's notice."""
    paid = await money.close_session_charge(books, cancelled, act.at)
    charge = await money.penalise(books, session, ChargeKind.LATE_CANCEL, cost.penalty, act.at)
    if (wish := await books.proposals.open_of(cancelled.id)) is not None:
        await books.proposals.save(wish.answered(ProposalStatus.WITHDRAWN, act.at))
    facts = {
        "charge_id": charge.id if charge else None,
        "paid": paid.amount if paid else None,
        "late": cost.late,
    }
    notices = about(cancelled, NoticeKind.CANCELLED, session.counterpart, act, **facts)
    if session.side is Side.SYSTEM:
        notices += about(cancelled, NoticeKind.CANCELLED, session.trainer.id, act, **facts)
    await books.notices.add(notices)
    await desk.log(books, act, NoticeKind.CANCELLED.value, cancelled)
    await crediting.review(books, cancelled.contract_id, act)


async def let_go(books: Books, session: Session, act: Act, reason: str | None = None) -> Money | None:
    """Cancels one of several free of charge and without a word: whoever calls tells people once.

    What had been paid for it is returned, to be told. The act's first event is the caller's to write.
    """
    cancelled = session.booking.cancelled(session.side, act.at, reason)
    await desk.keep(books, session, cancelled, act.at)
    paid = await money.close_session_charge(books, cancelled, act.at)
    if (wish := await books.proposals.open_of(cancelled.id)) is not None:
        await books.proposals.save(wish.answered(ProposalStatus.WITHDRAWN, act.at))
    own = replace(act, key=f"{act.key}:{cancelled.id}")
    await desk.log(books, own, NoticeKind.CANCELLED.value, cancelled)
    await crediting.review(books, cancelled.contract_id, own)
    return paid


async def say_why(books: Books, booking_id: int, reason: str, act: Act) -> Booking:
    """Whoever cancelled may say why afterwards; the other side hears it, the same reason once."""
    session = await desk.opened(books, booking_id, act)
    booking = session.booking
    if booking.cancelled_by is not session.side:
        raise NotPossible(booking_id, "say why", booking.status.value)
    if not 1 <= len(reason) <= LONGEST_REASON:
        raise NotValid("reason")
    if booking.cancel_reason == reason:
        return booking
    booking = replace(booking, cancel_reason=reason)
    await books.bookings.save(booking)
    notices = about(booking, NoticeKind.CANCELLED, session.counterpart, act, reason=reason)
    await books.notices.add(notices)
    await desk.log(books, act, "said_why", booking)
    return booking


async def _terms(books: Books, session: Session, now: datetime) -> Terms:
    booking = session.booking
    reminded_at = await _reminded_at(books, booking)
    late = booking.policy.is_late(booking.starts_at, now, reminded_at)
    binds = session.side is Side.CLIENT and booking.status is Status.CONFIRMED
    penalty = late_penalty(booking) if late and binds else None
    agreed = await money.has_agreed(books, session)
    return Terms(session, penalty, late, booking.policy.free_until(booking.starts_at), agreed)


def late_penalty(booking: Booking) -> Penalty | None:
    """What cancelling it late costs by the policy that was copied onto it."""
    return booking.policy.late_penalty(booking.cost, prepaid=booking.prepaid)


def moving_penalty(booking: Booking) -> Penalty | None:
    """The same for moving it late; of a package never the credit, which the session goes on using."""
    penalty = late_penalty(booking)
    return None if penalty is None or penalty.credit else penalty


async def _reminded_at(books: Books, booking: Booking) -> datetime | None:
    """When the first reminder of the present start reached the client."""
    if booking.person_id is None:
        return None
    start = booking.starts_at.isoformat()
    sent = await books.notices.sent(booking.id, NoticeKind.REMINDER, booking.person_id)
    return min((n.sent_at for n in sent if n.sent_at and n.facts.get("start") == start), default=None)
