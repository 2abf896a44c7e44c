"""A first, small reader of the commonest phrases, until the grammar takes over."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from core.period import Period
from core.when.names import index, named_at
from core.when.reading import At, Day, Habits, Reading, TimeOnly, When
from core.when.text import folded, normal, tokens
from core.zones import at_wall

_DAYS = {"today": 0, "hom nay": 0, "tonight": 0, "tomorrow": 1, "mai": 1}
_WEEK = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
_TIME = r"(\d{1,2})(?:[h:](\d{2})?)?\s*(am|pm)?"
_SPAN = re.compile(rf"(?<![\d/]){_TIME}(?:\s*-\s*{_TIME})?(?![\d/k])")


def _clock(hour: str, minute: str | None, half: str | None) -> time | None:
    h = int(hour) + (12 if half == "pm" and int(hour) < 12 else 0)
    return time(h, int(minute or 0)) if h < 24 and int(minute or 0) < 60 else None


def _day(bare: str, today: date) -> date | None:
    for word, n in _DAYS.items():
        if re.search(rf"\b{word}\b", bare):
            return today + timedelta(days=n)
    for n, word in enumerate(_WEEK):
        if re.search(rf"\b({word}|{word[:3]}|thu {n + 2}|t{n + 2})\b", bare):
            return today + timedelta(days=(n - today.weekday()) % 7)
    return None


def read(
    text: str, now: datetime, zone: ZoneInfo, habits: Habits, day: date | None = None, at: time | None = None
) -> Reading:
    bare = folded(normal(text))
    said_day = _day(bare, now.astimezone(zone).date())
    span = next(
        (m for m in _SPAN.finditer(re.sub(r"\bthu \d|\bt\d", "", bare)) if m[2] or m[3] or "h" in m[0]), None
    )
    start = _clock(span[1], span[2], span[3] or span[6]) if span else None
    end = _clock(span[4], span[5], span[6]) if span and span[4] else None
    line = tokens(normal(text))
    clients = [k for i in range(len(line)) for k in named_at(line, i, index(habits.clients))[1]]
    places = [k for i in range(len(line)) for k in named_at(line, i, index(habits.places))[1]]
    when = _when(said_day or day, start or at, end, now, zone, habits)
    return Reading(when, tuple(dict.fromkeys(clients)), tuple(dict.fromkeys(places)))


def _when(
    day: date | None, start: time | None, end: time | None, now: datetime, zone: ZoneInfo, habits: Habits
) -> When | None:
    if day and start:
        begin = at_wall(day, start, zone)
        until = at_wall(day, end, zone) if end else begin + habits.length
        return At(Period(begin, until), begin <= now, end is not None) if until > begin else None
    if day:
        return Day(day, day)
    return TimeOnly(start, end) if start else None
