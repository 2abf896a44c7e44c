"""The last line against double booking, in the database itself, whoever writes to it.

Defined once. Every migration that touches `slots` or `bookings` calls `create` again: on SQLite
Alembic copies the table and drops its triggers without a word.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError


@dataclass(frozen=True, slots=True)
class Guard:
    """No two rows of one `owner` that hold time may overlap. `owner` is SQL with {row} for the row."""

    name: str
    table: str
    owner: str
    holds: tuple[str, str]

    def on_sqlite(self) -> list[str]:
        """Guarded rows never overlap, so that the last one to start before the end tells it all."""
        yes, no = self.holds
        held = f"{{row}}{yes} = 1 AND {{row}}{no} = 0"
        body = (  # Only names of our own tables and columns.
            f"SELECT RAISE(ABORT, '{self.name}') WHERE (SELECT o.ends_at FROM {self.table} o "
            f"WHERE {self.owner.format(row='o.')} = {self.owner.format(row='NEW.')} "
            f"AND {held.format(row='o.')} AND o.id <> NEW.id AND o.starts_at < NEW.ends_at "
            f"ORDER BY o.starts_at DESC LIMIT 1) > NEW.starts_at;"
        )
        # After the write, because a new row has its id only then.
        return [
            f"CREATE TRIGGER {self.name}_{when.split()[0].lower()} AFTER {when} ON {self.table} "
            f"WHEN {held.format(row='NEW.')} BEGIN {body} END"
            for when in ("INSERT", "UPDATE")
        ]

    def on_postgres(self) -> list[str]:
        yes, no = self.holds
        statement = (
            f"ALTER TABLE {self.table} ADD CONSTRAINT {self.name} EXCLUDE USING gist "
            f"(({self.owner.format(row='')}) WITH =, tstzrange(starts_at, ends_at) WITH &&) "
            f"WHERE ({yes} AND NOT {no})"
        )
        return [statement]


#: A client on Telegram is a person with every trainer; one who is not yet is only this trainer's.
_CLIENT = "COALESCE({row}person_id, -{row}client_id)"

GUARDS = (
    Guard("guard_trainer_time", "slots", "{row}trainer_id", ("takes_time", "anyway")),
    Guard("guard_client_time", "bookings", _CLIENT, ("takes_time", "double")),
)

ALL = frozenset(g.name for g in GUARDS)


def create(connection: Connection, names: Collection[str] = ALL) -> None:
    """Makes the guards anew: all of them, but in the first migrations those that had columns then."""
    drop(connection)
    sqlite = connection.dialect.name == "sqlite"
    if sqlite and "guard_client_time" in names:
        connection.execute(text(_CLIENT_INDEX))
    for guard in (g for g in GUARDS if g.name in names):
        for statement in guard.on_sqlite() if sqlite else guard.on_postgres():
            connection.execute(text(statement))


def drop(connection: Connection) -> None:
    """Also what Alembic cannot copy with a table: an index over an expression."""
    if connection.dialect.name == "sqlite":
        connection.execute(text("DROP INDEX IF EXISTS ix_bookings_client_time"))
    for guard in GUARDS:
        if connection.dialect.name == "sqlite":
            for when in ("insert", "update"):
                connection.execute(text(f"DROP TRIGGER IF EXISTS {guard.name}_{when}"))
        else:
            connection.execute(text(f"ALTER TABLE {guard.table} DROP CONSTRAINT IF EXISTS {guard.name}"))


#: PostgreSQL's constraint brings its own index; SQLite's trigger needs one over the same expression.
_CLIENT_INDEX = (
    "CREATE INDEX IF NOT EXISTS ix_bookings_client_time "
    "ON bookings (COALESCE(person_id, -client_id), starts_at) WHERE takes_time = 1 AND double = 0"
)


def missing(connection: Connection) -> list[str]:
    """Names of guards that the database does not have."""
    if connection.dialect.name == "sqlite":
        query = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        wanted = [f"{g.name}_{when}" for g in GUARDS for when in ("insert", "update")]
    else:
        query = (
            "SELECT conname FROM pg_constraint c JOIN pg_namespace n ON n.oid = c.connamespace "
            "WHERE n.nspname = current_schema()"
        )
        wanted = [g.name for g in GUARDS]
    there = set(connection.execute(text(query)).scalars())
    return [name for name in wanted if name not in there]


def caught(error: DBAPIError) -> bool:
    """Whether a guard or the seat index refused the write."""
    words = str(error.orig)
    # PostgreSQL names the index, SQLite its columns.
    seat = "uq_bookings_seat" in words or "bookings.slot_id, bookings.seat" in words
    return seat or any(g.name in words for g in GUARDS)
