"""What is known so far of a time off that is being made."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any, Self

from bot.visit import Visit
from core.draft import Draft
from core.period import Period

DIALOGUE = "off"


@dataclass(frozen=True, slots=True)
class OffDraft:
    """Fields of the draft row; moments as ISO text, days as ordinals."""

    start: str | None = None
    end: str | None = None
    reason: str | None = None
    first: int | None = None
    #: The sessions that were listed, and those of them that stay.
    shown: tuple[int, ...] = ()
    stays: tuple[int, ...] = ()

    @classmethod
    def of(cls, fields: Mapping[str, Any]) -> Self:
        values: dict[str, Any] = {k: tuple(v) if isinstance(v, list) else v for k, v in fields.items()}
        return cls(**values)

    @property
    def period(self) -> Period | None:
        if self.start is None or self.end is None:
            return None
        return Period(datetime.fromisoformat(self.start), datetime.fromisoformat(self.end))

    def at(self, period: Period) -> OffDraft:
        return replace(self, start=period.start.isoformat(), end=period.end.isoformat())

    def row(self) -> dict[str, Any]:
        return asdict(self)


async def begun(visit: Visit, s: OffDraft, step: str) -> Draft:
    """A new one; what was left open of an earlier one is given up."""
    old = await visit.read(lambda books: books.drafts.named(visit.person.id, DIALOGUE))
    if old is not None:
        await visit.close(draft=old)
    fresh = Draft(0, secrets.token_hex(8), visit.person.id, DIALOGUE, step, visit.now, fields=s.row())
    return await visit.save(fresh)


async def kept(visit: Visit, draft: Draft, s: OffDraft, step: str) -> Draft:
    return await visit.save(replace(draft, step=step, fields=s.row(), parked=False))
