"""All repositories over one connection, and the locks that keep other writers out."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Select, func, select, union_all
from sqlalchemy.dialects.postgresql import array
from sqlalchemy.ext.asyncio import AsyncConnection

from core.charge import ChargeStatus
from core.proposal import ProposalStatus
from storage import tables
from storage.calendar import SqlBookings, SqlSeries, SqlSlots, SqlTimesOff
from storage.engines import Engines
from storage.finding import SqlClasses, SqlHealthNotes, SqlIntakes, SqlProfiles, SqlRequests, SqlWaits
from storage.history import SqlHistory
from storage.ledger import SqlCharges, SqlContracts, SqlPackages, SqlPayments, SqlProposals
from storage.oversight import SqlOversight
from storage.people import SqlClients, SqlInvitations, SqlPeople, SqlPlaces, SqlTrainers
from storage.telling import SqlDrafts, SqlEvents, SqlNotices
from storage.today_card import SqlTodayCards

_CHARGES, _SLOTS = tables.charges.c, tables.slots.c
#: Where it stands when something is to be looked at.
_MOMENTS: tuple[tuple[Any, ...], ...] = (
    (tables.bookings.c.next_at,),
    (tables.contracts.c.next_at,),
    (tables.trainers.c.next_list_at,),
    (tables.trainers.c.next_holiday_at,),
    (_CHARGES.due_at, _CHARGES.status == ChargeStatus.PENDING),
    (_CHARGES.remind_at,),
    (tables.proposals.c.lapses_at, tables.proposals.c.status == ProposalStatus.OPEN),
    (_SLOTS.hold_until, _SLOTS.takes_time),
    (tables.requests.c.next_at,),
    (tables.waits.c.next_at,),
    (tables.classes.c.next_at,),
)


def _earliest() -> Select[Any]:
    """Each part is the first entry of an index of its own."""
    parts = [
        select(func.min(column).label("at")).where(column.is_not(None), *more) for column, *more in _MOMENTS
    ]
    return select(func.min(union_all(*parts).subquery().c.at))


_NEXT_DUE = _earliest()


class SqlBooks:
    """The core's `Books` inside one transaction."""

    def __init__(self, connection: AsyncConnection, engines: Engines) -> None:
        self.connection = connection
        self._engines = engines
        self.people = SqlPeople(connection)
        self.trainers = SqlTrainers(connection)
        self.clients = SqlClients(connection)
        self.places = SqlPlaces(connection)
        self.invitations = SqlInvitations(connection)
        self.slots = SqlSlots(connection)
        self.bookings = SqlBookings(connection)
        self.charges = SqlCharges(connection)
        self.payments = SqlPayments(connection)
        self.proposals = SqlProposals(connection)
        self.packages = SqlPackages(connection)
        self.contracts = SqlContracts(connection)
        self.series = SqlSeries(connection)
        self.times_off = SqlTimesOff(connection)
        self.profiles = SqlProfiles(connection)
        self.requests = SqlRequests(connection)
        self.intakes, self.health_notes = SqlIntakes(connection), SqlHealthNotes(connection)
        self.waits, self.classes = SqlWaits(connection), SqlClasses(connection)
        self.history, self.oversight = SqlHistory(connection), SqlOversight(connection)
        self.notices = SqlNotices(connection)
        self.events = SqlEvents(connection)
        self.drafts = SqlDrafts(connection)
        self.today_cards = SqlTodayCards(connection)

    async def next_due(self) -> datetime | None:
        due: datetime | None = (await self.connection.execute(_NEXT_DUE)).scalar_one()
        return due

    async def lock(self, *, trainers: Iterable[int] = (), people: Iterable[int | None] = ()) -> None:
        """SQLite's one writer is alone already; PostgreSQL locks by name, always in the same order."""
        if self._engines.is_sqlite:
            return
        names = [f"trainer:{id_}" for id_ in trainers] + [
            f"person:{id_}" for id_ in people if id_ is not None
        ]
        keys = sorted({lock_key(f"{self._engines.schema}:{name}") for name in names})
        if keys:
            # One statement: a function in FROM hands its rows out in the order of the array.
            wanted = func.unnest(array(keys, type_=BigInteger)).column_valued("key")
            await self.connection.execute(select(func.count(func.pg_advisory_xact_lock(wanted))))


def lock_key(name: str) -> int:
    """PostgreSQL's locks are numbers."""
    digest = hashlib.blake2b(name.encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)
