"""Weeks and months as pictures, beside the bare work of a PNG; the queries of a month among a million."""

import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

from PIL import Image
from sqlalchemy import text

from bot.features.day.months import read
from bot.pictures import month, week
from bot.pictures.canvas import Picture
from core.period import Period
from core.use_cases.booking import NewBooking, book
from core.zones import days, zone
from storage import guards, tables
from storage.engines import connect
from storage.migrations import migrate
from storage.store import SqlStore
from tests import databases
from tests.bench import Row
from tests.core.studio import HOUR, HUY, MAI, Studio
from tests.pictures.cases import BUSY, a_month, a_week, full

ASKED = 60
DRAWN = 30
#: A month of the trainer with few sessions, and one of the trainer with all the others.
MONTH = date(2010, 6, 1)


async def run() -> list[Row]:
    bare = _milliseconds(_bare)
    rows = [
        _drawn("week of 40 sessions", week.drawn, a_week(*full(60, 60)[:40]), bare),
        _drawn("week of 90 sessions", week.drawn, a_week(*full(60, 60)), bare),
        _drawn("month of 108 sessions", month.drawn, a_month(BUSY), bare),
    ]
    async for name, address in _databases():
        rows += await _months(name, address)
    return rows


def _drawn(name: str, draw: Callable[[Any], Picture], content: object, bare: float) -> Row:
    figure = _milliseconds(lambda: draw(content))
    return Row(f"{name}: drawn", figure, "ms", bare, "an empty PNG of that size (at most 100 ms)")


def _bare() -> None:
    Image.new("RGB", (1080, 1350), "white").save(BytesIO(), "PNG")


def _milliseconds(work: Callable[[], object]) -> float:
    work()
    times = []
    for _ in range(DRAWN):
        started = time.perf_counter()
        work()
        times.append(time.perf_counter() - started)
    return _quickest(times)


def _quickest(times: list[float]) -> float:
    """Of the quickest tenth, in ms: what else the machine does differs from one row to the next."""
    return sorted(times)[len(times) // 10] * 1e3


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
        yield studio
    finally:
        await studio.store.close()


async def _months(database: str, address: str) -> list[Row]:
    """The same trainer's month with 1,000 bookings in the database, and with 999,000 of another one more."""
    async with _studio(address) as studio:
        for trainer in (HUY, MAI):
            await studio.trainer(trainer, "Huy")
            await studio.client("Lan", of=trainer)
        await _fill(studio, HUY, 1_000)
        few = await _query(studio, HUY)
        await _fill(studio, MAI, 999_000)
        many = await _query(studio, HUY)
        own = await _query(studio, MAI)
    first = "with 1,000 bookings in all"
    return [
        Row(f"{database}: a month, 1,000 bookings", few, "ms"),
        Row(f"{database}: a month, 1,000 bookings among 1,000,000", many, "ms", few, first),
        Row(f"{database}: a month of who has 999,000", own, "ms", few, first),
    ]


async def _query(studio: Studio, trainer_id: int) -> float:
    within = days(MONTH, zone("Asia/Ho_Chi_Minh"), 30)

    async def work(books: Any) -> list[float]:
        trainer = await books.trainers.get(trainer_id)
        return [await _timed(lambda: read(books, trainer, within)) for _ in range(ASKED)]

    return _quickest(await studio.store.read(work))


async def _timed(work: Callable[[], Awaitable[Any]]) -> float:
    started = time.perf_counter()
    await work()
    return time.perf_counter() - started


async def _fill(studio: Studio, trainer: int, count: int) -> None:
    """A session every seventh hour from May 2010 on, each a copy of one that was held."""
    (client,) = await studio.store.read(lambda books: books.clients.of_trainer(trainer))
    begins = datetime(2010, 4, 30, tzinfo=UTC)
    wanted = NewBooking(trainer, client.id, Period(begins, begins + HOUR))
    held = await studio.does(book, wanted, by=trainer, now=begins - HOUR)
    names = [c.name for c in tables.bookings.columns if c.name != "id"]
    changed = {"starts_at": "{0}", "ends_at": "{1}", "status": "'completed'", "takes_time": "{false}"}
    if studio.store.engines.is_sqlite:
        numbers = f"WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < {count - 1})"
        at = "strftime('%Y-%m-%d %H:%M:%f', '2010-05-01', '+' || (7 * i + {0}) || ' hours') || '000'"
        false = "0"
    else:
        numbers = f"WITH n(i) AS (SELECT generate_series(0, {count - 1}))"
        at = "timestamptz '2010-05-01 00:00Z' + (7 * i + {0}) * interval '1 hour'"
        false = "false"
    values = [
        changed.get(name, f"b.{name}").format(at.format(0), at.format(1), false=false) for name in names
    ]
    copies = f"{numbers} SELECT {', '.join(values)} FROM n, bookings b WHERE b.id = {held.id}"
    async with studio.store.engines.writer.begin() as connection:
        await connection.run_sync(guards.drop)
        await connection.execute(text(f"INSERT INTO bookings ({', '.join(names)}) {copies}"))
    async with studio.store.engines.writer.connect() as connection:
        outside = await connection.execution_options(isolation_level="AUTOCOMMIT")
        await outside.exec_driver_sql(
            "ANALYZE" if studio.store.engines.is_sqlite else "VACUUM ANALYZE bookings"
        )
