"""Moving several sessions alike, counted on the wall clock: an offset, a time of day, or from a time on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from core.booking import Booking
from core.period import Period
from core.zones import at_wall, wall


@dataclass(frozen=True, slots=True)
class Shift:
    """By `days` and `minutes`; or to the time of day `at`, each on its own day (moved by `days`).

    `earliest`: the wall time at which the first one starts then, while the others keep their distance.
    `length`: how long each lasts then, where that is to change too.
    """

    days: int = 0
    minutes: int = 0
    at: time | None = None
    earliest: datetime | None = None
    length: timedelta | None = None


def shifted(bookings: Iterable[Booking], shift: Shift, tz: ZoneInfo) -> dict[int, Period]:
    """Where each goes, without those that stay where they are. 18:00 stays 18:00 when clocks change."""
    walls = {b.id: wall(b.starts_at, tz) for b in bookings}
    if not walls:
        return {}
    first = min(walls.values())
    moved = {}
    for booking in bookings:
        goes = _goes(walls[booking.id], first, shift)
        period = Period.of(at_wall(goes.date(), goes.time(), tz), shift.length or booking.period.length)
        if period != booking.period:
            moved[booking.id] = period
    return moved


def _goes(start: datetime, first: datetime, shift: Shift) -> datetime:
    if shift.earliest is not None:
        return shift.earliest + (start - first)
    start += timedelta(days=shift.days)
    return start + timedelta(minutes=shift.minutes) if shift.at is None else datetime.combine(start, shift.at)
