"""A client asks a trainer: what they want, what the trainer answers, until when it is open."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from core.errors import NotPossible

REQUEST_LIVES = timedelta(hours=72)
#: The trainer is reminded so long before it lapses.
REMINDED_BEFORE = timedelta(hours=12)


class RequestStatus(StrEnum):
    OPEN = "open"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"


@dataclass(frozen=True, slots=True)
class Request:
    """One a pair is open at a time. What the person wrote about themselves is their `Intake`."""

    id: int
    trainer_id: int
    client_id: int
    person_id: int
    created_at: datetime
    lapses_at: datetime
    status: RequestStatus = RequestStatus.OPEN
    message: str | None = None
    #: A first session to get to know each other, before any package.
    consultation: bool = False
    package_id: int | None = None
    #: What the trainer asked back, and what came.
    question: str | None = None
    answer: str | None = None
    reason: str | None = None
    answered_at: datetime | None = None
    #: When the tick looks at it: to remind the trainer, then to let it lapse.
    next_at: datetime | None = None

    def closed(self, status: RequestStatus, now: datetime, reason: str | None = None) -> Request:
        late = now >= self.lapses_at and status in (RequestStatus.ACCEPTED, RequestStatus.DECLINED)
        if late or self.status is not RequestStatus.OPEN:
            raise NotPossible(0, "answer", self.status.value)
        return replace(self, status=status, answered_at=now, reason=reason, next_at=None)


@dataclass(frozen=True, slots=True)
class Intake:
    """What client and trainer agreed to work on; `id` is the client's on the trainer's list."""

    id: int
    updated_at: datetime
    goals: str | None = None
    experience: str | None = None
    expectations: str | None = None
    #: Preferred days and times, as they were said.
    times: str | None = None
    place: str | None = None


@dataclass(frozen=True, slots=True)
class Health:
    """Injuries and what else the trainer has to know: for this trainer only, erased when the client asks."""

    id: int
    told_at: datetime
    injuries: str | None = None
