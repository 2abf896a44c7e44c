"""A database at the newest revision, quickly: migrated once, and repeated for every other test.

PostgreSQL's schemas, which take longest, go from test to test: emptied, and under another name.
"""

from __future__ import annotations

import atexit
import shutil
import tempfile
from pathlib import Path
from typing import Any

import asyncpg
from sqlalchemy import event, make_url

from storage import tables
from storage.engines import connect
from storage.migrations import migrate
from tests.databases import SCHEMA_SECONDS, plain

#: The file that was migrated, and the statements that made a schema, with that schema's name.
_files: list[Path] = []
_statements: list[str] = []
_schemas: list[str] = []
#: Schemas that were migrated here and are in use, and those that wait to be used again.
_lent: set[str] = set()
_spare: list[str] = []
#: Those that are not to be used again.
_retired: list[str] = []
#: What a schema is made of, as the first one was.
_made_of: list[str] = []

_SEQUENCE = "relkind = 'S' AND relnamespace ="
_MADE_OF = """
    SELECT string_agg(part, ' ' ORDER BY part) FROM (
        SELECT conname::text AS part FROM pg_constraint WHERE connamespace = $1::text::regnamespace
        UNION ALL SELECT relname::text FROM pg_class WHERE relnamespace = $1::text::regnamespace
        UNION ALL SELECT attrelid::regclass::text || attname FROM pg_attribute
            JOIN pg_class c ON c.oid = attrelid AND relkind = 'r' AND relnamespace = $1::text::regnamespace
    ) parts
"""


async def migrated(url: str) -> str:
    """Brings an empty database to the newest revision; one that is not empty is left to its program."""
    if not is_migrated(url):
        await (_file(url) if url.startswith("sqlite") else _schema(url))
    return url


def is_migrated(url: str) -> bool:
    """Whether it was done here, and a test is at it."""
    if url.startswith("sqlite"):
        return Path(url.split("///")[1]).exists()
    return _name(url) in _lent


async def _file(url: str) -> None:
    """A copy, which saves half a second a test."""
    if not _files:
        await _template()
    shutil.copy(_files[0], url.split("///")[1])


async def _template() -> None:
    template = Path(tempfile.mkdtemp()) / "migrated.db"
    engines = connect(f"sqlite+aiosqlite:///{template}")
    await migrate(engines)
    await engines.dispose()
    atexit.register(shutil.rmtree, template.parent)
    _files.append(template)


async def _schema(url: str) -> None:
    """One that is there already; else what the first migration said to the database is said again."""
    name = _name(url)
    _lent.add(name)
    if not _statements:
        await _recorded(url, name)
    elif _spare:
        await _said(url, f'ALTER SCHEMA "{_spare.pop()}" RENAME TO "{name}"')
    else:
        script = f'SET search_path TO "{name}", public; ' + ";\n".join(_statements)
        await _said(url, f'CREATE SCHEMA "{name}"; ' + script.replace(_schemas[0], name))


async def give_back(url: str) -> None:
    """After a test. One that was not migrated here is left to be dropped."""
    name = _name(url)
    if name not in _lent:
        return
    _lent.remove(name)
    emptied = [f'"{name}"."{table.name}"' for table in reversed(tables.metadata.sorted_tables)]
    # Many times quicker than TRUNCATE, for which each table and index becomes a new file.
    script = [
        f"SET lock_timeout TO '{SCHEMA_SECONDS}s'; BEGIN",
        # Waiting for long here means that the test has left a transaction open.
        f"LOCK TABLE {', '.join(emptied)}",
        *(f"DELETE FROM {table}" for table in emptied),
        f"SELECT setval(oid::regclass, 1, false) FROM pg_class WHERE {_SEQUENCE} '{name}'::regnamespace",
        f'ALTER SCHEMA "{name}" RENAME TO "spare_{name}"; COMMIT',
    ]
    await _said(url, ";".join(script))
    (_spare if await _is_whole(url, f"spare_{name}") else _retired).append(f"spare_{name}")


async def _is_whole(url: str, name: str) -> bool:
    """Whether the test has left columns, constraints and indexes as they were."""
    connection = await asyncpg.connect(plain(url))
    try:
        found = await connection.fetchval(_MADE_OF, name)
    finally:
        await connection.close()
    if not _made_of:
        _made_of.append(found)
    return bool(found == _made_of[0])


def retire() -> None:
    """From now on schemas are made anew: what is known of the rows of earlier tests bears on plans."""
    _retired.extend(_spare)
    _spare.clear()


async def drop_spare(url: str) -> None:
    """At the end of the run."""
    retire()
    for name in _retired:
        await _said(url, f'DROP SCHEMA "{name}" CASCADE')
    _retired.clear()


def _name(url: str) -> str:
    return str(make_url(url).query["schema"])


async def _said(url: str, script: str) -> None:
    connection = await asyncpg.connect(plain(url))
    try:
        await connection.execute(script)
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
