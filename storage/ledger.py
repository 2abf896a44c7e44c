"""Charges, payments and wishes to move."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from sqlalchemy import func, select

from core.charge import Charge, ChargeStatus, Payment
from core.proposal import Proposal, ProposalStatus
from storage import tables
from storage.rows import Rows


class SqlCharges(Rows[Charge]):
    table, entity = tables.charges, Charge

    async def of_booking(self, booking_id: int) -> Sequence[Charge]:
        return await self.where(self.table.c.booking_id == booking_id)

    async def of_client(self, client_id: int) -> Sequence[Charge]:
        return await self.where(self.table.c.client_id == client_id)

    async def due(self, now: datetime, most: int) -> Sequence[Charge]:
        t = self.table.c
        return await self.where(t.status == ChargeStatus.PENDING, t.due_at <= now, by="due_at", most=most)

    async def next_due(self) -> datetime | None:
        due: datetime | None = await self.earliest("due_at", self.table.c.status == ChargeStatus.PENDING)
        return due


class SqlPayments(Rows[Payment]):
    table, entity = tables.payments, Payment

    async def of_booking(self, booking_id: int) -> Sequence[Payment]:
        charges = select(tables.charges.c.id).where(tables.charges.c.booking_id == booking_id)
        return await self.where(self.table.c.charge_id.in_(charges))

    async def totals(self, booking_ids: Iterable[int]) -> Mapping[int, int]:
        charge, payment = tables.charges.c, tables.payments.c
        query = (
            select(charge.booking_id, func.sum(payment.amount))
            .join_from(tables.payments, tables.charges, payment.charge_id == charge.id)
            .where(charge.booking_id.in_(list(booking_ids)), payment.voided_at.is_(None))
            .group_by(charge.booking_id)
        )
        return {booking_id: int(total) for booking_id, total in await self.connection.execute(query)}


class SqlProposals(Rows[Proposal]):
    table, entity = tables.proposals, Proposal

    async def open_of(self, booking_id: int) -> Proposal | None:
        t = self.table.c
        found = await self.where(t.booking_id == booking_id, t.status == ProposalStatus.OPEN)
        return found[0] if found else None

    async def due(self, now: datetime, most: int) -> Sequence[Proposal]:
        t = self.table.c
        return await self.where(
            t.status == ProposalStatus.OPEN, t.lapses_at <= now, by="lapses_at", most=most
        )

    async def next_due(self) -> datetime | None:
        due: datetime | None = await self.earliest("lapses_at", self.table.c.status == ProposalStatus.OPEN)
        return due
