"""The overlap check at a thousand and at a million slots, and bookings a second, on both databases."""

import asyncio
import statistics
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import insert, select, text
from sqlalchemy.ext.asyncio import AsyncConnection

from core.period import Period
from core.use_cases.booking import NewBooking, book
from storage import guards, tables
from storage.calendar import SqlSlots
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
            (MAI, 999_000, "1,000,000 slots, one trainer's"),
        ):
            await _fill(studio, trainer, count)
            async with studio.store.engines.reader.connect() as connection:
                quick = await _microseconds(connection, trainer, count, SqlSlots(connection).is_taken)
                plain = await _microseconds(connection, trainer, count, _plain(connection))
            rows.append(Row(f"{database}: is it taken, {whose}", quick, "µs", plain, "plain overlap query"))
        async with studio.store.engines.reader.connect() as connection:
            quick = await _microseconds(connection, HUY, 1_000, SqlSlots(connection).is_taken)
            plain = await _microseconds(connection, HUY, 1_000, _plain(connection))
        name = f"{database}: is it taken, 1,000 slots among 1,000,000"
        rows.append(Row(name, quick, "µs", plain, "plain overlap query"))
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


Check = Callable[[int, Period], Awaitable[Any]]


def _plain(connection: AsyncConnection) -> Check:
    s = tables.slots.c

    async def check(trainer: int, wanted: Period) -> Any:
        overlap = (s.trainer_id == trainer, s.takes_time, s.starts_at < wanted.end, s.ends_at > wanted.start)
        return (await connection.execute(select(s.id).where(*overlap).limit(1))).first()

    return check


async def _microseconds(connection: AsyncConnection, trainer: int, count: int, check: Check) -> float:
    """Of free hours between taken ones, all over the calendar: the check has to look to its end."""
    times = []
    # What every statement costs, however little it asks.
    bare = [await _timed(lambda: connection.execute(text("SELECT 1"))) for _ in range(ASKED)]
    for n in range(ASKED):
        start = EPOCH + (2 * (n * 7919 % count) + 1) * HOUR
        wanted = Period(start, start + HOUR)
        times.append(await _timed(lambda wanted=wanted: check(trainer, wanted)))
    return (statistics.median(times) - statistics.median(bare)) * 1e6


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
