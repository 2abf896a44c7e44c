"""What a client is told of several sessions at once: one message, with a readable list."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from markupsafe import Markup

from bot import cards
from bot.buttons import key
from bot.features.make_up.offers import LostSessions
from bot.features.series.told import opening
from bot.notices import Telling
from bot.saying import Calendar, money
from bot.saying_lists import named
from bot.screen import Screen, lines
from core.booking import Booking, Status
from core.money import Money

Told = tuple[Booking, Mapping[str, Any]]


async def several_changed(telling: Telling) -> Screen | None:
    """Of those that still take place: old and new times, or the new place or price."""
    live = [(b, said) for b, said in await _mine(telling) if b.takes_time and b.ends_at > telling.now]
    if not live:
        return None
    first, said = live[0]
    trainer = await telling.books.trainers.get(first.trainer_id)
    calendar = telling.calendar(trainer.zone)
    if "was" in said:
        head = calendar.w("🗓 <b>Coach {name} has moved your sessions:</b>", name=trainer.name)
        rows = [_moved(b, said["was"], calendar) for b, said in live]
    else:
        head = lines(*(await _changed(telling, said.get("what", ""), trainer.name, first, calendar)))
        rows = [calendar.w("🗓 {when}", when=calendar.period(b.period)) for b, _ in live]
    more = calendar.w("/sessions shows all of them.") if len(live) > 1 else None
    return Screen(lines(head, *named(rows, calendar.w), more), [[opening(first, calendar)]])


async def _mine(telling: Telling) -> list[Told]:
    """The sessions of this reader, in order."""
    said = {one["booking_id"]: one for one in telling.facts["moves"]}
    found = await telling.books.bookings.pick(said)
    mine = [b for b in found if b.person_id == telling.reader.id]
    return [(b, said[b.id]) for b in sorted(mine, key=lambda b: (b.starts_at, b.id))]


def _moved(booking: Booking, was: str, calendar: Calendar) -> Markup:
    return calendar.w(
        "<s>{was}</s> → <b>{now}</b>",
        was=calendar.moment(datetime.fromisoformat(was)),
        now=calendar.live(booking.starts_at, calendar.moment(booking.starts_at)),
    )


async def _changed(
    telling: Telling, what: str, coach: str, first: Booking, calendar: Calendar
) -> list[Markup | None]:
    w = calendar.w
    if what == "price":
        cost = money(Money(first.price or 0, first.currency), w)
        return [w("💰 <b>Coach {name} has changed the price:</b> {price} each", name=coach, price=cost)]
    place = await telling.books.places.find(first.place_id)
    where = cards.place_line(place, w, link=True) or w("📍 no place said yet")
    return [w("<b>Coach {name} has changed the place:</b>", name=coach), where]


async def several_cancelled(telling: Telling) -> Screen | None:
    """With other times offered in their place, and what is to be given back."""
    lost = [(b, said) for b, said in await _mine(telling) if b.status is Status.CANCELLED]
    if not lost:
        return None
    first = lost[0][0]
    trainer = await telling.books.trainers.get(first.trainer_id)
    calendar = telling.calendar(trainer.zone)
    w = calendar.w
    rows = [w("🗓 <s>{when}</s>", when=calendar.period(b.period)) for b, _ in lost]
    paid = sum(said.get("paid", 0) for _, said in lost)
    back = money(Money(paid, first.currency), w)
    text = lines(
        w("✖️ <b>Coach {name} has cancelled your sessions:</b>", name=trainer.name),
        *named(rows, calendar.w),
        w("Nothing is to be paid for them."),
        w("You had paid {amount}: your coach will give it back.", amount=back) if paid else None,
    )
    return Screen(text, [[key(w.plain("🔁 Other times"), LostSessions(first.id))]])
