"""Buttons that lead where a command leads, so that one screen can point to another feature's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot import answering
from bot.buttons import Button, Key, key
from bot.feature import Command, Feature, Who
from bot.visit import Visit


@dataclass(frozen=True)
class Go(Button, prefix="go"):
    command: str


def command_named(features: Sequence[Feature], name: str) -> Command | None:
    return next((c for f in features for c in f.commands if c.name == name), None)


def is_for(who: Who, *, trainer: bool, client: bool) -> bool:
    return who is Who.ANYONE or (who is Who.TRAINER and trainer) or (who is Who.CLIENT and client)


def ways(visit: Visit, labels: dict[str, str]) -> list[Key]:
    """Keys to those commands that this person has."""
    roles = {"trainer": visit.trainer is not None, "client": visit.is_client}
    commands = {name: command_named(visit.services.features, name) for name in labels}
    return [key(labels[name], Go(name)) for name, c in commands.items() if c and is_for(c.who, **roles)]


async def go(visit: Visit, button: Go) -> None:
    command = command_named(visit.services.features, button.command)
    if command is None:
        await answering.unknown_button(visit)
    elif await answering.may(visit, command.who):
        await command.handler(visit)


def back(visit: Visit, command: str = "settings") -> list[Key]:
    return [key(visit.w.plain("‹ Back"), Go(command))]
