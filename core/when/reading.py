"""What a typed line was understood to mean: values only, each with the piece of text it came from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from core.hours import WorkingHours
from core.money import Money
from core.period import Period


@dataclass(frozen=True, slots=True)
class Known:
    """A client or a place of this trainer that may be named in a line."""

    id: int
    name: str


@dataclass(frozen=True, slots=True)
class Habits:
    """What is usual for this trainer, and so may settle what a phrase leaves open."""

    hours: WorkingHours
    length: timedelta = timedelta(hours=1)
    clients: tuple[Known, ...] = ()
    places: tuple[Known, ...] = ()
    currency: str = "VND"


class DayPart(StrEnum):
    MORNING = "morning"
    NOON = "noon"
    AFTERNOON = "afternoon"
    EVENING = "evening"
    NIGHT = "night"


class Reason(StrEnum):
    """Why a piece cannot be a time."""

    NO_SUCH_DAY = "no such day"
    NO_SUCH_TIME = "no such time"
    ENDS_BEFORE_START = "ends before start"
    TOO_LONG = "too long"
    TOO_FAR = "too far"


@dataclass(frozen=True, slots=True)
class At:
    """One period; `past` when it has begun already, so that it can only be logged."""

    period: Period
    past: bool = False
    #: The end or the length was said, and is not the trainer's usual one.
    length_said: bool = False


@dataclass(frozen=True, slots=True)
class Repeats:
    """A recurrence: RFC 5545 rule without DTSTART; `start` is the first occurrence at or after now.

    Without a time of day `start` is None and `first` is the first day. How far it goes is not in the rule but
    in `count` (sessions) or `until` (last day, inclusive); with neither the caller decides.
    """

    rrule: str
    start: datetime | None
    length: timedelta
    count: int | None = None
    until: date | None = None
    first: date | None = None
    length_said: bool = False


@dataclass(frozen=True, slots=True)
class Day:
    """Days without a time of day: `first` to `last` inclusive, perhaps only a part of the day."""

    first: date
    last: date
    part: DayPart | None = None


@dataclass(frozen=True, slots=True)
class TimeOnly:
    """A clock time without a day: the next such moment is not assumed, the day is asked.

    `nearest` is that moment, to be offered first.
    """

    start: time
    end: time | None = None
    nearest: At | None = None


@dataclass(frozen=True, slots=True)
class Ask:
    """Two or more readings of one piece, the likeliest first; a person chooses.

    One single choice is a reading that needs a yes ("3 times a week on Mon and Thu").
    """

    piece: str
    choices: tuple[At | Repeats | Day, ...]


@dataclass(frozen=True, slots=True)
class Wrong:
    """A piece that cannot be."""

    reason: Reason
    piece: str


When = At | Repeats | Day | TimeOnly | Ask | Wrong


@dataclass(frozen=True, slots=True)
class Word:
    """A piece of the text and what it was taken for (`day`, `time`, `client`, …, `unknown`)."""

    text: str
    taken_for: str


@dataclass(frozen=True, slots=True)
class Reading:
    """Everything found in one line. Nothing typed is dropped: what fits nowhere is in `unknown`."""

    when: When | None = None
    clients: tuple[Known, ...] = ()
    places: tuple[Known, ...] = ()
    price: Money | None = None
    unknown: tuple[str, ...] = ()
    words: tuple[Word, ...] = ()
    #: A length that was said without a time of day; with a time it is in `when`.
    length: timedelta | None = None
