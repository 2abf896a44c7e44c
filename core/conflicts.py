"""The one validator: whatever takes time is held against the same list of reasons why not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from core.booking import Booking, Slot
from core.people import Side, Trainer
from core.period import Period
from core.zones import zone

#: No buffer is longer than this, so neighbours further away cannot matter.
LONGEST_BUFFER = timedelta(hours=2)
#: Nor is a session longer than this.
LONGEST_SESSION = timedelta(hours=12)


@dataclass(frozen=True, slots=True)
class Conflict:
    """One reason why a time cannot be had."""

    @property
    def anyway_allowed(self) -> bool:
        """Whether the trainer may decide to book over it."""
        return True


@dataclass(frozen=True, slots=True)
class Taken(Conflict):
    """Another slot of this trainer; `client_ids` and a class's name may be shown to the trainer only."""

    slot: Slot
    client_ids: tuple[int, ...]
    title: str | None = None


@dataclass(frozen=True, slots=True)
class TooClose(Taken):
    """The time between the two is shorter than the larger of their buffers."""


@dataclass(frozen=True, slots=True)
class ClientBusy(Conflict):
    """The client has a session then, here or with another trainer: only the time may be shown."""

    period: Period

    @property
    def anyway_allowed(self) -> bool:
        return False


@dataclass(frozen=True, slots=True)
class OutsideHours(Conflict):
    period: Period


@dataclass(frozen=True, slots=True)
class OnTimeOff(Conflict):
    period: Period


@dataclass(frozen=True, slots=True)
class OffPackage(Conflict):
    """The client's contract cannot take it: "no_credit" left, "after_end" of it, or "frozen" then.

    Not to be booked over, but outside the package, paid by itself.
    """

    contract_id: int
    reason: str

    @property
    def anyway_allowed(self) -> bool:
        return False


@dataclass(frozen=True, slots=True)
class TooSoon(Conflict):
    least: timedelta


@dataclass(frozen=True, slots=True)
class TooFar(Conflict):
    most: timedelta


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A slot nearby with the clients in it; `title`: the name of a class."""

    slot: Slot
    client_ids: tuple[int, ...] = ()
    title: str | None = None


@dataclass(frozen=True, slots=True)
class Surroundings:
    """All that is around a wanted period: the facts that the validator judges by."""

    neighbours: Sequence[Neighbour] = ()
    client_bookings: Sequence[Booking] = ()
    time_off: Sequence[Period] = field(default=())

    def without(self, booking: Booking) -> Surroundings:
        """As it is once that session has been let go: its own time is no obstacle to moving it."""
        return replace(
            self,
            neighbours=[n for n in self.neighbours if n.slot.id != booking.slot_id],
            client_bookings=[b for b in self.client_bookings if b.id != booking.id],
        )


def conflicts(
    wanted: Period, trainer: Trainer, around: Surroundings, *, by: Side, now: datetime
) -> tuple[Conflict, ...]:
    """Every reason against `wanted`, the hardest first; nothing means that it is free."""
    return (
        *(ClientBusy(b.period) for b in around.client_bookings if b.period.overlaps(wanted)),
        *_slots_in_the_way(wanted, trainer, around.neighbours, now),
        *(OnTimeOff(off) for off in around.time_off if off.overlaps(wanted)),
        *_outside_hours(wanted, trainer, now),
        *(_limits_of_a_client(wanted, trainer, now) if by is Side.CLIENT else ()),
    )


def _slots_in_the_way(
    wanted: Period, trainer: Trainer, neighbours: Sequence[Neighbour], now: datetime
) -> list[Conflict]:
    found: list[Conflict] = []
    for near in neighbours:
        if near.slot.hold_until is not None and near.slot.hold_until <= now:
            continue
        gap = wanted.gap_to(near.slot.period)
        buffer = timedelta(minutes=max(trainer.buffer_minutes, near.slot.buffer_minutes))
        if gap < timedelta(0):
            found.append(Taken(near.slot, near.client_ids, near.title))
        elif gap < buffer:
            found.append(TooClose(near.slot, near.client_ids, near.title))
    return found


def _outside_hours(wanted: Period, trainer: Trainer, now: datetime) -> list[Conflict]:
    logged = wanted.end <= now
    if logged or trainer.hours.cover(wanted, zone(trainer.zone)):
        return []
    return [OutsideHours(wanted)]


def _limits_of_a_client(wanted: Period, trainer: Trainer, now: datetime) -> list[Conflict]:
    """What binds a client who books without the trainer."""
    if wanted.start < now + trainer.notice:
        return [TooSoon(trainer.notice)]
    if wanted.start > now + trainer.horizon:
        return [TooFar(trainer.horizon)]
    return []
