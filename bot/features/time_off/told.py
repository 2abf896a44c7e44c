"""What clients are told of a time off, and the public holidays that are offered to their trainers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from markupsafe import Markup

from bot import cards
from bot.buttons import key
from bot.features.make_up import offers
from bot.features.make_up.offers import Offer
from bot.features.time_off import buttons as b
from bot.notices import Telling
from bot.saying import Calendar, money
from bot.saying_time_off import days_said, holiday_name, off_said
from bot.screen import Screen, lines
from core.booking import Booking
from core.errors import NotYours
from core.money import Money
from core.people import Trainer
from core.time_off import TimeOff
from core.use_cases import making_up, resting
from core.zones import zone

#: So many sessions are named.
_NAMED = 30


async def cancelled(telling: Telling) -> Screen | None:
    """One message, however many sessions: which, why, and other times for the first that waits for one."""
    off = await telling.books.times_off.get(telling.facts["time_off_id"])
    bookings = await telling.books.bookings.pick(telling.facts["booking_ids"])
    gone = sorted((x for x in bookings if x.person_id == telling.reader.id), key=lambda x: x.starts_at)
    if not gone or (telling.now >= gone[-1].ends_at and not telling.facts["paid"]):
        return None
    trainer = await telling.books.trainers.get(off.trainer_id)
    calendar = telling.calendar(trainer.zone)
    text = _text(off, gone, trainer, calendar, telling.facts["paid"])
    found = await _offer(telling, gone)
    if found is None:
        return Screen(text)
    return Screen(lines(text, "", *_instead(found, gone, calendar)), offers.keys(found, calendar))


def _text(off: TimeOff, gone: Sequence[Booking], trainer: Trainer, calendar: Calendar, paid: int) -> Markup:
    w = calendar.w
    days = off_said(off.period, calendar, zone(trainer.zone))
    named = [w("✖️ {when}", when=calendar.live(x.starts_at, calendar.period(x.period))) for x in gone[:_NAMED]]
    rest = len(gone) - len(named)
    amount = Money(paid, gone[0].currency)
    return lines(
        w("🏝 <b>Coach {name} is off</b>: {days}.", name=trainer.name, days=days),
        w("“{reason}”", reason=cards.reason(off.reason, w)) if off.reason else None,
        w.many("{n} session of yours is cancelled:", "{n} sessions of yours are cancelled:", len(gone)),
        *named,
        w.many("… and {n} more", "… and {n} more", rest) if rest else None,
        w("It costs you nothing."),
        w("The {amount} that you paid stay yours.", amount=money(amount, w)) if paid else None,
    )


async def _offer(telling: Telling, gone: Sequence[Booking]) -> Offer | None:
    """For the first session that waits to be made up for."""
    for booking in gone:
        if await making_up.can_be_made_up(telling.books, booking, telling.now):
            try:
                return await offers.offer(telling.books, booking.id, telling.reader.id, telling.now)
            except NotYours:
                return None
    return None


def _instead(found: Offer, gone: Sequence[Booking], calendar: Calendar) -> list[Markup]:
    """Named where there are several."""
    w = calendar.w
    which = w("<b>Instead of {when}:</b>", when=calendar.moment(found.lost.starts_at))
    return [*([which] if len(gone) > 1 else []), offers.said(found, calendar)]


async def holiday(telling: Telling) -> Screen | None:
    """Nothing once it has begun, or when the trainer has taken these days off by then."""
    first, last = (date.fromisoformat(telling.facts[k]) for k in ("first", "last"))
    trainer = await telling.books.trainers.get(telling.reader.id)
    calendar = telling.calendar(trainer.zone)
    if first <= calendar.today or await _is_off(telling, trainer, first, last):
        return None
    w, name = telling.w, holiday_name(telling.facts["holiday"], telling.w)
    text = w("🏝 <b>{holiday}, {days}</b>: are you off?", holiday=name, days=days_said(first, last, calendar))
    days = (telling.facts["holiday"], first.toordinal(), last.toordinal())
    keys = [
        [key(w.plain("I work"), b.HolidayOn(*days)), key(w.plain("🏝 Take it off"), b.HolidayOff(*days))],
        [key(w.plain("Other days"), b.NewTimeOff())],
    ]
    return Screen(text, keys)


async def _is_off(telling: Telling, trainer: Trainer, first: date, last: date) -> bool:
    """Whether one time off covers all of it."""
    wanted = resting.whole_days(trainer, first, last)
    near = await telling.books.times_off.near(trainer.id, wanted)
    return any(off.starts_at <= wanted.start and wanted.end <= off.ends_at for off in near)
