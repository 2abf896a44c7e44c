"""Packages, contracts, charges, payments and wishes to move."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, case, func, select

from core.charge import Charge, ChargeStatus, Payment
from core.contract import Contract, Package
from core.directory import Review
from core.period import Period
from core.proposal import Proposal, ProposalStatus
from storage import tables
from storage.rows import Rows

_C = tables.charges.c


class SqlCharges(Rows[Charge]):
    table, entity = tables.charges, Charge

    async def of_booking(self, booking_id: int) -> Sequence[Charge]:
        return await self.where(self.table.c.booking_id == booking_id)

    async def of_bookings(self, booking_ids: Iterable[int]) -> Sequence[Charge]:
        return await self.where(self.table.c.booking_id.in_(list(booking_ids)))

    async def of_client(self, client_id: int) -> Sequence[Charge]:
        return await self.where(self.table.c.client_id == client_id)

    async def of_contracts(self, contract_ids: Iterable[int]) -> Sequence[Charge]:
        return await self.where(self.table.c.contract_id.in_(list(contract_ids)))

    async def open_of_trainer(self, trainer_id: int) -> Sequence[Charge]:
        t = self.table.c
        undecided = t.status.in_([ChargeStatus.PENDING, ChargeStatus.DUE])
        return await self.where(t.trainer_id == trainer_id, undecided, by="created_at")

    async def to_remind(self, now: datetime, most: int) -> Sequence[Charge]:
        return await self.where(self.table.c.remind_at <= now, by="remind_at", most=most)

    async def due(self, now: datetime, most: int) -> Sequence[Charge]:
        t = self.table.c
        return await self.where(t.status == ChargeStatus.PENDING, t.due_at <= now, by="due_at", most=most)


class SqlPayments(Rows[Payment]):
    table, entity = tables.payments, Payment

    async def of_booking(self, booking_id: int) -> Sequence[Payment]:
        charges = select(tables.charges.c.id).where(tables.charges.c.booking_id == booking_id)
        return await self.where(self.table.c.charge_id.in_(charges))

    async def of_client(self, client_id: int) -> Sequence[Payment]:
        return await self.where(self.table.c.client_id == client_id, by="paid_at")

    async def of_trainer(self, trainer_id: int, within: Period) -> Sequence[Payment]:
        t = self.table.c
        then = (t.paid_at >= within.start, t.paid_at < within.end)
        return await self.where(t.trainer_id == trainer_id, t.voided_at.is_(None), *then, by="paid_at")

    async def totals(self, booking_ids: Iterable[int]) -> Mapping[int, int]:
        return await self._totals(_C.booking_id, booking_ids)

    async def totals_of_contracts(self, contract_ids: Iterable[int]) -> Mapping[int, int]:
        return await self._totals(_C.contract_id, contract_ids, _C.booking_id.is_(None))

    async def _totals(self, owner: ColumnElement[Any], ids: Iterable[int], *more: Any) -> Mapping[int, int]:
        payment = tables.payments.c
        net = case((payment.refund, -payment.amount), else_=payment.amount)
        query = (
            select(owner, func.sum(net))
            .join_from(tables.payments, tables.charges, payment.charge_id == _C.id)
            .where(owner.in_(list(ids)), payment.voided_at.is_(None), *more)
            .group_by(owner)
        )
        return {id_: int(total) for id_, total in await self.connection.execute(query)}


class SqlPackages(Rows[Package]):
    table, entity = tables.packages, Package

    async def of_trainer(self, trainer_id: int) -> Sequence[Package]:
        return await self.where(self.table.c.trainer_id == trainer_id, self.table.c.removed_at.is_(None))


class SqlContracts(Rows[Contract]):
    table, entity = tables.contracts, Contract

    async def of_client(self, client_id: int) -> Sequence[Contract]:
        return await self.where(self.table.c.client_id == client_id)

    async def of_trainer(self, trainer_id: int) -> Sequence[Contract]:
        return await self.where(self.table.c.trainer_id == trainer_id)

    async def due(self, now: datetime, most: int) -> Sequence[Contract]:
        return await self.where(self.table.c.next_at <= now, by="next_at", most=most)

    async def rating(self, trainer_id: int) -> tuple[int, int]:
        stars = self.table.c.stars
        query = select(func.coalesce(func.sum(stars), 0), func.count(stars))
        row = (await self.connection.execute(query.where(self.table.c.trainer_id == trainer_id))).one()
        return int(row[0]), int(row[1])

    async def reviews(self, trainer_id: int, *, most: int, skip: int = 0) -> Sequence[Review]:
        t = self.table.c
        words = case((t.rating_is_public, t.rating)).label("words")
        query = select(t.stars, words).where(t.trainer_id == trainer_id, t.stars.is_not(None))
        rows = await self.connection.execute(
            query.order_by(t.rated_at.desc(), t.id.desc()).limit(most).offset(skip)
        )
        return [Review(stars, words) for stars, words in rows]


class SqlProposals(Rows[Proposal]):
    table, entity = tables.proposals, Proposal

    async def open_of(self, booking_id: int) -> Proposal | None:
        t = self.table.c
        found = await self.where(t.booking_id == booking_id, t.status == ProposalStatus.OPEN)
        return found[0] if found else None

    async def open_of_all(self, booking_ids: Iterable[int]) -> Sequence[Proposal]:
        t = self.table.c
        return await self.where(t.booking_id.in_(list(booking_ids)), t.status == ProposalStatus.OPEN)

    async def due(self, now: datetime, most: int) -> Sequence[Proposal]:
        t = self.table.c
        return await self.where(
            t.status == ProposalStatus.OPEN, t.lapses_at <= now, by="lapses_at", most=most
        )
