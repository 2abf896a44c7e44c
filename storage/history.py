"""What figures are computed from: only the columns that count, so that a year is read in a moment."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Select, case, func, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from core.account import Source
from core.booking import Booking, Status
from core.charge import Charge, Payment
from core.conflicts import LONGEST_SESSION
from core.figures.facts import Got, Sitting
from core.period import Period
from storage import tables

T = TypeVar("T")

_AT_ONCE = 40
_B, _C, _P = tables.bookings.c, tables.charges.c, tables.payments.c
_SITTING = (
    _B.id,
    _B.client_id,
    _B.starts_at,
    _B.ends_at,
    _B.status,
    _B.created_at,
    _B.currency,
    _B.price,
    _B.contract_id,
    _B.cancelled_at,
    _B.cancelled_by,
)
#: Since when it is owed.
_SINCE = func.coalesce(_C.due_at, _C.created_at)


class SqlHistory:
    """The core's `History` inside one transaction."""

    def __init__(self, connection: AsyncConnection) -> None:
        self.connection = connection

    async def reach(self, trainer_id: int) -> Period | None:
        query = select(func.min(_B.starts_at), func.max(_B.ends_at)).where(_B.trainer_id == trainer_id)
        first, last = (await self.connection.execute(query)).one()
        return None if first is None else Period(first, last)

    async def sittings(self, trainer_id: int, within: Period) -> Sequence[Sitting]:
        # A request that was never agreed to was no session, and its end no cancellation.
        agreed = or_(_B.status != Status.CANCELLED, _B.lapses_at.is_(None))
        query = select(*_SITTING).where(*_of_period(trainer_id, within), agreed)
        query = query.order_by(_B.starts_at, _B.id)
        return await self._made(Sitting, query)

    async def bookings(
        self, trainer_id: int, within: Period, after: Booking | None, most: int
    ) -> Sequence[Booking]:
        mine = (_B.trainer_id == trainer_id, _in(_B.starts_at, within))
        further = [] if after is None else [_after(_B.starts_at, _B.id, after.starts_at, after.id)]
        query = select(tables.bookings).where(*mine, *further).order_by(_B.starts_at, _B.id).limit(most)
        return await self._made(Booking, _fields(query, _B, Booking))

    async def payments(
        self, trainer_id: int, within: Period, after: Payment | None, most: int
    ) -> Sequence[Payment]:
        mine = (_P.trainer_id == trainer_id, _P.voided_at.is_(None), _in(_P.paid_at, within))
        further = [] if after is None else [_after(_P.paid_at, _P.id, after.paid_at, after.id)]
        query = select(tables.payments).where(*mine, *further).order_by(_P.paid_at, _P.id).limit(most)
        return await self._made(Payment, _fields(query, _P, Payment))

    async def charges(self, trainer_id: int, within: Period) -> Sequence[Charge]:
        mine, then = _C.trainer_id == trainer_id, _in(_SINCE, within)
        shared = select(_C.booking_id).where(mine, then, _C.booking_id.is_not(None))
        shared_contracts = select(_C.contract_id).where(mine, then, _C.booking_id.is_(None))
        query = select(tables.charges).where(
            mine,
            or_(
                then,
                _in(_C.settled_at, within),
                _C.booking_id.in_(select(_B.id).where(*_of_period(trainer_id, within))),
                _C.booking_id.in_(shared),
                _C.booking_id.is_(None) & _C.contract_id.in_(shared_contracts),
            ),
        )
        return await self._made(Charge, _fields(query.order_by(_C.id), _C, Charge))

    async def paid(self, trainer_id: int) -> Mapping[Source, int]:
        own = case((_C.booking_id.is_(None), _C.contract_id))
        query = (
            select(_C.booking_id, own, func.sum(_net()))
            .join_from(tables.payments, tables.charges, _P.charge_id == _C.id)
            .where(_P.trainer_id == trainer_id, _P.voided_at.is_(None))
            .group_by(_C.booking_id, own)
        )
        rows = await self._made(lambda *row: row, query)
        return {(booking, contract): int(amount) for booking, contract, amount in rows}

    async def got(self, trainer_id: int, within: Period) -> Sequence[Got]:
        query = select(_P.paid_at, _net(), _P.currency).where(
            _P.trainer_id == trainer_id, _P.voided_at.is_(None), _in(_P.paid_at, within)
        )
        return await self._made(_got, query.order_by(_P.paid_at))

    async def stays(self, trainer_id: int, until: datetime) -> Mapping[int, tuple[datetime, datetime]]:
        query = (
            select(_B.client_id, func.min(_B.starts_at), func.max(_B.starts_at))
            .where(_B.trainer_id == trainer_id, _B.status == Status.COMPLETED, _B.starts_at < until)
            .group_by(_B.client_id)
        )
        return {client: (first, last) for client, first, last in await self.connection.execute(query)}

    async def _made(self, make: Callable[..., T], query: Select[Any]) -> list[T]:
        """A few at a time: however many there are, others have their turn between them."""
        made: list[T] = []
        for rows in (await self.connection.execute(query)).partitions(_AT_ONCE):
            made += [make(*row) for row in rows]
            await asyncio.sleep(0)
        return made


def _got(at: datetime, amount: int, currency: str) -> Got:
    return Got(at, int(amount), currency)


def _of_period(trainer_id: int, within: Period) -> tuple[ColumnElement[bool], ...]:
    """Also those that began just before it, and those that were made or cancelled in it."""
    theirs = (_B.starts_at > within.start - LONGEST_SESSION) & (_B.starts_at < within.end)
    return (
        _B.trainer_id == trainer_id,
        or_(theirs, _in(_B.cancelled_at, within), _in(_B.created_at, within)),
    )


def _in(moment: ColumnElement[Any], within: Period) -> ColumnElement[bool]:
    return (moment >= within.start) & (moment < within.end)


def _after(
    moment: ColumnElement[datetime], id_: ColumnElement[int], last: datetime, last_id: int
) -> ColumnElement[bool]:
    return or_(moment > last, (moment == last) & (id_ > last_id))


def _net() -> ColumnElement[int]:
    return case((_P.refund, -_P.amount), else_=_P.amount)


def _fields(query: Select[Any], columns: Any, entity: type[Any]) -> Select[Any]:
    """Its columns in the order of the entity's fields."""
    return query.with_only_columns(*(columns[field.name] for field in fields(entity)))
