"""For which days figures are asked: a month, a year or all, in the trainer's zone."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from core.period import Period
from core.zones import at_wall, midnight

#: Clients are compared over so many days.
RECENT_DAYS = 30


class Span(StrEnum):
    MONTH = "month"
    LAST_MONTH = "last"
    YEAR = "year"
    ALL = "all"


def whole(span: Span, now: datetime, tz: ZoneInfo, known: Period | None = None) -> Period:
    """`known`: from the first to the last thing that is known, for all; without it, all is today."""
    today = now.astimezone(tz).date()
    if span is Span.ALL:
        first = min(today, known.start.astimezone(tz).date()) if known else today
        last = max(today, known.end.astimezone(tz).date()) if known else today
        return Period(midnight(first, tz), midnight(last + timedelta(days=1), tz))
    if span is Span.YEAR:
        return _between(date(today.year, 1, 1), date(today.year + 1, 1, 1), tz)
    first = today.replace(day=1)
    if span is Span.LAST_MONTH:
        first = (first - timedelta(days=1)).replace(day=1)
    return _between(first, _next_month(first), tz)


def months(period: Period, tz: ZoneInfo) -> list[tuple[date, Period]]:
    """The first day of each month that the period touches, and what of the month lies in it."""
    first = period.start.astimezone(tz).date().replace(day=1)
    found = []
    while (start := midnight(first, tz)) < period.end:
        after = _next_month(first)
        found.append((first, Period(max(start, period.start), min(midnight(after, tz), period.end))))
        first = after
    return found


def near(period: Period, now: datetime, tz: ZoneInfo) -> tuple[Period, Period]:
    """The 30 days that end with the period, or with today, and the 30 before them."""
    tomorrow = now.astimezone(tz).date() + timedelta(days=1)
    after = min(period.end.astimezone(tz).date(), tomorrow)
    edges = [after - timedelta(days=RECENT_DAYS * n) for n in range(3)]
    return _between(edges[1], edges[0], tz), _between(edges[2], edges[1], tz)


def _between(first: date, after: date, tz: ZoneInfo) -> Period:
    return Period(at_wall(first, time(0), tz), at_wall(after, time(0), tz))


def _next_month(first: date) -> date:
    return (first + timedelta(days=32)).replace(day=1)
