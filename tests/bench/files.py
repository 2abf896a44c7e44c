"""10,000 sessions as a workbook, and how long other people's taps take meanwhile."""

import asyncio
import io
import statistics
import tempfile
import time
from pathlib import Path

import openpyxl
from sqlalchemy import insert

from core.people import Client, ClientStatus, Trainer
from storage import guards, tables
from storage.rows import to_row
from tests import databases
from tests.bench import Row
from tests.core.histories import a_year
from tests.world import WEDNESDAY, World, world

SESSIONS = 10_000
TAPS = 40
#: Between two taps: more than all clients of a trainer do together.
PAUSE = 0.03


async def run() -> list[Row]:
    with tempfile.TemporaryDirectory() as folder:
        async with world(databases.fresh_sqlite(Path(folder))) as w:
            huy, mai = await _trainers(w)
            await _fill(w, huy.user_id)
            quiet = await _taps(w, mai, TAPS)
            taken, busy, content = await _beside(w, huy, mai)
    rows = list(openpyxl.load_workbook(io.BytesIO(content), read_only=True)["Sessions"].values)
    begun = time.perf_counter()
    _by_another(rows)
    other = time.perf_counter() - begun
    count = f"{len(rows) - 2:,} rows"
    return [
        Row(f"a workbook of {count}, read, written and sent", taken, "s", other, "openpyxl, writing alone"),
        Row("p95 of a tap meanwhile", _p95(busy), "ms", _p95(quiet), "with nothing beside it"),
    ]


async def _trainers(w: World):
    phones = w.phone("Huy"), w.phone("Mai")
    for phone in phones:
        phone.start()
        await w.settle()
        new = Trainer(phone.user_id, phone.person.name, "Asia/Ho_Chi_Minh", WEDNESDAY, daily_list=None)
        await w.bot.store.write(lambda b, new=new: b.trainers.add(new))
        await w.says(phone, "/today")
    return phones


async def _fill(w: World, trainer: int) -> None:
    new = [Client(0, trainer, f"Client {n}", ClientStatus.MATCHED, WEDNESDAY) for n in range(50)]
    clients = await w.bot.store.write(lambda b: b.clients.add_all(new))
    slots, bookings, charges, payments = a_year(SESSIONS, [c.id for c in clients], trainer)
    async with w.bot.engines.writer.begin() as connection:
        await connection.run_sync(guards.drop)
        for table, entities in (
            (tables.slots, slots),
            (tables.bookings, bookings),
            (tables.charges, charges),
            (tables.payments, payments),
        ):
            await connection.execute(insert(table), [to_row(e) for e in entities])


async def _taps(w: World, phone, count: int) -> list[float]:
    """Seconds from each tap to its answer."""
    return [await _tap(w, phone, ("‹", "›")[n % 2]) for n in range(count)]


async def _tap(w: World, phone, label: str) -> float:
    begun = time.perf_counter()
    query = phone.presses(label)
    while query.answer is None:  # noqa: ASYNC110  # The local Telegram tells nobody of it.
        await asyncio.sleep(0.001)
    taken = time.perf_counter() - begun
    await asyncio.sleep(PAUSE)
    return taken


async def _beside(w: World, huy, mai) -> tuple[float, list[float], bytes]:
    """The workbook is asked for, and Mai taps until it is there."""
    begun, taps = time.perf_counter(), []
    huy.taps_data("em:all:xlsx")
    while huy.last.media != "document":
        taps.append(await _tap(w, mai, ("‹", "›")[len(taps) % 2]))
    taken = time.perf_counter() - begun
    await w.settle()
    return taken, taps, w.telegram.world.files[huy.last.file_id].content


def _p95(seconds: list[float]) -> float:
    return statistics.quantiles(seconds, n=20)[-1] * 1000


def _by_another(rows) -> None:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    book.save(io.BytesIO())
