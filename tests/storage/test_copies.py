"""Taking data out: a consistent copy while the bot writes, and every table as files."""

import asyncio
import csv
import io
import json
import sqlite3
import zipfile
from contextlib import closing

import pytest

from core.use_cases.booking import NewBooking, book
from storage import tables
from storage.copies import NotCopied, backup, export
from storage.engines import connect
from storage.migrations import migrate
from storage.store import SqlStore
from tests.core.studio import HUY, Studio, period


@pytest.fixture
async def studio(store):
    made = Studio(store)
    await made.trainer(HUY, "Huy")
    return made


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
async def test_backup_is_whole_while_others_book(studio, tmp_path):
    lan = await studio.client("Lan")

    async def booked():
        for n in range(24):
            await studio.does(book, NewBooking(HUY, lan.id, period(16, n)))

    booking = asyncio.create_task(booked())
    copies = []
    while not booking.done():
        copies.append(tmp_path / f"copy{len(copies)}.db")
        assert await backup(studio.store.engines, copies[-1]) > 0
    await booking
    copies.append(tmp_path / "last.db")
    await backup(studio.store.engines, copies[-1])

    counts = [_counts(copy) for copy in copies]
    assert all(slots == bookings == events == notices for slots, bookings, events, notices in counts)
    assert counts[-1] == (24, 24, 24, 24)
    assert not list(tmp_path.glob("*.part"))


def _counts(file):
    with closing(sqlite3.connect(file)) as copy:
        names = ("slots", "bookings", "events", "notices")
        return tuple(copy.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for name in names)  # noqa: S608


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
async def test_backup_is_a_database_that_the_bot_can_use(studio, tmp_path):
    lan = await studio.client("Lan")
    booked = await studio.session(lan, period(16, 18))
    await backup(studio.store.engines, tmp_path / "copy.db")
    store = SqlStore(connect(f"sqlite+aiosqlite:///{tmp_path / 'copy.db'}"))

    await migrate(store.engines)

    assert await store.read(lambda books: books.bookings.get(booked.id)) == booked
    await store.close()


async def test_nothing_is_written_over(studio, tmp_path):
    (tmp_path / "there.zip").write_text("precious")

    for copied in (backup, export) if studio.store.engines.is_sqlite else (export,):
        with pytest.raises(NotCopied, match="is there already"):
            await copied(studio.store.engines, tmp_path / "there.zip")

    assert (tmp_path / "there.zip").read_text() == "precious"


@pytest.mark.postgres
async def test_backup_of_postgres_names_its_own_tool(postgres_url, tmp_path):
    engines = connect(postgres_url)

    with pytest.raises(NotCopied, match="pg_dump"):
        await backup(engines, tmp_path / "copy")
    await engines.dispose()


@pytest.mark.parametrize("name", ["out", "out.zip"])
async def test_export_has_every_table_as_json_and_csv(studio, tmp_path, name):
    lan = await studio.client("Lan “=1+1”")
    booked = await studio.session(lan, period(16, 18), note="knee, no jumps")

    rows = await export(studio.store.engines, tmp_path / name)

    written = _files(tmp_path / name)
    wanted = set(tables.metadata.tables) - {"inbox", "memory"}
    assert set(written) == {f"{table}.{kind}" for table in wanted for kind in ("json", "csv")}
    (one,) = json.loads(written["bookings.json"])
    assert (one["id"], one["note"], one["starts_at"]) == (booked.id, booked.note, "2025-10-16T11:00:00+00:00")
    assert (one["policy"], one["status"]) == ([24, 50, 100, "credit"], "confirmed")
    (client,) = csv.DictReader(io.StringIO(written["clients.csv"]))
    assert (client["name"], client["phone"]) == (lan.name, "")
    assert rows == {table: len(json.loads(written[f"{table}.json"])) for table in wanted}


def _files(path):
    if path.suffix == ".zip":
        with zipfile.ZipFile(path) as archive:
            return {name: archive.read(name).decode() for name in archive.namelist()}
    return {file.name: file.read_text(encoding="utf-8") for file in path.iterdir()}


async def test_database_that_is_not_up_to_date_is_not_exported(engines, tmp_path):
    await migrate(engines, "0001")

    with pytest.raises(NotCopied, match="trainerbot migrate"):
        await export(engines, tmp_path / "out")
