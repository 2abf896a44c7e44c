"""Times off and public holidays in a person's words."""

from __future__ import annotations

from datetime import date, time, timedelta
from zoneinfo import ZoneInfo

from bot.saying import Calendar, clock
from bot.texts import N_, Words
from core.period import Period

#: A reason that names a public holiday is kept as this and its key, to be told in every language.
HOLIDAY = "holiday:"
_NAMES = {
    "new_year": N_("New Year's Day"),
    "tet": N_("Tết"),
    "hung_kings": N_("Hùng Kings' Day"),
    "reunification": N_("Reunification Day"),
    "labour": N_("Labour Day"),
    "national": N_("National Day"),
}


def holiday_name(key: str, w: Words) -> str:
    return w.plain(_NAMES[key]) if key in _NAMES else w.plain("public holiday")


def days_said(first: date, last: date, calendar: Calendar) -> str:
    """Sat 15 Nov – Tue 25 Nov, or the one day."""
    if first == last:
        return calendar.day(first)
    return f"{calendar.day(first)} – {calendar.day(last)}"


def off_said(period: Period, calendar: Calendar, tz: ZoneInfo) -> str:
    """As the trainer's days where it is whole ones, else with its hours; `tz` is the trainer's."""
    start, end = (moment.astimezone(tz) for moment in (period.start, period.end))
    first, last = start.date(), (end - timedelta(microseconds=1)).date()
    if start.time() == time(0) and end.time() == time(0):
        return days_said(first, last, calendar)
    if first == last and end.time() == time(0):
        return calendar.w.plain("{day} from {time}", day=calendar.day(first), time=clock(start))
    if first == last:
        return f"{calendar.day(first)} · {clock(start)}–{clock(end)}"
    return f"{calendar.day(first)} {clock(start)} – {calendar.day(last)} {clock(end)}"
