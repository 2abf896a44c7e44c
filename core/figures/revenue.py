"""What sessions were worth and what came of it: delivered, collected, expected, outstanding, lost."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from core.account import entries
from core.booking import Status
from core.charge import Charge, ChargeKind, ChargeStatus
from core.figures.facts import Facts, Sitting, inside
from core.figures.spans import months
from core.people import Side
from core.period import Period

#: Minor units by currency; what came in can be below zero when more was given back.
Amounts = Mapping[str, int]
Dated = tuple[datetime, str, int]


@dataclass(frozen=True, slots=True)
class Revenue:
    """`lost` is what no-shows and late cancellations cost beyond their fees; `crossed` what was let go."""

    delivered: Amounts
    collected: Amounts
    expected: Amounts
    outstanding: Amounts
    missed: Amounts
    late: Amounts
    crossed: Amounts

    @property
    def lost(self) -> Amounts:
        """Through those who did not come, or said so too late."""
        return _added(self.missed, self.late)

    @property
    def lost_or_waived(self) -> Amounts:
        return _added(self.missed, self.late, self.crossed)


@dataclass(frozen=True, slots=True)
class Income:
    """One month of the picture."""

    month: date
    delivered: Amounts
    collected: Amounts
    outstanding: Amounts


def revenue(facts: Facts, base: Sequence[Sitting]) -> tuple[Revenue, list[Income]]:
    """Of the whole period, and month by month; `base`: the sessions that count in it."""
    of, owed = _of_bookings(facts.charges), [e for e in entries(facts.charges, facts.paid) if e.is_due]
    held = [s for s in base if s.status is Status.COMPLETED]
    worth = [(s.starts_at, s.currency, s.price or 0) for s in held]
    got = [(g.at, g.currency, g.amount) for g in facts.got]
    rests = [(e.since, e.charge.currency, e.rest) for e in owed]
    ahead = [s for s in facts.sittings if s.is_ahead(facts.period, facts.now)]
    missed = [s for s in base if s.status is Status.NO_SHOW]
    found = Revenue(
        _within(worth, facts.period),
        _within(got, facts.period),
        _sum((s.currency, s.price or 0) for s in ahead),
        _within(rests, facts.period),
        _sum((s.currency, _lost(s, of[s.id])) for s in missed),
        _sum((s.currency, _lost(s, of[s.id])) for s in base if _is_late(s, of[s.id])),
        _crossed(facts, held, of),
    )
    parts = months(facts.period, facts.tz)
    return found, [
        Income(month, *columns)
        for (month, _), *columns in zip(
            parts, *(_by_month(dated, [p for _, p in parts]) for dated in (worth, got, rests)), strict=True
        )
    ]


def _within(dated: Iterable[Dated], within: Period) -> Amounts:
    return _sum((currency, amount) for at, currency, amount in dated if inside(at, within))


def _by_month(dated: Iterable[Dated], parts: Sequence[Period]) -> list[Amounts]:
    of: list[list[tuple[str, int]]] = [[] for _ in parts]
    starts = [part.start for part in parts]
    for at, currency, amount in dated:
        n = bisect_right(starts, at) - 1
        if n >= 0 and at < parts[n].end:
            of[n].append((currency, amount))
    return [_sum(amounts) for amounts in of]


def _is_late(sitting: Sitting, charges: Sequence[Charge]) -> bool:
    """Cancelled by the client so late that it had a price, waived or not."""
    if sitting.status is not Status.CANCELLED or sitting.cancelled_by is not Side.CLIENT:
        return False
    return any(c.kind is ChargeKind.LATE_CANCEL for c in charges)


def _of_bookings(charges: Iterable[Charge]) -> dict[int, list[Charge]]:
    found = defaultdict[int, list[Charge]](list)
    for charge in charges:
        if charge.booking_id is not None:
            found[charge.booking_id].append(charge)
    return found


def _lost(sitting: Sitting, charges: Sequence[Charge]) -> int:
    """Its value, less the fee that stands; a forfeited credit is paid for."""
    fees = [c for c in charges if c.kind.is_penalty and c.status.is_open]
    if any(c.credit for c in fees):
        return 0
    return max(0, (sitting.price or 0) - sum(c.amount for c in fees))


def _crossed(facts: Facts, held: Sequence[Sitting], of: Mapping[int, Sequence[Charge]]) -> Amounts:
    """Sessions that were held and need not be paid, and packages that need not be."""
    let_off = [(s.currency, s.price or 0) for s in held if _is_let_off(of.get(s.id, ()))]
    packages = [c for c in facts.charges if c.kind is ChargeKind.PACKAGE and c.status is ChargeStatus.VOID]
    gone = [(c.currency, c.amount) for c in packages if inside(c.settled_at, facts.period)]
    return _sum([*let_off, *gone])


def _is_let_off(charges: Sequence[Charge]) -> bool:
    own = [c for c in charges if c.kind is ChargeKind.SESSION]
    return bool(own) and not any(c.status.is_open for c in own)


def _sum(amounts: Iterable[tuple[str, int]]) -> Amounts:
    """Without the currencies in which it comes to nothing."""
    found = Counter[str]()
    for currency, amount in amounts:
        found[currency] += amount
    return {currency: amount for currency, amount in sorted(found.items()) if amount}


def _added(*parts: Amounts) -> Amounts:
    return _sum(item for part in parts for item in part.items())
