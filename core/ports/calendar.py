"""Slots, bookings, wishes to move, time off."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from core.booking import Booking, Slot, Status
from core.conflicts import Neighbour
from core.people import Client
from core.period import Period
from core.ports.repository import Repository
from core.proposal import Proposal
from core.time_off import TimeOff


class Slots(Repository[Slot], Protocol):
    async def near(self, trainer_id: int, period: Period) -> Sequence[Neighbour]:
        """What takes the trainer's time and overlaps `period`, with the clients in it."""

    async def across(self, trainer_id: int, span: Period) -> Sequence[Neighbour]:
        """The same over weeks or months, in one statement."""

    async def free(self, ids: Iterable[int]) -> None:
        """Lets several slots and their bookings go before they take their new times."""

    async def release_holds(self, now: datetime, trainers: Iterable[int]) -> int:
        """Lets go what was held for somebody until a moment that has passed; returns how many."""

    async def holding(self, now: datetime) -> Sequence[int]:
        """Trainers whose time is still held beyond its moment."""

    async def next_hold(self) -> datetime | None: ...

    async def held_for(self, client_id: int) -> Sequence[Slot]:
        """What is held for the client, also beyond its time as long as nobody has let it go."""


class Bookings(Repository[Booking], Protocol):
    async def of_trainer(self, trainer_id: int, within: Period) -> Sequence[Booking]:
        """All but the cancelled that overlap, by start."""

    async def search(
        self,
        trainer_id: int,
        *,
        clients: Iterable[int] = (),
        places: Iterable[int] = (),
        status: Status | None = None,
        most: int,
    ) -> Sequence[Booking]:
        """The newest of these clients, at these places, or of that status: one of the three is enough."""

    async def last_noted(self, client_id: int, before: datetime) -> Booking | None:
        """The latest session before then with a note for the next time."""

    async def notes_before(self, booking_ids: Iterable[int]) -> Mapping[int, str]:
        """What was last noted for the next time of their clients, before each of these sessions."""

    async def of_client(self, client_id: int) -> Sequence[Booking]: ...

    async def of_person(self, person_id: int) -> Sequence[Booking]: ...

    async def of_person_within(self, person_id: int, within: Period) -> Sequence[Booking]:
        """With any trainer: all but the cancelled that overlap, by start."""

    async def of_contracts(self, contract_ids: Iterable[int]) -> Sequence[Booking]: ...

    async def of_series(self, series_id: int) -> Sequence[Booking]: ...

    async def of_classes(self, class_ids: Iterable[int]) -> Sequence[Booking]:
        """All seats but the cancelled ones, by class and seat."""

    async def making_up(self, booking_id: int) -> Sequence[Booking]:
        """Sessions that make up for this one and were not cancelled."""

    async def of_client_near(
        self, client_id: int, person_id: int | None, period: Period
    ) -> Sequence[Booking]:
        """What takes the client's time with any trainer and overlaps `period`."""

    async def around(
        self, clients: Iterable[Client], period: Period, contracts: Iterable[int] = ()
    ) -> Sequence[Booking]:
        """What takes the time of these clients with any trainer in the period, and all of these contracts."""

    async def mark(self, booking_id: int, *, double: bool) -> None:
        """Only that: the rest may be another trainer's to change at this moment."""

    async def plan(self, booking_id: int, next_at: datetime | None) -> None:
        """Only when the tick looks at it next."""

    async def due(self, now: datetime, most: int) -> Sequence[Booking]:
        """Those at which the tick has to look."""

    async def ahead(self, trainer_id: int, now: datetime) -> Sequence[Booking]:
        """Pending and confirmed ones with a moment still to come."""

    async def unanswered(self, trainer_id: int, now: datetime) -> Sequence[Booking]:
        """Confirmed ones that have ended."""


class Proposals(Repository[Proposal], Protocol):
    async def open_of(self, booking_id: int) -> Proposal | None: ...

    async def open_of_all(self, booking_ids: Iterable[int]) -> Sequence[Proposal]: ...

    async def due(self, now: datetime, most: int) -> Sequence[Proposal]: ...


class TimesOff(Repository[TimeOff], Protocol):
    async def near(self, trainer_id: int, period: Period) -> Sequence[TimeOff]:
        """Those that overlap the period."""

    async def ahead(self, trainer_id: int, now: datetime) -> Sequence[TimeOff]:
        """Those that are not over, by start."""
