"""Buttons of cancelling a session."""

from __future__ import annotations

from dataclasses import dataclass

from bot.buttons import Button


@dataclass(frozen=True)
class AskCancel(Button, prefix="cx"):
    booking_id: int
    version: int


@dataclass(frozen=True)
class CancelIt(Button, prefix="cy"):
    """`fee` as it was shown, in minor units."""

    booking_id: int
    version: int
    fee: int


@dataclass(frozen=True)
class SayWhy(Button, prefix="cr"):
    """One of the usual reasons; without one it is asked for."""

    booking_id: int
    reason: str | None


@dataclass(frozen=True)
class NoReason(Button, prefix="cn"):
    booking_id: int
