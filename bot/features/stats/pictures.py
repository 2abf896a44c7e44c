"""The charts of the figures, drawn away from those who are being answered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from babel.dates import format_date

from bot.features.stats import saying as say
from bot.features.stats.buttons import Chart
from bot.features.stats.spans import name_of, said
from bot.pictures import album, charts
from bot.saying import Calendar, day_name
from bot.texts import Words
from core.figures import Board, Span
from core.figures.revenue import Amounts, Income
from core.money import Money

#: More months than that are not told apart.
_MOST_MONTHS = 12
#: Hours that are always shown, so that a quiet week does not look full.
_FIRST, _LAST = 6, 21


@dataclass(frozen=True, slots=True)
class Asked:
    """Which figures are to be drawn, for whom."""

    found: Board
    names: Mapping[int, str]
    span: Span
    currency: str
    theme: str


async def draw(chart: Chart, asked: Asked, calendar: Calendar) -> bytes:
    if chart is Chart.INCOME:
        return await album.draw(charts.income, _income(asked, calendar.w))
    if chart is Chart.HEAT:
        return await album.draw(charts.heat, _heat(asked, calendar.w))
    return await album.draw(charts.attendance, _attendance(asked, calendar.w))


def caption(found: Board, chart: Chart, currency: str, calendar: Calendar) -> str:
    """What the picture shows, for those who cannot see it."""
    w, revenue = calendar.w, found.revenue
    if chart is Chart.INCOME:
        return w.plain(
            "Income, {days}: delivered {delivered}, collected {collected}, outstanding {outstanding}.",
            days=said(found.period, calendar),
            delivered=say.amounts(revenue.delivered, currency, w),
            collected=say.amounts(revenue.collected, currency, w),
            outstanding=say.amounts(revenue.outstanding, currency, w),
        )
    if chart is Chart.HEAT:
        times = say.favourite(found.preferred, 5, calendar)
        return w.plain(
            "When sessions begin, {days}: {times}.", days=said(found.period, calendar), times=times
        )
    return w.plain(
        "Attendance by client, {days}; all together {share}.",
        days=said(found.period, calendar),
        share=say.of(found.counts.completion),
    )


def _income(asked: Asked, w: Words) -> charts.Income:
    """In the trainer's currency: bars of two currencies cannot be compared."""
    return charts.Income(
        w.plain("Income · {span}", span=name_of(asked.span, w)),
        (w.plain("Delivered"), w.plain("Collected"), w.plain("Outstanding")),
        _since_it_began([_bars(month, asked.currency, w) for month in asked.found.income])[-_MOST_MONTHS:],
        w.plain("Nothing yet"),
        asked.theme,
    )


def _since_it_began(months: Sequence[charts.Bars]) -> tuple[charts.Bars, ...]:
    """Without the empty months before the first and after the last one with anything in it."""
    told = [n for n, month in enumerate(months) if any(month.values)]
    return tuple(months[told[0] : told[-1] + 1]) if told else ()


def _bars(month: Income, currency: str, w: Words) -> charts.Bars:
    columns: tuple[Amounts, Amounts, Amounts] = (month.delivered, month.collected, month.outstanding)
    delivered, collected, outstanding = (max(0, of.get(currency, 0)) for of in columns)
    named = tuple(short(value, currency) for value in (delivered, collected, outstanding))
    return charts.Bars(
        _month(month.month, w), (delivered, collected, outstanding), (named[0], named[1], named[2])
    )


def _month(first: date, w: Words) -> str:
    return str(format_date(first, "LLL", locale=w.language))


def short(amount: int, currency: str) -> str:
    """12.5M, 500k: as it fits above a bar."""
    value = amount / 10 ** Money(0, currency).digits
    for unit, sign in ((1_000_000, "M"), (1_000, "k")):
        if value >= unit:
            return f"{value / unit:.1f}".removesuffix(".0") + sign
    return f"{value:.0f}"


def _heat(asked: Asked, w: Words) -> charts.Heat:
    preferred = asked.found.preferred
    hours = [hour for _, hour in preferred]
    first, last = min([_FIRST, *hours]), max([_LAST, *hours])
    counts = tuple(
        tuple(preferred.get((day, hour), 0) for hour in range(first, last + 1)) for day in range(7)
    )
    title = w.plain("When sessions begin · {span}", span=name_of(asked.span, w))
    return charts.Heat(title, tuple(day_name(day, w) for day in range(7)), first, counts, asked.theme)


def _attendance(asked: Asked, w: Words) -> charts.Attendance:
    listed: Sequence[tuple[int, int, int]] = sorted(
        ((client, c.completed, c.base) for client, c in asked.found.clients.items() if c.base),
        key=lambda row: (-row[2], row[0]),
    )
    return charts.Attendance(
        w.plain("Attendance · {span}", span=name_of(asked.span, w)),
        tuple(charts.Client(asked.names.get(client, "…"), came, of) for client, came, of in listed),
        w.plain("Nothing yet"),
        asked.theme,
    )
