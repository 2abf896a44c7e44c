"""A client's request: the trainer's yes, another time or no; what both are told; what one client may book."""

from __future__ import annotations

from markupsafe import Markup

from bot import answering, cards
from bot.buttons import Key, Rows, key
from bot.cards import SessionView
from bot.features.change.buttons import AskChange
from bot.features.clients.buttons import OpenClient
from bot.features.free_times import buttons as b
from bot.features.free_times import screens
from bot.features.leading import OpeningOf, book_key
from bot.features.session import OpenSession
from bot.features.settings.opening import opening_name
from bot.notices import Telling
from bot.saying import Calendar
from bot.screen import Screen, lines
from bot.texts import Words
from bot.visit import Visit
from core.booking import Status
from core.people import Client, Opening, Side
from core.use_cases import desk, self_booking


def on_card(seen: SessionView, w: Words) -> list[Key]:
    """Below a request its answers; below a session that is gone the way to another one."""
    booking = seen.booking
    if booking.status is Status.PENDING and seen.now < booking.starts_at:
        return _answers(seen, w)
    gone = booking.status is Status.CANCELLED and seen.side is Side.CLIENT and not seen.can_be_made_up
    if gone and seen.client_may_book:
        return [book_key(w, seen.client.id)]
    return []


def _answers(seen: SessionView, w: Words) -> list[Key]:
    id_, version = seen.booking.id, seen.booking.version
    if seen.side is Side.CLIENT:
        return [key(w.plain("↩️ Take back"), b.TakeTimeBack(id_, version))]
    return [
        key(w.plain("✅ Yes"), b.YesToTime(id_, version)),
        key(w.plain("🔁 Other time"), AskChange(id_, version)),
        key(w.plain("✖️ No"), b.NoToTime(id_, version)),
    ]


async def asked(telling: Telling) -> Screen | None:
    """To the trainer; nothing when it was answered or taken back before it could be told."""
    seen = await cards.view(telling.books, telling.notice.booking_id or 0, telling.reader.id, telling.now)
    booking, w = seen.booking, telling.w
    wanted = Status.PENDING if telling.facts["asks"] else Status.CONFIRMED
    if booking.status is not wanted or telling.now >= booking.ends_at:
        return None
    lead = w("🆕 <b>{name} has booked a session</b>", name=seen.client.name)
    if booking.lapses_at is not None:
        until = telling.calendar(seen.trainer.zone).soon(booking.lapses_at)
        lead = lines(
            w("🙋 <b>{name} would like this time</b>", name=seen.client.name),
            w("<i>Held for them. Without your answer it lapses {until}.</i>", until=until),
        )
    return cards.screen(telling.services, seen, telling.reader, lead)


async def say_yes(visit: Visit, button: b.YesToTime) -> None:
    booking = await visit.write(self_booking.accept, button.booking_id, visit.act(), version=button.version)
    await cards.show(
        visit,
        booking.id,
        visit.w("✅ Booked. {name} has been told.", name=await _client(visit, booking.client_id)),
    )


async def say_no(visit: Visit, button: b.NoToTime) -> None:
    booking = await visit.write(self_booking.decline, button.booking_id, visit.act(), version=button.version)
    name = await _client(visit, booking.client_id)
    await cards.show(visit, booking.id, visit.w("Declined. {name} has been told.", name=name))


async def _client(visit: Visit, client_id: int) -> str:
    client: Client = await visit.read(lambda books: books.clients.get(client_id))
    return client.name


async def take_back(visit: Visit, button: b.TakeTimeBack) -> None:
    booking = await visit.write(self_booking.withdraw, button.booking_id, visit.act(), version=button.version)
    await cards.show(visit, booking.id, visit.w("Taken back: the time is free again."))


async def answered(telling: Telling) -> Screen | None:
    """To the other side; nothing once it is over, or when it has changed again."""
    seen = await cards.view(telling.books, telling.notice.booking_id or 0, telling.reader.id, telling.now)
    booking, calendar = seen.booking, telling.calendar(seen.trainer.zone)
    if telling.now >= booking.ends_at:
        return None
    if telling.facts["accepted"]:
        if booking.status is not Status.CONFIRMED:
            return None
        lead = telling.w("✅ <b>Coach {name} says yes</b>", name=seen.trainer.name)
        return cards.screen(telling.services, seen, telling.reader, lead)
    return Screen(_refused(seen, calendar), _ways_on(seen, telling.w))


def _refused(seen: SessionView, calendar: Calendar) -> Markup:
    w = calendar.w
    when = calendar.live(seen.booking.starts_at, calendar.period(seen.booking.period))
    if seen.side is Side.CLIENT:
        return w("✖️ Coach {name} cannot take you on {when}.", name=seen.trainer.name, when=when)
    return w(
        "↩️ {name} does not need {when} any more. The time is free again.",
        name=seen.client.name,
        when=when,
    )


def _ways_on(seen: SessionView, w: Words) -> Rows:
    if seen.side is Side.CLIENT:
        return [[*on_card(seen, w), screens.my_sessions(w)]]
    return [[key(w.plain("👤 Client"), OpenClient(seen.client.id, below=True)), _open(seen, w)]]


def _open(seen: SessionView, w: Words) -> Key:
    return key(w.plain("🗓 Open"), OpenSession(seen.booking.id))


# What one client may book by themselves.


async def ask_opening(visit: Visit, button: OpeningOf, lead: Markup | None = None) -> None:
    client = await visit.read(desk.own_client, button.client_id, visit.me.id)
    w = visit.w
    options: list[Opening | None] = [None, *Opening]
    keys = []
    for opening in options:
        label = opening_name(opening, w) if opening else w.plain("as usual")
        tick = "✓ " if opening is client.opening else ""
        keys.append([key(f"{tick}{label}", b.SetOpening(client.id, opening.value if opening else None))])
    rows = [*keys, [key(w.plain("‹ Back"), OpenClient(client.id))]]
    screen = screens.opening_of(client.name, client.opening, visit.me.opening, rows, w)
    await visit.show(Screen(lines(lead, screen.text), screen.rows))


async def set_opening(visit: Visit, button: b.SetOpening) -> None:
    if button.opening is not None and button.opening not in set(Opening):
        await answering.unknown_button(visit)
        return
    opening = Opening(button.opening) if button.opening else None
    await visit.write(self_booking.allow, button.client_id, opening, visit.act())
    await ask_opening(visit, OpeningOf(button.client_id), visit.w("✅ Noted."))
