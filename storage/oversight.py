"""What an admin reads across all trainers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    String,
    case,
    cast,
    func,
    insert,
    literal,
    or_,
    select,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from core.act import Event
from core.booking import Booking
from core.conflicts import LONGEST_SESSION
from core.errors import NotFound
from core.notice import NoticeKind, NoticeState
from core.oversight import Coach, Named, Overseen, Sought
from core.people import ClientStatus, Trainer
from core.period import Period
from core.profile import Standing
from storage import tables
from storage.rows import entity_of

_B, _S, _T, _C = tables.bookings.c, tables.slots.c, tables.trainers.c, tables.clients.c
_LISTED = tuple(status for status in ClientStatus if status.is_listed)


class SqlOversight:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def session(self, booking_id: int) -> Overseen:
        found = await self._overseen(_sessions().where(_B.id == booking_id))
        if not found:
            raise NotFound
        return found[0]

    async def sessions(self, sought: Sought, skip: int, most: int) -> Sequence[Overseen]:
        query = _sessions().where(*_wanted(sought)).order_by(_B.starts_at, _B.id)
        return await self._overseen(query.offset(skip).limit(most))

    async def clashes(self, now: datetime, skip: int, most: int) -> Sequence[Overseen]:
        query = _sessions().where(*_clashing(now)).order_by(_B.starts_at, _B.id)
        return await self._overseen(query.offset(skip).limit(most))

    async def count_clashes(self, now: datetime) -> int:
        query = select(func.count()).select_from(tables.bookings)
        query = query.join(tables.slots, _S.id == _B.slot_id).where(*_clashing(now))
        return int((await self._connection.execute(query)).scalar_one())

    async def coaches(self, now: datetime, skip: int, most: int) -> Sequence[Coach]:
        profile = tables.profiles.c
        clients = _count(_C.id, _C.trainer_id == _T.id, _C.status.in_(_LISTED))
        ahead = _count(_B.id, _B.trainer_id == _T.id, _B.takes_time, _B.starts_at > now)
        waits = case((profile.standing == Standing.WAITING, 0), else_=1)
        query = (
            select(_T.id, _T.name, profile.standing, _T.created_at, clients, ahead)
            .join_from(tables.trainers, tables.profiles, profile.id == _T.id)
            .order_by(waits, func.lower(_T.name), _T.id)
        )
        rows = await self._connection.execute(query.offset(skip).limit(most))
        return [Coach(*row) for row in rows]

    async def everybody(self) -> Sequence[Named]:
        trainers = select(_T.id, _T.name).order_by(_T.name, _T.id)
        clients = (
            select(_T.id, _T.name, _C.id, _C.name)
            .join_from(tables.clients, tables.trainers, _T.id == _C.trainer_id)
            .where(_C.status.in_(_LISTED))
            .order_by(_C.name, _C.id)
        )
        found = [Named(*row) for row in await self._connection.execute(trainers)]
        return [*found, *(Named(*row) for row in await self._connection.execute(clients))]

    async def trainers(self) -> Sequence[Trainer]:
        rows = (await self._connection.execute(select(tables.trainers).order_by(_T.id))).mappings()
        return [Trainer(**row) for row in rows]

    async def events(
        self, trainer_id: int | None, kinds: Sequence[str], skip: int, most: int
    ) -> Sequence[Event]:
        e = tables.events.c
        wanted: list[ColumnElement[bool]] = [e.kind.in_(list(kinds))] if kinds else []
        if trainer_id is not None:
            wanted.append(or_(e.trainer_id == trainer_id, e.by == trainer_id))
        query = select(tables.events).where(*wanted).order_by(e.id.desc()).offset(skip).limit(most)
        return [Event(**row) for row in (await self._connection.execute(query)).mappings()]

    async def names(self, people: Sequence[int]) -> dict[int, str]:
        p = tables.people.c
        rows = await self._connection.execute(select(p.id, p.name).where(p.id.in_(list(people))))
        return {row.id: row.name for row in rows}

    async def reachable(self) -> int:
        p = tables.people.c
        query = select(func.count()).select_from(tables.people).where(p.blocked_at.is_(None))
        return int((await self._connection.execute(query)).scalar_one())

    async def zones(self) -> Sequence[str]:
        p = tables.people.c
        query = select(p.zone).where(p.blocked_at.is_(None)).distinct().order_by(p.zone)
        return list((await self._connection.execute(query)).scalars())

    async def announce(self, key: str, zone: str, text: str, now: datetime, due_at: datetime) -> int:
        n, p = tables.notices.c, tables.people.c
        values: dict[Any, Any] = {
            n.key: literal(f"{key}:") + cast(p.id, String),
            n.person_id: p.id,
            n.kind: literal(NoticeKind.SERVICE, n.kind.type),
            n.created_at: literal(now, n.created_at.type),
            n.due_at: literal(due_at, n.due_at.type),
            n.facts: literal({"text": text}, n.facts.type),
            n.state: literal(NoticeState.WAITING, n.state.type),
            n.silent: literal(value=True),
            n.attempts: literal(0),
        }
        people = select(*values.values()).where(p.zone == zone, p.blocked_at.is_(None))
        result = await self._connection.execute(insert(tables.notices).from_select(list(values), people))
        return result.rowcount

    async def _overseen(self, query: Select[Any]) -> list[Overseen]:
        rows = (await self._connection.execute(query)).mappings()
        return [
            Overseen(
                entity_of(row, tables.bookings, Booking),
                row[_T.name],
                row[_C.name],
                row[_T.zone],
                row[_S.anyway],
            )
            for row in rows
        ]


def _sessions() -> Select[Any]:
    return (
        select(tables.bookings, _T.name, _C.name, _T.zone, _S.anyway)
        .join_from(tables.bookings, tables.trainers, _T.id == _B.trainer_id)
        .join(tables.clients, _C.id == _B.client_id)
        .join(tables.slots, _S.id == _B.slot_id)
    )


def _wanted(sought: Sought) -> list[ColumnElement[bool]]:
    wanted: list[ColumnElement[bool]] = []
    if sought.trainer_id is not None:
        wanted.append(_B.trainer_id == sought.trainer_id)
    if sought.client_id is not None:
        wanted.append(_B.client_id == sought.client_id)
    if sought.status is not None:
        wanted.append(_B.status == sought.status)
    return wanted + (_inside(sought.within) if sought.within is not None else [])


def _inside(within: Period) -> list[ColumnElement[bool]]:
    """No session is longer than half a day: the lower bound keeps the walk over an index short."""
    earliest = within.start - LONGEST_SESSION
    return [_B.starts_at < within.end, _B.starts_at > earliest, _B.ends_at > within.start]


def _clashing(now: datetime) -> list[ColumnElement[bool]]:
    return [_B.takes_time, _B.ends_at > now, _B.allowed.is_(None), or_(_B.double, _S.anyway)]


def _count(column: ColumnElement[int], *conditions: ColumnElement[bool]) -> Any:
    return select(func.count(column)).where(*conditions).scalar_subquery()
