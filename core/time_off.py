"""When a trainer does not work: a holiday, a sick day, with or without a reason."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from core.period import Period


@dataclass(frozen=True, slots=True)
class TimeOff:
    """`reason` is told to clients."""

    id: int
    trainer_id: int
    starts_at: datetime
    ends_at: datetime
    created_at: datetime
    reason: str | None = None
    removed_at: datetime | None = None

    @property
    def period(self) -> Period:
        return Period(self.starts_at, self.ends_at)
