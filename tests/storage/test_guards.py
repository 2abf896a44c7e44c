"""Whoever writes, and by whatever way: the database itself refuses a double booking."""

from datetime import UTC, datetime, timedelta
from itertools import count

import pytest
from sqlalchemy import insert, update
from sqlalchemy.exc import DBAPIError

from core.booking import Kind, SlotKind, Status
from core.people import Client, ClientStatus, Person, Trainer
from core.policy import Policy
from storage import guards, tables
from storage.store import SqlStore
from tests.storage.history import step_by_step

JANUARY = datetime(2030, 1, 1, tzinfo=UTC)
#: Lan is on both lists, Minh is not on Telegram.
HUY, MAI, LAN_PERSON = 11, 12, 13
LAN, LAN_OF_MAI, MINH = 21, 22, 23
OVERLAPS = [(10, 11), (10.5, 10.75), (9, 12), (9.5, 10.5), (10.5, 11.5)]


class Rows:
    """Writes to the tables past the store, each case on a day of its own."""

    def __init__(self, store) -> None:
        self.store = store
        self._ids = count(1000)
        self.day = 0

    def at(self, hour: float) -> datetime:
        return JANUARY + timedelta(days=self.day, hours=hour)

    async def run(self, statement) -> None:
        async with self.store.engines.writer.begin() as connection:
            await connection.execute(statement)

    async def slot(self, start, end, *, trainer=HUY, takes_time=True, anyway=False) -> int:
        id_ = next(self._ids)
        times = {"starts_at": self.at(start), "ends_at": self.at(end)}
        row = {"takes_time": takes_time, "anyway": anyway, "buffer_minutes": 0, "capacity": 1}
        row |= {"id": id_, "trainer_id": trainer, "kind": SlotKind.BOOKING} | times
        await self.run(insert(tables.slots).values(row))
        return id_

    async def booking(self, start, end, *, client=LAN, person=LAN_PERSON, trainer=HUY, **state) -> int:
        id_ = await self.slot(start, end, trainer=trainer, anyway=True)
        times = {"starts_at": self.at(start), "ends_at": self.at(end)}
        row = {"id": id_, "slot_id": id_, "trainer_id": trainer, "client_id": client, "person_id": person}
        row |= {"created_at": JANUARY, "timed_at": JANUARY, "kind": Kind.PERSONAL, "seat": 0, "version": 0}
        row |= {"status": Status.CONFIRMED, "currency": "VND", "policy": Policy(), "takes_time": True} | times
        await self.run(insert(tables.bookings).values(row | state))
        return id_

    async def change(self, table, id_, **values) -> None:
        await self.run(update(table).where(table.c.id == id_).values(values))


async def refuses(guard, work) -> None:
    with pytest.raises(DBAPIError) as refused:
        await work
    assert guard in str(refused.value.orig)
    assert guards.caught(refused.value)


@pytest.fixture
async def rows(any_store):
    async def work(books):
        for id_ in (HUY, MAI, LAN_PERSON):
            await books.people.add(Person(id_, "Somebody", "en", "UTC", JANUARY))
        for id_ in (HUY, MAI):
            await books.trainers.add(Trainer(id_, "Somebody", "UTC", JANUARY))
        for id_, trainer, person in (
            (LAN, HUY, LAN_PERSON),
            (LAN_OF_MAI, MAI, LAN_PERSON),
            (MINH, HUY, None),
        ):
            await books.clients.add(
                Client(id_, trainer, "L", ClientStatus.MATCHED, JANUARY, person_id=person)
            )

    await any_store.write(work)
    return Rows(any_store)


async def test_slots_that_overlap_are_refused_as_they_are_written(rows):
    for rows.day, (start, end) in enumerate(OVERLAPS):
        await rows.slot(10, 11)
        await refuses("guard_trainer_time", rows.slot(start, end))


async def test_slots_that_overlap_are_refused_as_they_are_moved(rows):
    for rows.day, (start, end) in enumerate(OVERLAPS):
        await rows.slot(10, 11)
        other = await rows.slot(20, 21)
        times = {"starts_at": rows.at(start), "ends_at": rows.at(end)}
        await refuses("guard_trainer_time", rows.change(tables.slots, other, **times))


async def test_slots_that_overlap_are_refused_as_they_begin_to_count(rows):
    cases = (("takes_time", False, True), ("anyway", True, False), ("trainer", MAI, HUY))
    for rows.day, (name, before, after) in enumerate(cases):
        await rows.slot(10, 11)
        other = await rows.slot(10.5, 11.5, **{name: before})
        column = "trainer_id" if name == "trainer" else name
        await refuses("guard_trainer_time", rows.change(tables.slots, other, **{column: after}))


async def test_slots_that_only_touch_or_do_not_count_are_taken(rows):
    await rows.slot(10, 11)

    await rows.slot(9, 10)
    await rows.slot(11, 12)
    await rows.slot(10, 11, trainer=MAI)
    await rows.slot(10, 11, takes_time=False)
    await rows.slot(10, 11, anyway=True)
    await rows.slot(10, 11, anyway=True)


async def test_a_person_cannot_be_in_two_places_whoever_trains(rows):
    for rows.day, (start, end) in enumerate(OVERLAPS):
        await rows.booking(10, 11)
        await refuses("guard_client_time", rows.booking(start, end))
        await refuses("guard_client_time", rows.booking(start, end, client=LAN_OF_MAI, trainer=MAI))


async def test_a_client_without_telegram_cannot_be_in_two_places(rows):
    for rows.day, (start, end) in enumerate(OVERLAPS):
        await rows.booking(10, 11, client=MINH, person=None)
        await refuses("guard_client_time", rows.booking(start, end, client=MINH, person=None))


async def test_bookings_that_overlap_are_refused_as_they_begin_to_count(rows):
    cases = (
        ({"takes_time": False}, {"takes_time": True}),
        ({"double": True}, {"double": False}),
        ({"client": MINH, "person": None}, {"person_id": LAN_PERSON}),
        ({"start": 11}, {"starts_at": 10.5}),
    )
    for rows.day, (before, after) in enumerate(cases):
        await rows.booking(10, 11)
        other = await rows.booking(before.pop("start", 10.5), 12, **before)
        values = {name: rows.at(v) if name == "starts_at" else v for name, v in after.items()}
        await refuses("guard_client_time", rows.change(tables.bookings, other, **values))


async def test_bookings_that_only_touch_or_do_not_count_are_taken(rows):
    await rows.booking(10, 11)

    await rows.booking(9, 10)
    await rows.booking(11, 12)
    await rows.booking(10, 11, client=MINH, person=None)
    await rows.booking(10, 11, double=True)
    await rows.booking(10, 11, takes_time=False)


async def test_a_seat_is_taken_once(rows):
    first = await rows.booking(10, 11)
    other = await rows.booking(20, 21, client=MINH, person=None)

    with pytest.raises(DBAPIError) as refused:
        await rows.change(tables.bookings, other, slot_id=first)

    assert guards.caught(refused.value)


async def test_rows_of_an_old_version_are_guarded_too(engines):
    await step_by_step(engines)
    rows = Rows(SqlStore(engines))
    async with engines.reader.connect() as connection:
        old = (await connection.execute(tables.slots.select().where(tables.slots.c.id == 1))).one()

    rows.day = (old.starts_at - JANUARY).days
    start = (old.starts_at - rows.at(0)) / timedelta(hours=1)
    await refuses("guard_trainer_time", rows.slot(start, start + 0.5, trainer=old.trainer_id))
