"""How far a contract is: its credits counted, what fits on it, what follows for its status and dates."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from core.booking import Booking, Kind, Status
from core.charge import Charge, ChargeStatus
from core.contract import Contract, ContractStatus
from core.period import Period
from core.zones import at_wall

#: The end is announced so many days before, and when so few sessions are left to go.
WARNED_BEFORE = (14, 7, 1)
FEW_LEFT = 2
#: Warnings come in the forenoon of the trainer's day.
WARNED_AT = time(9)


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


def preferred(fits: Sequence[Progress]) -> list[Progress]:
    """Of contracts that can all take a session: one that renews another waits until that one is used up."""
    ids = {known.contract.id for known in fits}
    return [known for known in fits if known.contract.renews_id not in ids]


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
    due = contract.next_at is not None and contract.next_at <= now
    if due and contract.status.is_open:
        # The tick looks at it in a moment, and plans anew itself: here a warning would be jumped over.
        return contract
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
