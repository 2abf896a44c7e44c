"""Taking data out: a consistent copy of the database, and every table as files that others can read."""

from __future__ import annotations

import asyncio
import csv
import io
import json
import sqlite3
import zipfile
from collections.abc import Callable
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Column, Row, Select, Table, select

from storage import tables
from storage.engines import Engines
from storage.migrations import head, revision
from storage.types import Packed

#: Only of use to the bot itself while it runs.
_INTERNAL = {"inbox", "memory"}

Record = dict[str, Any]


class NotCopied(Exception):
    """Why not, for whoever asked for the copy."""


async def backup(engines: Engines, target: Path) -> int:
    """Copies the database as it is at one moment, while others write to it; returns its size in bytes."""
    if engines.file is None:
        raise NotCopied("PostgreSQL has a tool of its own for this: pg_dump --format=custom --file=FILE")
    return await asyncio.to_thread(_copy, engines.file, target)


async def export(engines: Engines, target: Path) -> dict[str, int]:
    """Writes each table as JSON and CSV into a new folder or .zip file; returns the rows of each."""
    found = await _records(engines)
    await asyncio.to_thread(_write_all, found, target)
    return {name: len(records) for name, records in found.items()}


def _require_new(target: Path) -> None:
    if target.exists():
        raise NotCopied(f"{target} is there already; choose another name")


def _copy(source: Path, target: Path) -> int:
    """Under another name until it is whole, so that a copy that was cut off is never taken for one."""
    if not source.exists():
        raise NotCopied(f"there is no database at {source} yet")
    _require_new(target)
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_name(f"{target.name}.part")
    part.unlink(missing_ok=True)
    with closing(sqlite3.connect(source)) as connection:
        connection.execute("VACUUM INTO ?", (str(part),))
    with closing(sqlite3.connect(part)) as copy:
        (verdict,) = copy.execute("PRAGMA integrity_check").fetchone()
    if verdict != "ok":
        raise NotCopied(f"the copy is damaged: {verdict}")
    part.chmod(0o600)
    part.rename(target)
    return target.stat().st_size


async def _records(engines: Engines) -> dict[str, list[Record]]:
    """Every table, all as of one moment."""
    async with engines.reader.connect() as connection, connection.begin():
        if await connection.run_sync(revision) != head():
            raise NotCopied("the database is not up to date; first: trainerbot migrate")
        return {
            table.name: [_record(table, row) for row in await connection.execute(_all(table))]
            for table in tables.metadata.sorted_tables
            if table.name not in _INTERNAL
        }


def _all(table: Table) -> Select[Any]:
    return select(table).order_by(*table.primary_key)


def _record(table: Table, row: Row[Any]) -> Record:
    return {column.name: _plain(column, value) for column, value in zip(table.columns, row, strict=True)}


def _plain(column: Column[Any], value: Any) -> Any:
    """What JSON knows."""
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(column.type, Packed) and value is not None:
        return column.type.pack(value)
    return value


def _write_all(found: dict[str, list[Record]], target: Path) -> None:
    _require_new(target)
    if target.suffix == ".zip":
        with zipfile.ZipFile(target, "x", zipfile.ZIP_DEFLATED) as archive:
            _write(found, archive.writestr)
    else:
        target.mkdir(parents=True)
        _write(found, lambda name, text: (target / name).write_text(text, encoding="utf-8"))


def _write(found: dict[str, list[Record]], put: Callable[[str, str], Any]) -> None:
    for name, records in found.items():
        put(f"{name}.json", json.dumps(records, ensure_ascii=False, indent=1))
        text = io.StringIO(newline="")
        sheet = csv.writer(text)
        sheet.writerow(tables.metadata.tables[name].columns.keys())
        sheet.writerows([_cell(value) for value in record.values()] for record in records)
        put(f"{name}.csv", text.getvalue())


def _cell(value: Any) -> Any:
    is_plain = value is None or isinstance(value, str | int | float)
    return value if is_plain else json.dumps(value, ensure_ascii=False)
