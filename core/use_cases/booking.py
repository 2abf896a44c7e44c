"""Booking a session: at once for a trainer, over a clash only when it was seen, afterwards as a log."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from core.act import Act
from core.booking import Booking, Kind, Slot, SlotKind, Status, require_loggable
from core.conflicts import LONGEST_SESSION, Conflict, Taken, conflicts
from core.contract import Contract
from core.errors import InConflict, NotFound, NotValid, NotYours
from core.money import LIMIT
from core.notice import NoticeKind, about
from core.people import Client, Side, Trainer
from core.period import Period
from core.ports import Books
from core.use_cases import crediting, desk, money


@dataclass(frozen=True, slots=True)
class NewBooking:
    """What a trainer asks for. Without a `price` it is the trainer's usual one; free of charge is 0.

    `over`: the slots that were shown to be in the way and may stay so. A price that was said is for
    this session alone: it is `single` then.
    """

    trainer_id: int
    client_id: int
    period: Period
    kind: Kind = Kind.PERSONAL
    place_id: int | None = None
    price: int | None = None
    note: str | None = None
    over: tuple[int, ...] | None = None
    #: The contract that it is to use; without one, the only one that fits. `single`: paid by itself.
    contract_id: int | None = None
    single: bool = False
    makes_up_id: int | None = None


async def book(books: Books, wanted: NewBooking, act: Act) -> Booking:
    """CONFIRMED at once; a time that is over is logged as COMPLETED. The act's key is the draft's."""
    if act.by != wanted.trainer_id:
        raise NotYours
    client = await _locked_client(books, wanted)
    await desk.once(books, act)
    trainer = await books.trainers.get(wanted.trainer_id)
    await _require_own_place(books, wanted)
    wanted = await _as_consultation(books, wanted)
    wanted = replace(wanted, single=wanted.single or (wanted.price is not None and not wanted.contract_id))
    _require_sane(wanted)
    logged = wanted.period.end <= act.at
    if logged or wanted.period.start < act.at:
        require_loggable(Period(wanted.period.start, min(wanted.period.end, act.at)), act.at)
    off_package = await crediting.off_package(books, wanted, trainer, act.at)
    clash = await clashes(books, wanted.period, trainer, client, Side.TRAINER, act.at)
    require_said((*clash, *off_package), wanted.over)
    clash = await over_holds(books, clash, act.at)
    contract = await crediting.choose(books, wanted, trainer, act.at)
    booking = await _stored(books, wanted, (trainer, client, contract), act.at, anyway=bool(clash))
    if logged:
        await money.charge_session(books, booking, act.at)
    kind = NoticeKind.LOGGED if logged else NoticeKind.BOOKED
    await books.notices.add(about(booking, kind, booking.person_id, act))
    await desk.log(books, act, kind.value, booking)
    await crediting.review(books, booking.contract_id, act)
    return booking


async def _as_consultation(books: Books, wanted: NewBooking) -> NewBooking:
    """It is never on a package; what it costs was set for it, or it is free of charge."""
    if wanted.kind is not Kind.CONSULTATION:
        return wanted
    if wanted.price is None:
        profile = await books.profiles.find(wanted.trainer_id)
        wanted = replace(wanted, price=(profile and profile.consultation_price) or 0)
    return replace(wanted, contract_id=None, single=True)


async def _locked_client(books: Books, wanted: NewBooking) -> Client:
    """The client as they are once nobody else can change them: they may have joined a moment ago."""
    first = await desk.own_client(books, wanted.client_id, wanted.trainer_id)
    await books.lock(trainers=[wanted.trainer_id], people=[first.person_id])
    client = await desk.own_client(books, wanted.client_id, wanted.trainer_id)
    if client.person_id != first.person_id:
        await books.lock(people=[client.person_id])
    return client


async def _require_own_place(books: Books, wanted: NewBooking) -> None:
    """Its address is told to the client: NotFound for a place of another trainer."""
    place = await books.places.find(wanted.place_id)
    if wanted.place_id is not None and (place is None or place.trainer_id != wanted.trainer_id):
        raise NotFound


async def clashes(
    books: Books,
    period: Period,
    trainer: Trainer,
    client: Client,
    by: Side,
    now: datetime,
    instead_of: Booking | None = None,
) -> tuple[Conflict, ...]:
    """What is in the way; `instead_of`: a session that would be let go for it."""
    around = await desk.surroundings(books, period, trainer.id, client)
    more: list[Conflict] = []
    if instead_of is not None:
        around = around.without(instead_of)
        more += await crediting.against_moving(books, instead_of, period, trainer, now)
    if period.end <= now:
        more += await _held_then(books, period, trainer.id)
    return (*conflicts(period, trainer, around, by=by, now=now), *more)


async def _held_then(books: Books, period: Period, trainer_id: int) -> list[Taken]:
    """The trainer's sessions that took place then: over, they hold no time any more."""
    there = await books.bookings.of_trainer(trainer_id, period)
    held = [b for b in there if b.status is Status.COMPLETED]
    return [Taken(await books.slots.get(b.slot_id), (b.client_id,)) for b in held]


def require_said(found: tuple[Conflict, ...], over: tuple[int, ...] | None) -> None:
    """Only what the trainer was shown may be booked over; a new clash is shown first."""
    in_the_way = {c.slot.id for c in found if isinstance(c, Taken)}
    said = over is not None and in_the_way <= set(over) and all(c.anyway_allowed for c in found)
    if found and not said:
        raise InConflict(found)


async def over_holds(books: Books, found: tuple[Conflict, ...], now: datetime) -> tuple[Conflict, ...]:
    """What the trainer books over a time that is only held for somebody ends the hold; the rest stays."""
    holds = [c.slot for c in found if isinstance(c, Taken) and c.slot.kind is SlotKind.HOLD]
    if not holds:
        return found
    await books.slots.save_all([replace(s, takes_time=False) for s in holds])
    await books.waits.wake({s.trainer_id for s in holds}, now)
    ids = {s.id for s in holds}
    return tuple(c for c in found if not (isinstance(c, Taken) and c.slot.id in ids))


def _require_sane(wanted: NewBooking) -> None:
    if wanted.period.length > LONGEST_SESSION:
        raise NotValid("length")
    if wanted.price is not None and not 0 <= wanted.price <= LIMIT:
        raise NotValid("price")


For = tuple[Trainer, Client, Contract | None]


async def _stored(books: Books, wanted: NewBooking, whom: For, now: datetime, *, anyway: bool) -> Booking:
    await desk.let_holds_go(books, [wanted.trainer_id], now)
    trainer, client, _ = whom
    slot = await books.slots.add(new_slot(wanted.period, trainer, now, anyway=anyway))
    booking = new_booking(wanted, whom, now, slot.id)
    person = await books.people.find(client.person_id)
    return await books.bookings.add(await desk.planned(books, booking, trainer, person, now))


def new_slot(period: Period, trainer: Trainer, now: datetime, *, anyway: bool) -> Slot:
    return Slot(
        0,
        trainer.id,
        SlotKind.BOOKING,
        period.start,
        period.end,
        takes_time=period.end > now,
        anyway=anyway,
        buffer_minutes=trainer.buffer_minutes,
    )


def new_booking(wanted: NewBooking, whom: For, now: datetime, slot_id: int = 0) -> Booking:
    """With price and policy of the contract, else of the trainer, copied as they are now."""
    trainer, client, contract = whom
    over, period = wanted.period.end <= now, wanted.period
    usual = trainer.price if contract is None else contract.worth().amount
    return Booking(
        0,
        slot_id,
        trainer.id,
        client.id,
        period.start,
        period.end,
        Status.COMPLETED if over else Status.CONFIRMED,
        created_at=now,
        timed_at=now,
        kind=wanted.kind,
        person_id=client.person_id,
        place_id=wanted.place_id,
        price=usual if wanted.price is None else wanted.price,
        currency=contract.currency if contract else trainer.currency,
        policy=contract.policy if contract else trainer.policy,
        note=wanted.note,
        contract_id=contract.id if contract else None,
        prepaid=contract is not None and contract.is_prepaid,
        makes_up_id=wanted.makes_up_id,
        takes_time=not over,
        outcome_at=now if over else None,
        outcome_by=Side.TRAINER if over else None,
    )
