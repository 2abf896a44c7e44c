"""Recorded public holidays, against the moon, the sun and the rule that their file states."""

from collections import Counter
from datetime import date, timedelta
from itertools import pairwise

import pytest

from core.holidays import Holiday, coming, every
from tests.core.lunar import leap_month, solar

YEARS = range(2025, 2036)
DAY = timedelta(days=1)


def of(key, year):
    (found,) = [h for h in every() if h.key == key and h.last.year == year]
    return found


# The oracle itself, by years that are known to be hard.


@pytest.mark.parametrize(
    "year, tet",
    [
        # A month before China's, and a day.
        (1985, "1985-01-21"),
        (2007, "2007-02-17"),
        (2024, "2024-02-10"),
        (2025, "2025-01-29"),
        (2026, "2026-02-17"),
        (2027, "2027-02-06"),
        (2028, "2028-01-26"),
        (2029, "2029-02-13"),
        (2030, "2030-02-02"),
        (2031, "2031-01-23"),
        (2032, "2032-02-11"),
        (2033, "2033-01-31"),
        (2034, "2034-02-19"),
        (2035, "2035-02-08"),
    ],
)
def test_the_computed_new_year_is_the_published_one(year, tet):
    assert solar(1, 1, year) == date.fromisoformat(tet)


def test_the_computed_leap_months_are_the_published_ones():
    leaps = {year: leap_month(year) for year in range(2020, 2036)}
    assert {year: month for year, month in leaps.items() if month} == {
        2020: 4,
        2023: 2,
        2025: 6,
        2028: 5,
        2031: 3,
        2033: 11,
    }


# The file.


def test_each_year_has_each_holiday_once_and_in_order():
    assert Counter((h.key, h.last.year) for h in every()) == {
        (key, year): 1
        for year in YEARS
        for key in ("new_year", "tet", "hung_kings", "reunification", "labour", "national")
    }
    assert all(a.last < b.first for a, b in pairwise(every()))


@pytest.mark.parametrize("year", YEARS)
def test_lunar_holidays_are_where_moon_and_sun_put_them(year):
    new_year, tet = solar(1, 1, year), of("tet", year)
    assert (tet.last - tet.first).days == 4
    assert tet.first in (new_year - DAY, new_year - 2 * DAY)
    kings = solar(10, 3, year)
    assert of("hung_kings", year) == Holiday("hung_kings", kings, kings)


@pytest.mark.parametrize("year", YEARS)
def test_fixed_holidays_are_on_their_days(year):
    for key, month, day in (("new_year", 1, 1), ("reunification", 4, 30), ("labour", 5, 1)):
        assert of(key, year) == Holiday(key, date(year, month, day), date(year, month, day))
    national = of("national", year)
    assert date(year, 9, 2) in (national.first, national.last)
    assert national.last - national.first == DAY


def run(holiday):
    """How many days off it makes together with the weekends that it touches."""
    first, last = holiday.first, holiday.last
    while (first - DAY).weekday() >= 5:
        first -= DAY
    while (last + DAY).weekday() >= 5:
        last += DAY
    return (last - first).days + 1


@pytest.mark.parametrize("year", YEARS)
@pytest.mark.parametrize("key", ["tet", "national"])
def test_the_form_is_that_of_the_longer_run_and_else_the_earlier(year, key):
    anchor, before = (solar(1, 1, year), 2) if key == "tet" else (date(year, 9, 2), 1)
    length = of(key, year).last - of(key, year).first
    forms = [
        Holiday(key, first, first + length) for first in (anchor - before * DAY, anchor - (before - 1) * DAY)
    ]
    assert of(key, year) == max(forms, key=run)


def test_what_was_announced_is_recorded():
    assert of("tet", 2025) == Holiday("tet", date(2025, 1, 27), date(2025, 1, 31))
    assert of("tet", 2026) == Holiday("tet", date(2026, 2, 16), date(2026, 2, 20))
    assert of("national", 2025) == Holiday("national", date(2025, 9, 1), date(2025, 9, 2))
    assert of("national", 2026) == Holiday("national", date(2026, 9, 1), date(2026, 9, 2))


# What is coming.


@pytest.mark.parametrize(
    "today, within, keys",
    [
        ("2026-02-01", 14, []),
        ("2026-02-02", 14, ["tet"]),
        ("2026-02-16", 14, ["tet"]),
        # It has begun: too late to ask.
        ("2026-02-17", 14, []),
        ("2026-04-17", 14, ["hung_kings", "reunification", "labour"]),
        ("2026-04-17", 13, ["hung_kings", "reunification"]),
        ("2025-12-25", 14, ["new_year"]),
        ("2026-01-01", 0, ["new_year"]),
        ("2026-07-01", 14, []),
        ("2040-01-01", 14, []),
    ],
)
def test_what_is_coming_begins_from_today_on(today, within, keys):
    assert [h.key for h in coming(date.fromisoformat(today), within)] == keys
