"""The newest tables, however a database came there, and the guards after every step."""

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import func, inspect, select, text

from core.booking import Status
from storage import guards, tables
from storage.engines import BadDatabase, connect, said_plainly
from storage.migrations import config, head, migrate, revision
from storage.store import SqlStore
from tests.storage.history import step_by_step

OLD_ROWS = {"people": 2, "trainers": 1, "clients": 2, "slots": 3, "bookings": 3, "notices": 1}
REVISIONS = [r.revision for r in reversed(list(ScriptDirectory.from_config(config()).walk_revisions()))]


def test_there_is_one_line_of_revisions():
    assert ScriptDirectory.from_config(config()).get_heads() == [REVISIONS[-1]]


async def test_guards_are_there_after_every_revision(engines):
    expected = {"0001": {"guard_trainer_time"}}
    for name in REVISIONS:
        await migrate(engines, name)
        async with engines.reader.connect() as connection:
            gone = {n.removesuffix("_insert").removesuffix("_update") for n in await _missing(connection)}
        assert guards.ALL - gone == expected.get(name, guards.ALL), name


async def _missing(connection):
    return await connection.run_sync(guards.missing)


# The one index over an expression is asked for by name in test_plans.
@pytest.mark.filterwarnings("ignore:Skipped unsupported reflection of expression-based index")
@pytest.mark.parametrize("way", [migrate, step_by_step])
async def test_migrated_tables_are_those_of_the_program(engines, way):
    await way(engines)

    async with engines.reader.connect() as connection:
        differences = await connection.run_sync(_differences)
        assert await connection.run_sync(_indexes) == _wanted_indexes(engines.is_sqlite)
        assert await connection.run_sync(revision) == head()
    assert differences == []


def _differences(connection):
    def ours(thing, name, kind, reflected, compare_to):
        return not (kind == "index" and name == "ix_bookings_client_time")

    options = {"compare_type": True, "compare_server_default": True, "include_object": ours}
    context = MigrationContext.configure(connection, opts=options)
    return compare_metadata(context, tables.metadata)


def _indexes(connection):
    """Table, columns, uniqueness and condition of every index, by its name."""
    found = {}
    seen = inspect(connection)
    for table in tables.metadata.tables:
        for index in seen.get_indexes(table):
            options = index.get("dialect_options", {})
            where = options.get("sqlite_where", options.get("postgresql_where"))
            if index["column_names"] != [None, "starts_at"] and not index.get("duplicates_constraint"):
                unique = bool(index["unique"])
                found[index["name"]] = (table, tuple(index["column_names"]), unique, _condition(where))
    # PostgreSQL's EXCLUDE has an index of its own, which its constraint tells of.
    return {name: known for name, known in found.items() if not name.startswith("guard_")}


def _wanted_indexes(sqlite):
    return {
        index.name: (
            table.name,
            tuple(index.columns.keys()),
            index.unique,
            _condition(index.dialect_options["sqlite" if sqlite else "postgresql"]["where"]),
        )
        for table in tables.metadata.tables.values()
        for index in table.indexes
    }


def _condition(where):
    text = str(where) if where is not None else ""
    return " ".join(text.replace("(", "").replace(")", "").replace("::text", "").split())


async def test_rows_of_an_old_database_are_kept(engines):
    await step_by_step(engines)

    old = await SqlStore(engines).read(lambda books: books.bookings.get(1))
    assert await _counts(engines) == OLD_ROWS
    assert (old.status, old.price, old.double, old.acknowledged_at) == (
        Status.CONFIRMED,
        500_000,
        False,
        None,
    )


async def test_migrating_twice_changes_nothing(engines):
    await step_by_step(engines)

    await migrate(engines)

    async with engines.reader.connect() as connection:
        assert await _missing(connection) == []
    assert await _counts(engines) == OLD_ROWS


async def _counts(engines):
    async with engines.reader.connect() as connection:
        return {
            name: await connection.scalar(select(func.count()).select_from(tables.metadata.tables[name]))
            for name in OLD_ROWS
        }


async def test_foreign_keys_hold_after_a_migration(engines):
    await step_by_step(engines)

    with pytest.raises(Exception, match=r"(?i)foreign key"):
        async with engines.writer.begin() as connection:
            await connection.execute(text("DELETE FROM bookings WHERE id = 1"))


async def test_database_of_a_later_version_is_refused(engines):
    await migrate(engines)
    async with engines.writer.begin() as connection:
        await connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))

    with pytest.raises(BadDatabase, match="later version"):
        await migrate(engines)


async def test_file_that_is_no_database_is_said_plainly(tmp_path):
    (tmp_path / "bot.db").write_text("my notes, not a database " * 100)
    engines = connect(f"sqlite+aiosqlite:///{tmp_path / 'bot.db'}")

    with (
        pytest.raises(BadDatabase, match="the database cannot be used: file is not a database"),
        said_plainly(),
    ):
        await migrate(engines)
    await engines.dispose()
