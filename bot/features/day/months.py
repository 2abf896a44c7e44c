"""A month as a grid of days to tap, and as a picture."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta

from markupsafe import Markup

from bot import lighting, picturing
from bot.buttons import Key, Rows, key
from bot.features.day.agenda import Agenda, sign
from bot.features.day.buttons import ShowDay, ShowMonth, ShowMonthPicture, TurnLight, View
from bot.features.day.lines import on_day
from bot.features.day.views import Looked, looked, only, seen, shown, turns
from bot.month_grid import grid, per_day
from bot.pictures import album
from bot.pictures import month as months
from bot.picturing import month_days, month_name, next_month
from bot.saying import Calendar, clock
from bot.saying_lists import named
from bot.screen import MOST_BELOW, Screen, lines, units
from bot.texts import Words
from bot.visit import Visit
from core.booking import Booking
from core.people import Trainer
from core.period import Period
from core.ports import Books
from core.use_cases.classes import timetable
from core.zones import days

_TYPED = re.compile(
    r"(?:tháng\s*|thang\s*|month\s*)?(1[0-2]|0?[1-9])(?:\s*[/.\-]\s*(20\d\d))?", re.IGNORECASE
)
_MOMENT = timedelta(microseconds=1)


async def read(books: Books, trainer: Trainer, within: Period) -> Agenda:
    table = await timetable.of_trainer(books, trainer.id, within)
    return await seen(books, trainer.id, table, await books.times_off.near(trainer.id, within))


async def _month(visit: Visit, day: date, client: int | None) -> tuple[Looked, Agenda, Period]:
    first = day.replace(day=1)
    within = days(first, visit.calendar.tz, len(month_days(first)))
    at = await looked(visit, View.MONTH, first, client)
    return at, only(await visit.read(read, visit.me, within), at.client), within


async def month_screen(visit: Visit, day: date, client: int | None = None) -> Screen:
    at, agenda, _ = await _month(visit, day, client)
    picture = key(visit.w.plain("🖼 Picture"), ShowMonthPicture(at.day.toordinal(), at.client))
    days_ = grid(
        at.day,
        per_day(agenda.bookings, visit.calendar),
        visit.calendar,
        lambda one: ShowDay(one.toordinal(), at.client),
        ShowMonth(at.day.toordinal(), at.client),
    )
    return Screen(_text(agenda, at, visit.calendar), [*days_, *_keys(at, picture, visit.calendar)])


async def month_picture(visit: Visit, day: date, client: int | None = None) -> Screen:
    at, agenda, within = await _month(visit, day, client)
    theme, calendar = await lighting.theme(visit), visit.calendar
    content = picturing.month_picture(shown(agenda, visit.me, within, theme), at.day, calendar)
    light = lighting.light_key(theme, TurnLight(View.MONTH, at.day.toordinal(), at.client))
    picture = await album.draw(months.drawn, content)
    return Screen(_caption(agenda, at, calendar), _keys(at, light, calendar), photo=picture)


def _caption(agenda: Agenda, at: Looked, calendar: Calendar) -> Markup:
    """Every session where there is room for all; else how many each day has."""
    held = {day: on_day(agenda, day, calendar) for day in month_days(at.day)}
    each = [_listed(day, bookings, agenda, calendar) for day, bookings in held.items() if bookings]
    whole = lines(_head(agenda, at, calendar), *each)
    if units(whole) <= MOST_BELOW:
        return whole
    counts = [_counted(day, len(bookings), calendar) for day, bookings in held.items() if bookings]
    return lines(_head(agenda, at, calendar), *counts)


def _listed(day: date, bookings: Sequence[Booking], agenda: Agenda, calendar: Calendar) -> Markup:
    sessions = [
        f"{sign(b, agenda, calendar)} {clock(calendar.local(b.starts_at))} {agenda.names[b.client_id]}"
        for b in bookings
    ]
    return Markup("<b>{}</b> {}").format(calendar.day(day), " · ".join(sessions))


def _counted(day: date, n: int, calendar: Calendar) -> Markup:
    return calendar.w("{day} · {count}", day=calendar.day(day), count=_count(n, calendar.w))


def _head(agenda: Agenda, at: Looked, calendar: Calendar) -> Markup:
    """How many there are, and when nothing is worked."""
    w = calendar.w
    head = w(
        "<b>{month}</b> · {count}{whose}",
        month=month_name(at.day, w),
        count=_count(len(agenda.bookings), w),
        whose=w(" · {name}", name=at.name) if at.name else "",
    )
    off = [
        w(
            "🏝 {first} – {last}",
            first=calendar.day(calendar.local(off.starts_at).date()),
            last=calendar.day(calendar.local(off.ends_at - _MOMENT).date()),
        )
        for off in agenda.off
    ]
    return lines(head, *off)


def _text(agenda: Agenda, at: Looked, calendar: Calendar) -> Markup:
    """With what stands in the way of what."""
    w = calendar.w
    clashes = [
        w("⚠️ {when} {name}", when=calendar.moment(b.starts_at), name=agenda.names[b.client_id])
        for b in agenda.bookings
        if b.id in agenda.clashing
    ]
    hint = (
        w("Tap a day; the small number is how many sessions it has.")
        if agenda.bookings
        else w("Nothing is booked. Type a session, like “Lan tomorrow 18:00”.")
    )
    return lines(_head(agenda, at, calendar), *named(clashes, w), hint)


def _count(n: int, w: Words) -> Markup:
    return w.many("{n} session", "{n} sessions", n)


def _keys(at: Looked, more: Key, calendar: Calendar) -> Rows:
    before, after = next_month(at.day, -1), next_month(at.day)
    turn = turns(at, before, after, calendar.w.plain("This month"), calendar)
    views, others = at.keys(calendar)
    return [turn, views, [more, *others]]


def typed_month(text: str, today: date) -> date | None:
    """For "10", "10/2026" or "tháng 10": the nearest month of that number when no year is said."""
    found = _TYPED.fullmatch(text.strip())
    if found is None:
        return None
    month, year = int(found[1]), found[2]
    if year:
        return date(int(year), month, 1)
    years = (today.year, today.year + 1, today.year - 1)
    return min(
        (date(y, month, 1) for y in years),
        key=lambda first: (abs((first.year - today.year) * 12 + first.month - today.month), first < today),
    )
