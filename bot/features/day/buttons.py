"""Buttons that lead to a day and to a week."""

from __future__ import annotations

from dataclasses import dataclass

from bot.buttons import Button


@dataclass(frozen=True)
class ShowDay(Button, prefix="dd"):
    """`day` as an ordinal."""

    day: int


@dataclass(frozen=True)
class ShowWeek(Button, prefix="dw"):
    day: int
