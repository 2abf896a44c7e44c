"""Sessions that repeat: the rule they came from. The series itself takes no time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta


@dataclass(frozen=True, slots=True)
class Series:
    """`rule` (RFC 5545, without DTSTART) in the wall time of `zone`; its occurrences are bookings."""

    id: int
    trainer_id: int
    client_id: int
    rule: str
    wall: time
    length_minutes: int
    zone: str
    created_at: datetime
    place_id: int | None = None
    contract_id: int | None = None

    @property
    def length(self) -> timedelta:
        return timedelta(minutes=self.length_minutes)
