"""All figures of one period: the trainer's dashboard, and one client's."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from core.booking import Status
from core.figures import sessions
from core.figures.facts import Facts, Sitting
from core.figures.revenue import Income, Revenue, revenue
from core.figures.sessions import Counts, Hour, Share
from core.figures.spans import near
from core.figures.use import Use, use
from core.period import Period

#: The days of a month, on average over the years.
_MONTH = 30.4375


@dataclass(frozen=True, slots=True)
class Board:
    """`retention` and the averages are nothing as long as nobody was there."""

    period: Period
    counts: Counts
    revenue: Revenue
    income: Sequence[Income]
    use: Use
    retention: Share | None
    sessions_each: float | None
    months_each: float | None
    notice: timedelta | None
    #: When sessions are, and when those were to be that clients cancelled.
    preferred: Mapping[Hour, int]
    dropped: Mapping[Hour, int]
    clients: Mapping[int, Counts]

    @property
    def who_cancels(self) -> list[tuple[int, Counts]]:
        """Clients who cancelled, those who did it most often first."""
        found = [(client, c) for client, c in self.clients.items() if c.by_client]
        return sorted(found, key=lambda item: (-item[1].by_client, item[1].base, item[0]))


def board(facts: Facts) -> Board:
    within, now, known = facts.period, facts.now, facts.sittings
    base = [s for s in known if s.counts(within, now)]
    held = [s for s in base if s.status is Status.COMPLETED]
    seen = {s.client_id for s in held}
    stays = [facts.stays[client] for client in sorted(seen) if client in facts.stays]
    money, by_month = revenue(facts, base)
    return Board(
        within,
        sessions.counts(base, known, within, now),
        money,
        by_month,
        use(facts),
        _retention(facts),
        len(held) / len(seen) if seen else None,
        sum(map(_months, stays)) / len(stays) if stays else None,
        sessions.notice(base),
        sessions.preferred(known, within, facts.tz),
        sessions.times(sessions.dropped(base), facts.tz),
        sessions.by_client(base, known, within, now),
    )


def clients(facts: Facts) -> Mapping[int, Counts]:
    """The counts of each client of whom there are any."""
    base = [s for s in facts.sittings if s.counts(facts.period, facts.now)]
    return sessions.by_client(base, facts.sittings, facts.period, facts.now)


def _retention(facts: Facts) -> Share | None:
    """Of the clients seen in the 30 days before, how many were seen in these 30 days too."""
    these, before = (_seen(facts.sittings, part, facts) for part in near(facts.period, facts.now, facts.tz))
    return sessions.share(len(these & before), len(before))


def _seen(sittings: Sequence[Sitting], within: Period, facts: Facts) -> set[int]:
    return {s.client_id for s in sittings if s.was(Status.COMPLETED, within, facts.now)}


def _months(stay: tuple[datetime, datetime]) -> float:
    first, last = stay
    return float((last - first) / timedelta(days=_MONTH))
