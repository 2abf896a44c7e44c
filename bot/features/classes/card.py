"""A class as its trainer sees it: who is in it, and what can be done; and the list of all that are ahead."""

from __future__ import annotations

from datetime import datetime
from functools import partial

from markupsafe import Markup

from bot.buttons import Key, Rows, in_rows, key
from bot.cards import place_line
from bot.dialogue import leave
from bot.features.classes import buttons as b
from bot.features.classes.screens import listed_line, minimum_line, price_line
from bot.features.leading import NewClassOn, OpenClass
from bot.features.session import OpenSession
from bot.going import back
from bot.saying import Calendar, length
from bot.screen import Screen, lines
from bot.texts import Words
from bot.visit import Visit
from core.booking import CORRECTED_WITHIN, Booking, Status
from core.group_class import ClassStatus, GroupClass
from core.ports import Books
from core.use_cases.classes import roster
from core.use_cases.classes.roster import Roster

#: So many of those in it have a button.
_KEYS = 12
_A_PAGE = 8
#: The dialogue that asks for a new value.
CHANGING = "class_change"
_SIGNS = {Status.COMPLETED: "✅", Status.NO_SHOW: "🚫", Status.PENDING: "⏳"}


async def show(visit: Visit, class_id: int, lead: Markup | None = None) -> None:
    await visit.show(await card(visit, class_id, lead))


async def open_class(visit: Visit, button: OpenClass) -> None:
    await leave(visit, CHANGING)
    await show(visit, button.class_id)


async def card(visit: Visit, class_id: int, lead: Markup | None = None) -> Screen:
    """NotFound for another trainer's class."""

    async def work(books: Books) -> Screen:
        known = await roster.seen(books, class_id, visit.person.id)
        place = await books.places.find(known.group.place_id)
        free = await roster.free_seats(books, known.group, visit.now)
        waiting = len(await books.waits.open_for_class(class_id))
        body = lines(
            *head(known, visit.calendar),
            place_line(place, visit.w),
            price_line(known.group.cost, visit.w),
            *_open_to(known.group, visit.w),
            _free(known, free, waiting, visit.w),
            *heads(known, visit.w),
        )
        return Screen(lines(lead, "" if lead else None, body), _keys(known, visit.calendar))

    return await visit.read(work)


def _open_to(group: GroupClass, w: Words) -> list[Markup | None]:
    """Whom it takes, as long as it may take place."""
    if not group.is_planned:
        return []
    return [minimum_line(group.minimum, w), listed_line(listed=group.listed, w=w)]


def head(known: Roster, calendar: Calendar) -> list[Markup]:
    w, group = calendar.w, known.group
    state = {
        ClassStatus.PLANNED: Markup(),
        ClassStatus.CANCELLED: w(" · ✖️ cancelled"),
        ClassStatus.HELD: w(" · ☑️ held"),
    }[group.status]
    when = w(
        "🗓 <b>{when}</b> ({length})",
        when=calendar.period_named(group.period),
        length=length(group.period.length, w),
    )
    seats = f"{known.taken}/{group.capacity}"
    return [w("🤸 <b>{name}</b> · {seats}{state}", name=group.name, seats=seats, state=state), when]


def _free(known: Roster, free: int, waiting: int, w: Words) -> Markup | None:
    if not known.group.is_planned:
        return None
    said = w.many("{n} seat is free", "{n} seats are free", max(0, free)) if free > 0 else w("Full")
    more = w.many(" · {n} waits for one", " · {n} wait for one", waiting) if waiting else Markup()
    return w("👥 {free}{waiting}", free=said, waiting=more)


def heads(known: Roster, w: Words) -> list[Markup]:
    """Everybody in it by name; who has said that they are coming has a 👍."""
    if not known.seats:
        return [w("<i>Nobody is in it yet.</i>")] if known.group.is_planned else []
    return [Markup("{} {}").format(_sign(seat), known.name(seat)) for seat in known.seats]


def _sign(seat: Booking) -> str:
    return _SIGNS.get(seat.status, "👍" if seat.acknowledged_at else "•")


def _keys(known: Roster, calendar: Calendar) -> Rows:
    w, group, now = calendar.w, known.group, calendar.now
    id_ = group.id
    first: list[Key] = []
    if group.is_planned:
        first += [key(w.plain("➕ Add clients"), b.AskHeads(id_))]
    if group.is_ahead(now):
        first += [
            key(w.plain("✉️ Invite"), b.InviteTo(id_)),
            key(w.plain("✏️ Change"), b.ChangeClass(id_)),
            key(w.plain("✖️ Cancel class"), b.AskCancelClass(id_)),
        ]
    first += attendance_keys(known, now, w)
    people = [key(known.name(s)[:20], OpenSession(s.id)) for s in known.seats[:_KEYS]]
    return [*in_rows(first, 2), *in_rows(people, 3), [key(w.plain("🤸 All classes"), b.MyClasses())]]


def attendance_keys(known: Roster, now: datetime, w: Words) -> list[Key]:
    """From its start on, and for a week to put it right."""
    group = known.group
    if group.status is ClassStatus.CANCELLED or not known.seats or now < group.starts_at:
        return []
    keys = []
    if known.expected or now <= group.ends_at + CORRECTED_WITHIN:
        keys.append(key(w.plain("☑️ Who was there"), b.Attendance(group.id, 0, None)))
    if any(s.status is Status.COMPLETED for s in known.seats):
        keys.append(key(w.plain("💵 Payments"), b.HeadsPaid(group.id, 0)))
    return keys


async def my_classes(visit: Visit, button: b.MyClasses) -> None:
    await visit.show(await visit.read(partial(_listing, visit=visit, page=button.page)))


async def _listing(books: Books, visit: Visit, page: int) -> Screen:
    w, calendar = visit.w, visit.calendar
    ahead = await books.classes.ahead([visit.me.id], visit.now)
    pages = max(1, -(-len(ahead) // _A_PAGE))
    page = min(max(page, 0), pages - 1)
    shown = ahead[page * _A_PAGE : (page + 1) * _A_PAGE]
    taken = await roster.counts(books, [g.id for g in shown])
    told = [
        w(
            "🤸 <b>{name}</b> {seats} · {when}",
            name=g.name,
            seats=f"{taken[g.id]}/{g.capacity}",
            when=calendar.period(g.period),
        )
        for g in shown
    ]
    empty = w("No class is planned. Type it: “Yoga class Sat 9:00 8 seats 150k”, or tap:")
    keys = [key(f"{calendar.local(g.starts_at):%d/%m %H:%M} {g.name[:10]}", OpenClass(g.id)) for g in shown]
    turn = [key("‹", b.MyClasses(page - 1))] if page else []
    turn += [key("›", b.MyClasses(page + 1))] if page < pages - 1 else []
    new = [key(w.plain("🤸 New class"), NewClassOn())]
    return Screen(
        lines(w("<b>Your classes</b>"), *(told or [empty])),
        [*in_rows(keys, 2), turn, new, back(visit, "start")],
    )
