"""What a language brings: its words with their meanings, and the few rules that only it has."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from core.when.grammar import Piece, Rule
from core.when.text import Token, folded, spelled_like

#: A kind of piece, its meaning, and the words that have it, separated by commas. In front of a word, "+" says
#: that it is glued to what stands before ("6p"), behind it that it is glued to what follows ("t6"). A "*"
#: behind it says that it is safe to understand in a text in another language, also without its diacritics.
Entry = tuple[str, Any, str]

#: What a reading costs that takes a word from another language, or spells it with some marks missing.
FOREIGN = 1.0
MISSPELLED = 0.4
#: Where other words of the line have their marks, one without is rather the word that has none.
UNMARKED = 0.3
#: Words that only hold a phrase together are many, short and like names: with some marks missing, or with a
#: capital and without its marks, such a word is rather a name ("Tâm" is not "tầm", "Gia" not "giá").
_SMALL = frozenset(
    {"filler", "at", "from", "to", "for", "in", "and", "or", "per", "title", "label", "bound", "price_word"}
)


@dataclass(frozen=True, slots=True)
class Language:
    code: str
    words: Sequence[Entry]
    rules: Sequence[Rule]
    #: "5/6" can only be the fifth of June.
    day_first: bool
    #: "Mon-Fri" is a range; elsewhere two weekdays with a dash may be just the two.
    dash_is_range: bool


@dataclass(frozen=True, slots=True)
class Phrase:
    """One way to say one meaning."""

    proper: tuple[str, ...]
    bare: tuple[str, ...]
    kind: str
    value: Any
    cost: float
    after_glue: bool
    before_glue: bool
    #: A word of another language counts only as it is spelled there.
    exact: bool


class Lexicon:
    """The words of one language first, of the others where they cannot be mistaken."""

    def __init__(self, own: Language, others: Sequence[Language], common: Sequence[Entry]) -> None:
        self._by_first: dict[str, list[Phrase]] = {}
        for entries, foreign in [(common, False), (own.words, False), *((o.words, True) for o in others)]:
            for entry in entries:
                for phrase in _phrases(entry, foreign=foreign):
                    self._by_first.setdefault(phrase.bare[0], []).append(phrase)

    def __contains__(self, bare: str) -> bool:
        return bare in self._by_first

    def at(self, line: Sequence[Token], start: int, *, marked: bool = False) -> Iterator[Piece]:
        """The meanings of the words that begin at `start`."""
        for phrase in self._by_first.get(line[start].bare, ()):
            end = start + len(phrase.bare)
            if end > len(line):
                continue
            said = line[start:end]
            if len(said) > 1 and any(t.bare != b for t, b in zip(said[1:], phrase.bare[1:], strict=True)):
                continue
            cost = _spelling(said, phrase, marked=marked)
            if cost is not None and _glued(line, start, end, phrase):
                yield Piece(phrase.kind, start, end, phrase.value, phrase.cost + cost)


def _spelling(said: Sequence[Token], phrase: Phrase, *, marked: bool) -> float | None:
    """What the way it is typed costs; None when it is another word."""
    cost = 0.0
    small = phrase.kind in _SMALL
    for token, proper in zip(said, phrase.proper, strict=True):
        typed = token.text.lower()
        if typed == proper:
            continue
        if phrase.exact or (small and phrase.kind == "filler" and token.text[0].isupper()):
            return None
        if typed == token.bare:
            capital = small and token.text[0].isupper()
            cost = max(cost, MISSPELLED if capital else UNMARKED if marked else 0.0)
        elif small or not spelled_like(typed, proper):
            return None
        else:
            cost = MISSPELLED
    return cost


def _glued(line: Sequence[Token], start: int, end: int, phrase: Phrase) -> bool:
    if phrase.after_glue and not line[start].glued:
        return False
    return not phrase.before_glue or (end < len(line) and line[end].glued)


def _phrases(entry: Entry, *, foreign: bool) -> Iterator[Phrase]:
    kind, value, words = entry
    for written in (word.strip() for word in words.split(",")):
        plain = written.removesuffix("*")
        proper = tuple(plain.strip("+").split() or [plain])
        bare = tuple(folded(p) for p in proper)
        safe = plain != written or not foreign
        if not safe and proper == bare:
            continue
        yield Phrase(
            proper=proper,
            bare=bare,
            kind=kind,
            value=value,
            cost=FOREIGN if foreign else 0.0,
            after_glue=plain.startswith("+") and plain != "+",
            before_glue=plain.endswith("+") and plain != "+",
            exact=not safe,
        )
