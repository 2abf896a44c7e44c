"""SQLite in its own thread, with one trip there and back for a statement: the driver's own way makes four."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, Self

import aiosqlite
from sqlalchemy import URL, event
from sqlalchemy.dialects import registry
from sqlalchemy.dialects.sqlite.aiosqlite import SQLiteDialect_aiosqlite
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.pool import AsyncAdaptedQueuePool
from sqlalchemy.util import LRUCache

#: The driver's buffer for rows that are read one after the other, which nobody does here.
_CHUNK = 64


#: What was compiled once serves every engine of the kind.
_compiled: LRUCache[Any, Any] = LRUCache(500)


class Dialect(SQLiteDialect_aiosqlite):
    """All are the same to the cache of what was compiled."""

    supports_statement_cache = True

    def __eq__(self, other: object) -> bool:
        return type(other) is type(self)

    def __hash__(self) -> int:
        return hash(type(self))


registry.register("sqlite.one_trip", __name__, "Dialect")


def engine(url: URL, begin: str, *pragmas: str, **options: Any) -> AsyncEngine:
    """`begin` opens every transaction, together with its first statement."""

    async def opened() -> Connection:
        arguments, named = made.dialect.create_connect_args(url)
        # The driver's own mode opens no transaction at a SELECT: what was read could change meanwhile.
        named["isolation_level"] = None
        connection = Connection(partial(sqlite3.connect, *arguments, **named), begin)
        await connection.open(pragmas)
        return connection

    made = create_async_engine(
        url.set(drivername="sqlite+one_trip"),
        poolclass=AsyncAdaptedQueuePool,
        async_creator=opened,
        execution_options={"compiled_cache": _compiled},
        **options,
    )

    @event.listens_for(made.sync_engine, "begin")
    def on_begin(connection: Any) -> None:
        connection.connection.driver_connection.begins = True

    return made


class Connection(aiosqlite.Connection):
    """What SQLAlchemy takes for the driver's connection."""

    def __init__(self, connector: Callable[[], sqlite3.Connection], begin: str) -> None:
        super().__init__(connector, _CHUNK)
        # A process that is to end does not wait for it.
        self._thread.daemon = True
        self._begin = begin
        #: A transaction that has had no statement yet.
        self.begins = False
        self._in_doubt = False

    async def open(self, pragmas: Sequence[str]) -> None:
        _ = await self
        try:
            await self.run(lambda cursor: [cursor.execute(f"PRAGMA {pragma}") for pragma in pragmas])
        except BaseException:
            await self.close()
            raise

    def cursor(self) -> Cursor:  # type: ignore[override]
        return Cursor(self)

    async def commit(self) -> None:
        await self._end(super().commit)

    async def rollback(self) -> None:
        await self._end(super().rollback)

    async def _end(self, end: Callable[[], Any]) -> None:
        self.begins = False
        if self._in_doubt or self.in_transaction:
            await end()
        self._in_doubt = False

    async def run(self, work: Callable[[sqlite3.Cursor], Any]) -> Any:
        """Does `work` in the thread, in the transaction."""
        try:
            return await self._execute(self._in_thread, work)  # type: ignore[no-untyped-call]
        except asyncio.CancelledError:
            # It is done all the same, some time.
            self._in_doubt = True
            raise

    def _in_thread(self, work: Callable[[sqlite3.Cursor], Any]) -> Any:
        cursor = self._conn.cursor()
        try:
            if self.begins:
                cursor.execute(self._begin)
                self.begins = False
            return work(cursor)
        finally:
            cursor.close()


class Cursor:
    """A statement and all that it has brought."""

    arraysize = 1

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._rows: list[Any] = []
        self.description: Any = None
        self.rowcount = -1
        self.lastrowid: int | None = None

    async def __aenter__(self) -> Self:
        return self

    async def execute(self, statement: str, parameters: Any = ()) -> Cursor:
        return await self._run(lambda cursor: cursor.execute(statement, parameters))

    async def executemany(self, statement: str, parameters: Any) -> Cursor:
        return await self._run(lambda cursor: cursor.executemany(statement, parameters))

    async def _run(self, work: Callable[[sqlite3.Cursor], Any]) -> Cursor:
        def all_of_it(cursor: sqlite3.Cursor) -> tuple[Any, ...]:
            work(cursor)
            rows = cursor.fetchall() if cursor.description else []
            return cursor.description, rows, cursor.rowcount, cursor.lastrowid

        self.description, self._rows, self.rowcount, self.lastrowid = await self._connection.run(all_of_it)
        return self

    async def fetchall(self) -> list[Any]:
        return self._rows

    async def close(self) -> None:
        """It was closed in the thread, when it had brought everything."""
