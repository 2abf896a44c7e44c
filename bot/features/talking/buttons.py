"""Buttons for writing to each other; `client_id` names the pair, whichever of the two taps."""

from __future__ import annotations

from dataclasses import dataclass

from bot.buttons import Button, Key, key
from bot.texts import Words


@dataclass(frozen=True)
class Talk(Button, prefix="tka"):
    """The ways to write, and what is typed next goes to the other one."""

    client_id: int


@dataclass(frozen=True)
class Reply(Button, prefix="tkr"):
    """Below a message that came: the answer is typed in a new one."""

    client_id: int


@dataclass(frozen=True)
class Mute(Button, prefix="tkm"):
    client_id: int
    on: bool = True


def talk_key(client_id: int, w: Words) -> Key:
    return key(w.plain("💬 Write"), Talk(client_id))
