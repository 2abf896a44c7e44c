"""The Vietnamese lunar calendar by astronomy, to check recorded dates against.

The rules are those that Hồ Ngọc Đức describes ("Calendar rules", https://www.informatik.uni-leipzig.de/~duc/amlich/):
a month begins on the day of the new moon at UTC+7, the eleventh holds the winter solstice, and of thirteen
months between two elevenths the first in which the sun enters no new twelfth of its way is the leap month.
New moons and the sun's place are computed after Jean Meeus, Astronomical Algorithms, chapters 49 and 25.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache
from math import floor, radians, sin

_J2000 = 2451545.0
_ZONE = 7 / 24
#: From the even time of astronomy to that of clocks, in days, in these decades.
_DELTA_T = 71 / 86400
_SYNODIC = 29.530588861


def _date(julian_day: float) -> date:
    """The day in Vietnam at a moment of universal time."""
    return date.fromordinal(floor(julian_day + 0.5 + _ZONE) - 1721425)


def _midnight(day: date) -> float:
    """When it begins in Vietnam, as a Julian day."""
    return day.toordinal() + 1721424.5 - _ZONE


def _new_moon(k: int) -> float:
    """The k-th new moon since January 2000, to a minute or two, in universal time."""
    t = k / 1236.85
    mean = 2451550.09766 + _SYNODIC * k + 0.00015437 * t**2
    e = 1 - 0.002516 * t - 0.0000074 * t**2
    sun = radians(2.5534 + 29.10535670 * k - 0.0000014 * t**2)
    moon = radians(201.5643 + 385.81693528 * k + 0.0107582 * t**2)
    latitude = radians(160.7108 + 390.67050284 * k - 0.0016118 * t**2)
    node = radians(124.7746 - 1.56375588 * k + 0.0020672 * t**2)
    terms = (
        (-0.40720, moon),
        (0.17241 * e, sun),
        (0.01608, 2 * moon),
        (0.01039, 2 * latitude),
        (0.00739 * e, moon - sun),
        (-0.00514 * e, moon + sun),
        (0.00208 * e * e, 2 * sun),
        (-0.00111, moon - 2 * latitude),
        (-0.00057, moon + 2 * latitude),
        (0.00056 * e, 2 * moon + sun),
        (-0.00042, 3 * moon),
        (0.00042 * e, sun + 2 * latitude),
        (0.00038 * e, sun - 2 * latitude),
        (-0.00024 * e, 2 * moon - sun),
        (-0.00017, node),
    )
    return mean + sum(size * sin(angle) for size, angle in terms) - _DELTA_T


def _sun(julian_day: float) -> float:
    """The sun's apparent longitude in degrees, to a hundredth, at a moment of universal time."""
    t = (julian_day + _DELTA_T - _J2000) / 36525
    anomaly = radians(357.52911 + 35999.05029 * t - 0.0001537 * t**2)
    centre = (
        (1.914602 - 0.004817 * t) * sin(anomaly)
        + (0.019993 - 0.000101 * t) * sin(2 * anomaly)
        + 0.000289 * sin(3 * anomaly)
    )
    node = radians(125.04 - 1934.136 * t)
    return (280.46646 + 36000.76983 * t + 0.0003032 * t**2 + centre - 0.00569 - 0.00478 * sin(node)) % 360


@cache
def _first_day(k: int) -> date:
    return _date(_new_moon(k))


def _twelfth(day: date) -> int:
    """In which of its twelve parts the sun is when the day begins; the winter solstice opens the ninth."""
    return int(_sun(_midnight(day)) // 30)


def _eleventh(year: int) -> int:
    """The number of the new moon that opens the month of the winter solstice."""
    k = round((date(year, 12, 31).toordinal() - date(2000, 1, 6).toordinal()) / _SYNODIC) + 1
    while not _holds_solstice(k):
        k -= 1
    return k


def _holds_solstice(k: int) -> bool:
    return _twelfth(_first_day(k)) < 9 <= _twelfth(_first_day(k + 1))


@cache
def _months(year: int) -> dict[int, date]:
    """The first days of the months of a lunar year, leap months left out."""
    firsts: dict[int, date] = {}
    for winter in (year - 1, year):
        begin, end = _eleventh(winter), _eleventh(winter + 1)
        leap = None
        if end - begin == 13:
            still = (
                k for k in range(begin + 1, end) if _twelfth(_first_day(k)) == _twelfth(_first_day(k + 1))
            )
            leap = next(still)
        number = 11
        for k in range(begin, end):
            if k != leap:
                lunar_year = winter + (number > 12)
                if lunar_year == year:
                    firsts[(number - 1) % 12 + 1] = _first_day(k)
                number += 1
    return firsts


def solar(day: int, month: int, year: int) -> date:
    """The date of a day of the lunar year `year` (the one that begins in that year)."""
    return _months(year)[month] + timedelta(days=day - 1)


def leap_month(year: int) -> int | None:
    """The month after which a leap month stands, if the year has one."""
    firsts = _months(year)
    months = [firsts[n] for n in range(1, 13)] + [_months(year + 1)[1]]
    long = [n for n in range(1, 13) if (months[n] - months[n - 1]).days > 30]
    return long[0] if long else None
