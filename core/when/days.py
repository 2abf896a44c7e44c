"""Which days a phrase means, seen from today: all it can mean, the likeliest first."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, NamedTuple

from core.when.meanings import (
    Both,
    Choice,
    Date,
    Days,
    Edge,
    Later,
    Month,
    Nth,
    Spec,
    Unit,
    Week,
    Weekday,
    Weekend,
    Which,
)
from core.when.reading import Reason

#: A session this many days ago is still logged: a date just gone may be meant as well as next year's.
LOGGED = timedelta(days=14)
#: Nobody books further ahead; a year so far off was mistyped.
FARTHEST = timedelta(days=5 * 366)
_WEEK = timedelta(days=7)
_DAY = timedelta(days=1)


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
class Calendar:
    """Today, and the order in which this reader writes day and month."""

    today: date
    day_first: bool

    def alternatives(self, spec: Spec) -> list[Stretch]:
        """What one piece can mean alone; more than one is asked back."""
        found = _READ[type(spec)](self, spec)
        for stretch in found:
            if abs(stretch.first - self.today) > FARTHEST:
                raise NoSuchDay(Reason.TOO_FAR)
        return found

    def together(self, specs: list[Spec]) -> list[Stretch]:
        """What several pieces mean that speak of one day: "Fri 17 Oct", "thứ 4 tuần sau"."""
        ordered = _ordered(_in_weeks(specs))
        base = ordered[0]
        if len(ordered) == 1:
            return self.alternatives(base)
        fitting, wide = self._fitting(ordered)
        if fitting and (fitting[0] == wide[0] or not isinstance(base, Date)):
            return fitting[:1] if not isinstance(base, Choice) else fitting
        # They contradict each other: the trainer says which one was meant.
        said = [s for spec in ordered for s in self.alternatives(spec) if s.first == s.last]
        return list(dict.fromkeys([*fitting[:1], *said])) or wide[:1]

    def agree(self, specs: list[Spec]) -> bool:
        """Whether there is a day that all of them can mean."""
        return len(specs) < 2 or bool(self._fitting(_ordered(_in_weeks(specs)))[0])

    def _fitting(self, ordered: list[Spec]) -> tuple[list[Stretch], list[Stretch]]:
        wide = list(self._wide(ordered[0]))
        return [w for w in wide if all(self._covers(o, w) for o in ordered[1:])], wide

    def _wide(self, spec: Spec) -> Iterator[Stretch]:
        """Every day that a piece may mean when another one settles it."""
        if isinstance(spec, Weekday) and spec.which is Which.PLAIN:
            soonest = self._next(spec.day)
            yield from (_one(soonest + n * _WEEK) for n in range(60))
            yield _one(soonest - _WEEK)
        elif isinstance(spec, Date) and spec.month is None and spec.offset is None:
            yield from self._days_of_months(spec.day, 4)
        elif isinstance(spec, Date) and spec.year is None and spec.month is not None:
            found = self.alternatives(spec)
            yield from found
            yield from (_one(s) for f in found if (s := _in_year(f.first, f.first.year + 1)) is not None)
        else:
            yield from self.alternatives(spec)

    def _covers(self, spec: Spec, wanted: Stretch) -> bool:
        if isinstance(spec, Weekday) and spec.which is Which.PLAIN:
            return any(
                wanted.first + n * _DAY in wanted and (wanted.first.weekday() + n) % 7 == spec.day
                for n in range(7)
            )
        if isinstance(spec, Date) and spec.month is None and spec.offset is None:
            return wanted.first.day == spec.day
        if spec == Week(0):
            return wanted.first in self._week(0)
        return any(wanted.first in s and wanted.last in s for s in self.alternatives(spec))

    def _next(self, weekday: int) -> date:
        return self.today + timedelta(days=(weekday - self.today.weekday()) % 7)

    def _week(self, offset: int) -> Stretch:
        monday = self.today - timedelta(days=self.today.weekday()) + offset * _WEEK
        return Stretch(monday, monday + timedelta(days=6))

    def _days_of_months(self, day: int, count: int) -> Iterator[Stretch]:
        """The days of that number from today on, in the next months that have one."""
        for n in range(count):
            first = month_after(self.today, n)
            found = _day(first.year, first.month, day)
            if found is not None and found >= self.today:
                yield _one(found)


def _in_weeks(specs: list[Spec]) -> list[Spec]:
    """Such as "In 2 weeks on Friday" is the Friday of that week."""
    if not any(isinstance(s, Weekday) for s in specs):
        return specs
    return [Week(s.number) if isinstance(s, Later) and s.unit is Unit.WEEK else s for s in specs]


def _ordered(specs: list[Spec]) -> list[Spec]:
    """Those that say most about a day first."""
    return sorted(specs, key=lambda s: _NARROW.index(type(s)) + (isinstance(s, Date) and s.month is None))


def _weekday(calendar: Calendar, spec: Weekday) -> list[Stretch]:
    today, soonest = calendar.today, calendar._next(spec.day)
    this_week = calendar._week(0).first + timedelta(days=spec.day)
    after = soonest + _WEEK if soonest == today else soonest
    # Said while that day is still ahead this week, "next Friday" is this week's to some, next week's to others.
    next_one = [this_week + _WEEK, this_week] if this_week > today else [after]
    found: dict[Which, list[date]] = {
        Which.PLAIN: [soonest] if soonest != today else [today, today + _WEEK],
        Which.THIS: [this_week] if this_week >= today else [soonest, this_week],
        Which.NEXT: next_one,
        Which.FOLLOWING: next_one,
        Which.COMING: [after] if soonest != today else [after, today],
        Which.AFTER_NEXT: [after + _WEEK, after + 2 * _WEEK],
        Which.LAST: [soonest - _WEEK],
        Which.WEEK_AFTER: [after + _WEEK],
    }
    return [_one(day) for day in found[spec.which]]


def _weeks(calendar: Calendar, spec: Week) -> list[Stretch]:
    """This week is what is left of it."""
    week = calendar._week(spec.offset)
    return [Stretch(max(week.first, calendar.today), week.last) if spec.offset == 0 else week]


def _weekend(calendar: Calendar, spec: Weekend) -> list[Stretch]:
    this = Stretch(calendar._week(0).last - _DAY, calendar._week(0).last)
    left = Stretch(max(this.first, calendar.today), this.last)
    next_one = Stretch(this.first + _WEEK, this.last + _WEEK)
    if spec.which is Which.LAST:
        return [Stretch(this.first - _WEEK, this.last - _WEEK)]
    if spec.which in {Which.PLAIN, Which.THIS, Which.COMING}:
        return [left, next_one] if calendar.today.weekday() == 6 and spec.which is Which.PLAIN else [left]
    return [next_one] if calendar.today.weekday() >= 5 or spec.which is not Which.NEXT else [next_one, this]


def _date(calendar: Calendar, spec: Date) -> list[Stretch]:
    if spec.month is None:
        return [_month_day(calendar, spec)]
    orders = [(spec.day, spec.month)]
    if spec.swapped and not calendar.day_first:
        orders.append((spec.month, spec.day))
    found = [s for day, month in orders for s in _dates(calendar, day, month, spec.year)]
    if not found:
        raise NoSuchDay
    return list(dict.fromkeys(found))


def _month_day(calendar: Calendar, spec: Date) -> Stretch:
    if spec.offset is not None:
        first = month_after(calendar.today, spec.offset)
        found = _day(first.year, first.month, spec.day)
        if found is None:
            raise NoSuchDay
        return _one(found)
    return next(calendar._days_of_months(spec.day, 4))


def _dates(calendar: Calendar, day: int, month: int, year: int | None) -> list[Stretch]:
    """The day in that year, else the next one; also the last one, while a session of it can be logged."""
    today = calendar.today
    if not 1 <= month <= 12:
        return []
    if year is not None:
        exact = _day(year, month, day)
        return [_one(exact)] if exact else []
    ahead = next((d for n in range(9) if (d := _day(today.year + n, month, day)) and d >= today), None)
    behind = [d for n in (0, -1) if (d := _day(today.year + n, month, day)) and today - LOGGED <= d < today]
    return [_one(d) for d in [*behind, ahead] if d]


def _month(calendar: Calendar, spec: Month) -> list[Stretch]:
    today = calendar.today
    if spec.month is None:
        first = month_after(today, spec.offset)
    else:
        year = spec.year or today.year + (spec.month < today.month)
        first = date(year, spec.month, 1)
    last = first.replace(day=monthrange(first.year, first.month)[1])
    return [Stretch(max(first, today) if last >= today else first, last)]


def _edge(calendar: Calendar, spec: Edge) -> list[Stretch]:
    """The end of a month is its last seven days, that of a week Friday to Sunday."""
    if isinstance(spec.of, Month):
        whole, length = _month(calendar, spec.of)[0], 7
        whole = Stretch(whole.first.replace(day=1), whole.last)
    else:
        whole, length = calendar._week(spec.of.offset), 3 if spec.last else 2
    run = timedelta(days=length - 1)
    return [Stretch(whole.last - run, whole.last) if spec.last else Stretch(whole.first, whole.first + run)]


def _nth(calendar: Calendar, spec: Nth) -> list[Stretch]:
    for years in range(2):
        month = _month(calendar, spec.month)[0].first.replace(day=1)
        month = month.replace(year=month.year + years)
        found = _nth_in(month, spec.number, spec.weekday)
        if found is not None and found >= calendar.today:
            return [_one(found)]
    raise NoSuchDay


def _nth_in(month: date, number: int, weekday: int) -> date | None:
    days = [d for n in range(1, 32) if (d := _day(month.year, month.month, n)) and d.weekday() == weekday]
    wanted = number if number < 0 else number - 1
    return days[wanted] if wanted < len(days) else None


def _days(calendar: Calendar, spec: Days) -> list[Stretch]:
    """The last day is looked for from the first one on: "28/12-3/1" ends in the next year."""
    found = []
    for first in _agreed(calendar, spec.first, spec.last):
        then = Calendar(
            max(first.first, calendar.today) if first.first >= calendar.today else first.first,
            calendar.day_first,
        )
        for last in _agreed(then, spec.last, spec.first):
            if last.last >= first.first and (last.last - first.first).days < 366:
                found.append(Stretch(first.first, last.last))
                break
    if not found:
        raise NoSuchDay(Reason.ENDS_BEFORE_START)
    return found


def _agreed(calendar: Calendar, spec: Spec, other: Spec) -> list[Stretch]:
    """Of two dates one of which shows the order of day and month, both are in that order."""
    if (
        isinstance(spec, Date)
        and spec.swapped
        and isinstance(other, Date)
        and other.month
        and not other.swapped
    ):
        spec = spec._replace(swapped=False)
    return calendar.alternatives(spec)


def _later(calendar: Calendar, spec: Later) -> list[Stretch]:
    days = {Unit.DAY: 1, Unit.WEEK: 7}.get(spec.unit)
    if days is not None:
        if abs(spec.number) * days > FARTHEST.days:
            raise NoSuchDay(Reason.TOO_FAR)
        return [_one(calendar.today + timedelta(days=spec.number * days))]
    months = spec.number * (12 if spec.unit is Unit.YEAR else 1)
    if abs(months) > FARTHEST.days // 30:
        raise NoSuchDay(Reason.TOO_FAR)
    return [_one(months_on(calendar.today, months))]


def _choice(calendar: Calendar, spec: Choice) -> list[Stretch]:
    return [*calendar.alternatives(spec.either), *calendar.alternatives(spec.other)]


def _one(day: date) -> Stretch:
    return Stretch(day, day)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _in_year(day: date, year: int) -> date | None:
    return _day(year, day.month, day.day)


def month_after(day: date, months: int) -> date:
    """The first of the month so many months on."""
    month = day.year * 12 + day.month - 1 + months
    return date(month // 12, month % 12 + 1, 1)


def months_on(day: date, months: int) -> date:
    """The same day of the month, or its last one where there is none."""
    first = month_after(day, months)
    return first.replace(day=min(day.day, monthrange(first.year, first.month)[1]))


_READ: dict[type, Callable[[Calendar, Any], list[Stretch]]] = {
    Weekday: _weekday,
    Week: _weeks,
    Weekend: _weekend,
    Date: _date,
    Month: _month,
    Edge: _edge,
    Nth: _nth,
    Days: _days,
    Later: _later,
    Choice: _choice,
    Both: lambda calendar, spec: calendar.together([spec.date, spec.weekday]),
}
#: The pieces that say most about a day first.
_NARROW = [Both, Date, Choice, Later, Nth, Days, Weekday, Weekend, Edge, Week, Month]
