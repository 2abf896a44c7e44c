"""What an admin reads across all trainers; a statement each."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from core.act import Event
from core.oversight import Coach, Named, Overseen, Sought
from core.people import Trainer


class Oversight(Protocol):
    async def session(self, booking_id: int) -> Overseen:
        """NotFound when there is none."""

    async def sessions(self, sought: Sought, skip: int, most: int) -> Sequence[Overseen]:
        """By start."""

    async def clashes(self, now: datetime, skip: int, most: int) -> Sequence[Overseen]:
        """Sessions that are not over, stand over something else, and were not allowed to."""

    async def count_clashes(self, now: datetime) -> int: ...

    async def coaches(self, now: datetime, skip: int, most: int) -> Sequence[Coach]:
        """Those who wait first, then by name."""

    async def everybody(self) -> Sequence[Named]:
        """Trainers and those on their lists, by name."""

    async def trainers(self) -> Sequence[Trainer]: ...

    async def events(
        self, trainer_id: int | None, kinds: Sequence[str], skip: int, most: int
    ) -> Sequence[Event]:
        """The newest first; without kinds of all kinds."""

    async def names(self, people: Sequence[int]) -> dict[int, str]: ...

    async def reachable(self) -> int:
        """How many people can be written to."""

    async def zones(self) -> Sequence[str]:
        """Of the people who can be written to."""

    async def announce(self, key: str, zone: str, text: str, now: datetime, due_at: datetime) -> int:
        """One notice for each person in the zone; returns how many there are."""
