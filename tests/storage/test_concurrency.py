"""Many at once for the same time: one has it, whichever database, and however it came to its tables."""

import asyncio
from collections import Counter
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from core.errors import AlreadyDone, InConflict
from core.use_cases.booking import NewBooking, book
from core.use_cases.moving import Move, move_several
from storage import tables
from tests.core.studio import HUY, MAI, Studio, period


@pytest.fixture
async def studio(any_store):
    made = Studio(any_store)
    await made.trainer(HUY, "Huy")
    await made.trainer(MAI, "Mai")
    return made


async def outcomes(calls):
    return Counter(type(r) for r in await asyncio.gather(*calls, return_exceptions=True))


async def overlaps(store):
    """Pairs of slots of one trainer that both count and overlap, found the plain way."""
    one, other = tables.slots.alias("one"), tables.slots.alias("other")
    pairs = select(func.count()).where(
        one.c.trainer_id == other.c.trainer_id,
        one.c.id < other.c.id,
        *(s.c.takes_time & ~s.c.anyway for s in (one, other)),
        one.c.starts_at < other.c.ends_at,
        other.c.starts_at < one.c.ends_at,
    )
    async with store.engines.reader.connect() as connection:
        return await connection.scalar(pairs)


async def test_of_64_callers_for_one_slot_one_wins(studio):
    clients = [await studio.client(f"Client {n}") for n in range(8)]

    found = await outcomes(studio.session(clients[n % 8], period(16, 18, 5 * (n % 12))) for n in range(64))

    (winner,) = set(found) - {InConflict}
    assert (found[winner], found[InConflict]) == (1, 63)
    assert await overlaps(studio.store) == 0


async def test_of_256_callers_over_16_slots_16_win(studio):
    clients = [await studio.client(f"Client {n}") for n in range(16)]

    found = await outcomes(
        studio.session(clients[(n // 16 + n) % 16], period(16 + n % 16 // 8, 8 + n % 8)) for n in range(256)
    )

    (winner,) = set(found) - {InConflict}
    assert (found[winner], found[InConflict]) == (16, 240)
    assert await overlaps(studio.store) == 0


async def test_of_two_trainers_for_one_client_one_wins(studio):
    huys = await studio.client("Lan")
    mais = await studio.client("Lan", of=MAI, person=huys.person_id)

    for hour in range(8, 16):
        found = await outcomes(studio.session(of, period(16, hour)) for of in (huys, mais) * 2)
        assert found[InConflict] == 3, hour


async def test_of_64_repetitions_of_one_act_one_books(studio):
    lan = await studio.client("Lan")
    wanted = NewBooking(HUY, lan.id, period(16, 18))

    found = await outcomes(studio.does(book, wanted, key="draft") for _ in range(64))

    (winner,) = set(found) - {AlreadyDone}
    assert (found[winner], found[AlreadyDone]) == (1, 63)
    assert list((await studio.times()).values()).count((wanted.period.start, wanted.period.end)) == 1


async def test_neighbours_move_by_half_an_hour_and_two_swap_while_others_book(studio):
    clients = [await studio.client(f"Client {n}") for n in range(4)]
    first = [await studio.session(c, period(16, 18 + n)) for n, c in enumerate(clients[:3])]
    later = [Move(b.id, b.period.moved_to(b.starts_at + timedelta(minutes=30)), 0) for b in first]

    await studio.at_once(
        studio.does(move_several, later),
        *(studio.session(clients[3], period(16, 21, n)) for n in range(0, 60, 15)),
    )
    now = [await studio.booking(b) for b in first]
    shift = (now[0].starts_at - first[0].starts_at) / timedelta(minutes=30)
    assert [b.starts_at - f.starts_at for b, f in zip(now, first, strict=True)] == [
        timedelta(minutes=30 * shift)
    ] * 3

    swapped = [Move(now[0].id, now[1].period, now[0].version), Move(now[1].id, now[0].period, now[1].version)]
    await studio.does(move_several, swapped)
    assert (await studio.booking(now[0])).period == now[1].period
    assert (await studio.booking(now[1])).period == now[0].period
    assert await overlaps(studio.store) == 0
