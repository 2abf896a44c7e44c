"""How it stands with one client: what was held, missed and cancelled, what is ahead, what is owed."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from core.booking import Booking, Status
from core.charge import Charge, ChargeKind, ChargeStatus, unsettled
from core.money import LIMIT, Money


@dataclass(frozen=True, slots=True)
class Standing:
    """Sessions ahead by start; `due` and `pending` hold one amount a currency."""

    ahead: Sequence[Booking]
    held: int
    missed: int
    cancelled: int
    due: Sequence[Money]
    pending: Sequence[Money]


def standing(
    bookings: Iterable[Booking], charges: Iterable[Charge], paid: Mapping[int, int], now: datetime
) -> Standing:
    """`paid`: what was received for each booking."""
    known = list(bookings)
    counts = Counter(b.status for b in known)
    due, pending = _owed(known, list(charges), paid)
    return Standing(
        sorted((b for b in known if b.takes_time and b.ends_at > now), key=lambda b: (b.starts_at, b.id)),
        counts[Status.COMPLETED],
        counts[Status.NO_SHOW],
        counts[Status.CANCELLED],
        due,
        pending,
    )


def _owed(
    bookings: Sequence[Booking], charges: Sequence[Charge], paid: Mapping[int, int]
) -> tuple[list[Money], list[Money]]:
    """Due and pending."""
    due, pending = Counter[str](), Counter[str]()
    of = defaultdict[int | None, list[Charge]](list)
    for charge in charges:
        of[charge.booking_id].append(charge)
    for booking in bookings:
        mine = [*_uncharged(booking, of[booking.id]), *of[booking.id]]
        for charge, rest in unsettled(mine, paid.get(booking.id, 0)):
            is_pending = charge.status is ChargeStatus.PENDING
            (pending if is_pending else due)[charge.currency] += rest
    return _sums(due), _sums(pending)


def _uncharged(booking: Booking, own: Sequence[Charge]) -> list[Charge]:
    """A session that was logged afterwards costs its price before anybody makes a charge of it."""
    charged = any(c.kind is ChargeKind.SESSION for c in own)
    if charged or booking.prepaid or booking.status is not Status.COMPLETED or not booking.price:
        return []
    who, what = (booking.trainer_id, booking.client_id, booking.id), ChargeKind.SESSION
    return [Charge(0, *who, what, ChargeStatus.DUE, booking.price, booking.currency, booking.created_at)]


def _sums(amounts: Mapping[str, int]) -> list[Money]:
    return [Money(min(amount, LIMIT), currency) for currency, amount in sorted(amounts.items()) if amount]
