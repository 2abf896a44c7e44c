"""How many, as it is typed: "12", "12 weeks", "10 buổi", "until 20 December"."""

from __future__ import annotations

import re
from dataclasses import replace

from bot.features.series.draft import SeriesDraft
from bot.reading import read_time
from bot.visit import Visit
from core.occurrences import MOST, Frequency, said
from core.when.reading import Day

_NUMBER = re.compile(r"\s*(\d{1,3})\s*(w|wks?|weeks?|tuần|tuan)?\b[\s\w]*", re.IGNORECASE)


def is_number(text: str) -> bool:
    return _NUMBER.fullmatch(text) is not None


async def how_many(visit: Visit, s: SeriesDraft, text: str) -> SeriesDraft | None:
    """The series with its number or its last day; nothing for what is neither."""
    typed = _NUMBER.fullmatch(text)
    if typed and (number := int(typed[1])):
        count = number * _a_week(s) if typed[2] else number
        return replace(s, count=count, until=None).anew() if 1 <= count <= MOST else None
    when = (await read_time(visit, text, visit.me)).when
    if isinstance(when, Day) and when.last > s.starts.date():
        return replace(s, count=None, until=when.last.isoformat()).anew()
    return None


def _a_week(s: SeriesDraft) -> int:
    rhythm = said(s.rule)
    if rhythm.frequency is Frequency.DAILY:
        return 7 // rhythm.interval or 1
    return len(s.weekdays)
