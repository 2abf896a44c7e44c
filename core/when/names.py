"""Clients and places named in a line: whole names or parts of them, with or without diacritics."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from core.when.reading import Known
from core.when.text import Token, normal, spelled_like, tokens


class NameWord(NamedTuple):
    """Such as "Gold's" is `gold`, and is also typed `golds`."""

    typed: str
    bare: str
    owner: bool

    def is_said_as(self, bare: str) -> bool:
        return bare == self.bare or (self.owner and bare == self.bare + "s")


Name = tuple[NameWord, ...]
Names = dict[str, list[tuple[Known, int]]]


def matches(query: str, known: Iterable[Known]) -> list[Known]:
    """Those whose name holds the words of `query` one after the other; a whole name beats parts of names."""
    wanted = _words(tokens(normal(query)))
    hits = [k for k in known if wanted and _places(wanted, words_of(k.name))]
    return _likeliest(wanted, hits)


@lru_cache(maxsize=4096)
def words_of(name: str) -> Name:
    return _words(tokens(normal(name)))


@lru_cache(maxsize=64)
def index(known: tuple[Known, ...]) -> Names:
    """Where each word occurs in the names; numbers alone ("District 1") name nobody."""
    found: Names = defaultdict(list)
    for one in known:
        for place, word in enumerate(words_of(one.name)):
            if not word.bare[0].isdigit():
                found[word.bare].append((one, place))
                if word.owner:
                    found[word.bare + "s"].append((one, place))
    return dict(found)


def named_at(line: Sequence[Token], at: int, names: Names) -> Iterator[tuple[int, list[Known], bool]]:
    """Who can be named from `at` on, by how many tokens, and whether spelled so: "Lan Anh" is one, or two.

    "Thảo" can be a client who is written "Thao", and is never "Thạo".
    """
    here = names.get(line[at].bare.removesuffix("'s"), [])
    runs = [(_run(line, at, words_of(one.name)[place:]), one) for one, place in here]
    for length in range(1, max((run for run, _ in runs), default=0) + 1):
        said = _words(line[at : at + length])
        who = list(dict.fromkeys(one for run, one in runs if run >= length))
        spelled = [k for k in who if _spelled(said, words_of(k.name))]
        if spelled or (who := [k for k in who if k.name.isascii()]):
            yield length, _likeliest(said, spelled or who), bool(spelled)


def _run(line: Sequence[Token], at: int, name: Name) -> int:
    run = 0
    for token, word in zip(line[at:], name, strict=False):
        if not word.is_said_as(token.bare.removesuffix("'s")):
            break
        run += 1
    return run


def _likeliest(wanted: Name, hits: list[Known]) -> list[Known]:
    """Those spelled like it if there are any, and of these the ones of just that name."""
    spelled = [k for k in hits if _spelled(wanted, words_of(k.name))] or hits
    whole = [k for k in spelled if len(words_of(k.name)) == len(wanted)]
    return whole or spelled


def _places(wanted: Name, name: Name) -> list[int]:
    starts = range(len(name) - len(wanted) + 1)
    return [i for i in starts if all(name[i + n].is_said_as(w.bare) for n, w in enumerate(wanted))]


def _spelled(wanted: Name, name: Name) -> bool:
    return any(
        all(
            spelled_like(w.typed.removesuffix("s") if name[i + n].owner else w.typed, name[i + n].typed)
            for n, w in enumerate(wanted)
        )
        for i in _places(wanted, name)
    )


def _words(line: Iterable[Token]) -> Name:
    return tuple(
        NameWord(t.text.removesuffix("'s"), t.bare.removesuffix("'s"), t.bare.endswith("'s"))
        for t in line
        if t.kind != "mark"
    )
