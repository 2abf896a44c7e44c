"""Taking notices that are due, one in flight a person."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Integer, Select, and_, bindparam, func, or_, select, tuple_, update
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.sql.dml import ReturningUpdate

from core.notice import LEASE, Notice, NoticeState
from storage import tables
from storage.engines import Engines

_N = tables.notices.c
_P = tables.people.c


class SqlOutbox:
    """What delivery takes its work from; each call is a transaction of its own."""

    def __init__(self, engines: Engines) -> None:
        self._engines = engines

    async def claim(self, now: datetime, most: int) -> Sequence[Notice]:
        """Leases the oldest due notice of each reachable person to whom nothing is on its way."""
        async with self._engines.writer.connect() as connection, connection.begin():
            return await _claim(connection, now, most, skip_locked=not self._engines.is_sqlite)

    async def release(self) -> None:
        """At start: whatever an earlier process had taken is nobody's any more."""
        held = update(tables.notices).where(_N.state == NoticeState.WAITING, _N.leased_until.is_not(None))
        async with self._engines.writer.begin() as connection:
            await connection.execute(held.values(leased_until=None))

    async def due_next(self) -> datetime | None:
        """When something is to be sent next: the earliest due moment or end of a lease."""
        moment = func.coalesce(_N.leased_until, _N.due_at, type_=_N.due_at.type)
        query = (
            select(func.min(moment, type_=_N.due_at.type))
            .join_from(tables.notices, tables.people, _N.person_id == _P.id)
            .where(_N.state == NoticeState.WAITING, _P.blocked_at.is_(None))
        )
        async with self._engines.reader.connect() as connection:
            found: datetime | None = (await connection.execute(query)).scalar_one()
            return found


async def _claim(connection: AsyncConnection, now: datetime, most: int, *, skip_locked: bool) -> list[Notice]:
    wanted = {"now": now, "lease": now + LEASE, "most": most}
    rows = (await connection.execute(_taking(skip_locked=skip_locked), wanted)).mappings().all()
    return sorted((Notice(**row) for row in rows), key=lambda n: (n.due_at, n.id))


@cache
def _taking(*, skip_locked: bool) -> ReturningUpdate[Any]:
    """Built once: it is asked for after every commit."""
    ids = _candidates().limit(bindparam("most", type_=Integer))
    if skip_locked:
        ids = ids.with_for_update(skip_locked=True, of=tables.notices)
    lease = bindparam("lease", type_=_N.leased_until.type)
    return (
        update(tables.notices)
        .where(_N.id.in_(ids.scalar_subquery()))
        .values(leased_until=lease, attempts=_N.attempts + 1)
        .returning(*tables.notices.c)
    )


def _candidates() -> Select[tuple[int]]:
    """Nobody gets a later notice before an earlier one, nor two at once."""
    earlier = tables.notices.alias("earlier")
    e = earlier.c
    now = bindparam("now", type_=_N.due_at.type)
    in_the_way = (
        select(e.id)
        .where(
            e.person_id == _N.person_id,
            e.state == NoticeState.WAITING,
            or_(
                e.leased_until > now,
                and_(e.due_at <= now, tuple_(e.due_at, e.id) < tuple_(_N.due_at, _N.id)),
            ),
        )
        .exists()
    )
    return (
        select(_N.id)
        .join_from(tables.notices, tables.people, _N.person_id == _P.id)
        .where(
            _N.state == NoticeState.WAITING,
            _N.due_at <= now,
            or_(_N.leased_until.is_(None), _N.leased_until <= now),
            _P.blocked_at.is_(None),
            ~in_the_way,
        )
        .order_by(_N.due_at, _N.id)
    )
