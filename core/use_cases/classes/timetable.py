"""A trainer's sessions with one entry for each class, however many are in it, and when nobody is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from core.booking import Booking, Kind, Status
from core.group_class import ClassStatus, GroupClass
from core.period import Period
from core.ports import Books


@dataclass(frozen=True, slots=True)
class Timetable:
    """`entries` by start: sessions, and classes as `entry` makes them; `titles` by the entry's client."""

    entries: Sequence[Booking]
    titles: Mapping[int, str]


async def of_trainer(books: Books, trainer_id: int, within: Period) -> Timetable:
    """All but the cancelled that overlap."""
    bookings = await books.bookings.of_trainer(trainer_id, within)
    return folded(bookings, await books.classes.of_trainer(trainer_id, within))


async def unanswered(books: Books, bookings: Sequence[Booking]) -> Timetable:
    """The same of sessions from which it is still to be said how they went."""
    ids = {b.class_id for b in bookings if b.class_id is not None}
    groups = await books.classes.pick(ids)
    everybody = await books.bookings.of_classes(ids)
    return folded([*(b for b in bookings if b.class_id is None), *everybody], groups)


def folded(bookings: Iterable[Booking], groups: Sequence[GroupClass]) -> Timetable:
    """`bookings` have all seats of the classes among them."""
    bookings = list(bookings)
    taken = Counter(b.class_id for b in bookings if b.class_id is not None)
    left_open = {b.class_id for b in bookings if b.class_id is not None and b.takes_time}
    single = [b for b in bookings if b.class_id is None]
    made = [entry(g, is_open=g.status is ClassStatus.PLANNED or g.id in left_open) for g in groups]
    titles = {e.client_id: f"{g.name} {taken[g.id]}/{g.capacity}" for e, g in zip(made, groups, strict=True)}
    return Timetable(sorted([*single, *made], key=lambda b: (b.starts_at, b.id)), titles)


def entry(group: GroupClass, *, is_open: bool = True) -> Booking:
    """A class among sessions: its own number, below zero, stands for the session and for the client."""
    return Booking(
        -group.id,
        group.slot_id,
        group.trainer_id,
        -group.id,
        group.starts_at,
        group.ends_at,
        _status(group, is_open=is_open),
        created_at=group.created_at,
        timed_at=group.timed_at,
        kind=Kind.CLASS,
        class_id=group.id,
        place_id=group.place_id,
        currency=group.currency,
        takes_time=is_open and group.status is not ClassStatus.CANCELLED,
        version=group.version,
    )


def _status(group: GroupClass, *, is_open: bool) -> Status:
    if group.status is ClassStatus.CANCELLED:
        return Status.CANCELLED
    return Status.CONFIRMED if is_open else Status.COMPLETED
