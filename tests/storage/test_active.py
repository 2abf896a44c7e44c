"""One process acts on a database; a second one waits, and takes over when the first is gone."""

import asyncio

import pytest
from sqlalchemy import text

from storage import active
from storage.active import ActiveLock
from storage.engines import connect


@pytest.fixture
async def other(database):
    engines = connect(database)
    yield ActiveLock(engines)
    await engines.dispose()


async def test_second_process_waits_and_takes_over(engines, other, monkeypatch):
    monkeypatch.setattr(active, "_STANDBY_LOOKS", 0.01)
    first = ActiveLock(engines)
    assert await first.take()
    assert not await other.take()
    waiting = asyncio.create_task(other.wait())

    await first.release()
    await waiting

    assert await other.is_held()
    assert not await first.is_held()
    assert not await first.take()
    await other.release()


@pytest.mark.postgres
async def test_lost_connection_is_noticed(postgres_url, monkeypatch):
    """Another process may have the lock by then: this one must not act on."""
    monkeypatch.setattr(active, "_HOLDER_LOOKS", 0.01)
    engines = connect(postgres_url)
    lock = ActiveLock(engines)
    assert await lock.take()
    lost = asyncio.create_task(lock.lost())

    async with engines.writer.connect() as connection:
        ended = "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory'"
        key = "((classid::bigint << 32) | objid::bigint) = :key"
        await connection.execute(text(f"{ended} AND {key}"), {"key": lock._key})
    async with asyncio.timeout(10):
        await lost

    assert not await lock.is_held()
    await lock.release()
    assert await lock.take()
    await lock.release()
    await engines.dispose()
