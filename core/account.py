"""A client's account: what is owed for each session and contract, what is missing of it, what came in.

Money that was received stays with its session, or with its contract, whatever it was paid for there.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from core.charge import Charge, ChargeStatus, Payment, unsettled
from core.errors import NotValid
from core.money import LIMIT, Money
from core.zones import at_wall

#: What a charge is for: the session, or (without one) the contract.
Source = tuple[int | None, int | None]

#: Debts are reminded of in the forenoon, and never early or late in the day.
REMINDED_AT = time(10)
_EARLIEST, _LATEST = time(8), time(20)


def source(charge: Charge) -> Source:
    return (charge.booking_id, None) if charge.booking_id is not None else (None, charge.contract_id)


@dataclass(frozen=True, slots=True)
class Entry:
    """A charge with what is missing of it; nothing is missing of one that is closed."""

    charge: Charge
    rest: int

    @property
    def since(self) -> datetime:
        return self.charge.due_at or self.charge.created_at

    @property
    def missing(self) -> Money:
        return Money(self.rest, self.charge.currency)

    @property
    def is_due(self) -> bool:
        return self.rest > 0 and self.charge.status is ChargeStatus.DUE

    @property
    def is_pending(self) -> bool:
        return self.rest > 0 and self.charge.status is ChargeStatus.PENDING


@dataclass(frozen=True, slots=True)
class Account:
    """Charges by the moment since which they are owed, payments by that at which they came."""

    entries: Sequence[Entry]
    payments: Sequence[Payment]

    @property
    def owed(self) -> list[Entry]:
        """What can be paid now: due first, then what is pending, the oldest first."""
        return [*self.due, *(e for e in self.entries if e.is_pending)]

    @property
    def due(self) -> list[Entry]:
        return [e for e in self.entries if e.is_due]

    @property
    def due_sums(self) -> list[Money]:
        return total(self.due)

    @property
    def pending_sums(self) -> list[Money]:
        return total(e for e in self.entries if e.is_pending)

    @property
    def since(self) -> datetime | None:
        """The oldest debt's."""
        return min((e.since for e in self.due), default=None)

    @property
    def surplus(self) -> list[Money]:
        """Received beyond what its sessions and contracts cost by now: to be given back."""
        costs = Counter[Source]()
        for entry in self.entries:
            costs[source(entry.charge)] += entry.charge.amount if entry.charge.status.is_open else 0
        paid = received((e.charge for e in self.entries), self.payments)
        currency = {source(e.charge): e.charge.currency for e in self.entries}
        return sums((currency[of], max(0, amount - costs[of])) for of, amount in paid.items())

    @property
    def kept(self) -> list[Payment]:
        """All payments but those that were taken back."""
        return [p for p in self.payments if p.voided_at is None]

    def entry(self, charge_id: int) -> Entry | None:
        return next((e for e in self.entries if e.charge.id == charge_id), None)

    def returnable(self, payment: Payment) -> int:
        """How much of a payment can be given back: never more than is left of what was received."""
        if payment.refund or payment.voided_at is not None:
            return 0
        of = {e.charge.id: source(e.charge) for e in self.entries}
        same = [p for p in self.payments if of.get(p.charge_id) == of.get(payment.charge_id)]
        return max(0, min(payment.amount, sum(p.net for p in same)))


def account(charges: Iterable[Charge], payments: Iterable[Payment]) -> Account:
    charges, payments = list(charges), list(payments)
    found = entries(charges, received(charges, payments))
    return Account(found, sorted(payments, key=lambda p: (p.paid_at, p.id)))


def received(charges: Iterable[Charge], payments: Iterable[Payment]) -> dict[Source, int]:
    """For each session and contract, in minor units."""
    of, came = {c.id: source(c) for c in charges}, Counter[Source]()
    for payment in payments:
        if payment.charge_id in of:
            came[of[payment.charge_id]] += payment.net
    return dict(came)


def entries(charges: Iterable[Charge], paid: Mapping[Source, int]) -> list[Entry]:
    """`paid`: what was received for each session and contract."""
    charges = list(charges)
    together = defaultdict[Source, list[Charge]](list)
    for charge in charges:
        together[source(charge)].append(charge)
    rests = {
        charge.id: rest
        for what, own in together.items()
        for charge, rest in unsettled(own, max(0, paid.get(what, 0)))
    }
    found = [Entry(charge, rests.get(charge.id, 0)) for charge in charges]
    return sorted(found, key=lambda e: (e.since, e.charge.id))


def total(found: Iterable[Entry]) -> list[Money]:
    """One amount a currency."""
    return sums((e.charge.currency, e.rest) for e in found)


def sums(amounts: Iterable[tuple[str, int]]) -> list[Money]:
    """One amount a currency; what is not above zero is left out."""
    counted = Counter[str]()
    for currency, amount in amounts:
        counted[currency] += amount
    return [Money(min(amount, LIMIT), currency) for currency, amount in sorted(counted.items()) if amount > 0]


def spread(owed: Sequence[Entry], amount: int | None = None) -> list[tuple[Charge, int]]:
    """Which part of an amount settles which charge, in the order given; all of them without one.

    NotValid for nothing, for more than is owed, and for several currencies at once.
    """
    if len({e.charge.currency for e in owed}) > 1:
        raise NotValid("currency")
    most = sum(e.rest for e in owed)
    left = most if amount is None else amount
    if not 0 < left <= most:
        raise NotValid("amount")
    parts = []
    for entry in owed:
        part = min(left, entry.rest)
        left -= part
        if part:
            parts.append((entry.charge, part))
    return parts


@dataclass(frozen=True, slots=True)
class Debtor:
    """What one client owes; `since` is nothing as long as none of it is due."""

    client_id: int
    due: Sequence[Money]
    pending: Sequence[Money]
    since: datetime | None


def debtors(found: Iterable[Entry]) -> list[Debtor]:
    """Everybody of whom something is missing, the biggest debt first."""
    of = defaultdict[int, list[Entry]](list)
    for entry in found:
        if entry.rest:
            of[entry.charge.client_id].append(entry)
    known = [(client_id, Account(own, ())) for client_id, own in of.items()]
    listed = [Debtor(client_id, a.due_sums, a.pending_sums, a.since) for client_id, a in known]
    return sorted(listed, key=lambda d: (-sum(m.amount for m in d.due), d.client_id))


def next_reminder(since: datetime, days: int, tz: ZoneInfo, now: datetime) -> datetime:
    """At ten, so many days after it became due, and again after as many; the first that is ahead."""
    day = since.astimezone(tz).date() + timedelta(days=days)
    while (moment := at_wall(day, REMINDED_AT, tz)) <= now:
        day += timedelta(days=days)
    return moment


def may_remind(now: datetime, tz: ZoneInfo) -> bool:
    return _EARLIEST <= now.astimezone(tz).time() < _LATEST


def next_morning(now: datetime, tz: ZoneInfo) -> datetime:
    """The next ten o'clock."""
    today = now.astimezone(tz).date()
    moment = at_wall(today, REMINDED_AT, tz)
    return moment if moment > now else at_wall(today + timedelta(days=1), REMINDED_AT, tz)
