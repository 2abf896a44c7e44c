"""Free times in place of a session that the trainer cancelled, as buttons that hold one for a while."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from markupsafe import Markup

from bot import timing
from bot.buttons import Button, Key, Rows, in_rows, key
from bot.features.session import OpenSession
from bot.going import Go
from bot.saying import Calendar
from bot.screen import Screen, lines
from core.booking import Booking
from core.errors import NotYours
from core.free_times import DAYS_OFFERED, free_daily
from core.people import Client, Side, Trainer
from core.period import Period
from core.ports import Books
from core.use_cases import desk, making_up
from core.zones import at_wall, zone

#: So many weeks further one can look.
_WEEKS = 3


@dataclass(frozen=True)
class FreeTimes(Button, prefix="ut"):
    """Free times in place of a lost session, `week` weeks later than the next ones."""

    booking_id: int
    week: int = 0


@dataclass(frozen=True)
class HoldTime(Button, prefix="uh"):
    """`start` in seconds since 1970."""

    booking_id: int
    start: int


@dataclass(frozen=True)
class BookHeld(Button, prefix="ub"):
    booking_id: int
    start: int


@dataclass(frozen=True)
class LostSessions(Button, prefix="ul"):
    """All that can be made up for with the same coach."""

    booking_id: int


@dataclass(frozen=True, slots=True)
class Offer:
    """A lost session with the times that are free in its place."""

    lost: Booking
    trainer: Trainer
    periods: Sequence[Period]
    #: From when on they are looked for.
    since: datetime
    week: int
    #: How many sessions with this coach wait to be made up for.
    waiting: int

    def opens(self, now: datetime) -> datetime | None:
        """When the first of these days can be booked, if it is too far ahead now."""
        first = self.since - self.trainer.horizon
        return first if first > now else None


async def offer(books: Books, booking_id: int, reader: int, now: datetime, week: int = 0) -> Offer:
    """NotYours for everybody but the client."""
    session = await desk.seen(books, booking_id, reader)
    if session.side is not Side.CLIENT:
        raise NotYours
    lost, trainer = session.booking, session.trainer
    week = max(0, min(week, _WEEKS))
    usual = await _usual(books, lost, trainer, now, week)
    periods = await _free(books, usual, trainer, session.client, now)
    waiting = await making_up.to_make_up(books, reader, trainer.id, now)
    return Offer(lost, trainer, periods, usual.start, week, len(waiting))


async def _usual(books: Books, lost: Booking, trainer: Trainer, now: datetime, week: int) -> Period:
    """Its own time of day on the first day after it on which the trainer may work."""
    tz = zone(trainer.zone)
    local = lost.starts_at.astimezone(tz)
    day = max(local.date() + timedelta(days=1), now.astimezone(tz).date())
    for off in await books.times_off.ahead(trainer.id, now):
        at = lost.period.moved_to(at_wall(day, local.time(), tz))
        if off.period.overlaps(at):
            day = (off.ends_at - timedelta(microseconds=1)).astimezone(tz).date() + timedelta(days=1)
    return lost.period.moved_to(at_wall(day + timedelta(days=7 * week), local.time(), tz))


async def _free(books: Books, usual: Period, trainer: Trainer, client: Client, now: datetime) -> list[Period]:
    window = Period.of(usual.start - timedelta(days=1), timedelta(days=DAYS_OFFERED + 2))
    around = await timing.around_window(books, window, trainer, client)
    return free_daily(usual, trainer, around, by=Side.CLIENT, now=now)


def said(found: Offer, calendar: Calendar) -> Markup:
    """What the buttons below are, or when there will be some."""
    w = calendar.w
    if found.periods:
        return w("Take another time: a tap holds it for you for 15 minutes.")
    if (opens := found.opens(calendar.now)) is not None:
        first, day = (calendar.day(calendar.local(m).date()) for m in (found.since, opens))
        return w(
            "From {first} on there are new times; you can choose one from {day} on.", first=first, day=day
        )
    return w("There is no free time in these days.")


def keys(found: Offer, calendar: Calendar) -> Rows:
    """The times, then the ways to others."""
    w, lost = calendar.w, found.lost
    times = [key(calendar.label(p.start), HoldTime(lost.id, int(p.start.timestamp()))) for p in found.periods]
    more: list[Key] = []
    if found.week:
        more.append(key(w.plain("‹ Earlier times"), FreeTimes(lost.id, found.week - 1)))
    if found.periods and found.week < _WEEKS:
        more.append(key(w.plain("Later times ›"), FreeTimes(lost.id, found.week + 1)))
    if not found.periods and not found.week:
        more.append(key(w.plain("🔄 Look again"), FreeTimes(lost.id)))
    others = [key(w.plain("Another session"), LostSessions(lost.id))] if found.waiting > 1 else []
    return [*in_rows(times, 2), more, others]


def screen(found: Offer, calendar: Calendar, lead: Markup | None = None) -> Screen:
    w, lost = calendar.w, found.lost
    head = w(
        "🔁 <b>Instead of {when}</b> with Coach {name}",
        when=calendar.moment(lost.starts_at),
        name=found.trainer.name,
    )
    zone_line = w("Times in {zone}.", zone=calendar.away) if calendar.away else None
    rows = [*keys(found, calendar), [key(w.plain("‹ Back"), OpenSession(lost.id))]]
    return Screen(lines(lead, "" if lead else None, head, said(found, calendar), zone_line), rows)


def held(lost: Booking, trainer: Trainer, period: Period, until: datetime, calendar: Calendar) -> Screen:
    w = calendar.w
    text = lines(
        w("🔒 <b>{when}</b> is held for you for 15 minutes.", when=calendar.period(period)),
        w(
            "Until {until} it is yours to book, in place of {lost} with Coach {name}.",
            until=calendar.soon(until),
            lost=calendar.moment(lost.starts_at),
            name=trainer.name,
        ),
    )
    choice = [
        key(w.plain("✅ Book it"), BookHeld(lost.id, int(period.start.timestamp()))),
        key(w.plain("Other times"), FreeTimes(lost.id)),
    ]
    return Screen(text, [choice])


def choice(waiting: Sequence[Booking], calendar: Calendar) -> Screen:
    """Which of several lost sessions."""
    w = calendar.w
    text = lines(
        w("<b>Which one do you want to make up for?</b>"),
        *(w("✖️ {when}", when=calendar.period(b.period)) for b in waiting),
    )
    keys = [key(calendar.label(b.starts_at), FreeTimes(b.id)) for b in waiting[:40]]
    return Screen(text, [*in_rows(keys, 2), [key(w.plain("🗓 My sessions"), Go("sessions"))]])
