"""Which days one piece of a phrase can mean, seen from today: the likeliest first."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

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
from core.when.stretch import (
    DAY,
    WEEK,
    NoSuchDay,
    Stretch,
    Today,
    day_of,
    month_after,
    months_on,
    nth_in,
    one,
)

#: A session this many days ago is still logged: a date just gone may be meant as well as next year's.
LOGGED = timedelta(days=14)
#: Nobody books further ahead; a year so far off was mistyped.
FARTHEST = timedelta(days=5 * 366)


def alternatives(calendar: Today, spec: Spec) -> list[Stretch]:
    """What one piece can mean alone; more than one is asked back."""
    found = _READ[type(spec)](calendar, spec)
    if any(abs(stretch.first - calendar.today) > FARTHEST for stretch in found):
        raise NoSuchDay(Reason.TOO_FAR)
    return found


def _weekday(calendar: Today, spec: Weekday) -> list[Stretch]:
    today, soonest = calendar.today, calendar.next(spec.day)
    this_week = calendar.week(0).first + timedelta(days=spec.day)
    after = soonest + WEEK if soonest == today else soonest
    # While that day is still ahead this week, "next Friday" is this week's to some, next week's to others.
    next_one = [this_week + WEEK, this_week] if this_week > today else [after]
    found: dict[Which, list[date]] = {
        Which.PLAIN: [soonest] if soonest != today else [today, today + WEEK],
        Which.THIS: [this_week] if this_week >= today else [soonest, this_week],
        Which.NEXT: next_one,
        Which.FOLLOWING: next_one,
        Which.COMING: [after] if soonest != today else [after, today],
        Which.AFTER_NEXT: [after + WEEK, after + 2 * WEEK],
        Which.LAST: [soonest - WEEK],
        Which.WEEK_AFTER: [after + spec.weeks * WEEK],
    }
    return [one(day) for day in found[spec.which]]


def _weeks(calendar: Today, spec: Week) -> list[Stretch]:
    """Of this week, what is left of it."""
    week = calendar.week(spec.offset)
    return [Stretch(max(week.first, calendar.today), week.last) if spec.offset == 0 else week]


def _weekend(calendar: Today, spec: Weekend) -> list[Stretch]:
    this = Stretch(calendar.week(0).last - DAY, calendar.week(0).last)
    left = Stretch(max(this.first, calendar.today), this.last)
    next_one = Stretch(this.first + WEEK, this.last + WEEK)
    if spec.which is Which.LAST:
        return [Stretch(this.first - WEEK, this.last - WEEK)]
    if spec.which in {Which.PLAIN, Which.THIS, Which.COMING}:
        return [left, next_one] if calendar.today.weekday() == 6 and spec.which is Which.PLAIN else [left]
    return [next_one] if calendar.today.weekday() >= 5 or spec.which is not Which.NEXT else [next_one, this]


def _date(calendar: Today, spec: Date) -> list[Stretch]:
    if spec.month is None:
        return [_month_day(calendar, spec)]
    orders = [(spec.day, spec.month)]
    if spec.swapped and not calendar.day_first:
        orders.append((spec.month, spec.day))
    found = [s for day, month in orders for s in _dates(calendar, day, month, spec.year)]
    if not found:
        raise NoSuchDay
    return list(dict.fromkeys(found))


def _month_day(calendar: Today, spec: Date) -> Stretch:
    if spec.offset is not None:
        first = month_after(calendar.today, spec.offset)
        found = day_of(first.year, first.month, spec.day)
        if found is None:
            raise NoSuchDay
        return one(found)
    return next(calendar.days_of_months(spec.day, 4))


def _dates(calendar: Today, day: int, month: int, year: int | None) -> list[Stretch]:
    """The day in that year, else the next one; also the last one, while a session of it can be logged."""
    today = calendar.today
    if not 1 <= month <= 12:
        return []
    if year is not None:
        exact = day_of(year, month, day)
        return [one(exact)] if exact else []
    ahead = next((d for n in range(9) if (d := day_of(today.year + n, month, day)) and d >= today), None)
    behind = [d for n in (0, -1) if (d := day_of(today.year + n, month, day)) and today - LOGGED <= d < today]
    return [one(d) for d in [*behind, ahead] if d]


def _month(calendar: Today, spec: Month) -> list[Stretch]:
    today = calendar.today
    if spec.month is None:
        first = month_after(today, spec.offset)
    else:
        year = spec.year or today.year + (spec.month < today.month)
        first = date(year, spec.month, 1)
    last = first.replace(day=monthrange(first.year, first.month)[1])
    return [Stretch(max(first, today) if last >= today else first, last)]


def _edge(calendar: Today, spec: Edge) -> list[Stretch]:
    """The end of a month is its last seven days, that of a week Friday to Sunday."""
    if isinstance(spec.of, Month):
        whole, length = _month(calendar, spec.of)[0], 7
        whole = Stretch(whole.first.replace(day=1), whole.last)
    else:
        whole, length = calendar.week(spec.of.offset), 3 if spec.last else 2
    run = timedelta(days=length - 1)
    return [Stretch(whole.last - run, whole.last) if spec.last else Stretch(whole.first, whole.first + run)]


def _nth(calendar: Today, spec: Nth) -> list[Stretch]:
    for years in range(2):
        month = _month(calendar, spec.month)[0].first.replace(day=1)
        month = month.replace(year=month.year + years)
        found = nth_in(month, spec.number, spec.weekday)
        if found is not None and found >= calendar.today:
            return [one(found)]
    raise NoSuchDay


def _days(calendar: Today, spec: Days) -> list[Stretch]:
    """The last day is looked for from the first one on: "28/12-3/1" ends in the next year."""
    found = []
    for first in _agreed(calendar, spec.first, spec.last):
        then = replace(calendar, today=first.first)
        for last in _agreed(then, spec.last, spec.first):
            if last.last >= first.first and (last.last - first.first).days < 366:
                found.append(Stretch(first.first, last.last))
                break
    if not found:
        raise NoSuchDay(Reason.ENDS_BEFORE_START)
    return found


def _agreed(calendar: Today, spec: Spec, other: Spec) -> list[Stretch]:
    """Of two dates one of which shows the order of day and month, both are in that order."""
    if (
        isinstance(spec, Date)
        and spec.swapped
        and isinstance(other, Date)
        and other.month
        and not other.swapped
    ):
        spec = spec._replace(swapped=False)
    return alternatives(calendar, spec)


def _later(calendar: Today, spec: Later) -> list[Stretch]:
    days = {Unit.DAY: 1, Unit.WEEK: 7}.get(spec.unit)
    if days is not None:
        if abs(spec.number) * days > FARTHEST.days:
            raise NoSuchDay(Reason.TOO_FAR)
        return [one(calendar.today + timedelta(days=spec.number * days))]
    months = spec.number * (12 if spec.unit is Unit.YEAR else 1)
    if abs(months) > FARTHEST.days // 30:
        raise NoSuchDay(Reason.TOO_FAR)
    return [one(months_on(calendar.today, months))]


def _choice(calendar: Today, spec: Choice) -> list[Stretch]:
    return [*alternatives(calendar, spec.either), *alternatives(calendar, spec.other)]


_READ: dict[type, Callable[[Today, Any], list[Stretch]]] = {
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
    Both: lambda calendar, spec: alternatives(calendar, spec.date),
}
