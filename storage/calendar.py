"""Slots and bookings: who takes which time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import CompoundSelect, and_, func, literal, not_, or_, select, union_all, update

from core.booking import Booking, Slot, Status
from core.conflicts import LONGEST_SESSION as _LONGEST
from core.conflicts import Neighbour
from core.period import Period
from storage import tables
from storage.rows import Rows

_S = tables.slots.c
_B = tables.bookings.c


class SqlSlots(Rows[Slot]):
    """Guarded slots of a trainer never overlap, so that sorted by start they are sorted by end.

    That is what makes every check a walk down an index, however many slots there are; the few that
    were booked anyway have an index of their own and are compared one by one.
    """

    table, entity = tables.slots, Slot

    async def near(self, trainer_id: int, period: Period) -> Sequence[Neighbour]:
        slots = await self.many(overlapping(trainer_id, period))
        clients = await self._clients_of([s.id for s in slots])
        return [Neighbour(s, tuple(clients[s.id])) for s in slots]

    async def free(self, ids: Iterable[int]) -> None:
        wanted = list(ids)
        for table, column in ((tables.bookings, _B.slot_id), (tables.slots, _S.id)):
            await self.connection.execute(update(table).where(column.in_(wanted)).values(takes_time=False))

    async def _clients_of(self, slot_ids: list[int]) -> dict[int, list[int]]:
        found: dict[int, list[int]] = defaultdict(list)
        if slot_ids:
            query = select(_B.slot_id, _B.client_id).where(_B.slot_id.in_(slot_ids), _B.takes_time)
            for slot_id, client_id in await self.connection.execute(query.order_by(_B.seat)):
                found[slot_id].append(client_id)
        return found


def overlapping(trainer_id: int, period: Period) -> CompoundSelect[Slot]:
    """What takes the trainer's time in a period, by start: the guarded from the last one that begins before it."""
    guarded = (_S.trainer_id == trainer_id, _S.takes_time, not_(_S.anyway))
    before = select(func.max(_S.starts_at)).where(*guarded, _S.starts_at <= period.start).scalar_subquery()
    begun = func.coalesce(before, literal(period.start, _S.starts_at.type))
    inside = (_S.starts_at < period.end, _S.ends_at > period.start)
    return union_all(
        select(tables.slots).where(*guarded, _S.starts_at >= begun, *inside),
        select(tables.slots).where(_S.trainer_id == trainer_id, _S.takes_time, _S.anyway, *inside),
    ).order_by("starts_at", "id")


class SqlBookings(Rows[Booking]):
    table, entity = tables.bookings, Booking

    async def by_slot(self, slot_id: int) -> Sequence[Booking]:
        return await self.where(_B.slot_id == slot_id)

    async def of_trainer(self, trainer_id: int, within: Period) -> Sequence[Booking]:
        # No session is longer than half a day: the lower bound keeps the walk over the index short.
        return await self.where(
            _B.trainer_id == trainer_id,
            _B.starts_at < within.end,
            _B.starts_at > within.start - _LONGEST,
            _B.ends_at > within.start,
            _B.status != Status.CANCELLED,
            by="starts_at",
        )

    async def of_client(self, client_id: int) -> Sequence[Booking]:
        return await self.where(_B.client_id == client_id, by="starts_at")

    async def of_person(self, person_id: int) -> Sequence[Booking]:
        return await self.where(_B.person_id == person_id, by="starts_at")

    async def of_client_near(
        self, client_id: int, person_id: int | None, period: Period
    ) -> Sequence[Booking]:
        same = _B.client_id == client_id
        if person_id is not None:
            same = or_(same, _B.person_id == person_id)
        return await self.where(
            same,
            _B.takes_time,
            and_(
                _B.starts_at < period.end, _B.starts_at > period.start - _LONGEST, _B.ends_at > period.start
            ),
            by="starts_at",
        )

    async def mark(self, booking_id: int, *, double: bool) -> None:
        await self._set(booking_id, double=double)

    async def plan(self, booking_id: int, next_at: datetime | None) -> None:
        await self._set(booking_id, next_at=next_at)

    async def _set(self, booking_id: int, **values: Any) -> None:
        await self.connection.execute(update(self.table).where(_B.id == booking_id).values(**values))

    async def due(self, now: datetime, most: int) -> Sequence[Booking]:
        return await self.where(_B.next_at <= now, by="next_at", most=most)

    async def next_due(self) -> datetime | None:
        due: datetime | None = await self.earliest("next_at")
        return due

    async def ahead(self, trainer_id: int, now: datetime) -> Sequence[Booking]:
        return await self.where(_B.trainer_id == trainer_id, _B.takes_time, _B.ends_at > now, by="starts_at")

    async def unanswered(self, trainer_id: int, now: datetime) -> Sequence[Booking]:
        return await self.where(
            _B.trainer_id == trainer_id,
            _B.status == Status.CONFIRMED,
            _B.takes_time,
            _B.ends_at <= now,
            by="starts_at",
        )
