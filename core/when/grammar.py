"""A small grammar over tokens: rules build larger meanings out of smaller ones that stand side by side.

A rule is written `("clock", "number _colon number", action)`: on the left what it makes, then the pieces in
order. `x|y` is either, `x?` may be absent, and the meaning of a piece with `_` in front is not handed to the
action. An action returns None where the pieces do not make sense together.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import product
from typing import Any

Action = Callable[..., Any]
#: What it makes, the pieces in order, the action, and perhaps what the reading costs.
Rule = tuple[str, str, Action] | tuple[str, str, Action, float]
#: A text of 64 tokens has some hundred pieces; one made to have more is not read further.
MOST_PIECES = 1_000


@dataclass(slots=True)
class Piece:
    """A meaning of the tokens from `start` to, not including, `end`; the lower its cost, the likelier."""

    kind: str
    start: int
    end: int
    value: Any
    cost: float = 0.0


@dataclass(frozen=True, slots=True)
class Form:
    """One way to write a rule: every optional piece settled."""

    makes: str
    kinds: tuple[str, ...]
    #: For each argument of the action the piece it comes from, or -1.
    handed: tuple[int, ...]
    action: Action
    cost: float


class Grammar:
    def __init__(self, rules: Iterable[Rule]) -> None:
        #: By the last kind and the one before it, "" where there is none.
        self._by_last: dict[str, dict[str, list[Form]]] = defaultdict(lambda: defaultdict(list))
        for rule in rules:
            for form in _forms(rule):
                before = form.kinds[-2] if len(form.kinds) > 1 else ""
                self._by_last[form.kinds[-1]][before].append(form)

    def parse(self, words: Iterable[list[Piece]], length: int) -> list[Piece]:
        """Every piece that the words make; `words` holds the pieces known from the start, by their end."""
        ends: list[dict[str, list[Piece]]] = [{} for _ in range(length + 1)]
        found: list[Piece] = []
        for at_end in words:
            waiting = list(at_end)
            while waiting and len(found) < MOST_PIECES:
                piece = waiting.pop()
                here = ends[piece.end].setdefault(piece.kind, [])
                same = next((p for p in here if p.start == piece.start and p.value == piece.value), None)
                if same is not None:
                    same.cost = min(same.cost, piece.cost)
                    continue
                here.append(piece)
                found.append(piece)
                waiting.extend(self._made_with(piece, ends))
        return found

    def _made_with(self, last: Piece, ends: list[dict[str, list[Piece]]]) -> Iterator[Piece]:
        here = ends[last.start]
        forms_by_before = self._by_last.get(last.kind, {})
        for before, forms in forms_by_before.items():
            if before and before not in here:
                continue
            for form in forms:
                for pieces in _before(form.kinds, len(form.kinds) - 2, last.start, ends, (last,)):
                    made = _made(form, pieces)
                    if made is not None:
                        yield made


def _made(form: Form, pieces: tuple[Piece, ...]) -> Piece | None:
    value = form.action(*[pieces[n].value if n >= 0 else None for n in form.handed])
    if value is None:
        return None
    cost = form.cost
    for piece in pieces:
        cost += piece.cost
    return Piece(form.makes, pieces[0].start, pieces[-1].end, value, cost)


def _before(
    kinds: tuple[str, ...], n: int, end: int, ends: list[dict[str, list[Piece]]], after: tuple[Piece, ...]
) -> Iterator[tuple[Piece, ...]]:
    """The runs of pieces of the first `n + 1` kinds that end where `after` begins."""
    if n < 0:
        yield after
        return
    for piece in ends[end].get(kinds[n], ()):
        yield from _before(kinds, n - 1, piece.start, ends, (piece, *after))


def _forms(rule: Rule) -> Iterator[Form]:
    makes, pattern, action = rule[:3]
    cost = rule[3] if len(rule) == 4 else 0.0
    slots = [_slot(symbol) for symbol in pattern.split()]
    for chosen in product(*(kinds for kinds, _ in slots)):
        present = [n for n, kind in enumerate(chosen) if kind]
        handed = tuple(
            present.index(n) if kind else -1
            for n, (kind, (_, silent)) in enumerate(zip(chosen, slots, strict=True))
            if not silent
        )
        if present:
            yield Form(makes, tuple(chosen[n] for n in present), handed, action, cost)


def _slot(symbol: str) -> tuple[list[str], bool]:
    """The kinds that may stand here ("" for none), and whether their meaning is not handed on."""
    name = symbol.removeprefix("_")
    kinds = name.removesuffix("?").split("|")
    return kinds + [""] * name.endswith("?"), name != symbol
