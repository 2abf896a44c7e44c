"""The card of the day: the day's screen, pinned, and what makes it look different."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from markupsafe import Markup

from bot import outgoing
from bot.buttons import key
from bot.features.day import agenda as agendas
from bot.features.day.agenda import Agenda, class_names
from bot.features.day.buttons import View
from bot.features.day.lines import line, off_lines, with_gaps
from bot.features.day.screens import day_keys, heading
from bot.features.day.views import Looked
from bot.saying import Calendar
from bot.screen import Screen, lines
from bot.staying import Refresh
from bot.texts import words
from bot.today_card import Drawn
from bot.visit import Visit
from core.people import Person, Trainer
from core.ports import Books
from core.use_cases import carding
from core.use_cases.classes import timetable
from core.use_cases.classes.timetable import Timetable
from core.zones import days, zone


async def drawn(books: Books, trainer: Trainer, reader: Person, now: datetime) -> Drawn:
    """The card of the trainer's present day."""
    calendar = Calendar.of(words(reader.language), reader.zone, trainer.zone, now)
    agenda = await agendas.read(books, trainer, days(calendar.today, zone(trainer.zone)))
    open_ones = await timetable.unanswered(books, await books.bookings.unanswered(trainer.id, now))
    screen = _screen(agenda, open_ones, trainer, calendar)
    return Drawn(screen, calendar.today, _changes_at(agenda, trainer, calendar))


def _screen(agenda: Agenda, open_ones: Timetable, trainer: Trainer, calendar: Calendar) -> Screen:
    w, day = calendar.w, calendar.today
    at = Looked(View.DAY, day)
    today = days(day, zone(trainer.zone))
    items = with_gaps(agenda, trainer, day, calendar, since=today.start)
    body = [*off_lines(agenda, day, calendar), *(line(item, agenda, trainer, calendar) for item in items)]
    free = w("🌿 A free day: enjoy it! What is booked for today shows up here.")
    known = {b.id for b in agenda.bookings}
    told = [heading(agenda, at, calendar), *(body or [free])]
    open_ones = replace(open_ones, entries=[b for b in open_ones.entries if b.id not in known])
    told += unanswered(open_ones, agenda, calendar)
    keys = day_keys(agenda, at, calendar, key(w.plain("🔄 Today"), Refresh()))
    return Screen(lines(*told), keys, silent=True)


def unanswered(open_ones: Timetable, agenda: Agenda, calendar: Calendar) -> list[Markup]:
    """Sessions that ended without a word how they went, and classes whose list is not filled in."""
    w, names = calendar.w, agenda.names | class_names(open_ones)
    found = [
        w("❓ {when} {name}", when=calendar.moment(b.starts_at), name=names.get(b.client_id, ""))
        for b in open_ones.entries
    ]
    return [Markup(), w("<b>Still open:</b> how did these go?"), *found] if found else []


def _changes_at(agenda: Agenda, trainer: Trainer, calendar: Calendar) -> datetime:
    """When something begins or ends next, at the latest with the day."""
    tz = zone(trainer.zone)
    today = days(calendar.today, tz)
    periods = [b.period for b in agenda.bookings] + [off.period for off in agenda.off]
    moments = [m for p in [*periods, *trainer.hours.on(calendar.today, tz)] for m in (p.start, p.end)]
    return min(m for m in [*moments, today.end] if m > calendar.now)


async def said(visit: Visit) -> bool:
    """The day as a new message that becomes the card, where there is none yet."""
    if not await visit.read(carding.wanted, visit.me.id, visit.calendar.today):
        return False
    card = await visit.read(drawn, visit.me, visit.person, visit.now)
    message = await visit.say(replace(card.screen, silent=False))
    look = outgoing.look(card.screen)
    await visit.write(carding.became, visit.me.id, card.day, message.message_id, look, visit.now)
    return True


async def is_standing(visit: Visit, day: date) -> bool:
    """Whether the message that was tapped is the card of that day."""
    card = await visit.read(carding.standing, visit.me.id, day)
    tapped = visit.tapped
    return card is not None and tapped is not None and card.message_id == tapped.message_id
