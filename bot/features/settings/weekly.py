"""Working hours as they are typed: "6:00-21:00", "Mon-Sat 6-21", "T2-T6 6h-11h, 14h-21h; CN nghỉ"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import time

from core.hours import Span, WorkingHours
from core.when import folded

_DAYS = (
    ("monday", "mon", "mo", "t2", "thu hai"),
    ("tuesday", "tues", "tue", "tu", "t3", "thu ba"),
    ("wednesday", "wed", "we", "t4", "thu tu"),
    ("thursday", "thurs", "thur", "thu", "th", "t5", "thu nam"),
    ("friday", "fri", "fr", "t6", "thu sau"),
    ("saturday", "sat", "sa", "t7", "thu bay"),
    ("sunday", "sun", "su", "cn", "chu nhat"),
)
_SEVERAL = {
    "every day": range(7), "everyday": range(7), "daily": range(7), "hang ngay": range(7),
    "moi ngay": range(7), "ca tuan": range(7), "weekdays": range(5), "ngay thuong": range(5),
    "weekend": range(5, 7), "weekends": range(5, 7), "cuoi tuan": range(5, 7),
}  # fmt: skip
_OFF = re.compile(r"off|closed|free|nghi|day off|none|-")
_NUMBER_OF = {name: day for day, names in enumerate(_DAYS) for name in names}
_TO = r"(?:-|–|—|to|till|until|den|toi)"
#: "thu 7" is a Saturday in Vietnamese, but "Thu 7-11" and "Thu 7:30" are Thursdays in English.
_NUMBERED = rf"thu [2-7](?=$|:\s|\s*[,&+]|\s+(?!{_TO}|am|pm|h)[0-9a-z]|\s*{_TO}\s*(?:thu|t[2-7]|cn|chu))"
_NAMED = "|".join((_NUMBERED, *sorted((*_NUMBER_OF, *_SEVERAL), key=len, reverse=True)))
_NAME = re.compile(
    rf"(?P<first>{_NAMED})s?(?:\s*{_TO}\s*(?P<last>{_NAMED})s?)?(?![a-z])[\s,:&+]*(?:and|va)?\s*"
)
_TIME = r"(\d{1,2})(?:[:.h](\d{2}))?\s*(am|pm|h|gio)?"
_SPAN = re.compile(rf"{_TIME}\s*{_TO}\s*{_TIME}")
_BETWEEN = re.compile(r"[\s,&+]*(?:and|va)?[\s,&+]*")
#: A line that names so many days tells of the whole week: the others are off.
_MOST_OF_THE_WEEK = 4

Spans = tuple[Span, ...]


def hours(text: str, present: WorkingHours) -> WorkingHours | None:
    """The week after what was typed; None when a part of it was not understood.

    Without a day the hours are for the days that are worked now. A few named days change alone.
    """
    week, named = list(present.week), set[int]()
    for clause in re.split(r"[;\n]", folded(text.strip())):
        read = _clause(clause.strip())
        if read is None:
            return None
        days, spans = read
        if not days:
            days = {day for day in range(7) if present.week[day]} or set(range(7))
        else:
            named |= days
        for day in days:
            week[day] = spans
    if len(named) >= _MOST_OF_THE_WEEK:
        week = [spans if day in named else () for day, spans in enumerate(week)]
    return replace(present, week=tuple(week))


def day_spans(text: str) -> Spans | None:
    """The hours of one day: "6-11, 14-21", or "off"."""
    said = folded(text.strip())
    return () if _OFF.fullmatch(said) else _spans(said)


def span(text: str) -> Span | None:
    """One span, which may pass midnight: "21:30-6:30"."""
    found = _spans(folded(text.strip()))
    return found[0] if found and len(found) == 1 else None


def clock(text: str) -> time | None:
    """A time of day: "6:30", "6h30", "7pm"."""
    found = re.fullmatch(_TIME, folded(text.strip()))
    return _wall(*found.groups()) if found else None


def _clause(clause: str) -> tuple[set[int], Spans] | None:
    """The days that stand first, then their hours."""
    days = set[int]()
    while (found := _NAME.match(clause)) is not None:
        days |= set(_days(found["first"], found["last"]))
        clause = clause[found.end() :]
    spans = day_spans(clause)
    return None if spans is None or (not days and not spans) else (days, spans)


def _days(first: str, last: str | None) -> Iterator[int]:
    """From Saturday to Monday goes over the end of the week."""
    if first in _SEVERAL:
        yield from _SEVERAL[first]
        return
    start = _number(first)
    end = _number(last or first)
    yield from ((start + n) % 7 for n in range((end - start) % 7 + 1))


def _number(name: str) -> int:
    """Thứ hai, the second day, is Monday."""
    return int(name[4]) - 2 if name[4:].isdigit() else _NUMBER_OF.get(name, 6)


def _spans(said: str) -> Spans | None:
    found, at = list[Span](), 0
    while (match := _SPAN.match(said, at)) is not None:
        start, end = _wall(*match.groups()[:3]), _wall(*match.groups()[3:])
        if start is None or end is None:
            return None
        found.append((start, end))
        at = match.end()
        between = _BETWEEN.match(said, at)
        at = between.end() if between else at
    return tuple(found) if found and at == len(said) else None


def _wall(hour: str, minute: str | None, half: str | None) -> time | None:
    """24:00 is the midnight at the end of the day."""
    hours, minutes = int(hour), int(minute or 0)
    if half in ("am", "pm"):
        if not 1 <= hours <= 12:
            return None
        hours = hours % 12 + (12 if half == "pm" else 0)
    if (hours, minutes) == (24, 0):
        return time(0)
    return time(hours, minutes) if hours < 24 and minutes < 60 else None
