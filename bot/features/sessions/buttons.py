"""Buttons of a client's list of sessions."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from bot.buttons import Button


class Tab(StrEnum):
    AHEAD = "ahead"
    PAST = "past"
    CANCELLED = "cancelled"


@dataclass(frozen=True)
class ShowSessions(Button, prefix="ss"):
    tab: Tab
    page: int


@dataclass(frozen=True)
class OpenMine(Button, prefix="sm"):
    """A session's card with a way back to where it was opened."""

    booking_id: int
    tab: Tab
    page: int


@dataclass(frozen=True)
class MyDay(Button, prefix="sd"):
    """`day` as an ordinal, as in the other two."""

    day: int


@dataclass(frozen=True)
class MyWeek(Button, prefix="sw"):
    day: int


@dataclass(frozen=True)
class MyMonth(Button, prefix="sn"):
    day: int
    picture: bool = False


@dataclass(frozen=True)
class TurnMyLight(Button, prefix="st"):
    """Dark pictures, or light ones; back to the week or the month."""

    day: int
    week: bool
