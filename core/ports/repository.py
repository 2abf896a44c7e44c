"""What every table of entities can do."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol, TypeVar

E = TypeVar("E")


class Repository(Protocol[E]):
    """One table of entities by id."""

    async def get(self, id_: int) -> E:
        """NotFound when there is none."""

    async def find(self, id_: int | None) -> E | None: ...

    async def add(self, entity: E) -> E:
        """The entity with its new id (an id above zero is kept)."""

    async def save(self, entity: E) -> None: ...

    async def pick(self, ids: Iterable[int]) -> Sequence[E]:
        """Those that are there, by id, in one statement."""

    async def add_all(self, entities: Sequence[E]) -> list[E]:
        """In one statement, however many."""

    async def save_all(self, entities: Sequence[E]) -> None:
        """In one statement, however many."""
