"""Make-ups: free times below a cancellation, one held by a tap, booked by another; the coach is told."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from functools import partial

from markupsafe import Markup

from bot import cards, timing
from bot.buttons import Key, key
from bot.cards import SessionView
from bot.feature import Feature, Tap, Who
from bot.features.make_up import offers
from bot.features.make_up.offers import BookHeld, FreeTimes, HoldTime, LostSessions
from bot.notices import Telling
from bot.screen import Screen
from bot.texts import N_, Words
from bot.visit import Visit
from core.act import Event
from core.booking import Status
from core.errors import InConflict
from core.notice import NoticeKind
from core.people import ClientStatus, Side
from core.ports import Books
from core.use_cases import making_up


def on_card(seen: SessionView, w: Words) -> list[Key]:
    together = seen.client.status is not ClientStatus.ENDED
    if seen.side is not Side.CLIENT or not seen.can_be_made_up or not together:
        return []
    return [key(w.plain("🔁 New time"), FreeTimes(seen.booking.id))]


async def show(visit: Visit, button: FreeTimes) -> None:
    await _offer(visit, button.booking_id, button.week)


async def _offer(visit: Visit, booking_id: int, week: int = 0, lead: Markup | None = None) -> None:
    seen = await visit.read(cards.view, booking_id, visit.person.id, visit.now)
    if seen.side is Side.CLIENT and not seen.can_be_made_up:
        await cards.show(visit, booking_id)
        return
    found = await visit.read(offers.offer, booking_id, visit.person.id, visit.now, week)
    await visit.show(offers.screen(found, visit.calendar_for(found.trainer.zone), lead))


async def hold(visit: Visit, button: HoldTime) -> None:
    """Whoever taps first has it; to the others the times are shown that are still free."""
    start = timing.period_of(button.start, 1).start
    try:
        slot = await visit.write(making_up.hold, button.booking_id, start, visit.act())
    except InConflict:
        await _taken(visit, button.booking_id, start)
        return
    await _held(visit, button.booking_id, slot.starts_at, slot.hold_until or visit.now)


async def _taken(visit: Visit, booking_id: int, start: datetime) -> None:
    seen = await visit.read(cards.view, booking_id, visit.person.id, visit.now)
    when = visit.calendar_for(seen.trainer.zone).moment(start)
    await _offer(visit, booking_id, lead=visit.w("⚠️ {when} is not free any more.", when=when))


async def _held(visit: Visit, booking_id: int, start: datetime, until: datetime) -> None:
    seen = await visit.read(cards.view, booking_id, visit.person.id, visit.now)
    period = seen.booking.period.moved_to(start)
    calendar = visit.calendar_for(seen.trainer.zone)
    await visit.show(offers.held(seen.booking, seen.trainer, period, until, calendar))


async def book(visit: Visit, button: BookHeld) -> None:
    start = timing.period_of(button.start, 1).start
    try:
        booking = await visit.write(making_up.book, button.booking_id, start, visit.act())
    except InConflict:
        await _taken(visit, button.booking_id, start)
        return
    lead = visit.w(
        "Booked. Coach {name} has been told.",
        name=(await visit.read(lambda books: books.trainers.get(booking.trainer_id))).name,
    )
    card = await cards.card(visit, booking.id, lead)
    waiting = await visit.read(making_up.to_make_up, visit.person.id, booking.trainer_id, visit.now)
    more = [key(visit.w.plain("🔁 The next one"), FreeTimes(waiting[0].id))] if waiting else []
    await visit.show(replace(card, rows=[more, *card.rows]))


async def show_lost(visit: Visit, button: LostSessions) -> None:
    seen = await visit.read(cards.view, button.booking_id, visit.person.id, visit.now)
    waiting = await visit.read(making_up.to_make_up, visit.person.id, seen.trainer.id, visit.now)
    if seen.side is not Side.CLIENT or not waiting:
        await cards.show(visit, button.booking_id)
        return
    await visit.show(offers.choice(waiting, visit.calendar_for(seen.trainer.zone)))


async def made_up(telling: Telling) -> Screen | None:
    """To the trainer; nothing when it has changed again before they could be told."""
    seen = await cards.view(telling.books, telling.notice.booking_id or 0, telling.reader.id, telling.now)
    if seen.booking.status is not Status.CONFIRMED or telling.now >= seen.booking.ends_at:
        return None
    lead = telling.w("🔁 <b>{name} has taken a new time</b>", name=seen.client.name)
    return cards.screen(telling.services, seen, telling.reader, lead)


async def present(visit: Visit, event: Event) -> bool:
    """After a hold that was taken before: the same answer as long as it lasts."""
    if event.kind != "held" or event.booking_id is None or event.data is None:
        return False
    until = event.at + making_up.HELD_FOR
    lost = await visit.read(partial(_lost, booking_id=event.booking_id))
    if visit.now < until and lost:
        await _held(visit, event.booking_id, datetime.fromisoformat(event.data["start"]), until)
    else:
        await _offer(visit, event.booking_id)
    return True


async def _lost(books: Books, booking_id: int) -> bool:
    return not await books.bookings.making_up(booking_id)


feature = Feature(
    name="make_up",
    help=N_("When your coach has to cancel, tap another time below the message: it is held for 15 minutes."),
    who=Who.CLIENT,
    taps=(
        Tap(FreeTimes, show, Who.CLIENT),
        Tap(HoldTime, hold, Who.CLIENT),
        Tap(BookHeld, book, Who.CLIENT),
        Tap(LostSessions, show_lost, Who.CLIENT),
    ),
    notices={NoticeKind.MADE_UP: made_up},
    on_card=on_card,
    present=present,
)
