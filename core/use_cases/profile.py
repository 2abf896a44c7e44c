"""What people set for themselves: becoming a trainer, a trainer's usual values, language and time zone.

A change holds from now on: bookings keep the price and the policy that were copied onto them, while
what is still to be sent (reminders, questions, the daily list) follows the new values at once.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import replace
from datetime import datetime, time, timedelta
from typing import Any

from core import banks
from core.act import Act, Event
from core.booking import Booking
from core.conflicts import LONGEST_BUFFER, LONGEST_SESSION
from core.errors import NotValid
from core.hours import QuietHours, Span, WorkingHours
from core.money import LIMIT
from core.people import Person, Trainer
from core.policy import Policy
from core.ports import Books
from core.profile import Profile, Standing
from core.use_cases import debts, desk, standing
from core.use_cases.classes import roster
from core.use_cases.holiday_offers import with_next_holiday
from core.use_cases.inviting import LONGEST_NAME
from core.use_cases.ticking import with_next_list
from core.vietqr import account_number
from core.zones import zone

SHORTEST_SESSION = timedelta(minutes=10)
LONGEST_FREE_HOURS = 14 * 24
SHORTEST_LEAD = timedelta(minutes=5)
LONGEST_LEAD = timedelta(days=14)
MOST_LEADS = 4
LONGEST_NIGHT = timedelta(hours=16)
#: Dates with hours of their own.
MOST_DAYS = 40
MOST_DEBT_DAYS = 90

LONGEST_NOTICE = timedelta(days=14)
LONGEST_HORIZON = timedelta(days=180)
MOST_OPEN = 50

#: What bears on moments that are planned already.
_PLANNED = {"client_leads", "trainer_leads", "quiet", "outcome_rule"}

#: What may leave more time to be booked by clients.
_FREEING = {"hours", "buffer_minutes", "length_minutes", "opening", "quiet"} | {
    "notice_minutes",
    "horizon_days",
    "most_open",
}

Changes = Mapping[str, Any]


async def become_trainer(
    books: Books, currency: str, act: Act, *, code: str, admins: Collection[int] | None = None
) -> Trainer:
    """A calendar with values that fit most; whoever has one keeps it as it is.

    `code`: what stands in the link to their profile; random, made by whoever calls. `admins`: those who
    have to let the trainer in first, where that is so.
    """
    await books.lock(trainers=[act.by])
    if (known := await books.trainers.find(act.by)) is not None:
        return known
    person = await books.people.get(act.by)
    fresh = Trainer(person.id, person.name, person.zone, act.at, currency)
    fresh = with_next_holiday(with_next_list(fresh, act.at), act.at)
    trainer = await books.trainers.add(fresh)
    first = Standing.ADMITTED if admins is None else Standing.WAITING
    await books.profiles.add(Profile(trainer.id, code, act.at, first))
    await standing.ask_admins(books, trainer.id, admins or (), act)
    await _log(books, act, "became_trainer", trainer_id=trainer.id)
    return trainer


async def change(books: Books, changes: Changes, act: Act) -> Trainer:
    """New values for fields of the trainer who acts; NotValid names the one that cannot be."""
    await books.lock(trainers=[act.by])
    await desk.once(books, act)
    trainer = checked(replace(await books.trainers.get(act.by), **_tidied(changes)))
    if trainer.place_id is not None and "place_id" in changes:
        await own_place_id(books, trainer.place_id, act.by)
    if "daily_list" in changes:
        trainer = with_next_list(trainer, act.at)
    await books.trainers.save(trainer)
    if "debt_days" in changes:
        await debts.replan(books, trainer.id, act.at)
    if _FREEING & changes.keys():
        await books.waits.wake([trainer.id], act.at)
    if _PLANNED & changes.keys():
        await desk.replan(books, await _open_of_trainer(books, trainer.id, act.at), act.at)
        await roster.replan(books, trainer, act.at)
    await _log(books, act, "settings", trainer_id=trainer.id, fields=sorted(changes))
    return trainer


async def own_place_id(books: Books, place_id: int, trainer_id: int) -> None:
    """NotValid for a place of somebody else, or one that was removed."""
    place = await books.places.find(place_id)
    if place is None or place.trainer_id != trainer_id or place.removed_at is not None:
        raise NotValid("place_id")


async def speak(books: Books, language: str, act: Act) -> Person:
    """The language of everything that this person reads from now on."""
    await desk.once(books, act)
    person = replace(await books.people.get(act.by), language=language)
    await books.people.save(person)
    await _log(books, act, "settings", fields=["language"])
    return person


async def live_in(books: Books, zone_name: str, act: Act) -> Person:
    """The person's time zone, and the trainer's whose calendar it is. Sessions keep their moment."""
    try:
        zone(zone_name)
    except ValueError as error:
        raise NotValid("zone") from error
    mine = await books.bookings.of_person(act.by)
    await books.lock(trainers={act.by, *(b.trainer_id for b in mine)}, people=[act.by])
    await desk.once(books, act)
    person = replace(await books.people.get(act.by), zone=zone_name)
    await books.people.save(person)
    if (trainer := await books.trainers.find(act.by)) is not None:
        trainer = with_next_list(replace(trainer, zone=zone_name), act.at)
        await books.trainers.save(with_next_holiday(trainer, act.at))
        await books.waits.wake([trainer.id], act.at)
        await desk.replan(books, await _open_of_trainer(books, trainer.id, act.at), act.at)
        await roster.replan(books, trainer, act.at)
    as_client = [b for b in await books.bookings.of_person(act.by) if b.takes_time]
    await desk.replan(books, as_client, act.at)
    await _log(books, act, "settings", fields=["zone"])
    return person


async def _open_of_trainer(books: Books, trainer_id: int, now: datetime) -> list[Booking]:
    """Those ahead, and those that ended and were not answered for."""
    return [*await books.bookings.ahead(trainer_id, now), *await books.bookings.unanswered(trainer_id, now)]


def checked(trainer: Trainer) -> Trainer:
    """The trainer as given; NotValid when a value cannot be meant."""
    rules: dict[str, Callable[[Trainer], bool]] = {
        "name": lambda t: 1 <= len(t.name) <= LONGEST_NAME,
        "price": lambda t: t.price is None or 0 <= t.price <= LIMIT,
        "length_minutes": lambda t: SHORTEST_SESSION <= t.length <= LONGEST_SESSION,
        "buffer_minutes": lambda t: timedelta(0) <= timedelta(minutes=t.buffer_minutes) <= LONGEST_BUFFER,
        "hours": lambda t: _are_hours(t.hours),
        "policy": lambda t: _is_policy(t.policy),
        "client_leads": lambda t: _are_leads(t.client_leads),
        "trainer_leads": lambda t: _are_leads(t.trainer_leads),
        "quiet": lambda t: _length(t.quiet) <= LONGEST_NIGHT,
        "debt_days": lambda t: t.debt_days is None or 1 <= t.debt_days <= MOST_DEBT_DAYS,
        "bank": lambda t: t.bank is None or banks.by_bin(t.bank) is not None,
        "notice_minutes": lambda t: timedelta(0) <= t.notice <= LONGEST_NOTICE,
        "horizon_days": lambda t: t.notice < t.horizon <= LONGEST_HORIZON,
        "most_open": lambda t: 1 <= t.most_open <= MOST_OPEN,
        "account_name": lambda t: t.account_name is None or 1 <= len(t.account_name) <= LONGEST_NAME,
    }
    for field, holds in rules.items():
        if not holds(trainer):
            raise NotValid(field)
    return trainer


def _tidied(changes: Changes) -> dict[str, Any]:
    """Names without needless spaces, leads from the longest down, spans of a day in order."""
    tidy = dict(changes)
    for field in ("name", "account_name"):
        if tidy.get(field):
            tidy[field] = " ".join(tidy[field].split())
    if tidy.get("account"):
        tidy["account"] = account_number(tidy["account"])
    for field in ("client_leads", "trainer_leads"):
        if field in tidy:
            tidy[field] = tuple(sorted(set(tidy[field]), reverse=True))
    if "hours" in tidy:
        tidy["hours"] = _in_order(tidy["hours"])
    return tidy


def _in_order(hours: WorkingHours) -> WorkingHours:
    return WorkingHours(
        tuple(tuple(sorted(spans)) for spans in hours.week),
        tuple((day, tuple(sorted(spans))) for day, spans in hours.days),
    )


def _are_hours(hours: WorkingHours) -> bool:
    """Some day of the week is worked, and there are not more exceptions than fit on a screen."""
    days = (*hours.week, *(spans for _, spans in hours.days))
    return all(map(_is_day, days)) and any(hours.week) and len(hours.days) <= MOST_DAYS


def _is_day(spans: Iterable[Span]) -> bool:
    """Each ends after it starts, midnight counting as 24:00, and none begins before the last has ended."""
    until = -1
    for start, end in spans:
        if _minute(start) < until or _end_minute(end) <= _minute(start):
            return False
        until = _end_minute(end)
    return True


def _minute(wall: time) -> int:
    return wall.hour * 60 + wall.minute


def _end_minute(wall: time) -> int:
    return _minute(wall) or 24 * 60


def _length(quiet: QuietHours) -> timedelta:
    return timedelta(minutes=(_minute(quiet.end) - _minute(quiet.start)) % (24 * 60))


def _is_policy(policy: Policy) -> bool:
    percents = (policy.late_percent, policy.no_show_percent)
    return 0 <= policy.free_hours <= LONGEST_FREE_HOURS and all(0 <= p <= 100 for p in percents)


def _are_leads(leads: tuple[int, ...]) -> bool:
    spans = [timedelta(minutes=lead) for lead in leads]
    return len(spans) <= MOST_LEADS and all(SHORTEST_LEAD <= s <= LONGEST_LEAD for s in spans)


async def _log(books: Books, act: Act, kind: str, *, trainer_id: int | None = None, **facts: Any) -> None:
    await books.events.add(Event(0, act.key, act.by, act.at, kind, trainer_id=trainer_id, data=facts or None))
