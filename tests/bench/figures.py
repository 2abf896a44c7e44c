"""A year of 3,000 sessions as figures: what is read, and what is computed of it."""

import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import insert

from core.figures import Span, board
from core.use_cases.counting import facts
from storage import guards, tables
from storage.engines import connect
from storage.migrations import migrate
from storage.rows import to_row
from storage.store import SqlStore
from tests import databases
from tests.bench import Row
from tests.core.histories import a_year
from tests.core.studio import HUY, Studio

SESSIONS = 3_000
RUNS = 9
NOW = datetime(2025, 12, 1, tzinfo=UTC)


async def run() -> list[Row]:
    with tempfile.TemporaryDirectory() as folder:
        rows = await _of("SQLite", databases.fresh_sqlite(Path(folder)))
    if databases.run.ask() is not None:
        try:
            async with databases.fresh_postgres() as address:
                rows += await _of("PostgreSQL", address)
        finally:
            databases.run.stop()
            databases.run.asked = False
    return rows


async def _of(name: str, address: str) -> list[Row]:
    engines = connect(address)
    await migrate(engines)
    studio = Studio(SqlStore(engines))
    try:
        await studio.trainer(HUY, "Huy")
        await _fill(studio)
        read, counted, whole = await _measure(studio.store)
    finally:
        await studio.store.close()
    return [
        Row(f"{name}: figures of a year, 3,000 sessions", read + counted, "ms", whole, "whole entities read"),
        Row(f"{name}: of it computed", counted, "ms"),
    ]


async def _fill(studio: Studio) -> None:
    clients = [await studio.client(f"Client {n}", linked=False) for n in range(30)]
    slots, bookings, charges, payments = a_year(SESSIONS, [c.id for c in clients], HUY)
    async with studio.store.engines.writer.begin() as connection:
        await connection.run_sync(guards.drop)
        tables_of = (tables.slots, slots), (tables.bookings, bookings), (tables.charges, charges)
        for table, entities in (*tables_of, (tables.payments, payments)):
            await connection.execute(insert(table), [to_row(e) for e in entities])


async def _measure(store: SqlStore) -> tuple[float, float, float]:
    """The best of several runs, in milliseconds: reading, computing, and reading without narrow rows."""
    reads, counts, wholes = [], [], []
    for _ in range(RUNS):
        begun = time.perf_counter()
        known = await store.read(_facts)
        read = time.perf_counter()
        board(known)
        counted = time.perf_counter()
        await store.read(_entities)
        wholes.append(time.perf_counter() - counted)
        counts.append(counted - read)
        reads.append(read - begun)
    return min(reads) * 1000, min(counts) * 1000, min(wholes) * 1000


async def _facts(books):
    return await facts(books, await books.trainers.get(HUY), Span.YEAR, NOW)


async def _entities(books):
    year = (await _facts(books)).period.widened(timedelta(days=60))
    await books.bookings.of_trainer(HUY, year)
