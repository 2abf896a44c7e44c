"""A class with those who are in it: seen by its trainer, opened for an act, told of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from core.act import SYSTEM, Act, Event
from core.booking import Booking, Status
from core.errors import ClassChanged, NotFound
from core.group_class import GroupClass, planned
from core.people import Client, Trainer
from core.ports import Books
from core.use_cases import desk
from core.wait import WaitStatus

#: Seats that are ahead of a class: of somebody who is expected.
_EXPECTED = (Status.PENDING, Status.CONFIRMED)


@dataclass(frozen=True, slots=True)
class Roster:
    """The class as its trainer sees it; `seats` are all but the cancelled ones."""

    group: GroupClass
    trainer: Trainer
    seats: Sequence[Booking]
    clients: Mapping[int, Client]

    @property
    def taken(self) -> int:
        return len(self.seats)

    @property
    def expected(self) -> list[Booking]:
        return [b for b in self.seats if b.status in _EXPECTED]

    @property
    def is_small(self) -> bool:
        return self.taken < self.group.minimum

    def is_open(self, now: datetime) -> bool:
        """It is over, and of somebody it was not said whether they were there."""
        return self.group.ends_at <= now and bool(self.expected)

    def name(self, seat: Booking) -> str:
        return self.clients[seat.client_id].name


async def seen(books: Books, class_id: int, by: int) -> Roster:
    """For its trainer only: who is in a class is nobody else's to know."""
    group = await books.classes.get(class_id)
    if by not in (SYSTEM, group.trainer_id):
        raise NotFound
    seats = await books.bookings.of_classes([class_id])
    clients = {c.id: c for c in await books.clients.pick({b.client_id for b in seats})}
    return Roster(group, await books.trainers.get(group.trainer_id), seats, clients)


async def opened(books: Books, class_id: int, act: Act, *, version: int | None = None) -> Roster:
    """Locked with all who are in it; refuses a repeated act, a stranger and an old button."""
    first = await books.classes.get(class_id)
    there = {b.person_id for b in await books.bookings.of_classes([class_id])}
    await books.lock(trainers=[first.trainer_id], people=there)
    await desk.once(books, act)
    roster = await seen(books, class_id, SYSTEM if act.admin else act.by)
    if more := {b.person_id for b in roster.seats} - there:
        await books.lock(people=more)
    if version is not None and version != roster.group.version:
        raise ClassChanged(class_id)
    return roster


async def counts(books: Books, class_ids: Iterable[int]) -> dict[int, int]:
    """How many are in each."""
    found = dict.fromkeys(class_ids, 0)
    for seat in await books.bookings.of_classes(found):
        if seat.class_id is not None:
            found[seat.class_id] += 1
    return found


async def free_seats(books: Books, group: GroupClass, now: datetime) -> int:
    """Without those that are kept for whoever waits and has been offered one."""
    return (
        group.capacity - len(await books.bookings.of_classes([group.id])) - await _offered(books, group, now)
    )


async def _offered(books: Books, group: GroupClass, now: datetime, but: int | None = None) -> int:
    waits = [w for w in await books.waits.open_for_class(group.id) if w.id != but]
    return sum(
        w.status is WaitStatus.OFFERED and w.offered_until is not None and w.offered_until > now
        for w in waits
    )


async def free_for(books: Books, group: GroupClass, now: datetime, wait_id: int | None) -> int:
    """The same for one who waited: the seat that was offered to them is theirs."""
    taken = len(await books.bookings.of_classes([group.id]))
    asked_first = 0 if wait_id else await _to_be_asked(books, group, now)
    return group.capacity - taken - await _offered(books, group, now, but=wait_id) - asked_first


async def _to_be_asked(books: Books, group: GroupClass, now: datetime) -> int:
    """Who waits for a seat that was freed a moment ago, until the tick has asked them."""
    waits = await books.waits.open_for_class(group.id)
    return sum(w.status is WaitStatus.WAITING and w.next_at is not None and w.next_at <= now for w in waits)


async def keep(books: Books, group: GroupClass, trainer: Trainer, now: datetime) -> GroupClass:
    group = planned(group, trainer, now)
    await books.classes.save(group)
    return group


async def replan(books: Books, trainer: Trainer, now: datetime) -> None:
    """After a change of settings: the next moments anew, but what is due already is the tick's."""
    coming = await books.classes.ahead([trainer.id], now)
    fresh = [planned(g, trainer, now) for g in coming if g.next_at is None or g.next_at > now]
    if fresh:
        await books.classes.save_all(fresh)


async def log(
    books: Books, act: Act, kind: str, group: GroupClass, *, client_id: int | None = None, **data: Any
) -> None:
    facts = {"class_id": group.id, **data}
    event = Event(0, act.key, act.by, act.at, kind, None, client_id, group.trainer_id, facts)
    await books.events.add(event)


def sub_act(act: Act, seat: Booking) -> Act:
    """The part of an act on a class that concerns one seat."""
    return replace(act, key=f"{act.key}:{seat.id}")
