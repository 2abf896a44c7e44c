"""Where several sessions shall go, as it is typed: "+30 min", "19:00", "Friday 9:00", "Friday"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime, timedelta

from bot.reading import read_time
from bot.visit import Visit
from core.booking import Booking
from core.shift import Shift
from core.when.reading import At, Day, TimeOnly
from core.zones import wall, zone

_OFFSET = re.compile(
    r"\s*([+\-−–])\s*(\d{1,3})\s*"
    r"(m|min|mins|minutes?|p|ph|phút|phut|h|hours?|g|giờ|gio|tiếng|tieng|d|days?|ngày|ngay|w|weeks?|tuần|tuan)\s*",
    re.IGNORECASE,
)


def offset(text: str) -> Shift | None:
    """Days and weeks are counted on the wall clock; minutes too."""
    if (found := _OFFSET.fullmatch(text)) is None:
        return None
    sign = 1 if found[1] == "+" else -1
    number, unit = sign * int(found[2]), found[3].lower()
    if unit.startswith(("tiếng", "tieng", "h", "g")):
        return Shift(minutes=number * 60)
    if unit.startswith(("m", "p")):
        return Shift(minutes=number)
    weeks = unit.startswith(("w", "t"))
    return Shift(days=number * (7 if weeks else 1))


async def target(visit: Visit, bookings: Sequence[Booking], text: str) -> Shift | None:
    """Nothing for what is no target. A bare time is for each, where no two are on one day."""
    if (by := offset(text)) is not None:
        return by
    tz = zone(visit.me.zone)
    starts = sorted(wall(b.starts_at, tz) for b in bookings)
    when = (await read_time(visit, text, visit.me)).when
    match when:
        case TimeOnly():
            length = _length(when) if when.end else None
            if len({s.date() for s in starts}) == len(starts):
                return Shift(at=when.start, length=length)
            return Shift(earliest=datetime.combine(starts[0].date(), when.start), length=length)
        case At():
            length = when.period.length if when.length_said else None
            return Shift(earliest=wall(when.period.start, tz), length=length)
        case Day() if when.first == when.last:
            return Shift(days=(when.first - starts[0].date()).days)
        case _:
            return None


def _length(when: TimeOnly) -> timedelta | None:
    if when.end is None:
        return None
    day = date.min
    span = datetime.combine(day, when.end) - datetime.combine(day, when.start)
    return span if span > timedelta(0) else None
