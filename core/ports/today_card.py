"""The pinned cards, one a trainer."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Protocol

from core.ports.repository import Repository
from core.today_card import Pulse, TodayCard


class TodayCards(Repository[TodayCard], Protocol):
    """Of people who blocked the bot a card is never due: it waits for a sign of life."""

    async def remove(self, trainer_id: int) -> None: ...

    async def due(self, now: datetime, most: int) -> Sequence[TodayCard]: ...

    async def every(self) -> Sequence[TodayCard]: ...

    async def pulse(self, since: int) -> Pulse:
        """In one statement; `since`: the event after which events are counted."""

    async def concerned(self, since: int, known: Iterable[int]) -> tuple[set[int], Sequence[TodayCard]]:
        """Events after `since`, and the cards of those whom the ones not known yet may concern."""
