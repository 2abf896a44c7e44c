"""Clients book by themselves: as a request that the trainer answers, or at once, as the trainer has said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from core.act import Act, Event
from core.booking import Booking, Slot, SlotKind, Status, request_lapses
from core.conflicts import LONGEST_BUFFER, ClientBusy, Conflict, Surroundings, Taken
from core.contract import Contract
from core.errors import (
    InConflict,
    InThePast,
    NotOpen,
    NotPossible,
    NotYours,
    Stale,
    TooManyOpen,
    WhichContract,
)
from core.free_times import FreeDay, free_days
from core.notice import NoticeKind, about
from core.people import Client, ClientStatus, Opening, Person, PlaceKind, Side, Trainer
from core.period import Period
from core.ports import Books
from core.proposal import ProposalStatus
from core.use_cases import crediting, desk, money
from core.use_cases.booking import NewBooking, clashes, new_booking, new_slot
from core.use_cases.desk import Session
from core.wait import WaitStatus
from core.zones import zone


@dataclass(frozen=True, slots=True)
class Guest:
    """A client who books by themselves, with their trainer."""

    trainer: Trainer
    client: Client
    person: Person

    @property
    def opening(self) -> Opening:
        return self.client.may_book(self.trainer)


@dataclass(frozen=True, slots=True)
class Wanted:
    """`contract_id`: which of several; `single`: outside the package, at the price that was shown."""

    client_id: int
    start: datetime
    contract_id: int | None = None
    single: bool = False


@dataclass(frozen=True, slots=True)
class Draft:
    """What the booking would be; `which`: the contracts of which one has to be said first."""

    guest: Guest
    booking: Booking
    found: tuple[Conflict, ...] = ()
    which: Sequence[Contract] = ()
    #: Why no contract takes it: it can only be asked for at a price of its own.
    off_package: Sequence[Conflict] = ()


async def guest(books: Books, client_id: int, person_id: int) -> Guest:
    """NotYours for a stranger, and for whom the trainer has not on the list."""
    client = await books.clients.get(client_id)
    if client.person_id != person_id or client.status is not ClientStatus.MATCHED:
        raise NotYours
    trainer = await books.trainers.get(client.trainer_id)
    return Guest(trainer, client, await books.people.get(person_id))


async def open_to(books: Books, person_id: int) -> list[Guest]:
    """Where the person may book by themselves."""
    mine = [c for c in await books.clients.of_person(person_id) if c.status is ClientStatus.MATCHED]
    guests = [await guest(books, c.id, person_id) for c in mine]
    return [g for g in guests if g.opening is not Opening.OFF]


async def locked(books: Books, client_id: int, act: Act) -> Guest:
    first = await guest(books, client_id, act.by)
    await books.lock(trainers=[first.trainer.id], people=[act.by])
    await desk.once(books, act)
    return await guest(books, client_id, act.by)


async def days(books: Books, whose: Guest, now: datetime) -> list[FreeDay]:
    """The days that the client may book, with what is free on each: three statements for all of them."""
    trainer, client = whose.trainer, whose.client
    window = Period.of(now, trainer.horizon + timedelta(seconds=1))
    wide = window.widened(LONGEST_BUFFER + trainer.length)
    around = Surroundings(
        await books.slots.across(trainer.id, wide),
        await books.bookings.around([client], wide),
        [off.period for off in await books.times_off.near(trainer.id, wide)],
    )
    return free_days(window, trainer.length, trainer, around, now=now, tz=zone(whose.person.zone))


async def draft(books: Books, wanted: Wanted, by: int, now: datetime) -> Draft:
    """What would be booked, and what is in the way of it; nothing is written."""
    return await drafted(books, await guest(books, wanted.client_id, by), wanted, now)


async def drafted(
    books: Books, whose: Guest, wanted: Wanted, now: datetime, *, held: Slot | None = None
) -> Draft:
    """`held`: the time is kept for this client; then the limits of notice and horizon were minded before."""
    trainer, client = whose.trainer, whose.client
    period = held.period if held else Period.of(wanted.start, trainer.length)
    where = await _usual_place(books, trainer)
    new = NewBooking(trainer.id, client.id, period, place_id=where, contract_id=wanted.contract_id)
    off = await crediting.off_package(books, new, trainer, now)
    fits = [] if off else await crediting.choices(books, new, trainer, now)
    contract = fits[0] if len(fits) == 1 else None
    booking = new_booking(new, (trainer, client, contract), now)
    if held is None:
        found = await clashes(books, period, trainer, client, Side.CLIENT, now)
    else:
        found = await _beside(books, period, whose, held, now)
    return Draft(whose, booking, found, fits if len(fits) > 1 else (), off)


async def _usual_place(books: Books, trainer: Trainer) -> int | None:
    """Where one client lives is nothing to tell another who books by themselves."""
    place = await books.places.find(trainer.place_id)
    return None if place is None or place.kind is PlaceKind.HOME else place.id


async def _beside(
    books: Books, period: Period, whose: Guest, held: Slot, now: datetime
) -> tuple[Conflict, ...]:
    """What is in the way but the time that is held for the client itself."""
    found = await clashes(books, period, whose.trainer, whose.client, Side.TRAINER, now)
    return tuple(c for c in found if not (isinstance(c, Taken) and c.slot.id == held.id))


async def book(books: Books, wanted: Wanted, act: Act) -> Booking:
    """PENDING where the trainer wants to be asked, else CONFIRMED; the trainer is told.

    InConflict when the time is not free for them any more, or is outside the package.
    """
    whose = await locked(books, wanted.client_id, act)
    for known in await own_ahead(books, whose.client.id, act.at):
        if known.starts_at == wanted.start:
            # Tapped once more.
            return known
    return await booked(books, whose, wanted, act)


async def booked(
    books: Books, whose: Guest, wanted: Wanted, act: Act, *, held: Slot | None = None
) -> Booking:
    """Of an opened guest; `held`: the slot that is kept for them becomes the session's."""
    await _require_open(books, whose, act.at)
    if wanted.start <= act.at:
        raise InThePast(wanted.start)
    await desk.let_holds_go(books, [whose.trainer.id], act.at)
    if held is None:
        await _require_nobody_waits(books, whose, wanted.start, act.at)
    planned = await drafted(books, whose, wanted, act.at, held=held)
    _require_free(planned, wanted)
    if planned.which:
        raise WhichContract(tuple(c.id for c in planned.which))
    asks = whose.opening is Opening.ASK
    booking = replace(planned.booking, self_booked=True)
    if asks:
        lapses_at = request_lapses(booking.starts_at, act.at)
        booking = replace(booking, status=Status.PENDING, lapses_at=lapses_at)
    booking = await _stored(books, whose, booking, held, act.at)
    kind = NoticeKind.TIME_ASKED
    await books.notices.add(about(booking, kind, whose.trainer.id, act, asks=asks))
    await desk.log(books, act, kind.value, booking)
    await crediting.review(books, booking.contract_id, act)
    return booking


async def _require_open(books: Books, whose: Guest, now: datetime) -> None:
    if whose.opening is Opening.OFF:
        raise NotOpen
    if len(await own_ahead(books, whose.client.id, now)) >= whose.trainer.most_open:
        raise TooManyOpen(whose.trainer.most_open)


async def own_ahead(books: Books, client_id: int, now: datetime) -> list[Booking]:
    """What the client has booked or asked for by themselves and that has not begun, by start."""
    ahead = await books.bookings.of_client(client_id)
    return [b for b in ahead if b.self_booked and b.takes_time and b.starts_at > now]


async def _require_nobody_waits(books: Books, whose: Guest, start: datetime, now: datetime) -> None:
    """What was freed a moment ago belongs to those who wait for it, until the tick has asked them."""
    period = Period.of(start, whose.trainer.length)
    for wait in await books.waits.open_of_trainer(whose.trainer.id):
        asked = wait.next_at is None or wait.next_at > now or start in wait.passed
        others = wait.client_id != whose.client.id and wait.status is WaitStatus.WAITING
        if others and not asked and wait.class_id is None and wait.window.overlaps(period):
            raise InConflict((ClientBusy(period),))


def _require_free(planned: Draft, wanted: Wanted) -> None:
    """Outside a package only when the client has seen the price, and the trainer is to say yes to it."""
    said = wanted.single and planned.guest.opening is Opening.ASK
    off = () if said else tuple(planned.off_package)
    if found := (*planned.found, *off):
        raise InConflict(found)


async def _stored(books: Books, whose: Guest, booking: Booking, held: Slot | None, now: datetime) -> Booking:
    slot = new_slot(booking.period, whose.trainer, now, anyway=False)
    if held is None:
        slot = await books.slots.add(slot)
    else:
        slot = replace(slot, id=held.id, kind=SlotKind.BOOKING)
        await books.slots.save(slot)
    booking = replace(booking, slot_id=slot.id)
    return await books.bookings.add(await desk.planned(books, booking, whose.trainer, whose.person, now))


# The trainer's answer, and the client's second thought.


async def accept(books: Books, booking_id: int, act: Act, *, version: int | None = None) -> Booking:
    """The request becomes a session; a second tap gets the same answer."""
    session = await desk.opened(books, booking_id, act, only=Side.TRAINER)
    booking = session.booking
    if version not in (None, booking.version):
        if version == booking.version - 1 and booking.status is Status.CONFIRMED:
            return booking
        raise Stale(booking_id)
    kept = await confirmed(books, session, act)
    facts = {"accepted": True}
    await books.notices.add(about(kept, NoticeKind.TIME_ANSWERED, session.counterpart, act, **facts))
    await desk.log(books, act, "time_accepted", kept)
    return kept


async def confirmed(books: Books, session: Session, act: Act) -> Booking:
    """Without a word: whoever calls tells people."""
    booking = replace(session.booking.confirmed(act.at), timed_at=act.at)
    await _withdraw_wish(books, booking.id, act.at)
    return await desk.keep(books, session, booking, act.at)


async def decline(books: Books, booking_id: int, act: Act, *, version: int | None = None) -> Booking:
    return await _closed(books, booking_id, Side.TRAINER, act, version)


async def withdraw(books: Books, booking_id: int, act: Act, *, version: int | None = None) -> Booking:
    """The client takes the request back; nothing was agreed, so nothing is owed."""
    return await _closed(books, booking_id, Side.CLIENT, act, version)


async def _closed(books: Books, booking_id: int, side: Side, act: Act, version: int | None) -> Booking:
    session = await desk.opened(books, booking_id, act, only=side)
    booking = session.booking
    if version not in (None, booking.version):
        if version == booking.version - 1 and booking.was_only_asked and booking.cancelled_by is side:
            return booking
        raise Stale(booking_id)
    if booking.status is not Status.PENDING:
        raise NotPossible(booking_id, "answer", booking.status.value)
    await _withdraw_wish(books, booking_id, act.at)
    kept = await desk.keep(books, session, booking.cancelled(session.side, act.at, None), act.at)
    await money.close_session_charge(books, kept, act.at)
    facts = {"accepted": False}
    await books.notices.add(about(kept, NoticeKind.TIME_ANSWERED, session.counterpart, act, **facts))
    kind = "time_declined" if side is Side.TRAINER else "time_withdrawn"
    await desk.log(books, act, kind, kept)
    await crediting.review(books, kept.contract_id, act)
    return kept


async def _withdraw_wish(books: Books, booking_id: int, now: datetime) -> None:
    if (wish := await books.proposals.open_of(booking_id)) is not None:
        await books.proposals.save(wish.answered(ProposalStatus.WITHDRAWN, now))


async def allow(books: Books, client_id: int, opening: Opening | None, act: Act) -> Client:
    """What one client may book; without one as all others of this trainer."""
    await books.lock(trainers=[act.by])
    client = await desk.own_client(books, client_id, act.by)
    if client.opening is opening:
        return client
    await desk.once(books, act)
    client = replace(client, opening=opening)
    await books.clients.save(client)
    await books.waits.wake([act.by], act.at)
    facts = {"opening": opening.value if opening else None}
    event = Event(0, act.key, act.by, act.at, "opening", client_id=client_id, trainer_id=act.by, data=facts)
    await books.events.add(event)
    return client
