"""Waiting for a time that is taken: offered in order when it is free, never booked in silence."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from core.period import Period

#: So long a freed time is kept for the one whose turn it is.
OFFERED_FOR = timedelta(minutes=30)


class WaitStatus(StrEnum):
    WAITING = "waiting"
    OFFERED = "offered"
    TAKEN = "taken"
    WITHDRAWN = "withdrawn"
    #: What was waited for has begun, or is not to be had any more.
    OVER = "over"


@dataclass(frozen=True, slots=True)
class Wait:
    """For a session that lies in a window (a time, or a whole day), or for a seat in a class."""

    id: int
    trainer_id: int
    client_id: int
    person_id: int
    #: Their place in the order.
    created_at: datetime
    starts_at: datetime
    ends_at: datetime
    length_minutes: int
    status: WaitStatus = WaitStatus.WAITING
    class_id: int | None = None
    #: When the tick looks at it; set anew by whatever frees time of this trainer.
    next_at: datetime | None = None
    #: What is offered now, the slot that keeps it for them, and until when.
    offered_at: datetime | None = None
    offered_until: datetime | None = None
    hold_id: int | None = None
    #: Starts that were offered and not taken: they are not offered again.
    passed: tuple[datetime, ...] = ()

    @property
    def window(self) -> Period:
        return Period(self.starts_at, self.ends_at)

    @property
    def length(self) -> timedelta:
        return timedelta(minutes=self.length_minutes)

    def offered(self, at: datetime, until: datetime) -> Wait:
        """`at`: when they are told, which at night is the morning."""
        return replace(
            self, status=WaitStatus.OFFERED, offered_at=at, offered_until=until, hold_id=None, next_at=until
        )

    def waiting_again(self, passed: datetime | None) -> Wait:
        """`passed`: the start that was offered to them and not taken; without one it was taken from them."""
        known = self.passed if passed is None else (*self.passed, passed)
        return replace(
            self,
            status=WaitStatus.WAITING,
            offered_at=None,
            offered_until=None,
            hold_id=None,
            next_at=None,
            passed=known,
        )

    def ended(self, status: WaitStatus) -> Wait:
        return replace(self, status=status, next_at=None)

    @property
    def is_for_one_time(self) -> bool:
        """There is nothing else to be offered once it was passed on."""
        return self.class_id is not None or self.window.length == self.length

    @property
    def is_open(self) -> bool:
        return self.status in (WaitStatus.WAITING, WaitStatus.OFFERED)
