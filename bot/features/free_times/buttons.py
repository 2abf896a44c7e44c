"""Buttons of free times: the client's way to one, and the trainer's answer."""

from __future__ import annotations

from dataclasses import dataclass

from bot.buttons import Button


@dataclass(frozen=True)
class FreeDays(Button, prefix="hb"):
    client_id: int
    page: int


@dataclass(frozen=True)
class FreeOn(Button, prefix="hc"):
    """`day` as an ordinal."""

    client_id: int
    day: int


@dataclass(frozen=True)
class PickTime(Button, prefix="hd"):
    """`start` in seconds since 1970."""

    client_id: int
    start: int


@dataclass(frozen=True)
class SendTime(Button, prefix="he"):
    """`single`: outside the package, at the price that was shown."""

    client_id: int
    start: int
    contract_id: int | None = None
    single: bool = False


@dataclass(frozen=True)
class TakeTimeBack(Button, prefix="hf"):
    booking_id: int
    version: int


@dataclass(frozen=True)
class YesToTime(Button, prefix="hg"):
    booking_id: int
    version: int


@dataclass(frozen=True)
class NoToTime(Button, prefix="hh"):
    booking_id: int
    version: int


@dataclass(frozen=True)
class SetOpening(Button, prefix="hj"):
    """`opening`: its value, or nothing for "as all others"."""

    client_id: int
    opening: str | None
