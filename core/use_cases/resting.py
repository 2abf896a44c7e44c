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
from core.use_cases.classes import changing, timetable
from core.zones import days, zone

LONGEST = timedelta(days=366)
LONGEST_REASON = cancelling.LONGEST_REASON


@dataclass(frozen=True, slots=True)
class Rest:
    """A time off with what became of the sessions in it; `heads`: the seats of cancelled classes."""

    time_off: TimeOff
    cancelled: Sequence[Booking]
    kept: Sequence[Booking]
    heads: Sequence[Booking] = ()


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
    """The sessions, pending or confirmed, that fall into it and have not begun; a class is one of them."""
    there = await timetable.of_trainer(books, trainer_id, period)
    return [b for b in there.entries if b.takes_time and b.starts_at > now]


async def _people(books: Books, there: Sequence[Booking]) -> set[int | None]:
    """Whom it concerns: in a class everybody who is in it."""
    seats = await books.bookings.of_classes(b.class_id for b in there if b.class_id is not None)
    return {b.person_id for b in [*there, *seats]}


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
    locked = await _people(books, first)
    await books.lock(trainers=[trainer_id], people=locked)
    await desk.once(books, act)
    now_there = await affected(books, trainer_id, period, act.at)
    if more := await _people(books, now_there) - locked:
        await books.lock(people=more)
    time_off = await books.times_off.add(
        TimeOff(0, trainer_id, period.start, period.end, created_at=act.at, reason=reason)
    )
    await _log(books, act, "time_off", time_off)
    stays = set(keep) if shown is None else {*keep, *({b.id for b in now_there} - set(shown))}
    leaving = [b for b in now_there if b.id not in stays]
    heads = await _let_go(books, leaving, time_off, act)
    return Rest(time_off, leaving, [b for b in now_there if b.id in stays], heads)


def _checked(period: Period, reason: str | None, now: datetime) -> str | None:
    if period.end <= now or period.length > LONGEST:
        raise NotValid("days")
    tidy = " ".join(reason.split()) if reason else None
    if tidy is not None and len(tidy) > LONGEST_REASON:
        raise NotValid("reason")
    return tidy or None


async def _let_go(books: Books, leaving: Sequence[Booking], time_off: TimeOff, act: Act) -> list[Booking]:
    """Returns the seats of the classes among them."""
    heads: list[Booking] = []
    paid: dict[int, int] = {}
    waiting: list[changing.Gone] = []
    for booking in leaving:
        if booking.class_id is not None:
            group = await books.classes.get(booking.class_id)
            gone = await changing.let_go(books, group, act, time_off.reason)
            heads += gone.seats
            paid |= gone.paid
            waiting.append(replace(gone, seats=()))
        else:
            session = await desk.seen(books, booking.id, act.by)
            returned = await cancelling.let_go(books, session, act, time_off.reason)
            paid[booking.id] = returned.amount if returned else 0
    single = [b for b in leaving if b.class_id is None]
    await books.notices.add(_notices([*single, *heads], paid, time_off, act))
    await changing.tell_cancelled(books, waiting, act)
    return heads


def _notices(leaving: Sequence[Booking], paid: dict[int, int], time_off: TimeOff, act: Act) -> list[Notice]:
    """One a client, however many of their sessions are gone; `paid` is what stays theirs."""
    gone: dict[int, list[int]] = defaultdict(list)
    for booking in leaving:
        if booking.person_id is not None:
            gone[booking.person_id].append(booking.id)
    found = []
    for to, ids in gone.items():
        total = sum(paid[id_] for id_ in ids)
        facts: dict[str, Any] = {"time_off_id": time_off.id, "booking_ids": ids, "paid": total}
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
    await books.waits.wake([time_off.trainer_id], act.at)
    await _log(books, act, "time_off_removed", time_off)
    return time_off


async def _log(books: Books, act: Act, kind: str, time_off: TimeOff) -> None:
    facts = {"time_off_id": time_off.id}
    await books.events.add(
        Event(0, act.key, act.by, act.at, kind, trainer_id=time_off.trainer_id, data=facts)
    )
