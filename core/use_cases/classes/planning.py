"""A new class, or a run of them: judged as a whole, stored in one transaction, no time taken in silence."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from core.act import Act
from core.booking import Slot, SlotKind
from core.conflicts import LONGEST_SESSION, Conflict, Surroundings, Taken, conflicts
from core.diary import span
from core.errors import InConflict, InThePast, NotValid, NotYours
from core.group_class import LONGEST_NAME, MOST_SEATS, GroupClass, planned
from core.money import LIMIT
from core.occurrences import occurrences
from core.people import Side, Trainer
from core.period import Period
from core.ports import Books
from core.use_cases import desk
from core.use_cases.booking import over_holds
from core.use_cases.classes.roster import log
from core.use_cases.placing import own_place
from core.zones import wall, zone

#: A year of one a week.
MOST_IN_A_RUN = 52


@dataclass(frozen=True, slots=True)
class NewClass:
    """What a trainer asks for; with a `rule` one for each of its times, of which `period` is the first.

    `over`: slots that were shown to be in the way and may stay so. Of a run, what clashes is left out.
    """

    trainer_id: int
    name: str
    period: Period
    capacity: int
    price: int | None = None
    place_id: int | None = None
    minimum: int = 0
    listed: bool = True
    rule: str | None = None
    count: int | None = None
    until: date | None = None
    over: tuple[int, ...] | None = None


@dataclass(frozen=True, slots=True)
class Date:
    """One of the run, with what is in its way."""

    number: int
    period: Period
    conflicts: tuple[Conflict, ...] = ()
    #: The trainer has seen what is in the way, and wants it all the same.
    anyway: bool = False

    @property
    def is_left_out(self) -> bool:
        return bool(self.conflicts) and not self.anyway

    @property
    def slots(self) -> tuple[int, ...]:
        return tuple(c.slot.id for c in self.conflicts if isinstance(c, Taken))


async def plan(books: Books, wanted: NewClass, now: datetime) -> list[Date]:
    """Every time with what is in its way."""
    trainer = await books.trainers.get(wanted.trainer_id)
    periods = _periods(wanted, trainer, now)
    whole = span(periods)
    around = Surroundings(
        await books.slots.across(trainer.id, whole),
        [],
        [off.period for off in await books.times_off.near(trainer.id, whole)],
    )
    return [_judged(n, p, trainer, around, wanted, now) for n, p in enumerate(periods)]


def _judged(
    number: int, period: Period, trainer: Trainer, around: Surroundings, wanted: NewClass, now: datetime
) -> Date:
    found = conflicts(period, trainer, around, by=Side.TRAINER, now=now)
    known = {c.slot.id for c in found if isinstance(c, Taken)}
    return Date(number, period, found, wanted.over is not None and known <= set(wanted.over))


def _periods(wanted: NewClass, trainer: Trainer, now: datetime) -> list[Period]:
    if wanted.rule is None:
        if wanted.period.start <= now:
            raise InThePast(wanted.period.start)
        return [wanted.period]
    tz = zone(trainer.zone)
    first = wall(wanted.period.start, tz)
    most, length = MOST_IN_A_RUN, wanted.period.length
    try:
        found = occurrences(wanted.rule, first, tz, length, count=wanted.count, until=wanted.until, most=most)
    except ValueError as error:
        raise NotValid("rule") from error
    if not (ahead := [p for p in found if p.start > now]):
        raise NotValid("count")
    return ahead


async def create(books: Books, wanted: NewClass, code: str, act: Act) -> list[GroupClass]:
    """InConflict when nothing is left of it; `code` is that of the link of the first one."""
    if act.by != wanted.trainer_id:
        raise NotYours
    await books.lock(trainers=[wanted.trainer_id])
    await desk.once(books, act)
    _require_sane(wanted)
    if wanted.place_id is not None:
        await own_place(books, wanted.place_id, wanted.trainer_id)
    dates = await plan(books, wanted, act.at)
    if not (kept := [d for d in dates if not d.is_left_out]):
        raise InConflict(tuple(c for d in dates for c in d.conflicts))
    kept = [replace(d, conflicts=await over_holds(books, d.conflicts, act.at)) for d in kept]
    await desk.let_holds_go(books, [wanted.trainer_id], act.at)
    trainer = await books.trainers.get(wanted.trainer_id)
    made = await _stored(books, wanted, kept, trainer, code, act.at)
    await log(books, act, "class_planned", made[0], count=len(made))
    return made


async def _stored(
    books: Books, wanted: NewClass, kept: Sequence[Date], trainer: Trainer, code: str, now: datetime
) -> list[GroupClass]:
    slots = await books.slots.add_all([_slot(d, wanted, trainer) for d in kept])
    new = [
        _class(wanted, d.period, slot.id, trainer, _code(code, d.number), now)
        for d, slot in zip(kept, slots, strict=True)
    ]
    made = await books.classes.add_all([planned(g, trainer, now) for g in new])
    if wanted.rule is not None:
        made = [replace(g, run_id=made[0].id) for g in made]
        await books.classes.save_all(made)
    return made


def _slot(at: Date, wanted: NewClass, trainer: Trainer) -> Slot:
    return Slot(
        0,
        trainer.id,
        SlotKind.CLASS,
        at.period.start,
        at.period.end,
        anyway=bool(at.conflicts),
        buffer_minutes=trainer.buffer_minutes,
        capacity=wanted.capacity,
    )


def _class(
    wanted: NewClass, period: Period, slot_id: int, trainer: Trainer, code: str, now: datetime
) -> GroupClass:
    """With the trainer's currency and policy, copied as they are now."""
    return GroupClass(
        0,
        trainer.id,
        slot_id,
        " ".join(wanted.name.split()),
        period.start,
        period.end,
        wanted.capacity,
        wanted.price,
        trainer.currency,
        now,
        code,
        now,
        minimum=wanted.minimum,
        place_id=wanted.place_id,
        policy=trainer.policy,
        listed=wanted.listed,
    )


def _code(first: str, number: int) -> str:
    """Each of a run has a link of its own."""
    return first if not number else hashlib.sha256(f"{first}:{number}".encode()).hexdigest()[:12]


def _require_sane(wanted: NewClass) -> None:
    require_name(wanted.name)
    require_seats(wanted.capacity, wanted.minimum)
    require_price(wanted.price)
    if not timedelta(0) < wanted.period.length <= LONGEST_SESSION:
        raise NotValid("length")
    if wanted.count is not None and not 1 <= wanted.count <= MOST_IN_A_RUN:
        raise NotValid("count")


def require_name(name: str) -> None:
    if not 1 <= len(" ".join(name.split())) <= LONGEST_NAME:
        raise NotValid("class_name")


def require_seats(capacity: int, minimum: int) -> None:
    if not 1 <= capacity <= MOST_SEATS:
        raise NotValid("capacity")
    if not 0 <= minimum <= capacity:
        raise NotValid("minimum")


def require_price(price: int | None) -> None:
    if price is not None and not 0 <= price <= LIMIT:
        raise NotValid("price")
