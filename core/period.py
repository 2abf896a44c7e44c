"""Periods of time: half-open, always with a zone, so that 18–19 and 19–20 only touch."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """From `start` up to, not including, `end`; both aware, kept in UTC so that lengths are true."""

    start: datetime
    end: datetime

    def __post_init__(self) -> None:
        if self.start.tzinfo is None or self.end.tzinfo is None:
            raise ValueError(f"not a period: {self.start} to {self.end}")
        object.__setattr__(self, "start", self.start.astimezone(UTC))
        object.__setattr__(self, "end", self.end.astimezone(UTC))
        if self.end <= self.start:
            raise ValueError(f"not a period: {self.start} to {self.end}")

    @classmethod
    def of(cls, start: datetime, length: timedelta) -> Period:
        return cls(start, start + length)

    @property
    def length(self) -> timedelta:
        return self.end - self.start

    def overlaps(self, other: Period) -> bool:
        return self.start < other.end and other.start < self.end

    def gap_to(self, other: Period) -> timedelta:
        """Free time between the two; negative when they overlap."""
        return max(self.start, other.start) - min(self.end, other.end)

    def widened(self, by: timedelta) -> Period:
        return Period(self.start - by, self.end + by)

    def moved_to(self, start: datetime) -> Period:
        return Period.of(start, self.length)
