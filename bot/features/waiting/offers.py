"""What is offered: told in order, taken by a tap, passed on by another; and the way onto the list."""

from __future__ import annotations

from datetime import datetime

from markupsafe import Markup

from bot import cards, timing
from bot.buttons import Key, Rows, key
from bot.features.leading import MyWaits, WaitFor, book_key
from bot.features.waiting import buttons as b
from bot.features.waiting import listing
from bot.features.waiting.listing import Waiting
from bot.going import Go
from bot.notices import Telling
from bot.saying import Calendar, money
from bot.screen import Screen, lines
from bot.texts import Words
from bot.visit import Visit
from core.booking import Booking, Status
from core.conflicts import OffPackage
from core.errors import (
    ClassFull,
    InConflict,
    InThePast,
    NotOpen,
    NotYours,
    OfferOver,
    TooMany,
    TooManyOpen,
    WhichContract,
)
from core.people import Opening
from core.period import Period
from core.use_cases import waiting
from core.wait import Wait, WaitStatus


async def wait_for(visit: Visit, button: WaitFor) -> None:
    window = _window(button)
    try:
        wait = await visit.write(waiting.wait_for, button.client_id, window, visit.act())
    except (InThePast, InConflict, NotOpen):
        text = visit.w("That cannot be waited for any more. Please choose another time.")
        await visit.show(Screen(text, [[book_key(visit.w, button.client_id)]]))
    except TooMany:
        await _show_too_many(visit)
    else:
        await _show_waiting(visit, wait)


def _window(button: WaitFor) -> Period:
    """A day has up to 25 hours."""
    start = timing.period_of(button.start, 1).start
    return Period.of(start, min(max(button.minutes, 10), 25 * 60) * timing.MINUTE)


async def _show_too_many(visit: Visit) -> None:
    w = visit.w
    text = w("You wait for {n} times already. Leave one of them first.", n=waiting.MOST_WAITS)
    await visit.show(Screen(text, [[key(w.plain("⏳ My waiting list"), MyWaits())]]))


async def _show_waiting(visit: Visit, wait: Wait) -> None:
    w = visit.w
    one = await visit.read(listing.seen, wait)
    what = listing.said(one, visit.calendar_for(one.trainer.zone))
    text = lines(
        w("⏳ <b>You wait for {what}.</b>", what=what),
        w("When it is free, I write to you, one after the other: then it is yours for 30 minutes to take."),
    )
    rows = [[key(w.plain("⏳ My waiting list"), MyWaits()), _my_sessions(w)]]
    await visit.show(Screen(text, rows))


def _my_sessions(w: Words) -> Key:
    return key(w.plain("🗓 My sessions"), Go("sessions"))


async def offered(telling: Telling) -> Screen | None:
    """Nothing when it is not theirs any more; softly once when nothing came of it."""
    wait = await telling.books.waits.get(telling.facts["wait_id"])
    if wait.person_id != telling.reader.id:
        raise NotYours
    one = await listing.seen(telling.books, wait)
    calendar = telling.calendar(one.trainer.zone)
    if telling.facts["over"]:
        return _nothing_came(one, calendar) if wait.status is WaitStatus.OVER else None
    period = await listing.offered_period(telling.books, wait)
    if period is None or wait.offered_until is None or wait.offered_until <= telling.now:
        return None
    return offer(one, period, wait.offered_until, calendar)


def _nothing_came(one: Waiting, calendar: Calendar) -> Screen:
    w = calendar.w
    text = w("⌛ {what}: your wait is over.", what=listing.said(one, calendar))
    rows: Rows = [[book_key(w, one.client.id), _my_sessions(w)]]
    if one.client.may_book(one.trainer) is Opening.OFF:
        rows = [[_my_sessions(w)]]
    return Screen(text, rows)


def offer(
    one: Waiting, period: Period, until: datetime, calendar: Calendar, lead: Markup | None = None
) -> Screen:
    w, id_, start = calendar.w, one.wait.id, int(period.start.timestamp())
    when = calendar.live(period.start, calendar.period_named(period))
    head = w("🔔 <b>It is free: {when}</b> with Coach {name}", when=when, name=one.trainer.name)
    if one.group is not None:
        head = w("🔔 <b>A seat is free: {group}</b>, {when}", group=one.group.name, when=when)
    text = lines(
        lead,
        head,
        w("It is kept for you until {until}; then the next one is asked.", until=calendar.soon(until)),
    )
    rows = [
        [key(w.plain("✅ Take it"), b.TakeOffer(id_, start))],
        [
            key(w.plain("Not this one"), b.PassOffer(id_, start)),
            key(w.plain("Leave the list"), b.LeaveList(id_)),
        ],
    ]
    return Screen(text, rows)


async def take(visit: Visit, button: b.TakeOffer) -> None:
    """Theirs as long as it is offered; else it is said kindly how things are."""
    if not await _is_this_one(visit, button.wait_id, button.start):
        await _show_over(visit)
        return
    choice = {"contract_id": button.contract_id, "single": button.single}
    try:
        booking = await visit.write(waiting.take, button.wait_id, visit.act(), **choice)
    except (OfferOver, ClassFull):
        await _show_over(visit)
    except WhichContract as refusal:
        await _ask_which(visit, button, refusal.contract_ids)
    except InConflict as refusal:
        await _show_conflict(visit, button, refusal.conflicts)
    except NotOpen:
        await _show_over(visit)
    except TooManyOpen as refusal:
        said = visit.w.plain(
            "You have {n} sessions ahead that you booked yourself: that is as many as your coach allows.",
            n=refusal.most,
        )
        await visit.toast(said, alert=True)
    else:
        await cards.show(visit, booking.id, await _done(visit, booking))


async def _is_this_one(visit: Visit, wait_id: int, start: int) -> bool:
    """Also what was taken by an earlier tap."""
    wait = await visit.read(lambda books: books.waits.get(wait_id))
    if wait.person_id != visit.person.id:
        raise NotYours
    if wait.status is WaitStatus.TAKEN:
        return True
    period = await visit.read(listing.offered_period, wait)
    return period is not None and int(period.start.timestamp()) == start


async def _done(visit: Visit, booking: Booking) -> Markup:
    trainer = await visit.read(lambda books: books.trainers.get(booking.trainer_id))
    if booking.status is Status.PENDING and booking.lapses_at is not None:
        until = visit.calendar_for(trainer.zone).soon(booking.lapses_at)
        return visit.w("📨 Asked. Coach {name} has until {until} to answer.", name=trainer.name, until=until)
    return visit.w("✅ It is yours. Coach {name} has been told.", name=trainer.name)


async def _show_over(visit: Visit) -> None:
    lead = visit.w("This one is not offered to you any more.")
    await visit.show(await listing.mine_screen(visit, lead))


async def _ask_which(visit: Visit, button: b.TakeOffer, contract_ids: tuple[int, ...]) -> None:
    contracts = await visit.read(lambda books: books.contracts.pick(contract_ids))
    keys = [[key(f"📦 {c.name[:28]}", b.TakeOffer(button.wait_id, button.start, c.id))] for c in contracts]
    await visit.show(Screen(visit.w("<b>From which package?</b>"), keys))


async def _show_conflict(visit: Visit, button: b.TakeOffer, found: tuple[object, ...]) -> None:
    """Outside the package only the coach can say yes, at the price that is shown; else they are busy then."""
    w = visit.w
    wait = await visit.read(lambda books: books.waits.get(button.wait_id))
    one = await visit.read(listing.seen, wait)
    if not any(isinstance(c, OffPackage) for c in found):
        await visit.toast(w.plain("You have another session then, or the time was needed."), alert=True)
        return
    asks = one.client.may_book(one.trainer) is Opening.ASK
    price = one.trainer.usual_price
    cost = w(" It would cost {price}.", price=money(price, w)) if price and price.amount else Markup()
    text = w("📦 Your package cannot take it.{cost}", cost=cost)
    if not asks:
        text = w("📦 Your package cannot take it. Ask your coach.")
    keys = (
        [[key(w.plain("📨 Send request"), b.TakeOffer(button.wait_id, button.start, single=True))]]
        if asks
        else []
    )
    passing = [key(w.plain("Not this one"), b.PassOffer(button.wait_id, button.start))]
    await visit.show(Screen(text, [*keys, passing]))


async def pass_on(visit: Visit, button: b.PassOffer) -> None:
    if await _is_this_one(visit, button.wait_id, button.start):
        await visit.write(waiting.pass_on, button.wait_id, visit.act())
    wait = await visit.read(lambda books: books.waits.get(button.wait_id))
    lead = visit.w("Passed on. You still wait for another one.") if wait.is_open else visit.w("Passed on.")
    await visit.show(await listing.mine_screen(visit, lead))
