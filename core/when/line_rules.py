"""How pieces stand in a trainer's line: hours without "o'clock", titles, numbers of houses, bounds."""

from __future__ import annotations

from dataclasses import replace

from core.when.grammar import Rule
from core.when.meanings import Bad, Clock, Number, Span
from core.when.rules_time import as_clock, span


def bare_hour(number: Number) -> Clock | None:
    at = as_clock(number)
    return at if number.width <= 2 and isinstance(at, Clock) else None


def bare_span(first: Number, last: Number) -> Span | Bad | None:
    if not 0 < first.width <= 2 or last.width > 2:
        return None
    found = span(first, last)
    return replace(found, plain=True) if isinstance(found, Span) else found


def same(value: object) -> object:
    return value if value is not None else ()


LINE_RULES: list[Rule] = [
    ("bare", "number", bare_hour),
    ("barespan", "number _dash|to|until number", bare_span),
    ("bare", "tight", same),
    ("client", "_title client", same),
    ("note", "_label number", same),
    ("bounded", "_bound clock|number", same),
    *(("mark", kind, lambda _: ()) for kind in ("colon", "plus", "and", "slash")),
]
