"""Working hours, quiet hours and wall time, also where clocks change."""

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.hours import QuietHours, WorkingHours
from core.period import Period
from core.zones import at_wall, days, week, zone

HANOI, BERLIN = zone("Asia/Ho_Chi_Minh"), zone("Europe/Berlin")
NIGHT = QuietHours(time(21, 30), time(6, 30))


def hanoi(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2025, 10, day, hour, minute, tzinfo=HANOI)


def test_a_time_in_a_gap_moves_forward_and_in_a_fold_is_the_first():
    spring, autumn = date(2026, 3, 29), date(2026, 10, 25)
    assert at_wall(spring, time(2, 30), BERLIN) == datetime.fromisoformat("2026-03-29T03:30+02:00")
    assert at_wall(autumn, time(2, 30), BERLIN) == datetime.fromisoformat("2026-10-25T02:30+02:00")


def test_a_day_has_23_or_25_hours_where_clocks_change():
    assert days(date(2026, 3, 29), BERLIN).length == timedelta(hours=23)
    assert days(date(2026, 10, 25), BERLIN).length == timedelta(hours=25)
    assert days(date(2025, 10, 16), HANOI).length == timedelta(hours=24)


def test_a_week_runs_from_monday_to_sunday():
    assert week(date(2025, 10, 15), HANOI) == Period(hanoi(13, 0), hanoi(20, 0))


def test_hours_until_midnight_meet_those_of_the_next_day():
    all_day = WorkingHours.daily(time(0), time(0))
    assert all_day.cover(Period(hanoi(16, 23, 30), hanoi(17, 0, 30)), HANOI)
    until_two = WorkingHours.daily(time(18), time(2))
    assert until_two.cover(Period(hanoi(17, 0, 30), hanoi(17, 1, 30)), HANOI)
    assert not until_two.cover(Period(hanoi(17, 1, 30), hanoi(17, 2, 30)), HANOI)


def test_a_break_is_outside_the_hours():
    split = WorkingHours(((((time(6), time(11)), (time(14), time(21)))),) * 7)
    assert split.cover(Period(hanoi(16, 10), hanoi(16, 11)), HANOI)
    assert not split.cover(Period(hanoi(16, 10, 30), hanoi(16, 11, 30)), HANOI)


@pytest.mark.parametrize(
    "moment, before",
    [
        (hanoi(16, 12), hanoi(16, 12)),
        (hanoi(16, 21, 30), hanoi(16, 21, 30)),
        (hanoi(16, 23), hanoi(16, 21, 30)),
        (hanoi(16, 4), hanoi(15, 21, 30)),
        (hanoi(16, 6, 30), hanoi(16, 6, 30)),
    ],
)
def test_what_falls_into_the_night_is_said_before_it(moment, before):
    assert NIGHT.before(moment, HANOI) == before


@pytest.mark.parametrize(
    "moment, waking, after",
    [
        (hanoi(16, 12), timedelta(hours=2), hanoi(16, 14)),
        (hanoi(16, 20, 30), timedelta(hours=2), hanoi(17, 7, 30)),
        (hanoi(16, 22), timedelta(hours=2), hanoi(17, 8, 30)),
        (hanoi(16, 3), timedelta(hours=2), hanoi(16, 8, 30)),
        (hanoi(16, 19, 30), timedelta(hours=2), hanoi(16, 21, 30)),
        (hanoi(16, 12), timedelta(hours=20), hanoi(17, 17)),
    ],
)
def test_waking_time_does_not_count_the_night(moment, waking, after):
    assert NIGHT.after(moment, waking, HANOI) == after


def test_without_quiet_hours_all_time_counts():
    never = QuietHours(time(0), time(0))
    assert never.around(hanoi(16, 3), HANOI) is None
    assert never.after(hanoi(16, 23), timedelta(hours=2), HANOI) == hanoi(17, 1)


@given(st.integers(0, 2 * 366 * 24 * 60), st.integers(1, 30 * 60))
def test_waking_time_equals_a_count_of_waking_minutes(since, minutes):
    """Against a slow model that counts minute by minute."""
    moment = hanoi(16, 0) + timedelta(minutes=since)
    left, at = minutes, moment
    while left:
        awake = time(6, 30) <= at.timetz().replace(tzinfo=None) < time(21, 30)
        left -= awake
        at += timedelta(minutes=1)
    assert NIGHT.after(moment, timedelta(minutes=minutes), HANOI) == at


# Exceptions for a date.

WEEK = WorkingHours.daily(time(6), time(21), range(6))
THURSDAY = date(2025, 10, 16)
MORNING = ((time(8), time(12)),)


@pytest.mark.parametrize(
    "spans, working",
    [
        ((), []),
        (MORNING, [(8, 12)]),
        (((time(8), time(11)), (time(14), time(17))), [(8, 11), (14, 17)]),
        (((time(20), time(0)),), [(20, 24)]),
    ],
)
def test_a_date_wins_over_the_week(spans, working):
    hours = WEEK.with_day(THURSDAY, spans)
    assert hours.on(THURSDAY, HANOI) == [
        Period(hanoi(16, start), hanoi(16, 0) + timedelta(hours=end)) for start, end in working
    ]
    for other in (THURSDAY - timedelta(days=1), THURSDAY + timedelta(days=1), THURSDAY + timedelta(days=7)):
        assert hours.on(other, HANOI) == WEEK.on(other, HANOI)


def test_a_date_can_be_worked_on_a_day_off():
    sunday = date(2025, 10, 19)
    wanted = Period(hanoi(19, 9), hanoi(19, 10))
    assert not WEEK.cover(wanted, HANOI)
    assert WEEK.with_day(sunday, MORNING).cover(wanted, HANOI)


def test_hours_of_a_date_that_pass_midnight_meet_the_next_day():
    late = WorkingHours.daily(time(0), time(0)).with_day(THURSDAY, ((time(22), time(2)),))
    assert late.cover(Period(hanoi(16, 22), hanoi(17, 5)), HANOI)
    assert not late.cover(Period(hanoi(16, 21), hanoi(16, 23)), HANOI)


def test_an_exception_is_changed_and_taken_back():
    once = WEEK.with_day(THURSDAY, ())
    assert once.with_day(THURSDAY, MORNING).spans(THURSDAY) == MORNING
    assert once.with_day(THURSDAY, None) == WEEK == WEEK.with_day(THURSDAY, None)
    assert once != WEEK


def test_exceptions_are_in_order_and_have_no_two_of_a_day():
    days = [THURSDAY + timedelta(days=n) for n in range(3)]
    forwards, backwards = WEEK, WEEK
    for day in days:
        forwards = forwards.with_day(day, MORNING)
    for day in reversed(days):
        backwards = backwards.with_day(day, ()).with_day(day, MORNING)
    assert [day for day, _ in forwards.days] == days
    assert forwards == backwards
    assert hash(forwards) == hash(backwards)


def test_past_exceptions_drop_out_and_that_of_today_stays():
    hours = WEEK.with_day(THURSDAY, ()).with_day(THURSDAY + timedelta(days=9), MORNING)
    assert hours.without_past(THURSDAY) == hours
    assert hours.without_past(THURSDAY + timedelta(days=1)).days == ((THURSDAY + timedelta(days=9), MORNING),)
    assert hours.without_past(THURSDAY + timedelta(days=10)) == WEEK


@pytest.mark.parametrize(
    "day, span, start, end",
    [
        (date(2026, 3, 29), (time(1), time(4)), "2026-03-29T01:00+01:00", "2026-03-29T04:00+02:00"),
        (date(2026, 3, 29), (time(2, 30), time(4)), "2026-03-29T03:30+02:00", "2026-03-29T04:00+02:00"),
        (date(2026, 10, 25), (time(1), time(4)), "2026-10-25T01:00+02:00", "2026-10-25T04:00+01:00"),
        (date(2026, 10, 25), (time(2), time(3)), "2026-10-25T02:00+02:00", "2026-10-25T03:00+01:00"),
    ],
)
def test_hours_of_a_date_follow_the_clock_where_it_changes(day, span, start, end):
    hours = WEEK.with_day(day, (span,))
    assert hours.on(day, BERLIN) == [Period(datetime.fromisoformat(start), datetime.fromisoformat(end))]


def test_hours_of_a_date_within_the_leap_of_the_clock_are_none():
    spring = date(2026, 3, 29)
    assert WEEK.with_day(spring, ((time(2), time(3)),)).on(spring, BERLIN) == []
