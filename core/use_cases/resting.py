"""Time off: what falls into it is cancelled free of charge, one message a client, or stays by choice."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from core.act import Act, Event
from core.booking import Booking
from core.errors import NotFound, NotValid
from core.notice import Notice, NoticeKind, told
from core.people import Trainer
from core.period import Period
from core.ports import Books
from core.time_off import TimeOff
from core.use_cases import cancelling, desk
from core.zones import days, zone

LONGEST = timedelta(days=366)
LONGEST_REASON = cancelling.LONGEST_REASON


@dataclass(frozen=True, slots=True)
class Rest:
    """A time off with what became of the sessions in it."""

    time_off: TimeOff
    cancelled: Sequence[Booking]
    kept: Sequence[Booking]


def whole_days(trainer: Trainer, first: date, last: date) -> Period:
    """The last day inclusive; NotValid when it is before the first."""
    if last < first:
        raise NotValid("days")
    return days(first, zone(trainer.zone), (last - first).days + 1)


def rest_of_day(trainer: Trainer, now: datetime) -> Period:
    """From now to the end of the trainer's day."""
    tz = zone(trainer.zone)
    return Period(now, days(now.astimezone(tz).date(), tz).end)


async def affected(books: Books, trainer_id: int, period: Period, now: datetime) -> list[Booking]:
    """The sessions, pending or confirmed, that fall into it and have not begun."""
    there = await books.bookings.of_trainer(trainer_id, period)
    return [b for b in there if b.takes_time and b.starts_at > now]


async def take_off(
    books: Books,
    trainer_id: int,
    period: Period,
    reason: str | None,
    act: Act,
    *,
    keep: Collection[int] = (),
    shown: Collection[int] | None = None,
) -> Rest:
    """Cancels what falls into it but those to `keep`; with `shown` also what the trainer did not see stays.

    Free of charge, with the credits back. One notice a client.
    """
    if act.by != trainer_id:
        raise NotFound
    reason = _checked(period, reason, act.at)
    first = await affected(books, trainer_id, period, act.at)
    await books.lock(trainers=[trainer_id], people={b.person_id for b in first})
    await desk.once(books, act)
    now_there = await affected(books, trainer_id, period, act.at)
    if more := {b.person_id for b in now_there} - {b.person_id for b in first}:
        await books.lock(people=more)
    time_off = await books.times_off.add(
        TimeOff(0, trainer_id, period.start, period.end, created_at=act.at, reason=reason)
    )
    await _log(books, act, "time_off", time_off)
    stays = set(keep) if shown is None else {*keep, *({b.id for b in now_there} - set(shown))}
    leaving = [b for b in now_there if b.id not in stays]
    await _let_go(books, leaving, time_off, act)
    return Rest(time_off, leaving, [b for b in now_there if b.id in stays])


def _checked(period: Period, reason: str | None, now: datetime) -> str | None:
    if period.end <= now or period.length > LONGEST:
        raise NotValid("days")
    tidy = " ".join(reason.split()) if reason else None
    if tidy is not None and len(tidy) > LONGEST_REASON:
        raise NotValid("reason")
    return tidy or None


async def _let_go(books: Books, leaving: Sequence[Booking], time_off: TimeOff, act: Act) -> None:
    gone: dict[int, list[int]] = defaultdict(list)
    paid: dict[int, int] = defaultdict(int)
    for booking in leaving:
        session = await desk.seen(books, booking.id, act.by)
        returned = await cancelling.let_go(books, session, act, time_off.reason)
        if booking.person_id is not None:
            gone[booking.person_id].append(booking.id)
            paid[booking.person_id] += returned.amount if returned else 0
    await books.notices.add(_notices(gone, paid, time_off, act))


def _notices(gone: dict[int, list[int]], paid: dict[int, int], time_off: TimeOff, act: Act) -> list[Notice]:
    """One a client, however many of their sessions are gone; `paid` is what stays theirs."""
    found = []
    for to, ids in gone.items():
        facts: dict[str, Any] = {"time_off_id": time_off.id, "booking_ids": ids, "paid": paid[to]}
        found.append(told(to, NoticeKind.TIME_OFF, act, **facts))
    return found


async def coming(books: Books, trainer_id: int, now: datetime) -> Sequence[TimeOff]:
    return await books.times_off.ahead(trainer_id, now)


async def remove(books: Books, time_off_id: int, act: Act) -> TimeOff:
    """The trainer works then after all; sessions that were cancelled stay so. Once more changes nothing."""
    await books.lock(trainers=[act.by])
    time_off = await books.times_off.get(time_off_id)
    if time_off.trainer_id != act.by:
        raise NotFound
    if time_off.removed_at is not None:
        return time_off
    await desk.once(books, act)
    time_off = replace(time_off, removed_at=act.at)
    await books.times_off.save(time_off)
    await _log(books, act, "time_off_removed", time_off)
    return time_off


async def _log(books: Books, act: Act, kind: str, time_off: TimeOff) -> None:
    facts = {"time_off_id": time_off.id}
    await books.events.add(
        Event(0, act.key, act.by, act.at, kind, trainer_id=time_off.trainer_id, data=facts)
    )
