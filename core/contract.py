"""Packages and what is agreed of them: how many sessions, until when, what each one is worth."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from core.booking import Booking, Kind, Status
from core.charge import Charge, ChargeStatus
from core.errors import NotValid
from core.money import CASH_STEPS, Money
from core.period import Period
from core.policy import Policy
from core.zones import at_wall

#: A package is valid for so many days when nothing else is said.
USUAL_DAYS = 90
#: The end is announced so many days before, and when so few sessions are left to go.
WARNED_BEFORE = (14, 7, 1)
FEW_LEFT = 2
#: A freeze is at least so long; so often and so many days in all.
SHORTEST_FREEZE = 7
MOST_FREEZES = 2
MOST_FROZEN_DAYS = 30
MOST_SESSIONS = 500
MOST_DAYS = 3 * 366
#: Warnings come in the forenoon of the trainer's day.
WARNED_AT = time(9)


class Billing(StrEnum):
    PREPAID = "prepaid"
    PER_SESSION = "per_session"


class ContractStatus(StrEnum):
    ACTIVE = "active"
    FROZEN = "frozen"
    COMPLETED = "completed"
    EXPIRED = "expired"
    ENDED = "ended"

    @property
    def is_open(self) -> bool:
        """Sessions can still be booked on it, now or after the freeze."""
        return self in (ContractStatus.ACTIVE, ContractStatus.FROZEN)


@dataclass(frozen=True, slots=True)
class Package:
    """What a trainer offers: so many sessions for so much, valid for so many days."""

    id: int
    trainer_id: int
    name: str
    sessions: int
    price: int
    currency: str
    created_at: datetime
    days: int = USUAL_DAYS
    billing: Billing = Billing.PREPAID
    kind: Kind = Kind.PERSONAL
    removed_at: datetime | None = None

    @property
    def cost(self) -> Money:
        return Money(self.price, self.currency)


@dataclass(frozen=True, slots=True)
class Contract:
    """One package agreed with one client; total, price, billing and policy as they were then.

    `first_at`: the earliest session that uses a credit, from which the days count; fixed once one was
    completed or forfeited. `more_days`: added by extensions and freezes.
    """

    id: int
    trainer_id: int
    client_id: int
    name: str
    sessions: int
    price: int
    currency: str
    created_at: datetime
    days: int = USUAL_DAYS
    billing: Billing = Billing.PREPAID
    kind: Kind = Kind.PERSONAL
    policy: Policy = field(default_factory=Policy)
    status: ContractStatus = ContractStatus.ACTIVE
    #: Sessions given or taken by hand, each time with a reason in the log.
    adjustments: int = 0
    first_at: datetime | None = None
    more_days: int = 0
    freezes: int = 0
    frozen_days: int = 0
    #: The days of the last freeze, both inclusive.
    frozen_from: date | None = None
    frozen_until: date | None = None
    agreed_at: datetime | None = None
    ended_at: datetime | None = None
    renews_id: int | None = None
    #: The next moment at which the tick has to look at it.
    next_at: datetime | None = None
    stars: int | None = None
    rating: str | None = None
    rated_at: datetime | None = None

    @property
    def cost(self) -> Money:
        return Money(self.price, self.currency)

    @property
    def is_prepaid(self) -> bool:
        return self.billing is Billing.PREPAID

    @property
    def total(self) -> int:
        return self.sessions + self.adjustments

    def worth(self, number: int = 1) -> Money:
        """Of one session: price ÷ N, down to the cash step; the last one takes what remains."""
        step = CASH_STEPS.get(self.currency, 1)
        each = self.price // self.sessions // step * step
        amount = self.price - each * (self.sessions - 1) if number == self.sessions else each
        return Money(amount, self.currency)

    def worth_of(self, sessions: int) -> Money:
        """Of the first so many."""
        if sessions >= self.sessions:
            return self.cost
        return Money(self.worth().amount * sessions, self.currency) if self.sessions > 1 else Money(0)

    def last_day(self, tz: ZoneInfo, first_at: datetime | None = None) -> date | None:
        """Inclusive; nothing as long as no session is booked."""
        first = first_at or self.first_at
        if first is None:
            return None
        return first.astimezone(tz).date() + timedelta(days=self.days + self.more_days)

    def expires_at(self, tz: ZoneInfo, first_at: datetime | None = None) -> datetime | None:
        last = self.last_day(tz, first_at)
        return None if last is None else at_wall(last + timedelta(days=1), time(0), tz)

    def frozen(self, tz: ZoneInfo) -> Period | None:
        """The last freeze as a period."""
        if self.frozen_from is None or self.frozen_until is None:
            return None
        after = self.frozen_until + timedelta(days=1)
        return Period(at_wall(self.frozen_from, time(0), tz), at_wall(after, time(0), tz))

    def is_frozen(self, now: datetime, tz: ZoneInfo) -> bool:
        frozen = self.frozen(tz)
        return frozen is not None and frozen.start <= now < frozen.end

    def froze(self, today: date, days: int) -> Contract:
        """From today on; the end moves by as many days. NotValid outside the bounds."""
        most = MOST_FROZEN_DAYS - self.frozen_days
        if self.freezes >= MOST_FREEZES or most < SHORTEST_FREEZE:
            raise NotValid("freezes")
        if not SHORTEST_FREEZE <= days <= most:
            raise NotValid("freeze_days")
        return replace(
            self,
            status=ContractStatus.FROZEN,
            freezes=self.freezes + 1,
            frozen_days=self.frozen_days + days,
            frozen_from=today,
            frozen_until=today + timedelta(days=days - 1),
            more_days=self.more_days + days,
        )


@dataclass(frozen=True, slots=True)
class Tally:
    """How the credits of one contract stand: `total = completed + forfeited + booked + left`."""

    total: int
    completed: int
    forfeited: int
    booked: int

    @property
    def left(self) -> int:
        return self.total - self.used - self.booked

    @property
    def used(self) -> int:
        """Gone for good."""
        return self.completed + self.forfeited

    @property
    def to_go(self) -> int:
        return self.booked + self.left


@dataclass(frozen=True, slots=True)
class Progress:
    """A contract with its credits counted; `numbers`: the place of each session that uses one."""

    contract: Contract
    tally: Tally
    numbers: Mapping[int, int]
    #: The earliest session that uses a credit.
    first_at: datetime | None
    #: A penalty is still undecided.
    pending: bool
    #: When they start, in order.
    starts: Sequence[datetime]

    def number_at(self, start: datetime) -> int:
        """Which number one more session, at `start`, would have."""
        return 1 + sum(s < start for s in self.starts)


def progress(contract: Contract, bookings: Iterable[Booking], charges: Iterable[Charge]) -> Progress:
    """Everything computed from the bookings and penalties of the contract, nothing counted up."""
    charges = [c for c in charges if c.booking_id is not None]
    forfeits = {c.booking_id for c in charges if c.credit and c.status.is_open}
    using = sorted((b for b in bookings if uses_credit(b, forfeits)), key=lambda b: (b.starts_at, b.id))
    tally = Tally(
        contract.total,
        completed=sum(b.status is Status.COMPLETED for b in using),
        forfeited=sum(b.id in forfeits and not b.status.takes_time for b in using),
        booked=sum(b.status.takes_time for b in using),
    )
    pending = any(c.kind.is_penalty and c.status is ChargeStatus.PENDING for c in charges)
    numbers = {b.id: n for n, b in enumerate(using, 1)}
    starts = [b.starts_at for b in using]
    return Progress(contract, tally, numbers, starts[0] if starts else None, pending, starts)


def uses_credit(booking: Booking, forfeits: Iterable[int | None]) -> bool:
    """Booked ahead, held, or forfeited by a penalty that has not been let go."""
    return booking.status.takes_time or booking.status is Status.COMPLETED or booking.id in forfeits


@dataclass(frozen=True, slots=True)
class Misfit:
    """Why a session cannot be on a contract: no credit left, too late, frozen then."""

    contract_id: int
    reason: str


def misfit(known: Progress, period: Period, kind: Kind, now: datetime, tz: ZoneInfo) -> Misfit | None:
    """Nothing when the session can be booked on the contract."""
    contract = known.contract
    if not contract.status.is_open or kind is not contract.kind:
        return Misfit(contract.id, "closed")
    if known.tally.left < 1:
        return Misfit(contract.id, "no_credit")
    frozen = contract.frozen(tz)
    if frozen is not None and frozen.end > now and period.overlaps(frozen):
        return Misfit(contract.id, "frozen")
    first = contract.first_at if known.tally.used else min(period.start, known.first_at or period.start)
    ends = contract.expires_at(tz, first)
    if ends is not None and period.start >= ends:
        return Misfit(contract.id, "after_end")
    return None


def reviewed(known: Progress, now: datetime, tz: ZoneInfo) -> Contract:
    """The contract with the start of its days, its status and its next moment as the credits demand."""
    contract = known.contract
    if contract.status is ContractStatus.ENDED:
        return replace(contract, next_at=None)
    # Of a contract that was used the start stays, whatever becomes of that session.
    fixed = contract.first_at is not None and known.tally.used
    first = contract.first_at if fixed else known.first_at
    contract = replace(contract, first_at=first)
    contract = replace(contract, status=_status(contract, known, now, tz))
    return replace(contract, next_at=next_moment(contract, now, tz))


def _status(contract: Contract, known: Progress, now: datetime, tz: ZoneInfo) -> ContractStatus:
    if known.tally.to_go <= 0 and not known.pending:
        return ContractStatus.COMPLETED
    ends = contract.expires_at(tz)
    if contract.status is ContractStatus.EXPIRED and ends is not None and ends <= now:
        return ContractStatus.EXPIRED
    return ContractStatus.FROZEN if contract.is_frozen(now, tz) else ContractStatus.ACTIVE


def warnings(contract: Contract, tz: ZoneInfo) -> list[tuple[datetime, int]]:
    """When the end is announced, with the days before it."""
    last = contract.last_day(tz)
    if last is None:
        return []
    return [(at_wall(last - timedelta(days=n), WARNED_AT, tz), n) for n in WARNED_BEFORE]


def next_moment(contract: Contract, now: datetime, tz: ZoneInfo) -> datetime | None:
    """The next warning, the end of a freeze or of the contract, whichever comes first after `now`.

    Only the tick lets a contract expire: one whose end has passed is to be looked at at once.
    """
    if not contract.status.is_open:
        return None
    ends = contract.expires_at(tz)
    if ends is not None and ends <= now:
        return ends
    frozen = contract.frozen(tz)
    moments = [at for at, _ in warnings(contract, tz)]
    moments += [m for m in (ends, frozen.end if frozen else None) if m is not None]
    return min((m for m in moments if m > now), default=None)
