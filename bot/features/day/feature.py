"""The trainer's calendar: days, weeks and months, where it is free, and what needs an eye."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from bot import lighting, timing
from bot.dialogue import leave
from bot.feature import Command, Feature, Step, Tap, Who
from bot.features.day import agenda as agendas
from bot.features.day import card, searching
from bot.features.day.buttons import (
    ChooseClient,
    Search,
    SearchFor,
    ShowDay,
    ShowMonth,
    ShowMonthPicture,
    ShowWeek,
    TurnLight,
    View,
)
from bot.features.day.months import month_picture, month_screen, typed_month
from bot.features.day.screens import day_screen
from bot.features.day.searching import read_day
from bot.features.day.views import Looked, choose_client, looked, only
from bot.features.day.waiting import add_waiting
from bot.features.day.weeks import week_screen
from bot.notices import Telling
from bot.screen import Screen, lines
from bot.staying import Refresh
from bot.texts import N_
from bot.visit import Visit
from core.notice import NoticeKind
from core.people import Trainer
from core.use_cases import carding
from core.use_cases.classes import timetable
from core.zones import days, zone

__all__ = ["ShowDay", "ShowWeek", "feature"]


async def today(visit: Visit) -> None:
    """/today, or another day: "/today friday"."""
    day = await _asked_for(visit)
    if day is None or (day == visit.calendar.today and visit.tapped is None and await card.said(visit)):
        return
    await visit.show(await _day(visit, day))


async def refresh(visit: Visit, button: Refresh) -> None:
    """The card's own button; below one of another day the present day is shown."""
    if await card.is_standing(visit, visit.calendar.today):
        await visit.write(carding.look_again, visit.me.id, visit.now)
        await visit.toast(visit.w.plain("🔄 Up to date."))
    elif not await card.said(visit):
        await visit.show(await _day(visit, visit.calendar.today))


async def this_week(visit: Visit) -> None:
    """/week, or another week: "/week next week"."""
    if (day := await _asked_for(visit)) is not None:
        await visit.show(await week_screen(visit, day))


async def this_month(visit: Visit) -> None:
    """/month, or another one: "/month 10", "/month next month"."""
    day = typed_month(_typed(visit), visit.calendar.today) or await _asked_for(visit)
    if day is not None:
        await visit.show(await month_screen(visit, day))


def _typed(visit: Visit) -> str:
    # A tap on [Today] brings the text of the message that it stands on, which nobody typed.
    return "" if visit.tapped else visit.text.partition(" ")[2].strip()


async def _asked_for(visit: Visit) -> date | None:
    """The day typed after the command, else today; one that was not understood is said."""
    typed = _typed(visit)
    if not typed:
        return visit.calendar.today
    day = await read_day(visit, typed)
    if day is None:
        said = visit.w("I did not get “{words}”. Try “/week next week”.", words=typed[:100])
        await visit.say(Screen(said))
    return day


async def show_day(visit: Visit, button: ShowDay) -> None:
    await leave(visit, searching.DIALOGUE)
    await visit.show(await _day(visit, timing.day_of(button.day), button.client))


async def show_week(visit: Visit, button: ShowWeek) -> None:
    await visit.show(await week_screen(visit, timing.day_of(button.day), button.client))


async def show_month(visit: Visit, button: ShowMonth) -> None:
    await visit.show(await month_screen(visit, timing.day_of(button.day), button.client))


async def show_month_picture(visit: Visit, button: ShowMonthPicture) -> None:
    await visit.show(await month_picture(visit, timing.day_of(button.day), button.client))


async def turn_light(visit: Visit, button: TurnLight) -> None:
    await lighting.turn(visit)
    shown = week_screen if button.view is View.WEEK else month_picture
    await visit.show(await shown(visit, timing.day_of(button.day), button.client))


async def _day(visit: Visit, day: date, client: int | None = None) -> Screen:
    at = await looked(visit, View.DAY, day, client)
    agenda = await visit.read(agendas.read, visit.me, days(day, visit.calendar.tz))
    screen = day_screen(only(agenda, at.client), visit.me, at, visit.calendar)
    return await add_waiting(visit, day, screen)


async def daily_list(telling: Telling) -> Screen | None:
    """The morning's list; one that arrives on another day is dropped."""
    trainer = await telling.books.trainers.get(telling.reader.id)
    calendar = telling.calendar(trainer.zone)
    day = date.fromisoformat(telling.facts["day"])
    if day != calendar.today:
        return None
    if trainer.today_card:
        return await _morning_card(telling, trainer, day)
    agenda = await agendas.read(telling.books, trainer, days(day, zone(trainer.zone)))
    left = await telling.books.bookings.unanswered(trainer.id, telling.now)
    open_ones = await timetable.unanswered(telling.books, left)
    if not agenda.bookings and not left:
        return None
    screen = day_screen(agenda, trainer, Looked(View.DAY, day), calendar)
    still_open = card.unanswered(open_ones, agenda, calendar)
    return replace(screen, text=lines(screen.text, *still_open), silent=True)


async def _morning_card(telling: Telling, trainer: Trainer, day: date) -> Screen | None:
    """The list is the card of the day, unless there is one already: then it would be said twice."""
    if not await carding.wanted(telling.books, trainer.id, day):
        return None
    return (await card.drawn(telling.books, trainer, telling.reader, telling.now)).screen


feature = Feature(
    name="day",
    help=N_("/today, /week and /month show your sessions and free time; 🔍 finds clients, places and days."),
    who=Who.TRAINER,
    commands=(
        Command("today", today, N_("Sessions of today"), Who.TRAINER),
        Command("week", this_week, N_("Sessions of this week"), Who.TRAINER),
        Command("month", this_month, N_("The month at a glance"), Who.TRAINER),
    ),
    taps=(
        Tap(ShowDay, show_day, Who.TRAINER),
        Tap(Refresh, refresh, Who.TRAINER),
        Tap(ShowWeek, show_week, Who.TRAINER),
        Tap(ShowMonth, show_month, Who.TRAINER),
        Tap(ShowMonthPicture, show_month_picture, Who.TRAINER),
        Tap(TurnLight, turn_light, Who.TRAINER),
        Tap(ChooseClient, choose_client, Who.TRAINER),
        Tap(Search, searching.ask_words, Who.TRAINER),
        Tap(SearchFor, searching.search_for, Who.TRAINER),
    ),
    steps={f"{searching.DIALOGUE}:{searching.WORDS}": Step(searching.ask_again, searching.answer)},
    notices={NoticeKind.DAILY_LIST: daily_list},
)
