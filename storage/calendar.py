"""Slots and bookings: who takes which time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, literal, not_, or_, select, union_all, update

from core.booking import Booking, Slot, SlotKind, Status
from core.conflicts import LONGEST_SESSION as _LONGEST
from core.conflicts import Neighbour
from core.people import Client
from core.period import Period
from core.series import Series
from core.time_off import TimeOff
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
        guarded = self._guarded(trainer_id)
        first = select(func.max(_S.starts_at)).where(*guarded, _S.starts_at <= period.start).scalar_subquery()
        slots = [
            *await self.where(
                *guarded,
                _S.starts_at < period.end,
                _S.starts_at >= func.coalesce(first, literal(period.start, _S.starts_at.type)),
                _S.ends_at > period.start,
                by="starts_at",
            ),
            *await self.many(self._anyway(trainer_id, period)),
        ]
        clients = await self._clients_of([s.id for s in slots])
        titles = await self._titles_of(slots)
        slots.sort(key=lambda s: (s.starts_at, s.id))
        return [Neighbour(s, tuple(clients[s.id]), titles.get(s.id)) for s in slots]

    async def across(self, trainer_id: int, span: Period) -> Sequence[Neighbour]:
        """Both indexes and the clients in one statement: a span of months is read once."""
        within = (_S.starts_at > span.start - _LONGEST, _S.starts_at < span.end, _S.ends_at > span.start)
        plain = select(tables.slots).where(*self._guarded(trainer_id), *within)
        anyway = select(tables.slots).where(_S.trainer_id == trainer_id, _S.takes_time, _S.anyway, *within)
        s = union_all(plain, anyway).subquery()
        there = (_B.slot_id == s.c.id) & _B.takes_time
        query = select(s, _B.client_id).outerjoin_from(s, tables.bookings, there)
        query = query.order_by(s.c.starts_at, s.c.id, _B.seat)
        slots: dict[int, Slot] = {}
        clients: dict[int, list[int]] = defaultdict(list)
        for row in (await self.connection.execute(query)).mappings():
            fields = dict(row)
            if (client_id := fields.pop("client_id")) is not None:
                clients[fields["id"]].append(client_id)
            if fields["id"] not in slots:
                slots[fields["id"]] = Slot(**fields)
        titles = await self._titles_of(slots.values())
        return [Neighbour(slot, tuple(clients[id_]), titles.get(id_)) for id_, slot in slots.items()]

    async def free(self, ids: Iterable[int]) -> None:
        wanted = list(ids)
        for table, column in ((tables.bookings, _B.slot_id), (tables.slots, _S.id)):
            await self.connection.execute(update(table).where(column.in_(wanted)).values(takes_time=False))

    async def release_holds(self, now: datetime, trainers: Iterable[int]) -> int:
        over = (*self._held_over(now), _S.trainer_id.in_(list(trainers)))
        freed = await self.connection.execute(update(tables.slots).where(*over).values(takes_time=False))
        return freed.rowcount

    async def holding(self, now: datetime) -> Sequence[int]:
        query = select(_S.trainer_id).where(*self._held_over(now)).distinct()
        return (await self.connection.execute(query)).scalars().all()

    @staticmethod
    def _held_over(now: datetime) -> tuple[ColumnElement[bool], ...]:
        return (_S.takes_time, _S.hold_until.is_not(None), _S.hold_until <= now)

    async def next_hold(self) -> datetime | None:
        due: datetime | None = await self.earliest("hold_until", _S.takes_time)
        return due

    async def held_for(self, client_id: int) -> Sequence[Slot]:
        theirs = select(_B.id).where(_B.client_id == client_id)
        return await self.where(_S.takes_time, _S.hold_until.is_not(None), _S.makes_up_id.in_(theirs))

    @staticmethod
    def _guarded(trainer_id: int) -> tuple[ColumnElement[bool], ...]:
        return (_S.trainer_id == trainer_id, _S.takes_time, not_(_S.anyway))

    @staticmethod
    def _anyway(trainer_id: int, period: Period) -> Select[Slot]:
        return select(tables.slots).where(
            _S.trainer_id == trainer_id,
            _S.takes_time,
            _S.anyway,
            _S.starts_at < period.end,
            _S.ends_at > period.start,
        )

    async def _titles_of(self, slots: Iterable[Slot]) -> dict[int, str]:
        """The names of those that are classes."""
        ids = [s.id for s in slots if s.kind is SlotKind.CLASS]
        if not ids:
            return {}
        c = tables.classes.c
        rows = await self.connection.execute(select(c.slot_id, c.name).where(c.slot_id.in_(ids)))
        return {slot_id: name for slot_id, name in rows}  # noqa: C416  # rows are no pairs

    async def _clients_of(self, slot_ids: list[int]) -> dict[int, list[int]]:
        found: dict[int, list[int]] = defaultdict(list)
        if slot_ids:
            query = select(_B.slot_id, _B.client_id).where(_B.slot_id.in_(slot_ids), _B.takes_time)
            for slot_id, client_id in await self.connection.execute(query.order_by(_B.seat)):
                found[slot_id].append(client_id)
        return found


class SqlBookings(Rows[Booking]):
    table, entity = tables.bookings, Booking

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

    async def search(
        self,
        trainer_id: int,
        *,
        clients: Iterable[int] = (),
        places: Iterable[int] = (),
        status: Status | None = None,
        most: int,
    ) -> Sequence[Booking]:
        named = [_B.client_id.in_(list(clients)), _B.place_id.in_(list(places))]
        wanted = or_(*named, *([_B.status == status] if status is not None else []))
        query = select(self.table).where(_B.trainer_id == trainer_id, wanted)
        return await self.many(query.order_by(_B.starts_at.desc(), _B.id.desc()).limit(most))

    async def last_noted(self, client_id: int, before: datetime) -> Booking | None:
        noted = (_B.client_id == client_id, _B.starts_at < before, _B.next_note.is_not(None))
        query = select(tables.bookings).where(*noted).order_by(_B.starts_at.desc(), _B.id.desc())
        return await self.one(query.limit(1))

    async def notes_before(self, booking_ids: Iterable[int]) -> Mapping[int, str]:
        if not (wanted := list(booking_ids)):
            return {}
        before = tables.bookings.alias()
        noted = (before.c.client_id == _B.client_id, before.c.starts_at < _B.starts_at)
        note = select(before.c.next_note).where(*noted, before.c.next_note.is_not(None))
        latest = note.order_by(before.c.starts_at.desc(), before.c.id.desc()).limit(1).scalar_subquery()
        rows = await self.connection.execute(select(_B.id, latest).where(_B.id.in_(wanted)))
        return {id_: note for id_, note in rows if note is not None}

    async def of_client(self, client_id: int) -> Sequence[Booking]:
        return await self.where(_B.client_id == client_id, by="starts_at")

    async def of_person(self, person_id: int) -> Sequence[Booking]:
        return await self.where(_B.person_id == person_id, by="starts_at")

    async def of_person_within(self, person_id: int, within: Period) -> Sequence[Booking]:
        return await self.where(
            _B.person_id == person_id,
            _B.starts_at < within.end,
            _B.starts_at > within.start - _LONGEST,
            _B.ends_at > within.start,
            _B.status != Status.CANCELLED,
            by="starts_at",
        )

    async def of_contracts(self, contract_ids: Iterable[int]) -> Sequence[Booking]:
        return await self.where(_B.contract_id.in_(list(contract_ids)), by="starts_at")

    async def of_series(self, series_id: int) -> Sequence[Booking]:
        return await self.where(_B.series_id == series_id, by="starts_at")

    async def of_classes(self, class_ids: Iterable[int]) -> Sequence[Booking]:
        theirs = (_B.class_id.in_(list(class_ids)), _B.status != Status.CANCELLED)
        query = select(self.table).where(*theirs).order_by(_B.class_id, _B.seat, _B.id)
        return await self.many(query)

    async def making_up(self, booking_id: int) -> Sequence[Booking]:
        return await self.where(_B.makes_up_id == booking_id, _B.status != Status.CANCELLED)

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

    async def around(
        self, clients: Iterable[Client], period: Period, contracts: Iterable[int] = ()
    ) -> Sequence[Booking]:
        clients = list(clients)
        people = [c.person_id for c in clients if c.person_id is not None]
        theirs = or_(_B.client_id.in_([c.id for c in clients]), _B.person_id.in_(people))
        within = (
            _B.starts_at < period.end,
            _B.starts_at > period.start - _LONGEST,
            _B.ends_at > period.start,
        )
        busy = and_(theirs, _B.takes_time, *within)
        return await self.where(or_(busy, _B.contract_id.in_(list(contracts))), by="starts_at")

    async def mark(self, booking_id: int, *, double: bool) -> None:
        await self._set(booking_id, double=double)

    async def plan(self, booking_id: int, next_at: datetime | None) -> None:
        await self._set(booking_id, next_at=next_at)

    async def _set(self, booking_id: int, **values: Any) -> None:
        await self.connection.execute(update(self.table).where(_B.id == booking_id).values(**values))

    async def due(self, now: datetime, most: int) -> Sequence[Booking]:
        return await self.where(_B.next_at <= now, by="next_at", most=most)

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


class SqlTimesOff(Rows[TimeOff]):
    table, entity = tables.time_off, TimeOff

    async def near(self, trainer_id: int, period: Period) -> Sequence[TimeOff]:
        t = self.table.c
        inside = (t.starts_at < period.end, t.ends_at > period.start)
        return await self.where(t.trainer_id == trainer_id, t.removed_at.is_(None), *inside, by="starts_at")

    async def ahead(self, trainer_id: int, now: datetime) -> Sequence[TimeOff]:
        t = self.table.c
        mine = (t.trainer_id == trainer_id, t.removed_at.is_(None), t.ends_at > now)
        return await self.where(*mine, by="starts_at")


class SqlSeries(Rows[Series]):
    table, entity = tables.series, Series
