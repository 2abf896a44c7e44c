"""Engines: on SQLite one writer and a few readers over one file, on PostgreSQL a pool."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import URL, event, make_url
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.pool import AsyncAdaptedQueuePool


class BadDatabase(Exception):
    """The database's address or folder cannot be used; the message is for whoever runs the bot."""


@dataclass(frozen=True, slots=True)
class Engines:
    """`writer` begins every transaction with the right to write; `reader` cannot write."""

    writer: AsyncEngine
    reader: AsyncEngine
    schema: str = "public"

    @property
    def is_sqlite(self) -> bool:
        return self.writer.dialect.name == "sqlite"

    async def dispose(self) -> None:
        await self.reader.dispose()
        await self.writer.dispose()


def connect(address: str) -> Engines:
    """Engines for a DATABASE_URL; nothing is opened yet."""
    try:
        url = make_url(address)
    except Exception as error:
        raise BadDatabase("DATABASE_URL is not a database address") from error
    if url.get_backend_name() == "sqlite":
        return _sqlite(url)
    if url.get_backend_name() == "postgresql":
        return _postgres(url)
    raise BadDatabase(f"DATABASE_URL names {url.get_backend_name()}; use sqlite+aiosqlite or postgresql")


def _sqlite(url: URL) -> Engines:
    if not url.database or url.database == ":memory:":
        raise BadDatabase("DATABASE_URL needs a file: nothing may be lost when the process ends")
    folder = Path(url.database).parent
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise BadDatabase(f"cannot make the folder {folder}: {error.strerror}") from error
    url = url.set(drivername="sqlite+aiosqlite")
    writer = create_async_engine(url, poolclass=AsyncAdaptedQueuePool, pool_size=1, max_overflow=0)
    reader = create_async_engine(url, poolclass=AsyncAdaptedQueuePool, pool_size=4, max_overflow=0)
    _tune(writer, "BEGIN IMMEDIATE", "synchronous=FULL")
    _tune(reader, "BEGIN", "query_only=ON")
    return Engines(writer, reader)


def _tune(engine: AsyncEngine, begin: str, *pragmas: str) -> None:
    @event.listens_for(engine.sync_engine, "connect")
    def on_connect(connection: Any, _record: Any) -> None:
        # The driver's own mode opens no transaction at a SELECT: what was read could change meanwhile.
        connection.isolation_level = None
        cursor = connection.cursor()
        for pragma in ("journal_mode=WAL", "foreign_keys=ON", "busy_timeout=10000", *pragmas):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine.sync_engine, "begin")
    def on_begin(connection: Any) -> None:
        connection.exec_driver_sql(begin)


def _postgres(url: URL) -> Engines:
    try:
        import asyncpg  # noqa: F401, PLC0415  # an extra: only who uses PostgreSQL needs it
    except ImportError as error:
        raise BadDatabase("PostgreSQL needs: pip install 'trainerbot[postgres]'") from error
    schema = str(url.query.get("schema", "public"))
    if not re.fullmatch(r"[a-z_][a-z0-9_]{0,62}", schema):
        raise BadDatabase("?schema= takes small letters, digits and _")
    url = url.set(drivername="postgresql+asyncpg").difference_update_query(["schema"])
    settings = {"search_path": f"{schema},public" if schema != "public" else "public", "timezone": "UTC"}
    engine = create_async_engine(
        url,
        pool_size=10,
        max_overflow=0,
        pool_timeout=60,
        pool_pre_ping=True,
        connect_args={"server_settings": settings},
    )
    return Engines(engine, engine, schema)
