"""Lists that stay readable on a phone: the first lines, and how many more there are."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from bot.texts import Words

#: So many are named in one message.
MOST_NAMED = 12


def named(rows: Sequence[Markup], w: Words) -> list[Markup]:
    more = len(rows) - MOST_NAMED
    rest = [w.many("… and {n} more", "… and {n} more", more)] if more > 0 else []
    return [*rows[:MOST_NAMED], *rest]
