"""Working hours on one date: what is coming, another one typed as "24/12 8h-12h", one taken back by a tap."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

from markupsafe import Markup

from bot.buttons import Key, Rows, in_rows, key
from bot.features.settings import weekly
from bot.features.settings.section import OpenSection, Section, pick
from bot.features.settings.week import said_day
from bot.features.settings.weekly import Spans
from bot.reading import read_time
from bot.saying import clock
from bot.screen import lines
from bot.texts import Words
from bot.visit import Visit
from core.errors import NotValid
from core.hours import WorkingHours
from core.use_cases.profile import Changes
from core.when import folded
from core.when.reading import Ask, At, Day, When

_AS_USUAL = re.compile(r"(?:as )?usual|normal|(?:nhu )?(?:binh )?thuong(?: le)?")
_USUAL = "usual"
_JOINING = re.compile(r"[\s:,;–-]*(?:\b(?:from|từ))?\s*$", re.IGNORECASE)
#: As they could be typed.
_OFFERED = ("off", "8-12", "14-21")
_MOST_WORDS = 12
#: What is longer is time off.
_MOST_DAYS = timedelta(days=14)
_SHOWN = 3
#: So many fit into a button together with their date.
_MOST_SPANS = 3


class Meant(NamedTuple):
    """The days that a text can mean, and its hours where it gives them: no spans are a day off."""

    days: tuple[Day, ...]
    spans: Spans | None = None
    as_usual: bool = False


def coming(visit: Visit) -> WorkingHours:
    return visit.me.hours.without_past(visit.calendar.today)


async def _read(visit: Visit, text: str) -> Changes | None:
    """NotValid for a coming day whose hours are not clear: they are asked for."""
    meant = await _meant(visit, text)
    if meant is None:
        return None
    first, last = meant.days[0].first, meant.days[0].last
    unclear = len(meant.days) > 1 or (meant.spans is None and not meant.as_usual)
    past = last < visit.calendar.today and not meant.as_usual
    if unclear or past or last - first >= _MOST_DAYS:
        raise NotValid("hours")
    hours = coming(visit)
    for n in range((last - first).days + 1):
        hours = hours.with_day(first + timedelta(days=n), meant.spans)
    return {"hours": hours}


async def _meant(visit: Visit, text: str) -> Meant | None:
    for said, hours in _divided(text):
        as_usual = _AS_USUAL.fullmatch(folded(hours)) is not None
        spans = None if as_usual else weekly.day_spans(hours)
        if (as_usual or spans is not None) and (days := await _days(visit, said)):
            return Meant(days, spans, as_usual)
    days = await _days(visit, text, timed=True)
    return Meant(days) if days else None


def _divided(text: str) -> Iterator[tuple[str, str]]:
    """Every way to part a text into a day and its hours, either of them first."""
    words = text.split()
    if len(words) > _MOST_WORDS:
        return
    for n in range(1, len(words)):
        first, second = " ".join(words[:n]), " ".join(words[n:])
        yield _JOINING.sub("", first), second
        yield second, _JOINING.sub("", first)


async def _days(visit: Visit, text: str, *, timed: bool = False) -> tuple[Day, ...]:
    """The days that a text can be, when it is nothing else; `timed`: with a time of day too."""
    reading = await read_time(visit, text, visit.me)
    if reading.unknown or reading.price is not None:
        return ()
    choices = reading.when.choices if isinstance(reading.when, Ask) else (reading.when,)
    found = (_day(choice, visit, timed=timed) for choice in choices)
    return tuple(dict.fromkeys(day for day in found if day is not None))


def _day(when: When | None, visit: Visit, *, timed: bool) -> Day | None:
    if isinstance(when, At) and timed:
        start = visit.calendar.local(when.period.start).date()
        return Day(start, start)
    return when if isinstance(when, Day) and when.part is None else None


async def _guess(visit: Visit, text: str) -> list[Key]:
    """For single days that are still ahead: with the hours that were given, else with those that may be."""
    meant = await _meant(visit, text)
    if meant is None or meant.as_usual or len(meant.spans or ()) > _MOST_SPANS:
        return []
    days = [d.first for d in meant.days if d.first == d.last >= visit.calendar.today]
    offered = _OFFERED if meant.spans is None or len(meant.days) == 1 else (_typed(meant.spans),)
    return [_pick(visit, day, hours) for day in days[:2] for hours in offered]


def _pick(visit: Visit, day: date, hours: str) -> Key:
    said = said_day(weekly.day_spans(hours) or (), visit.w)
    return pick("dates", f"{visit.calendar.day(day)}: {said}", f"{day.isoformat()} {hours}")


def _typed(spans: Spans) -> str:
    return ",".join(f"{clock(start)}-{clock(end)}" for start, end in spans) or "off"


def _ask(visit: Visit) -> Markup:
    w = visit.w
    listed = [
        w("{day}: {hours}", day=visit.calendar.day_named(day), hours=said_day(spans, w))
        for day, spans in coming(visit).days
    ]
    return lines(
        w("<b>Other hours on one date</b>"),
        *(listed or [w("None yet: every week is as usual.")]),
        "",
        _how(visit),
    )


def _how(visit: Visit) -> Markup:
    return visit.w("Type the date and its hours: “24/12 8h-12h”, “24/12 off”.")


def _choices(visit: Visit) -> Rows:
    """Each date goes back to the hours of its weekday by a tap."""
    kept = [
        pick("dates", f"✕ {visit.calendar.day(day)}", f"{day.isoformat()} {_USUAL}")
        for day, _ in coming(visit).days
    ]
    return [*in_rows(kept, 2), [key(visit.w.plain("+ A date"), OpenSection("date"))]]


def _said(visit: Visit) -> str:
    """The next few, on one line."""
    days = coming(visit).days
    said = [f"{visit.calendar.day(day)} {said_day(spans, visit.w)}" for day, spans in days[:_SHOWN]]
    return "; ".join([*said, "…"] if len(days) > _SHOWN else said) or visit.w.plain("none")


def _label(w: Words) -> str:
    return w.plain("📅 On one date")


def _hint(w: Words) -> Markup:
    return w(
        "I did not get that. Type a coming date and its hours, like “24/12 8h-12h” or “24/12 off”; "
        "longer than 14 days is time off."
    )


SECTIONS = (
    Section(
        "dates",
        _label,
        _said,
        _ask,
        _choices,
        _read,
        _hint,
        guess=_guess,
        stays=True,
        tells=True,
        parent="hours",
    ),
    Section(
        "date",
        _label,
        _said,
        lambda visit: lines(visit.w("<b>Which date, and which hours?</b>"), _how(visit)),
        lambda _: [],
        _read,
        _hint,
        guess=_guess,
        tells=True,
        parent="dates",
    ),
)
