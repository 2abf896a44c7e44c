"""What is around many times at once: the facts of a span of weeks, looked up by the day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import UTC, datetime, timedelta

from core.booking import Booking, Slot
from core.conflicts import LONGEST_BUFFER, LONGEST_SESSION, Neighbour, Surroundings
from core.period import Period


class Diary:
    """Each time is judged by what is near it, and what was decided meanwhile is `taken` in."""

    def __init__(self, around: Surroundings) -> None:
        self._neighbours: dict[int, list[Neighbour]] = defaultdict(list)
        self._bookings: dict[int, list[Booking]] = defaultdict(list)
        self._time_off = around.time_off
        for neighbour in around.neighbours:
            self._neighbours[_day(neighbour.slot.starts_at)].append(neighbour)
        for booking in around.client_bookings:
            self._bookings[_day(booking.starts_at)].append(booking)

    def near(self, period: Period, clients: Collection[int] = ()) -> Surroundings:
        """`clients`: only the bookings of these persons and clients count as theirs; without any, all do."""
        first = _day(period.start - LONGEST_SESSION - LONGEST_BUFFER)
        days = range(first, _day(period.end + LONGEST_BUFFER) + 1)
        bookings = [b for day in days for b in self._bookings.get(day, ())]
        return Surroundings(
            [n for day in days for n in self._neighbours.get(day, ())],
            [b for b in bookings if not clients or owner(b) in clients],
            self._time_off,
        )

    def take(self, slot: Slot, booking: Booking) -> None:
        """From now on it is in the way of others."""
        self._neighbours[_day(slot.starts_at)].append(Neighbour(slot, (booking.client_id,)))
        self._bookings[_day(booking.starts_at)].append(booking)


def owner(booking: Booking) -> int:
    """Whose time it takes: a person's with every trainer, of the unlinked only this trainer's client's."""
    return booking.person_id if booking.person_id is not None else -booking.client_id


def span(periods: Iterable[Period]) -> Period:
    """From the first start to the last end, with room for the buffers."""
    periods = list(periods)
    whole = Period(min(p.start for p in periods), max(p.end for p in periods))
    return whole.widened(LONGEST_BUFFER + timedelta(minutes=1))


def _day(moment: datetime) -> int:
    return moment.astimezone(UTC).toordinal()
