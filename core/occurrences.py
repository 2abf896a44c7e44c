"""When the sessions of a recurrence take place, and what its rule says, for words.

Counted on the wall clock and only then made moments, so that 18:00 stays 18:00 when clocks change.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from itertools import islice
from zoneinfo import ZoneInfo

from dateutil.rrule import rrulestr

from core.period import Period
from core.zones import at_wall

#: Three years of a session a week, one year of three.
MOST = 156
_CODES = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


class Frequency(StrEnum):
    DAILY = "daily"
    WEEKLY = "weekly"
    MONTHLY = "monthly"


@dataclass(frozen=True, slots=True)
class Rhythm:
    """A rule without its start and end: every `interval` days, weeks or months, Monday being 0.

    `nth` is the second of "the second Tuesday of the month"; -1 is the last one.
    """

    frequency: Frequency
    interval: int = 1
    weekdays: tuple[int, ...] = ()
    nth: int | None = None
    month_day: int | None = None


def said(rule: str) -> Rhythm:
    """What a rule of RFC 5545 says; ValueError for one that our reader does not make."""
    parts = dict(part.split("=", 1) for part in rule.split(";"))
    frequency = Frequency(parts.pop("FREQ", "").lower())
    interval = int(parts.pop("INTERVAL", "1"))
    days = [code for code in parts.pop("BYDAY", "").split(",") if code]
    nth = [int(code[:-2]) for code in days if code[:-2]]
    month_day = parts.pop("BYMONTHDAY", None)
    is_monthly = frequency is Frequency.MONTHLY
    # In a month there is one such day; in a week there are only plain ones.
    fitting = len(days) == len(nth) <= 1 if is_monthly else not nth and month_day is None
    if parts or interval < 1 or not fitting:
        raise ValueError(f"not a rule of ours: {rule}")
    weekdays = tuple(sorted(_CODES.index(code[-2:]) for code in days))
    return Rhythm(
        frequency, interval, weekdays, nth[0] if nth else None, None if month_day is None else int(month_day)
    )


def occurrences(
    rule: str,
    first: datetime,
    tz: ZoneInfo,
    length: timedelta,
    *,
    count: int | None = None,
    until: date | None = None,
    most: int = MOST,
) -> list[Period]:
    """The periods of a recurrence: `count` of them, or up to the day `until` inclusive, never over `most`.

    `first` is the wall time from which the rule counts (`core.zones.wall`), itself an occurrence where it
    fits the rule. A wall time in a gap moves forward, in a fold it is the first; each lasts its true length.
    Months without the day are left out.
    """
    wanted = most if count is None else min(count, most)
    walls = islice(_walls(rule, first, until), wanted)
    return [Period.of(at_wall(wall.date(), wall.time(), tz), length) for wall in walls]


def _walls(rule: str, first: datetime, until: date | None) -> Iterator[datetime]:
    said(rule)
    for wall in rrulestr(rule, dtstart=first):
        if until is not None and wall.date() > until:
            return
        yield wall
