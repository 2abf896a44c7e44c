"""One transaction around a piece of work: whole or not at all, and again when the database asks for it."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from sqlalchemy.exc import DBAPIError, InterfaceError
from sqlalchemy.ext.asyncio import AsyncEngine

from core.ports import Books, Unavailable
from storage import guards
from storage.books import SqlBooks
from storage.engines import Engines

T = TypeVar("T")
Work = Callable[[Books], Awaitable[T]]

#: Deadlock, serialisation failure, lock not available.
_AGAIN = {"40P01", "40001", "55P03"}
_TRIES = 4
#: Somebody holds the file for too long, or the disk does not serve.
_AWAY = {
    sqlite3.SQLITE_BUSY,
    sqlite3.SQLITE_LOCKED,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_CANTOPEN,
}
#: Connection lost, out of resources, going down or coming up.
_AWAY_STATES = ("08", "53", "57P")


class SqlStore:
    """The store over SQLite or PostgreSQL; `on_commit` is called after every transaction that wrote."""

    def __init__(self, engines: Engines, on_commit: Callable[[], None] = lambda: None) -> None:
        self.engines = engines
        self.on_commit = on_commit
        self._writes: set[asyncio.Task[object]] = set()

    async def write(self, work: Work[T]) -> T:
        """Once begun it goes to its end, even when the caller is cancelled meanwhile."""
        task = asyncio.create_task(self._write(work))
        self._writes.add(task)
        task.add_done_callback(self._writes.discard)
        return await asyncio.shield(task)

    async def read(self, work: Work[T]) -> T:
        with _outages():
            return await _transaction(self.engines.reader, self.engines, work)

    async def _write(self, work: Work[T]) -> T:
        for attempt in range(1, _TRIES + 1):
            try:
                with _outages():
                    result = await _transaction(self.engines.writer, self.engines, work)
            except DBAPIError as error:
                # A guard that fired means that the rules were judged by facts that have changed since.
                if attempt == _TRIES or not (guards.caught(error) or _asks_again(error)):
                    raise
            else:
                self.on_commit()
                return result
        raise AssertionError("unreachable")

    async def finish(self) -> None:
        """Waits for what is being written."""
        if self._writes:
            await asyncio.gather(*self._writes, return_exceptions=True)

    async def close(self) -> None:
        """Waits for what is being written, then lets the connections go."""
        await self.finish()
        await self.engines.dispose()


async def _transaction(engine: AsyncEngine, engines: Engines, work: Work[T]) -> T:
    async with engine.connect() as connection, connection.begin():
        return await work(SqlBooks(connection, engines))


@contextmanager
def _outages() -> Iterator[None]:
    """Tells a database that is away from one that refuses."""
    try:
        yield
    except DBAPIError as error:
        if is_outage(error):
            raise Unavailable(type(error.orig).__name__) from error
        raise
    except OSError as error:
        raise Unavailable(type(error).__name__) from error


def is_outage(error: DBAPIError) -> bool:
    if error.connection_invalidated or isinstance(error, InterfaceError):
        return True
    if (code := getattr(error.orig, "sqlite_errorcode", None)) is not None:
        # The rest of an extended code says more about the same.
        return code & 0xFF in _AWAY
    return str(getattr(error.orig, "sqlstate", None)).startswith(_AWAY_STATES)


def _asks_again(error: DBAPIError) -> bool:
    return getattr(error.orig, "sqlstate", None) in _AGAIN
