"""Taps on the card of a series to be booked."""

from __future__ import annotations

from dataclasses import replace
from datetime import time

from bot import timing
from bot.features.series import buttons as b
from bot.features.series import screens, steps, told
from bot.features.series.draft import DIALOGUE, SeriesDraft
from bot.screen import Screen
from bot.visit import Visit
from core.act import Event
from core.booking import Booking
from core.draft import Draft
from core.errors import InConflict, NotValid, WhichContract
from core.ports import Books
from core.use_cases import repeating


async def opened(visit: Visit, key_: str) -> tuple[Draft, SeriesDraft] | None:
    """The draft of a tapped card; one that was booked shows it, one that is gone says so."""
    draft = await visit.read(lambda books: books.drafts.by_key(key_))
    if draft is not None and draft.person_id == visit.person.id and draft.dialogue == DIALOGUE:
        return draft, SeriesDraft.of(draft.fields)
    event = await visit.read(lambda books: books.events.seen(key_))
    if event is None or event.by != visit.person.id or not await present(visit, event):
        await visit.show(screens.closed(visit.w))
    return None


async def ask(visit: Visit, button: b.AskSeries) -> None:
    if (card := await opened(visit, button.draft)) is not None:
        draft, s = card
        known = {"number", "often"}
        field = button.field if button.field in known and s.rule and s.has_time else None
        await steps.proceed(visit, draft, replace(s, asked=None), field=field)


async def pick_reading(visit: Visit, button: b.PickReading) -> None:
    if (card := await opened(visit, button.draft)) is not None:
        draft, s = card
        if not 0 <= button.number < len(s.readings):
            raise NotValid("times")
        await steps.proceed(visit, draft, s.read_as(button.number))


async def toggle_day(visit: Visit, button: b.ToggleDay) -> None:
    """One day at least remains."""
    if (card := await opened(visit, button.draft)) is not None:
        draft, s = card
        if not 0 <= button.day < 7:
            raise NotValid("day")
        days = set(s.weekdays) ^ {button.day} or {button.day}
        await steps.proceed(visit, draft, s.weekly(days, s.interval), field="often")


async def pick_interval(visit: Visit, button: b.PickInterval) -> None:
    if (card := await opened(visit, button.draft)) is not None:
        draft, s = card
        if button.weeks not in (1, 2):
            raise NotValid("day")
        await steps.proceed(visit, draft, s.weekly(set(s.weekdays), button.weeks), field="often")


async def pick_number(visit: Visit, button: b.PickNumber) -> None:
    if (card := await opened(visit, button.draft)) is not None:
        draft, s = card
        await steps.proceed(visit, draft, replace(s, count=button.count or None, until=None).anew())


async def pick_time(visit: Visit, button: b.PickSeriesTime) -> None:
    """Of all of them, or of the one that is asked about."""
    if (card := await opened(visit, button.draft)) is None:
        return
    draft, s = card
    if s.asked is not None:
        timing.period_of(button.start, s.minutes)
        await steps.proceed(visit, draft, s.decided(s.asked, start=button.start))
        return
    if not 0 <= button.start < 24 * 60:
        raise NotValid("time")
    await steps.proceed(visit, draft, s.at_time(time(button.start // 60, button.start % 60)))


async def pick_package(visit: Visit, button: b.PickSeriesPackage) -> None:
    if (card := await opened(visit, button.draft)) is not None:
        draft, s = card
        outside = button.contract_id is None
        await steps.proceed(visit, draft, replace(s, contract_id=button.contract_id, single=outside))


async def other_time(visit: Visit, button: b.OtherTime) -> None:
    if (card := await opened(visit, button.draft)) is not None:
        draft, s = card
        await steps.proceed(visit, draft, replace(s, asked=button.number), field="other")


async def anyway(visit: Visit, button: b.AnywayOne) -> None:
    if (card := await opened(visit, button.draft)) is not None:
        draft, s = card
        await steps.proceed(visit, draft, s.decided(button.number, over=True))


async def leave_out(visit: Visit, button: b.LeaveOut) -> None:
    if (card := await opened(visit, button.draft)) is not None:
        draft, s = card
        await steps.proceed(visit, draft, s.decided(button.number))


async def discard(visit: Visit, button: b.DiscardSeries) -> None:
    if (card := await opened(visit, button.draft)) is not None:
        await visit.close(draft=card[0])
        await visit.show(screens.discarded(visit.w))


async def create(visit: Visit, button: b.CreateSeries) -> None:
    """What clashes is left out, as the card said; the act's key is the draft's."""
    if (card := await opened(visit, button.draft)) is None:
        return
    draft, s = card
    skips = frozenset(number for number, _ in s.shown) - {number for number, _ in s.over}
    wanted = s.wanted(visit.me.id, button.beyond, skips=skips)

    async def work(books: Books) -> list[Booking]:
        bookings = await repeating.book_series(books, wanted, visit.act(draft.key))
        await visit.close(books, draft)
        return bookings

    try:
        bookings = await visit.write(work)
    except (InConflict, WhichContract, NotValid):
        lead = visit.w("⚠️ Something has changed meanwhile. Please look again.")
        await steps.proceed(visit, draft, s, lead=lead)
        return
    client = await visit.read(lambda books: books.clients.get(s.client_id))
    await visit.show(told.booked(bookings, client, visit.calendar))


async def present(visit: Visit, event: Event) -> bool:
    """The series as it is now, to the trainer who booked it."""
    if event.kind != repeating.BOOKED or event.trainer_id != visit.person.id or not event.data:
        return False
    series_id = event.data["series_id"]

    async def work(books: Books) -> Screen | None:
        bookings = [b for b in await books.bookings.of_series(series_id) if b.takes_time]
        client = await books.clients.get(event.client_id or 0)
        return told.booked(bookings, client, visit.calendar) if bookings else None

    shown = await visit.read(work)
    await visit.show(shown or screens.closed(visit.w))
    return True
