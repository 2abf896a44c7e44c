"""The button to a client's history."""

from __future__ import annotations

from dataclasses import dataclass

from bot.buttons import Button


@dataclass(frozen=True)
class Timeline(Button, prefix="et"):
    client_id: int
    page: int = 0
