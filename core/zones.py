"""Wall time and absolute time: what a person's clock shows, and the moment that it means."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from core.period import Period


@lru_cache(maxsize=256)
def zone(name: str) -> ZoneInfo:
    """The IANA zone; ValueError when there is none of that name."""
    try:
        return ZoneInfo(name)
    except (KeyError, OSError, ValueError) as error:
        raise ValueError(f"no such time zone: {name}") from error


def at_wall(day: date, wall: time, tz: ZoneInfo) -> datetime:
    """The moment when the clock shows `wall` on `day`: in a gap moved forward, in a fold the first.

    In UTC, because Python adds and compares within one zone by the wall and not by the moment.
    """
    return datetime.combine(day, wall.replace(fold=0), tz).astimezone(UTC)


def wall(moment: datetime, tz: ZoneInfo) -> datetime:
    """What the clock of the zone shows, without the zone: to be counted on, not to be compared."""
    return moment.astimezone(tz).replace(tzinfo=None, fold=0)


def midnight(day: date, tz: ZoneInfo) -> datetime:
    return at_wall(day, time(0), tz)


def days(first: date, tz: ZoneInfo, count: int = 1) -> Period:
    """`count` local days from the start of `first`; 23 or 25 hours each where clocks change."""
    return Period(midnight(first, tz), midnight(first + timedelta(days=count), tz))


def week(of: date, tz: ZoneInfo) -> Period:
    """Monday to Sunday around `of`."""
    return days(of - timedelta(days=of.weekday()), tz, 7)
