"""How tables are written down: their names, columns and indexes."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Column, ForeignKey, Index, MetaData, text

from storage.types import Id

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


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
