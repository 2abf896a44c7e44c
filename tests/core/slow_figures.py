"""The figures once more, slowly: by local days and one by one, with none of the code of the figures."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime, time, timedelta

import pytest

from core.booking import Status
from core.charge import ChargeKind, ChargeStatus
from core.figures import Board, Facts, Sitting
from core.figures.sessions import Share
from core.people import Side

QUARTER = timedelta(minutes=15)


class Slow:
    def __init__(self, facts: Facts) -> None:
        self.f = facts
        self.first = facts.period.start.astimezone(facts.tz).date()
        # The last day of the period: its end is the next midnight.
        self.last = (facts.period.end - timedelta(seconds=1)).astimezone(facts.tz).date()

    def local(self, moment: datetime) -> datetime:
        return moment.astimezone(self.f.tz)

    def inside(self, moment: datetime | None) -> bool:
        return moment is not None and self.first <= self.local(moment).date() <= self.last

    def base(self, sittings: list[Sitting] | None = None) -> list[Sitting]:
        found = []
        for s in self.f.sittings if sittings is None else sittings:
            if s.status is Status.CANCELLED:
                if self.inside(s.cancelled_at):
                    found.append(s)
            elif self.inside(s.starts_at) and not s.starts_at > self.f.now:
                found.append(s)
        return found

    def number(self, *statuses: Status) -> int:
        return len([s for s in self.base() if s.status in statuses])

    def cancelled_by(self, *sides: Side) -> list[Sitting]:
        return [s for s in self.base() if s.status is Status.CANCELLED and s.cancelled_by in sides]

    def share(self, part: int, of: int) -> float | None:
        return None if of == 0 else 100 * part / of

    def money(self, pairs: list[tuple[str, int]]) -> dict[str, int]:
        found: dict[str, int] = {}
        for currency, amount in pairs:
            found[currency] = found.get(currency, 0) + amount
        return {currency: amount for currency, amount in found.items() if amount != 0}

    def delivered(self) -> dict[str, int]:
        return self.money([(s.currency, s.price or 0) for s in self.base() if s.status is Status.COMPLETED])

    def collected(self) -> dict[str, int]:
        return self.money([(g.currency, g.amount) for g in self.f.got if self.inside(g.at)])

    def ahead(self) -> list[Sitting]:
        return [
            s
            for s in self.f.sittings
            if s.status is Status.CONFIRMED and self.f.now < s.starts_at and self.inside(s.starts_at)
        ]

    def rests(self) -> list[tuple[datetime, str, int]]:
        """Each session's money goes to its own charge first, then to its penalties, the oldest first."""
        rests = []
        for of, received in self.f.paid.items():
            left = max(0, received)
            same = [
                c for c in self.f.charges if (c.booking_id, None if c.booking_id else c.contract_id) == of
            ]
            for penalty in (False, True):
                for c in same:
                    if c.kind.is_penalty is not penalty or c.status.value not in ("pending", "due"):
                        continue
                    covered = min(left, c.amount)
                    left -= covered
                    since = c.created_at if c.due_at is None else c.due_at
                    if c.status is ChargeStatus.DUE and self.inside(since):
                        rests.append((since, c.currency, c.amount - covered))
        return rests

    def lost(self, sittings: list[Sitting]) -> dict[str, int]:
        pairs = []
        for s in sittings:
            stands = [
                c
                for c in self.f.charges
                if c.booking_id == s.id
                and c.kind in (ChargeKind.LATE_CANCEL, ChargeKind.NO_SHOW)
                and c.status in (ChargeStatus.PENDING, ChargeStatus.DUE)
            ]
            gone = 0 if [c for c in stands if c.credit] else (s.price or 0) - sum(c.amount for c in stands)
            pairs.append((s.currency, max(gone, 0)))
        return self.money(pairs)

    def late(self) -> list[Sitting]:
        fined = [c.booking_id for c in self.f.charges if c.kind is ChargeKind.LATE_CANCEL]
        return [s for s in self.cancelled_by(Side.CLIENT) if s.id in fined]

    def crossed(self) -> dict[str, int]:
        pairs = []
        for s in self.base():
            own = [c for c in self.f.charges if c.booking_id == s.id and c.kind is ChargeKind.SESSION]
            closed = [c for c in own if c.status in (ChargeStatus.WAIVED, ChargeStatus.VOID)]
            if s.status is Status.COMPLETED and own and len(own) == len(closed):
                pairs.append((s.currency, s.price or 0))
        gone = [c for c in self.f.charges if c.kind is ChargeKind.PACKAGE and c.status is ChargeStatus.VOID]
        return self.money(pairs + [(c.currency, c.amount) for c in gone if self.inside(c.settled_at)])

    def quarters(self) -> tuple[int, int]:
        """Taken and working ones, looked at one by one."""
        sessions = [
            s
            for s in self.f.sittings
            if s.status in (Status.COMPLETED, Status.NO_SHOW, Status.CONFIRMED)
            and s.ends_at > self.f.period.start
            and s.starts_at < self.f.period.end
        ]
        taken = set()
        for s in sessions:
            at = s.starts_at
            while at < s.ends_at:
                if self.inside(at):
                    taken.add(at)
                at += QUARTER
        working, at = 0, self.f.period.start
        while at < self.f.period.end:
            if self.works(self.local(at)) and not any(off.start <= at < off.end for off in self.f.off):
                working += 1
            at += QUARTER
        return len(taken), working

    def works(self, local: datetime) -> bool:
        wall, hours = local.time(), self.f.hours
        spans = dict(hours.days).get(local.date(), hours.week[local.weekday()])
        return any(start <= wall and (wall < end or end == time(0)) for start, end in spans)

    def retained(self) -> tuple[int, int]:
        today = self.local(self.f.now).date()
        last = min(today, self.last)
        recent, before = set(), set()
        for s in self.f.sittings:
            if s.status is Status.COMPLETED and s.starts_at <= self.f.now:
                age = (last - self.local(s.starts_at).date()).days
                if 0 <= age < 30:
                    recent.add(s.client_id)
                elif 30 <= age < 60:
                    before.add(s.client_id)
        return len([c for c in before if c in recent]), len(before)

    def months_each(self) -> float | None:
        until = min(self.f.now, self.f.period.end)
        spans = []
        for client in {s.client_id for s in self.base() if s.status is Status.COMPLETED}:
            starts = [
                s.starts_at
                for s in self.f.sittings
                if s.client_id == client and s.status is Status.COMPLETED and s.starts_at < until
            ]
            if starts:
                spans.append((max(starts) - min(starts)).total_seconds() / 86400 / 30.4375)
        return sum(spans) / len(spans) if spans else None

    def week(self, sittings: list[Sitting]) -> Counter:
        return Counter((self.local(s.starts_at).weekday(), self.local(s.starts_at).hour) for s in sittings)

    def attendance(self, client: int) -> float | None:
        own = self.base([s for s in self.f.sittings if s.client_id == client])
        return self.share(len([s for s in own if s.status is Status.COMPLETED]), len(own))

    def days(self) -> list[date]:
        return [self.first + timedelta(days=n) for n in range((self.last - self.first).days + 1)]

    def by_month(self, dated: list[tuple[datetime, str, int]]) -> list[dict[str, int]]:
        """One amount by currency for each month that the period has a day of."""
        months = list({(day.year, day.month): None for day in self.days()})
        inside = [(self.local(at), currency, amount) for at, currency, amount in dated if self.inside(at)]
        return [
            self.money([(c, amount) for at, c, amount in inside if (at.year, at.month) == month])
            for month in months
        ]


def percent(share: Share | None) -> float | None:
    return None if share is None else share.percent


def same_counts(found: Board, slow: Slow) -> None:
    counts, base = found.counts, len(slow.base())
    assert counts.base == base
    assert counts.created == len([s for s in slow.f.sittings if slow.inside(s.created_at)])
    assert counts.ahead == len(slow.ahead())
    assert percent(counts.completion) == slow.share(slow.number(Status.COMPLETED), base)
    assert percent(counts.no_show) == slow.share(slow.number(Status.NO_SHOW), base)
    assert counts.open == slow.number(Status.CONFIRMED)
    assert percent(counts.cancellation()) == slow.share(slow.number(Status.CANCELLED), base)
    for side in Side:
        assert percent(counts.cancellation(side)) == slow.share(len(slow.cancelled_by(side)), base)
    for client, own in found.clients.items():
        assert percent(own.completion) == slow.attendance(client)


def same_money(found: Board, slow: Slow) -> None:
    money, got = found.revenue, [(g.at, g.currency, g.amount) for g in slow.f.got]
    held = [s for s in slow.base() if s.status is Status.COMPLETED]
    missed = [s for s in slow.base() if s.status is Status.NO_SHOW]
    assert money.delivered == slow.delivered()
    assert money.collected == slow.collected()
    assert money.expected == slow.money([(s.currency, s.price or 0) for s in slow.ahead()])
    assert money.outstanding == slow.money([(currency, rest) for _, currency, rest in slow.rests()])
    assert money.missed == slow.lost(missed)
    assert money.late == slow.lost(slow.late())
    assert money.crossed == slow.crossed()
    assert money.lost == slow.lost([*missed, *slow.late()])
    delivered = [(s.starts_at, s.currency, s.price or 0) for s in held]
    assert [part.delivered for part in found.income] == slow.by_month(delivered)
    assert [part.collected for part in found.income] == slow.by_month(got)
    assert [part.outstanding for part in found.income] == slow.by_month(slow.rests())


def same_use(found: Board, slow: Slow) -> None:
    taken, working = slow.quarters()
    assert found.use.taken == taken * QUARTER
    assert found.use.working == working * QUARTER
    assert found.use.percent == (100 * (taken / working) if working else None)


def same_clients(found: Board, slow: Slow) -> None:
    back, before = slow.retained()
    held = [s for s in slow.base() if s.status is Status.COMPLETED]
    gone, seen = slow.cancelled_by(Side.CLIENT), {s.client_id for s in held}
    assert percent(found.retention) == slow.share(back, before)
    assert found.sessions_each == (len(held) / len(seen) if seen else None)
    assert found.months_each == pytest.approx(slow.months_each())
    notice = [(s.starts_at - s.cancelled_at).total_seconds() for s in gone if s.cancelled_at]
    average = sum(notice) / len(notice) if notice else None
    told = None if found.notice is None else found.notice.total_seconds()
    assert told == pytest.approx(average, abs=0.001)
    agreed = (Status.CONFIRMED, Status.COMPLETED, Status.NO_SHOW)
    liked = [s for s in slow.f.sittings if s.status in agreed and slow.inside(s.starts_at)]
    assert found.preferred == slow.week(liked)
    assert found.dropped == slow.week(gone)
    assert {client: c.by_client for client, c in found.who_cancels} == Counter(s.client_id for s in gone)
    often = [c.by_client for _, c in found.who_cancels]
    assert often == sorted(often, reverse=True)
