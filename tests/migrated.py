"""A database at the newest revision, quickly: migrated once, and repeated for every other test."""

from __future__ import annotations

import atexit
import shutil
import tempfile
from pathlib import Path
from typing import Any

import asyncpg
from sqlalchemy import event, make_url

from storage.engines import connect
from storage.migrations import migrate
from tests.databases import plain

#: The file that was migrated, and the statements that made a schema, with that schema's name.
_files: list[Path] = []
_statements: list[str] = []
_schemas: list[str] = []


async def migrated(url: str) -> str:
    """Brings an empty database to the newest revision; one that is not empty is left to its program."""
    if url.startswith("sqlite"):
        if not _files:
            await _template()
        _copy(Path(url.split("///")[1]))
    else:
        await _schema(url)
    return url


async def _template() -> None:
    template = Path(tempfile.mkdtemp()) / "migrated.db"
    engines = connect(f"sqlite+aiosqlite:///{template}")
    await migrate(engines)
    await engines.dispose()
    atexit.register(shutil.rmtree, template.parent)
    _files.append(template)


def _copy(wanted: Path) -> None:
    """Which saves half a second a test."""
    if not wanted.exists():
        shutil.copy(_files[0], wanted)


async def _schema(url: str) -> None:
    """What the first migration said to the database is said again, in one go."""
    name = str(make_url(url).query["schema"])
    if not _statements:
        await _recorded(url, name)
        return
    connection = await asyncpg.connect(plain(url))
    try:
        script = f'SET search_path TO "{name}", public; ' + ";\n".join(_statements)
        await connection.execute(f'CREATE SCHEMA "{name}"; ' + script.replace(_schemas[0], name))
    finally:
        await connection.close()


async def _recorded(url: str, name: str) -> None:
    engines = connect(url)

    def record(_: Any, __: Any, statement: str, parameters: Any, *___: Any) -> None:
        if statement.split(maxsplit=1)[0].upper() in ("ALTER", "CREATE", "DROP", "INSERT", "UPDATE"):
            assert not parameters, statement
            _statements.append(statement)

    event.listen(engines.writer.sync_engine, "before_cursor_execute", record)
    await migrate(engines)
    await engines.dispose()
    _statements[:] = [s for s in _statements if "EXTENSION" not in s and "CREATE SCHEMA" not in s]
    _schemas.append(name)
