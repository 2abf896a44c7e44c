"""What a head pays with, and that seats and credits add up whatever happens in whatever order."""

from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from random import Random
from tempfile import mkdtemp

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.booking import Kind, Status
from core.errors import ClassChanged, ClassFull, InConflict, NotPossible, NotValid
from core.figures import Span
from core.figures.use import use
from core.use_cases import cancelling, contracting, counting, crediting
from core.use_cases.classes import attendance, changing, joining, planning
from core.use_cases.classes.planning import NewClass
from core.use_cases.contracting import Offer
from tests.core.studio import HUY, NOW, at, period, studio
from tests.databases import fresh_sqlite

YOGA = period(18, 9)


async def planned(gym, when=YOGA, *, code="yoga", capacity=8, price=150_000, **options):
    new = NewClass(HUY, "Yoga", when, capacity, price, **options)
    (group,) = await gym.does(planning.create, new, code)
    return group


async def contract(gym, client, total=3, price=300_000, kind=Kind.CLASS):
    offer = Offer("Classes", total, price, "VND", kind=kind)
    return await gym.does(contracting.agree, offer, client.id)


async def join(gym, group, client, **options):
    return await gym.does(joining.join, group.id, client.id, by=client.person_id, **options)


async def tally(gym, known):
    return (await gym.store.read(lambda b: crediting.of(b, known.id))).tally


async def test_a_package_of_classes_pays_for_the_seat(database):
    async with studio(database) as gym:
        lan = await gym.client("Lan")
        package = await contract(gym, lan)
        group = await planned(gym)
        said = await gym.store.read(lambda b: joining.cost(b, group, lan, NOW))
        assert (said.contract.id, said.price) == (package.id, None)
        seat = await join(gym, group, lan)
        assert (seat.contract_id, seat.prepaid) == (package.id, True)
        assert (await tally(gym, package)).booked == 1
        await gym.does(attendance.save, group.id, [seat.id], now=at(18, 10))
        kinds = [c.kind for c in await gym.store.read(lambda b: b.charges.of_booking(seat.id))]
        assert kinds == []
        assert (await tally(gym, package)).completed == 1


async def test_a_package_of_other_sessions_does_not(sqlite_url):
    async with studio(sqlite_url) as gym:
        lan = await gym.client("Lan")
        await contract(gym, lan, kind=Kind.PERSONAL)
        seat = await join(gym, await planned(gym), lan)
        assert (seat.contract_id, seat.price) == (None, 150_000)


async def test_a_used_up_package_leaves_the_price_of_a_head(sqlite_url):
    async with studio(sqlite_url) as gym:
        lan = await gym.client("Lan")
        await contract(gym, lan, total=1)
        await join(gym, await planned(gym), lan)
        second = await join(gym, await planned(gym, period(19, 9), code="two"), lan)
        assert (second.contract_id, second.price) == (None, 150_000)


async def test_of_several_packages_the_oldest_is_used_up_first(sqlite_url):
    async with studio(sqlite_url) as gym:
        lan = await gym.client("Lan")
        old, _ = await contract(gym, lan), await contract(gym, lan)
        assert (await join(gym, await planned(gym), lan)).contract_id == old.id


async def test_a_cancelled_class_gives_the_credit_back(database):
    async with studio(database) as gym:
        lan = await gym.client("Lan")
        package = await contract(gym, lan)
        group = await planned(gym)
        await join(gym, group, lan)
        await gym.does(changing.cancel, group.id)
        assert (await tally(gym, package)).left == 3


async def test_a_class_takes_working_time_once_also_when_nobody_is_in_it(sqlite_url):
    async with studio(sqlite_url) as gym:
        group = await planned(gym)
        await planned(gym, period(18, 15), code="empty")
        for n in range(3):
            await join(gym, group, await gym.client(f"Client {n}"))
        trainer = await gym.store.read(lambda b: b.trainers.get(HUY))
        facts = await gym.store.read(lambda b: counting.facts(b, trainer, Span.MONTH, NOW))
        assert use(facts).taken == timedelta(hours=2)


# In any order.

_REFUSED = (ClassFull, ClassChanged, InConflict, NotPossible, NotValid)

_STEPS = st.one_of(
    st.tuples(st.sampled_from(["join", "leave"]), st.integers(0, 4), st.integers(0, 1)),
    st.tuples(st.just("seats"), st.integers(1, 5), st.integers(0, 1)),
    st.tuples(st.just("cancel"), st.just(0), st.integers(0, 1)),
    st.tuples(st.just("held"), st.integers(0, 31), st.integers(0, 1)),
)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(_STEPS, max_size=14))
async def test_seats_and_credits_add_up_in_any_order(memory, steps):
    await _lived(fresh_sqlite(Path(mkdtemp(dir=memory))), steps)


@pytest.mark.parametrize("seed", range(2))
async def test_they_add_up_on_both_databases(database, seed):
    chance = Random(seed)
    steps = [
        (chance.choice(["join", "join", "leave", "seats"]), chance.randrange(1, 5), chance.randrange(2))
        for _ in range(40)
    ]
    await _lived(database, [*steps, ("held", 21, 0), ("cancel", 0, 1)])


async def _lived(url, steps):
    async with studio(url) as gym:
        clients = [await gym.client(f"Client {n}") for n in range(5)]
        packages = [await contract(gym, c, total=2) for c in clients[:3]]
        groups = [await planned(gym, capacity=3), await planned(gym, period(18, 11), code="b", capacity=2)]
        for what, n, which in steps:
            with suppress(*_REFUSED):
                await _step(gym, what, n, groups[which], clients)
            await _adds_up(gym, groups, packages)


async def _adds_up(gym, groups, packages):
    for group in groups:
        now = await gym.store.read(lambda b, g=group: b.classes.get(g.id))
        there = await gym.store.read(lambda b, g=group: b.bookings.of_classes([g.id]))
        assert len(there) <= now.capacity
        assert len({s.seat for s in there}) == len(there)
    for package in packages:
        found = await tally(gym, package)
        assert found.total == found.completed + found.forfeited + found.booked + found.left
        assert found.left >= 0
        mine = await gym.store.read(lambda b, p=package: b.bookings.of_contracts([p.id]))
        assert sum(b.status is Status.CONFIRMED for b in mine) == found.booked


async def _step(gym, what, n, group, clients):
    if what == "join":
        await join(gym, group, clients[n])
    elif what == "seats":
        await gym.does(changing.change, group.id, capacity=n)
    elif what == "cancel":
        await gym.does(changing.cancel, group.id)
    else:
        there = await gym.store.read(lambda b: b.bookings.of_classes([group.id]))
        if what == "held":
            present = [s.id for s in there if n >> s.seat & 1]
            await gym.does(attendance.save, group.id, present, now=at(18, 13))
        for seat in there if what == "leave" else ():
            if seat.client_id == clients[n].id:
                await gym.does(cancelling.cancel, seat.id, by=clients[n].person_id)
