"""Several sessions of one trainer as one thing: opened, judged and kept with few statements, told once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from core.act import SYSTEM, Act, Event
from core.agenda import next_moment
from core.booking import Booking, Slot
from core.conflicts import Conflict, Surroundings, conflicts
from core.diary import Diary, owner, span
from core.errors import NotFound, NotValid, NotYours, Stale
from core.notice import NoticeKind, told
from core.people import Client, Person, Side, Trainer
from core.period import Period
from core.ports import Books
from core.proposal import ProposalStatus
from core.use_cases import crediting, desk


@dataclass(frozen=True, slots=True)
class Group:
    """Sessions in the order in which they were picked, with those whom they concern."""

    trainer: Trainer
    bookings: Sequence[Booking]
    clients: Mapping[int, Client]
    people: Mapping[int, Person]
    slots: Mapping[int, Slot]


@dataclass(frozen=True, slots=True)
class Judgement:
    """What is in the way of each, by booking; `doubles`: somebody's sessions overlap already."""

    conflicts: Mapping[int, tuple[Conflict, ...]]
    doubles: bool

    @property
    def all(self) -> tuple[Conflict, ...]:
        return tuple(c for found in self.conflicts.values() for c in found)


#: A session and the version of it that the person saw.
Picked = Mapping[int, int | None]


async def opened(books: Books, picked: Picked, act: Act) -> Group:
    """The sessions, locked; refuses a repeated act, a stranger, and what has changed since."""
    if not picked:
        raise NotValid("sessions")
    first = await books.bookings.pick(picked)
    await books.lock(trainers={b.trainer_id for b in first}, people={b.person_id for b in first})
    await desk.once(books, act)
    group = await seen(books, picked, SYSTEM if act.admin else act.by)
    # Some may have joined meanwhile.
    await books.lock(people={b.person_id for b in group.bookings} - {b.person_id for b in first})
    stale = [b.id for b in group.bookings if picked[b.id] not in (None, b.version)]
    if stale:
        raise Stale(stale[0])
    return group


async def seen(books: Books, ids: Iterable[int], by: int) -> Group:
    """For their trainer only."""
    found = {b.id: b for b in await books.bookings.pick(ids)}
    bookings = [found[id_] for id_ in ids if id_ in found]
    trainers = {b.trainer_id for b in bookings}
    if len(trainers) != 1 or len(bookings) < len(list(ids)):
        raise NotFound
    if by not in (SYSTEM, *trainers):
        raise NotYours
    return Group(
        await books.trainers.get(trainers.pop()),
        bookings,
        {c.id: c for c in await books.clients.pick({b.client_id for b in bookings})},
        {p.id: p for p in await books.people.pick({b.person_id for b in bookings if b.person_id})},
        {s.id: s for s in await books.slots.pick({b.slot_id for b in bookings})},
    )


async def judged(books: Books, group: Group, periods: Mapping[int, Period], now: datetime) -> Judgement:
    """What is in the way at their new times, once all the old ones are free; among each other too."""
    going = [b for b in group.bookings if b.id in periods]
    whole = span([*periods.values(), *(b.period for b in going)])
    slots = {b.slot_id for b in going}
    theirs = await books.bookings.around(group.clients.values(), whole)
    around = Surroundings(
        [n for n in await books.slots.across(group.trainer.id, whole) if n.slot.id not in slots],
        [b for b in theirs if b.id not in periods],
        [off.period for off in await books.times_off.near(group.trainer.id, whole)],
    )
    off_package = await crediting.against_moving_all(books, going, periods, group.trainer, now)
    diary, found = Diary(around), {}
    for booking in going:
        period = periods[booking.id]
        near = diary.near(period, {owner(booking)})
        clashes = conflicts(period, group.trainer, near, by=Side.TRAINER, now=now)
        found[booking.id] = (*clashes, *off_package.get(booking.id, ()))
        there = replace(group.slots[booking.slot_id], starts_at=period.start, ends_at=period.end)
        diary.take(there, replace(booking, starts_at=period.start, ends_at=period.end))
    return Judgement(found, any(b.double for b in theirs))


async def retimed(
    books: Books, group: Group, moved: Sequence[Booking], judgement: Judgement, act: Act
) -> list[Booking]:
    """Every old time is let go before a new one is taken; a free time clears the mark of "anyway"."""
    await books.slots.free(b.slot_id for b in moved)
    await desk.let_holds_go(books, [group.trainer.id], act.at)
    kept = [
        replace(b, double=False, next_at=next_moment(b, group.trainer, _person(group, b), None, act.at))
        for b in moved
    ]
    await books.slots.save_all([_slot_of(b, group, judgement) for b in kept])
    await books.bookings.save_all(kept)
    await books.waits.wake([group.trainer.id], act.at, people={b.person_id for b in kept})
    await let_be(books, group, judgement.doubles, act)
    return kept


def _slot_of(booking: Booking, group: Group, judgement: Judgement) -> Slot:
    return replace(
        group.slots[booking.slot_id],
        starts_at=booking.starts_at,
        ends_at=booking.ends_at,
        takes_time=booking.takes_time,
        anyway=bool(judgement.conflicts.get(booking.id)),
        buffer_minutes=group.trainer.buffer_minutes,
    )


async def let_be(books: Books, group: Group, doubles: bool, act: Act) -> None:  # noqa: FBT001  # what was found
    """What follows when sessions have left their times: wishes to move them, marks of double ones."""
    wishes = await books.proposals.open_of_all(b.id for b in group.bookings)
    await books.proposals.save_all([w.answered(ProposalStatus.WITHDRAWN, act.at) for w in wishes])
    for gone in group.bookings if doubles else ():
        await desk.unmark(books, gone)


def _person(group: Group, booking: Booking) -> Person | None:
    return group.people.get(booking.person_id or 0)


async def tell(
    books: Books, kept: Sequence[Booking], kind: NoticeKind, act: Act, said: Mapping[int, Mapping[str, Any]]
) -> None:
    """One message a person; `said`: what it says of each session, by booking."""
    theirs: dict[int, list[Mapping[str, Any]]] = defaultdict(list)
    for booking in kept:
        if booking.person_id is not None:
            theirs[booking.person_id].append({"booking_id": booking.id, **said.get(booking.id, {})})
    await books.notices.add(
        [told(to, kind, act, booking_id=those[0]["booking_id"], moves=those) for to, those in theirs.items()]
    )


async def log(
    books: Books, kept: Sequence[Booking], kind: str, act: Act, said: Mapping[int, Mapping[str, Any]]
) -> None:
    """The first session carries the key of the act; all of them have it in their history."""
    rows = [
        Event(
            0,
            act.key if number == 0 else f"{act.key}:{b.id}",
            act.by,
            act.at,
            kind,
            b.id,
            b.client_id,
            b.trainer_id,
            said.get(b.id) or None,
        )
        for number, b in enumerate(kept)
    ]
    await books.events.add_all(rows)
