"""Clients and places named in a line: whole names or parts of them, with or without diacritics."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import lru_cache

from core.when.reading import Known
from core.when.text import Token, folded, normal, spelled_like, tokens

#: A name's words, as typed and bare.
Words = tuple[tuple[str, str], ...]


def matches(query: str, known: Iterable[Known]) -> list[Known]:
    """Those whose name holds the words of `query` one after the other; a whole name beats parts of names."""
    wanted = _words(tokens(normal(query)))
    if not wanted:
        return []
    hits = [k for k in known if _places(wanted, words_of(k.name))]
    spelled = [k for k in hits if _spelled(wanted, words_of(k.name))]
    return _whole(wanted, spelled or hits)


@lru_cache(maxsize=4096)
def words_of(name: str) -> Words:
    return _words(tokens(normal(name)))


@lru_cache(maxsize=64)
def index(known: tuple[Known, ...]) -> dict[str, list[tuple[Known, int]]]:
    """Where each word occurs in the names; numbers alone ("District 1") name nobody."""
    found: dict[str, list[tuple[Known, int]]] = defaultdict(list)
    for one in known:
        for place, (_, bare) in enumerate(words_of(one.name)):
            if not bare[0].isdigit():
                found[bare].append((one, place))
    return dict(found)


def named_at(
    line: Sequence[Token], at: int, names: dict[str, list[tuple[Known, int]]]
) -> tuple[int, list[Known]]:
    """How many tokens from `at` on name somebody, and whom; the longest run counts."""
    best, who = 0, list[Known]()
    for one, place in names.get(_bare(line[at]), ()):
        run = _run(line, at, words_of(one.name), place)
        if run > best:
            best, who = run, [one]
        elif run == best and one not in who:
            who.append(one)
    if not best:
        return 0, []
    said = _words(line[at : at + best])
    spelled = [k for k in who if _spelled(said, words_of(k.name))]
    return best, _whole(said, spelled or who)


def _run(line: Sequence[Token], at: int, name: Words, place: int) -> int:
    run = 0
    while at + run < len(line) and place + run < len(name) and _bare(line[at + run]) == name[place + run][1]:
        run += 1
    return run


def _whole(wanted: Words, hits: list[Known]) -> list[Known]:
    bare = [b for _, b in wanted]
    return [k for k in hits if [b for _, b in words_of(k.name)] == bare] or hits


def _places(wanted: Words, name: Words) -> list[int]:
    bare, names = [b for _, b in wanted], [b for _, b in name]
    return [i for i in range(len(names) - len(bare) + 1) if names[i : i + len(bare)] == bare]


def _spelled(wanted: Words, name: Words) -> bool:
    return any(
        all(spelled_like(typed, name[i + n][0]) for n, (typed, _) in enumerate(wanted))
        for i in _places(wanted, name)
    )


def _words(line: Iterable[Token]) -> Words:
    return tuple((_typed(t), _bare(t)) for t in line if t.kind != "mark")


def _typed(token: Token) -> str:
    return token.text.removesuffix("'s")


def _bare(token: Token) -> str:
    """ "Gold's" is also typed "gold" and "golds"."""
    bare = token.bare
    return bare.removesuffix("'s") if "'" in bare else folded(bare)
