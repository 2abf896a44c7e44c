"""SQLite with one trip to its thread a statement: transactions begin, end and fail as they always did."""

import asyncio
import threading

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError, IntegrityError, OperationalError

from storage.engines import Engines, connect


@pytest.fixture
async def two(sqlite_url):
    """The same file opened by two programs."""
    first, second = connect(sqlite_url), connect(sqlite_url)
    async with first.writer.begin() as connection:
        await connection.execute(text("CREATE TABLE t (id INTEGER PRIMARY KEY, word TEXT UNIQUE)"))
    yield first, second
    await first.dispose()
    await second.dispose()


async def words(engines: Engines) -> list[str]:
    async with engines.reader.connect() as connection:
        return list((await connection.execute(text("SELECT word FROM t ORDER BY id"))).scalars())


async def add(engines: Engines, word: str) -> None:
    async with engines.writer.begin() as connection:
        await connection.execute(text("INSERT INTO t (word) VALUES (:word)"), {"word": word})


async def test_a_read_keeps_other_writers_out_from_the_first_statement_on(two):
    first, second = two
    async with first.writer.begin() as connection:
        await connection.execute(text("SELECT count(*) FROM t"))
        async with second.writer.connect() as other:
            raw = await other.get_raw_connection()
            await raw.driver_connection.run(lambda c: c.execute("PRAGMA busy_timeout=0"))
            with pytest.raises(OperationalError, match="locked"):
                await other.execute(text("SELECT 1"))


async def test_a_reader_sees_one_moment_of_the_data_and_cannot_write(two):
    first, second = two
    await add(first, "one")
    async with first.reader.connect() as connection:
        query = text("SELECT count(*) FROM t")
        before = (await connection.execute(query)).scalar_one()
        await add(second, "two")
        assert (await connection.execute(query)).scalar_one() == before == 1
        with pytest.raises(OperationalError, match="readonly"):
            await connection.execute(text("DELETE FROM t"))
    assert await words(first) == ["one", "two"]


async def test_what_fails_leaves_nothing_and_the_connection_goes_on(two):
    first, _ = two
    await add(first, "one")

    async def add_both() -> None:
        async with first.writer.begin() as connection:
            await connection.execute(text("INSERT INTO t (word) VALUES ('two')"))
            await connection.execute(text("INSERT INTO t (word) VALUES ('one')"))

    with pytest.raises(IntegrityError):
        await add_both()
    await add(first, "three")
    assert await words(first) == ["one", "three"]


async def test_a_transaction_without_a_statement_ends_without_one(two):
    first, second = two
    async with first.writer.begin():
        await add(second, "meanwhile")
    assert await words(first) == ["meanwhile"]


async def test_a_cancelled_statement_is_undone_and_the_connection_is_used_again(two):
    first, _ = two
    slow = (
        "INSERT INTO t (word) "
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 300000) "
        "SELECT 'w' || i FROM n"
    )

    async def fill() -> None:
        async with first.writer.begin() as connection:
            await connection.execute(text(slow))

    task = asyncio.create_task(fill())
    for _ in range(20):
        # It is in its thread by then.
        await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    await add(first, "after")
    assert await words(first) == ["after"]


async def test_many_rows_come_whole_and_in_order(two):
    first, _ = two
    async with first.writer.begin() as connection:
        rows = [{"word": f"w{n}"} for n in range(1_000)]
        await connection.execute(text("INSERT INTO t (word) VALUES (:word)"), rows)
    assert await words(first) == [f"w{n}" for n in range(1_000)]


async def test_every_file_is_opened_safe(two):
    first, _ = two
    async with first.writer.connect() as connection:
        found = {
            name: (await connection.execute(text(f"PRAGMA {name}"))).scalar_one()
            for name in ("synchronous", "foreign_keys", "journal_mode", "secure_delete")
        }
    assert found == {"synchronous": 2, "foreign_keys": 1, "journal_mode": "wal", "secure_delete": 1}


async def test_what_cannot_be_opened_is_said_and_leaves_no_thread(tmp_path):
    file = tmp_path / "not.db"
    file.write_bytes(b"this is no database at all, but long enough to be read as one " * 20)
    engines = connect(f"sqlite+aiosqlite:///{file}")
    before = set(threading.enumerate())
    with pytest.raises(DatabaseError, match="not a database"):
        await engines.writer.connect()
    await engines.dispose()
    left = [t for t in set(threading.enumerate()) - before if "worker" in t.name]
    for thread in left:
        thread.join(timeout=5)
    assert not [t.name for t in left if t.is_alive()]
