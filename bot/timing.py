"""From a reading to times that can be offered: readings as choices, free times of a day or a part of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from markupsafe import Markup

from bot.texts import Words
from core.booking import Booking
from core.conflicts import LONGEST_BUFFER, LONGEST_SESSION, Surroundings
from core.errors import NotValid
from core.free_times import REACH, free_like, free_within, nearest_free, next_free
from core.people import Client, Side, Trainer
from core.period import Period
from core.ports import Books
from core.when.reading import Ask, At, Day, DayPart, Reason, Repeats, TimeOnly, When, Wrong
from core.zones import at_wall, days, zone

_PARTS = {
    DayPart.MORNING: (time(5), 12 - 5),
    DayPart.NOON: (time(11), 3),
    DayPart.AFTERNOON: (time(12), 6),
    DayPart.EVENING: (time(17), 5),
    DayPart.NIGHT: (time(20), 4),
}


#: Whatever a button says lies between these days.
_FIRST_DAY, _LAST_DAY = date(2000, 1, 1).toordinal(), date(2200, 1, 1).toordinal()
MINUTE = timedelta(minutes=1)
_EPOCH_DAY, _DAY_SECONDS = date(1970, 1, 1).toordinal(), 24 * 60 * 60


@dataclass(frozen=True, slots=True)
class Choices:
    """What can be tapped: periods, days, or neither when only typing helps; `why` says what is asked."""

    why: Markup
    periods: Sequence[Period] = ()
    days: Sequence[date] = ()


@dataclass(frozen=True, slots=True)
class Seeking:
    """For whom a time is sought: a trainer who books, unless it says something else.

    `instead_of`: the session that would be let go for it; `day`: whose day a bare "18h" may mean first;
    `zone`: of the person who types, where it is not the trainer's; `past`: times that are over may be meant.
    """

    by: Side = Side.TRAINER
    instead_of: Booking | None = None
    day: date | None = None
    zone: str | None = None
    past: bool = False


_BOOKING = Seeking()


def settled(when: When | None) -> Period | None:
    """The one period that was understood, when nothing is left to ask."""
    return when.period if isinstance(when, At) else None


async def choices(  # noqa: PLR0911  # one question a kind of reading
    books: Books,
    when: When | None,
    trainer: Trainer,
    client: Client | None,
    w: Words,
    now: datetime,
    seeking: Seeking = _BOOKING,
) -> Choices:
    """What to ask when a time was not settled."""
    match when:
        case Wrong():
            return Choices(wrong(when, w), await free_next(books, trainer, client, now, seeking))
        case Ask(choices=offered) if offered:
            return _asked(when, w)
        case Ask():
            unclear = w("“{piece}” is not clear to me. When shall it be?", piece=when.piece)
            return Choices(unclear, await free_next(books, trainer, client, now, seeking))
        case TimeOnly():
            return Choices(w("Which day?"), _on_days(when, trainer, now, seeking))
        case Day():
            if free := await _free_of(books, when, trainer, client, now, seeking):
                return Choices(w("<b>What time?</b> Type it, or tap a free one:"), free)
            others = await free_next(books, trainer, client, now, seeking)
            return Choices(w("Nothing is free then. Another time?"), others)
        case Repeats() if when.start is not None:
            first = Period.of(when.start, when.length)
            return Choices(w("One time at a time, please. The first one is:"), [first])
        case _:
            return Choices(
                w("<b>When?</b> Type it (“tomorrow 18:00”) or tap:"),
                await free_next(books, trainer, client, now, seeking),
            )


def _asked(when: Ask, w: Words) -> Choices:
    """The readings as they are; of a repetition its first time."""
    periods = [c.period for c in when.choices if isinstance(c, At)]
    repeats = [c for c in when.choices if isinstance(c, Repeats)]
    periods += [Period.of(c.start, c.length) for c in repeats if c.start is not None]
    periods = list(dict.fromkeys(periods))
    found = [c.first for c in when.choices if isinstance(c, Day)]
    if len(when.choices) == 1:
        why = w("“{piece}”: do you mean this?", piece=when.piece)
    elif found and not periods:
        why = w("“{piece}” can be two days:", piece=when.piece)
    else:
        why = w("“{piece}” can be two times:", piece=when.piece)
    return Choices(why, periods, found)


def wrong(found: Wrong, w: Words) -> Markup:
    piece = found.piece
    match found.reason:
        case Reason.NO_SUCH_DAY:
            return w("There is no “{piece}” in the calendar. When shall it be?", piece=piece)
        case Reason.NO_SUCH_TIME:
            return w("There is no such time as “{piece}”. When shall it be?", piece=piece)
        case Reason.ENDS_BEFORE_START:
            return w("“{piece}” ends before it starts. When shall it be?", piece=piece)
        case Reason.TOO_LONG:
            return w("“{piece}” is too long for one session. When shall it be?", piece=piece)
        case _:
            return w("“{piece}” is too far away. When shall it be?", piece=piece)


async def free_next(
    books: Books, trainer: Trainer, client: Client | None, now: datetime, seeking: Seeking = _BOOKING
) -> list[Period]:
    """The next free times; for a session that is to be moved those that are like its own."""
    present = seeking.instead_of
    if present is not None and present.starts_at > now:
        window = present.period.widened(timedelta(days=8))
        around = await around_window(books, window, trainer, client, seeking)
        return free_like(present.period, trainer, around, by=seeking.by, now=now)
    window = Period.of(now, timedelta(days=8))
    around = await around_window(books, window, trainer, client, seeking)
    return next_free(trainer.length, trainer, around, by=seeking.by, now=now)


async def free_on(
    books: Books,
    window: Period,
    trainer: Trainer,
    client: Client | None,
    now: datetime,
    seeking: Seeking = _BOOKING,
) -> list[Period]:
    around = await around_window(books, window, trainer, client, seeking)
    return free_within(window, trainer.length, trainer, around, by=seeking.by, now=now)


async def free_near(
    books: Books,
    wanted: Period,
    trainer: Trainer,
    client: Client | None,
    now: datetime,
    seeking: Seeking = _BOOKING,
) -> list[Period]:
    """The nearest free times of the same length."""
    window = wanted.widened(REACH + LONGEST_SESSION)
    around = await around_window(books, window, trainer, client, seeking)
    return nearest_free(wanted, trainer, around, by=seeking.by, now=now)


async def around_window(
    books: Books, window: Period, trainer: Trainer, client: Client | None, seeking: Seeking = _BOOKING
) -> Surroundings:
    """All that is in the way in a stretch of days."""
    neighbours = await books.slots.near(trainer.id, window.widened(LONGEST_BUFFER))
    busy = await books.bookings.of_client_near(client.id, client.person_id, window) if client else ()
    off = [t.period for t in await books.times_off.near(trainer.id, window)]
    around = Surroundings(neighbours, busy, off)
    return around.without(seeking.instead_of) if seeking.instead_of else around


async def _free_of(
    books: Books, when: Day, trainer: Trainer, client: Client | None, now: datetime, seeking: Seeking
) -> list[Period]:
    window = window_of(when, zone(seeking.zone or trainer.zone))
    return await free_on(books, window, trainer, client, now, seeking) if window.end > now else []


def day_of(ordinal: int) -> date:
    """A day as buttons carry it; NotValid for what no button of ours says."""
    if not _FIRST_DAY <= ordinal <= _LAST_DAY:
        raise NotValid("day")
    return date.fromordinal(ordinal)


def period_of(start: int, minutes: int) -> Period:
    """A time as buttons carry it, the start in seconds since 1970; NotValid as above."""
    day_of(_EPOCH_DAY + start // _DAY_SECONDS)
    if not 1 <= minutes <= LONGEST_SESSION // timedelta(minutes=1):
        raise NotValid("time")
    return Period.of(datetime.fromtimestamp(start, UTC), timedelta(minutes=minutes))


def window_of(when: Day, tz: ZoneInfo) -> Period:
    """The moments of a day, or of its part."""
    if when.part is None:
        return days(when.first, tz, (when.last - when.first).days + 1)
    start, hours = _PARTS[when.part]
    first = at_wall(when.first, start, tz)
    return Period.of(first, timedelta(days=(when.last - when.first).days, hours=hours))


def _on_days(when: TimeOnly, trainer: Trainer, now: datetime, seeking: Seeking) -> list[Period]:
    """The day in question first, if there is one; then today, if it is still ahead, and the next days."""
    tz = zone(seeking.zone or trainer.zone)
    today = now.astimezone(tz).date()
    meant = [seeking.day] if seeking.day else []
    found = []
    for day in dict.fromkeys([*meant, *(today + timedelta(days=n) for n in range(4))]):
        start = at_wall(day, when.start, tz)
        end = at_wall(day, when.end, tz) if when.end else start + trainer.length
        if start > now or (seeking.past and day == seeking.day):
            found.append(Period(start, end if end > start else end + timedelta(days=1)))
    return found[:3]
