"""The likeliest ways to divide a line into pieces, so that every token belongs to one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from core.when.grammar import Piece

#: Ways kept at each token: enough for two names that are also words, and for a date that is also a time.
KEPT = 8

#: What a piece of each kind costs: one piece that says much beats several that say little. Other kinds are
#: only parts of larger pieces.
COSTS = {
    "clock": 1.0,
    "span": 1.0,
    "barespan": 2.0,
    "bare": 6.0,
    "length": 1.0,
    "soft": 2.0,
    "day": 1.0,
    "day_half": 1.0,
    "days": 1.0,
    "part": 1.0,
    "rhythm": 1.0,
    "rhythmic_part": 1.0,
    "weekdays": 1.0,
    "perweek": 1.0,
    "count": 1.0,
    "lasting": 1.0,
    "ending": 1.0,
    "beginning": 1.0,
    "price": 1.0,
    "client": 1.0,
    "place": 1.0,
    "bounded": 6.0,
    "note": 10.0,
    "toward": 1.05,
    "filler": 0.3,
    "mark": 0.4,
    "unknown": 10.0,
}


class Covering(NamedTuple):
    cost: float
    pieces: tuple[Piece, ...]


def coverings(pieces: Iterable[Piece], length: int) -> list[Covering]:
    """The cheapest coverings of `length` tokens, the best first."""
    by_start: dict[int, list[Piece]] = defaultdict(list)
    for piece in pieces:
        if piece.kind in COSTS:
            by_start[piece.start].append(piece)
    best: list[list[Covering]] = [[] for _ in range(length + 1)]
    best[0] = [Covering(0.0, ())]
    for at in range(length):
        so_far = sorted(best[at], key=lambda c: c.cost)[:KEPT]
        for piece in by_start.get(at, ()):
            price = COSTS[piece.kind] + piece.cost
            best[piece.end].extend(Covering(c.cost + price, (*c.pieces, piece)) for c in so_far)
    return sorted(best[length], key=lambda c: c.cost)[:KEPT]
