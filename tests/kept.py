"""A world as it was at a moment, so that tests can begin there: its database and its Telegram."""

from __future__ import annotations

import asyncio
import io
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import asyncpg
from sqlalchemy import make_url

from bot.demo.telegram.local import LocalTelegram
from storage import tables
from storage.copies import backup
from storage.engines import Engines
from tests.databases import plain
from tests.migrated import is_migrated, migrated


@dataclass(frozen=True, slots=True)
class Kept:
    """SQLite's file, or the rows of each of PostgreSQL's tables; and what was on the phones."""

    file: bytes
    rows: dict[str, bytes]
    telegram: Any

    async def into(self, database: str) -> None:
        """Fills an empty database; one that is not empty is left as it is."""
        if is_migrated(database):
            return
        if self.file:
            await asyncio.to_thread(Path(database.split("///")[1]).write_bytes, self.file)
        else:
            await migrated(database)
            await _put(database, self.rows)


async def keep(database: str, engines: Engines, telegram: LocalTelegram) -> Kept:
    """Of a world in which nothing is under way."""
    if engines.file is None:
        return Kept(b"", await _taken(database), telegram.snapshot())
    copy = engines.file.with_suffix(".kept")
    await backup(engines, copy)
    file = copy.read_bytes()
    copy.unlink()
    return Kept(file, {}, telegram.snapshot())


async def _taken(database: str) -> dict[str, bytes]:
    taken = {}
    connection, schema = await _connected(database)
    try:
        for table in tables.metadata.sorted_tables:
            rows = io.BytesIO()
            said = await connection.copy_from_table(table.name, schema_name=schema, output=rows)
            if said != "COPY 0":
                taken[table.name] = rows.getvalue()
    finally:
        await connection.close()
    return taken


async def _put(database: str, rows: dict[str, bytes]) -> None:
    connection, schema = await _connected(database)
    try:
        for name, taken in rows.items():
            await connection.copy_to_table(name, schema_name=schema, source=io.BytesIO(taken))
        numbered = [name for name in rows if tables.metadata.tables[name].autoincrement_column is not None]
        await connection.execute(";".join(_counted.format(table=f'"{schema}".{name}') for name in numbered))
    finally:
        await connection.close()


#: What is added later goes on numbering where the rows end.
_counted = "SELECT setval(pg_get_serial_sequence('{table}', 'id'), max(id)) FROM {table}"


async def _connected(database: str) -> tuple[asyncpg.Connection[Any], str]:
    return await asyncpg.connect(plain(database)), str(make_url(database).query["schema"])
