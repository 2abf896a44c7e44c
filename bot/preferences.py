"""What a person prefers, as it is kept: a line for each thing, tapped (a code that every reader sees in
their own words) or typed (as it was written); and how it is said.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from markupsafe import Markup

from bot.reading import read_time
from bot.saying import clock, day_name
from bot.texts import N_, Words
from bot.visit import Visit
from core.people import Trainer
from core.period import Period
from core.when import folded
from core.when.reading import At, Repeats, When

GOALS = {
    "weight": N_("Lose weight"),
    "muscle": N_("Build muscle"),
    "fit": N_("Get fitter"),
    "mobile": N_("Move without pain"),
    "sport": N_("For a sport"),
    "habit": N_("Keep at it"),
}
EXPERIENCE = {
    "new": N_("New to training"),
    "some": N_("Some months"),
    "years": N_("For years"),
    "again": N_("After a break"),
}
PARTS = {
    "morning": N_("mornings"),
    "noon": N_("around noon"),
    "afternoon": N_("afternoons"),
    "evening": N_("evenings"),
}
HOME = {"home": N_("At my home")}
_ALL = {**GOALS, **EXPERIENCE, **PARTS, **HOME}
_WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
#: As a part of the day is said in either language, without marks.
_PARTS = {
    "morning": ("morning", "mornings", "sang"),
    "noon": ("noon", "midday", "trua"),
    "afternoon": ("afternoon", "afternoons", "chieu"),
    "evening": ("evening", "evenings", "toi"),
}
_AT = re.compile(r"at (\d\d:\d\d)(?: (\d+))?")


def code(name: str) -> str:
    return f"#{name}"


def typed(text: str) -> str:
    """In one line, and never taken for a code."""
    return " ".join(text.split()).lstrip("#").strip()


def toggled(value: str | None, name: str) -> str | None:
    lines = (value or "").split("\n") if value else []
    lines = [x for x in lines if x != code(name)] if code(name) in lines else [*lines, code(name)]
    return "\n".join(lines) or None


def with_typed(value: str | None, text: str) -> str:
    """What was tapped stays, what was typed before gives way."""
    tapped = [line for line in (value or "").split("\n") if line.startswith("#")]
    return "\n".join([*tapped, typed(text)])


def has(value: str | None, name: str) -> bool:
    return code(name) in (value or "").split("\n")


def said(value: str | None, w: Words) -> str:
    """In the reader's words."""
    lines = (value or "").split("\n")
    days = [day_name(n, w) for n in range(7) if code(f"d{n}") in lines]
    others = [_said(line, w) for line in lines if line and not re.fullmatch(r"#d\d", line)]
    between = " · " if days else ", "
    return between.join([part for part in (", ".join(days), *others) if part])


def _said(line: str, w: Words) -> str:
    name = line[1:]
    if not line.startswith("#"):
        return line
    if found := _AT.fullmatch(name):
        start = time.fromisoformat(found[1])
        if not found[2]:
            return clock(start)
        end = datetime.combine(date.min, start) + timedelta(minutes=int(found[2]))
        return f"{clock(start)}–{clock(end)}"
    if name.startswith("in "):
        return f"({name[3:]})"
    return w.plain(_ALL[name]) if name in _ALL else ""


def labels(names: Mapping[str, str], w: Words) -> dict[str, str]:
    return {name: w.plain(text) for name, text in names.items()}


# Times.


async def understood(visit: Visit, text: str, trainer: Trainer) -> str:
    """Days and a time where the phrase says no more than those; else as it was typed."""
    reading = await read_time(visit, text, trainer)
    found = None if reading.unknown else _weekly(reading.when, visit)
    if found is None:
        return typed(text)
    days, at = found
    away = [] if visit.person.zone == trainer.zone else [code(f"in {visit.person.zone}")]
    words = set(folded(text).split())
    parts = [code(part) for part, names in _PARTS.items() if not words.isdisjoint(names)]
    return "\n".join([*(code(f"d{n}") for n in days), *(at or parts), *(away if at else [])])


def read_back(value: str, w: Words) -> Markup:
    """What came of typed times: read as days and hours, or kept as they were said."""
    times = said(value, w)
    if value.startswith(code("")):
        return w("🕒 Understood: <b>{times}</b>", times=times)
    return w("🕒 Noted as you said it: <b>{times}</b>", times=times)


def _weekly(when: When | None, visit: Visit) -> tuple[Sequence[int], list[str]] | None:
    match when:
        case Repeats(count=None, until=None) if (days := _days(when.rrule)) is not None:
            if when.start is None:
                return days, []
            return days, [_at(Period.of(when.start, when.length), visit, length=when.length_said)]
        case At(past=False):
            day = visit.calendar_for(visit.person.zone).local(when.period.start).weekday()
            return [day], [_at(when.period, visit, length=when.length_said)]
        case _:
            return None


def _days(rule: str) -> list[int] | None:
    found = re.fullmatch(r"FREQ=WEEKLY;BYDAY=([A-Z,]+)", rule)
    return sorted(_WEEKDAYS.index(day) for day in found[1].split(",")) if found else None


def _at(period: Period, visit: Visit, *, length: bool) -> str:
    start = visit.calendar_for(visit.person.zone).local(period.start)
    minutes = f" {int(period.length.total_seconds()) // 60}" if length else ""
    return code(f"at {clock(start)}{minutes}")


@dataclass(frozen=True, slots=True)
class Rhythm:
    """Days of the week, and where it was said at what time and how long."""

    days: tuple[int, ...]
    start: time | None = None
    minutes: int | None = None


def rhythm(value: str | None) -> Rhythm | None:
    """Nothing where no days are known, or times are those of another zone."""
    lines = [line[1:] for line in (value or "").split("\n") if line.startswith("#")]
    days = tuple(n for n in range(7) if f"d{n}" in lines)
    if not days or any(line.startswith("in ") for line in lines):
        return None
    return _timed(days, (found for line in lines if (found := _AT.fullmatch(line))))


def _timed(days: tuple[int, ...], found: Iterable[re.Match[str]]) -> Rhythm:
    at = next(iter(found), None)
    if at is None:
        return Rhythm(days)
    return Rhythm(days, time.fromisoformat(at[1]), int(at[2]) if at[2] else None)
