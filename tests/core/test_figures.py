"""Every figure against a slow computation of its own, over random histories on both sides of UTC."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings

from core.booking import Status
from core.charge import ChargeKind, ChargeStatus
from core.figures import Facts, Sitting, Span, board, near, whole
from core.figures.sessions import favourites
from core.hours import WorkingHours
from core.people import Side
from core.period import Period
from tests.core.histories import QUARTER, histories

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
NOW = datetime(2025, 10, 15, 10, tzinfo=VIETNAM)


class Slow:
    """By local days and one by one: none of the code of the figures is used."""

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

    def outstanding(self) -> dict[str, int]:
        """Each session's money goes to its own charge first, then to its penalties, the oldest first."""
        rests = []
        for of, received in self.f.paid.items():
            left = received
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
                        rests.append((c.currency, c.amount - covered))
        return self.money(rests)

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


def percent(share) -> float | None:
    return None if share is None else share.percent


@settings(max_examples=50, deadline=None)
@given(histories())
def test_shares_and_counts_are_those_of_a_slow_count(facts):
    found, slow = board(facts).counts, Slow(facts)
    base = len(slow.base())
    assert found.base == base
    assert found.created == len([s for s in facts.sittings if slow.inside(s.created_at)])
    assert found.ahead == len(slow.ahead())
    assert percent(found.completion) == slow.share(slow.number(Status.COMPLETED), base)
    assert percent(found.no_show) == slow.share(slow.number(Status.NO_SHOW), base)
    assert found.open == slow.number(Status.CONFIRMED)
    assert percent(found.cancellation()) == slow.share(slow.number(Status.CANCELLED), base)
    for side in Side:
        assert percent(found.cancellation(side)) == slow.share(len(slow.cancelled_by(side)), base)
    for client in (1, 2, 3):
        own = [s for s in facts.sittings if s.client_id == client]
        held = [s for s in slow.base(own) if s.status is Status.COMPLETED]
        expected = slow.share(len(held), len(slow.base(own)))
        assert percent(board(replace(facts, sittings=own)).counts.completion) == expected


@settings(max_examples=50, deadline=None)
@given(histories())
def test_money_is_that_of_a_slow_count(facts):
    found, slow = board(facts), Slow(facts)
    money = found.revenue
    missed = [s for s in slow.base() if s.status is Status.NO_SHOW]
    assert money.delivered == slow.delivered()
    assert money.collected == slow.collected()
    assert money.expected == slow.money([(s.currency, s.price or 0) for s in slow.ahead()])
    assert money.outstanding == slow.outstanding()
    assert money.missed == slow.lost(missed)
    assert money.late == slow.lost(slow.late())
    assert money.crossed == slow.crossed()
    assert money.lost == slow.lost([*missed, *slow.late()])
    months = Counter()
    for part in found.income:
        months.update(part.delivered)
    assert dict(months) == slow.delivered()
    by_month = {(d.year, d.month): None for d in _days(slow.first, slow.last)}
    assert [(part.month.year, part.month.month) for part in found.income] == list(by_month)


def _days(first: date, last: date) -> list[date]:
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


@settings(max_examples=25, deadline=None)
@given(histories(spans=[Span.MONTH, Span.LAST_MONTH]))
def test_use_is_that_of_every_quarter_of_an_hour(facts):
    found = board(facts).use
    taken, working = Slow(facts).quarters()
    assert found.taken == taken * QUARTER
    assert found.working == working * QUARTER
    assert found.percent == (100 * (taken / working) if working else None)


@settings(max_examples=50, deadline=None)
@given(histories())
def test_clients_and_times_are_those_of_a_slow_count(facts):
    found, slow = board(facts), Slow(facts)
    back, before = slow.retained()
    held = [s for s in slow.base() if s.status is Status.COMPLETED]
    gone = slow.cancelled_by(Side.CLIENT)
    assert percent(found.retention) == slow.share(back, before)
    seen = {s.client_id for s in held}
    assert found.sessions_each == (len(held) / len(seen) if seen else None)
    assert found.months_each == pytest.approx(slow.months_each())
    seconds = [(s.starts_at - s.cancelled_at).total_seconds() for s in gone]
    average = timedelta(seconds=sum(seconds) / len(seconds)) if seconds else None
    assert (
        found.notice is None if average is None else abs(found.notice - average) < timedelta(milliseconds=1)
    )
    agreed = (Status.CONFIRMED, Status.COMPLETED, Status.NO_SHOW)
    assert found.preferred == slow.week(
        [s for s in facts.sittings if s.status in agreed and slow.inside(s.starts_at)]
    )
    assert found.dropped == slow.week(gone)
    who = Counter(s.client_id for s in gone)
    assert {client: c.by_client for client, c in found.who_cancels} == dict(who)
    assert [c.by_client for _, c in found.who_cancels] == sorted(who.values(), reverse=True)


@pytest.mark.parametrize(
    "span, first, after",
    [
        (Span.MONTH, date(2025, 10, 1), date(2025, 11, 1)),
        (Span.LAST_MONTH, date(2025, 9, 1), date(2025, 10, 1)),
        (Span.YEAR, date(2025, 1, 1), date(2026, 1, 1)),
    ],
)
def test_a_span_is_of_whole_local_days(span, first, after):
    period = whole(span, NOW, VIETNAM)
    midnights = [datetime.combine(day, time(0), VIETNAM) for day in (first, after)]
    assert [period.start, period.end] == midnights


def test_all_is_from_the_first_to_the_last_day_that_is_known():
    known = Period(datetime(2024, 2, 29, 20, tzinfo=UTC), datetime(2025, 10, 1, tzinfo=UTC))
    period = whole(Span.ALL, NOW, VIETNAM, known)
    assert period.start.astimezone(VIETNAM).date() == date(2024, 3, 1)
    assert period.end.astimezone(VIETNAM).date() == date(2025, 10, 16)


def test_the_thirty_days_end_with_today_or_with_the_period():
    recent, before = near(whole(Span.LAST_MONTH, NOW, VIETNAM), NOW, VIETNAM)
    assert recent.end == datetime(2025, 10, 1, tzinfo=VIETNAM)
    assert recent.start == before.end == datetime(2025, 9, 1, tzinfo=VIETNAM)
    today = near(whole(Span.YEAR, NOW, VIETNAM), NOW, VIETNAM)[0]
    assert today.end == datetime(2025, 10, 16, tzinfo=VIETNAM)


def test_without_a_base_there_is_no_share():
    empty = Facts(whole(Span.MONTH, NOW, VIETNAM), NOW, VIETNAM, [], hours=WorkingHours(((),) * 7))
    found = board(empty)
    assert found.counts.completion is None
    assert found.counts.cancellation(Side.CLIENT) is None
    assert [found.retention, found.sessions_each, found.months_each, found.notice] == [None] * 4
    assert found.use.percent is None
    assert found.revenue.lost_or_waived == {}


def test_the_brief_s_numbers_come_out():
    """108 of 120 held, 2 cancelled by the trainer: 90 % and 1.7 %."""
    went = [*[Status.COMPLETED] * 108, *[Status.NO_SHOW] * 2, *[Status.CANCELLED] * 10]
    sittings = [
        _sitting(n, status, Side.TRAINER if n > 117 else Side.CLIENT) for n, status in enumerate(went)
    ]
    found = board(Facts(whole(Span.MONTH, NOW, VIETNAM), NOW, VIETNAM, sittings)).counts
    assert round(found.completion.percent) == 90
    assert round(found.cancellation(Side.TRAINER).percent, 1) == 1.7
    assert round(found.cancellation(Side.CLIENT).percent, 1) == 6.7
    assert found.cancelled == 10


def _sitting(n: int, status: Status, by: Side) -> Sitting:
    start = datetime(2025, 10, 1 + n % 14, n % 9, tzinfo=UTC)
    gone = {"cancelled_at": start, "cancelled_by": by} if status is Status.CANCELLED else {}
    return Sitting(n, 1, start, start + timedelta(hours=1), status, start, "VND", 500_000, **gone)


def test_one_that_was_cancelled_last_month_is_not_counted_again():
    start = datetime(2025, 10, 2, tzinfo=UTC)
    gone = Sitting(
        1,
        1,
        start,
        start + QUARTER,
        Status.CANCELLED,
        start,
        "VND",
        1,
        None,
        start - timedelta(days=5),
        Side.CLIENT,
    )
    months = [
        board(Facts(whole(span, NOW, VIETNAM), NOW, VIETNAM, [gone])).counts.base
        for span in (Span.MONTH, Span.LAST_MONTH)
    ]
    assert months == [0, 1]


def test_favourite_hours_are_in_the_order_of_the_week_where_equal():
    assert favourites({(4, 18): 2, (0, 18): 2, (2, 6): 5, (1, 1): 1}, 3) == [
        ((2, 6), 5),
        ((0, 18), 2),
        ((4, 18), 2),
    ]


def test_one_that_begins_this_moment_counts():
    now = NOW.astimezone(UTC)
    one = Sitting(1, 1, now, now + QUARTER, Status.CONFIRMED, now, "VND", 1)
    found = board(Facts(whole(Span.MONTH, NOW, VIETNAM), now, VIETNAM, [one])).counts
    assert (found.base, found.open, found.ahead) == (1, 1, 0)


def test_times_off_that_overlap_are_taken_off_once():
    day = Period(datetime(2025, 10, 20, tzinfo=VIETNAM), datetime(2025, 10, 21, tzinfo=VIETNAM))
    noon = Period(day.start + timedelta(hours=12), day.end + timedelta(hours=12))
    month, hours = whole(Span.MONTH, NOW, VIETNAM), WorkingHours.daily(time(0), time(0))
    found = board(Facts(month, NOW, VIETNAM, [], hours=hours, off=[day, noon])).use
    assert found.working == timedelta(days=31, hours=-36)
