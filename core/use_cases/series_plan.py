"""A series before it is booked: each of its sessions judged by the one validator, all in memory."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from enum import StrEnum

from core.booking import Booking, Kind, Slot
from core.conflicts import Conflict, OffPackage, Surroundings, Taken, conflicts
from core.contract import Contract
from core.diary import Diary
from core.errors import InThePast, WhichContract
from core.people import Parties, Side
from core.period import Period
from core.progress import Progress, misfit, preferred
from core.use_cases.booking import NewBooking, new_booking, new_slot
from core.zones import zone


class Beyond(StrEnum):
    """What becomes of those for which the package has no credit: asked, left out, or paid singly."""

    ASK = "ask"
    LEAVE = "leave"
    SINGLY = "singly"


@dataclass(frozen=True, slots=True)
class NewSeries:
    """What a trainer asks for; `first` is a wall time, occurrences are named by their number in the rule.

    Without `count` and `until` there are as many as the contract has credits left. `others`: at another
    time; `over`: to be booked over the slots that were shown to be in the way there.
    """

    trainer_id: int
    client_id: int
    rule: str
    first: datetime
    length: timedelta
    count: int | None = None
    until: date | None = None
    kind: Kind = Kind.PERSONAL
    place_id: int | None = None
    price: int | None = None
    note: str | None = None
    contract_id: int | None = None
    single: bool = False
    beyond: Beyond = Beyond.ASK
    skips: frozenset[int] = frozenset()
    others: Mapping[int, Period] = field(default_factory=dict)
    over: Mapping[int, tuple[int, ...]] = field(default_factory=dict)

    @property
    def is_single(self) -> bool:
        """A price that was said is for sessions outside of packages."""
        return self.single or (self.price is not None and self.contract_id is None)


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One of the series as it would be: with what is in its way, and why the package cannot take it."""

    number: int
    period: Period
    conflicts: tuple[Conflict, ...] = ()
    off_package: OffPackage | None = None
    skipped: bool = False
    #: The trainer has seen what is in the way, and wants it all the same.
    anyway: bool = False

    @property
    def clashes(self) -> bool:
        """Something is in the way, and nothing has been decided about it."""
        return bool(self.conflicts) and not self.skipped and not self.anyway

    @property
    def may_be_anyway(self) -> bool:
        return bool(self.conflicts) and all(c.anyway_allowed for c in self.conflicts)


@dataclass(frozen=True, slots=True)
class Plan:
    """The whole series before it is booked; `credits`: of the contract that it uses, before and after it."""

    occurrences: Sequence[Occurrence]
    beyond: Beyond
    credits: Progress | None = None
    after: Progress | None = None

    @property
    def wanted(self) -> list[Occurrence]:
        """Nothing is in their way, or nothing that shall matter."""
        return [o for o in self.occurrences if not o.skipped and not o.clashes]

    @property
    def in_package(self) -> list[Occurrence]:
        return [o for o in self.wanted if self.credits and not o.off_package]

    @property
    def beyond_package(self) -> list[Occurrence]:
        return [o for o in self.wanted if o.off_package]

    @property
    def booked(self) -> list[Occurrence]:
        """Those that will be sessions."""
        return self.in_package if self.beyond is Beyond.LEAVE and self.credits else self.wanted

    @property
    def clashing(self) -> list[Occurrence]:
        return [o for o in self.occurrences if o.clashes]


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything that a series is judged by, read once for its whole span."""

    parties: Parties
    contracts: Sequence[Progress]
    periods: Mapping[int, Period]
    around: Surroundings


def planned(facts: Facts, wanted: NewSeries, now: datetime) -> Plan:
    """One after the other, so that each knows what the ones before it have taken."""
    chosen = known = _contract(facts, wanted, now)
    diary = Diary(facts.around)
    found: list[Occurrence] = []
    for number, usual in facts.periods.items():
        one = _judged(Occurrence(number, wanted.others.get(number, usual)), facts, wanted, diary, now)
        if not one.skipped and not one.clashes:
            one, known = _with_credit(one, known, wanted, facts, now)
            if not (one.off_package and wanted.beyond is Beyond.LEAVE):
                diary.take(*made(one, wanted, facts, now))
        found.append(one)
    return Plan(found, wanted.beyond, chosen, known)


def _judged(one: Occurrence, facts: Facts, wanted: NewSeries, diary: Diary, now: datetime) -> Occurrence:
    if one.number in wanted.others and one.period.start <= now:
        raise InThePast(one.period.start)
    near = diary.near(one.period)
    found = conflicts(one.period, facts.parties.trainer, near, by=Side.TRAINER, now=now)
    one = replace(one, conflicts=found, skipped=one.number in wanted.skips)
    over = wanted.over.get(one.number)
    taken = {c.slot.id for c in found if isinstance(c, Taken)}
    return replace(one, anyway=over is not None and one.may_be_anyway and taken <= set(over))


def _with_credit(
    one: Occurrence, known: Progress | None, wanted: NewSeries, facts: Facts, now: datetime
) -> tuple[Occurrence, Progress | None]:
    """It takes the next credit; what no credit can be had for says why."""
    if known is None:
        return one, None
    reason = misfit(known, one.period, wanted.kind, now, zone(facts.parties.trainer.zone))
    if reason is not None:
        return replace(one, off_package=OffPackage(reason.contract_id, reason.reason)), known
    tally = replace(known.tally, booked=known.tally.booked + 1)
    first_at = min(known.first_at or one.period.start, one.period.start)
    return one, replace(known, tally=tally, first_at=first_at)


def _contract(facts: Facts, wanted: NewSeries, now: datetime) -> Progress | None:
    """The one that can take the first session; where none can, the last one, which says why."""
    if not facts.contracts:
        return None
    first = min(facts.periods.values())
    tz = zone(facts.parties.trainer.zone)
    fits = [p for p in facts.contracts if misfit(p, first, wanted.kind, now, tz) is None]
    if len(found := preferred(fits)) > 1:
        raise WhichContract(tuple(p.contract.id for p in found))
    return found[0] if found else facts.contracts[-1]


def made(
    one: Occurrence, wanted: NewSeries, facts: Facts, now: datetime, contract: Contract | None = None
) -> tuple[Slot, Booking]:
    """As it will be stored, still without its ids."""
    trainer, client = facts.parties.trainer, facts.parties.client
    asked = NewBooking(
        trainer.id, client.id, one.period, wanted.kind, wanted.place_id, wanted.price, wanted.note
    )
    slot = new_slot(one.period, trainer, now, anyway=bool(one.conflicts))
    return slot, new_booking(asked, (trainer, client, contract), now)
