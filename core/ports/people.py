"""People, trainers, clients, places and invitations."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from core.people import Client, Invitation, Parties, Place, Trainer
from core.ports.repository import Repository


class Trainers(Repository[Trainer], Protocol):
    async def of_person(self, person_id: int) -> Sequence[Trainer]:
        """Everybody on whose list the person is."""

    async def listing(self, now: datetime) -> Sequence[Trainer]:
        """Trainers whose daily list is due."""

    async def offering(self, now: datetime) -> Sequence[Trainer]:
        """Trainers to whom public holidays are to be offered as time off."""


class Clients(Repository[Client], Protocol):
    async def parties(self, client_id: int, place_id: int | None) -> Parties:
        """The client with the trainer, the person and a place of that trainer, in one statement."""

    async def of_trainer(self, trainer_id: int) -> Sequence[Client]:
        """Everybody on the list, by name: not those who only asked, nor the ended."""

    async def of_person(self, person_id: int) -> Sequence[Client]:
        """The person's places on lists of trainers."""

    async def of_pair(self, trainer_id: int, person_id: int) -> Client | None:
        """Whatever the two are to each other: also one who asked, was declined or has left."""

    async def owing(self, person_id: int) -> Sequence[Client]:
        """The person's entries with a charge that is open, on lists of trainers they have left too."""

    async def ended(self, trainer_id: int) -> Sequence[Client]:
        """Those with whom the trainer has parted, by name."""

    async def knows(self, person_id: int) -> bool:
        """Whether the person is on some list, or has sessions from when they were."""


class Places(Repository[Place], Protocol):
    async def of_trainer(self, trainer_id: int) -> Sequence[Place]: ...


class Invitations(Repository[Invitation], Protocol):
    async def by_digest(self, digest: str) -> Invitation | None: ...

    async def open_for(self, client_id: int, now: datetime) -> Sequence[Invitation]: ...
