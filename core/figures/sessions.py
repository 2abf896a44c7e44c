"""How sessions went: counts, shares of the same base, notice before cancelling, times that are liked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from core.booking import Status
from core.figures.facts import Sitting, inside
from core.people import Side
from core.period import Period

#: A weekday, Monday being 0, and an hour of the day.
Hour = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Share:
    """A part of a whole that is not empty; without a whole there is no share at all."""

    part: int
    whole: int

    @property
    def percent(self) -> float:
        return 100 * self.part / self.whole


def share(part: int, whole: int) -> Share | None:
    return Share(part, whole) if whole else None


@dataclass(frozen=True, slots=True)
class Counts:
    """`base`: all whose start has passed or that were cancelled; `ahead` and `created` are beside it."""

    base: int
    completed: int
    missed: int
    open: int
    by_trainer: int
    by_client: int
    by_system: int
    ahead: int
    created: int

    @property
    def cancelled(self) -> int:
        return self.by_trainer + self.by_client + self.by_system

    @property
    def completion(self) -> Share | None:
        """Of one client it is the attendance."""
        return share(self.completed, self.base)

    @property
    def no_show(self) -> Share | None:
        return share(self.missed, self.base)

    def cancellation(self, side: Side | None = None) -> Share | None:
        """By whom, or by anybody."""
        by = {Side.TRAINER: self.by_trainer, Side.CLIENT: self.by_client, Side.SYSTEM: self.by_system}
        return share(self.cancelled if side is None else by[side], self.base)


def counts(base: Iterable[Sitting], others: Iterable[Sitting], within: Period, now: datetime) -> Counts:
    """`base`: those that count in the period; `others`: all, for what is ahead and was made."""
    base, others = list(base), list(others)
    went = Counter(s.status for s in base)
    by = Counter(s.cancelled_by for s in base if s.status is Status.CANCELLED)
    return Counts(
        len(base),
        went[Status.COMPLETED],
        went[Status.NO_SHOW],
        went[Status.CONFIRMED],
        by[Side.TRAINER],
        by[Side.CLIENT],
        went[Status.CANCELLED] - by[Side.TRAINER] - by[Side.CLIENT],
        sum(s.is_ahead(within, now) for s in others),
        sum(inside(s.created_at, within) for s in others),
    )


def by_client(
    base: Iterable[Sitting], others: Iterable[Sitting], within: Period, now: datetime
) -> dict[int, Counts]:
    """Of those of whom there is anything to say."""
    of, all_of = _of_clients(base), _of_clients(others)
    found = {client: counts(of.get(client, ()), own, within, now) for client, own in all_of.items()}
    return {client: c for client, c in found.items() if c.base or c.ahead or c.created}


def _of_clients(sittings: Iterable[Sitting]) -> dict[int, list[Sitting]]:
    of: dict[int, list[Sitting]] = {}
    for sitting in sittings:
        of.setdefault(sitting.client_id, []).append(sitting)
    return of


def notice(base: Iterable[Sitting]) -> timedelta | None:
    """How long before the start clients cancel, on average."""
    spans = [s.starts_at - s.cancelled_at for s in dropped(base) if s.cancelled_at]
    return sum(spans, timedelta()) / len(spans) if spans else None


def dropped(base: Iterable[Sitting]) -> list[Sitting]:
    """Those that their clients cancelled."""
    return [s for s in base if s.status is Status.CANCELLED and s.cancelled_by is Side.CLIENT]


def times(sittings: Iterable[Sitting], tz: ZoneInfo) -> Mapping[Hour, int]:
    """How many start in each hour of the week."""
    starts = (s.starts_at.astimezone(tz) for s in sittings)
    return Counter((start.weekday(), start.hour) for start in starts)


def preferred(sittings: Iterable[Sitting], within: Period, tz: ZoneInfo) -> Mapping[Hour, int]:
    """Of all sessions of the period that were agreed and not cancelled, past and ahead."""
    agreed = {Status.CONFIRMED, Status.COMPLETED, Status.NO_SHOW}
    return times((s for s in sittings if s.status in agreed and inside(s.starts_at, within)), tz)


def favourites(found: Mapping[Hour, int], most: int) -> Sequence[tuple[Hour, int]]:
    """The hours with most sessions first, then in the order of the week."""
    return sorted(found.items(), key=lambda item: (-item[1], item[0]))[:most]
