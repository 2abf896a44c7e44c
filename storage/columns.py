"""How columns and indexes are written in the list of tables."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Column, ForeignKey, Index, text

from storage.types import Id


def required(name: str, type_: Any, *args: Any, **options: Any) -> Column[Any]:
    return Column(name, type_, *args, nullable=False, **options)


def key() -> Column[Any]:
    return Column("id", Id, primary_key=True)


def to(table: str, name: str, *, nullable: bool = False) -> Column[Any]:
    return Column(name, Id, ForeignKey(f"{table}.id"), nullable=nullable)


def partial(name: str, *columns: str, where: dict[str, bool | None], unique: bool = False) -> Index:
    """An index over some rows only: by truth of a column, or (None) by its being set."""

    def condition(true: str, false: str) -> Any:
        forms = {True: true, False: false, None: "{} IS NOT NULL"}
        return text(" AND ".join(forms[wanted].format(column) for column, wanted in where.items()))

    return Index(
        name,
        *columns,
        unique=unique,
        sqlite_where=condition("{} = 1", "{} = 0"),
        postgresql_where=condition("{}", "NOT {}"),
    )
