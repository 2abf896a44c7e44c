"""What is owed: charges with a status, settled by payments; nothing is ever charged by itself."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from core.booking import Booking, Status
from core.errors import NotPossible
from core.money import Money


class ChargeKind(StrEnum):
    SESSION = "session"
    LATE_CANCEL = "late_cancel"
    NO_SHOW = "no_show"
    PACKAGE = "package"

    @property
    def is_penalty(self) -> bool:
        return self in (ChargeKind.LATE_CANCEL, ChargeKind.NO_SHOW)


class ChargeStatus(StrEnum):
    PENDING = "pending"
    DUE = "due"
    WAIVED = "waived"
    VOID = "void"

    @property
    def is_open(self) -> bool:
        return self in (ChargeStatus.PENDING, ChargeStatus.DUE)


class Method(StrEnum):
    CASH = "cash"
    CARD = "card"
    TRANSFER = "transfer"


@dataclass(frozen=True, slots=True)
class Charge:
    """A pending penalty becomes due at `due_at`; without that moment it waits for the trainer's yes.

    What is due is so since then: a session since its end. Without that moment, since it was made.

    Of a session, or (without a booking) of a contract. `credit`: not money but one of the contract's
    credits, forfeited as long as the charge is open.
    """

    id: int
    trainer_id: int
    client_id: int
    booking_id: int | None
    kind: ChargeKind
    status: ChargeStatus
    amount: int
    currency: str
    created_at: datetime
    due_at: datetime | None = None
    objected_at: datetime | None = None
    settled_at: datetime | None = None
    contract_id: int | None = None
    credit: bool = False
    #: Why it was made void or changed by hand.
    reason: str | None = None
    #: The client said that it is paid; the trainer has not confirmed it yet.
    claimed_at: datetime | None = None
    #: When the client is reminded of it next, where the trainer wants that.
    remind_at: datetime | None = None

    @property
    def money(self) -> Money:
        return Money(self.amount, self.currency)

    @property
    def is_proposal(self) -> bool:
        """Only the trainer's word makes it due: no agreed policy, or the client objects."""
        return self.status is ChargeStatus.PENDING and self.due_at is None

    def waived(self, now: datetime) -> Charge:
        return self._closed(ChargeStatus.WAIVED, now)

    def voided(self, now: datetime) -> Charge:
        return self._closed(ChargeStatus.VOID, now)

    def became_due(self, now: datetime) -> Charge:
        self._require("due", allowed=self.status is ChargeStatus.PENDING)
        return replace(self, status=ChargeStatus.DUE, due_at=now)

    def objected(self, now: datetime) -> Charge:
        """The clock stops: the trainer decides."""
        self._require("object", allowed=self.status is ChargeStatus.PENDING and self.objected_at is None)
        return replace(self, objected_at=now, due_at=None)

    def _closed(self, status: ChargeStatus, now: datetime) -> Charge:
        self._require(status.value, allowed=self.status.is_open)
        return replace(self, status=status, settled_at=now, due_at=None)

    def _require(self, move: str, *, allowed: bool) -> None:
        if not allowed:
            raise NotPossible(self.booking_id or 0, move, self.status.value)


def unsettled(charges: Iterable[Charge], received: int) -> list[tuple[Charge, int]]:
    """The open charges of one session with what is missing of each: the session itself, then penalties.

    Money that was received stays with the session, so that it counts whatever it was paid for.
    """
    missing: list[tuple[Charge, int]] = []
    for charge in sorted((c for c in charges if c.status.is_open), key=lambda c: (c.kind.is_penalty, c.id)):
        covered = min(received, charge.amount)
        received -= covered
        if covered < charge.amount:
            missing.append((charge, charge.amount - covered))
    return missing


def is_let_off(booking: Booking, charges: Iterable[Charge]) -> bool:
    """It took place, and the trainer has crossed out what it costs."""
    own = [c for c in charges if c.kind is ChargeKind.SESSION]
    closed = bool(own) and not any(c.status.is_open for c in own)
    return booking.status is Status.COMPLETED and closed


@dataclass(frozen=True, slots=True)
class Payment:
    """Money that was received; it stays with the session when the charge for it changes."""

    id: int
    trainer_id: int
    client_id: int
    charge_id: int
    amount: int
    currency: str
    method: Method
    paid_at: datetime
    #: Recorded by mistake and taken back.
    voided_at: datetime | None = None
    #: Given back to the client: it counts against what was received.
    refund: bool = False
    reason: str | None = None

    @property
    def net(self) -> int:
        """What it adds to what was received, in minor units."""
        if self.voided_at is not None:
            return 0
        return -self.amount if self.refund else self.amount

    @property
    def money(self) -> Money:
        return Money(self.amount, self.currency)
