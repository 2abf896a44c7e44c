"""Profiles, requests, what was told in confidence, waiting, classes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Protocol

from core.directory import Listing
from core.group_class import GroupClass
from core.period import Period
from core.ports.repository import Repository
from core.profile import Profile
from core.request import Health, Intake, Request
from core.wait import Wait


class Profiles(Repository[Profile], Protocol):
    async def by_code(self, code: str) -> Profile | None: ...

    async def found(self) -> Sequence[Profile]:
        """All that may be found by everybody."""

    async def listings(self, *, with_bio: bool = False) -> Sequence[Listing]:
        """The same as rows of the directory, in one statement."""

    async def waiting(self) -> Sequence[Profile]:
        """Those whom an admin has to let in, the oldest first."""


class Requests(Repository[Request], Protocol):
    async def open_between(self, trainer_id: int, person_id: int) -> Request | None: ...

    async def open_of_trainer(self, trainer_id: int) -> Sequence[Request]: ...

    async def of_person(self, person_id: int) -> Sequence[Request]:
        """All of them, the newest last."""

    async def due(self, now: datetime, most: int) -> Sequence[Request]: ...


class Intakes(Repository[Intake], Protocol):
    async def put(self, entity: Intake) -> None:
        """Adds it, or takes the place of the one that is there."""


class HealthNotes(Repository[Health], Protocol):
    async def of_person(self, person_id: int) -> Sequence[Health]:
        """What the person has told all of their trainers."""

    async def put(self, entity: Health) -> None: ...

    async def erase(self, client_id: int) -> None:
        """For good: the one row that is deleted."""


class Waits(Repository[Wait], Protocol):
    async def open_of_trainer(self, trainer_id: int) -> Sequence[Wait]:
        """Waiting or offered, in their order."""

    async def open_of_person(self, person_id: int) -> Sequence[Wait]: ...

    async def open_for_class(self, class_id: int) -> Sequence[Wait]: ...

    async def wake(
        self, trainers: Iterable[int], now: datetime, *, people: Iterable[int | None] = ()
    ) -> None:
        """Time of these was freed: the tick looks at those who wait for the trainers, or are these people."""

    async def due(self, now: datetime, most: int) -> Sequence[Wait]: ...


class Classes(Repository[GroupClass], Protocol):
    async def by_code(self, code: str) -> GroupClass | None: ...

    async def of_slots(self, slot_ids: Iterable[int]) -> Sequence[GroupClass]: ...

    async def of_trainer(self, trainer_id: int, within: Period) -> Sequence[GroupClass]:
        """Not the cancelled, by start."""

    async def of_run(self, run_id: int) -> Sequence[GroupClass]: ...

    async def ahead(self, trainers: Iterable[int], now: datetime) -> Sequence[GroupClass]:
        """Planned, and not begun, by start."""

    async def wake(self, class_id: int, now: datetime) -> None:
        """Somebody has left it: the tick looks whether too few are left."""

    async def due(self, now: datetime, most: int) -> Sequence[GroupClass]: ...
