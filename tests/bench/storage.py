"""The check of a time beside the plain overlap query, at 1,000 and 1,000,000 slots; bookings a second."""

import asyncio
import sqlite3
import statistics
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import asyncpg
from sqlalchemy import insert, make_url, select, text
from sqlalchemy.dialects import postgresql, sqlite

from core.period import Period
from core.use_cases.booking import NewBooking, book
from storage import guards, tables
from storage.calendar import overlapping
from storage.engines import connect
from storage.migrations import migrate
from storage.store import SqlStore
from tests import databases
from tests.bench import Row
from tests.core.studio import HUY, MAI, Studio

EPOCH = datetime(2000, 1, 1, tzinfo=UTC)
HOUR = timedelta(hours=1)
ASKED = 300
BOOKINGS = 400
CALLERS = 8


async def run() -> list[Row]:
    rows = []
    async for name, address in _databases():
        rows += await _checks(name, address)
    async for name, address in _databases():
        rows.append(await _bookings(name, address))
    return rows


async def _databases() -> AsyncIterator[tuple[str, str]]:
    with tempfile.TemporaryDirectory() as folder:
        yield "SQLite", databases.fresh_sqlite(Path(folder))
    if databases.run.ask() is not None:
        try:
            async with databases.fresh_postgres() as address:
                yield "PostgreSQL", address
        finally:
            databases.run.stop()
            databases.run.asked = False


@asynccontextmanager
async def _studio(address: str) -> AsyncIterator[Studio]:
    engines = connect(address)
    await migrate(engines)
    studio = Studio(SqlStore(engines))
    try:
        for id_ in (HUY, MAI):
            await studio.trainer(id_, "Huy")
        yield studio
    finally:
        await studio.store.close()


async def _checks(database: str, address: str) -> list[Row]:
    """Huy has a thousand sessions; Mai, who owns all the others, has a million in the end."""
    rows = []
    async with _studio(address) as studio:
        for trainer, count, whose in (
            (HUY, 1_000, "1,000 slots"),
            (MAI, 999_000, "1,000,000 slots, all hers"),
            (HUY, 1_000, "1,000 slots among 1,000,000"),
        ):
            if "among" not in whose:
                await _fill(studio, trainer, count)
            quick, plain = [await _microseconds(address, trainer, count, q) for q in (overlapping, _plain)]
            rows.append(Row(f"{database}: what is near, {whose}", quick, "µs", plain, "plain overlap query"))
    return rows


async def _fill(studio: Studio, trainer: int, count: int) -> None:
    """One slot after the other, every second hour; the guard is off meanwhile, as it would only take time."""
    columns = "trainer_id, kind, starts_at, ends_at, takes_time, anyway, buffer_minutes, capacity"
    if studio.store.engines.is_sqlite:
        numbers = f"WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < {count - 1})"
        at = "strftime('%Y-%m-%d %H:%M:%f', '2000-01-01', '+' || (2 * i + {0}) || ' hours') || '000'"
        values = f"{at.format(0)}, {at.format(1)}, 1, 0, 0, 1 FROM n"
    else:
        numbers = f"WITH n(i) AS (SELECT generate_series(0, {count - 1}))"
        at = "timestamptz '2000-01-01 00:00Z' + (2 * i + {0}) * interval '1 hour'"
        values = f"{at.format(0)}, {at.format(1)}, true, false, 0, 1 FROM n"
    async with studio.store.engines.writer.begin() as connection:
        await connection.run_sync(guards.drop)
        await connection.execute(
            text(f"INSERT INTO slots ({columns}) {numbers} SELECT {trainer}, 'booking', {values}")
        )
    async with studio.store.engines.writer.connect() as connection:
        outside = await connection.execution_options(isolation_level="AUTOCOMMIT")
        await outside.exec_driver_sql("ANALYZE" if studio.store.engines.is_sqlite else "VACUUM ANALYZE slots")


Query = Callable[[int, Period], Any]


def _plain(trainer: int, wanted: Period) -> Any:
    s = tables.slots.c
    inside = (s.starts_at < wanted.end, s.ends_at > wanted.start)
    return select(tables.slots).where(s.trainer_id == trainer, s.takes_time, *inside)


async def _microseconds(address: str, trainer: int, count: int, query: Query) -> float:
    """Of free hours all over the calendar, by the driver alone: the check has to look to its end.

    What every statement costs, however little it asks, is taken off.
    """
    async with _driver(address) as (dialect, execute):
        bare = [await _timed(lambda: execute("SELECT 1")) for _ in range(ASKED)]
        times = []
        for n in range(ASKED):
            start = EPOCH + (2 * (n * 7919 % count) + 1) * HOUR
            compiled = query(trainer, Period(start, start + HOUR)).compile(
                dialect=dialect, compile_kwargs={"literal_binds": True}
            )
            times.append(await _timed(lambda sql=str(compiled): execute(sql)))
    return (statistics.median(times) - statistics.median(bare)) * 1e6


@asynccontextmanager
async def _driver(address: str) -> AsyncIterator[tuple[Any, Callable[[str], Awaitable[Any]]]]:
    url = make_url(address)
    if url.get_backend_name() == "sqlite":
        with closing(sqlite3.connect(str(url.database))) as file:

            async def execute(sql: str) -> Any:
                return file.execute(sql).fetchall()

            yield sqlite.dialect(), execute
    else:
        schema = {"search_path": f"{url.query['schema']},public"}
        connection = await asyncpg.connect(databases.plain(address), server_settings=schema)
        yield postgresql.dialect(), connection.fetch
        await connection.close()


async def _timed(work: Callable[[], Awaitable[Any]]) -> float:
    started = time.perf_counter()
    await work()
    return time.perf_counter() - started


async def _bookings(database: str, address: str) -> Row:
    """Whole use cases: checked, stored, logged, told; beside bare inserts, each with its commit."""
    async with _studio(address) as studio:
        clients = [await studio.client(f"Client {n}", of=trainer) for trainer in (HUY, MAI) for n in range(4)]
        start = datetime(2025, 11, 1, tzinfo=UTC)

        async def caller(number: int) -> None:
            client = clients[number]
            for n in range(BOOKINGS // CALLERS):
                begins = start + (n * CALLERS + number) * HOUR
                wanted = NewBooking(client.trainer_id, client.id, Period(begins, begins + HOUR))
                await studio.does(book, wanted, by=client.trainer_id)

        booked = await _timed(lambda: asyncio.gather(*(caller(n) for n in range(CALLERS))))
        bare = await _timed(lambda: asyncio.gather(*(_inserts(studio, n) for n in range(CALLERS))))
    return Row(
        f"{database}: bookings", BOOKINGS / booked, "a second", BOOKINGS / bare, "bare inserts with commit"
    )


async def _inserts(studio: Studio, number: int) -> None:
    for n in range(BOOKINGS // CALLERS):
        async with studio.store.engines.writer.begin() as connection:
            await connection.execute(insert(tables.memory).values(key=f"{number}:{n}", value="x"))
