"""Moving a session: when to, what is in the way there, and the other side hears of it."""

from __future__ import annotations

from dataclasses import dataclass

from bot.buttons import Button


@dataclass(frozen=True)
class MovedAfterAll(Button, prefix="mq"):
    """The answer to "how was it?": it was held, or will be, at another time."""

    booking_id: int
    version: int
