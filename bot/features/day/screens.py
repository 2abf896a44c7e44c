"""A day, line by line, with the free time between."""

from __future__ import annotations

from datetime import timedelta

from markupsafe import Markup

from bot.buttons import Key, Rows, in_rows, key
from bot.features.book.buttons import NewSession
from bot.features.day.agenda import Agenda
from bot.features.day.buttons import ShowDay
from bot.features.day.lines import line, off_lines, on_day, with_gaps
from bot.features.day.views import Looked, turns
from bot.features.leading import NewClassOn, PickSeveral, opens
from bot.saying import Calendar
from bot.screen import Screen, lines
from core.booking import Booking
from core.people import Trainer

_ONE = timedelta(days=1)


def day_screen(agenda: Agenda, trainer: Trainer, at: Looked, calendar: Calendar) -> Screen:
    """Of one client only the sessions: the time between them is not theirs."""
    w, day = calendar.w, at.day
    items = on_day(agenda, day, calendar) if at.client else with_gaps(agenda, trainer, day, calendar)
    body = [*off_lines(agenda, day, calendar), *(line(item, agenda, trainer, calendar) for item in items)]
    empty = w("Nothing on. Type a session, like “Lan tomorrow 18:00”, or tap [+ New session].")
    today = key(w.plain("Today"), ShowDay(calendar.today.toordinal(), at.client))
    keys = day_keys(agenda, at, calendar, today)
    return Screen(lines(heading(agenda, at, calendar), *(body or [empty])), keys)


def heading(agenda: Agenda, at: Looked, calendar: Calendar) -> Markup:
    w = calendar.w
    count = w.many("{n} session", "{n} sessions", len(agenda.bookings))
    whose = w(" · {name}", name=at.name) if at.name else ""
    return w("<b>{day}</b> · {count}{whose}", day=calendar.full_day(at.day), count=count, whose=whose)


def day_keys(agenda: Agenda, at: Looked, calendar: Calendar, today: Key) -> Rows:
    """`today` stands between the days before and after."""
    w, day = calendar.w, at.day.toordinal()
    sessions = [_session_key(b, agenda, calendar) for b in agenda.bookings[:20]]
    before, _, after = turns(at, at.day - _ONE, at.day + _ONE, "", calendar)
    new = key(w.plain("+ New session"), NewSession(day))
    group = key(w.plain("🤸 New class"), NewClassOn(day))
    many = [key(w.plain("☑️ Several"), PickSeveral(f"d{day}"))] if _ahead(agenda, calendar) > 1 else []
    return [[before, today, after], *in_rows(sessions, 2), [new, group, *many], *at.keys(calendar)]


def _ahead(agenda: Agenda, calendar: Calendar) -> int:
    """How many could still be changed."""
    return sum(b.takes_time and b.class_id is None and b.starts_at > calendar.now for b in agenda.bookings)


def _session_key(booking: Booking, agenda: Agenda, calendar: Calendar) -> Key:
    local = calendar.local(booking.starts_at)
    warn = " ⚠️" if booking.id in agenda.clashing else ""
    return key(f"{local:%H:%M} {agenda.names[booking.client_id][:14]}{warn}", opens(booking))
