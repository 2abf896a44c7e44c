"""From a line of text to its reading: words, pieces, the likeliest way to divide it, and what it then means."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from typing import NamedTuple

from core.when.covering import Covering, coverings
from core.when.found import Found, Situation, Wronged, sort
from core.when.grammar import Grammar, Piece
from core.when.language import Language, Lexicon
from core.when.languages import LANGUAGES
from core.when.languages.common import COMMON
from core.when.meanings import Bad, Both, Number
from core.when.names import index, named_at
from core.when.reading import Ask, At, Day, Reading, Repeats, TimeOnly, When, Word, Wrong
from core.when.rules_day import DAY_RULES
from core.when.rules_price import PRICE_RULES, grouped
from core.when.rules_repeat import REPEAT_RULES
from core.when.rules_time import TIME_RULES, as_clock
from core.when.series import series
from core.when.single import MOST_CHOICES, single
from core.when.text import LONGEST_TEXT, MOST_TOKENS, Token, normal, tokens
from core.when.trade_rules import READER_RULES

#: Readings whose likelihood differs by less are both offered.
_TIE = 0.25
#: From this character on there are no letters and marks of ours.
_PICTURES = 0x2BFF
_SILENT = frozenset(",.;!?()[]{}\"'“”«»…*_|\\<>=^%#")
#: What the line as a whole says against a reading.
_NO_DAY = _NO_TIME = _NOBODY = 3.0
_SEVERAL = 5.0
_WRONG = 4.0
_NEVER = 20.0
_PRINTED = {
    "ending": "until",
    "beginning": "from",
    "barespan": "span",
    "bare": "clock",
    "soft": "length",
    "days": "day",
    "mark": "filler",
}


class Ranked(NamedTuple):
    cost: float
    when: When | None
    found: Found
    pieces: tuple[Piece, ...]


@lru_cache(maxsize=1)
def grammar() -> Grammar:
    own = [rule for language in LANGUAGES.values() for rule in language.rules]
    return Grammar([*TIME_RULES, *DAY_RULES, *REPEAT_RULES, *PRICE_RULES, *READER_RULES, *own])


@lru_cache(maxsize=8)
def lexicon(code: str) -> Lexicon:
    others = [language for other, language in LANGUAGES.items() if other != code]
    return Lexicon(LANGUAGES[code], others, COMMON)


def prepare() -> None:
    grammar()
    for code in LANGUAGES:
        lexicon(code)


def reading(text: str, situation: Situation) -> Reading:
    line = normal(text)
    if len(line) > LONGEST_TEXT:
        return Reading(unknown=(line,), words=(Word(line, "unknown"),))
    spoken = _spoken(tokens(line))
    rest = line[spoken[MOST_TOKENS].start :] if len(spoken) > MOST_TOKENS else ""
    spoken = spoken[:MOST_TOKENS]
    if not spoken:
        return Reading()
    best = _best(spoken, situation)
    return _reading(line, spoken, best, rest)


def _spoken(line: list[Token]) -> list[Token]:
    """Without the marks that only part words, and little pictures; 30' keeps its mark."""
    kept: list[Token] = []
    for token in line:
        minutes = token.text == "'" and token.glued and kept and kept[-1].kind == "number"
        if token.kind != "mark" or minutes or not (token.text in _SILENT or ord(token.text) > _PICTURES):
            kept.append(token)
    return kept


def _best(line: Sequence[Token], situation: Situation) -> list[Ranked]:
    """The likeliest readings; the other language is asked where this one leaves something over."""
    best = _ranked(line, situation, situation.language)
    for other in LANGUAGES.values():
        if other is situation.language or not best[0].found.unknown:
            continue
        ranked = _ranked(line, replace(situation, language=other), other)
        if ranked[0].cost + 1 < best[0].cost:
            best = ranked
    return best


def _ranked(line: Sequence[Token], situation: Situation, language: Language) -> list[Ranked]:
    pieces = grammar().parse(_words(line, situation, lexicon(language.code)), len(line))
    spare = [Piece("unknown", n, n + 1, None, 2.0 if t.kind != "word" else 0.0) for n, t in enumerate(line)]
    ranked = [_judged(covering, situation) for covering in coverings([*pieces, *spare], len(line))]
    ranked.sort(key=lambda r: r.cost)
    return [r for r in ranked if r.cost <= ranked[0].cost + _TIE]


def _words(line: Sequence[Token], situation: Situation, words: Lexicon) -> list[list[Piece]]:
    """The pieces known before any rule, by the token they end with."""
    by_end: list[list[Piece]] = [[] for _ in range(len(line) + 1)]
    clients, places = index(situation.habits.clients), index(situation.habits.places)
    for at, token in enumerate(line):
        pieces = [*words.at(line, at), *_numbers(token, at)]
        for kind, names in (("client", clients), ("place", places)):
            run, known = named_at(line, at, names)
            if run:
                pieces.append(Piece(kind, at, at + run, tuple(known), -0.2))
        if token.text == "-" and not token.glued and at + 1 < len(line) and line[at + 1].glued:
            pieces.append(Piece("minus", at, at + 1, None))
        for piece in pieces:
            by_end[piece.end].append(piece)
    return by_end


def _numbers(token: Token, at: int) -> list[Piece]:
    text = token.text
    if token.kind == "number":
        return (
            [Piece("number", at, at + 1, Number(int(text), len(text), token.glued))] if len(text) <= 9 else []
        )
    if token.kind == "grouped":
        return [Piece("grouped", at, at + 1, int(text.replace(".", "").replace(",", "")))]
    if token.kind == "dotted":
        whole, tenths = text.replace(",", ".").split(".")
        mark = "," if "," in text else "."
        return [Piece("dotted", at, at + 1, (whole, mark, tenths))] if len(text) <= 9 else []
    return [Piece("dated", at, at + 1, tuple(text.split(".")))] if token.kind == "dated" else []


def _judged(covering: Covering, situation: Situation) -> Ranked:
    found = sort(covering.pieces, situation.habits.currency)
    cost = covering.cost + _against(found, situation) + _doubts(found)
    when = _when(found, situation, covering.pieces)
    return Ranked(cost + _WRONG * isinstance(when, Wrong), when, found, covering.pieces)


def _when(found: Found, situation: Situation, pieces: tuple[Piece, ...]) -> When | None:
    if found.wrong:
        bad, piece = found.wrong[0]
        return Wrong(bad.reason, f"{piece.start}:{piece.end}")
    try:
        return series(found, situation) if found.repeats else single(found, situation)
    except Wronged as wrong:
        at = [p for p in pieces if p.kind in wrong.kinds] or list(pieces)
        return Wrong(wrong.reason, f"{at[0].start}:{at[-1].end}")


def _against(found: Found, situation: Situation) -> float:
    """What is missing in this reading, and may be there in another."""
    day = bool(found.days or found.stretches or found.starts or found.moments or situation.day)
    day = day or found.repeats or any(p.day is not None for p in found.parts)
    time = bool(found.times or found.moments or situation.at is not None)
    cost = (0.0 if day else _NO_DAY) + (0.0 if time else _NO_TIME)
    if found.bare and (not day or len(found.times) > 1):
        cost += _NEVER
    cost += sum(_NEVER for spec in found.days if isinstance(spec, Both) and not _is_that_day(spec, situation))
    return cost + (_NOBODY if situation.habits.clients and not found.clients else 0.0)


def _is_that_day(spec: Both, situation: Situation) -> bool:
    """Whether "Friday 17" can mean a date: it is that Friday's, or no hour of the clock."""
    coming = situation.calendar.alternatives(spec.weekday)
    return spec.date.day > 24 or any(day.first.day == spec.date.day for day in coming)


def _doubts(found: Found) -> float:
    """What is said twice, or cannot be."""
    doubled = (
        found.times,
        found.lengths,
        found.prices,
        found.counts,
        found.stretches,
        found.moments,
        found.untils,
    )
    cost = sum(_SEVERAL * (len(said) - 1) for said in doubled if len(said) > 1)
    cost += 2.0 * max(0, len(found.clients) - 1)
    if found.moments and found.times:
        cost += _SEVERAL
    if found.stretches and found.times:
        cost += 2.0
    ranged = any(w.ranged for w in found.weekdays)
    if ranged and not found.times and not found.rhythms:
        cost += _SEVERAL
    return cost + (2.0 if found.lengths and not found.times else 0.0)


def _reading(line: str, spoken: Sequence[Token], best: list[Ranked], rest: str) -> Reading:
    top = best[0]
    words = _said(line, spoken, top)
    unknown = tuple(w.text for w in words if w.taken_for == "unknown") + ((rest,) if rest else ())
    prices = top.found.prices
    if len(prices) > 1:
        unknown += tuple(w.text for w in words if w.taken_for == "price")
    when = _named(_merged(best), line, spoken, top)
    lengths = top.found.lengths
    return Reading(
        when=when,
        clients=tuple(dict.fromkeys(k for r in best for known in r.found.clients for k in known)),
        places=tuple(dict.fromkeys(k for known in top.found.places for k in known)),
        price=prices[0] if len(prices) == 1 else None,
        unknown=unknown,
        words=(*words, Word(rest, "unknown")) if rest else words,
        length=_length(lengths[0]) if len(lengths) == 1 and isinstance(when, Day | None) else None,
    )


def _length(minutes: int):
    from datetime import timedelta

    return timedelta(minutes=minutes)


def _merged(best: list[Ranked]) -> When | None:
    """One reading, or a question with those that are as likely."""
    distinct = list(dict.fromkeys(r.when for r in best))
    if len(distinct) == 1:
        return distinct[0]
    choices: list[At | Repeats | Day] = []
    for when in distinct:
        if isinstance(when, Ask):
            choices.extend(when.choices)
        elif isinstance(when, TimeOnly) and when.nearest is not None:
            choices.append(when.nearest)
        elif isinstance(when, At | Repeats | Day):
            choices.append(when)
    choices = list(dict.fromkeys(choices))
    if len(choices) > 1:
        return Ask("", tuple(choices[:MOST_CHOICES]))
    return choices[0] if choices else distinct[0]


def _named(when: When | None, line: str, spoken: Sequence[Token], top: Ranked) -> When | None:
    """The question or the error with the words that it is about."""
    if isinstance(when, Wrong):
        first, last = (int(n) for n in when.piece.split(":"))
        return Wrong(when.reason, line[spoken[first].start : spoken[last - 1].end])
    if isinstance(when, Ask):
        timely = [
            p
            for p in top.pieces
            if p.kind not in {"client", "place", "price", "filler", "mark", "unknown", "note"}
        ]
        if timely:
            return Ask(line[spoken[timely[0].start].start : spoken[timely[-1].end - 1].end], when.choices)
    return when


def _said(line: str, spoken: Sequence[Token], top: Ranked) -> tuple[Word, ...]:
    """Each piece of the text with what it was taken for; unknown pieces side by side are one."""
    words: list[tuple[int, int, str]] = []
    refused = {id(p) for p in top.found.unknown}
    for piece in top.pieces:
        kind = "unknown" if id(piece) in refused else _PRINTED.get(piece.kind, piece.kind)
        kind = "wrong" if isinstance(piece.value, Bad) else kind
        start, end = spoken[piece.start].start, spoken[piece.end - 1].end
        if words and kind == "unknown" == words[-1][2]:
            words[-1] = (words[-1][0], end, kind)
        else:
            words.append((start, end, kind))
    return tuple(Word(line[start:end], kind) for start, end, kind in words)


__all__ = ["as_clock", "grouped", "reading"]
