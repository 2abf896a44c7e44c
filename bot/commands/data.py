"""Commands about what is stored: migrate, export, backup."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Annotated

import typer

from bot.commands.start import fail, loaded
from storage import copies, migrations
from storage.engines import BadDatabase, Engines, connect, said_plainly


def migrate() -> None:
    """Brings the database to the newest version."""

    async def work(engines: Engines) -> str:
        await migrations.migrate(engines)
        return "The database is up to date."

    _with_database(work)


def export(target: Annotated[Path, typer.Argument(help="A new folder, or a new .zip file.")]) -> None:
    """Writes all data as files: every table as JSON and as CSV."""

    async def work(engines: Engines) -> str:
        rows = await copies.export(engines, target)
        return f"{sum(rows.values()):,} rows of {len(rows)} tables are in {target}."

    _with_database(work)


def backup(target: Annotated[Path, typer.Argument(help="A new file.")]) -> None:
    """Makes a consistent copy of the database, also while the bot runs."""

    async def work(engines: Engines) -> str:
        size = await copies.backup(engines, target)
        return (
            f"The copy is in {target} ({size:,} bytes). Use it as DATABASE_URL=sqlite+aiosqlite:///{target}"
        )

    _with_database(work)


def _with_database(work: Callable[[Engines], Awaitable[str]]) -> None:
    async def worked(address: str) -> str:
        engines = connect(address)
        try:
            with said_plainly():
                return await work(engines)
        finally:
            await engines.dispose()

    try:
        typer.echo(asyncio.run(worked(loaded().database_url.get_secret_value())))
    except copies.NotCopied as error:
        fail(str(error))
    except BadDatabase as error:
        fail(f"DATABASE_URL: {error}.")
