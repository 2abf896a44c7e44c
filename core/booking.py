"""Slots and bookings, and the table of moves: from which status to which, by whom, until when."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum

from core.errors import NotLoggable, NotPossible
from core.money import Money
from core.people import Side
from core.period import Period
from core.policy import Policy

#: A request holds its slot for so long, and never closer than this to the start.
REQUEST_LIVES = timedelta(hours=12)
REQUEST_ENDS_BEFORE = timedelta(hours=2)
#: A past session can be logged, and an outcome corrected, for so long.
LOGGED_WITHIN = timedelta(days=14)
CORRECTED_WITHIN = timedelta(days=7)


class SlotKind(StrEnum):
    BOOKING = "booking"
    HOLD = "hold"
    CLASS = "class"


class Kind(StrEnum):
    PERSONAL = "personal"
    CLASS = "class"
    CONSULTATION = "consultation"


class Status(StrEnum):
    PENDING = "pending"
    CONFIRMED = "confirmed"
    CANCELLED = "cancelled"
    COMPLETED = "completed"
    NO_SHOW = "no_show"

    @property
    def takes_time(self) -> bool:
        return self in (Status.PENDING, Status.CONFIRMED)


class Performance(StrEnum):
    EXCELLENT = "excellent"
    GOOD = "good"
    AVERAGE = "average"
    NEEDS_WORK = "needs_work"


@dataclass(frozen=True, slots=True)
class Slot:
    """A period of the trainer's time that is taken; `anyway`: booked over a conflict on purpose."""

    id: int
    trainer_id: int
    kind: SlotKind
    starts_at: datetime
    ends_at: datetime
    takes_time: bool = True
    anyway: bool = False
    buffer_minutes: int = 0
    capacity: int = 1
    #: A time that is held for a client until then, to make up for the session that was cancelled.
    hold_until: datetime | None = None
    makes_up_id: int | None = None

    @property
    def period(self) -> Period:
        return Period(self.starts_at, self.ends_at)


@dataclass(frozen=True, slots=True)
class Booking:
    """One client's session in a slot. Its time stands here as well, for the client's own guard.

    The version rises with time, place, price and status only: buttons and calendar files carry it.
    """

    id: int
    slot_id: int
    trainer_id: int
    client_id: int
    starts_at: datetime
    ends_at: datetime
    status: Status
    created_at: datetime
    #: When the present time was set: reminders due before that moment are not owed.
    timed_at: datetime
    kind: Kind = Kind.PERSONAL
    seat: int = 0
    person_id: int | None = None
    place_id: int | None = None
    price: int | None = None
    currency: str = "VND"
    policy: Policy = field(default_factory=Policy)
    note: str | None = None
    #: The contract whose credit it uses; `prepaid`: so that it is charged with the package.
    contract_id: int | None = None
    prepaid: bool = False
    series_id: int | None = None
    #: Moved or changed by itself: changes of its series leave it alone.
    apart: bool = False
    #: The session, cancelled by the trainer, that this one makes up for.
    makes_up_id: int | None = None
    #: The class in which it is a seat.
    class_id: int | None = None
    #: How often the client has had it moved.
    moves: int = 0
    #: The client took the time, or asked for it, by themselves.
    self_booked: bool = False
    #: An admin left its clash as it is, and said why.
    allowed: str | None = None
    takes_time: bool = True
    #: The same person has another session then: found when they joined, left for both to solve.
    double: bool = False
    version: int = 0
    #: The next moment at which the tick has to look at this booking; nothing when all is done.
    next_at: datetime | None = None
    #: Until when the request holds its time; it stays on one that was never agreed to.
    lapses_at: datetime | None = None
    acknowledged_at: datetime | None = None
    #: The trainer asked to be asked again from this moment on.
    ask_from: datetime | None = None
    outcome_at: datetime | None = None
    outcome_by: Side | None = None
    exercises: str | None = None
    performance: Performance | None = None
    next_note: str | None = None
    cancelled_at: datetime | None = None
    cancelled_by: Side | None = None
    cancel_reason: str | None = None

    @property
    def period(self) -> Period:
        return Period(self.starts_at, self.ends_at)

    @property
    def cost(self) -> Money | None:
        return None if self.price is None else Money(self.price, self.currency)

    @property
    def was_only_asked(self) -> bool:
        """A request that was declined, taken back or not answered: no session was ever agreed."""
        return self.status is Status.CANCELLED and self.lapses_at is not None

    def moved(self, period: Period, now: datetime) -> Booking:
        """Confirmed sessions move until they start; a request moves too, and is held until it would lapse."""
        self._require("move", allowed=self.status.takes_time and now < self.starts_at)
        self.require_own_slot()
        moved = self._retimed(period, now)
        if self.status is not Status.PENDING:
            return moved
        lapses_at = request_lapses(period.start, self.created_at)
        return replace(moved, lapses_at=lapses_at if lapses_at > now else period.start)

    def moved_after_all(self, period: Period, now: datetime) -> Booking:
        """The trainer's answer to "how was it?": it had been moved to a time that is not over yet."""
        self._require("move", allowed=self.has_begun(now) and now < period.end)
        self.require_own_slot()
        return self._retimed(period, now)

    def held_at(self, period: Period, now: datetime) -> Booking:
        """The other answer: it had been moved, and is over. It waits for its outcome at the real time."""
        self._require("move", allowed=self.has_begun(now))
        self.require_own_slot()
        require_loggable(period, now)
        return replace(
            self, starts_at=period.start, ends_at=period.end, timed_at=now, takes_time=False, ask_from=None
        )

    def has_begun(self, now: datetime) -> bool:
        """Begun, perhaps over, and nobody has said yet how it went."""
        return self.status is Status.CONFIRMED and self.starts_at <= now

    def confirmed(self, now: datetime) -> Booking:
        live = self.status is Status.PENDING and now < (self.lapses_at or self.starts_at)
        self._require("confirm", allowed=live)
        return replace(self, status=Status.CONFIRMED, lapses_at=None, version=self.version + 1)

    def cancelled(self, by: Side, now: datetime, reason: str | None) -> Booking:
        asked_for = self.status is Status.PENDING
        self._require("cancel", allowed=asked_for or (self.status.takes_time and now < self.starts_at))
        return replace(
            self,
            status=Status.CANCELLED,
            takes_time=False,
            version=self.version + 1,
            cancelled_at=now,
            cancelled_by=by,
            cancel_reason=reason,
        )

    def completed(self, by: Side, now: datetime) -> Booking:
        return self._ended(Status.COMPLETED, by, now)

    def missed(self, by: Side, now: datetime) -> Booking:
        return self._ended(Status.NO_SHOW, by, now)

    def _ended(self, status: Status, by: Side, now: datetime) -> Booking:
        first = self.status is Status.CONFIRMED and now >= self.starts_at
        finished = {Status.COMPLETED, Status.NO_SHOW}
        correction = {self.status, status} == finished and now <= self.ends_at + CORRECTED_WITHIN
        self._require(status.value, allowed=first or correction)
        return replace(
            self,
            status=status,
            takes_time=False,
            version=self.version + 1,
            outcome_at=now,
            outcome_by=by,
        )

    def _retimed(self, period: Period, now: datetime) -> Booking:
        return replace(
            self,
            starts_at=period.start,
            ends_at=period.end,
            timed_at=now,
            acknowledged_at=None,
            ask_from=None,
            allowed=None,
            version=self.version + 1,
        )

    def seat_retimed(self, period: Period, now: datetime) -> Booking:
        """It goes with its class."""
        self._require("move", allowed=self.class_id is not None and self.status is Status.CONFIRMED)
        return self._retimed(period, now)

    def require_own_slot(self) -> None:
        """A seat is nothing by itself: its class is moved, or cancelled with all that is in it."""
        self._require("move", allowed=self.class_id is None)

    def _require(self, move: str, *, allowed: bool) -> None:
        if not allowed:
            raise NotPossible(self.id, move, self.status.value)


def request_lapses(start: datetime, now: datetime) -> datetime:
    """Until when a client's request holds its slot; closer to the start than that, until the start."""
    last_answer = start - REQUEST_ENDS_BEFORE
    return min(now + REQUEST_LIVES, last_answer if last_answer > now else start)


def require_loggable(period: Period, now: datetime) -> None:
    if period.start < now - LOGGED_WITHIN or period.end > now:
        raise NotLoggable(period.start)
