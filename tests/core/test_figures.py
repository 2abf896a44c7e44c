"""Every figure against a slow computation of its own, over random histories on both sides of UTC."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings

from core.booking import Status
from core.figures import Facts, Sitting, Span, board, near, whole
from core.figures.sessions import favourites
from core.hours import WorkingHours
from core.people import Side
from core.period import Period
from tests.core.histories import histories
from tests.core.slow_figures import QUARTER, Slow, percent, same_clients, same_counts, same_money, same_use

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
NOW = datetime(2025, 10, 15, 10, tzinfo=VIETNAM)


@settings(max_examples=50, deadline=None)
@given(histories())
def test_shares_and_counts_are_those_of_a_slow_count(facts):
    slow = Slow(facts)
    same_counts(board(facts), slow)
    for client in (1, 2, 3):
        own = replace(facts, sittings=[s for s in facts.sittings if s.client_id == client])
        assert percent(board(own).counts.completion) == slow.attendance(client)


@settings(max_examples=50, deadline=None)
@given(histories())
def test_money_is_that_of_a_slow_count(facts):
    same_money(board(facts), Slow(facts))


@settings(max_examples=25, deadline=None)
@given(histories(spans=[Span.MONTH, Span.LAST_MONTH]))
def test_use_is_that_of_every_quarter_of_an_hour(facts):
    same_use(board(facts), Slow(facts))


@settings(max_examples=50, deadline=None)
@given(histories())
def test_clients_and_times_are_those_of_a_slow_count(facts):
    same_clients(board(facts), Slow(facts))


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
