"""Stores over a fresh database, and over one that was migrated revision by revision with data in it."""

from collections.abc import AsyncIterator

import pytest

from storage.engines import Engines, connect
from storage.migrations import migrate
from storage.store import SqlStore
from tests.migrated import migrated
from tests.storage.history import step_by_step


@pytest.fixture
async def engines(database: str) -> AsyncIterator[Engines]:
    engines = connect(database)
    yield engines
    await engines.dispose()


@pytest.fixture
async def store(database: str, engines: Engines) -> AsyncIterator[SqlStore]:
    """At the newest revision."""
    await migrated(database)
    store = SqlStore(engines)
    yield store
    await store.finish()


@pytest.fixture(params=["at once", "step by step"])
async def any_store(engines: Engines, request: pytest.FixtureRequest) -> AsyncIterator[SqlStore]:
    """The newest revision, however the database came there."""
    await (migrate(engines) if request.param == "at once" else step_by_step(engines))
    store = SqlStore(engines)
    yield store
    await store.finish()
