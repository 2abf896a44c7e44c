"""Working hours: the week at a glance, its presets, and each day by itself."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from itertools import groupby

from markupsafe import Markup

from bot.buttons import Rows, in_rows, key
from bot.features.settings import weekly
from bot.features.settings.section import OpenSection, Section, pick
from bot.saying import clock, day_name, full_day_name
from bot.screen import lines
from bot.texts import Words
from bot.visit import Visit
from core.hours import Span, WorkingHours
from core.use_cases.profile import Changes

#: As they could be typed.
_WEEKS = ("mon-sat 6-21", "mon-fri 6-21", "every day 6-21", "mon-sat 6-11, 14-21")
_DAYS = ("6-21", "6-11, 14-21", "8-12", "off")


def said_span(span: Span) -> str:
    """Until midnight is said as 24:00."""
    return f"{clock(span[0])}–{clock(span[1]) if span[1].hour or span[1].minute else '24:00'}"


def said_day(spans: tuple[Span, ...], w: Words) -> str:
    return ", ".join(map(said_span, spans)) if spans else w.plain("off")


def said_week(hours: WorkingHours, w: Words) -> str:
    """Mon–Sat 06:00–21:00: days of the same hours together, days off left out."""
    parts = []
    for spans, same in groupby(range(7), key=lambda day: hours.week[day]):
        days = list(same)
        first, last = day_name(days[0], w), day_name(days[-1], w)
        if spans:
            parts.append(
                f"{first}–{last} {said_day(spans, w)}" if len(days) > 1 else f"{first} {said_day(spans, w)}"
            )
    return "; ".join(parts)


async def _read_week(visit: Visit, text: str) -> Changes | None:
    hours = weekly.hours(text, visit.me.hours)
    return None if hours is None else {"hours": hours}


def _week_choices(visit: Visit) -> Rows:
    present, w = visit.me.hours, visit.w
    nobody = WorkingHours(((),) * 7)
    weeks = [(text, weekly.hours(text, nobody)) for text in _WEEKS]
    presets = [pick("hours", said_short(h, w), text, chosen=h.week == present.week) for text, h in weeks if h]
    days = [key(day_name(day, w), OpenSection(f"day{day}")) for day in range(7)]
    dates = key(w.plain("📅 On one date"), OpenSection("dates"))
    return [*in_rows(presets, 2), days, [dates]]


def said_short(hours: WorkingHours, w: Words) -> str:
    """Fits on a button: whole hours without their zeros."""
    return said_week(hours, w).replace(":00", "")


def _ask_week(visit: Visit) -> Markup:
    w = visit.w
    days = [
        w("{day}: {hours}", day=full_day_name(day, w), hours=said_day(spans, w))
        for day, spans in enumerate(visit.me.hours.week)
    ]
    how = w("Tap a day or a week, or type it: “Mon-Sat 6-21”, “6-11, 14-21”, “Sat 8-12; Sun off”.")
    return lines(w("<b>When do you work?</b>"), *days, "", how)


async def _read_day(visit: Visit, text: str, day: int) -> Changes | None:
    spans = weekly.day_spans(text)
    if spans is None:
        return None
    week = (spans if n == day else old for n, old in enumerate(visit.me.hours.week))
    return {"hours": replace(visit.me.hours, week=tuple(week))}


def _day_choices(visit: Visit, day: int) -> Rows:
    present, w = visit.me.hours.week[day], visit.w
    options = [(text, weekly.day_spans(text)) for text in _DAYS]
    keys = [
        pick(f"day{day}", said_day(s, w), text, chosen=s == present) for text, s in options if s is not None
    ]
    return in_rows(keys, 2)


def _ask_day(visit: Visit, day: int) -> Markup:
    return visit.w(
        "<b>{day}</b>: {hours}. Tap, or type the hours: “6-11, 14-21”, “off”.",
        day=full_day_name(day, visit.w),
        hours=said_day(visit.me.hours.week[day], visit.w),
    )


def _day_section(day: int) -> Section:
    return Section(
        f"day{day}",
        lambda w: full_day_name(day, w),
        lambda visit: said_day(visit.me.hours.week[day], visit.w),
        partial(_ask_day, day=day),
        partial(_day_choices, day=day),
        partial(_read_day, day=day),
        lambda w: w(
            "I did not get these hours. Type them like “6-11, 14-21”, or “off”; one day at least stays."
        ),
        parent="hours",
        tells=True,
    )


SECTIONS = (
    Section(
        "hours",
        lambda w: w.plain("🕘 Working hours"),
        lambda visit: said_week(visit.me.hours, visit.w),
        _ask_week,
        _week_choices,
        _read_week,
        lambda w: w(
            "I did not get these hours. Type them like “Mon-Sat 6-21” or “6-11, 14-21”, until 24:00 at most."
        ),
        stays=True,
        tells=True,
    ),
    *(_day_section(day) for day in range(7)),
)
