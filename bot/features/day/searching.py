"""🔍: sessions by client, place or status, or a date to go to; typed or tapped."""

from __future__ import annotations

from datetime import date, datetime

from markupsafe import Markup

from bot import cards
from bot.buttons import Key, in_rows, key
from bot.dialogue import begin, leave
from bot.features.day.agenda import Agenda, sign
from bot.features.day.buttons import Search, SearchFor, ShowDay
from bot.features.day.views import seen
from bot.features.leading import opens
from bot.reading import read_time
from bot.saying import Calendar
from bot.saying_lists import MOST_NAMED, named
from bot.screen import Screen, lines
from bot.texts import Words
from bot.visit import Visit
from core.booking import Booking, Status
from core.draft import Draft
from core.ports import Books
from core.use_cases.classes import timetable
from core.use_cases.classes.timetable import Timetable
from core.when.reading import Ask, At, Day
from core.when.text import folded

DIALOGUE, WORDS = "search", "words"
#: So many are looked for; the newest of them are shown.
_MOST = 60

_STATUSES: dict[Status, tuple[str, ...]] = {
    Status.NO_SHOW: ("no-show", "no show", "noshow", "missed", "vang", "vang mat"),
    Status.COMPLETED: ("done", "completed", "complete", "da tap", "hoan thanh"),
    Status.CANCELLED: ("cancelled", "canceled", "huy", "da huy"),
    Status.PENDING: ("asked for", "asked", "pending", "request", "requests", "cho xac nhan"),
    Status.CONFIRMED: ("booked", "confirmed", "da dat"),
}


async def ask_words(visit: Visit, button: Search) -> None:
    await begin(visit, DIALOGUE, WORDS, day=button.day)
    await visit.show(_question(visit.w, button.day))


async def ask_again(visit: Visit, draft: Draft) -> None:
    await visit.say(_question(visit.w, draft.fields["day"]))


def _question(w: Words, day: int) -> Screen:
    tapped = [
        key(w.plain("🚫 No-show"), SearchFor(Status.NO_SHOW)),
        key(w.plain("⏳ Asked for"), SearchFor(Status.PENDING)),
        key(w.plain("✖️ Cancelled"), SearchFor(Status.CANCELLED)),
    ]
    text = w("🔍 <b>What shall I look for?</b> Type a name, a place, “no-show”, or a date.")
    return Screen(text, [tapped, [key(w.plain("‹ Back"), ShowDay(day))]])


async def search_for(visit: Visit, button: SearchFor) -> None:
    await leave(visit, DIALOGUE)
    agenda = await visit.read(_of_status, visit.me.id, button.status)
    await visit.show(_found(agenda, cards.status_name(button.status, visit.w).partition(" ")[2], visit))


async def answer(visit: Visit, draft: Draft, text: str) -> None:
    """A name or a place comes before a date: a client may be called May. The day is then beside it."""
    agenda, day = await visit.read(_matching, visit.me.id, text, visit.now), await read_day(visit, text)
    if agenda.bookings:
        await visit.close()
        await visit.say(_found(agenda, text, visit, day))
        return
    if day is None:
        await visit.say(_nothing(text, draft.fields["day"], visit.w))
        return
    await visit.close()
    await visit.say(await day_found(visit, day))


async def day_found(visit: Visit, day: date) -> Screen:
    """The day itself, to be gone on from."""
    return Screen(visit.w("🗓 That is a day:"), [[_to(day, visit)]])


def _to(day: date, visit: Visit) -> Key:
    return key(visit.calendar.day_named(day), ShowDay(day.toordinal()))


async def _of_status(books: Books, trainer_id: int, status: Status) -> Agenda:
    found = await books.bookings.search(trainer_id, status=status, most=_MOST)
    return await seen(books, trainer_id, Timetable(found, {}))


async def _matching(books: Books, trainer_id: int, text: str, now: datetime) -> Agenda:
    """Names, classes ahead and places as they are typed without marks, by the beginnings of their words."""
    typed = folded(text).strip()
    known = [*await books.clients.of_trainer(trainer_id), *await books.clients.ended(trainer_id)]
    clients = [c.id for c in known if _fits(typed, c.name)]
    places = [p.id for p in await books.places.of_trainer(trainer_id) if _fits(typed, p.name)]
    status = next((status for status, said in _STATUSES.items() if typed in said), None)
    found = await books.bookings.search(trainer_id, clients=clients, places=places, status=status, most=_MOST)
    groups = [g for g in await books.classes.ahead([trainer_id], now) if _fits(typed, g.name)]
    classes = timetable.folded(await books.bookings.of_classes(g.id for g in groups), groups)
    return await seen(books, trainer_id, Timetable([*classes.entries, *found], classes.titles))


def _fits(typed: str, name: str) -> bool:
    return bool(typed) and f" {typed}" in f" {folded(name)}"


async def read_day(visit: Visit, text: str) -> date | None:
    """The day that was typed, the first one of a week or a month."""
    when = (await read_time(visit, text, visit.me)).when
    choice = when.choices[0] if isinstance(when, Ask) and when.choices else when
    if isinstance(choice, Day):
        return choice.first
    return visit.calendar.local(choice.period.start).date() if isinstance(choice, At) else None


def _found(agenda: Agenda, text: str, visit: Visit, day: date | None = None) -> Screen:
    w, calendar = visit.w, visit.calendar
    if not agenda.bookings:
        return _nothing(text, calendar.today.toordinal(), w)
    count = w.many("{n} session", "{n} sessions", len(agenda.bookings))
    more = w("the newest {n} sessions", n=_MOST) if len(agenda.bookings) == _MOST else count
    rows = [_line(b, agenda, calendar) for b in agenda.bookings]
    keys = [
        key(f"{calendar.local(b.starts_at):%d/%m %H:%M} {agenda.names[b.client_id][:10]}", opens(b))
        for b in agenda.bookings[:MOST_NAMED]
    ]
    text_ = lines(w("🔍 <b>{words}</b> · {count}", words=text[:60], count=more), "", *named(rows, w))
    also = [] if day is None else [_to(day, visit)]
    return Screen(text_, [*in_rows(keys, 2), also, _on(calendar.today.toordinal(), w)])


def _line(booking: Booking, agenda: Agenda, calendar: Calendar) -> Markup:
    place = agenda.places.get(booking.place_id or 0)
    return calendar.w(
        "{sign} {when} <b>{name}</b>{place}",
        sign=sign(booking, agenda, calendar),
        when=calendar.moment(booking.starts_at),
        name=agenda.names[booking.client_id],
        place=f" 📍{place}" if place else "",
    )


def _nothing(text: str, day: int, w: Words) -> Screen:
    said = w(
        "I found nothing for “{words}”. Try a client's name, a place, “no-show”, or a date like “20/10”.",
        words=text[:100],
    )
    return Screen(said, [_on(day, w)])


def _on(day: int, w: Words) -> list[Key]:
    return [key(w.plain("🔍 Search"), Search(day)), key(w.plain("‹ Back"), ShowDay(day))]
