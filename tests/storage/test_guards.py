"""Whoever writes, and by whatever way: the database itself refuses a double booking."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from storage import guards

DAY = datetime(2030, 1, 7)


@pytest.fixture
async def rows(any_store):
    """Two trainers, one person on both lists, one without Telegram; plain SQL writes all that follows."""
    await _run(
        any_store,
        *(
            f"INSERT INTO people (id, name, language, zone, created_at) VALUES ({n}, 'P', 'en', 'UTC', {_at(0)})"
            for n in (11, 12, 13)
        ),
        *(
            "INSERT INTO trainers (id, name, zone, created_at, currency, length_minutes, hours, buffer_minutes, "
            "policy, client_leads, trainer_leads, quiet, outcome_rule) VALUES "
            f"({n}, 'T', 'UTC', {_at(0)}, 'VND', 60, '[]', 0, '[24, 50, 100]', '[]', '[]', '[]', 'mark')"
            for n in (11, 12)
        ),
        *(
            "INSERT INTO clients (id, trainer_id, name, status, created_at, person_id) VALUES "
            f"({n}, {trainer}, 'C', 'matched', {_at(0)}, {person})"
            for n, trainer, person in ((21, 11, 13), (22, 12, 13), (23, 11, "NULL"))
        ),
    )
    return any_store


def _at(hours: float) -> str:
    return f"'{DAY + timedelta(hours=hours):%Y-%m-%d %H:%M:%S.000000}'"


async def _run(store, *statements):
    async with store.engines.writer.begin() as connection:
        for statement in statements:
            if not store.engines.is_sqlite:
                statement = statement.replace("=1", "=TRUE").replace("=0", "=FALSE")
            await connection.execute(text(statement))


def _flag(store, value):
    return str(int(value)) if store.engines.is_sqlite else str(bool(value)).upper()


async def slot(store, id_, start, end, *, trainer=11, takes_time=True, anyway=False):
    await _run(
        store,
        "INSERT INTO slots (id, trainer_id, kind, starts_at, ends_at, takes_time, anyway, buffer_minutes, "
        f"capacity) VALUES ({id_}, {trainer}, 'booking', {_at(start)}, {_at(end)}, "
        f"{_flag(store, takes_time)}, {_flag(store, anyway)}, 0, 1)",
    )


async def booking(store, id_, start, end, *, client, trainer=11, person="NULL", **flags):
    await slot(store, id_, start, end, trainer=trainer, anyway=True)
    takes_time, double = flags.get("takes_time", True), flags.get("double", False)
    await _run(
        store,
        "INSERT INTO bookings (id, slot_id, trainer_id, client_id, starts_at, ends_at, status, created_at, "
        "timed_at, kind, seat, person_id, currency, policy, takes_time, version, double) VALUES "
        f"({id_}, {id_}, {trainer}, {client}, {_at(start)}, {_at(end)}, 'confirmed', {_at(0)}, {_at(0)}, "
        f"'personal', 0, {person}, 'VND', '[]', {_flag(store, takes_time)}, 0, {_flag(store, double)})",
    )


async def refuses(store, guard, work):
    with pytest.raises(DBAPIError) as refused:
        await work
    assert guard in str(refused.value.orig)
    assert guards.caught(refused.value)


OVERLAPS = [(10, 11), (10.5, 10.75), (9, 12), (9.5, 10.5), (10.5, 11.5)]


@pytest.mark.parametrize(("start", "end"), OVERLAPS)
async def test_overlapping_slot_is_refused(rows, start, end):
    await slot(rows, 101, 10, 11)

    await refuses(rows, "guard_trainer_time", slot(rows, 102, start, end))


@pytest.mark.parametrize(("start", "end"), OVERLAPS)
async def test_slot_that_is_moved_onto_another_is_refused(rows, start, end):
    await slot(rows, 101, 10, 11)
    await slot(rows, 102, 20, 21)

    move = f"UPDATE slots SET starts_at = {_at(start)}, ends_at = {_at(end)} WHERE id = 102"
    await refuses(rows, "guard_trainer_time", _run(rows, move))


@pytest.mark.parametrize("change", ["takes_time=1", "anyway=0", "trainer_id = 11"])
async def test_slot_that_begins_to_count_is_refused_on_another(rows, change):
    await slot(rows, 101, 10, 11)
    state = {
        "takes_time=1": {"takes_time": False},
        "anyway=0": {"anyway": True},
        "trainer_id = 11": {"trainer": 12},
    }
    await slot(rows, 102, 10.5, 11.5, **state[change])

    await refuses(rows, "guard_trainer_time", _run(rows, f"UPDATE slots SET {change} WHERE id = 102"))


@pytest.mark.parametrize(
    ("start", "end", "state"),
    [
        (9, 10, {}),
        (11, 12, {}),
        (10, 11, {"trainer": 12}),
        (10, 11, {"takes_time": False}),
        (10, 11, {"anyway": True}),
    ],
)
async def test_slot_that_only_touches_or_does_not_count_is_taken(rows, start, end, state):
    await slot(rows, 101, 10, 11)

    await slot(rows, 102, start, end, **state)

    async with rows.engines.reader.connect() as connection:
        assert await connection.scalar(text("SELECT count(*) FROM slots WHERE id > 100")) == 2


@pytest.mark.parametrize(
    "other",
    [
        {"client": 22, "trainer": 12, "person": 13},
        {"client": 21, "person": 13},
    ],
)
async def test_person_in_two_places_is_refused_whoever_trains(rows, other):
    await booking(rows, 101, 10, 11, client=21, person=13)

    await refuses(rows, "guard_client_time", booking(rows, 102, 10.5, 11.5, **other))


async def test_client_without_telegram_in_two_places_is_refused(rows):
    await booking(rows, 101, 10, 11, client=23)

    await refuses(rows, "guard_client_time", booking(rows, 102, 10.5, 11.5, client=23))


@pytest.mark.parametrize("change", [f"starts_at = {_at(10.5)}", "takes_time=1", "double=0", "person_id = 13"])
async def test_booking_that_begins_to_count_is_refused_on_another(rows, change):
    await booking(rows, 101, 10, 11, client=21, person=13)
    if change.startswith("starts_at"):
        await booking(rows, 102, 11, 12, client=21, person=13)
    else:
        state = {
            "takes_time=1": {"person": 13, "takes_time": False},
            "double=0": {"person": 13, "double": True},
            "person_id = 13": {},
        }
        await booking(rows, 102, 10, 11, client=23, **state[change])

    await refuses(rows, "guard_client_time", _run(rows, f"UPDATE bookings SET {change} WHERE id = 102"))


@pytest.mark.parametrize(
    "other",
    [
        {"start": 11, "end": 12, "client": 21, "person": 13},
        {"start": 10, "end": 11, "client": 23},
        {"start": 10, "end": 11, "client": 21, "person": 13, "double": True},
        {"start": 10, "end": 11, "client": 21, "person": 13, "takes_time": False},
    ],
)
async def test_booking_that_only_touches_or_does_not_count_is_taken(rows, other):
    await booking(rows, 101, 10, 11, client=21, person=13)

    await booking(rows, 102, **other)

    async with rows.engines.reader.connect() as connection:
        assert await connection.scalar(text("SELECT count(*) FROM bookings WHERE id > 100")) == 2


async def test_seat_is_taken_once(rows):
    await booking(rows, 101, 10, 11, client=21, person=13)
    await booking(rows, 102, 20, 21, client=23)

    seat = "UPDATE bookings SET slot_id = 101 WHERE id = 102"
    with pytest.raises(DBAPIError) as refused:
        await _run(rows, seat)
    assert guards.caught(refused.value)


async def test_guards_of_old_rows_hold_too(any_store):
    async with any_store.engines.reader.connect() as connection:
        if not await connection.scalar(text("SELECT count(*) FROM slots")):
            pytest.skip("this database has no old rows")

    clash = (
        "INSERT INTO slots (trainer_id, kind, starts_at, ends_at, takes_time, anyway, buffer_minutes, capacity) "
        "VALUES (901, 'booking', '2025-11-01 03:30:00.000000', '2025-11-01 04:30:00.000000', "
        f"{_flag(any_store, True)}, {_flag(any_store, False)}, 0, 1)"
    )
    await refuses(any_store, "guard_trainer_time", _run(any_store, clash))
