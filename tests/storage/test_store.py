"""One transaction around a piece of work: whole or not at all, again when the database asks for it."""

import asyncio

import pytest
from sqlalchemy import func, insert, select, text
from sqlalchemy.exc import DBAPIError

from core.errors import AlreadyDone, NotValid
from core.ports import Unavailable
from core.use_cases.booking import NewBooking, book
from storage import tables
from storage.engines import BadDatabase, connect, said_plainly
from storage.migrations import migrate
from storage.store import SqlStore
from tests.core.studio import HUY, Studio, period


@pytest.fixture
async def studio(store):
    made = Studio(store)
    await made.trainer(HUY, "Huy")
    return made


@pytest.fixture
async def postgres_store(postgres_url):
    engines = connect(postgres_url)
    await migrate(engines)
    store = SqlStore(engines)
    yield store
    await store.close()


async def count(store, table):
    async with store.engines.reader.connect() as connection:
        return await connection.scalar(select(func.count()).select_from(table))


async def test_work_that_fails_leaves_nothing_behind(studio):
    async def work(books):
        await books.connection.execute(insert(tables.memory).values(key="half", value="done"))
        raise NotValid("name")

    with pytest.raises(NotValid):
        await studio.store.write(work)

    assert await count(studio.store, tables.memory) == 0


async def test_readers_cannot_write(studio):
    with pytest.raises(DBAPIError, match=r"(?i)read-?only"):
        await studio.store.read(
            lambda books: books.connection.execute(insert(tables.memory).values(key="a", value="b"))
        )

    assert await count(studio.store, tables.memory) == 0


async def test_reader_sees_one_moment_while_others_write(studio):
    async def look_twice(books):
        first = await books.connection.scalar(select(func.count()).select_from(tables.clients))
        await studio.client("Lan")
        second = await books.connection.scalar(select(func.count()).select_from(tables.clients))
        return first, second

    assert await studio.store.read(look_twice) == (0, 0)
    assert await count(studio.store, tables.clients) == 1


async def test_cancelled_caller_books_whole_or_not_at_all_and_may_ask_again(studio):
    """Wherever the cancel falls: the booking, its slot, its event and its notice stand or fall together."""
    lan = await studio.client("Lan")
    done = 0
    for n in range(24):
        wanted = NewBooking(HUY, lan.id, period(16, n))
        task = asyncio.create_task(studio.does(book, wanted, key=f"draft{n}"))
        for _ in range(n):
            await asyncio.sleep(0)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        await studio.store.finish()

        (again,) = await asyncio.gather(studio.does(book, wanted, key=f"draft{n}"), return_exceptions=True)

        done += isinstance(again, AlreadyDone)
        for table in (tables.slots, tables.bookings, tables.events, tables.notices):
            assert await count(studio.store, table) == n + 1
    assert done > 0, "no cancel came after the work had begun"


async def test_guard_that_fires_has_the_work_judged_anew(studio):
    """A rival takes the time after the rules were asked and before the slot is written."""
    lan, minh = await studio.client("Lan"), await studio.client("Minh")
    rival = await studio.session(minh, period(16, 18))
    tries = 0

    async def work(books):
        nonlocal tries
        tries += 1
        if tries == 1:
            slot = tables.slots.select().where(tables.slots.c.id == rival.slot_id)
            row = dict((await books.connection.execute(slot)).mappings().one())
            await books.connection.execute(
                insert(tables.slots).values({k: v for k, v in row.items() if k != "id"})
            )
        return lan

    assert await studio.store.write(work) == lan
    assert tries == 2


@pytest.mark.postgres
@pytest.mark.parametrize("state", ["40P01", "40001"])
async def test_deadlock_and_serialisation_failure_are_tried_again(postgres_store, state):
    tries = 0

    async def work(books):
        nonlocal tries
        tries += 1
        if tries < 4:
            raised = f"DO $$ BEGIN RAISE EXCEPTION 'again' USING ERRCODE = '{state}'; END $$"
            await books.connection.execute(text(raised))
        return "done"

    assert await postgres_store.write(work) == "done"
    assert tries == 4


@pytest.mark.postgres
async def test_real_deadlock_ends_with_both_done(postgres_store):
    both_hold_one = asyncio.Barrier(2)
    tries = 0

    async def work(first, second):
        async def crossed(books):
            nonlocal tries
            tries += 1
            await books.connection.execute(select(func.pg_advisory_xact_lock(first)))
            if tries <= 2:
                await both_hold_one.wait()
            await books.connection.execute(select(func.pg_advisory_xact_lock(second)))

        await postgres_store.write(crossed)

    await asyncio.gather(work(1, 2), work(2, 1))

    assert tries == 3


@pytest.mark.parametrize(
    "address, reason",
    [
        ("postgresql://nobody:secret@127.0.0.1:9/none", "the database cannot be used"),
        ("sqlite+aiosqlite:////proc/nothing/bot.db", "cannot make the folder /proc/nothing"),
        ("sqlite+aiosqlite:///", "needs a file"),
        ("mysql://localhost/bot", "names mysql"),
        ("my notes", "not a database address"),
        ("postgresql://localhost/bot?schema=a;b", "small letters"),
    ],
)
async def test_database_that_cannot_be_used_is_said_plainly(address, reason):
    with pytest.raises(BadDatabase, match=reason) as refused:
        await _opened(address)

    assert "secret" not in str(refused.value)


async def _opened(address):
    with said_plainly():
        engines = connect(address)
        try:
            await migrate(engines)
        finally:
            await engines.dispose()


async def test_database_that_is_away_is_told_from_one_that_refuses(tmp_path):
    store = SqlStore(connect("postgresql://nobody@127.0.0.1:9/none"))

    for call in (store.read, store.write):
        with pytest.raises(Unavailable):
            await call(lambda books: books.people.find(1))
    await store.close()
