"""Buttons of moving; they carry the session's version, so that old ones show how it is now."""

from __future__ import annotations

from dataclasses import dataclass

from bot.buttons import Button


@dataclass(frozen=True)
class AskMove(Button, prefix="mv"):
    """Asks when to."""

    booking_id: int
    version: int


@dataclass(frozen=True)
class MovedAfterAll(Button, prefix="mq"):
    """The answer to "how was it?": it was held, or will be, at another time."""

    booking_id: int
    version: int


@dataclass(frozen=True)
class MoveTo(Button, prefix="mt"):
    """A time that was offered; `start` in seconds since 1970."""

    booking_id: int
    version: int
    start: int
    minutes: int


@dataclass(frozen=True)
class MoveDay(Button, prefix="my"):
    """A day that was offered, as an ordinal."""

    booking_id: int
    version: int
    day: int


@dataclass(frozen=True)
class MoveIt(Button, prefix="mi"):
    """`seen`: the mark of the obstacles that were shown, and over which it may be moved."""

    booking_id: int
    version: int
    start: int
    minutes: int
    seen: str = ""


@dataclass(frozen=True)
class KeepTime(Button, prefix="mk"):
    """Back to the session, which stays where it is."""

    booking_id: int
