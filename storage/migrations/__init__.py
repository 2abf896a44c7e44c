"""From an empty or older database to the present tables."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import cache
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import Connection, text
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.engines import BadDatabase, Engines

_HERE = Path(__file__).parent


def config(connection: Connection | None = None) -> Config:
    settings = Config()
    settings.set_main_option("script_location", str(_HERE).replace("%", "%%"))
    settings.attributes["connection"] = connection
    return settings


@cache
def head() -> str | None:
    """The newest revision that the program knows."""
    return ScriptDirectory.from_config(config()).get_current_head()


def revision(connection: Connection) -> str | None:
    """The one that the database is at; nothing when it is empty."""
    return MigrationContext.configure(connection).get_current_revision()


async def migrate(engines: Engines, to: str = "head") -> None:
    """Brings the database to a revision; one process at a time, all of it or nothing.

    BadDatabase when it is of a later version than the program.
    """
    async with (
        engines.writer.connect() as connection,
        _without_foreign_keys(connection),
        connection.begin(),
    ):
        if not engines.is_sqlite:
            await _prepare_postgres(connection, engines.schema)
        await connection.run_sync(_upgrade, to)
        await _require_whole(connection)


def _upgrade(connection: Connection, to: str) -> None:
    if to == "head" and revision(connection) == head():
        return
    try:
        command.upgrade(config(connection), to)
    except CommandError as error:
        raise BadDatabase("the database is of a later version than this program") from error


async def _prepare_postgres(connection: AsyncConnection, schema: str) -> None:
    await connection.execute(text("SELECT pg_advisory_xact_lock(7265697)"))
    await connection.execute(text("CREATE EXTENSION IF NOT EXISTS btree_gist WITH SCHEMA public"))
    await connection.execute(text(f'CREATE SCHEMA IF NOT EXISTS "{schema}"'))


@asynccontextmanager
async def _without_foreign_keys(connection: AsyncConnection) -> AsyncIterator[None]:
    """SQLite changes a table by making it anew: dropping the old one would count as deleting its rows.

    It can be told so only outside of a transaction.
    """
    if connection.dialect.name != "sqlite":
        yield
        return
    driver = (await connection.get_raw_connection()).driver_connection
    await driver.execute("PRAGMA foreign_keys=OFF")  # type: ignore[union-attr]  # aiosqlite's own connection
    try:
        yield
    finally:
        await driver.execute("PRAGMA foreign_keys=ON")  # type: ignore[union-attr]


async def _require_whole(connection: AsyncConnection) -> None:
    if connection.dialect.name != "sqlite":
        return
    broken = (await connection.exec_driver_sql("PRAGMA foreign_key_check")).fetchall()
    if broken:
        raise RuntimeError(f"the migration would lose references: {broken[:3]}")
