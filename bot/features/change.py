"""A client would like another time: up to three are proposed, and the trainer takes one."""

from __future__ import annotations

from dataclasses import dataclass

from bot.buttons import Button


@dataclass(frozen=True)
class AskChange(Button, prefix="ch"):
    booking_id: int
    version: int
