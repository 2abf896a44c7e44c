"""How much of the working time was taken."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from core.booking import Status
from core.figures.facts import Facts
from core.period import Period

_TAKEN = {Status.COMPLETED, Status.NO_SHOW, Status.CONFIRMED}


@dataclass(frozen=True, slots=True)
class Use:
    """`taken` may be more than `working`: sessions outside the hours count too."""

    taken: timedelta
    working: timedelta

    @property
    def percent(self) -> float | None:
        return 100 * (self.taken / self.working) if self.working else None


def use(facts: Facts) -> Use:
    """Sessions side by side take the time once; time off is no working time."""
    whole = facts.period
    near = (s for s in facts.sittings if s.starts_at < whole.end and s.ends_at > whole.start)
    held = [s.period for s in near if s.status in _TAKEN]
    taken = union(_clipped([*held, *facts.classes], whole))
    if facts.hours is None:
        return Use(_length(taken), timedelta())
    working = union(_clipped(facts.hours.around(whole, facts.tz), whole))
    return Use(_length(taken), _length(working) - _length(_overlap(working, union(facts.off))))


def union(periods: Iterable[Period]) -> list[Period]:
    """Those that touch or overlap become one."""
    joined: list[Period] = []
    for period in sorted(periods):
        if joined and period.start <= joined[-1].end:
            joined[-1] = Period(joined[-1].start, max(joined[-1].end, period.end))
        else:
            joined.append(period)
    return joined


def _clipped(periods: Iterable[Period], within: Period) -> list[Period]:
    return [_part(p, within) for p in periods if p.overlaps(within)]


def _part(period: Period, within: Period) -> Period:
    if within.start <= period.start and period.end <= within.end:
        return period
    return Period(max(period.start, within.start), min(period.end, within.end))


def _overlap(some: Sequence[Period], others: Sequence[Period]) -> list[Period]:
    return [piece for other in others for piece in _clipped(some, other)]


def _length(periods: Iterable[Period]) -> timedelta:
    return sum((p.length for p in periods), timedelta())
