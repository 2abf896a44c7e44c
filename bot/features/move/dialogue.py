"""What is known about a move while it is being typed; buttons do without it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, Self

from bot.dialogue import begin
from bot.timing import day_of, period_of
from bot.visit import Visit
from core.period import Period
from core.ports import Books

DIALOGUE = "move"
WHEN = "when"


@dataclass(frozen=True, slots=True)
class MoveDraft:
    """`day` as an ordinal, when it was said without a time; `start` in seconds of what was shown last."""

    booking_id: int
    version: int
    day: int | None = None
    start: int | None = None
    minutes: int = 0

    @classmethod
    def of(cls, fields: Mapping[str, Any]) -> Self:
        return cls(**fields)

    @property
    def on_day(self) -> date | None:
        return None if self.day is None else day_of(self.day)

    @property
    def period(self) -> Period | None:
        return None if self.start is None else period_of(self.start, self.minutes)


async def keep(visit: Visit, known: MoveDraft) -> None:
    await begin(visit, DIALOGUE, WHEN, **asdict(known))


async def end(visit: Visit, booking_id: int, books: Books | None = None) -> None:
    """Closes the dialogue about that session, if there is one."""

    async def work(books: Books) -> None:
        draft = await books.drafts.named(visit.person.id, DIALOGUE)
        if draft is not None and MoveDraft.of(draft.fields).booking_id == booking_id:
            await visit.close(books, draft)

    await (visit.write(work) if books is None else work(books))
