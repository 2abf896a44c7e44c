"""A client's own days, weeks and months: nothing but their own sessions, whoever holds them."""

from __future__ import annotations

from datetime import date, time, timedelta

from markupsafe import Markup, escape

from bot import lighting, picturing, timing
from bot.buttons import Button, Key, Rows, in_rows, key
from bot.features.sessions.buttons import MyDay, MyMonth, MyWeek, OpenMine, ShowSessions, Tab, TurnMyLight
from bot.features.sessions.listing import Mine, line, mine_within
from bot.month_grid import grid, per_day
from bot.pictures import album
from bot.pictures import month as months
from bot.pictures import week as weeks
from bot.picturing import Shown, month_days, month_name, next_month
from bot.saying import Calendar
from bot.screen import MOST_BELOW, Screen, units
from bot.screen import lines as one_below_the_other
from bot.texts import Words
from bot.visit import Visit
from core.booking import Booking
from core.hours import WorkingHours
from core.period import Period
from core.zones import days

#: When one may train: the coach's own hours are not shown to clients.
_DAYTIME = WorkingHours.daily(time(6), time(21))


async def show_day(visit: Visit, button: MyDay) -> None:
    day, w = timing.day_of(button.day), visit.w
    known = await visit.read(mine_within, visit.person.id, days(day, visit.calendar.tz))
    rows = [line(b, known, _calendar(visit, known, b)) for b in known.bookings]
    text = one_below_the_other(
        w("<b>{day}</b>", day=visit.calendar.full_day(day)), *(rows or [w("Nothing is booked on this day.")])
    )
    keys = [
        key(f"{visit.calendar.local(b.starts_at):%H:%M}", OpenMine(b.id, Tab.AHEAD, 0))
        for b in known.bookings
    ]
    turn = _turn(
        MyDay(button.day - 1),
        MyDay(visit.calendar.today.toordinal()),
        MyDay(button.day + 1),
        w.plain("Today"),
    )
    await visit.show(Screen(text, [turn, *in_rows(keys, 4), views(day, w)]))


async def show_week(visit: Visit, button: MyWeek) -> None:
    day = timing.day_of(button.day)
    await visit.show(await _week(visit, day - timedelta(days=day.weekday())))


async def show_month(visit: Visit, button: MyMonth) -> None:
    await visit.show(await _month(visit, timing.day_of(button.day).replace(day=1), picture=button.picture))


async def turn_light(visit: Visit, button: TurnMyLight) -> None:
    await lighting.turn(visit)
    if button.week:
        await show_week(visit, MyWeek(button.day))
    else:
        await show_month(visit, MyMonth(button.day, picture=True))


def _calendar(visit: Visit, known: Mine, booking: Booking) -> Calendar:
    return visit.calendar_for(known.trainers[booking.trainer_id].zone)


async def _week(visit: Visit, monday: date) -> Screen:
    w, calendar, at = visit.w, visit.calendar, monday.toordinal()
    within = days(monday, calendar.tz, 7)
    known = await visit.read(mine_within, visit.person.id, within)
    theme = await lighting.theme(visit)
    content = picturing.week_picture(_shown(known, within, theme, visit), monday, calendar)
    turn = _turn(MyWeek(at - 7), MyWeek(calendar.today.toordinal()), MyWeek(at + 7), w.plain("This week"))
    names = [key(f"{monday + timedelta(days=n):%d}", MyDay(at + n)) for n in range(7)]
    last = [*views(monday, w), lighting.light_key(theme, TurnMyLight(at, week=True))]
    head = w(
        "<b>{first} – {last}</b>", first=calendar.day(monday), last=calendar.day(monday + timedelta(days=6))
    )
    return Screen(
        _listed(head, known, visit), [turn, names, last], photo=await album.draw(weeks.drawn, content)
    )


def _listed(head: Markup, known: Mine, visit: Visit) -> Markup:
    """Each session where there is room for all, else only when they are."""
    rows = [line(b, known, _calendar(visit, known, b)) for b in known.bookings]
    text = one_below_the_other(head, *(rows or [visit.w("Nothing is booked in these days.")]))
    if units(text) <= MOST_BELOW:
        return text
    short = [escape(visit.calendar.period(b.period)) for b in known.bookings]
    return one_below_the_other(head, *short)


async def _month(visit: Visit, first: date, *, picture: bool) -> Screen:
    w, calendar = visit.w, visit.calendar
    within = days(first, calendar.tz, len(month_days(first)))
    known = await visit.read(mine_within, visit.person.id, within)
    count = w.many("{n} session", "{n} sessions", len(known.bookings))
    head = w("<b>{month}</b> · {count}", month=month_name(first, w), count=count)
    before, after = next_month(first, -1).toordinal(), next_month(first).toordinal()
    today = MyMonth(calendar.today.toordinal(), picture=picture)
    turn = _turn(
        MyMonth(before, picture=picture), today, MyMonth(after, picture=picture), w.plain("This month")
    )
    if not picture:
        more = key(w.plain("🖼 Picture"), MyMonth(first.toordinal(), picture=True))
        cells = grid(
            first,
            per_day(known.bookings, calendar),
            calendar,
            lambda day: MyDay(day.toordinal()),
            MyMonth(first.toordinal()),
        )
        hint = w("Tap a day; the small number is how many sessions it has.")
        return Screen(one_below_the_other(head, hint), [*cells, turn, [*views(first, w), more]])
    theme = await lighting.theme(visit)
    content = picturing.month_picture(_shown(known, within, theme, visit), first, calendar)
    light = lighting.light_key(theme, TurnMyLight(first.toordinal(), week=False))
    rows: Rows = [turn, [*views(first, w), light]]
    return Screen(_listed(head, known, visit), rows, photo=await album.draw(months.drawn, content))


def _shown(known: Mine, within: Period, theme: str, visit: Visit) -> Shown:
    w = visit.w
    places = {b.id: place.name for b in known.bookings if (place := known.places.get(b.place_id or 0))}
    coaches = {b.id: w.plain("Coach {name}", name=known.trainers[b.trainer_id].name) for b in known.bookings}
    names = {b.id: known.classes.get(b.class_id or 0, coaches[b.id]) for b in known.bookings}
    numbers = {b.id: _number(b, known) for b in known.bookings}
    working = _DAYTIME.around(within, visit.calendar.tz)
    clashing = picturing.clashing(known.bookings)
    return Shown(known.bookings, names, numbers, places, clashing, working, theme=theme)


def _number(booking: Booking, known: Mine) -> str:
    of = known.contracts.get(booking.contract_id or 0)
    return f"{of.numbers[booking.id]}/{of.contract.total}" if of and booking.id in of.numbers else ""


def _turn(before: Button, today: Button, after: Button, label: str) -> list[Key]:
    return [key("‹", before), key(label, today), key("›", after)]


def views(day: date, w: Words) -> list[Key]:
    """The list, and the two ways to see it as a calendar."""
    return [
        key(w.plain("🗓 List"), ShowSessions(Tab.AHEAD, 0)),
        key(w.plain("Week"), MyWeek(day.toordinal())),
        key(w.plain("Month"), MyMonth(day.toordinal())),
    ]
