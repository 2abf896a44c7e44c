"""Answers to the question how it went."""

from __future__ import annotations

from dataclasses import dataclass

from bot.buttons import Button


@dataclass(frozen=True)
class Completed(Button, prefix="oc"):
    """It took place: the answer, and the correction of a no-show."""

    booking_id: int
    version: int


@dataclass(frozen=True)
class NoShow(Button, prefix="on"):
    booking_id: int
    version: int


@dataclass(frozen=True)
class AskLater(Button, prefix="ol"):
    booking_id: int


@dataclass(frozen=True)
class NotYet(Button, prefix="oy"):
    """Not paid yet: it stays open."""

    booking_id: int


@dataclass(frozen=True)
class LeaveIt(Button, prefix="ov"):
    """The no-show stays a no-show."""

    booking_id: int
