"""The one mapper between entities and rows: columns are named as fields, types convert themselves."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields, replace
from functools import cache
from typing import Any, ClassVar, Generic, TypeVar

from sqlalchemy import ColumnElement, Select, Table, Update, bindparam, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.sql.dml import ReturningInsert

from core.errors import NotFound

E = TypeVar("E")


def to_row(entity: Any) -> dict[str, Any]:
    return {f.name: getattr(entity, f.name) for f in fields(entity)}


def entity_of(row: Mapping[Any, Any], table: Table, entity: type[Any]) -> Any:
    """One of several entities that a join has brought; nothing where it has found none."""
    return None if row[table.c.id] is None else entity(**{c.name: row[c] for c in table.c})


@cache
def _by_id(table: Table) -> Select[Any]:
    return select(table).where(table.c.id == bindparam("id"))


@cache
def _adding(table: Table) -> ReturningInsert[Any]:
    return insert(table).returning(table.c.id)


@cache
def _saving(table: Table, *names: str) -> Update:
    values: dict[str, Any] = {name: bindparam(f"new_{name}") for name in names if name != "id"}
    return update(table).where(table.c.id == bindparam("new_id")).values(values)


def _renamed(row: Mapping[str, Any]) -> dict[str, Any]:
    """As the parameters of `_saving`: the columns' own names are taken."""
    return {f"new_{name}": value for name, value in row.items()}


class Rows(Generic[E]):
    """One table as a collection of entities, inside one transaction."""

    table: ClassVar[Table]
    entity: ClassVar[type[Any]]

    def __init__(self, connection: AsyncConnection) -> None:
        self.connection = connection

    async def get(self, id_: int) -> E:
        if (found := await self.find(id_)) is None:
            raise NotFound
        return found

    async def find(self, id_: int | None) -> E | None:
        if id_ is None:
            return None
        return await self.one(_by_id(self.table), {"id": id_})

    async def add(self, entity: E) -> E:
        row = to_row(entity)
        if row["id"] == 0:
            del row["id"]
        result = await self.connection.execute(_adding(self.table), row)
        added: E = replace(entity, id=result.scalar_one())  # type: ignore[type-var]  # entities are dataclasses
        return added

    async def save(self, entity: E) -> None:
        row = to_row(entity)
        await self.connection.execute(_saving(self.table, *row), _renamed(row))

    async def pick(self, ids: Iterable[int]) -> list[E]:
        wanted = sorted(set(ids))
        return await self.where(self.table.c.id.in_(wanted)) if wanted else []

    async def add_all(self, entities: Sequence[E]) -> list[E]:
        """In one statement; their ids are in the order in which they are given."""
        if not entities:
            return []
        rows = [{name: value for name, value in to_row(e).items() if name != "id"} for e in entities]
        # SQLite numbers rows in the order in which they stand; to be told so it would insert them one by one.
        by_number = self.connection.dialect.name == "sqlite"
        query = insert(self.table).returning(self.table.c.id, sort_by_parameter_order=not by_number)
        found = (await self.connection.execute(query, rows)).scalars().all()
        ids = sorted(found) if by_number else found
        return [replace(e, id=id_) for e, id_ in zip(entities, ids, strict=True)]  # type: ignore[type-var]

    async def save_all(self, entities: Sequence[E]) -> None:
        if not entities:
            return
        rows = [to_row(e) for e in entities]
        await self.connection.execute(_saving(self.table, *rows[0]), [_renamed(row) for row in rows])

    async def one(self, query: Select[Any], wanted: Mapping[str, Any] | None = None) -> E | None:
        row = (await self.connection.execute(query, wanted)).mappings().first()
        return None if row is None else self.entity(**row)

    async def many(self, query: Select[Any]) -> list[E]:
        return [self.entity(**row) for row in (await self.connection.execute(query)).mappings()]

    async def where(
        self, *conditions: ColumnElement[bool], by: str = "id", most: int | None = None
    ) -> list[E]:
        query = select(self.table).where(*conditions).order_by(self.table.c[by], self.table.c.id)
        return await self.many(query.limit(most) if most else query)

    async def earliest(self, column: str, *conditions: ColumnElement[bool]) -> Any:
        """The smallest value of a column among those rows, or nothing."""
        wanted = self.table.c[column]
        query = select(wanted).where(wanted.is_not(None), *conditions).order_by(wanted).limit(1)
        return (await self.connection.execute(query)).scalar_one_or_none()


async def add_new(
    connection: AsyncConnection, table: Table, rows: Sequence[dict[str, Any]], unique: str
) -> int:
    """Inserts those whose `unique` column is not there yet; returns how many were."""
    dialect = sqlite if connection.dialect.name == "sqlite" else postgresql
    added = 0
    for row in rows:
        statement = dialect.insert(table).values(row).on_conflict_do_nothing(index_elements=[unique])
        added += (await connection.execute(statement)).rowcount
    return added
