"""What falls into a time off, by name: sessions of clients, and classes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from core.booking import Booking
from core.ports import Books
from core.use_cases.classes.timetable import folded


class Inside(NamedTuple):
    """The sessions that fall into a time off, with the names of their clients."""

    bookings: Sequence[Booking]
    names: Mapping[int, str]
    #: Clients whom the bot cannot tell.
    unlinked: frozenset[int]

    @property
    def clients(self) -> int:
        return len({booking.client_id for booking in self.bookings})


async def named(books: Books, bookings: list[Booking]) -> Inside:
    seats = await books.bookings.of_classes(x.class_id for x in bookings if x.class_id is not None)
    groups = await books.classes.pick({x.class_id for x in bookings if x.class_id is not None})
    clients = await books.clients.pick({x.client_id for x in [*bookings, *seats]})
    unlinked = frozenset(c.id for c in clients if c.person_id is None)
    titles = {id_: f"🤸 {title}" for id_, title in folded(seats, groups).titles.items()}
    return Inside(bookings, {c.id: c.name for c in clients} | titles, unlinked)
