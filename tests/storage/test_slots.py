"""The quick check against the plain one, over any slots with some booked anyway among them."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import insert, select

from core.booking import SlotKind
from core.people import Person, Trainer
from core.period import Period
from storage import tables
from storage.calendar import SqlSlots

MIDNIGHT = datetime(2030, 1, 7, tzinfo=UTC)
QUARTER = timedelta(minutes=15)
#: A day and a half in quarters, so that slots are often equal, touch, hold and cross each other.
quarters = st.integers(0, 150)
lengths = st.integers(1, 48)


@st.composite
def slots(draw):
    """As the guard lets them be: of those that count, no two of one trainer overlap."""
    found = []
    for start, length, trainer, takes_time, anyway in draw(
        st.lists(
            st.tuples(quarters, lengths, st.sampled_from([1, 2]), st.booleans(), st.booleans()), max_size=40
        )
    ):
        guarded = [s for s in found if s[2] == trainer and s[3] and not s[4]]
        if takes_time and not anyway and any(start < s[1] and s[0] < start + length for s in guarded):
            continue
        found.append((start, start + length, trainer, takes_time, anyway))
    return found


def period(start, end):
    return Period(MIDNIGHT + start * QUARTER, MIDNIGHT + end * QUARTER)


@pytest.fixture
async def store(store):
    async def work(books):
        for id_ in (1, 2):
            await books.people.add(Person(id_, "Huy", "en", "UTC", MIDNIGHT))
            await books.trainers.add(Trainer(id_, "Huy", "UTC", MIDNIGHT))

    await store.write(work)
    return store


async def plain(connection, trainer, wanted):
    s = tables.slots.c
    found = await connection.execute(
        select(s.id)
        .where(s.trainer_id == trainer, s.takes_time, s.starts_at < wanted.end, s.ends_at > wanted.start)
        .order_by(s.starts_at, s.id)
    )
    return list(found.scalars())


@given(slots(), st.lists(st.tuples(quarters, lengths, st.sampled_from([1, 2])), min_size=1, max_size=8))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
async def test_quick_check_finds_what_the_plain_query_finds(store, rows, asked):
    async with store.engines.writer.connect() as connection, connection.begin() as transaction:
        await connection.execute(
            insert(tables.slots), [_row(*row) for row in rows] or [_row(0, 1, 1, False, False)]
        )
        repository = SqlSlots(connection)
        for start, length, trainer in asked:
            wanted = period(start, start + length)
            expected = await plain(connection, trainer, wanted)
            near = await repository.near(trainer, wanted)
            assert [n.slot.id for n in near] == expected
            assert await repository.across(trainer, wanted) == near
        await transaction.rollback()


def _row(start, end, trainer, takes_time, anyway):
    times = {"starts_at": period(start, end).start, "ends_at": period(start, end).end}
    row = {"trainer_id": trainer, "kind": SlotKind.BOOKING, "buffer_minutes": 0, "capacity": 1}
    return row | times | {"takes_time": takes_time, "anyway": anyway}
