"""The command `trainerbot`."""

from __future__ import annotations

import typer

app = typer.Typer(no_args_is_help=True, add_completion=False)


@app.callback()
def about() -> None:
    """A personal trainer's calendar in Telegram."""


def main() -> None:
    app()


if __name__ == "__main__":
    main()
