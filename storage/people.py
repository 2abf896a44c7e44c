"""People, trainers, their clients, places and invitations."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import or_, select

from core.charge import ChargeStatus
from core.errors import NotFound
from core.people import Client, ClientStatus, Invitation, Parties, Person, Place, Trainer
from storage import tables
from storage.rows import Rows, entity_of

_LISTED = tuple(status for status in ClientStatus if status.is_listed)


class SqlPeople(Rows[Person]):
    table, entity = tables.people, Person


class SqlTrainers(Rows[Trainer]):
    table, entity = tables.trainers, Trainer

    async def of_person(self, person_id: int) -> Sequence[Trainer]:
        lists = select(tables.clients.c.trainer_id).where(
            tables.clients.c.person_id == person_id, tables.clients.c.status.in_(_LISTED)
        )
        return await self.where(self.table.c.id.in_(lists), by="name")

    async def listing(self, now: datetime) -> Sequence[Trainer]:
        return await self.where(self.table.c.next_list_at <= now, by="next_list_at", most=100)

    async def offering(self, now: datetime) -> Sequence[Trainer]:
        return await self.where(self.table.c.next_holiday_at <= now, by="next_holiday_at", most=100)


class SqlClients(Rows[Client]):
    table, entity = tables.clients, Client

    async def parties(self, client_id: int, place_id: int | None) -> Parties:
        c, p = self.table.c, tables.places.c
        there = (p.id == place_id) & (p.trainer_id == c.trainer_id)
        query = (
            select(self.table, tables.trainers, tables.people, tables.places)
            .join_from(self.table, tables.trainers, tables.trainers.c.id == c.trainer_id)
            .outerjoin(tables.people, tables.people.c.id == c.person_id)
            .outerjoin(tables.places, there)
            .where(c.id == client_id)
        )
        row = (await self.connection.execute(query)).mappings().first()
        if row is None:
            raise NotFound
        client = entity_of(row, self.table, Client)
        person, place = entity_of(row, tables.people, Person), entity_of(row, tables.places, Place)
        return Parties(entity_of(row, tables.trainers, Trainer), client, person, place)

    async def of_trainer(self, trainer_id: int) -> Sequence[Client]:
        t = self.table.c
        return await self.where(t.trainer_id == trainer_id, t.status.in_(_LISTED), by="name")

    async def of_person(self, person_id: int) -> Sequence[Client]:
        t = self.table.c
        return await self.where(t.person_id == person_id, t.status.in_(_LISTED))

    async def of_pair(self, trainer_id: int, person_id: int) -> Client | None:
        t = self.table.c
        merged = (t.status == ClientStatus.ENDED) & t.ended_at.is_(None)
        found = await self.where(t.trainer_id == trainer_id, t.person_id == person_id, ~merged)
        return found[-1] if found else None

    async def owing(self, person_id: int) -> Sequence[Client]:
        charge = tables.charges.c
        is_open = charge.status.in_([ChargeStatus.PENDING, ChargeStatus.DUE])
        t = self.table.c
        owed = select(charge.id).where(charge.client_id == t.id, is_open).exists()
        return await self.where(t.person_id == person_id, owed)

    async def ended(self, trainer_id: int) -> Sequence[Client]:
        t = self.table.c
        return await self.where(t.trainer_id == trainer_id, t.ended_at.is_not(None), by="name")

    async def knows(self, person_id: int) -> bool:
        theirs = (
            select(table.c.id).where(table.c.person_id == person_id).limit(1).exists()
            for table in (self.table, tables.bookings)
        )
        return bool((await self.connection.execute(select(or_(*theirs)))).scalar_one())


class SqlPlaces(Rows[Place]):
    table, entity = tables.places, Place

    async def of_trainer(self, trainer_id: int) -> Sequence[Place]:
        return await self.where(self.table.c.trainer_id == trainer_id, self.table.c.removed_at.is_(None))


class SqlInvitations(Rows[Invitation]):
    table, entity = tables.invitations, Invitation

    async def by_digest(self, digest: str) -> Invitation | None:
        return await self.one(select(self.table).where(self.table.c.digest == digest))

    async def open_for(self, client_id: int, now: datetime) -> Sequence[Invitation]:
        t = self.table.c
        return await self.where(
            t.client_id == client_id, t.used_at.is_(None), t.revoked_at.is_(None), t.expires_at > now
        )
