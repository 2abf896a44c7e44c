"""A week as a picture, its agenda below it."""

from __future__ import annotations

from datetime import date, timedelta

from markupsafe import Markup

from bot import lighting, picturing
from bot.buttons import Rows, key
from bot.features.book.buttons import NewSession
from bot.features.day import agenda as agendas
from bot.features.day.agenda import Agenda
from bot.features.day.buttons import ShowDay, TurnLight, View
from bot.features.day.lines import line, off_lines, on_day
from bot.features.day.views import Looked, looked, only, shown, turns
from bot.features.files.buttons import CalendarIcs
from bot.features.leading import PickSeveral
from bot.pictures import album
from bot.pictures import week as weeks
from bot.saying import Calendar
from bot.screen import MOST_BELOW, Screen, lines, units
from bot.visit import Visit
from core.people import Trainer
from core.zones import days


async def week_screen(visit: Visit, day: date, client: int | None = None) -> Screen:
    """Monday to Sunday around `day`."""
    monday = day - timedelta(days=day.weekday())
    within = days(monday, visit.calendar.tz, 7)
    at = await looked(visit, View.WEEK, monday, client)
    agenda = only(await visit.read(agendas.read, visit.me, within), at.client)
    theme, calendar = await lighting.theme(visit), visit.calendar
    content = picturing.week_picture(shown(agenda, visit.me, within, theme), monday, calendar)
    picture = await album.draw(weeks.drawn, content)
    return Screen(_caption(agenda, visit.me, at, calendar), _keys(agenda, at, theme, calendar), photo=picture)


def _caption(agenda: Agenda, trainer: Trainer, at: Looked, calendar: Calendar) -> Markup:
    """Every session where there is room for all; else how many each day has."""
    w, sunday = calendar.w, at.day + timedelta(days=6)
    whose = w(" · {name}", name=at.name) if at.name else ""
    head = w(
        "<b>{first} – {last}</b>{whose}", first=calendar.day(at.day), last=calendar.day(sunday), whose=whose
    )
    week = [at.day + timedelta(days=n) for n in range(7)]
    whole = lines(head, "", *(row for day in week for row in _day(agenda, trainer, day, calendar)))
    if units(whole) <= MOST_BELOW:
        return whole
    rest = w("Tap a day for its sessions.")
    return lines(head, "", *(_counted(agenda, day, calendar) for day in week), "", rest)


def _day(agenda: Agenda, trainer: Trainer, day: date, calendar: Calendar) -> list[Markup]:
    w = calendar.w
    mark = " ◂" if day == calendar.today else ""
    head = w("<b>{day}</b>{mark}", day=calendar.day(day), mark=mark)
    off = off_lines(agenda, day, calendar)
    held = [line(b, agenda, trainer, calendar) for b in on_day(agenda, day, calendar)]
    return [head, *off, *held] if off or held else [w("{day}: nothing on", day=head)]


def _counted(agenda: Agenda, day: date, calendar: Calendar) -> Markup:
    w, held = calendar.w, on_day(agenda, day, calendar)
    if not held:
        return w("<b>{day}</b> · nothing on", day=calendar.day(day))
    warning = " ⚠️" if any(b.id in agenda.clashing or b.double for b in held) else ""
    return w(
        "<b>{day}</b> · {count} · {first}–{last}{warning}",
        day=calendar.day(day),
        count=w.many("{n} session", "{n} sessions", len(held)),
        first=f"{calendar.local(held[0].starts_at):%H:%M}",
        last=f"{calendar.local(max(b.ends_at for b in held)):%H:%M}",
        warning=warning,
    )


def _keys(agenda: Agenda, at: Looked, theme: str, calendar: Calendar) -> Rows:
    w, monday = calendar.w, at.day.toordinal()
    week = timedelta(days=7)
    turn = turns(at, at.day - week, at.day + week, w.plain("This week"), calendar)
    names = [key(f"{at.day + timedelta(days=n):%d}", ShowDay(monday + n, at.client)) for n in range(7)]
    ahead = sum(b.takes_time and b.class_id is None and b.starts_at > calendar.now for b in agenda.bookings)
    several = [key(w.plain("☑️ Several"), PickSeveral(f"w{monday}"))] if ahead > 1 and not at.name else []
    light = lighting.light_key(theme, TurnLight(View.WEEK, monday, at.client))
    new = key(w.plain("+ New session"), NewSession())
    ics = key(w.plain("📅 .ics"), CalendarIcs())
    return [turn, names, [new, *several, ics, light], *at.keys(calendar)]
