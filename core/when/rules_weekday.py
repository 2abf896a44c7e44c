"""How weekdays are said, in any language: one, several, by name or by number."""

from __future__ import annotations

from itertools import pairwise

from core.when.grammar import Rule
from core.when.meanings import Both, Date, Number, Weekday, Weekdays, Which

#: Three weekdays written as one number, as gyms in Vietnam say them.
_TRIPLES = {246: (0, 2, 4), 357: (1, 3, 5)}


def weekday_that(which: Which | int, day: int | Which) -> Weekday:
    """A weekday with "next", "this"; the two come in either order."""
    if isinstance(which, Which):
        return Weekday(day if isinstance(day, int) else 0, which)
    return Weekday(which, day if isinstance(day, Which) else Which.PLAIN)


def weekday_list(*given: int | Weekdays) -> Weekdays | None:
    """Weekdays named one after the other, each once."""
    named: list[int] = []
    for one in given:
        if isinstance(one, Weekdays):
            if one.ranged:
                return None
            named.extend(one.days)
        else:
            named.append(one)
    return Weekdays(tuple(named)) if len(set(named)) == len(named) else None


def weekday_range(first: int, last: int) -> Weekdays | None:
    """Such as "Mon-Fri"; over the end of the week too ("Saturday through Tuesday")."""
    run = [(first + n) % 7 for n in range((last - first) % 7 + 1)]
    return Weekdays(tuple(run), ranged=True) if len(run) > 1 else None


def weekday_dash(first: int, _: None, last: int) -> Weekdays | None:
    run = weekday_range(first, last)
    return run._replace(dashed=True) if run else None


def weekday_numbers(
    number: Number | int | tuple[str, str, str], days: tuple[int, ...] = ()
) -> tuple[int, ...] | None:
    """Weekdays by their Vietnamese numbers, 2 for Monday to 7 for Saturday, each later than the last."""
    written = _written(number)
    found = (*days, *(int(c) - 2 for c in written))
    rising = all(a < b for a, b in pairwise(found))
    return found if written and rising and found[0] >= 0 and found[-1] <= 5 else None


def three_in_one(number: Number) -> Weekdays | None:
    triple = _TRIPLES.get(number.value)
    return Weekdays(triple, numeric=True) if triple else None


def _written(number: Number | int | tuple[str, str, str]) -> str:
    if isinstance(number, Number):
        return str(number.value)
    return str(number) if isinstance(number, int) else number[0] + number[2]


def three_numbers(one: Number, two: Number, three: Number) -> Weekdays | None:
    """Such as "2-4-6"."""
    if any(n.width != 1 for n in (one, two, three)):
        return None
    found = weekday_numbers(three, tuple(n.value - 2 for n in (one, two)))
    return Weekdays(found, numeric=True) if found else None


def first_named(day: int) -> Weekday:
    return Weekday(day)


def weekday_and_day(day: int, number: Number) -> Both | None:
    return Both(Weekday(day), Date(number.value)) if 1 <= number.value <= 31 and number.width else None


WEEKDAY_RULES: list[Rule] = [
    ("day", "weekday", first_named),
    ("day", "weekday number", weekday_and_day, 3.0),
    ("weekdays", "weekday _and|slash|plus? weekday", weekday_list),
    ("weekdays", "weekdays _and|slash|plus|dash? weekday", weekday_list),
    ("weekdays", "weekday _dash weekday _dash weekday", weekday_list),
    ("weekdays", "weekday dash weekday", weekday_dash),
    ("weekdays", "_from? weekday _to|until|through weekday", weekday_range),
    ("weekdays", "_from weekday _dash weekday", weekday_range),
    ("weekdays", "number _dash|slash|and? number _dash|slash|and? number", three_numbers, 1.5),
    ("weekdays", "weekdays_word", Weekdays),
]
