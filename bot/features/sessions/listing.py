"""/sessions: three tabs in one message, a button for each session, pages when there are many."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from markupsafe import Markup

from bot import cards
from bot.buttons import Key, Rows, in_rows, key
from bot.features.files.buttons import CalendarIcs
from bot.features.leading import MyWaits, ShowClasses, book_key
from bot.features.money.owing import owed_keys
from bot.features.money.view import own_debts
from bot.features.packages.mine import OwnPackage, keys_of, lines_of, own_packages, running
from bot.features.sessions.buttons import MyMonth, MyWeek, OpenMine, ShowSessions, Tab
from bot.features.stats.buttons import MyFigures
from bot.saying import Calendar
from bot.screen import Screen
from bot.screen import lines as one_below_the_other
from bot.texts import Words
from bot.visit import Visit
from core.booking import Booking, Kind, Status
from core.people import Place, Trainer
from core.period import Period
from core.ports import Books
from core.progress import Progress
from core.use_cases import crediting, self_booking
from core.use_cases.classes import joining

A_PAGE = 8


@dataclass(frozen=True, slots=True)
class Mine:
    """Sessions of one client, with those who hold them."""

    bookings: Sequence[Booking]
    trainers: Mapping[int, Trainer]
    places: Mapping[int, Place]
    contracts: Mapping[int, Progress] = field(default_factory=dict)
    #: Names of the classes in which some of them are seats.
    classes: Mapping[int, str] = field(default_factory=dict)

    @property
    def has_several_coaches(self) -> bool:
        return len(self.trainers) > 1


async def my_sessions(visit: Visit) -> None:
    await visit.show(await _screen(visit, Tab.AHEAD, 0))


async def show(visit: Visit, button: ShowSessions) -> None:
    await visit.show(await _screen(visit, button.tab, button.page))


async def open_mine(visit: Visit, button: OpenMine) -> None:
    card = await cards.card(visit, button.booking_id)
    back = key(visit.w.plain("‹ Back"), ShowSessions(button.tab, button.page))
    await visit.show(replace(card, rows=[*card.rows, [back]]))


async def mine(books: Books, person_id: int) -> Mine:
    return await _known(books, person_id, await books.bookings.of_person(person_id))


async def mine_within(books: Books, person_id: int, within: Period) -> Mine:
    """Those of these days that were not cancelled."""
    return await _known(books, person_id, await books.bookings.of_person_within(person_id, within))


async def _known(books: Books, person_id: int, bookings: Sequence[Booking]) -> Mine:
    trainers = {t.id: t for t in await books.trainers.of_person(person_id)}
    for gone in {b.trainer_id for b in bookings} - trainers.keys():
        trainers[gone] = await books.trainers.get(gone)
    ids = {b.place_id for b in bookings if b.place_id is not None}
    places = {p.id: p for p in await books.places.pick(ids)}
    groups = await books.classes.pick({b.class_id for b in bookings if b.class_id is not None})
    names = {g.id: g.name for g in groups}
    return Mine(bookings, trainers, places, await crediting.of_bookings(books, bookings), names)


def in_tab(known: Mine, tab: Tab, calendar: Calendar) -> list[Booking]:
    """What is ahead in order; what is behind from the newest on."""
    ahead = [b for b in known.bookings if b.takes_time and b.ends_at > calendar.now]
    if tab is Tab.AHEAD:
        return ahead
    cancelled = tab is Tab.CANCELLED
    behind = [b for b in known.bookings if b not in ahead]
    return [b for b in reversed(behind) if (b.status is Status.CANCELLED) is cancelled]


async def _screen(visit: Visit, tab: Tab, page: int) -> Screen:
    known = await visit.read(mine, visit.person.id)
    found = in_tab(known, tab, visit.calendar)
    pages = max(1, -(-len(found) // A_PAGE))
    page = min(max(page, 0), pages - 1)
    shown = found[page * A_PAGE : (page + 1) * A_PAGE]
    w = visit.w
    packages = await _packages(visit, tab)
    text = one_below_the_other(
        _heading(tab, w),
        *lines_of(packages, visit.calendar),
        "" if packages else None,
        *(line(b, known, visit.calendar_for(known.trainers[b.trainer_id].zone)) for b in shown),
        None if shown else _empty(tab, w),
    )
    keys = [key(visit.calendar.label(b.starts_at), OpenMine(b.id, tab, page)) for b in shown]
    owed = await visit.read(own_debts, visit.person.id)
    more = [*in_rows(keys_of(packages, w), 2), owed_keys(owed, w), *await _ahead_keys(visit, tab)]
    today = visit.calendar.today.toordinal()
    views = [key(w.plain("Week"), MyWeek(today)), key(w.plain("Month"), MyMonth(today))]
    own = [key(w.plain("📊 My progress"), MyFigures()), key(w.plain("📅 .ics"), CalendarIcs())]
    return Screen(text, [_tabs(tab, w), *in_rows(keys, 2), *_turn(tab, page, pages), *more, views, own])


async def _ahead_keys(visit: Visit, tab: Tab) -> Rows:
    """The ways to more: booking by oneself where a coach allows it, and what one waits for."""
    if tab is not Tab.AHEAD:
        return []
    guests = await visit.read(self_booking.open_to, visit.person.id)
    waits = await visit.read(lambda books: books.waits.open_of_person(visit.person.id))
    waiting = [key(visit.w.plain("⏳ Waiting: {n}", n=len(waits)), MyWaits())] if waits else []
    classes = await visit.read(joining.on_offer, visit.person.id, visit.now)
    join = [key(visit.w.plain("🤸 Classes"), ShowClasses())] if classes else []
    return [[*([book_key(visit.w)] if guests else []), *join], waiting]


async def _packages(visit: Visit, tab: Tab) -> list[OwnPackage]:
    """Those that run stand above what is ahead, those that are over above what is past."""
    if tab is Tab.CANCELLED:
        return []
    return running(await visit.read(own_packages, visit.person.id), over=tab is Tab.PAST)


def _heading(tab: Tab, w: Words) -> Markup:
    return {
        Tab.AHEAD: w("<b>Your sessions</b>"),
        Tab.PAST: w("<b>Your past sessions</b>"),
        Tab.CANCELLED: w("<b>Cancelled sessions</b>"),
    }[tab]


def _empty(tab: Tab, w: Words) -> Markup:
    return {
        Tab.AHEAD: w("Nothing is booked. Type a line here, and I pass it on to your coach."),
        Tab.PAST: w("Nothing yet: your sessions will stand here when they are over."),
        Tab.CANCELLED: w("Nothing was cancelled."),
    }[tab]


def line(booking: Booking, known: Mine, calendar: Calendar) -> Markup:
    """When, with whom where there are several, and where; online with the link to join."""
    w = calendar.w
    place = known.places.get(booking.place_id or 0)
    where = cards.place_line(place, w, link=booking.takes_time)
    coach = w("Coach {name}", name=known.trainers[booking.trainer_id].name)
    found = [
        _kind(booking, known, w),
        coach if known.has_several_coaches else None,
        _number(booking, known, w),
        where,
    ]
    details = [d for d in found if d]
    first = w(
        "{sign} <b>{when}</b>", sign=_sign(booking, calendar), when=calendar.period_named(booking.period)
    )
    return Markup("\n").join([first, *([Markup(" · ").join(details)] if details else [])])


def _kind(booking: Booking, known: Mine, w: Words) -> Markup | None:
    """What it is, where it is not the usual one."""
    if booking.class_id is not None:
        return w("🤸 {name}", name=known.classes.get(booking.class_id, ""))
    return w("☕ Consultation") if booking.kind is Kind.CONSULTATION else None


def _number(booking: Booking, known: Mine, w: Words) -> Markup | None:
    of = known.contracts.get(booking.contract_id or 0)
    if of is None or booking.id not in of.numbers:
        return None
    return w("session {n} of {total}", n=of.numbers[booking.id], total=of.contract.total)


def _sign(booking: Booking, calendar: Calendar) -> str:
    if booking.status is Status.CONFIRMED and booking.starts_at <= calendar.now:
        return "▶️" if calendar.now < booking.ends_at else "❓"
    signs = {Status.PENDING: "⏳", Status.COMPLETED: "☑️", Status.NO_SHOW: "🚫", Status.CANCELLED: "✖️"}
    return signs.get(booking.status, "👍" if booking.acknowledged_at else "🕕")


def _tabs(tab: Tab, w: Words) -> list[Key]:
    names = {
        Tab.AHEAD: w.plain("Upcoming"),
        Tab.PAST: w.plain("Past"),
        Tab.CANCELLED: w.plain("Cancelled"),
    }
    return [key(f"• {name}" if t is tab else name, ShowSessions(t, 0)) for t, name in names.items()]


def _turn(tab: Tab, page: int, pages: int) -> Rows:
    if pages == 1:
        return []
    keys = [key("‹", ShowSessions(tab, page - 1))] if page else []
    here = key(f"{page + 1}/{pages}", ShowSessions(tab, page))
    more = [key("›", ShowSessions(tab, page + 1))] if page < pages - 1 else []
    return [[*keys, here, *more]]
