"""Charges and payments of single sessions, and penalties: pending, waived, objected to, due."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from core.act import SYSTEM, Act
from core.booking import Booking, Status
from core.charge import Charge, ChargeKind, ChargeStatus, Method, Payment, is_let_off, unsettled
from core.errors import AlreadyPaid, NotPossible, NotValid, NotYours, Stale
from core.money import LIMIT, Money
from core.notice import NoticeKind, about
from core.people import Side
from core.policy import PENDING, Penalty
from core.ports import Books
from core.use_cases import crediting, debts, desk, settling
from core.use_cases.desk import Session

#: Of these only a penalty can be owed.
_NOT_HELD = (Status.CANCELLED, Status.NO_SHOW)


async def penalise(
    books: Books, session: Session, kind: ChargeKind, penalty: Penalty | None, now: datetime
) -> Charge | None:
    """A pending penalty; without the client's agreement to the policy only a proposal."""
    booking = session.booking
    if penalty is None or booking.person_id is None:
        return None
    due_at = now + PENDING if await has_agreed(books, session) else None
    charge = _charge(booking, kind, ChargeStatus.PENDING, penalty.money, now, due_at)
    return await books.charges.add(replace(charge, credit=penalty.credit))


async def has_agreed(books: Books, session: Session) -> bool:
    """To this policy, or to the contract that it came with."""
    if session.client.has_agreed_to(session.booking.policy):
        return True
    contract = await books.contracts.find(session.booking.contract_id)
    return contract is not None and contract.agreed_at is not None


async def charge_session(books: Books, booking: Booking, now: datetime) -> Charge | None:
    """What a session that took place costs; one that was paid ahead has its charge already.

    One of a prepaid contract is in the package.
    """
    cost = await _cost(books, booking)
    if cost is None or not cost.amount:
        return None
    for charge in await books.charges.of_booking(booking.id):
        if charge.kind is ChargeKind.SESSION and charge.status.is_open:
            return charge
    status, due_at = ChargeStatus.DUE, booking.ends_at
    charge = await books.charges.add(_charge(booking, ChargeKind.SESSION, status, cost, now, due_at))
    await debts.plan(books, booking.client_id, now)
    return charge


async def _cost(books: Books, booking: Booking) -> Money | None:
    """Of a contract that is paid by session the last one takes what remains of the price."""
    if booking.prepaid:
        return None
    contract = await books.contracts.find(booking.contract_id)
    if contract is None or booking.price != contract.worth().amount:
        return booking.cost
    known = await crediting.of(books, contract.id)
    return contract.worth(known.numbers.get(booking.id, 1))


async def close_session_charge(books: Books, booking: Booking, now: datetime) -> Money | None:
    """The session did not take place: its charge is void. What had been paid is returned, to be told."""
    paid = await paid_for(books, booking)
    await void_open(books, booking, ChargeKind.SESSION, now)
    return paid


async def void_open(books: Books, booking: Booking, kind: ChargeKind, now: datetime) -> None:
    for charge in await books.charges.of_booking(booking.id):
        if charge.status.is_open and charge.kind is kind:
            await books.charges.save(charge.voided(now))


async def paid_for(books: Books, booking: Booking) -> Money | None:
    total = sum(p.net for p in await _kept(books, booking.id))
    return Money(total, booking.currency) if total else None


async def _kept(books: Books, booking_id: int) -> list[Payment]:
    """What was received and not taken back."""
    return [p for p in await books.payments.of_booking(booking_id) if p.voided_at is None]


async def pay(
    books: Books,
    booking_id: int,
    method: Method,
    act: Act,
    *,
    price: int | None = None,
    after: int | None = None,
) -> Payment:
    """What is owed was received, before, at or after the session: its price first, then a penalty.

    `price`: said now, for a session that had none. `after`: how many payments the person saw; a second
    tap must not pay what they were not shown.
    """
    session = await desk.opened(books, booking_id, act, only=Side.TRAINER)
    kept = await _kept(books, booking_id)
    if after is not None and len(kept) != after:
        raise AlreadyPaid if len(kept) > after else Stale(booking_id)
    booking = await _priced(books, session.booking, price)
    let_off = is_let_off(booking, await books.charges.of_booking(booking.id))
    if booking.status not in _NOT_HELD and not let_off:
        await charge_session(books, booking, act.at)
    part = await _owed(books, booking, let_off=let_off)
    (payment,) = await settling.record(books, [part], method, act)
    await settling.receipt(books, booking.person_id, [payment], act)
    await debts.plan(books, booking.client_id, act.at)
    await desk.log(books, act, "paid", booking, method=method.value, amount=payment.amount)
    return payment


async def _priced(books: Books, booking: Booking, price: int | None) -> Booking:
    if price is None:
        return booking
    if booking.price is not None:
        raise Stale(booking.id)
    if not 0 < price <= LIMIT:
        raise NotValid("price")
    booking = replace(booking, price=price, version=booking.version + 1)
    await books.bookings.save(booking)
    return booking


async def _owed(books: Books, booking: Booking, *, let_off: bool) -> tuple[Charge, int]:
    """The charge that a payment settles now, with what is missing of it: never more than is owed."""
    missing = await _unsettled(books, booking)
    if missing:
        return missing[0]
    if let_off or booking.status in _NOT_HELD:
        raise NotPossible(booking.id, "pay", booking.status.value)
    raise NotValid("price") if booking.cost is None else AlreadyPaid


async def _unsettled(books: Books, booking: Booking) -> list[tuple[Charge, int]]:
    paid = await paid_for(books, booking)
    return unsettled(await books.charges.of_booking(booking.id), paid.amount if paid else 0)


async def unpay(books: Books, booking_id: int, act: Act, *, payment_id: int | None = None) -> Payment:
    """Takes back the last payment that was recorded by mistake; a session still ahead owes nothing then.

    Stale when it is not the one that the person saw.
    """
    session = await desk.opened(books, booking_id, act, only=Side.TRAINER)
    kept = await _kept(books, booking_id)
    if payment_id is not None and payment_id not in [p.id for p in kept[-1:]]:
        raise Stale(booking_id)
    if not kept or kept[-1].refund:
        raise NotPossible(booking_id, "unpay", session.booking.status.value)
    payment = replace(kept[-1], voided_at=act.at)
    await books.payments.save(payment)
    if len(kept) == 1 and session.booking.takes_time:
        await void_open(books, session.booking, ChargeKind.SESSION, act.at)
    await settling.receipt(books, session.booking.person_id, [payment], act, taken_back=True)
    await debts.plan(books, session.booking.client_id, act.at)
    await desk.log(books, act, "unpaid", session.booking, amount=payment.amount)
    return payment


async def waive(books: Books, charge_id: int, act: Act) -> Charge:
    """The trainer lets a penalty go; the client is told. Once more changes nothing."""
    charge, session = await _penalty(books, charge_id, act, Side.TRAINER)
    if charge.status is ChargeStatus.WAIVED:
        return charge
    charge = charge.waived(act.at)
    return await _told(books, session, charge, NoticeKind.WAIVED, session.booking.person_id, act)


async def object_to(books: Books, charge_id: int, act: Act) -> Charge:
    """The client disagrees: the clock stops and the trainer decides."""
    charge, session = await _penalty(books, charge_id, act, Side.CLIENT)
    if charge.status is ChargeStatus.PENDING and charge.objected_at is not None:
        return charge
    charge = charge.objected(act.at)
    return await _told(books, session, charge, NoticeKind.OBJECTED, session.trainer.id, act)


async def insist(books: Books, charge_id: int, act: Act) -> Charge:
    """The trainer confirms a proposed or objected penalty: it is due."""
    charge, session = await _penalty(books, charge_id, act, Side.TRAINER)
    if charge.status is ChargeStatus.DUE:
        return charge
    if charge.status is ChargeStatus.PENDING and not charge.is_proposal:
        # The client has a day to object.
        raise NotPossible(session.booking.id, "insist", charge.status.value)
    charge = charge.became_due(act.at)
    kind = NoticeKind.PENALTY_DUE
    charge = await _told(books, session, charge, kind, session.booking.person_id, act)
    await debts.plan(books, charge.client_id, act.at)
    return charge


async def became_due(books: Books, charge_id: int, now: datetime) -> None:
    """A day has passed without a word: both are told, unless it has been paid meanwhile."""
    act = Act(f"due:{charge_id}", SYSTEM, now)
    charge, session = await _penalty(books, charge_id, act, Side.SYSTEM)
    if charge.status is not ChargeStatus.PENDING or charge.due_at is None or charge.due_at > now:
        return
    open_ones = [c.id for c, _ in await _unsettled(books, session.booking)]
    charge = charge.became_due(now)
    await books.charges.save(charge)
    await debts.plan(books, charge.client_id, now)
    if charge.credit or charge.id in open_ones:
        for to in (session.trainer.id, session.booking.person_id):
            kind = NoticeKind.PENALTY_DUE
            await books.notices.add(about(session.booking, kind, to, act, charge_id=charge.id))
    await desk.log(books, act, NoticeKind.PENALTY_DUE.value, session.booking, charge_id=charge.id)
    await crediting.review(books, charge.contract_id, act)


async def _penalty(books: Books, charge_id: int, act: Act, only: Side) -> tuple[Charge, Session]:
    charge = await books.charges.get(charge_id)
    if charge.booking_id is None:
        raise NotYours
    session = await desk.opened(books, charge.booking_id, act, only=only)
    if not charge.kind.is_penalty:
        raise NotYours
    return await books.charges.get(charge_id), session


async def _told(
    books: Books, session: Session, charge: Charge, kind: NoticeKind, to: int | None, act: Act
) -> Charge:
    await books.charges.save(charge)
    await books.notices.add(about(session.booking, kind, to, act, charge_id=charge.id))
    await desk.log(books, act, kind.value, session.booking, charge_id=charge.id)
    await crediting.review(books, charge.contract_id, act)
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
        contract_id=booking.contract_id,
    )
