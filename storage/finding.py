"""Profiles, requests, what was told in confidence, waiting, classes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite

from core.directory import Listing
from core.group_class import ClassStatus, GroupClass
from core.period import Period
from core.profile import Profile, Standing
from core.request import Health, Intake, Request, RequestStatus
from core.wait import Wait, WaitStatus
from storage import tables
from storage.listings import listings
from storage.rows import E, Rows, to_row

_OPEN = (WaitStatus.WAITING, WaitStatus.OFFERED)


class SqlProfiles(Rows[Profile]):
    table, entity = tables.profiles, Profile

    async def by_code(self, code: str) -> Profile | None:
        return next(iter(await self.where(self.table.c.code == code)), None)

    async def found(self) -> Sequence[Profile]:
        return await self.where(self.table.c.listed, self.table.c.standing == Standing.ADMITTED)

    async def listings(self, *, with_bio: bool = False) -> Sequence[Listing]:
        return await listings(self.connection, with_bio=with_bio)

    async def waiting(self) -> Sequence[Profile]:
        return await self.where(self.table.c.standing == Standing.WAITING, by="created_at")


class SqlRequests(Rows[Request]):
    table, entity = tables.requests, Request

    async def open_between(self, trainer_id: int, person_id: int) -> Request | None:
        t = self.table.c
        pair = (t.trainer_id == trainer_id, t.person_id == person_id)
        return next(iter(await self.where(*pair, t.status == RequestStatus.OPEN)), None)

    async def open_of_trainer(self, trainer_id: int) -> Sequence[Request]:
        t = self.table.c
        return await self.where(t.trainer_id == trainer_id, t.status == RequestStatus.OPEN, by="created_at")

    async def of_person(self, person_id: int) -> Sequence[Request]:
        return await self.where(self.table.c.person_id == person_id)

    async def due(self, now: datetime, most: int) -> Sequence[Request]:
        return await self.where(self.table.c.next_at <= now, by="next_at", most=most)


class _Put(Rows[E]):
    """Rows that are one with somebody else's: written whether or not they were there."""

    async def put(self, entity: E) -> None:
        row = to_row(entity)
        dialect: Any = sqlite if self.connection.dialect.name == "sqlite" else postgresql
        new = dialect.insert(self.table).values(row)
        await self.connection.execute(new.on_conflict_do_update(index_elements=["id"], set_=row))


class SqlIntakes(_Put[Intake]):
    table, entity = tables.intakes, Intake


class SqlHealthNotes(_Put[Health]):
    table, entity = tables.health, Health

    async def of_person(self, person_id: int) -> Sequence[Health]:
        theirs = select(tables.clients.c.id).where(tables.clients.c.person_id == person_id)
        return await self.where(self.table.c.id.in_(theirs))

    async def erase(self, client_id: int) -> None:
        await self.connection.execute(delete(self.table).where(self.table.c.id == client_id))


class SqlWaits(Rows[Wait]):
    table, entity = tables.waits, Wait

    async def open_of_trainer(self, trainer_id: int) -> Sequence[Wait]:
        return await self._open(self.table.c.trainer_id == trainer_id)

    async def open_of_person(self, person_id: int) -> Sequence[Wait]:
        return await self._open(self.table.c.person_id == person_id)

    async def open_for_class(self, class_id: int) -> Sequence[Wait]:
        return await self._open(self.table.c.class_id == class_id)

    async def _open(self, whose: Any) -> Sequence[Wait]:
        return await self.where(whose, self.table.c.status.in_(_OPEN), by="created_at")

    async def wake(
        self, trainers: Iterable[int], now: datetime, *, people: Iterable[int | None] = ()
    ) -> None:
        t = self.table.c
        theirs = t.person_id.in_([id_ for id_ in people if id_ is not None])
        waiting = (or_(t.trainer_id.in_(list(trainers)), theirs), t.status.in_(_OPEN))
        await self.connection.execute(update(self.table).where(*waiting).values(next_at=now))

    async def due(self, now: datetime, most: int) -> Sequence[Wait]:
        return await self.where(self.table.c.next_at <= now, by="next_at", most=most)


class SqlClasses(Rows[GroupClass]):
    table, entity = tables.classes, GroupClass

    async def by_code(self, code: str) -> GroupClass | None:
        return next(iter(await self.where(self.table.c.code == code)), None)

    async def of_slots(self, slot_ids: Iterable[int]) -> Sequence[GroupClass]:
        return await self.where(self.table.c.slot_id.in_(list(slot_ids)), by="starts_at")

    async def of_trainer(self, trainer_id: int, within: Period) -> Sequence[GroupClass]:
        t = self.table.c
        inside = (t.starts_at < within.end, t.ends_at > within.start)
        going = t.status != ClassStatus.CANCELLED
        return await self.where(t.trainer_id == trainer_id, going, *inside, by="starts_at")

    async def of_run(self, run_id: int) -> Sequence[GroupClass]:
        return await self.where(self.table.c.run_id == run_id, by="starts_at")

    async def ahead(self, trainers: Iterable[int], now: datetime) -> Sequence[GroupClass]:
        t = self.table.c
        planned = (t.status == ClassStatus.PLANNED, t.starts_at > now)
        return await self.where(t.trainer_id.in_(list(trainers)), *planned, by="starts_at")

    async def wake(self, class_id: int, now: datetime) -> None:
        t = self.table.c
        small = (t.id == class_id, t.minimum > 0, t.status == ClassStatus.PLANNED, t.starts_at > now)
        await self.connection.execute(update(self.table).where(*small).values(next_at=now))

    async def due(self, now: datetime, most: int) -> Sequence[GroupClass]:
        return await self.where(self.table.c.next_at <= now, by="next_at", most=most)
