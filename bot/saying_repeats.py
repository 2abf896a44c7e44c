"""Recurrences in a person's words: "Mon, Wed, Fri 18:00–19:00", "every second Tuesday 7:30–8:30"."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from bot.saying import clock, day_name, full_day_name
from bot.texts import N_, Words
from core.occurrences import Frequency, Rhythm, said

_WORKDAYS, _WHOLE_WEEK = tuple(range(5)), tuple(range(7))
_NTH = {
    1: N_("1st {day} of the month"),
    2: N_("2nd {day} of the month"),
    3: N_("3rd {day} of the month"),
    4: N_("4th {day} of the month"),
    5: N_("5th {day} of the month"),
    -1: N_("last {day} of the month"),
}


def repeats(rule: str, start: time, length: timedelta, w: Words) -> str:
    """With its wall times: "Mon, Wed, Fri 18:00–19:00"."""
    end = datetime.combine(date.min, start) + length
    return f"{rhythm(rule, w)} {clock(start)}–{clock(end)}"


def rhythm(rule: str, w: Words) -> str:
    """How often and on which days: "Mon, Wed, Fri", "every second Tuesday", "every day"."""
    told = said(rule)
    match told.frequency:
        case Frequency.DAILY:
            return w.plain("every day") if told.interval == 1 else w.plain("every {n} days", n=told.interval)
        case Frequency.WEEKLY:
            return _weekly(told, w)
        case Frequency.MONTHLY:
            return _monthly(told, w)


def _weekly(told: Rhythm, w: Words) -> str:
    days = _days(told.weekdays, w)
    if not days:
        return w.plain("every week") if told.interval == 1 else w.plain("every {n} weeks", n=told.interval)
    if told.interval == 1:
        return days
    if told.interval > 2:
        return w.plain("every {n} weeks on {days}", n=told.interval, days=days)
    if len(told.weekdays) == 1:
        return w.plain("every second {day}", day=full_day_name(told.weekdays[0], w))
    return w.plain("every second week on {days}", days=days)


def _days(weekdays: tuple[int, ...], w: Words) -> str:
    if weekdays == _WHOLE_WEEK:
        return w.plain("every day")
    if weekdays == _WORKDAYS:
        return f"{day_name(0, w)}–{day_name(4, w)}"
    if len(weekdays) == 1:
        return w.plain("every {day}", day=full_day_name(weekdays[0], w))
    return ", ".join(day_name(day, w) for day in weekdays)


def _monthly(told: Rhythm, w: Words) -> str:
    if told.nth is not None and told.nth in _NTH and told.weekdays:
        which = w.plain(_NTH[told.nth], day=day_name(told.weekdays[0], w))
    elif told.month_day is not None:
        which = w.plain("day {n} of the month", n=told.month_day)
    else:
        which = w.plain("once a month")
    return which if told.interval == 1 else w.plain("{which}, every {n} months", which=which, n=told.interval)
