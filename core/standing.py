"""How it stands with one client: what was held, missed and cancelled, what is ahead, what is owed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from core.account import Account, Source, entries
from core.booking import Booking, Status
from core.charge import Charge
from core.money import Money


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
    bookings: Iterable[Booking], charges: Iterable[Charge], paid: Mapping[Source, int], now: datetime
) -> Standing:
    """`paid`: what was received for each session and contract."""
    known = list(bookings)
    counts = Counter(b.status for b in known)
    owed = Account(entries(charges, paid), ())
    return Standing(
        sorted((b for b in known if b.takes_time and b.ends_at > now), key=lambda b: (b.starts_at, b.id)),
        counts[Status.COMPLETED],
        counts[Status.NO_SHOW],
        counts[Status.CANCELLED],
        owed.due_sums,
        owed.pending_sums,
    )
