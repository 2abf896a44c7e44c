"""The databases of the run and of each test; tests/databases.py says where they come from."""

import asyncio
import gc
import os
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
import structlog

from tests import databases
from tests.migrated import drop_spare, give_back

# Its own default draws every traceback with all locals, which takes seconds.
structlog.configure(
    processors=[
        structlog.processors.add_log_level,
        structlog.processors.format_exc_info,
        structlog.processors.KeyValueRenderer(key_order=["level", "event"]),
    ]
)


def pytest_collection_finish() -> None:
    """What is there by now stays: looking through it again and again for garbage takes a tenth of the run."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


def pytest_configure(config: pytest.Config) -> None:
    """With workers the server is started before them, so that they share it; alone it waits for a test."""
    if hasattr(config, "workerinput"):
        return
    if config.getoption("numprocesses", default=None) or "TEST_DATABASE_URL" in os.environ:
        databases.run.ask()
        databases.prepare_given()


def pytest_unconfigure(config: pytest.Config) -> None:
    if databases.run.url is not None:
        asyncio.run(drop_spare(databases.run.url))
    databases.run.stop()


def is_without_postgres(config: pytest.Config) -> bool:
    asked = databases.run.asked and not hasattr(config, "workerinput")
    return asked and databases.run.url is None


def pytest_sessionfinish(session: pytest.Session) -> None:
    if is_without_postgres(session.config) and os.environ.get("CI") == "true":
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    if not is_without_postgres(config):
        return
    terminalreporter.section("NOT TESTED ON POSTGRESQL", sep="!", red=True, bold=True)
    terminalreporter.line("There was no server. Install PostgreSQL, or set TEST_DATABASE_URL.")
    for refusal in databases.run.refusals:
        terminalreporter.line(f"  {refusal}")


@pytest.fixture
def memory(tmp_path: Path) -> Iterator[Path]:
    """For what the test alone reads, in memory where there is such a place: it need not reach the disk."""
    shared = Path("/dev/shm")  # noqa: S108  # the folder in it is the test's own
    if not os.access(shared, os.W_OK):
        yield tmp_path
        return
    with TemporaryDirectory(dir=shared) as own:
        yield Path(own)


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
async def database(request: pytest.FixtureRequest, memory: Path) -> AsyncIterator[str]:
    """The address of an empty database, once of each kind."""
    if request.param == "sqlite":
        yield databases.fresh_sqlite(memory)
        return
    async with databases.fresh_postgres() as url:
        yield url
        await give_back(url)


@pytest.fixture
def sqlite_url(memory: Path) -> str:
    return databases.fresh_sqlite(memory)


@pytest.fixture
async def postgres_url() -> AsyncIterator[str]:
    """The test that uses it is marked `postgres` by hand: a fixture cannot mark."""
    async with databases.fresh_postgres() as url:
        yield url
        await give_back(url)
