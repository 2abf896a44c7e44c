"""Sessions for other calendars: one, or all of them, for whichever of the two asks."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import timedelta

from bot.buttons import Key, key
from bot.cards import SessionView, kind_name, view
from bot.documents import Document, send_document
from bot.features.files.buttons import CalendarIcs, SessionIcs
from bot.files import ics
from bot.screen import Screen
from bot.texts import Words
from bot.visit import Visit
from core.booking import Booking, Kind, Status
from core.people import Client, Place, Side, Trainer
from core.period import Period
from core.ports import Books
from core.use_cases import crediting
from core.use_cases.classes import roster, timetable

#: A whole calendar reaches so far back and ahead.
BACK, AHEAD = timedelta(days=90), timedelta(days=2 * 366)
#: At most so many sessions are read at once.
_PAGE = 500


def on_card(seen: SessionView, w: Words) -> list[Key]:
    """As long as there is something to put into a calendar, or to take out of it."""
    ahead = seen.booking.ends_at > seen.now
    wanted = ahead and (seen.booking.takes_time or seen.booking.status is Status.CANCELLED)
    return [key(w.plain("📅 .ics"), SessionIcs(seen.booking.id))] if wanted else []


async def one_session(visit: Visit, button: SessionIcs) -> None:
    seen, w = await visit.read(view, button.booking_id, visit.person.id, visit.now), visit.w
    entry = ics.Entry(
        seen.booking,
        _summary(
            seen.side, seen.trainer, seen.client, seen.number, w, seen.group.name if seen.group else None
        ),
        _coach(seen.trainer, w),
        seen.client.name,
        seen.place,
        visit.services.username,
        kind_name(seen.booking.kind, w),
    )
    content = await asyncio.to_thread(ics.one, entry, visit.now)
    gone = seen.booking.status is Status.CANCELLED
    said = (
        w("Open it to take the session out of your calendar.")
        if gone
        else w(
            "Open it, and the session is in your calendar. After a move take the new one: it replaces this."
        )
    )
    name = f"{visit.calendar_for(seen.trainer.zone).local(seen.booking.starts_at):%Y-%m-%d-%H%M}.ics"
    await send_document(visit.services, visit.person.id, Document(name, content, said))


def _summary(
    side: Side,
    trainer: Trainer,
    client: Client,
    number: tuple[int, int] | None,
    w: Words,
    group: str | None = None,
) -> str:
    """Each reads who the other one is; of a class its name."""
    place = f" {number[0]}/{number[1]}" if number else ""
    if group is not None and side is Side.CLIENT:
        return w.plain("{group} with Coach {name}", group=group, name=trainer.name) + place
    if side is Side.CLIENT:
        return w.plain("Training with Coach {name}", name=trainer.name) + place
    return f"{client.name}{place}"


def _coach(trainer: Trainer, w: Words) -> str:
    return w.plain("Coach {name}", name=trainer.name)


async def whole_calendar(visit: Visit, button: CalendarIcs) -> None:
    """As a trainer and as a client, for who is both; what was cancelled leaves the other calendar."""
    entries = await visit.read(_all, visit)
    if not any(e.booking.status is not Status.CANCELLED for e in entries):
        await visit.say(Screen(visit.w("There is no session to put into a calendar yet.")))
        return
    content = await asyncio.to_thread(ics.several, entries, visit.now, visit.w.plain("Training"))
    said = visit.w(
        "Your calendar with {n} sessions, as of now. Open it, and your phone takes them over.",
        n=sum(e.booking.status is not Status.CANCELLED for e in entries),
    )
    document = Document(f"calendar-{visit.calendar.today}.ics", content, said)
    await send_document(visit.services, visit.person.id, document)


async def _all(books: Books, visit: Visit) -> list[ics.Entry]:
    within = Period(visit.now - BACK, visit.now + AHEAD)
    found = [] if visit.trainer is None else await _as_trainer(books, visit.trainer, within, visit)
    return found + await _as_client(books, visit, within)


async def _as_trainer(books: Books, trainer: Trainer, within: Period, visit: Visit) -> list[ics.Entry]:
    bookings: list[Booking] = []
    while page := await books.history.bookings(trainer.id, within, bookings[-1] if bookings else None, _PAGE):
        bookings += page
    single = [b for b in bookings if b.class_id is None]
    return [
        *await _entries(books, single, Side.TRAINER, visit),
        *await _classes(books, trainer, within, bookings, visit),
    ]


async def _classes(
    books: Books, trainer: Trainer, within: Period, bookings: Sequence[Booking], visit: Visit
) -> list[ics.Entry]:
    """One entry a class, however many are in it; what was cancelled with people in it is taken out."""
    known = {g.id: g for g in await books.classes.of_trainer(trainer.id, within)}
    gone = {b.class_id for b in bookings if b.class_id is not None} - known.keys()
    groups = [*known.values(), *await books.classes.pick(gone)]
    taken = await roster.counts(books, [g.id for g in groups])
    places = {p.id: p for p in await books.places.pick({g.place_id for g in groups if g.place_id})}
    coach, bot = _coach(trainer, visit.w), visit.services.username
    return [
        ics.Entry(
            timetable.entry(g),
            f"{g.name} {taken[g.id]}/{g.capacity}",
            coach,
            g.name,
            places.get(g.place_id or 0),
            bot,
            kind_name(Kind.CLASS, visit.w),
        )
        for g in groups
    ]


async def _as_client(books: Books, visit: Visit, within: Period) -> list[ics.Entry]:
    mine = await books.bookings.of_person(visit.person.id)
    near = [b for b in mine if within.start <= b.starts_at < within.end]
    return await _entries(books, near, Side.CLIENT, visit)


async def _entries(books: Books, bookings: Sequence[Booking], side: Side, visit: Visit) -> list[ics.Entry]:
    w = visit.w
    clients = {c.id: c for c in await books.clients.pick({b.client_id for b in bookings})}
    trainers = {t.id: t for t in await books.trainers.pick({b.trainer_id for b in bookings})}
    places: dict[int, Place] = {
        p.id: p for p in await books.places.pick({b.place_id for b in bookings if b.place_id})
    }
    known = await crediting.of_bookings(books, bookings)
    groups = {g.id: g.name for g in await books.classes.pick({b.class_id for b in bookings if b.class_id})}

    def number(booking: Booking) -> tuple[int, int] | None:
        of = known.get(booking.contract_id or 0)
        place = of.numbers.get(booking.id) if of else None
        return (place, of.contract.total) if of and place else None

    return [
        ics.Entry(
            b,
            _summary(
                side, trainers[b.trainer_id], clients[b.client_id], number(b), w, groups.get(b.class_id or 0)
            ),
            _coach(trainers[b.trainer_id], w),
            clients[b.client_id].name,
            places.get(b.place_id or 0),
            visit.services.username,
            kind_name(b.kind, w),
        )
        for b in bookings
    ]
