"""How a recurrence is said: how often, on which days, how many times, from when and until when."""

from __future__ import annotations

from core.when.grammar import Rule
from core.when.meanings import (
    Bad,
    Count,
    Days,
    Edge,
    Lasting,
    Month,
    Number,
    Part,
    PerWeek,
    Rhythm,
    Spec,
    Start,
    Unit,
    Until,
    Week,
    Weekday,
    Weekdays,
)

_LONGEST_INTERVAL = 52
_MOST_SESSIONS = 400


def every_unit(unit: Unit) -> Rhythm | None:
    return Rhythm(unit) if unit in {Unit.DAY, Unit.WEEK, Unit.MONTH} else None


def every_few(number: Number | int, unit: Unit) -> Rhythm | None:
    interval = number.value if isinstance(number, Number) else number
    fitting = unit in {Unit.DAY, Unit.WEEK, Unit.MONTH} and 1 <= interval <= _LONGEST_INTERVAL
    return Rhythm(unit, interval) if fitting else None


def every_day_of(days: int | Weekdays) -> Rhythm:
    return Rhythm(Unit.WEEK, days=(days,) if isinstance(days, int) else days.days)


def every_few_days_of(number: Number | int, days: int | Weekdays) -> Rhythm | None:
    interval = number.value if isinstance(number, Number) else number
    return every_day_of(days)._replace(interval=interval) if 1 <= interval <= _LONGEST_INTERVAL else None


def every_nth(number: int, day: int) -> Rhythm | None:
    """Of "every 3rd Friday", which is also every third one."""
    return nth_every(number, day, Unit.MONTH) if 3 <= number <= 5 else None


def nth_every(number: int, day: int, unit: Unit) -> Rhythm | None:
    return Rhythm(Unit.MONTH, nth=(number, day)) if unit is Unit.MONTH and number <= 5 else None


def once_every(times: int, number: Number | int, unit: Unit) -> Rhythm | None:
    return every_few(number, unit) if times == 1 else None


def every_weekend(number: Number | int | None = None) -> Rhythm | None:
    return every_few_days_of(number or 1, Weekdays((5, 6)))


def every_part(part: Part) -> tuple[Rhythm, Part]:
    return Rhythm(Unit.DAY), part


def per_week(times: Number | int, unit: Unit) -> PerWeek | None:
    count = times.value if isinstance(times, Number) else times
    return PerWeek(count) if unit is Unit.WEEK and 1 <= count <= 7 else None


def per_rhythm(times: Number | int, rhythm: Rhythm) -> PerWeek | None:
    """As in "twice weekly"."""
    return per_week(times, rhythm.unit) if rhythm.interval == 1 and not rhythm.days else None


def week_times(unit: Unit, times: Number) -> PerWeek | None:
    return per_week(times, unit)


def weeks_times(weeks: Number, unit: Unit, times: Number) -> Rhythm | PerWeek | None:
    """Such as "2 tuần 1 lần" is every two weeks, "1 tuần 2 buổi" twice a week."""
    if weeks.value == 1:
        return per_week(times, unit)
    return every_few(weeks, unit) if times.value == 1 and unit in {Unit.WEEK, Unit.DAY} else None


def weeks_once(weeks: Number, unit: Unit) -> Rhythm | None:
    return every_few(weeks, unit) if unit in {Unit.WEEK, Unit.DAY} else None


def count(number: Number | int) -> Count | None:
    sessions = number.value if isinstance(number, Number) else number
    return Count(sessions) if 1 <= sessions <= _MOST_SESSIONS else None


def lasting(number: Number, unit: Unit) -> Lasting | None:
    long_enough = unit in {Unit.DAY, Unit.WEEK, Unit.MONTH, Unit.YEAR} and 1 <= number.value <= 366
    return Lasting(number.value, unit) if long_enough else None


def lasting_one(unit: Unit) -> Lasting | None:
    return lasting(Number(1), unit)


def until(day: Spec | Bad) -> Until | Bad:
    return day if isinstance(day, Bad) else Until(day, whole=isinstance(day, Edge | Week))


def until_end(day: Spec | Bad) -> Until | Bad:
    return day if isinstance(day, Bad) else Until(day, whole=True)


def until_end_of(unit: Unit) -> Until | None:
    """Such as "hết tháng", "hết tuần"."""
    if unit is Unit.MONTH:
        return Until(Month(None), whole=True)
    if unit is Unit.YEAR:
        return Until(Month(12), whole=True)
    return Until(Week(0), whole=True) if unit is Unit.WEEK else None


def start(day: Spec | Bad) -> Start | Bad | None:
    if isinstance(day, Bad):
        return day
    return None if isinstance(day, Days) else Start(day)


def start_on(day: int) -> Start:
    return Start(Weekday(day))


def every_run(first: int, last: int) -> Rhythm:
    return Rhythm(days=tuple((first + n) % 7 for n in range((last - first) % 7 + 1)))


REPEAT_RULES: list[Rule] = [
    ("rhythm", "_every unit", every_unit),
    ("rhythm", "_every number|ordinal|other unit", every_few),
    ("rhythm", "_every weekday|weekdays", every_day_of),
    ("rhythm", "_every number|ordinal|other weekday|weekdays|plural", every_few_days_of),
    ("rhythm", "_every ordinal weekday", every_nth),
    ("rhythm", "ordinal|last weekday _of? _every unit", nth_every),
    ("rhythm", "times _every number|other unit", once_every),
    ("perweek", "times|number rhythm", per_rhythm),
    ("rhythm", "_every weekend", lambda _: every_weekend()),
    ("rhythm", "_every number|ordinal|other weekend", lambda n, _: every_weekend(n)),
    ("rhythm", "_every weekdays_word", lambda days: Rhythm(days=days)),
    ("rhythm", "weekdays_word", lambda days: Rhythm(days=days), 0.2),
    ("rhythm", "plural", every_day_of),
    ("weekday", "plural", lambda day: day, 0.6),
    ("rhythm", "plural _dash|to|until|through plural", every_run),
    ("rhythm", "plural|weekday _and|slash plural", lambda a, b: Rhythm(days=(a, b))),
    ("rhythmic_part", "_every part", every_part),
    ("rhythm", "number unit number _session", weeks_times),
    ("rhythm", "number unit _slash _session", weeks_once),
    ("perweek", "times|number _session? _per unit", per_week),
    ("perweek", "number _session|x _slash|per|every? unit", per_week),
    (
        "perweek",
        "number _session number unit",
        lambda n, one, unit: per_week(n, unit) if one.value == 1 else None,
    ),
    ("perweek", "_every? unit number _session", week_times, 0.2),
    ("count", "_for? number _session|x", count),
    ("count", "_for? _x number", count, 0.5),
    ("count", "times", count, 1.0),
    ("lasting", "_for? number unit", lasting, 0.3),
    ("lasting", "_next_unit unit", lasting_one),
    ("lasting", "_for _a unit", lasting_one),
    ("lasting", "_next_unit number unit", lasting),
    ("lasting", "_for _next_unit? number unit", lasting),
    ("ending", "_until day", until),
    ("ending", "_until_end day", until_end),
    ("ending", "_until_end unit", until_end_of),
    ("ending", "_until|until_end edge_of", until),
    ("beginning", "_start day", start, 0.3),
    ("beginning", "_from day", start, 0.4),
]
