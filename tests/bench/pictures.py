"""Weeks and months as pictures, beside the bare work of a PNG; the queries of a month among a million."""

import statistics
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import UTC, date, datetime
from functools import partial
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
from storage.books import SqlBooks
from storage.engines import connect
from storage.migrations import migrate
from storage.store import SqlStore
from tests import databases
from tests.bench import Row
from tests.core.studio import HOUR, HUY, MAI, Studio
from tests.pictures.cases import BUSY, a_month, a_week, full

#: So often each month is asked for in a round, in turns.
ASKED, ROUNDS = 25, 12
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
    with tempfile.TemporaryDirectory() as few, tempfile.TemporaryDirectory() as many:
        addresses = [databases.fresh_sqlite(Path(folder)) for folder in (few, many)]
        rows += await _months("SQLite", *addresses)
    if databases.run.ask() is not None:
        try:
            async with databases.fresh_postgres() as few_, databases.fresh_postgres() as many_:
                rows += await _months("PostgreSQL", few_, many_)
        finally:
            databases.run.stop()
            databases.run.asked = False
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


@asynccontextmanager
async def _studio(address: str) -> AsyncIterator[Studio]:
    engines = connect(address)
    await migrate(engines)
    studio = Studio(SqlStore(engines))
    try:
        yield studio
    finally:
        await studio.store.close()


async def _months(database: str, address: str, larger: str) -> list[Row]:
    """The same month in a database of 1,000 bookings, and in one with 999,000 of another trainer more."""
    async with _studio(address) as few, _studio(larger) as many:
        for studio, filled in ((few, {HUY: 1_000}), (many, {HUY: 1_000, MAI: 999_000})):
            for trainer, count in filled.items():
                await studio.trainer(trainer, "Huy")
                await studio.client("Lan", of=trainer)
                await _fill(studio, trainer, count)
        alone, among, own = await _side_by_side((few, HUY), (many, HUY), (many, MAI))
    first = "with 1,000 bookings in all"
    return [
        Row(f"{database}: a month, 1,000 bookings", alone, "ms"),
        Row(
            f"{database}: a month, 1,000 bookings among 1,000,000",
            among,
            "ms",
            alone,
            f"{first} (at most 1.5x)",
        ),
        Row(f"{database}: a month of who has 999,000", own, "ms", alone, first),
    ]


async def _side_by_side(*asked: tuple[Studio, int]) -> list[float]:
    """Milliseconds of each, asked in turns, so that what else the machine does falls on all alike.

    Of the rounds' medians the smallest: the round in which the machine had the least else to do.
    """
    within = days(MONTH, zone("Asia/Ho_Chi_Minh"), 30)
    trainers = [await s.store.read(partial(_trainer, id_=id_)) for s, id_ in asked]
    async with AsyncExitStack() as opened:
        books = [await opened.enter_async_context(_reading(studio)) for studio, _ in asked]
        ways = [partial(read, b, t, within) for b, t in zip(books, trainers, strict=True)]
        rounds = [await _round(ways) for _ in range(ROUNDS)]
    return [min(medians) * 1e3 for medians in zip(*rounds, strict=True)]


async def _round(ways: Sequence[Callable[[], Awaitable[Any]]]) -> list[float]:
    times = [[await _timed(way) for way in ways] for _ in range(ASKED)]
    return [statistics.median(own) for own in zip(*times, strict=True)]


async def _trainer(books: Any, id_: int) -> Any:
    return await books.trainers.get(id_)


@asynccontextmanager
async def _reading(studio: Studio) -> AsyncIterator[Any]:
    """One transaction, so that only the queries are measured."""
    async with studio.store.engines.reader.connect() as connection, connection.begin():
        yield SqlBooks(connection, studio.store.engines)


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
