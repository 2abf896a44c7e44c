"""Updates as Telegram sent them, kept before they are acknowledged and until they are answered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, func, select, update
from sqlalchemy.dialects import postgresql, sqlite

from storage import tables
from storage.engines import Engines

_I = tables.inbox.c
_M = tables.memory.c


@dataclass(frozen=True, slots=True)
class StoredUpdate:
    """`body` is the update's JSON; `attempts` counts the starts at which it was waiting."""

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
        """Stores (id, chat, JSON) of those that are new and returns them; when it returns they are safe."""
        if not updates:
            return []
        rows = [
            {"update_id": id_, "chat_id": chat, "body": body, "received_at": now, "attempts": 0}
            for id_, chat, body in updates
        ]
        statement = self._dialect.insert(tables.inbox).on_conflict_do_nothing(index_elements=["update_id"])
        async with self._engines.writer.begin() as connection:
            stored = await connection.execute(statement.values(rows).returning(_I.update_id))
            new = set(stored.scalars())
        return [StoredUpdate(*row) for row in updates if row[0] in new]

    async def restarted(self) -> list[StoredUpdate]:
        """At start: all that was received and not answered, in order, with one more attempt counted."""
        waiting = _I.done_at.is_(None)
        query = select(_I.update_id, _I.chat_id, _I.body, _I.attempts).where(waiting)
        async with self._engines.writer.begin() as connection:
            await connection.execute(update(tables.inbox).where(waiting).values(attempts=_I.attempts + 1))
            return [StoredUpdate(*row) for row in await connection.execute(query.order_by(_I.update_id))]

    async def done(self, update_id: int, now: datetime) -> None:
        """Answered: the body, which may hold what a person wrote, is erased."""
        statement = update(tables.inbox).where(_I.update_id == update_id).values(done_at=now, body=None)
        async with self._engines.writer.begin() as connection:
            await connection.execute(statement)

    async def last_id(self) -> int | None:
        async with self._engines.reader.connect() as connection:
            last: int | None = (await connection.execute(select(func.max(_I.update_id)))).scalar_one()
            return last

    async def forget_before(self, moment: datetime) -> None:
        """Telegram repeats nothing older than a day; the last one stays, for the offset."""
        last = select(func.max(_I.update_id)).scalar_subquery()
        old = delete(tables.inbox).where(_I.done_at < moment, _I.update_id < last)
        async with self._engines.writer.begin() as connection:
            await connection.execute(old)


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


#: Answered updates are kept for so long, so that one that Telegram repeats is known.
KEPT = timedelta(days=3)
