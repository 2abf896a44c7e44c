"""What is said of a series that was booked: to the trainer at once, to the client in one message."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from bot import cards
from bot.buttons import Key, key
from bot.features.session import OpenSession
from bot.notices import Telling
from bot.saying import Calendar
from bot.saying_lists import named
from bot.saying_repeats import repeats
from bot.screen import Screen, lines
from core.booking import Booking, Status
from core.people import Client
from core.series import Series


def times(bookings: Sequence[Booking], calendar: Calendar) -> list[Markup]:
    return named([calendar.w("🗓 {when}", when=calendar.period(b.period)) for b in bookings], calendar.w)


def opening(first: Booking, calendar: Calendar) -> Key:
    return key(calendar.w.plain("🗓 {when}", when=calendar.label(first.starts_at)), OpenSession(first.id))


def booked(bookings: Sequence[Booking], client: Client, calendar: Calendar) -> Screen:
    """The trainer's answer."""
    w = calendar.w
    head = w.many("✅ <b>Booked: {n} session.</b>", "✅ <b>Booked: {n} sessions.</b>", len(bookings))
    told = (
        w("{name} has been told.", name=client.name)
        if client.person_id is not None
        else w("{name} is not on Telegram yet: please tell them.", name=client.name)
    )
    keys = [opening(bookings[0], calendar)]
    inside = sum(b.contract_id is not None for b in bookings)
    split = w("📦 {n} in the package, {rest} paid singly.", n=inside, rest=len(bookings) - inside)
    mixed = split if 0 < inside < len(bookings) else None
    return Screen(lines(Markup(" ").join([head, told]), mixed, "", *times(bookings, calendar)), [keys])


async def series_booked(telling: Telling) -> Screen | None:
    """What of it is still ahead; nothing when all of it was cancelled before the client could be told."""
    books, w = telling.books, telling.w
    whole = await books.bookings.pick(telling.facts["booking_ids"])
    mine = [b for b in whole if b.person_id == telling.reader.id]
    live = [b for b in mine if b.status is Status.CONFIRMED and b.ends_at > telling.now]
    if not live:
        return None
    trainer = await books.trainers.get(live[0].trainer_id)
    series = await books.series.get(telling.facts["series_id"])
    calendar = telling.calendar(trainer.zone)
    text = lines(
        w("🆕 <b>Coach {name} has booked a series for you</b>", name=trainer.name),
        _rule(series, calendar),
        w.many("{n} session:", "{n} sessions:", len(live)),
        *named([_live(b, calendar) for b in live], w),
        cards.place_line(await books.places.find(live[0].place_id), w, link=True),
        w("/sessions shows all of them."),
    )
    return Screen(text, [[opening(live[0], calendar)]])


def _live(booking: Booking, calendar: Calendar) -> Markup:
    return calendar.w("🗓 {when}", when=calendar.live(booking.starts_at, calendar.period(booking.period)))


def _rule(series: Series, calendar: Calendar) -> Markup | None:
    """In the coach's wall time, so only where it is the reader's as well."""
    if calendar.away is not None:
        return None
    said = repeats(series.rule, series.wall, series.length, calendar.w)
    return calendar.w("🔁 {rule}", rule=said)
