"""Classes: one slot, several seats, each with a booking of its own."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime, time, timedelta
from enum import StrEnum

from core.money import Money
from core.people import Trainer
from core.period import Period
from core.policy import Policy
from core.zones import at_wall, zone

MOST_SEATS = 100
LONGEST_NAME = 64
#: With too few in it the trainer is asked then, on the evening before.
ASKED_AT = time(19)
#: One that was made later than that is asked about so long before the start.
ASKED_BEFORE = timedelta(hours=3)


class ClassStatus(StrEnum):
    PLANNED = "planned"
    CANCELLED = "cancelled"
    #: The attendance list was filled in.
    HELD = "held"


@dataclass(frozen=True, slots=True)
class GroupClass:
    """It takes the trainer's time also while nobody is in it. `price` is a head's; `code` its invitation."""

    id: int
    trainer_id: int
    slot_id: int
    name: str
    starts_at: datetime
    ends_at: datetime
    capacity: int
    price: int | None
    currency: str
    created_at: datetime
    code: str
    #: When the present time was set: reminders due before that moment are not owed.
    timed_at: datetime
    #: With fewer the trainer is asked the evening before.
    minimum: int = 0
    place_id: int | None = None
    policy: Policy = field(default_factory=Policy)
    #: Shown on the trainer's card to everybody who may find it; else by invitation only.
    listed: bool = False
    #: Those that were made together: the id of the first one.
    run_id: int | None = None
    status: ClassStatus = ClassStatus.PLANNED
    #: Rises with time, place, price and status: buttons carry it.
    version: int = 0
    #: The next moment at which the tick has to look at it.
    next_at: datetime | None = None
    #: The trainer was asked whether it takes place with so few, and what they said.
    asked_at: datetime | None = None
    kept_at: datetime | None = None
    cancelled_at: datetime | None = None
    cancel_reason: str | None = None

    @property
    def period(self) -> Period:
        return Period(self.starts_at, self.ends_at)

    @property
    def cost(self) -> Money | None:
        return None if self.price is None else Money(self.price, self.currency)

    @property
    def is_planned(self) -> bool:
        return self.status is ClassStatus.PLANNED

    def is_ahead(self, now: datetime) -> bool:
        return self.is_planned and now < self.starts_at


def small_due(group: GroupClass, trainer: Trainer) -> datetime | None:
    """When the trainer is asked whether it takes place with too few: not in the night, then before it."""
    if not group.minimum or group.kept_at is not None or group.asked_at is not None:
        return None
    tz = zone(trainer.zone)
    eve = at_wall(group.starts_at.astimezone(tz).date() - timedelta(days=1), ASKED_AT, tz)
    late = group.timed_at >= eve
    return trainer.quiet.before(group.starts_at - ASKED_BEFORE if late else eve, tz)


def reminders(group: GroupClass, trainer: Trainer) -> list[tuple[datetime, int]]:
    """One for the class, however many are in it: when, and how many minutes before the start."""
    tz = zone(trainer.zone)
    owed = [
        (trainer.quiet.before(group.starts_at - timedelta(minutes=lead), tz), lead)
        for lead in trainer.trainer_leads
    ]
    return sorted(one for one in owed if one[0] > group.timed_at)


def next_moment(group: GroupClass, trainer: Trainer, now: datetime) -> datetime | None:
    """When there is something to decide about it; after its end nothing comes by itself."""
    if not group.is_planned:
        return None
    moments = [at for at, _ in reminders(group, trainer)] + [group.ends_at]
    if (small := small_due(group, trainer)) is not None and small < group.starts_at:
        moments.append(small)
    return min((m for m in moments if m > now), default=None)


def planned(group: GroupClass, trainer: Trainer, now: datetime) -> GroupClass:
    return replace(group, next_at=next_moment(group, trainer, now))
