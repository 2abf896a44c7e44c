"""Notices, the log of events, and the drafts of open dialogues."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import delete, func, select

from core.act import Event
from core.draft import Draft
from core.notice import Notice, NoticeKind, NoticeState
from storage import tables
from storage.rows import Rows, add_new, to_row


class SqlNotices(Rows[Notice]):
    table, entity = tables.notices, Notice

    async def add(self, notices: Iterable[Notice]) -> None:  # type: ignore[override]  # many at once, by key
        rows = [{k: v for k, v in to_row(n).items() if k != "id"} for n in notices]
        await add_new(self.connection, self.table, rows, "key")

    async def sent(self, booking_id: int, kind: NoticeKind, person_id: int) -> Sequence[Notice]:
        t = self.table.c
        return await self.where(
            t.booking_id == booking_id, t.kind == kind, t.person_id == person_id, t.sent_at.is_not(None)
        )

    async def made(self, booking_id: int, kind: NoticeKind) -> Sequence[Notice]:
        return await self.where(self.table.c.booking_id == booking_id, self.table.c.kind == kind)

    async def undelivered(self, kind: NoticeKind, before: datetime) -> Sequence[Notice]:
        t = self.table.c
        return await self.where(t.state == NoticeState.WAITING, t.kind == kind, t.created_at < before)

    async def shown_as(self, person_id: int, message_id: int) -> Notice | None:
        t = self.table.c
        found = await self.where(t.person_id == person_id, t.message_id == message_id)
        return found[-1] if found else None


class SqlEvents(Rows[Event]):
    table, entity = tables.events, Event

    async def seen(self, key: str) -> Event | None:
        return await self.one(select(self.table).where(self.table.c.key == key))

    async def of_booking(self, booking_id: int) -> Sequence[Event]:
        return await self.where(self.table.c.booking_id == booking_id)

    async def of_client(self, client_id: int) -> Sequence[Event]:
        return await self.where(self.table.c.client_id == client_id)

    async def count(self, client_id: int, kind: str, by: int, since: datetime) -> int:
        t = self.table.c
        theirs = (t.client_id == client_id, t.kind == kind, t.by == by, t.at > since)
        return int((await self.connection.execute(select(func.count()).where(*theirs))).scalar_one())


class SqlDrafts(Rows[Draft]):
    table, entity = tables.drafts, Draft

    async def current(self, person_id: int) -> Draft | None:
        t = self.table.c
        found = await self.where(t.person_id == person_id, t.parked.is_(False))
        return found[-1] if found else None

    async def named(self, person_id: int, dialogue: str) -> Draft | None:
        t = self.table.c
        found = await self.where(t.person_id == person_id, t.dialogue == dialogue)
        return found[-1] if found else None

    async def by_key(self, key: str) -> Draft | None:
        return await self.one(select(self.table).where(self.table.c.key == key))

    async def all_open(self) -> Sequence[Draft]:
        return await self.where(self.table.c.parked.is_(False))

    async def close(self, draft_id: int) -> None:
        await self.connection.execute(delete(self.table).where(self.table.c.id == draft_id))

    async def close_untouched_since(self, moment: datetime) -> int:
        result = await self.connection.execute(delete(self.table).where(self.table.c.updated_at < moment))
        return result.rowcount
