"""A series of 36 sessions, booked and then moved: statements and milliseconds, beside one by one."""

import statistics
import tempfile
import time
from collections.abc import Awaitable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from core.booking import Booking
from core.contract import Contract
from core.people import Client
from core.period import Period
from core.shift import Shift
from core.use_cases import several
from core.use_cases.booking import NewBooking, book
from core.use_cases.moving import Move, move
from core.use_cases.repeating import book_series
from core.use_cases.series_plan import NewSeries
from tests import databases
from tests.bench import Row
from tests.core.statements import counted
from tests.core.studio import HUY, NOW, Studio, studio

SESSIONS = 36
ROUNDS = 15
HOUR = timedelta(hours=1)


async def run() -> list[Row]:
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        rows += await _rows("SQLite", databases.fresh_sqlite(Path(folder)))
    if databases.run.ask() is not None:
        try:
            async with databases.fresh_postgres() as address:
                rows += await _rows("PostgreSQL", address)
        finally:
            databases.run.stop()
            databases.run.asked = False
    return rows


async def _rows(database: str, address: str) -> list[Row]:
    """Whole acts of a trainer with other clients."""
    whole, singly, moved, moved_singly, statements = [], [], [], [], 0
    async with studio(address) as gym:
        for number in range(ROUNDS):
            # Each round has hours of its own, so that the calendar fills up meanwhile.
            first = datetime(2025, 10, 20 + number // 7, 3 * (number % 7), tzinfo=UTC)
            lan, minh = [await _client(gym, f"{name} {number}") for name in ("Lan", "Minh")]
            wall = first.astimezone(NOW.tzinfo).replace(tzinfo=None)
            wanted = NewSeries(HUY, lan.id, "FREQ=WEEKLY", wall, HOUR, SESSIONS)
            with counted(gym.store) as seen:
                bookings, spent = await _timed(gym.does(book_series, wanted))
            statements = max(statements, len(seen))
            whole.append(spent)
            singles, spent = await _timed(_one_by_one(gym, minh, first + HOUR))
            singly.append(spent)
            picked = {b.id: b.version for b in bookings}
            moved.append((await _timed(gym.does(several.move, picked, Shift(minutes=-30))))[1])
            moved_singly.append((await _timed(_moved_singly(gym, singles)))[1])
    reference = f"{SESSIONS} single acts"
    return [
        Row(f"{database}: {SESSIONS} booked", _median(whole), "ms", _median(singly), reference),
        Row(f"{database}: statements for it", statements, "", 15, "the most that was asked for"),
        Row(f"{database}: {SESSIONS} moved", _median(moved), "ms", _median(moved_singly), reference),
    ]


async def _client(gym: Studio, name: str) -> Client:
    client = await gym.client(name)
    new = Contract(0, HUY, client.id, "Forty", 40, 20_000_000, "VND", NOW, days=3 * 366)
    await gym.store.write(lambda books: books.contracts.add(new))
    return client


async def _one_by_one(gym: Studio, client: Client, first: datetime) -> list[Booking]:
    weeks = [first + timedelta(weeks=n) for n in range(SESSIONS)]
    return [await gym.does(book, NewBooking(HUY, client.id, Period.of(at, HOUR))) for at in weeks]


async def _moved_singly(gym: Studio, bookings: list[Booking]) -> None:
    for booking in bookings:
        later = booking.period.moved_to(booking.starts_at + timedelta(minutes=1))
        await gym.does(move, Move(booking.id, later))


async def _timed(work: Awaitable[Any]) -> tuple[Any, float]:
    started = time.perf_counter()
    result = await work
    return result, time.perf_counter() - started


def _median(times: list[float]) -> float:
    return statistics.median(times) * 1000
