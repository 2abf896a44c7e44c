"""The command `trainerbot`."""

from __future__ import annotations

import typer

from bot.commands import data, doctor, run
from bot.demo import run as demo
from bot.when_command import when

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)


@app.callback()
def about() -> None:
    """A personal trainer's calendar in Telegram."""


for command in (run.run, demo.demo, when, data.migrate, doctor.doctor, data.export, data.backup):
    app.command()(command)


def main() -> None:
    app()


if __name__ == "__main__":
    main()
