"""Days as a calendar has them: stretches of days, weeks from Monday on, days of months that exist."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from core.when.reading import Reason

WEEK = timedelta(days=7)
DAY = timedelta(days=1)


class Stretch(NamedTuple):
    """Days from `first` to `last`, both included."""

    first: date
    last: date

    def __contains__(self, day: object) -> bool:
        return isinstance(day, date) and self.first <= day <= self.last


class NoSuchDay(Exception):
    def __init__(self, reason: Reason = Reason.NO_SUCH_DAY) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Today:
    """The day on which it is said, and the order in which its reader writes day and month."""

    today: date
    day_first: bool

    def next(self, weekday: int) -> date:
        return self.today + timedelta(days=(weekday - self.today.weekday()) % 7)

    def week(self, offset: int) -> Stretch:
        monday = self.today - timedelta(days=self.today.weekday()) + offset * WEEK
        return Stretch(monday, monday + timedelta(days=6))

    def days_of_months(self, day: int, count: int) -> Iterator[Stretch]:
        """The days of that number from today on, in the next months that have one."""
        for n in range(count):
            first = month_after(self.today, n)
            found = day_of(first.year, first.month, day)
            if found is not None and found >= self.today:
                yield one(found)


def one(day: date) -> Stretch:
    return Stretch(day, day)


def day_of(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def in_year(day: date, year: int) -> date | None:
    return day_of(year, day.month, day.day)


def month_after(day: date, months: int) -> date:
    """The first of the month so many months on."""
    month = day.year * 12 + day.month - 1 + months
    return date(month // 12, month % 12 + 1, 1)


def months_on(day: date, months: int) -> date:
    """The same day of the month, or its last one where there is none."""
    first = month_after(day, months)
    return first.replace(day=min(day.day, monthrange(first.year, first.month)[1]))


def nth_in(month: date, number: int, weekday: int) -> date | None:
    days = [d for n in range(1, 32) if (d := day_of(month.year, month.month, n)) and d.weekday() == weekday]
    wanted = number if number < 0 else number - 1
    return days[wanted] if wanted < len(days) else None
