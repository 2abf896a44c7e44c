"""Values packed into one column, also as they were packed before."""

import json
from datetime import date, time

import pytest

from core.hours import WorkingHours
from storage.types import pack_hours, unpack_hours

WEEK = WorkingHours.daily(time(6), time(21), range(6))
OLD = [[["06:00", "21:00"]]] * 6 + [[]]


@pytest.mark.parametrize(
    "hours",
    [
        WEEK,
        WEEK.with_day(date(2025, 12, 24), ((time(8), time(12)), (time(14), time(0)))),
        WEEK.with_day(date(2025, 12, 25), ()).with_day(date(2025, 12, 24), ()),
    ],
)
def test_hours_are_packed_and_unpacked(hours):
    assert unpack_hours(json.loads(json.dumps(pack_hours(hours)))) == hours


def test_hours_from_before_there_were_dates_are_read_and_written_alike():
    assert unpack_hours(OLD) == WEEK
    assert pack_hours(WEEK) == OLD


def test_dates_stand_beside_the_week():
    packed = pack_hours(WEEK.with_day(date(2025, 12, 24), ((time(8), time(12)),)))
    assert packed == {"week": OLD, "days": {"2025-12-24": [["08:00", "12:00"]]}}
