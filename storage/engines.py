"""Engines: on SQLite one writer and a few readers over one file, on PostgreSQL a pool."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import URL, make_url
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from storage import one_trip

#: An error must not carry what a person wrote into the log.
_ENGINE: dict[str, Any] = {"max_overflow": 0, "hide_parameters": True}
#: What is erased is overwritten: a relayed message must not be found in the file any more.
_PRAGMAS = ("journal_mode=WAL", "foreign_keys=ON", "busy_timeout=10000", "secure_delete=ON")


class BadDatabase(Exception):
    """The database's address or folder cannot be used; the message is for whoever runs the bot."""


@contextmanager
def said_plainly() -> Iterator[None]:
    """Whatever the database refuses at first becomes one sentence."""
    try:
        yield
    except (SQLAlchemyError, sqlite3.Error, OSError) as error:
        raise BadDatabase(_reason(error)) from error
    except Exception as error:
        # The driver is an extra, and not all that it raises is wrapped.
        if type(error).__module__.startswith("asyncpg"):
            raise BadDatabase(_reason(error)) from error
        raise


def _reason(error: Exception) -> str:
    """The first line of what the driver says: what follows may quote rows."""
    said = str(getattr(error, "orig", None) or error).strip().partition("\n")[0]
    return f"the database cannot be used: {said.rpartition('>: ')[2] or type(error).__name__}"


@dataclass(frozen=True, slots=True)
class Engines:
    """`writer` begins every transaction with the right to write; `reader` cannot write."""

    writer: AsyncEngine
    reader: AsyncEngine
    schema: str = "public"
    #: SQLite's file; PostgreSQL has none.
    file: Path | None = None

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
    file = Path(url.database)
    try:
        # What is inside is nobody else's business.
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise BadDatabase(f"cannot make the folder {file.parent}: {error.strerror}") from error
    writer = one_trip.engine(url, "BEGIN IMMEDIATE", *_PRAGMAS, "synchronous=FULL", pool_size=1, **_ENGINE)
    reader = one_trip.engine(url, "BEGIN", *_PRAGMAS, "query_only=ON", pool_size=4, **_ENGINE)
    return Engines(writer, reader, file=file)


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
        pool_timeout=60,
        pool_pre_ping=True,
        connect_args={"server_settings": settings},
        **_ENGINE,
    )
    # One view of the data for all the queries of one screen, as SQLite's readers have it.
    reader = engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
    return Engines(engine, reader, schema)
