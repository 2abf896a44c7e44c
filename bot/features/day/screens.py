"""A day and a week, line by line, with the free time between."""

from __future__ import annotations

from datetime import date, timedelta

from markupsafe import Markup

from bot import cards
from bot.buttons import Key, Rows, in_rows, key
from bot.features.book.buttons import NewSession
from bot.features.day.agenda import Agenda, paid, sign
from bot.features.day.buttons import ShowDay, ShowWeek
from bot.features.leading import PickSeveral
from bot.features.session import OpenSession
from bot.saying import Calendar, length
from bot.screen import Screen, lines
from core.booking import Booking
from core.people import Trainer
from core.period import Period
from core.zones import days, zone


def day_screen(agenda: Agenda, trainer: Trainer, day: date, calendar: Calendar) -> Screen:
    w = calendar.w
    items = _with_gaps(agenda, trainer, day, calendar)
    body = [*_off(agenda, day, calendar), *(_line(item, agenda, trainer, calendar) for item in items)]
    empty = w("Nothing on. Type a session, like “Lan tomorrow 18:00”, or tap [+ New session].")
    return Screen(
        lines(_heading(agenda, day, calendar), *(body or [empty])), _day_keys(agenda, day, calendar)
    )


def _heading(agenda: Agenda, day: date, calendar: Calendar) -> Markup:
    w = calendar.w
    count = w.many("{n} session", "{n} sessions", len(agenda.bookings))
    return w("<b>{day}</b> · {count}", day=calendar.full_day(day), count=count)


def _with_gaps(agenda: Agenda, trainer: Trainer, day: date, calendar: Calendar) -> list[Booking | Period]:
    """Sessions by start, and the free time between them inside the working hours, from now on."""
    items: list[Booking | Period] = []
    bookings = [b for b in agenda.bookings if calendar.local(b.starts_at).date() == day]
    taken = sorted([*(b.period for b in bookings if b.takes_time), *(off.period for off in agenda.off)])
    for hours in trainer.hours.on(day, zone(trainer.zone)):
        free_from = max(hours.start, calendar.now)
        for period in [p for p in taken if p.overlaps(hours)]:
            if period.start > free_from:
                items.append(Period(free_from, period.start))
            free_from = max(free_from, period.end)
        if (bookings or taken) and free_from < hours.end:
            items.append(Period(free_from, hours.end))
    return sorted([*items, *bookings], key=lambda i: i.start if isinstance(i, Period) else i.starts_at)


def _off(agenda: Agenda, day: date, calendar: Calendar) -> list[Markup]:
    """Of each time off what falls on the day, with its hours where it is not all of it."""
    w, whole = calendar.w, days(day, calendar.tz)
    told = []
    for off in (off for off in agenda.off if off.period.overlaps(whole)):
        part = Period(max(off.starts_at, whole.start), min(off.ends_at, whole.end))
        hours = "" if part == whole else f" {calendar.hours(part)}"
        why = f" · {cards.reason(off.reason, w)}" if off.reason else ""
        told.append(w("🏝 off{hours}{why}", hours=hours, why=why))
    return told


def _line(item: Booking | Period, agenda: Agenda, trainer: Trainer, calendar: Calendar) -> Markup:
    w = calendar.w
    if isinstance(item, Period):
        return w("· free {hours} ({length})", hours=calendar.hours(item), length=length(item.length, w))
    place = agenda.places.get(item.place_id or 0)
    return w(
        "{sign} {hours} <b>{name}</b>{number}{paid}{place}",
        sign=sign(item, agenda, calendar),
        hours=calendar.hours(item.period),
        name=agenda.names[item.client_id],
        number=_number(item, agenda),
        paid=paid(item, agenda, calendar),
        place=f" 📍{place}" if place and item.place_id != trainer.place_id else "",
    )


def _number(booking: Booking, agenda: Agenda) -> str:
    number = agenda.number(booking)
    return f" · {number}" if number else ""


def _day_keys(agenda: Agenda, day: date, calendar: Calendar) -> Rows:
    w = calendar.w
    sessions = [_session_key(b, agenda, calendar) for b in agenda.bookings[:20]]
    turn = [
        key("‹", ShowDay(day.toordinal() - 1)),
        key(w.plain("Today"), ShowDay(calendar.today.toordinal())),
        key("›", ShowDay(day.toordinal() + 1)),
    ]
    new = key(w.plain("+ New session"), NewSession(day.toordinal()))
    several = PickSeveral(f"d{day.toordinal()}")
    many = [key(w.plain("☑️ Several"), several)] if _ahead(agenda, calendar) > 1 else []
    return [turn, *in_rows(sessions, 2), [new, *many, key(w.plain("Week"), ShowWeek(day.toordinal()))]]


def _ahead(agenda: Agenda, calendar: Calendar) -> int:
    """How many could still be changed."""
    return sum(b.takes_time and b.starts_at > calendar.now for b in agenda.bookings)


def _session_key(booking: Booking, agenda: Agenda, calendar: Calendar) -> Key:
    local = calendar.local(booking.starts_at)
    warn = " ⚠️" if booking.id in agenda.clashing else ""
    return key(f"{local:%H:%M} {agenda.names[booking.client_id][:12]}{warn}", OpenSession(booking.id))


def week_screen(agenda: Agenda, trainer: Trainer, day: date, calendar: Calendar) -> Screen:
    """Day by day, the empty ones in one word."""
    w, monday = calendar.w, day - timedelta(days=day.weekday())
    body: list[Markup | str] = []
    for date_ in (monday + timedelta(days=n) for n in range(7)):
        on_day = [b for b in agenda.bookings if calendar.local(b.starts_at).date() == date_]
        mark = " ◂" if date_ == calendar.today else ""
        body.append(w("<b>{day}</b>{mark}", day=calendar.day(date_), mark=mark))
        off = _off(agenda, date_, calendar)
        body += [*off, *(_line(b, agenda, trainer, calendar) for b in on_day)] or [w("  nothing on")]
    sunday = monday + timedelta(days=6)
    head = w("<b>{first} – {last}</b>", first=calendar.day(monday), last=calendar.day(sunday))
    return Screen(lines(head, "", *body), _week_keys(agenda, monday, calendar))


def _week_keys(agenda: Agenda, monday: date, calendar: Calendar) -> Rows:
    w = calendar.w
    day_names = [key(f"{monday + timedelta(days=n):%d}", ShowDay(monday.toordinal() + n)) for n in range(7)]
    turn = [
        key("‹", ShowWeek(monday.toordinal() - 7)),
        key(w.plain("This week"), ShowWeek(calendar.today.toordinal())),
        key("›", ShowWeek(monday.toordinal() + 7)),
    ]
    several = PickSeveral(f"w{monday.toordinal()}")
    many = [key(w.plain("☑️ Several"), several)] if _ahead(agenda, calendar) > 1 else []
    return [turn, day_names, [key(w.plain("+ New session"), NewSession()), *many]]
