"""What figures are computed from: sessions, charges and money of one trainer, as far as they are needed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from core.account import Source
from core.booking import Status
from core.charge import Charge
from core.hours import WorkingHours
from core.people import Side
from core.period import Period


@dataclass(frozen=True, slots=True)
class Sitting:
    """A session without its words; `price` is its value, in minor units."""

    id: int
    client_id: int
    starts_at: datetime
    ends_at: datetime
    status: Status
    created_at: datetime
    currency: str
    price: int | None = None
    contract_id: int | None = None
    cancelled_at: datetime | None = None
    cancelled_by: Side | None = None

    @property
    def period(self) -> Period:
        return Period(self.starts_at, self.ends_at)

    def counts(self, within: Period, now: datetime) -> bool:
        """By the base of all shares: its start in the period has passed, or it was cancelled in it.

        One that was cancelled belongs to the day on which it was, so that it is counted once.
        """
        if self.status is Status.CANCELLED:
            return inside(self.cancelled_at, within)
        return inside(self.starts_at, within) and self.starts_at <= now

    def was(self, status: Status, within: Period, now: datetime) -> bool:
        return self.status is status and self.counts(within, now)

    def is_ahead(self, within: Period, now: datetime) -> bool:
        """Agreed, and not begun; a request is not agreed yet."""
        return self.status is Status.CONFIRMED and self.starts_at > now and inside(self.starts_at, within)


@dataclass(frozen=True, slots=True)
class Got:
    """Money that came in; below zero when it was given back."""

    at: datetime
    amount: int
    currency: str


@dataclass(frozen=True, slots=True)
class Facts:
    """`sittings` reach back 60 days further than the period, so that clients can be compared."""

    period: Period
    now: datetime
    tz: ZoneInfo
    sittings: Sequence[Sitting]
    charges: Sequence[Charge] = ()
    #: What came in for each session and contract, whenever.
    paid: Mapping[Source, int] = field(default_factory=dict)
    got: Sequence[Got] = ()
    hours: WorkingHours | None = None
    off: Sequence[Period] = ()
    #: Of each client, the start of the first and of the last session that took place.
    stays: Mapping[int, tuple[datetime, datetime]] = field(default_factory=dict)
    #: Classes take the trainer's time once, and also when nobody is in them.
    classes: Sequence[Period] = ()


def inside(moment: datetime | None, within: Period) -> bool:
    return moment is not None and within.start <= moment < within.end
