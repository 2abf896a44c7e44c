"""A token bucket: how many may pass in any stretch of time."""

import math
from typing import Final

# Sums of intervals are off by the last digit of a clock that counts from the machine's start.
_GRAIN: Final = 1e-6


class Bucket:
    """Lets at most `burst + rate * t` through in any `t` seconds; times are any monotonic clock's."""

    __slots__ = ("_closed_until", "_interval", "_slack", "_spent_until")

    def __init__(self, rate: float, burst: int) -> None:
        if not (rate > 0 and burst >= 1):
            raise ValueError(f"no such bucket: {rate} a second, {burst} at once")
        self._interval = 1 / rate
        self._slack = (burst - 1) * self._interval
        self._spent_until = -math.inf
        self._closed_until = -math.inf

    def ready_at(self, now: float) -> float:
        """When the next one may pass: `now` or later."""
        due = max(self._spent_until - self._slack, self._closed_until)
        return due if due > now + _GRAIN else now

    def full_at(self, now: float) -> float:
        return max(now, self._spent_until, self._closed_until)

    def take(self, now: float) -> None:
        if self.ready_at(now) > now:
            raise ValueError("taken before it was ready")
        self._spent_until = max(now, self._spent_until) + self._interval

    def give_back(self) -> None:
        """Undoes a `take` of which nothing came; exact when it follows at once."""
        self._spent_until -= self._interval

    def close(self, until: float) -> None:
        self._closed_until = max(self._closed_until, until)

    def closed_for(self, now: float) -> float:
        return max(0.0, self._closed_until - now)
