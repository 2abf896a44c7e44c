"""How far a change of a series goes: this one, this and the following, or all that are ahead."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from core.booking import Booking
from core.errors import NotFound, NotYours
from core.ports import Books


class Scope(StrEnum):
    ONE = "one"
    FOLLOWING = "following"
    AHEAD = "ahead"


@dataclass(frozen=True, slots=True)
class Reach:
    """`changing` by start; left alone are those that are `over`, and those that stand `apart`."""

    booking: Booking
    changing: Sequence[Booking]
    apart: Sequence[Booking]
    over: Sequence[Booking]

    @property
    def versions(self) -> dict[int, int | None]:
        return {b.id: b.version for b in self.changing}


async def reach(books: Books, booking_id: int, scope: Scope, by: int, now: datetime) -> Reach:
    """What a change of the series that this session belongs to would change; NotFound for one alone."""
    booking = await books.bookings.get(booking_id)
    if booking.trainer_id != by:
        raise NotYours
    if booking.series_id is None:
        raise NotFound
    if scope is Scope.ONE:
        return Reach(booking, [booking], [], [])
    whole = [b for b in await books.bookings.of_series(booking.series_id) if _counts(b)]
    over = [b for b in whole if not b.takes_time or b.starts_at <= now]
    ahead = [b for b in whole if b not in over]
    if scope is Scope.FOLLOWING:
        ahead, over = [b for b in ahead if b.starts_at >= booking.starts_at], []
    # Whoever says "this and the following" means this one too, wherever it stands.
    own = booking.id if scope is Scope.FOLLOWING else None
    apart = [b for b in ahead if b.apart and b.id != own]
    return Reach(booking, [b for b in ahead if b not in apart], apart, over)


def _counts(booking: Booking) -> bool:
    """What was cancelled is no part of it any more."""
    return booking.takes_time or booking.cancelled_at is None
