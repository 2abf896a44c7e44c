"""From sessions to what a picture shows of them, in the reader's zone and words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from babel.dates import format_interval, format_skeleton

from bot import cards
from bot.pictures import month as months
from bot.pictures import week as weeks
from bot.pictures.plates import State
from bot.pictures.plates import Words as Lines
from bot.saying import Calendar, clock, day_name
from bot.texts import Words
from core.booking import Booking, Status
from core.period import Period
from core.time_off import TimeOff
from core.zones import days, wall


@dataclass(frozen=True, slots=True)
class Shown:
    """What is to be drawn, whoever looks at it: names by session, not by client."""

    bookings: Sequence[Booking]
    names: Mapping[int, str]
    numbers: Mapping[int, str] = field(default_factory=dict)
    places: Mapping[int, str] = field(default_factory=dict)
    clashing: frozenset[int] = frozenset()
    working: Sequence[Period] = ()
    off: Sequence[TimeOff] = ()
    theme: str = "light"


def clashing(bookings: Iterable[Booking]) -> frozenset[int]:
    """Those that take time at the same time, but seats of one class; and those that a client has twice."""
    found = {b.id for b in bookings if b.double}
    latest: Booking | None = None
    for booking in sorted((b for b in bookings if b.takes_time), key=lambda b: b.starts_at):
        same = latest is not None and booking.slot_id == latest.slot_id
        if latest is not None and not same and booking.starts_at < latest.ends_at:
            found |= {latest.id, booking.id}
        if latest is None or booking.ends_at > latest.ends_at:
            latest = booking
    return frozenset(found)


def week_picture(shown: Shown, monday: date, calendar: Calendar) -> weeks.Week:
    w, week = calendar.w, [monday + timedelta(days=n) for n in range(7)]
    now = wall(calendar.now, calendar.tz)
    today = (now.date() - monday).days if now.date() in week else None
    return weeks.Week(
        format_interval(monday, week[-1], "yMMMd", locale=_DAY_FIRST.get(w.language, w.language)),
        tuple((day_name(n, w), str(day.day)) for n, day in enumerate(week)),
        tuple(span for period in shown.working for span in _spans(period, monday, calendar)),
        tuple(_blocks(shown, monday, calendar)),
        tuple(
            weeks.Off(span, cards.reason(off.reason, w) if off.reason else w.plain("off"))
            for off in shown.off
            for span in _spans(off.period, monday, calendar)
        ),
        None if today is None else (today, now.hour * 60 + now.minute),
        today,
        _count(len(shown.bookings), w),
        w.plain("Nothing is booked in this week."),
        _states(w),
        w.plain("conflict"),
        shown.theme,
    )


def _blocks(shown: Shown, monday: date, calendar: Calendar) -> Iterator[weeks.Block]:
    for booking in shown.bookings:
        words = Lines(
            shown.names[booking.id], shown.numbers.get(booking.id, ""), shown.places.get(booking.id, "")
        )
        for span in _spans(booking.period, monday, calendar):
            yield weeks.Block(span, words, state(booking), booking.id in shown.clashing)


def _spans(period: Period, monday: date, calendar: Calendar) -> Iterator[weeks.Span]:
    """The parts of it that fall on the days of the week, by the wall clock."""
    for n in range(7):
        day = days(monday + timedelta(days=n), calendar.tz)
        if period.overlaps(day):
            start = wall(max(period.start, day.start), calendar.tz)
            end = wall(min(period.end, day.end), calendar.tz)
            until = 24 * 60 if period.end >= day.end else end.hour * 60 + end.minute
            begins = start.hour * 60 + start.minute
            # In the hour that a clock is turned back the end may read earlier than the start.
            yield weeks.Span(n, begins, max(until, begins + 15))


def state(booking: Booking) -> State:
    known = {
        Status.PENDING: State.ASKED,
        Status.COMPLETED: State.DONE,
        Status.NO_SHOW: State.MISSED,
    }
    return known.get(booking.status, State.CONFIRMED)


def month_picture(shown: Shown, first: date, calendar: Calendar) -> months.Month:
    w = calendar.w
    now = calendar.today
    return months.Month(
        month_name(first, w),
        tuple(day_name(n, w) for n in range(7)),
        first.weekday(),
        tuple(_cell(shown, day, calendar) for day in month_days(first)),
        now.day if (now.year, now.month) == (first.year, first.month) else None,
        _count(len(shown.bookings), w),
        _states(w),
        w.plain("conflict"),
        shown.theme,
    )


def _cell(shown: Shown, day: date, calendar: Calendar) -> months.DayCell:
    whole = days(day, calendar.tz)
    entries = tuple(
        months.Entry(clock(calendar.local(b.starts_at)), shown.names[b.id], state(b), b.id in shown.clashing)
        for b in shown.bookings
        if calendar.local(b.starts_at).date() == day
    )
    off = next((off for off in shown.off if off.period.overlaps(whole)), None)
    said = None
    if off is not None:
        # The reason stands on the first day only, as far as that one is in the month.
        first = calendar.local(off.starts_at).date() == day or day.day == 1
        said = (
            (cards.reason(off.reason, calendar.w) if off.reason else calendar.w.plain("off")) if first else ""
        )
    closed = not any(period.overlaps(whole) for period in shown.working)
    return months.DayCell(day.day, entries, closed, said)


#: As in all the bot's words: 13 October, not October 13.
_DAY_FIRST = {"en": "en_GB"}


def month_name(first: date, w: Words) -> str:
    """October 2025."""
    said = str(format_skeleton("yMMMM", first, locale=w.language))
    return f"{said[:1].upper()}{said[1:]}"


def month_days(first: date) -> list[date]:
    after = next_month(first)
    return [first + timedelta(days=n) for n in range((after - first).days)]


def next_month(first: date, step: int = 1) -> date:
    """The first day of another month."""
    count = first.year * 12 + first.month - 1 + step
    return date(count // 12, count % 12 + 1, 1)


def _count(n: int, w: Words) -> str:
    return str(w.many("{n} session", "{n} sessions", n)) if n else ""


def _states(w: Words) -> tuple[tuple[State, str], ...]:
    return (
        (State.CONFIRMED, w.plain("booked")),
        (State.DONE, w.plain("done")),
        (State.MISSED, w.plain("no-show")),
        (State.ASKED, w.plain("asked for")),
    )
