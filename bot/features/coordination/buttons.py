"""Buttons of the plan that two have; `client_id` names the pair, whichever of the two taps."""

from __future__ import annotations

from dataclasses import dataclass

from bot.buttons import Button, Key, key
from bot.texts import Words


@dataclass(frozen=True)
class OpenPlan(Button, prefix="cop"):
    """`below`: as a new message, because what the button stands on is still needed."""

    client_id: int
    below: bool = False


@dataclass(frozen=True)
class AskField(Button, prefix="coa"):
    client_id: int
    field: str


@dataclass(frozen=True)
class PickField(Button, prefix="coc"):
    """A chip: several of goals and times can be on."""

    client_id: int
    field: str
    name: str


@dataclass(frozen=True)
class EmptyField(Button, prefix="coz"):
    client_id: int
    field: str


@dataclass(frozen=True)
class FirstSeries(Button, prefix="cos"):
    client_id: int


def plan_key(client_id: int, w: Words) -> Key:
    return key(w.plain("🤝 Plan together"), OpenPlan(client_id))
