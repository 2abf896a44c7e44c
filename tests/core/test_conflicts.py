"""The one validator: everything that can be in the way, and what the trainer may book over."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.booking import Slot, SlotKind
from core.conflicts import (
    ClientBusy,
    Neighbour,
    OnTimeOff,
    OutsideHours,
    Surroundings,
    Taken,
    TooClose,
    TooFar,
    TooSoon,
    conflicts,
)
from core.free_times import free_within, nearest_free, next_free
from core.hours import WorkingHours
from core.people import Side, Trainer
from core.period import Period
from core.zones import zone
from tests.core.test_booking import a_booking

HANOI = zone("Asia/Ho_Chi_Minh")
NOW = datetime(2025, 10, 15, 10, 0, tzinfo=HANOI)
HUY = Trainer(1, "Huy", "Asia/Ho_Chi_Minh", NOW, hours=WorkingHours.daily(time(6), time(21), range(6)))
TWO_MINUTES = timedelta(minutes=2)


def at(hour: float, day: int = 16, hours: float = 1) -> Period:
    start = datetime(2025, 10, day, tzinfo=HANOI) + timedelta(hours=hour)
    return Period.of(start, timedelta(hours=hours))


def taken(period: Period, **changes) -> Neighbour:
    slot = Slot(7, 1, SlotKind.BOOKING, period.start, period.end)
    return Neighbour(replace(slot, **changes), (3,))


def kinds(wanted: Period, *, trainer=HUY, by=Side.TRAINER, now=NOW, **around) -> list[type]:
    return [type(c) for c in conflicts(wanted, trainer, Surroundings(**around), by=by, now=now)]


def test_a_free_time_has_no_conflict():
    assert kinds(at(18), neighbours=[taken(at(17)), taken(at(19))]) == []


@pytest.mark.parametrize(
    "other",
    [at(18), at(17.5), at(18.5), at(18.25, hours=0.5), at(17, hours=3)],
    ids=["same", "into its start", "into its end", "inside", "around"],
)
def test_a_slot_that_overlaps_is_in_the_way(other):
    assert kinds(at(18), neighbours=[taken(other)]) == [Taken]


def test_the_larger_of_two_buffers_counts():
    assert kinds(at(18), neighbours=[taken(at(17), buffer_minutes=15)]) == [TooClose]
    short = replace(HUY, buffer_minutes=10)
    near = taken(Period(at(16).start, at(18).start - timedelta(minutes=12)), buffer_minutes=0)
    assert kinds(at(18), trainer=short, neighbours=[near]) == []
    assert kinds(at(18), trainer=replace(HUY, buffer_minutes=15), neighbours=[near]) == [TooClose]


def test_a_hold_counts_until_its_moment():
    hold = taken(at(18), kind=SlotKind.HOLD, hold_until=NOW)
    assert kinds(at(18), neighbours=[hold]) == []
    assert kinds(at(18), neighbours=[hold], now=NOW - TWO_MINUTES) == [Taken]


def test_the_clients_other_session_can_never_be_booked_over():
    busy = replace(a_booking(), starts_at=at(18).start, ends_at=at(18).end)
    (conflict,) = conflicts(at(18.5), HUY, Surroundings(client_bookings=[busy]), by=Side.TRAINER, now=NOW)
    assert conflict == ClientBusy(at(18))
    assert not conflict.anyway_allowed


def test_working_hours_bind_but_not_the_log_of_the_past():
    sunday = at(18, day=19)
    assert kinds(sunday) == [OutsideHours]
    assert kinds(at(5.5)) == [OutsideHours]
    assert kinds(at(20.5)) == [OutsideHours]
    assert kinds(at(18, day=12)) == []


def test_time_off_is_in_the_way():
    assert kinds(at(18), time_off=[at(0, hours=24)]) == [OnTimeOff]


@pytest.mark.parametrize(
    "wanted, found",
    [
        (Period.of(NOW + timedelta(hours=2), timedelta(hours=1)), []),
        (Period.of(NOW + timedelta(hours=2) - TWO_MINUTES, timedelta(hours=1)), [TooSoon]),
        (Period.of(NOW + timedelta(days=30), timedelta(hours=1)), []),
        (Period.of(NOW + timedelta(days=30) + TWO_MINUTES, timedelta(hours=1)), [TooFar]),
    ],
)
def test_notice_and_horizon_bind_the_client_only(wanted, found):
    assert kinds(wanted, by=Side.CLIENT) == found
    assert kinds(wanted, by=Side.TRAINER) == []


def test_the_three_nearest_free_times_are_offered_in_order():
    around = Surroundings([taken(at(18)), taken(at(19, hours=0.5))])
    free = nearest_free(at(18), HUY, around, by=Side.TRAINER, now=NOW)
    assert free == [at(16.5), at(17), at(19.5)]


def test_a_suggestion_is_never_in_the_past_nor_taken():
    wanted = Period.of(NOW + timedelta(minutes=10), timedelta(hours=1))
    for period in nearest_free(wanted, HUY, Surroundings([taken(at(11, day=15))]), by=Side.TRAINER, now=NOW):
        assert period.start > NOW
        assert not period.overlaps(at(11, day=15))


def test_next_free_times_are_the_first_of_a_day_and_the_first_after_work():
    around = Surroundings([taken(at(17))])
    free = next_free(timedelta(hours=1), HUY, around, by=Side.TRAINER, now=NOW)
    first_days = [at(10.5, day=15), at(17, day=15), at(6), at(18)]
    assert free == [*first_days, at(6, day=17), at(17, day=17)]


def test_free_times_of_a_part_of_the_day_start_within_it():
    window = Period(at(17).start, at(22).start)
    around = Surroundings([taken(at(18))])
    free = free_within(window, timedelta(hours=1), HUY, around, by=Side.TRAINER, now=NOW)
    assert free == [at(17), at(19), at(19.5), at(20)]


quarter_hours = st.integers(0, 95).map(lambda n: n / 4)


@given(st.lists(st.tuples(quarter_hours, st.sampled_from([0.25, 0.5, 1, 2])), max_size=8), quarter_hours)
def test_a_time_is_taken_exactly_when_a_minute_of_it_is(sessions, wanted):
    """Against a slow model: minute by minute."""
    neighbours = [taken(at(start, hours=hours)) for start, hours in sessions]
    busy = {m for s, h in sessions for m in range(int(s * 60), int((s + h) * 60))}
    minutes = range(int(wanted * 60), int(wanted * 60) + 60)
    found = kinds(at(wanted), neighbours=neighbours)
    assert (Taken in found) == any(m in busy for m in minutes)


@pytest.mark.parametrize("moment", [datetime(2025, 10, 15, tzinfo=UTC), NOW])
def test_a_period_needs_a_zone_and_an_end_after_its_start(moment):
    for start, end in ((moment, moment), (moment.replace(tzinfo=None), moment.replace(tzinfo=None))):
        with pytest.raises(ValueError, match="not a period"):
            Period(start, end)
