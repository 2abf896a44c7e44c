"""Only one process acts on a database: another one waits as its standby and takes over when it ends."""

from __future__ import annotations

import asyncio
import sqlite3

from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.books import lock_key
from storage.engines import Engines

#: Seconds between two looks: whether the other process is gone, whether this one still may act.
_STANDBY_LOOKS = 0.5
_HOLDER_LOOKS = 5.0


class ActiveLock:
    """Held by a connection of its own, so that it is let go whatever way the process ends."""

    def __init__(self, engines: Engines) -> None:
        self._engines = engines
        self._file: sqlite3.Connection | None = None
        self._session: AsyncConnection | None = None

    async def take(self) -> bool:
        """False while another process has it."""
        if self._engines.is_sqlite:
            return self._take_file()
        session = await self._engines.writer.connect()
        session = await session.execution_options(isolation_level="AUTOCOMMIT")
        if await session.scalar(text("SELECT pg_try_advisory_lock(:key)"), {"key": self._key}):
            self._session = session
            return True
        await session.close()
        return False

    async def wait(self) -> None:
        """Returns when this process has it."""
        while True:
            await asyncio.sleep(_STANDBY_LOOKS)
            if await self.take():
                return

    async def lost(self) -> None:
        """Returns when the connection that held it is gone: another process may act by now."""
        while True:
            await asyncio.sleep(_HOLDER_LOOKS)
            if not await self.is_held():
                return

    async def is_held(self) -> bool:
        if self._session is None:
            return self._file is not None
        try:
            return await self._session.scalar(text("SELECT true")) is True
        except (SQLAlchemyError, OSError):
            return False

    async def release(self) -> None:
        if self._file is not None:
            self._file.close()
            self._file = None
        if self._session is not None:
            # Not back to the pool, where the lock would live on.
            if not self._session.invalidated:
                await self._session.invalidate()
            await self._session.close()
            self._session = None

    @property
    def _key(self) -> int:
        return lock_key(f"{self._engines.schema}:active")

    def _take_file(self) -> bool:
        """SQLite's own lock on an empty file beside the database: the system frees it with the process."""
        file = sqlite3.connect(f"{self._engines.file}.active", isolation_level=None, timeout=0)
        try:
            file.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError as error:
            file.close()
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY:
                raise
            return False
        self._file = file
        return True
