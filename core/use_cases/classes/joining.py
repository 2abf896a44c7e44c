"""A head more or less in a class: each has a seat, a price and a credit of its own."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from core.act import Act
from core.booking import Booking, Kind, Status
from core.conflicts import ClientBusy
from core.contract import Contract
from core.errors import ClassChanged, ClassFull, InConflict, NotFound, WhichContract
from core.group_class import GroupClass
from core.money import Money
from core.notice import NoticeKind, about, told
from core.people import Client, ClientStatus, Trainer
from core.ports import Books
from core.use_cases import crediting, desk, requesting, standing
from core.use_cases.booking import NewBooking, new_booking
from core.use_cases.classes.roster import free_for, log, sub_act
from core.wait import WaitStatus


@dataclass(frozen=True, slots=True)
class Added:
    """Whom the trainer has put into a class, and who is busy then."""

    seats: Sequence[Booking]
    busy: Sequence[Client]
    #: Of a run, those in which there was no room.
    full: Sequence[GroupClass] = ()

    def and_(self, other: Added) -> Added:
        busy = list(dict.fromkeys([*self.busy, *other.busy]))
        return Added([*self.seats, *other.seats], busy, [*self.full, *other.full])


@dataclass(frozen=True, slots=True)
class Cost:
    """What a seat would cost this client: a session of their package, or the class's price."""

    contract: Contract | None
    price: Money | None


async def join(books: Books, class_id: int, client_id: int, act: Act, wait_id: int | None = None) -> Booking:
    """By the client: told to the trainer. One who is in it already keeps the seat; ClassFull, InConflict.

    `wait_id`: they waited, and the seat that is kept for them is theirs.
    """
    group, trainer, client = await _opened(books, class_id, client_id, act)
    if client.person_id != act.by:
        raise NotFound
    if not group.is_ahead(act.at):
        raise ClassChanged(class_id)
    if (mine := await _seat_of(books, group, client)) is not None:
        return mine
    booking = await _seated(books, group, trainer, client, act, wait_id)
    kind, to = NoticeKind.CLASS_JOINED, trainer.id
    await books.notices.add([told(to, kind, act, booking_id=booking.id, class_id=group.id)])
    await log(books, act, "class_joined", group, client_id=client.id, booking_id=booking.id)
    await desk.log(books, sub_act(act, booking), "booked", booking)
    await crediting.review(books, booking.contract_id, act)
    return booking


async def join_anew(books: Books, class_id: int, act: Act) -> Booking:
    """The same by somebody who may be on no list yet: they are on this trainer's from now on."""
    group = await books.classes.get(class_id)
    await books.lock(trainers=[group.trainer_id], people=[act.by])
    await desk.once(books, act)
    client = await listed(books, group.trainer_id, act)
    return await join(books, class_id, client.id, act)


async def listed(books: Books, trainer_id: int, act: Act) -> Client:
    """NotTaking where nobody new may come."""
    known = await requesting.pair(books, trainer_id, act.by)
    if known is not None and known.status.is_listed:
        return known
    if trainer_id == act.by:
        raise NotFound
    await standing.require_taking(books, trainer_id)
    person = await books.people.get(act.by)
    if known is None:
        new = Client(0, trainer_id, person.name, ClientStatus.MATCHED, act.at, person_id=person.id)
        client = await books.clients.add(new)
    else:
        client = replace(known.linked_to(person.id), ended_at=None)
        await books.clients.save(client)
    await requesting.met(books, client, replace(act, key=f"{act.key}:met"))
    return client


async def add(
    books: Books, class_id: int, client_ids: Sequence[int], act: Act, *, following: bool = False
) -> Added:
    """By the trainer: each is told and can leave. All who can, or ClassFull and nobody.

    `following`: to all of its run from there on; those that are full are left out and named.
    """
    group = await books.classes.get(class_id)
    if group.trainer_id != act.by:
        raise NotFound
    first = [await desk.own_client(books, id_, act.by) for id_ in dict.fromkeys(client_ids)]
    await books.lock(trainers=[act.by], people={c.person_id for c in first})
    await desk.once(books, act)
    group, trainer = await books.classes.get(class_id), await books.trainers.get(act.by)
    if not group.is_planned:
        raise ClassChanged(class_id)
    clients = [await desk.own_client(books, c.id, act.by) for c in first]
    groups = [group, *(await after(books, group) if following else [])]
    found = Added([], [], [])
    for one in groups:
        try:
            found = found.and_(await _added(books, one, trainer, clients, act))
        except ClassFull:
            if not following:
                raise
            found = found.and_(Added([], [], [one]))
    await _tell(books, found.seats, act)
    await log(books, act, "class_filled", group, booking_ids=[b.id for b in found.seats])
    await crediting.review_all(books, {b.contract_id for b in found.seats}, act)
    return found


async def after(books: Books, group: GroupClass) -> list[GroupClass]:
    """What comes after it in its run."""
    run = await books.classes.of_run(group.run_id) if group.run_id is not None else []
    return [g for g in run if g.is_planned and g.starts_at > group.starts_at]


async def _added(
    books: Books, group: GroupClass, trainer: Trainer, clients: Sequence[Client], act: Act
) -> Added:
    """To one class: there is room for all who are not busy, or for nobody."""
    busy = [c for c in clients if await _other_then(books, group, c)]
    coming = [c for c in clients if c not in busy and await _seat_of(books, group, c) is None]
    if len(coming) > await free_for(books, group, act.at, None):
        raise ClassFull(group.id)
    return Added([await _seated(books, group, trainer, c, act, None) for c in coming], busy, [])


async def _other_then(books: Books, group: GroupClass, client: Client) -> list[Booking]:
    there = await books.bookings.of_client_near(client.id, client.person_id, group.period)
    return [b for b in there if b.class_id != group.id]


async def _tell(books: Books, seats: Sequence[Booking], act: Act) -> None:
    """One message a person: of the first of their seats, and how many more there are."""
    theirs: dict[int, list[Booking]] = defaultdict(list)
    for seat in seats:
        await desk.log(books, sub_act(act, seat), "booked", seat)
        if seat.person_id is not None:
            theirs[seat.person_id].append(seat)
    for to, mine in theirs.items():
        more = {"more": len(mine) - 1} if len(mine) > 1 else {}
        await books.notices.add(about(mine[0], NoticeKind.BOOKED, to, act, **more))


async def _opened(
    books: Books, class_id: int, client_id: int, act: Act
) -> tuple[GroupClass, Trainer, Client]:
    first = await books.clients.get(client_id)
    await books.lock(trainers=[first.trainer_id], people=[first.person_id])
    await desk.once(books, act)
    group = await books.classes.get(class_id)
    client = await desk.own_client(books, client_id, group.trainer_id)
    return group, await books.trainers.get(group.trainer_id), client


async def _seat_of(books: Books, group: GroupClass, client: Client) -> Booking | None:
    seats = await books.bookings.of_classes([group.id])
    return next((b for b in seats if b.client_id == client.id), None)


async def _seated(
    books: Books, group: GroupClass, trainer: Trainer, client: Client, act: Act, wait_id: int | None
) -> Booking:
    """The lowest seat that is free, and whoever waited for it waits no more."""
    if await free_for(books, group, act.at, wait_id) < 1:
        raise ClassFull(group.id)
    there = await books.bookings.of_client_near(client.id, client.person_id, group.period)
    if there:
        raise InConflict(tuple(ClientBusy(b.period) for b in there))
    contract = await _contract(books, group, trainer, client, act.at)
    taken = {b.seat for b in await books.bookings.of_classes([group.id])}
    seat = next(n for n in range(len(taken) + 1) if n not in taken)
    booking = _booking(group, trainer, client, contract, act.at)
    person = await books.people.find(client.person_id)
    ready = await desk.planned(books, replace(booking, seat=seat), trainer, person, act.at)
    await _waits_no_more(books, group, client)
    return await books.bookings.add(ready)


def _booking(
    group: GroupClass, trainer: Trainer, client: Client, contract: Contract | None, now: datetime
) -> Booking:
    """With the price of a head and the policy of the class, unless a package has its own."""
    wanted = NewBooking(trainer.id, client.id, group.period, Kind.CLASS, group.place_id)
    booking = replace(
        new_booking(wanted, (trainer, client, contract), now, group.slot_id),
        class_id=group.id,
        status=Status.CONFIRMED,
        takes_time=True,
        outcome_at=None,
        outcome_by=None,
    )
    if contract is not None:
        return booking
    return replace(booking, price=group.price, currency=group.currency, policy=group.policy)


async def _contract(
    books: Books, group: GroupClass, trainer: Trainer, client: Client, now: datetime
) -> Contract | None:
    """Where several fit the oldest is used up first: nobody is asked at the door."""
    wanted = NewBooking(trainer.id, client.id, group.period, Kind.CLASS)
    try:
        return await crediting.choose(books, wanted, trainer, now)
    except WhichContract as several:
        return await books.contracts.get(min(several.contract_ids))


async def _waits_no_more(books: Books, group: GroupClass, client: Client) -> None:
    waits = await books.waits.open_for_class(group.id)
    mine = [w for w in waits if w.client_id == client.id]
    await books.waits.save_all([replace(w, status=WaitStatus.TAKEN, next_at=None) for w in mine])


async def cost(books: Books, group: GroupClass, client: Client | None, now: datetime) -> Cost:
    """Said before anybody joins."""
    contract = None
    if client is not None:
        trainer = await books.trainers.get(group.trainer_id)
        contract = await _contract(books, group, trainer, client, now)
    if contract is None:
        return Cost(None, group.cost)
    return Cost(contract, None if contract.is_prepaid else contract.worth())


async def on_offer(books: Books, person_id: int, now: datetime) -> list[GroupClass]:
    """Of one's own coaches, by start; those by invitation only when one is in them."""
    mine = await books.clients.of_person(person_id)
    coming = await books.classes.ahead({c.trainer_id for c in mine}, now)
    seats = await books.bookings.of_classes([g.id for g in coming])
    own = {s.class_id for s in seats if s.person_id == person_id}
    return [g for g in coming if g.listed or g.id in own]
