"""The pieces of one way to read a line, sorted by what they say."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from core.money import CASH_STEPS, LIMIT, MINOR_DIGITS, Money
from core.when.days import Calendar
from core.when.grammar import Piece
from core.when.language import Language
from core.when.meanings import (
    Bad,
    Clock,
    Count,
    Lasting,
    Later,
    Part,
    PerWeek,
    Rhythm,
    Span,
    Spec,
    Start,
    Unit,
    Until,
    Weekdays,
)
from core.when.reading import Habits, Known, Reason
from core.when.rules_price import Priced

#: Who counts in hours means the next days.
_FARTHEST_MINUTES = 60 * 24 * 60


@dataclass(frozen=True, slots=True)
class Situation:
    """When, where and by whom a line was typed, and what had been chosen before."""

    now: datetime
    zone: ZoneInfo
    habits: Habits
    language: Language
    day: date | None = None
    #: Minutes after midnight.
    at: int | None = None

    @property
    def calendar(self) -> Calendar:
        return Calendar(self.now.astimezone(self.zone).date(), self.language.day_first)


class Wronged(Exception):
    """A piece has the form of a time or a day and cannot be one."""

    def __init__(self, reason: Reason, *kinds: str) -> None:
        super().__init__(reason)
        self.reason = reason
        self.kinds = kinds


@dataclass(slots=True)
class Found:
    days: list[Spec] = field(default_factory=list)
    #: "15/10-25/10", "mai đến thứ 6".
    stretches: list[Spec] = field(default_factory=list)
    times: list[Clock | Span] = field(default_factory=list)
    moments: list[Later] = field(default_factory=list)
    lengths: list[int] = field(default_factory=list)
    parts: list[Part] = field(default_factory=list)
    rhythms: list[Rhythm] = field(default_factory=list)
    weekdays: list[Weekdays] = field(default_factory=list)
    per_week: list[PerWeek] = field(default_factory=list)
    counts: list[Count] = field(default_factory=list)
    lasting: list[Lasting] = field(default_factory=list)
    untils: list[Until] = field(default_factory=list)
    starts: list[Start] = field(default_factory=list)
    prices: list[Money] = field(default_factory=list)
    clients: list[tuple[Known, ...]] = field(default_factory=list)
    places: list[tuple[Known, ...]] = field(default_factory=list)
    wrong: list[tuple[Bad, Piece]] = field(default_factory=list)
    unknown: list[Piece] = field(default_factory=list)
    #: A number that was taken for an hour because a day was said.
    bare: bool = False

    @property
    def repeats(self) -> bool:
        """Whether this is a series; one weekday with "for 12 weeks" or "until" is one too."""
        if self.rhythms or self.per_week or any(not w.ranged for w in self.weekdays):
            return True
        if self.stretches and self.times:
            return True
        bounds = bool(self.lasting or self.untils or self.counts)
        return bool(self.times) and (bool(self.weekdays) or (bounds and bool(self.days)))


#: Where the values of each kind of piece go.
_LISTS = {
    "day": "days",
    "days": "stretches",
    "clock": "times",
    "span": "times",
    "barespan": "times",
    "bare": "times",
    "length": "lengths",
    "soft": "lengths",
    "part": "parts",
    "rhythm": "rhythms",
    "weekdays": "weekdays",
    "perweek": "per_week",
    "count": "counts",
    "lasting": "lasting",
    "ending": "untils",
    "beginning": "starts",
    "client": "clients",
    "place": "places",
}


#: Pieces that say two things at once: "every morning", "tomorrow am".
_PAIRS = {"rhythmic_part": ("rhythms", "parts"), "day_half": ("days", "parts")}


def sort(pieces: tuple[Piece, ...], currency: str) -> Found:
    found = Found()
    for piece in pieces:
        _put(found, piece, piece.value, currency)
    return found


def _put(found: Found, piece: Piece, value: Any, currency: str) -> None:
    if isinstance(value, Bad):
        found.wrong.append((value, piece))
    elif isinstance(value, Priced):
        _put_price(found, piece, _money(value, currency))
    elif isinstance(value, Later) and value.unit in {Unit.MINUTE, Unit.HOUR}:
        _put_moment(found, piece, value)
    elif piece.kind in {"unknown", "note", "bounded"}:
        found.unknown.append(piece)
    else:
        _put_each(found, piece, value)


def _put_each(found: Found, piece: Piece, value: Any) -> None:
    if isinstance(value, PerWeek):
        found.per_week.append(value)
    elif piece.kind in _PAIRS:
        for name, one in zip(_PAIRS[piece.kind], value, strict=True):
            getattr(found, name).append(one)
    elif piece.kind in _LISTS:
        getattr(found, _LISTS[piece.kind]).append(value)
        found.bare = found.bare or piece.kind == "bare"


def _put_price(found: Found, piece: Piece, money: Money | None) -> None:
    if money is None:
        found.unknown.append(piece)
    else:
        found.prices.append(money)


def _put_moment(found: Found, piece: Piece, later: Later) -> None:
    if abs(later.minutes) > _FARTHEST_MINUTES:
        found.wrong.append((Bad(Reason.TOO_FAR), piece))
    else:
        found.moments.append(later)


def _money(price: Priced, currency: str) -> Money | None:
    """None for what nobody asks: less than nothing, less than the smallest note, more than a fortune."""
    code = price.currency or currency
    minor = price.amount * 10 ** MINOR_DIGITS.get(code, 2)
    if minor != int(minor) or not 0 <= minor <= LIMIT or 0 < minor < CASH_STEPS.get(code, 1):
        return None
    return Money(int(Decimal(minor)), code)
