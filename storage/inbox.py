"""Updates as Telegram sent them, kept before they are acknowledged and until they are answered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, delete, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

from storage import tables
from storage.engines import Engines

_I = tables.inbox.c
_M = tables.memory.c


@dataclass(frozen=True, slots=True)
class StoredUpdate:
    """`body` is the update's JSON; `attempts` counts the tries that ended with their process."""

    update_id: int
    chat_id: int
    body: str
    attempts: int = 0


class SqlInbox:
    """Each call is a transaction of its own."""

    def __init__(self, engines: Engines) -> None:
        self._engines = engines
        self._dialect = sqlite if engines.is_sqlite else postgresql

    async def keep(self, updates: Sequence[tuple[int, int, str]], now: datetime) -> list[StoredUpdate]:
        """Stores (id, chat, JSON); when it returns they are safe. Gives back those not answered yet."""
        if not updates:
            return []
        rows = [
            {"update_id": id_, "chat_id": chat, "body": body, "received_at": now, "attempts": 0}
            for id_, chat, body in updates
        ]
        new = self._dialect.insert(tables.inbox).on_conflict_do_nothing(index_elements=["update_id"])
        ids = [id_ for id_, _chat, _body in updates]
        async with self._engines.writer.begin() as connection:
            await connection.execute(new.values(rows))
            return await _waiting(connection, _I.update_id.in_(ids))

    async def waiting(self) -> list[StoredUpdate]:
        """At start: all that was received and not answered, in order."""
        async with self._engines.reader.connect() as connection:
            return await _waiting(connection)

    async def tried(self, update_id: int) -> None:
        """Counts another try of an update that outlived a process."""
        row = update(tables.inbox).where(_I.update_id == update_id)
        async with self._engines.writer.begin() as connection:
            await connection.execute(row.values(attempts=_I.attempts + 1))

    async def done(self, update_ids: Sequence[int], now: datetime) -> None:
        """Answered: the body, which may hold what a person wrote, is erased."""
        rows = update(tables.inbox).where(_I.update_id.in_(update_ids))
        async with self._engines.writer.begin() as connection:
            await connection.execute(rows.values(done_at=now, body=None))

    async def forget_before(self, moment: datetime) -> None:
        """Answered ones that Telegram will not repeat any more."""
        async with self._engines.writer.begin() as connection:
            await connection.execute(delete(tables.inbox).where(_I.done_at < moment))


async def _waiting(connection: AsyncConnection, *conditions: ColumnElement[bool]) -> list[StoredUpdate]:
    query = select(_I.update_id, _I.chat_id, _I.body, _I.attempts).where(_I.done_at.is_(None), *conditions)
    return [
        StoredUpdate(*row) for row in await connection.execute(query.order_by(_I.received_at, _I.update_id))
    ]


class SqlMemory:
    """What the bot remembers about itself, by key."""

    def __init__(self, engines: Engines) -> None:
        self._engines = engines
        self._dialect = sqlite if engines.is_sqlite else postgresql

    async def recall(self, key: str) -> str | None:
        async with self._engines.reader.connect() as connection:
            query = select(_M.value).where(_M.key == key)
            return (await connection.execute(query)).scalar_one_or_none()

    async def remember(self, key: str, value: str) -> None:
        statement = self._dialect.insert(tables.memory).values(key=key, value=value)
        statement = statement.on_conflict_do_update(index_elements=["key"], set_={"value": value})
        async with self._engines.writer.begin() as connection:
            await connection.execute(statement)
