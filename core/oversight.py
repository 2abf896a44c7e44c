"""What an admin looks at: sessions of everybody, clashes that stand, what happened."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from core.booking import Booking, Status
from core.period import Period
from core.profile import Standing


@dataclass(frozen=True, slots=True)
class Sought:
    """Which sessions; what is not said does not matter."""

    trainer_id: int | None = None
    client_id: int | None = None
    status: Status | None = None
    within: Period | None = None


@dataclass(frozen=True, slots=True)
class Overseen:
    """A session with the names of those whom it concerns; `anyway`: booked over something on purpose."""

    booking: Booking
    trainer: str
    client: str
    zone: str
    anyway: bool

    @property
    def clashes(self) -> bool:
        return (self.anyway or self.booking.double) and self.booking.allowed is None


@dataclass(frozen=True, slots=True)
class Coach:
    """A trainer as an admin sees them."""

    id: int
    name: str
    standing: Standing
    since: datetime
    clients: int
    ahead: int


@dataclass(frozen=True, slots=True)
class Named:
    """Somebody who was looked for by name: a trainer, or a client of that trainer."""

    trainer_id: int
    trainer: str
    client_id: int | None = None
    client: str | None = None
