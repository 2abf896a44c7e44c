"""What every command begins with: the settings, and one clear sentence when something is not right."""

from __future__ import annotations

from typing import NoReturn

import typer
from pydantic import ValidationError

from bot import logs
from bot.config import Settings


def loaded() -> Settings:
    """The settings, with the log set up by them; ends the program where one cannot be used."""
    try:
        settings = Settings()
    except ValidationError as error:
        # Neither the value, which may be a secret, nor a stack.
        wrong = [f"{e['loc'][0]}".upper() + f": {_reason(e['msg'])}" for e in error.errors()]
        fail("These settings cannot be used: " + "; ".join(wrong) + ".")
    logs.set_up(settings)
    return settings


def fail(sentence: str) -> NoReturn:
    typer.echo(sentence, err=True)
    raise typer.Exit(1)


def _reason(message: str) -> str:
    return message.removeprefix("Value error, ").rstrip(".")
