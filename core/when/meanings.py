"""What pieces of a phrase mean, before the day and the trainer's hours are known."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import Enum
from typing import NamedTuple

from core.when.reading import DayPart, Reason


class Number(NamedTuple):
    value: int
    #: Digits written, 0 when said in words: "6:5" is no time, "6:05" is.
    width: int = 0
    #: Nothing stands between it and what is before.
    glued: bool = False


class Bad(NamedTuple):
    """A piece that has the form of a time or a day and cannot be one."""

    reason: Reason


@dataclass(frozen=True, slots=True)
class Clock:
    """A time of day that may be open: the minutes after midnight which it can mean, the likelier first.

    From 1440 on it is the night that follows, after midnight. Several that are left although the half or the
    part of the day was said are asked: working hours do not settle what contradicts itself.
    """

    hour: int
    minute: int
    options: tuple[int, ...]
    #: Said with a.m., p.m. or a part of the day.
    settled: bool = False


@dataclass(frozen=True, slots=True)
class Span:
    """From one time of day to another."""

    start: Clock
    end: Clock
    #: Two numbers and a dash: several hours from one to the other may be none at all.
    plain: bool = False


class Unit(Enum):
    MINUTE = 1
    HOUR = 60
    DAY = 1440
    WEEK = 10080
    MONTH = 43200
    YEAR = 525600


class Lasting(NamedTuple):
    """So many minutes, days, weeks; how long a session takes or a series goes on."""

    number: int
    unit: Unit


class Later(NamedTuple):
    """So much from now on, or ago."""

    number: int
    unit: Unit

    @property
    def minutes(self) -> int:
        return self.number * self.unit.value


class Which(Enum):
    PLAIN = "plain"
    THIS = "this"
    NEXT = "next"
    FOLLOWING = "following"
    COMING = "coming"
    AFTER_NEXT = "after next"
    LAST = "last"
    #: "Friday week": a week after the coming Friday.
    WEEK_AFTER = "week after"


class Weekday(NamedTuple):
    day: int
    which: Which = Which.PLAIN
    #: "Friday week" is one week after the coming Friday.
    weeks: int = 1


class Week(NamedTuple):
    """Monday to Sunday, so many weeks from this one."""

    offset: int


class Weekend(NamedTuple):
    which: Which = Which.PLAIN


class Month(NamedTuple):
    """A month by its number, or so many from this one."""

    month: int | None
    year: int | None = None
    offset: int = 0


class Edge(NamedTuple):
    """The first or the last days of a week or a month."""

    of: Week | Month
    last: bool


class Date(NamedTuple):
    """A day of a month; `swapped` when "5/6" may be the sixth of May as well."""

    day: int
    month: int | None = None
    year: int | None = None
    #: The month counted from this one ("the 20th of next month").
    offset: int | None = None
    swapped: bool = False


class Nth(NamedTuple):
    """The n-th weekday of a month, -1 for the last."""

    number: int
    weekday: int
    month: Month


class Days(NamedTuple):
    """From one day to another, both included."""

    first: Spec
    last: Spec


class Both(NamedTuple):
    """Such as "Friday 17": the weekday and the day of the month, unless it is an hour."""

    weekday: Weekday
    date: Date


class Choice(NamedTuple):
    """One or the other."""

    either: Spec
    other: Spec


Spec = Later | Weekday | Week | Weekend | Month | Edge | Date | Nth | Days | Choice | Both


class Weekdays(NamedTuple):
    """Several weekdays named; `ranged` when only the first and the last were ("Monday to Friday")."""

    days: tuple[int, ...]
    ranged: bool = False
    #: "T2-T6" may also be the two days.
    dashed: bool = False
    #: "2-4-6" and "246": weekdays by their Vietnamese numbers.
    numeric: bool = False


class Rhythm(NamedTuple):
    """How often: every so many days, weeks or months, perhaps on these weekdays."""

    unit: Unit = Unit.WEEK
    interval: int = 1
    days: tuple[int, ...] = ()
    #: "biweekly" is twice a week or every two weeks.
    doubtful: bool = False
    #: The n-th weekday of the month, -1 for the last, and that weekday.
    nth: tuple[int, int] | None = None


class PerWeek(NamedTuple):
    times: int


class Count(NamedTuple):
    sessions: int


class Until(NamedTuple):
    day: Spec
    #: "until the end of November" includes the whole month; "until November" does not.
    whole: bool = False


class Start(NamedTuple):
    day: Spec


class Part(NamedTuple):
    """A part of the day, perhaps of a certain day: "tonight" is this evening."""

    part: DayPart
    day: int | None = None


def clock(hour: int, minute: int = 0, *, zero: bool = False) -> Clock | Bad:
    """What hands or digits show; from 13 to 24 and with a leading zero ("06:00") there is one reading."""
    if minute > 59 or hour > 24 or (hour == 24 and minute):
        return Bad(Reason.NO_SUCH_TIME)
    at = hour * 60 + minute
    if zero or hour == 0 or hour >= 12:
        return Clock(hour, minute, (at,))
    # A session at 2 is in the afternoon, one at 9 rather in the morning.
    return Clock(hour, minute, (at + 720, at) if hour < 8 else (at, at + 720))


def halved(at: Clock, *, pm: bool) -> Clock | Bad:
    """The time with a.m. or p.m.: "14:00 pm" says it twice, "14:00 am" cannot be."""
    if at.settled or at.hour > 12 or at.hour == 0:
        fitting = tuple(o for o in at.options if (o % 1440 >= 720) == pm)
        return replace(at, options=fitting, settled=True) if fitting else Bad(Reason.NO_SUCH_TIME)
    minutes = at.hour % 12 * 60 + at.minute
    # "Friday 12am" is the midnight at its beginning or the one at its end.
    options = (0, 1440) if minutes == 0 and not pm else (minutes + 720 * pm,)
    return replace(at, options=options, settled=True)


Hours = dict[int, tuple[int, ...]]


def _after_noon(sure: range, others: Mapping[int, tuple[int, ...]]) -> Hours:
    return {**{h: (h + 12,) for h in sure}, **others}


#: What the hours 1 to 12 mean in a part of the day, as hours after midnight; what is absent cannot be.
_HOURS: dict[DayPart, Hours] = {
    DayPart.MORNING: {h: (h,) for h in range(1, 12)} | {12: (12, 0)},
    DayPart.NOON: _after_noon(range(1, 4), {10: (10,), 11: (11,), 12: (12,)}),
    DayPart.AFTERNOON: _after_noon(range(1, 8), {12: (12,)} | {h: (h + 12, h) for h in range(8, 12)}),
    DayPart.EVENING: _after_noon(range(5, 12), {12: (24,)} | {h: (h + 12, h + 24) for h in range(1, 5)}),
    DayPart.NIGHT: _after_noon(range(6, 12), {12: (24, 0)} | {h: (h + 24, h) for h in range(1, 6)}),
}
#: The hours of a 24-hour clock that go with a part of the day.
_WITHIN = {
    DayPart.MORNING: (0, 12),
    DayPart.NOON: (10, 15),
    DayPart.AFTERNOON: (12, 20),
    DayPart.EVENING: (16, 28),
    DayPart.NIGHT: (18, 30),
}


def in_part(at: Clock, part: DayPart) -> Clock | Bad:
    """The time in that part of the day: "6" in the evening is 18:00, "8am" in the evening cannot be."""
    if at.settled or at.hour > 12 or at.hour == 0:
        low, high = _WITHIN[part]
        fitting = tuple(o for o in at.options if low * 60 <= o <= high * 60)
        # "tonight at 1am" is in the night that follows, if the words are taken exactly.
        fitting = fitting or tuple(
            n for o in at.options if low * 60 <= o + 1440 <= high * 60 for n in (o + 1440, o)
        )
    else:
        fitting = tuple(h * 60 + at.minute for h in _HOURS[part].get(at.hour, ()))
    return replace(at, options=fitting, settled=True) if fitting else Bad(Reason.NO_SUCH_TIME)
