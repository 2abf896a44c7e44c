"""The policy at its edges: exactly a day before, exactly an hour after the first reminder."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.money import Money
from core.policy import GRACE, Penalty, Policy

START = datetime(2025, 10, 16, 11, 0, tzinfo=UTC)
DAY, HOUR, SECOND = timedelta(days=1), timedelta(hours=1), timedelta(seconds=1)
#: The usual first reminder comes exactly when cancelling stops being free.
REMINDED = START - DAY
PRICE = Money(500_000)


@pytest.mark.parametrize(
    "now, reminded_at, late",
    [
        (START - DAY - SECOND, None, False),
        (START - DAY, None, False),
        (START - DAY + SECOND, None, True),
        (START - SECOND, None, True),
        (REMINDED, REMINDED, False),
        (REMINDED + SECOND, REMINDED, False),
        (REMINDED + GRACE, REMINDED, False),
        (REMINDED + GRACE + SECOND, REMINDED, True),
        # A session booked late: the first reminder is the one two hours before.
        (START - 2 * HOUR - SECOND, START - 2 * HOUR, True),
        (START - HOUR, START - 2 * HOUR, False),
        (START - HOUR + SECOND, START - 2 * HOUR, True),
        # An early first reminder opens no new hour later.
        (START - DAY + SECOND, START - 2 * DAY, True),
    ],
)
def test_late_begins_after_a_day_before_but_never_within_an_hour_of_the_first_reminder(
    now, reminded_at, late
):
    assert Policy().is_late(START, now, reminded_at) is late


@given(st.integers(0, 168), st.integers(-7 * 24 * 3600, 7 * 24 * 3600))
def test_free_hours_are_inclusive(hours, offset):
    policy, now = Policy(free_hours=hours), START + timedelta(seconds=offset)
    assert policy.is_late(START, now, None) is (START - now < timedelta(hours=hours))


@given(st.integers(0, 7 * 24 * 3600), st.integers(0, 7 * 24 * 3600))
def test_who_cancels_within_an_hour_of_the_reminder_is_never_late(before, after):
    reminded_at = START - timedelta(seconds=before)
    now = reminded_at + timedelta(seconds=after)
    assert not (after <= 3600 and Policy().is_late(START, now, reminded_at))


@pytest.mark.parametrize(
    "policy, price, late, no_show",
    [
        (Policy(), PRICE, Money(250_000), PRICE),
        (Policy(12, 30, 80), PRICE, Money(150_000), Money(400_000)),
        (Policy(24, 0, 0), PRICE, None, None),
        (Policy(), None, None, None),
        (Policy(), Money(0), None, None),
        # Less than half of the smallest step is nothing.
        (Policy(24, 1, 100), Money(40_000), None, Money(40_000)),
    ],
)
def test_fees_follow_the_policy_and_what_costs_nothing_has_none(policy, price, late, no_show):
    assert policy.late_penalty(price, prepaid=False) == (Penalty(late) if late else None)
    assert policy.no_show_penalty(price, prepaid=False) == (Penalty(no_show) if no_show else None)
