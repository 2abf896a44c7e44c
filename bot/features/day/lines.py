"""Lines of an agenda: sessions with their state by sign and word, free time between, time off."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from markupsafe import Markup

from bot import cards
from bot.features.day.agenda import Agenda, paid, sign
from bot.saying import Calendar, length
from bot.screen import lines
from core.booking import Booking, Status
from core.people import Trainer
from core.period import Period
from core.zones import days, zone

#: From so long before a session on, so much of the last note about its client stands below it.
_NEAR, _LONGEST = timedelta(days=1), 90


def with_gaps(
    agenda: Agenda, trainer: Trainer, day: date, calendar: Calendar, since: datetime | None = None
) -> list[Booking | Period]:
    """Sessions by start, and the free time between them inside the working hours that is not over.

    It begins now, or stands as it was `since` then: what is shown stays the same while it runs.
    """
    items: list[Booking | Period] = []
    bookings = on_day(agenda, day, calendar)
    held = (b.period for b in bookings if b.status is not Status.CANCELLED)
    taken = sorted([*held, *(off.period for off in agenda.off)])
    for hours in trainer.hours.on(day, zone(trainer.zone)):
        free_from = max(hours.start, since or calendar.now)
        for period in [p for p in taken if p.overlaps(hours)]:
            if period.start > free_from:
                items.append(Period(free_from, period.start))
            free_from = max(free_from, period.end)
        if (bookings or taken) and free_from < hours.end:
            items.append(Period(free_from, hours.end))
    items = [i for i in items if isinstance(i, Booking) or i.end > calendar.now]
    return sorted([*items, *bookings], key=lambda i: i.start if isinstance(i, Period) else i.starts_at)


def on_day(agenda: Agenda, day: date, calendar: Calendar) -> list[Booking]:
    return [b for b in agenda.bookings if calendar.local(b.starts_at).date() == day]


def off_lines(agenda: Agenda, day: date, calendar: Calendar) -> list[Markup]:
    """Of each time off what falls on the day, with its hours where it is not all of it."""
    w, whole = calendar.w, days(day, calendar.tz)
    told = []
    for off in (off for off in agenda.off if off.period.overlaps(whole)):
        part = Period(max(off.starts_at, whole.start), min(off.ends_at, whole.end))
        hours = "" if part == whole else f" {calendar.hours(part)}"
        why = f" · {cards.reason(off.reason, w)}" if off.reason else ""
        told.append(w("🏝 off{hours}{why}", hours=hours, why=why))
    return told


def line(item: Booking | Period, agenda: Agenda, trainer: Trainer, calendar: Calendar) -> Markup:
    w = calendar.w
    if isinstance(item, Period):
        return w("· free {hours} ({length})", hours=calendar.hours(item), length=length(item.length, w))
    place = agenda.places.get(item.place_id or 0)
    said = w(
        "{sign} {hours} <b>{name}</b>{number}{word}{paid}{place}",
        sign=sign(item, agenda, calendar),
        hours=calendar.hours(item.period),
        name=agenda.names[item.client_id],
        number=_number(item, agenda),
        word=_word(item, calendar),
        paid=paid(item, agenda, calendar),
        place=f" 📍{place}" if place and item.place_id != trainer.place_id else "",
    )
    return lines(said, _last_note(item, agenda, calendar))


def _last_note(booking: Booking, agenda: Agenda, calendar: Calendar) -> Markup | None:
    """What to think of the next time, once that is near."""
    note = agenda.notes.get(booking.id)
    is_near = booking.starts_at <= calendar.now + _NEAR and calendar.now < booking.ends_at
    if note is None or not is_near:
        return None
    one_line = " ".join(note.split())
    cut = one_line if len(one_line) <= _LONGEST else f"{one_line[: _LONGEST - 1]}…"
    return calendar.w("    📌 {text}", text=cut)


def _word(booking: Booking, calendar: Calendar) -> str:
    """What its sign says, for those who do not see it so; nothing for what is simply booked."""
    w = calendar.w
    if booking.has_begun(calendar.now):
        return w.plain(" · now") if calendar.now < booking.ends_at else w.plain(" · how was it?")
    known = {
        Status.COMPLETED: w.plain(" · done"),
        Status.NO_SHOW: w.plain(" · no-show"),
        Status.PENDING: w.plain(" · asked for"),
    }
    return known.get(booking.status, "")


def _number(booking: Booking, agenda: Agenda) -> str:
    number = agenda.number(booking)
    return f" · {number}" if number else ""
