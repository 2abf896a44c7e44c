"""The trainer's days: what is on today and this week, where it is free, and what needs an eye."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from markupsafe import Markup

from bot import timing
from bot.buttons import Button, Key, Rows, in_rows, key
from bot.feature import Command, Feature, Tap, Who
from bot.features.book.buttons import NewSession
from bot.features.session import OpenSession
from bot.notices import Telling
from bot.reading import read_time
from bot.saying import Calendar, length
from bot.screen import Screen, lines
from bot.texts import N_
from bot.visit import Visit
from core.booking import Booking, Status
from core.notice import NoticeKind
from core.people import Trainer
from core.period import Period
from core.ports import Books
from core.when.reading import Ask, At, Day
from core.zones import days, week, zone


@dataclass(frozen=True)
class ShowDay(Button, prefix="dd"):
    """`day` as an ordinal."""

    day: int


@dataclass(frozen=True)
class ShowWeek(Button, prefix="dw"):
    day: int


@dataclass(frozen=True, slots=True)
class Agenda:
    """The sessions of some days, with what is shown of each."""

    bookings: Sequence[Booking]
    names: dict[int, str]
    places: dict[int, str]
    paid: frozenset[int]
    clashing: frozenset[int]


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
    agenda = await visit.read(_agenda, visit.me, days(day, zone(visit.me.zone)))
    return day_screen(agenda, visit.me, day, visit.calendar)


async def _agenda(books: Books, trainer: Trainer, within: Period) -> Agenda:
    bookings = await books.bookings.of_trainer(trainer.id, within)
    names = {c.id: c.name for c in await books.clients.of_trainer(trainer.id)}
    for missing in {b.client_id for b in bookings} - names.keys():
        names[missing] = (await books.clients.get(missing)).name
    places = {p.id: p.name for p in await books.places.of_trainer(trainer.id)}
    totals = await books.payments.totals(b.id for b in bookings)
    live = [b for b in bookings if b.takes_time]
    return Agenda(
        bookings,
        names,
        places,
        frozenset(b.id for b in bookings if b.price and totals.get(b.id, 0) >= b.price),
        frozenset(
            one.id
            for one in live
            for other in live
            if one.id != other.id and one.period.overlaps(other.period)
        ),
    )


def day_screen(agenda: Agenda, trainer: Trainer, day: date, calendar: Calendar) -> Screen:
    w = calendar.w
    body = [_line(item, agenda, trainer, calendar) for item in _with_gaps(agenda, trainer, day, calendar)]
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
    for hours in trainer.hours.on(day, zone(trainer.zone)):
        free_from = max(hours.start, calendar.now)
        for booking in [b for b in bookings if b.takes_time and b.period.overlaps(hours)]:
            if booking.starts_at > free_from:
                items.append(Period(free_from, booking.starts_at))
            free_from = max(free_from, booking.ends_at)
        if bookings and free_from < hours.end:
            items.append(Period(free_from, hours.end))
    return sorted([*items, *bookings], key=lambda i: i.start if isinstance(i, Period) else i.starts_at)


def _line(item: Booking | Period, agenda: Agenda, trainer: Trainer, calendar: Calendar) -> Markup:
    w = calendar.w
    if isinstance(item, Period):
        return w("· free {hours} ({length})", hours=calendar.hours(item), length=length(item.length, w))
    place = agenda.places.get(item.place_id or 0)
    return w(
        "{sign} {hours} <b>{name}</b>{paid}{place}",
        sign=sign(item, agenda, calendar),
        hours=calendar.hours(item.period),
        name=agenda.names[item.client_id],
        paid=_paid(item, agenda, calendar),
        place=f" 📍{place}" if place and item.place_id != trainer.place_id else "",
    )


def sign(booking: Booking, agenda: Agenda, calendar: Calendar) -> str:
    """One sign says how it stands: done, missed, running, in the way, asked for, ahead."""
    if booking.id in agenda.clashing or booking.double:
        return "⚠️"
    if booking.status is Status.CONFIRMED and booking.period.start <= calendar.now:
        return "▶️" if calendar.now < booking.ends_at else "❓"
    signs = {Status.COMPLETED: "✅", Status.NO_SHOW: "🚫", Status.PENDING: "⏳"}
    return signs.get(booking.status, "👍" if booking.acknowledged_at else "🕕")


def _paid(booking: Booking, agenda: Agenda, calendar: Calendar) -> str:
    if booking.id in agenda.paid:
        return calendar.w.plain(" · paid")
    owed = booking.status is Status.COMPLETED and bool(booking.price)
    return calendar.w.plain(" · not paid") if owed else ""


def _day_keys(agenda: Agenda, day: date, calendar: Calendar) -> Rows:
    w = calendar.w
    sessions = [_session_key(b, agenda, calendar) for b in agenda.bookings[:20]]
    turn = [
        key("‹", ShowDay(day.toordinal() - 1)),
        key(w.plain("Today"), ShowDay(calendar.today.toordinal())),
        key("›", ShowDay(day.toordinal() + 1)),
    ]
    new = key(w.plain("+ New session"), NewSession(day.toordinal()))
    return [turn, *in_rows(sessions, 2), [new, key(w.plain("Week"), ShowWeek(day.toordinal()))]]


def _session_key(booking: Booking, agenda: Agenda, calendar: Calendar) -> Key:
    local = calendar.local(booking.starts_at)
    warn = " ⚠️" if booking.id in agenda.clashing else ""
    return key(f"{local:%H:%M} {agenda.names[booking.client_id][:12]}{warn}", OpenSession(booking.id))


async def _week(visit: Visit, day: date) -> Screen:
    agenda = await visit.read(_agenda, visit.me, week(day, zone(visit.me.zone)))
    return week_screen(agenda, visit.me, day, visit.calendar)


def week_screen(agenda: Agenda, trainer: Trainer, day: date, calendar: Calendar) -> Screen:
    """Day by day, the empty ones in one word."""
    w, monday = calendar.w, day - timedelta(days=day.weekday())
    body: list[Markup | str] = []
    for date_ in (monday + timedelta(days=n) for n in range(7)):
        on_day = [b for b in agenda.bookings if calendar.local(b.starts_at).date() == date_]
        mark = " ◂" if date_ == calendar.today else ""
        body.append(w("<b>{day}</b>{mark}", day=calendar.day(date_), mark=mark))
        body += [_line(b, agenda, trainer, calendar) for b in on_day] or [w("  nothing on")]
    sunday = monday + timedelta(days=6)
    head = w("<b>{first} – {last}</b>", first=calendar.day(monday), last=calendar.day(sunday))
    return Screen(lines(head, "", *body), _week_keys(monday, calendar))


def _week_keys(monday: date, calendar: Calendar) -> Rows:
    w = calendar.w
    day_names = [key(f"{monday + timedelta(days=n):%d}", ShowDay(monday.toordinal() + n)) for n in range(7)]
    turn = [
        key("‹", ShowWeek(monday.toordinal() - 7)),
        key(w.plain("This week"), ShowWeek(calendar.today.toordinal())),
        key("›", ShowWeek(monday.toordinal() + 7)),
    ]
    return [turn, day_names, [key(w.plain("+ New session"), NewSession())]]


async def daily_list(telling: Telling) -> Screen | None:
    """The morning's list; one that arrives on another day is dropped."""
    trainer = await telling.books.trainers.get(telling.reader.id)
    calendar = telling.calendar(trainer.zone)
    day = date.fromisoformat(telling.facts["day"])
    if day != calendar.today:
        return None
    agenda = await _agenda(telling.books, trainer, days(day, zone(trainer.zone)))
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
