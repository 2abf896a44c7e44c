"""Buttons that lead to a series and to several sessions at once, for the screens of other features."""

from __future__ import annotations

from dataclasses import dataclass

from bot.buttons import Button


@dataclass(frozen=True)
class NewSeriesFor(Button, prefix="rl"):
    """A series from a client's card."""

    client_id: int


@dataclass(frozen=True)
class PickSeveral(Button, prefix="qs"):
    """`source`: "d" and a day as an ordinal, "w" and a day of the week, "c" and a client."""

    source: str
