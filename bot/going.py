"""Buttons that lead where a command leads, so that one screen can point to another feature's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot import answering
from bot.buttons import Button, Key, key
from bot.feature import Command, Feature
from bot.visit import Visit


@dataclass(frozen=True)
class Go(Button, prefix="go"):
    command: str


def command_named(features: Sequence[Feature], name: str) -> Command | None:
    return next((c for f in features for c in f.commands if c.name == name), None)


def ways(visit: Visit, labels: dict[str, str]) -> list[Key]:
    """Keys to those commands that this person has."""
    commands = {name: command_named(visit.services.features, name) for name in labels}
    return [key(labels[name], Go(name)) for name, c in commands.items() if c and c.who in visit.roles]


async def go(visit: Visit, button: Go) -> None:
    command = command_named(visit.services.features, button.command)
    if command is None:
        await answering.unknown_button(visit)
    elif await answering.may(visit, command.who):
        await command.handler(visit)


def back(visit: Visit, command: str = "settings") -> list[Key]:
    return [key(visit.w.plain("‹ Back"), Go(command))]
