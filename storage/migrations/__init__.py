"""From an empty or older database to the present tables."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, text

from storage.engines import Engines

_HERE = Path(__file__).parent


def config(connection: Connection | None = None) -> Config:
    settings = Config()
    settings.set_main_option("script_location", str(_HERE).replace("%", "%%"))
    settings.attributes["connection"] = connection
    return settings


async def migrate(engines: Engines, to: str = "head") -> None:
    """Brings the database to a revision; one process at a time, all of it or nothing."""
    async with engines.writer.begin() as connection:
        if not engines.is_sqlite:
            await connection.execute(text("SELECT pg_advisory_xact_lock(7265697)"))
            await connection.execute(text("CREATE EXTENSION IF NOT EXISTS btree_gist WITH SCHEMA public"))
            await connection.execute(text(f'CREATE SCHEMA IF NOT EXISTS "{engines.schema}"'))
        await connection.run_sync(lambda c: command.upgrade(config(c), to))
