"""How likely a way to read a line is: what is missing in it, said twice, or cannot be."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from core.when.covering import Covering, coverings
from core.when.days import NoSuchDay
from core.when.found import Found, Situation, Wronged, sort
from core.when.grammar import Piece
from core.when.language import Language
from core.when.meanings import Both, Spec, Unit
from core.when.pieces import pieces
from core.when.reading import When, Wrong
from core.when.series import series
from core.when.single import on_said_day, single
from core.when.stretch import WEEK
from core.when.text import Token

#: Readings whose costs differ by less are both offered.
_TIE = 0.25
_NO_DAY = _NO_TIME = _NOBODY = 3.0
_SEVERAL = 5.0
_WRONG = 4.0
_NEVER = 20.0
_MONTH_OF_WEEKS = 5
_OF_DAYS = frozenset({"day", "days", "ending", "beginning"})
_OF_HOURS = frozenset({"clock", "span", "barespan"})


class Ranked(NamedTuple):
    cost: float
    when: When | None
    found: Found
    language: Language
    pieces: tuple[Piece, ...]


def likeliest(line: Sequence[Token], situation: Situation) -> list[Ranked]:
    """The best reading first, then those that are as likely."""
    ranked: list[Ranked] = []
    best = float("inf")
    for covering in coverings(pieces(line, situation), len(line)):
        # What a line lacks only makes it less likely, so the dearer ones need not be judged.
        if covering.cost > best + _TIE:
            break
        ranked.append(_judged(covering, situation))
        best = min(best, ranked[-1].cost)
    ranked.sort(key=lambda r: r.cost)
    return [r for r in ranked if r.cost <= best + _TIE]


def _judged(covering: Covering, situation: Situation) -> Ranked:
    found = sort(covering.pieces, situation.habits.currency)
    when = _when(found, situation, covering.pieces)
    cost = covering.cost + _missing(found, situation) + _doubled(found) + _odd(found, situation)
    return Ranked(cost + _WRONG * isinstance(when, Wrong), when, found, situation.language, covering.pieces)


def _when(found: Found, situation: Situation, said: tuple[Piece, ...]) -> When | None:
    """What it means; the piece of an error is given by its first and last token for now."""
    if found.wrong:
        bad, piece = found.wrong[0]
        return Wrong(bad.reason, f"{piece.start}:{piece.end}")
    try:
        return series(found, situation) if found.repeats else single(found, situation)
    except Wronged as wrong:
        at = [p for p in said if p.kind in wrong.kinds] or list(said)
        return Wrong(wrong.reason, f"{at[0].start}:{at[-1].end}")


def _missing(found: Found, situation: Situation) -> float:
    """What is not said in this reading, and may be in another; what is wrong was said all the same."""
    wrong = {piece.kind for _, piece in found.wrong}
    day = bool(found.days or found.stretches or found.starts or found.moments or situation.day)
    day = day or found.repeats or any(p.day is not None for p in found.parts) or bool(wrong & _OF_DAYS)
    time = bool(found.times or found.moments or situation.at is not None or wrong & _OF_HOURS)
    cost = (0.0 if day else _NO_DAY) + (0.0 if time else _NO_TIME)
    if found.bare and (not day or len(found.times) > 1):
        cost += _NEVER
    return cost + (_NOBODY if situation.habits.clients and not found.clients else 0.0)


def _doubled(found: Found) -> float:
    once = (
        *(found.times, found.lengths, found.prices, found.counts),
        *(found.stretches, found.moments, found.untils, {p.part for p in found.parts}),
    )
    cost = sum(_SEVERAL * (len(said) - 1) for said in once if len(said) > 1)
    return cost + 2.0 * max(0, len(found.clients) - 1)


def _odd(found: Found, situation: Situation) -> float:
    """Pieces that seldom go together."""
    cost = sum(
        _NEVER for spec in found.days if isinstance(spec, Both) and not _is_that_day(spec, found, situation)
    )
    ranged = any(w.ranged for w in found.weekdays)
    days_long = any(length.unit is Unit.DAY for length in found.lasting)
    odd = (
        bool(found.moments and found.times),
        ranged and not found.times and not found.rhythms,
        not _agree(found.days, situation),
        days_long and bool(found.times) and not found.rhythms,
        bool(found.moments) and not on_said_day(found, situation),
    )
    # "18h đến thứ năm" may be a series only when it says how often, too.
    bounded = found.repeats and not (
        found.rhythms or found.weekdays or found.per_week or found.counts or found.lasting
    )
    halves = (
        bounded
        + bool(found.stretches and (found.times or found.rhythms))
        + bool(found.lengths and not found.times)
    )
    return cost + _SEVERAL * sum(odd) + 2.0 * halves


def _is_that_day(spec: Both, found: Found, situation: Situation) -> bool:
    """Whether "Friday 17" can mean a date: the coming Friday's, or a near one's where it is no hour."""
    coming = situation.calendar.alternatives(spec.weekday)[0].first
    weeks = _MONTH_OF_WEEKS if spec.date.day > 24 or (found.times and not found.bare) else 1
    return any((coming + n * WEEK).day == spec.date.day for n in range(weeks))


def _agree(days: list[Spec], situation: Situation) -> bool:
    try:
        return situation.calendar.agree(days)
    except NoSuchDay:
        return True
