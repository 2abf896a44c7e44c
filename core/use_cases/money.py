"""Charges and payments of single sessions, and penalties: pending, waived, objected to, due."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from core.act import SYSTEM, Act
from core.booking import Booking, Status
from core.charge import Charge, ChargeKind, ChargeStatus, Method, Payment
from core.errors import AlreadyPaid, NotPossible, NotValid, NotYours
from core.money import Money
from core.notice import NoticeKind, about
from core.people import Side
from core.policy import PENDING
from core.ports import Books
from core.use_cases import desk
from core.use_cases.desk import Session


async def penalise(
    books: Books, session: Session, kind: ChargeKind, fee: Money | None, now: datetime
) -> Charge | None:
    """A pending penalty; without the client's agreement to the policy only a proposal."""
    if fee is None or session.booking.person_id is None:
        return None
    due_at = now + PENDING if session.client.agreed_at else None
    return await books.charges.add(_charge(session.booking, kind, ChargeStatus.PENDING, fee, now, due_at))


async def charge_session(books: Books, booking: Booking, now: datetime) -> Charge | None:
    """What a session that took place costs; one that was paid ahead has its charge already."""
    if booking.cost is None or not booking.cost.amount:
        return None
    for charge in await books.charges.of_booking(booking.id):
        if charge.kind is ChargeKind.SESSION and charge.status.is_open:
            return charge
    return await books.charges.add(_charge(booking, ChargeKind.SESSION, ChargeStatus.DUE, booking.cost, now))


async def close_session_charge(books: Books, booking: Booking, now: datetime) -> Money | None:
    """The session did not take place: its charge is void. What had been paid is returned, to be told."""
    paid = await paid_for(books, booking)
    await void_open(books, booking, now, penalties=False)
    return paid


async def void_open(books: Books, booking: Booking, now: datetime, *, penalties: bool) -> None:
    for charge in await books.charges.of_booking(booking.id):
        if charge.status.is_open and charge.kind.is_penalty is penalties:
            await books.charges.save(charge.voided(now))


async def paid_for(books: Books, booking: Booking) -> Money | None:
    total = sum(p.amount for p in await books.payments.of_booking(booking.id) if p.voided_at is None)
    return Money(total, booking.currency) if total else None


async def pay(books: Books, booking_id: int, method: Method, act: Act) -> Payment:
    """The rest of what the session costs was received; before, at or after it."""
    session = await desk.opened(books, booking_id, act, only=Side.TRAINER)
    charge = await _open_charge(books, session.booking, act.at)
    paid = await paid_for(books, session.booking)
    rest = charge.amount - (paid.amount if paid else 0)
    if rest <= 0:
        raise AlreadyPaid
    payment = await books.payments.add(
        Payment(0, charge.trainer_id, charge.client_id, charge.id, rest, charge.currency, method, act.at)
    )
    await desk.log(books, act, "paid", session.booking, method=method.value, amount=rest)
    return payment


async def unpay(books: Books, booking_id: int, act: Act) -> None:
    """Takes back the last payment that was recorded by mistake."""
    session = await desk.opened(books, booking_id, act, only=Side.TRAINER)
    kept = [p for p in await books.payments.of_booking(booking_id) if p.voided_at is None]
    if not kept:
        raise NotPossible(booking_id, "unpay", session.booking.status.value)
    await books.payments.save(replace(kept[-1], voided_at=act.at))
    await desk.log(books, act, "unpaid", session.booking, amount=kept[-1].amount)


async def _open_charge(books: Books, booking: Booking, now: datetime) -> Charge:
    """The charge that a payment settles now."""
    if booking.status in (Status.CANCELLED, Status.NO_SHOW):
        penalties = [c for c in await books.charges.of_booking(booking.id) if c.status.is_open]
        if not penalties:
            raise NotPossible(booking.id, "pay", booking.status.value)
        return penalties[-1]
    charge = await charge_session(books, booking, now)
    if charge is None:
        raise NotValid("price")
    return charge


async def waive(books: Books, charge_id: int, act: Act) -> Charge:
    """The trainer lets a penalty go; the client is told."""
    charge, session = await _penalty(books, charge_id, act, Side.TRAINER)
    charge = charge.waived(act.at)
    return await _told(books, session, charge, NoticeKind.WAIVED, session.booking.person_id, act)


async def object_to(books: Books, charge_id: int, act: Act, *, reason: str | None = None) -> Charge:
    """The client disagrees: the clock stops and the trainer decides."""
    charge, session = await _penalty(books, charge_id, act, Side.CLIENT)
    charge = charge.objected(act.at)
    return await _told(books, session, charge, NoticeKind.OBJECTED, session.trainer.id, act, reason=reason)


async def insist(books: Books, charge_id: int, act: Act) -> Charge:
    """The trainer confirms a proposed or objected penalty: it is due."""
    charge, session = await _penalty(books, charge_id, act, Side.TRAINER)
    charge = charge.became_due(act.at)
    return await _told(books, session, charge, NoticeKind.PENALTY_DUE, session.booking.person_id, act)


async def became_due(books: Books, charge_id: int, now: datetime) -> None:
    """A day has passed without a word: both are told, and nothing more happens by itself."""
    act = Act(f"due:{charge_id}", SYSTEM, now)
    charge, session = await _penalty(books, charge_id, act, Side.SYSTEM)
    if charge.status is not ChargeStatus.PENDING or charge.due_at is None or charge.due_at > now:
        return
    charge = charge.became_due(now)
    facts = {"charge_id": charge.id}
    await books.notices.add(about(session.booking, NoticeKind.PENALTY_DUE, session.trainer.id, act, **facts))
    await _told(books, session, charge, NoticeKind.PENALTY_DUE, session.booking.person_id, act)


async def _penalty(books: Books, charge_id: int, act: Act, only: Side) -> tuple[Charge, Session]:
    charge = await books.charges.get(charge_id)
    session = await desk.opened(books, charge.booking_id, act, only=only)
    if not charge.kind.is_penalty:
        raise NotYours
    return await books.charges.get(charge_id), session


async def _told(
    books: Books,
    session: Session,
    charge: Charge,
    kind: NoticeKind,
    to: int | None,
    act: Act,
    **facts: object,
) -> Charge:
    await books.charges.save(charge)
    await books.notices.add(about(session.booking, kind, to, act, charge_id=charge.id, **facts))
    await desk.log(books, act, kind.value, session.booking, charge_id=charge.id)
    return charge


def _charge(
    booking: Booking,
    kind: ChargeKind,
    status: ChargeStatus,
    money: Money,
    now: datetime,
    due_at: datetime | None = None,
) -> Charge:
    return Charge(
        0,
        booking.trainer_id,
        booking.client_id,
        booking.id,
        kind,
        status,
        money.amount,
        money.currency,
        created_at=now,
        due_at=due_at,
    )
