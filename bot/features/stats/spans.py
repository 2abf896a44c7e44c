"""The periods of figures and files: their names, and the keys to choose one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from bot.buttons import Button, Rows, in_rows, key
from bot.saying import Calendar
from bot.texts import Words
from core.figures import Span
from core.period import Period


def name_of(span: Span, w: Words) -> str:
    return {
        Span.MONTH: w.plain("This month"),
        Span.LAST_MONTH: w.plain("Last month"),
        Span.YEAR: w.plain("This year"),
        Span.ALL: w.plain("All time"),
    }[span]


def said(period: Period, calendar: Calendar) -> str:
    """Its first and last day."""
    first = calendar.local(period.start).date()
    last = calendar.local(period.end - timedelta(seconds=1)).date()
    return f"{calendar.day(first)} – {calendar.day(last)}"


def span_keys(shown: Span, to: Callable[[Span], Button], w: Words) -> Rows:
    """The one that is shown has a dot."""
    names = [(span, name_of(span, w)) for span in Span]
    return in_rows([key(f"• {name}" if span is shown else name, to(span)) for span, name in names], 2)
