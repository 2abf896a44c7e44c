"""A store with two trainers and their clients, where core's acts are carried out one by one."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select

from core.act import Act
from core.booking import Booking, Slot, Status
from core.hours import WorkingHours
from core.notice import Notice, NoticeKind
from core.people import Client, ClientStatus, Person, Trainer
from core.period import Period
from core.policy import Policy
from core.profile import Profile
from core.use_cases.booking import NewBooking, book
from storage import tables
from storage.engines import connect
from storage.store import SqlStore
from tests.migrated import migrated

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
NOW = datetime(2025, 10, 15, 10, tzinfo=VIETNAM)
HUY, MAI = 1, 2
HOUR = timedelta(hours=1)


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """In October 2025, in Vietnam; the 15th, a Wednesday, is today."""
    return datetime(2025, 10, day, hour, minute, tzinfo=VIETNAM)


def period(day: int, hour: int, minute: int = 0, *, minutes: int = 60) -> Period:
    return Period.of(at(day, hour, minute), timedelta(minutes=minutes))


class Studio:
    """Each act has a key of its own, unless a test repeats one."""

    def __init__(self, store: SqlStore) -> None:
        self.store = store
        self._acts = 0
        self._people = 100

    def act(self, by: int = HUY, now: datetime = NOW, key: str | None = None) -> Act:
        self._acts += 1
        return Act(key or f"act{self._acts}", by, now)

    async def does(self, work: Callable[..., Awaitable[Any]], *args: Any, **options: Any) -> Any:
        """Carries out `work(books, *args, act, **options)`; `by`, `now` and `key` are the act's."""
        act = self.act(**{k: options.pop(k) for k in ("by", "now", "key") if k in options})
        return await self.store.write(lambda books: work(books, *args, act, **options))

    async def trainer(self, id_: int, name: str, **profile: Any) -> None:
        all_day = WorkingHours.daily(time(0), time(0))
        usual = {"price": 500_000, "hours": all_day, "daily_list": None}

        async def work(books: Any) -> None:
            await books.people.add(Person(id_, name, "en", "Asia/Ho_Chi_Minh", NOW))
            await books.trainers.add(Trainer(id_, name, "Asia/Ho_Chi_Minh", NOW, **(usual | profile)))
            await books.profiles.add(Profile(id_, f"code{id_}", NOW))

        await self.store.write(work)

    async def changes(self, trainer: int, **profile: Any) -> None:
        async def work(books: Any) -> None:
            await books.trainers.save(replace(await books.trainers.get(trainer), **profile))

        await self.store.write(work)

    async def client(
        self, name: str, *, of: int = HUY, linked: bool = True, person: int | None = None
    ) -> Client:
        """Somebody on Telegram who has agreed to the policy; `person`: the same one as on another list."""
        known = person is not None
        if linked and person is None:
            self._people += 1
            person = self._people

        async def work(books: Any) -> Client:
            if person is not None and not known:
                await books.people.add(Person(person, name, "en", "Asia/Ho_Chi_Minh", NOW))
            new = Client(
                0,
                of,
                name,
                ClientStatus.MATCHED,
                NOW,
                person_id=person,
                agreed_at=NOW,
                agreed_policy=Policy(),
            )
            added: Client = await books.clients.add(new)
            return added

        return await self.store.write(work)

    async def session(
        self, client: Client, wanted: Period, *, now: datetime = NOW, **options: Any
    ) -> Booking:
        new = NewBooking(client.trainer_id, client.id, wanted, **options)
        booked: Booking = await self.does(book, new, by=client.trainer_id, now=now)
        return booked

    async def booking(self, known: Booking) -> Booking:
        return await self.store.read(lambda books: books.bookings.get(known.id))

    async def slot(self, known: Booking) -> Slot:
        return await self.store.read(lambda books: books.slots.get(known.slot_id))

    async def notices(self, kind: NoticeKind, to: int | None = None) -> list[Notice]:
        rows = await self._rows(tables.notices)
        found = [Notice(**row) for row in rows]
        return [n for n in found if n.kind is kind and to in (None, n.person_id)]

    async def times(self) -> dict[int, tuple[datetime, datetime]]:
        """Where everything that takes time stands, by booking."""
        rows = await self._rows(tables.bookings)
        return {r["id"]: (r["starts_at"], r["ends_at"]) for r in rows if r["status"] in _LIVE}

    async def _rows(self, table: Any) -> Sequence[Any]:
        async with self.store.engines.reader.connect() as connection:
            return (await connection.execute(select(table).order_by(table.c.id))).mappings().all()

    async def at_once(self, *works: Awaitable[Any]) -> list[Any]:
        """Carried out side by side: results, and what was refused."""
        return await asyncio.gather(*works, return_exceptions=True)


_LIVE = (Status.PENDING, Status.CONFIRMED)


@asynccontextmanager
async def studio(database: str) -> AsyncIterator[Studio]:
    """Huy and Mai work around the clock."""
    engines = connect(await migrated(database))
    made = Studio(SqlStore(engines))
    try:
        await made.trainer(HUY, "Huy")
        await made.trainer(MAI, "Mai")
        yield made
    finally:
        await made.store.close()
