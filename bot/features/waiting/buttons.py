"""Buttons of the waiting list; other features' screens carry those that lead into it."""

from __future__ import annotations

from dataclasses import dataclass

from bot.buttons import Button


@dataclass(frozen=True)
class LeaveList(Button, prefix="hn"):
    wait_id: int


@dataclass(frozen=True)
class TakeOffer(Button, prefix="ho"):
    wait_id: int
    #: The start that was offered, in seconds: an older message's button does not take a newer offer.
    start: int
    contract_id: int | None = None
    single: bool = False


@dataclass(frozen=True)
class PassOffer(Button, prefix="hp"):
    wait_id: int
    start: int
