"""Buttons of the list of places, of one place, and of the questions about it."""

from __future__ import annotations

from dataclasses import dataclass

from bot.buttons import Button


@dataclass(frozen=True)
class OpenPlaces(Button, prefix="pls"):
    pass


@dataclass(frozen=True)
class OpenPlace(Button, prefix="plo"):
    place_id: int


@dataclass(frozen=True)
class NewPlace(Button, prefix="pln"):
    kind: str


@dataclass(frozen=True)
class CommonName(Button, prefix="plc"):
    """Adds a place of that kind under the name that the kind goes by."""

    kind: str


@dataclass(frozen=True)
class AskPlace(Button, prefix="plf"):
    """Asks for the name, the address, the point on the map or the link."""

    place_id: int
    field: str


@dataclass(frozen=True)
class MakeUsual(Button, prefix="plu"):
    place_id: int


@dataclass(frozen=True)
class AskRemove(Button, prefix="plr"):
    place_id: int


@dataclass(frozen=True)
class Remove(Button, prefix="plx"):
    place_id: int
