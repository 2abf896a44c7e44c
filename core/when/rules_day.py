"""How days are said, in any language: what is written, not yet which day it is."""

from __future__ import annotations

from core.when.grammar import Rule
from core.when.meanings import (
    Bad,
    Choice,
    Date,
    Days,
    Edge,
    Later,
    Month,
    Nth,
    Number,
    Spec,
    Unit,
    Week,
    Weekday,
    Which,
)
from core.when.reading import Reason

_LONGEST_MONTH = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
_OFFSETS = {
    Which.THIS: 0,
    Which.NEXT: 1,
    Which.FOLLOWING: 1,
    Which.COMING: 1,
    Which.AFTER_NEXT: 2,
    Which.LAST: -1,
}


def year(number: Number) -> int | None:
    return number.value if number.width == 4 and 2000 <= number.value <= 2100 else None


def month_from(number: Number) -> int | Bad | None:
    if number.width > 2:
        return None
    return number.value if 1 <= number.value <= 12 else Bad(Reason.NO_SUCH_DAY)


def date_of(day: int | Number, month: int | Bad | None, written_year: int | None = None) -> Date | Bad | None:
    """Such as "20 Oct", "ngày 31 tháng 2": a day that no year has is wrong, whatever the year."""
    number = day.value if isinstance(day, Number) else day
    if month is None or isinstance(month, Bad):
        return month
    if isinstance(day, Number) and day.width > 2:
        return None
    if not 1 <= number <= _LONGEST_MONTH[month - 1]:
        return Bad(Reason.NO_SUCH_DAY)
    return Date(number, month, written_year)


def month_date(month: int | Bad, day: int | Number, written_year: int | None = None) -> Date | Bad | None:
    return date_of(day, month, written_year)


def numbers_date(day: Number, month: Number, written_year: Number | None = None) -> Date | Bad | None:
    """Such as "25/12", "25/12/2025": the day first, unless only the other order can be."""
    if not (0 < day.width <= 2 and 0 < month.width <= 2):
        return None
    when = None
    if written_year is not None:
        when = _year_of(written_year)
        if when is None:
            return None
    straight = _possible(day.value, month.value)
    turned = _possible(month.value, day.value)
    if straight:
        return Date(day.value, month.value, when, swapped=turned and day.value != month.value)
    # The order of the month first is left to the reader's language: see `days.swap`.
    return Date(day.value, month.value, when, swapped=True) if turned else Bad(Reason.NO_SUCH_DAY)


def _possible(day: int, month: int) -> bool:
    return 1 <= month <= 12 and 1 <= day <= _LONGEST_MONTH[month - 1]


def _year_of(number: Number) -> int | None:
    if number.width == 2:
        return 2000 + number.value
    return year(number)


def year_first(written_year: Number, month: Number | int, day: Number) -> Date | Bad | None:
    if year(written_year) is None or isinstance(month, Bad):
        return None
    number = month.value if isinstance(month, Number) else month
    if not _possible(day.value, number):
        return Bad(Reason.NO_SUCH_DAY)
    return Date(day.value, number, written_year.value)


def eight_digits(number: Number) -> Date | None:
    year_, month, day = number.value // 10000, number.value // 100 % 100, number.value % 100
    fitting = number.width == 8 and 2000 <= year_ <= 2100 and _possible(day, month)
    return Date(day, month, year_) if fitting else None


def dotted_date(parts: tuple[str, str, str]) -> Date | Bad | None:
    day, mark, month = parts
    if mark != "." or len(day) > 2 or len(month) > 2 or not _possible(int(day), int(month)):
        return None
    return numbers_date(Number(int(day), len(day)), Number(int(month), len(month)))


def dated(parts: tuple[str, str, str]) -> Date | Bad | None:
    """Such as "16.11.2016"."""
    day, month, when = (Number(int(p), len(p)) for p in parts)
    return numbers_date(day, month, when)


def day_of_month(day: int) -> Date | Bad:
    return Date(day) if 1 <= day <= 31 else Bad(Reason.NO_SUCH_DAY)


def named_day(number: Number) -> Date | None:
    return Date(number.value) if 1 <= number.value <= 31 and number.width <= 2 else None


def nth_of_month(number: int, weekday: int, month: Month) -> Nth | None:
    return Nth(number, weekday, month) if number <= 5 else None


def unit_that(of: tuple[Which, Unit]) -> Spec | None:
    """Such as "next week", "this month"."""
    which, unit = of
    offset = _OFFSETS.get(which)
    if offset is None:
        return None
    if unit is Unit.WEEK:
        return Week(offset)
    if unit is Unit.MONTH:
        return Month(None, offset=offset)
    return Later(offset, unit) if unit in {Unit.YEAR, Unit.DAY} and which is not Which.THIS else None


def edge(last: bool, of: Spec | int | None = None) -> Edge | None:  # noqa: FBT001 - the meaning of "end"
    """Such as "the end of next week", "cuối tháng 11"; a month by its number too."""
    if isinstance(of, int):
        return Edge(Month(of), last)
    return Edge(of, last) if isinstance(of, Week | Month) else None


def edge_of_unit(last: bool, unit: Unit) -> Edge | None:  # noqa: FBT001 - the meaning of "end"
    if unit is Unit.MONTH:
        return Edge(Month(None), last)
    return Edge(Month(12 if last else 1), last) if unit is Unit.YEAR else None


def later(of: tuple[Number | None, Unit]) -> Later:
    return Later(of[0].value if of[0] else 1, of[1])


def ago(number: Number | None, unit: Unit) -> Later:
    return Later(-(number.value if number else 1), unit)


def days(first: Spec | Bad, last: Spec | Bad) -> Days | Bad | None:
    if isinstance(first, Bad) or isinstance(last, Bad):
        return first if isinstance(first, Bad) else last if isinstance(last, Bad) else None
    if isinstance(first, Weekday) and isinstance(last, Weekday) and first == last:
        return None
    # Two days of no month ("the 5th to the 7th") belong to the same one.
    return Days(first, last)


def days_of_month(first: Number | int, last: Spec | Bad) -> Days | Bad | None:
    """Such as "15-25/10", "15 to 25 October"."""
    number = first.value if isinstance(first, Number) else first
    if isinstance(first, Number) and (first.width > 2 or not first.width):
        return None
    if not isinstance(last, Date) or not 1 <= number <= 31 or number >= last.day:
        return None
    return Days(last._replace(day=number, swapped=False), last._replace(swapped=False))


def month_days(month: int | Bad, first: Number, last: Number) -> Days | Bad | None:
    """Such as "Oct 15-25"."""
    one, other = month_date(month, first), month_date(month, last)
    return days(one, other) if one is not None and other is not None else None


def choice(either: Spec | Bad, other: Spec | Bad) -> Choice | Bad:
    if isinstance(either, Bad):
        return either
    return other if isinstance(other, Bad) else Choice(either, other)


def _short_year(day: int | Number, month: int | Bad, written: Number) -> Date | Bad | None:
    """Such as "14th April 15", "1-Oct-2025"."""
    when = _year_of(written)
    return None if when is None else date_of(day, month, when)


DAY_RULES: list[Rule] = [
    ("year", "number", year),
    ("day", "number _slash number", numbers_date),
    ("day", "number _slash number _slash number", numbers_date),
    ("day", "number _dash number _dash number", numbers_date),
    ("day", "number _dash number", numbers_date, 1.0),
    ("day", "number _dash|slash number _dash|slash number", year_first),
    ("day", "number _dash|slash month _dash|slash number", year_first),
    ("day", "dotted", dotted_date, 1.0),
    ("day", "dated", dated),
    ("day", "number", eight_digits),
    ("day", "number|ordinal _of? _dash|slash? month _in? year?", date_of),
    ("day", "number|ordinal _dash|slash? month _dash|slash number", _short_year),
    ("day", "ordinal _of? month number", _short_year, 0.5),
    ("day", "month _dash|slash? _the? number|ordinal year?", month_date),
    ("day", "ordinal", day_of_month, 0.5),
    ("day", "_the|on ordinal", day_of_month),
    ("day", "_the|on number", named_day, 1.0),
    ("month_in", "month year", Month),
    ("day", "month_in", lambda month: month),
    ("day", "month", lambda month: month if isinstance(month, Bad) else Month(month), 0.5),
    ("day", "unit_of", unit_that),
    ("day", "after_now", later),
    ("day", "number|a unit _ago", ago),
    ("edge_of", "_the? edge _of? month", edge),
    ("edge_of", "_the? edge _of? _the? unit", edge_of_unit),
    ("edge_of", "_the? edge _of? day", edge, 0.5),
    ("day", "edge_of", lambda of: of),
    ("days", "_from? day _to|dash|until|through day", days),
    ("days", "_between day _and day", days),
    ("days", "_from? number|ordinal _to|dash|until|through day", days_of_month),
    ("days", "month number _dash|to number", month_days),
    ("day", "day _or day", choice),
]
