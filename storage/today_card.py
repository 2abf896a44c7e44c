"""The pinned cards: whose day has changed is found by the events, the rest by its moment."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import delete, exists, func, select

from core.today_card import Pulse, TodayCard
from storage import tables
from storage.rows import Rows

_C, _P, _E = tables.today_cards.c, tables.people.c, tables.events.c
#: Looked up card by card, so that the first in order is found without reading all.
_REACHED = exists().where(_P.id == _C.id, _P.blocked_at.is_(None))


class SqlTodayCards(Rows[TodayCard]):
    table, entity = tables.today_cards, TodayCard

    async def remove(self, trainer_id: int) -> None:
        await self.connection.execute(delete(self.table).where(_C.id == trainer_id))

    async def due(self, now: datetime, most: int) -> Sequence[TodayCard]:
        return await self.where(_C.next_look_at <= now, _REACHED, by="next_look_at", most=most)

    async def every(self) -> Sequence[TodayCard]:
        return await self.where(_REACHED)

    async def pulse(self, since: int) -> Pulse:
        parts = (
            select(func.max(_E.id)).scalar_subquery(),
            select(func.count()).where(_E.id > since).scalar_subquery(),
            select(_C.next_look_at)
            .where(_C.next_look_at.is_not(None), _REACHED)
            .order_by(_C.next_look_at)
            .limit(1)
            .scalar_subquery(),
        )
        last, events, next_look_at = (await self.connection.execute(select(*parts))).one()
        return Pulse(last or 0, events, next_look_at)

    async def concerned(self, since: int, known: Iterable[int]) -> tuple[set[int], Sequence[TodayCard]]:
        """Who is told by an event: the trainer of it, or of its session or client, or who acted."""
        b, c = tables.bookings, tables.clients
        query = (
            select(_E.id, _E.by, _E.trainer_id, b.c.trainer_id, c.c.trainer_id)
            .outerjoin_from(tables.events, b, b.c.id == _E.booking_id)
            .outerjoin(c, c.c.id == _E.client_id)
            .where(_E.id > since)
        )
        rows = (await self.connection.execute(query)).all()
        seen = set(known)
        trainers = {id_ for event, *ids in rows if event not in seen for id_ in ids if id_}
        theirs = [_C.id.in_(trainers), _C.message_id.is_not(None), _REACHED]
        return {event for event, *_ in rows}, await self.where(*theirs) if trainers else []
