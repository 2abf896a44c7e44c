"""How pieces stand in a trainer's line: hours without "o'clock", titles, numbers of houses, bounds."""

from __future__ import annotations

from core.when.grammar import Rule
from core.when.meanings import Bad, Clock, Number, Span
from core.when.rules_time import Hour, as_clock, span


def bare_hour(number: Number) -> Clock | None:
    at = as_clock(number)
    return at if number.width <= 2 and isinstance(at, Clock) else None


def bare_span(first: Number, last: Number) -> Span | Bad | None:
    return span(first, last) if 0 < first.width <= 2 and last.width <= 2 else None


def same(value: object) -> object:
    return value if value is not None else ()


READER_RULES: list[Rule] = [
    ("bare", "number", bare_hour),
    ("bare", "tight", same),
    ("client", "_title client", same),
    ("note", "_label number", same),
    ("bounded", "_bound clock|number", same),
    *(("mark", kind, lambda _: ()) for kind in ("dash", "colon", "plus", "and", "slash", "at")),
]

__all__ = ["READER_RULES", "Hour"]
