"""Values as people type them: lengths, leads, policies, links, points, working hours, zones."""

from datetime import UTC, datetime, time

import pytest

from bot import typed
from bot.features.settings import weekly, zones
from core.hours import WorkingHours
from core.money import Money
from core.policy import Policy

USUAL = WorkingHours.daily(time(6), time(21), range(6))


@pytest.mark.parametrize(
    "text, minutes",
    [
        ("50", 50), ("50 min", 50), ("50'", 50), ("1h", 60), ("1h30", 90), ("1h 15 min", 75), ("1.5h", 90),
        ("1:30", 90), ("90 phút", 90), ("2 tiếng", 120), ("1 giờ 30", 90), ("1 day", 1440),
        ("-5", None), ("5000000", None), ("soon", None), ("1h tomorrow", None), ("", None),
    ],
)  # fmt: skip
def test_length(text, minutes):
    assert typed.minutes(text) == minutes


@pytest.mark.parametrize(
    "text, leads",
    [
        ("24h, 2h", (1440, 120)), ("24h and 30 min", (1440, 30)), ("24, 2", (1440, 120)),
        ("1 ngày và 2 giờ", (1440, 120)), ("off", ()), ("không", ()),
        ("-1h", None), ("x", None), ("24h, x", None), (" , ", None),
    ],
)  # fmt: skip
def test_leads(text, leads):
    assert typed.leads(text) == leads


@pytest.mark.parametrize(
    "text, policy",
    [
        ("12h", Policy(12, 50, 100)),
        ("50%", Policy(24, 50, 100)),
        ("late 30%", Policy(24, 30, 100)),
        ("no-show 80%", Policy(24, 50, 80)),
        ("12h 40% 90%", Policy(12, 40, 90)),
        ("vắng 90%, trễ 20%", Policy(24, 20, 90)),
        ("free until 12h", Policy(12, 50, 100)),
        ("-5%", None),
        ("Lan 18h 50%", None),
        ("50", None),
        ("", None),
    ],
)
def test_policy(text, policy):
    assert typed.policy(text, Policy()) == policy


@pytest.mark.parametrize(
    "text, currency, price",
    [
        ("0", "VND", Money(0)), ("500", "VND", None), ("50", "USD", Money(5000, "USD")),
        ("-5", "USD", None), ("123456789", "USD", None), ("5e3", "USD", None),
    ],
)  # fmt: skip
def test_number_alone_as_a_price(text, currency, price):
    assert typed.bare_price(text, currency) == price


@pytest.mark.parametrize(
    "text, meant", [("500", Money(500_000)), ("9", None), ("10000", None), ("abc", None), ("1" * 30, None)]
)
def test_thousands_are_offered(text, meant):
    assert typed.in_thousands(text, "VND") == meant


@pytest.mark.parametrize(
    "text, point",
    [
        ("10.7769, 106.7009", (10.7769, 106.7009)),
        ("-33.8 151.2", (-33.8, 151.2)),
        ("95, 10", None),
        ("10, 190", None),
        ("10", None),
    ],
)
def test_point(text, point):
    assert typed.point(text) == point


def week(text, present=USUAL):
    """Each day as "6-11 14-21", Monday first; whole hours."""
    hours = weekly.hours(text, present)
    if hours is None:
        return None
    return [" ".join(f"{s:%H:%M}-{e:%H:%M}".replace(":00", "") for s, e in day) for day in hours.week]


SIX_DAYS = ["06-21"] * 6


@pytest.mark.parametrize(
    "text, days",
    [
        ("6:00-21:00", [*SIX_DAYS, ""]),
        ("6am-9pm", [*SIX_DAYS, ""]),
        ("6h-21h", [*SIX_DAYS, ""]),
        ("6 - 21", [*SIX_DAYS, ""]),
        ("Mon-Sat 6-21", [*SIX_DAYS, ""]),
        ("T2-T7 6h-21h", [*SIX_DAYS, ""]),
        ("thứ 2 đến thứ 7 6h-21h", [*SIX_DAYS, ""]),
        ("every day 5-22", ["05-22"] * 7),
        ("Mon-Fri 6-21", [*["06-21"] * 5, "", ""]),
        ("Mon-Fri 6-21; Sat 8-12; Sun off", [*["06-21"] * 5, "08-12", ""]),
        ("6-11, 14-21", [*["06-11 14-21"] * 6, ""]),
        ("Mon-Sat 6-11 and 14-21", [*["06-11 14-21"] * 6, ""]),
        ("Sat 8-12", [*["06-21"] * 5, "08-12", ""]),
        ("CN nghỉ", [*SIX_DAYS, ""]),
        ("Sun 18-24", [*SIX_DAYS, "18-00"]),
        ("Tue and Thu 7:30-11", ["06-21", "07:30-11", "06-21", "07:30-11", "06-21", "06-21", ""]),
        ("Thu 7-11", ["06-21", "06-21", "06-21", "07-11", "06-21", "06-21", ""]),
        ("thứ 7 8-12", [*["06-21"] * 5, "08-12", ""]),
        ("thứ năm 8h-12h", ["06-21", "06-21", "06-21", "08-12", "06-21", "06-21", ""]),
        ("sat-mon 7-9", ["07-09", *["06-21"] * 4, "07-09", "07-09"]),
        ("25-30", None),
        ("13pm-14pm", None),
        ("Mon", None),
        ("mornings", None),
        ("Lan tomorrow 18:00", None),
        ("", None),
    ],
)
def test_week(text, days):
    assert week(text) == days


def test_hours_without_a_day_are_for_every_day_where_none_was_worked():
    assert week("7-9", WorkingHours(((),) * 7)) == ["07-09"] * 7


@pytest.mark.parametrize(
    "text, zone",
    [
        ("Saigon", "Asia/Ho_Chi_Minh"), ("HÀ NỘI", "Asia/Ho_Chi_Minh"), ("Việt Nam", "Asia/Ho_Chi_Minh"),
        ("asia/tokyo", "Asia/Tokyo"), ("new york", "America/New_York"), ("Kathmandu", "Asia/Kathmandu"),
        ("Los_Angeles", "America/Los_Angeles"), ("Đài Bắc", "Asia/Taipei"),
    ],
)  # fmt: skip
def test_zone_that_is_sure(text, zone):
    assert (list(zones.found(text)), zones.is_sure(text)) == ([zone], True)


@pytest.mark.parametrize(
    "text, first", [("Germany", "Europe/Berlin"), ("Tokio", "Asia/Tokyo"), ("Bangkokk", "Asia/Bangkok")]
)
def test_zone_that_is_offered(text, first):
    assert (zones.found(text)[0], zones.is_sure(text)) == (first, False)


@pytest.mark.parametrize("text", ["", "x", "zzzz", "../etc/passwd", "Etc/GMT+3", "18:00"])
def test_no_zone(text):
    assert (list(zones.found(text)), zones.is_sure(text)) == ([], False)


@pytest.mark.parametrize(
    "name, said",
    [
        ("Asia/Ho_Chi_Minh", "Ho Chi Minh (UTC+7)"),
        ("America/New_York", "New York (UTC−4)"),
        ("Asia/Kathmandu", "Kathmandu (UTC+5:45)"),
    ],
)
def test_zone_is_said_with_its_present_offset(name, said):
    assert zones.said(name, "en", datetime(2025, 10, 15, tzinfo=UTC)) == said
