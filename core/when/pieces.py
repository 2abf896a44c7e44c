"""From tokens to pieces: words, numbers and names with their meanings, and what the rules make of them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from core.when.found import Situation
from core.when.grammar import Grammar, Piece
from core.when.language import Lexicon
from core.when.languages import LANGUAGES
from core.when.languages.common import COMMON
from core.when.line_rules import LINE_RULES
from core.when.meanings import Number
from core.when.names import index, named_at
from core.when.rules_day import DAY_RULES
from core.when.rules_price import PRICE_RULES
from core.when.rules_repeat import REPEAT_RULES
from core.when.rules_time import TIME_RULES
from core.when.rules_weekday import WEEKDAY_RULES
from core.when.text import Token

#: A name is likelier than an article or a filler that is spelled the same.
_NAME = -0.2
#: With marks that the name does not have it is rather the word that has them ("sáng", and a client Sang).
_MISSPELLED_NAME = 3.0
#: A number that fits nowhere weighs more than a word.
_LOST_NUMBER = 2.0
#: Longer numbers are telephones and accounts.
_LONGEST_NUMBER = 9
_DASHES = frozenset("-–—~→−")


@lru_cache(maxsize=1)
def grammar() -> Grammar:
    own = [rule for language in LANGUAGES.values() for rule in language.rules]
    return Grammar([*TIME_RULES, *DAY_RULES, *WEEKDAY_RULES, *REPEAT_RULES, *PRICE_RULES, *LINE_RULES, *own])


@lru_cache(maxsize=8)
def lexicon(code: str) -> Lexicon:
    others = [language for other, language in LANGUAGES.items() if other != code]
    return Lexicon(LANGUAGES[code], others, COMMON)


def pieces(line: Sequence[Token], situation: Situation) -> list[Piece]:
    """Every meaning of every run of tokens; each token can also be unknown."""
    known = grammar().parse(_words(line, situation), len(line))
    spare = [
        Piece("unknown", n, n + 1, None, 0.0 if token.kind == "word" else _LOST_NUMBER)
        for n, token in enumerate(line)
    ]
    return known + spare


def _words(line: Sequence[Token], situation: Situation) -> list[list[Piece]]:
    """The pieces known before any rule, by the token they end with."""
    by_end: list[list[Piece]] = [[] for _ in range(len(line) + 1)]
    words = lexicon(situation.language.code)
    marked = any(not token.text.isascii() for token in line)
    for at, token in enumerate(line):
        for piece in (
            *words.at(line, at, marked=marked),
            *_numbers(line, at, words),
            *_names(line, at, situation),
        ):
            if piece.kind != "x" or not _between_glued(line, at):
                by_end[piece.end].append(piece)
        if token.text in _DASHES:
            # "-500k" is less than nothing; other dashes may just part words.
            minus = token.text == "-" and not token.glued and at + 1 < len(line) and line[at + 1].glued
            by_end[at + 1].append(Piece("minus" if minus else "mark", at, at + 1, None))
    return by_end


def _names(line: Sequence[Token], at: int, situation: Situation) -> list[Piece]:
    found = []
    for kind, known in (("client", situation.habits.clients), ("place", situation.habits.places)):
        if known:
            for run, who, spelled in named_at(line, at, index(known)):
                found.append(Piece(kind, at, at + run, tuple(who), _NAME if spelled else _MISSPELLED_NAME))
    return found


def _between_glued(line: Sequence[Token], at: int) -> bool:
    """As in "5x5": that is five times five, not five sessions."""
    return line[at].glued and at + 1 < len(line) and line[at + 1].glued


def _numbers(line: Sequence[Token], at: int, words: Lexicon) -> list[Piece]:
    after = line[at + 1] if at + 1 < len(line) else None
    if after is not None and after.glued and after.kind == "word" and after.bare not in words:
        # "80kg": of something else.
        return []
    return _number(line[at], at)


def _number(token: Token, at: int) -> list[Piece]:
    text = token.text
    if token.kind not in {"number", "grouped", "dotted", "dated"} or len(text) > _LONGEST_NUMBER + 2:
        return []
    if token.kind == "number":
        if len(text) > _LONGEST_NUMBER:
            return []
        return [Piece("number", at, at + 1, Number(int(text), len(text), token.glued))]
    if token.kind == "grouped":
        return [Piece("grouped", at, at + 1, int(text.replace(".", "").replace(",", "")))]
    if token.kind == "dotted":
        mark = "," if "," in text else "."
        whole, tenths = text.split(mark)
        return [Piece("dotted", at, at + 1, (whole, mark, tenths))]
    return [Piece("dated", at, at + 1, tuple(text.split(".")))]
