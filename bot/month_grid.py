"""A month as buttons: seven columns, Monday first; each day with its number of sessions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from datetime import date

from bot.buttons import Button, Key, Rows, in_rows, key
from bot.picturing import month_days
from bot.saying import Calendar, day_name
from core.booking import Booking

_SMALL = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


def per_day(bookings: Iterable[Booking], calendar: Calendar) -> Counter[date]:
    return Counter(calendar.local(b.starts_at).date() for b in bookings)


def grid(
    first: date, counts: Counter[date], calendar: Calendar, opens: Callable[[date], Button], idle: Button
) -> Rows:
    """Today stands between dots; `idle` is the month itself, for places that lead nowhere."""
    heads = [key(day_name(n, calendar.w), idle) for n in range(7)]
    nowhere = key("·", idle)
    cells: list[Key] = [nowhere] * first.weekday()
    for day in month_days(first):
        label = f"{day.day}{str(counts[day]).translate(_SMALL) if counts[day] else ''}"
        cells.append(key(f"•{label}•" if day == calendar.today else label, opens(day)))
    return [heads, *in_rows([*cells, *[nowhere] * (-len(cells) % 7)], 7)]
