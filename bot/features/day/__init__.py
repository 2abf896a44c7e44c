"""The trainer's days: what is on today and this week, where it is free, and what needs an eye."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from markupsafe import Markup

from bot import timing
from bot.feature import Command, Feature, Tap, Who
from bot.features.day import agenda as agendas
from bot.features.day.agenda import Agenda
from bot.features.day.buttons import ShowDay, ShowWeek
from bot.features.day.screens import day_screen, week_screen
from bot.notices import Telling
from bot.reading import read_time
from bot.saying import Calendar
from bot.screen import Screen, lines
from bot.texts import N_
from bot.visit import Visit
from core.booking import Booking
from core.notice import NoticeKind
from core.when.reading import Ask, At, Day
from core.zones import days, week, zone

__all__ = ["ShowDay", "ShowWeek", "feature"]


async def today(visit: Visit) -> None:
    """/today, or another day: "/today friday"."""
    if (day := await _asked_for(visit)) is not None:
        await visit.show(await _day(visit, day))


async def show_day(visit: Visit, button: ShowDay) -> None:
    await visit.show(await _day(visit, timing.day_of(button.day)))


async def this_week(visit: Visit) -> None:
    """/week, or another week: "/week next week"."""
    if (day := await _asked_for(visit)) is not None:
        await visit.show(await _week(visit, day))


async def _asked_for(visit: Visit) -> date | None:
    """The day typed after the command, else today; one that was not understood is said."""
    # A tap on [Today] brings the text of the message that it stands on, which nobody typed.
    typed = "" if visit.tapped else visit.text.partition(" ")[2].strip()
    if not typed:
        return visit.calendar.today
    when = (await read_time(visit, typed, visit.me)).when
    choice = when.choices[0] if isinstance(when, Ask) and when.choices else when
    if isinstance(choice, Day):
        return choice.first
    if isinstance(choice, At):
        return visit.calendar.local(choice.period.start).date()
    await visit.say(Screen(visit.w("I did not get “{words}”. Try “/week next week”.", words=typed[:100])))
    return None


async def show_week(visit: Visit, button: ShowWeek) -> None:
    await visit.show(await _week(visit, timing.day_of(button.day)))


async def _day(visit: Visit, day: date) -> Screen:
    agenda = await visit.read(agendas.read, visit.me, days(day, zone(visit.me.zone)))
    return day_screen(agenda, visit.me, day, visit.calendar)


async def _week(visit: Visit, day: date) -> Screen:
    agenda = await visit.read(agendas.read, visit.me, week(day, zone(visit.me.zone)))
    return week_screen(agenda, visit.me, day, visit.calendar)


async def daily_list(telling: Telling) -> Screen | None:
    """The morning's list; one that arrives on another day is dropped."""
    trainer = await telling.books.trainers.get(telling.reader.id)
    calendar = telling.calendar(trainer.zone)
    day = date.fromisoformat(telling.facts["day"])
    if day != calendar.today:
        return None
    agenda = await agendas.read(telling.books, trainer, days(day, zone(trainer.zone)))
    open_ones = await telling.books.bookings.unanswered(trainer.id, telling.now)
    if not agenda.bookings and not open_ones:
        return None
    screen = day_screen(agenda, trainer, day, calendar)
    return replace(screen, text=lines(screen.text, *_unanswered(open_ones, agenda, calendar)), silent=True)


def _unanswered(bookings: Sequence[Booking], agenda: Agenda, calendar: Calendar) -> list[Markup]:
    """Sessions that ended without a word how they went."""
    w = calendar.w
    found = [
        w("❓ {when} {name}", when=calendar.moment(b.starts_at), name=agenda.names.get(b.client_id, ""))
        for b in bookings
    ]
    return [Markup(), w("<b>Still open:</b> how did these go?"), *found] if found else []


feature = Feature(
    name="day",
    help=N_("/today and /week show your sessions and your free time."),
    who=Who.TRAINER,
    commands=(
        Command("today", today, N_("Sessions of today"), Who.TRAINER),
        Command("week", this_week, N_("Sessions of this week"), Who.TRAINER),
    ),
    taps=(Tap(ShowDay, show_day, Who.TRAINER), Tap(ShowWeek, show_week, Who.TRAINER)),
    notices={NoticeKind.DAILY_LIST: daily_list},
)
