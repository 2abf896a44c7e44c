"""The ground under the other tests: fresh databases that do not see each other, wherever they run."""

import asyncio
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import asyncpg
import pytest
from sqlalchemy import make_url
from sqlalchemy.ext.asyncio import create_async_engine

from tests import databases

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module", params=["installed", "embedded"])
def server(request: pytest.FixtureRequest) -> Iterator[str]:
    binaries = databases.WAYS[request.param]()
    if binaries is None:
        pytest.skip(f"no {request.param} PostgreSQL")
    with databases.server(binaries) as url:
        yield url


async def connected(url: str) -> asyncpg.Connection:
    path = make_url(url).query["schema"]
    return await asyncpg.connect(databases.plain(url), server_settings={"search_path": f"{path},public"})


@pytest.mark.postgres
async def test_server_answers_with_its_own_settings(server):
    connection = await asyncpg.connect(server)
    assert await connection.fetchval("SHOW fsync") == "off"
    assert await connection.fetchval("SHOW server_encoding") == "UTF8"
    await connection.close()


@pytest.mark.postgres
async def test_server_excludes_overlaps_by_btree_gist(server):
    async with databases.schema(server) as url:
        connection = await connected(url)
        await connection.execute(f"CREATE SCHEMA {make_url(url).query['schema']}")
        await connection.execute("CREATE EXTENSION IF NOT EXISTS btree_gist")
        await connection.execute(
            "CREATE TABLE slot (trainer int, s int, e int,"
            " EXCLUDE USING gist (trainer WITH =, int4range(s, e) WITH &&))"
        )
        await connection.execute("INSERT INTO slot VALUES (1, 18, 19), (1, 19, 20), (2, 18, 19)")
        with pytest.raises(asyncpg.ExclusionViolationError):
            await connection.execute("INSERT INTO slot VALUES (1, 18, 20)")
        await connection.close()


@pytest.mark.postgres
async def test_schemas_do_not_see_each_other_and_are_gone_afterwards(server):
    async with databases.schema(server) as first, databases.schema(server) as second:
        for url in (first, second):
            connection = await connected(url)
            await connection.execute(f"CREATE SCHEMA {make_url(url).query['schema']}")
            await connection.execute("CREATE TABLE note (words text)")
            await connection.execute("INSERT INTO note VALUES ($1)", url)
            assert [row["words"] for row in await connection.fetch("SELECT words FROM note")] == [url]
            await connection.close()

    connection = await asyncpg.connect(server)
    left = await connection.fetch("SELECT nspname FROM pg_namespace WHERE nspname LIKE 't\\_%'")
    assert left == []
    await connection.close()


async def test_database_is_empty_and_answers(database):
    url = make_url(database)
    engine = create_async_engine(url.difference_update_query(["schema"]))
    async with engine.connect() as connection:
        assert (await connection.exec_driver_sql("SELECT 1")).scalar_one() == 1
    await engine.dispose()

    own = url.database if url.get_backend_name() == "sqlite" else url.query["schema"]
    assert str(own).endswith("bot.db") or str(own).startswith("t_")


@pytest.mark.postgres
async def test_server_ends_with_the_process_that_started_it():
    way = next(databases.ways(), None)
    if way is None:
        pytest.skip("no PostgreSQL")
    code = (
        "import os, signal, sys; from pathlib import Path; from tests import databases\n"
        "print(databases.start(Path(sys.argv[1]))[0], flush=True)\n"
        "os.kill(os.getpid(), signal.SIGKILL)"
    )
    killed = subprocess.run([sys.executable, "-c", code, way[1]], cwd=ROOT, capture_output=True, text=True)

    await until_refused(killed.stdout.strip())


async def until_refused(url: str) -> None:
    for _ in range(200):
        try:
            connection = await asyncpg.connect(url)
        except (OSError, asyncpg.PostgresError):
            return
        await connection.close()
        await asyncio.sleep(0.05)
    pytest.fail("the server still answers")


@pytest.mark.parametrize("ci, code", [("", 0), ("true", 1)])
def test_run_without_postgres_says_so_and_fails_in_ci(tmp_path, ci, code):
    environment = {
        key: value for key, value in os.environ.items() if not key.startswith(("TEST_", "PYTEST_"))
    }
    here = f"{Path(__file__).name}::test_database_is_empty_and_answers"
    run = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", f"tests/{here}"],
        cwd=ROOT,
        env=environment | {"CI": ci, "TEST_POSTGRES": "none"},
        capture_output=True,
        text=True,
    )

    assert "NOT TESTED ON POSTGRESQL" in run.stdout
    assert "1 passed, 1 skipped" in run.stdout
    assert run.returncode == code
