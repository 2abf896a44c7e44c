"""The client's way to a free time: the coach, the day, the time, what it would be; then it is sent."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from functools import partial

from markupsafe import Markup

from bot import cards, dialogue, timing
from bot.buttons import in_rows, key, short
from bot.features.free_times import buttons as b
from bot.features.free_times import screens
from bot.features.free_times.screens import Proposed
from bot.features.leading import BookTime
from bot.going import back
from bot.screen import Screen, lines
from bot.visit import Visit
from core.booking import Booking, Status
from core.conflicts import Taken
from core.errors import InConflict, InThePast, NotOpen, TooManyOpen, WhichContract
from core.free_times import FreeDay
from core.people import Opening, Side
from core.period import Period
from core.ports import Books
from core.use_cases import crediting, self_booking
from core.use_cases.self_booking import Guest, Wanted

DIALOGUE = "free"
TIME = "time"


async def begin_booking(visit: Visit, button: BookTime) -> None:
    guests = await visit.read(self_booking.open_to, visit.person.id)
    chosen = [g for g in guests if button.client_id in (None, g.client.id)]
    if not chosen:
        await visit.show(screens.closed(visit))
    elif len(chosen) > 1:
        await visit.show(_which_coach(visit, chosen))
    else:
        await show_days(visit, b.FreeDays(chosen[0].client.id, 0))


def _which_coach(visit: Visit, guests: list[Guest]) -> Screen:
    keys = [key(short(g.trainer.name), b.FreeDays(g.client.id, 0)) for g in guests]
    return Screen(visit.w("<b>With which coach?</b>"), [*in_rows(keys, 2), back(visit, "sessions")])


async def show_days(visit: Visit, button: b.FreeDays) -> None:
    whose = await visit.read(self_booking.guest, button.client_id, visit.person.id)
    if whose.opening is Opening.OFF:
        await visit.show(screens.closed(visit))
        return
    found = await visit.read(self_booking.days, whose, visit.now)
    await dialogue.begin(visit, DIALOGUE, TIME, client_id=button.client_id, day=None)
    await visit.show(screens.days(whose, found, button.page, visit.calendar_for(whose.trainer.zone)))


async def show_day(visit: Visit, button: b.FreeOn, lead: Markup | None = None) -> None:
    day = timing.day_of(button.day)
    whose = await visit.read(self_booking.guest, button.client_id, visit.person.id)
    if whose.opening is Opening.OFF:
        await visit.show(screens.closed(visit))
        return
    await dialogue.begin(visit, DIALOGUE, TIME, client_id=button.client_id, day=button.day)
    await visit.show(await day_screen(visit, whose, day, lead))


async def day_screen(visit: Visit, whose: Guest, day: date, lead: Markup | None = None) -> Screen:
    found = await visit.read(self_booking.days, whose, visit.now)
    known = next((d for d in found if d.day == day), FreeDay(day, (), may_free=False))
    return screens.day(whose, known, visit.calendar_for(whose.trainer.zone), lead)


async def pick_time(visit: Visit, button: b.PickTime) -> None:
    await visit.show(await time_screen(visit, button.client_id, _moment(button.start)))


def _moment(start: int) -> datetime:
    return timing.period_of(start, 1).start.astimezone(UTC)


async def time_screen(visit: Visit, client_id: int, start: datetime) -> Screen:
    """What would be booked; a time that is not free leads to others near it."""
    whose = await visit.read(self_booking.guest, client_id, visit.person.id)
    if whose.opening is Opening.OFF:
        return screens.closed(visit)
    proposed = await visit.read(_proposed, Wanted(client_id, start), visit.person.id, visit.now)
    if proposed.draft.found or start <= visit.now:
        return await _taken(visit, whose, start, proposed.draft.found)
    return screens.confirm(proposed, visit.calendar_for(whose.trainer.zone))


async def _proposed(books: Books, wanted: Wanted, by: int, now: datetime) -> Proposed:
    """With which session of the package it would be."""
    draft = await self_booking.draft(books, wanted, by, now)
    place = await books.places.find(draft.booking.place_id)
    number = None
    if (contract := await books.contracts.find(draft.booking.contract_id)) is not None:
        number = (await crediting.of(books, contract.id)).number_at(wanted.start), contract.total
    ahead = await self_booking.own_ahead(books, wanted.client_id, now)
    return Proposed(draft, place, number, len(ahead))


async def _taken(visit: Visit, whose: Guest, start: datetime, found: tuple[object, ...]) -> Screen:
    """Who has it is nobody's business; what is free near it is."""
    period = Period.of(start, whose.trainer.length)
    seeking = timing.Seeking(by=Side.CLIENT)
    work = partial(timing.free_near, wanted=period, trainer=whose.trainer, client=whose.client)
    near = await visit.read(partial(work, now=visit.now, seeking=seeking)) if start > visit.now else []
    calendar = visit.calendar_for(whose.trainer.zone)
    return screens.taken(whose, period, found, near, calendar)


async def send(visit: Visit, button: b.SendTime) -> None:
    """Whoever taps first has it; the others see what is free near it."""
    start = _moment(button.start)
    wanted = Wanted(button.client_id, start, button.contract_id, button.single)
    whose = await visit.read(self_booking.guest, button.client_id, visit.person.id)
    try:
        booking = await visit.write(self_booking.book, wanted, visit.act())
    except (InConflict, InThePast) as refusal:
        found = refusal.conflicts if isinstance(refusal, InConflict) else ()
        await visit.show(await _refused(visit, whose, start, found))
    except WhichContract:
        await pick_time(visit, b.PickTime(button.client_id, button.start))
    except NotOpen:
        await visit.show(screens.closed(visit))
    except TooManyOpen as refusal:
        await visit.show(screens.too_many(whose, refusal.most, visit.w))
    else:
        await dialogue.leave(visit, DIALOGUE)
        await show_sent(visit, booking)


async def _refused(visit: Visit, whose: Guest, start: datetime, found: tuple[object, ...]) -> Screen:
    if screens.is_off_package(found):
        return await time_screen(visit, whose.client.id, start)
    screen = await _taken(visit, whose, start, found)
    if not any(isinstance(c, Taken) for c in found):
        return screen
    return replace(screen, text=lines(visit.w("😔 Somebody was quicker by a moment."), screen.text))


async def show_sent(visit: Visit, booking: Booking) -> None:
    w = visit.w
    name = (await visit.read(lambda books: books.trainers.get(booking.trainer_id))).name
    if booking.status is Status.PENDING and booking.lapses_at is not None:
        trainer = await visit.read(lambda books: books.trainers.get(booking.trainer_id))
        until = visit.calendar_for(trainer.zone).soon(booking.lapses_at)
        lead = w("📨 Asked. Coach {name} has until {until} to answer.", name=name, until=until)
    else:
        lead = w("✅ Booked. Coach {name} has been told.", name=name)
    await cards.show(visit, booking.id, lead)
