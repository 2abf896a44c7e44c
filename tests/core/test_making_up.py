"""Make-ups: one time held a client, one winner a time, one make-up a session, the contract that fits."""

from datetime import timedelta

import pytest

from core.booking import SlotKind, Status
from core.contract import Billing, Contract
from core.errors import InConflict, NotPossible, NotYours
from core.notice import NoticeKind
from core.policy import Policy
from core.use_cases import cancelling, concluding, making_up, resting, ticking
from tests.core.studio import HUY, NOW, at, period, studio

MINUTES_15 = timedelta(minutes=15)


@pytest.fixture
async def gym(database):
    async with studio(database) as made:
        yield made


once = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


async def lost(gym, client, wanted=None, **options):
    """A session that the trainer has cancelled."""
    booking = await gym.session(client, wanted or period(16, 18), **options)
    await gym.does(cancelling.cancel, booking.id)
    return await gym.booking(booking)


async def hold(gym, booking, start, **options):
    return await gym.does(making_up.hold, booking.id, start, by=booking.person_id, **options)


async def book(gym, booking, start, **options):
    return await gym.does(making_up.book, booking.id, start, by=booking.person_id, **options)


async def test_a_held_time_is_taken_and_becomes_a_session_like_the_lost_one(gym):
    lan, minh = await gym.client("Lan"), await gym.client("Minh")
    gone = await lost(gym, lan, period(16, 18, minutes=90), price=300_000, note="knee")

    slot = await hold(gym, gone, at(17, 18))

    assert (slot.kind, slot.period, slot.hold_until) == (
        SlotKind.HOLD,
        period(17, 18, minutes=90),
        NOW + MINUTES_15,
    )
    with pytest.raises(InConflict):
        await gym.session(minh, period(17, 19))
    made = await book(gym, gone, at(17, 18))
    assert (made.status, made.period, made.price, made.makes_up_id) == (
        Status.CONFIRMED,
        period(17, 18, minutes=90),
        300_000,
        gone.id,
    )
    assert [n.booking_id for n in await gym.notices(NoticeKind.MADE_UP, HUY)] == [made.id]
    assert await gym.store.read(lambda b: b.slots.next_hold()) is None


async def test_of_64_who_tap_the_same_time_one_has_it(gym):
    clients = [await gym.client(f"Client {n}") for n in range(64)]
    start = at(16, 0)
    gone = []
    for n, client in enumerate(clients):
        wanted = period(16, 0).moved_to(start + n * timedelta(minutes=60))
        gone.append(await lost(gym, client, wanted))

    results = await gym.at_once(*(hold(gym, b, at(20, 18)) for b in gone))

    won = [r for r in results if not isinstance(r, Exception)]
    assert len(won) == 1
    assert {type(r) for r in results if isinstance(r, Exception)} == {InConflict}


@once
async def test_a_second_tap_moves_the_hold(gym):
    lan, minh = await gym.client("Lan"), await gym.client("Minh")
    gone = await lost(gym, lan)
    await hold(gym, gone, at(17, 18))
    await hold(gym, gone, at(17, 18, 30))
    await gym.session(minh, period(17, 17, 30))
    assert len(await gym.store.read(lambda b: b.slots.held_for(lan.id))) == 1
    # The time that was let go is taken by now: it cannot be booked from its old message.
    with pytest.raises(InConflict):
        await book(gym, gone, at(17, 18))
    # And what is held stays so.
    assert (await book(gym, gone, at(17, 18, 30))).starts_at == at(17, 18, 30)


@once
async def test_what_is_held_for_one_session_is_let_go_for_another(gym):
    lan = await gym.client("Lan")
    first, second = await lost(gym, lan), await lost(gym, lan, period(17, 9, minutes=30))
    await hold(gym, first, at(20, 18))
    await hold(gym, second, at(21, 18))
    (slot,) = await gym.store.read(lambda b: b.slots.held_for(lan.id))
    assert (slot.makes_up_id, slot.period) == (second.id, period(21, 18, minutes=30))


@once
async def test_after_15_minutes_the_time_is_free_and_can_still_be_booked_when_nobody_took_it(gym):
    lan, minh = await gym.client("Lan"), await gym.client("Minh")
    gone, other = await lost(gym, lan), await lost(gym, minh, period(16, 20))
    await hold(gym, gone, at(17, 18))
    await hold(gym, other, at(17, 20))
    later = NOW + MINUTES_15

    await gym.session(await gym.client("Bình"), period(17, 18), now=later)

    with pytest.raises(InConflict):
        await book(gym, gone, at(17, 18), now=later)
    assert (await book(gym, other, at(17, 20), now=later)).starts_at == at(17, 20)


@once
async def test_the_tick_lets_go_what_is_over(gym):
    gone = await lost(gym, await gym.client("Lan"))
    await hold(gym, gone, at(17, 18))
    later = NOW + MINUTES_15
    assert await gym.store.read(lambda books: books.next_due()) == later
    assert ("hold", 0) not in await gym.store.read(lambda b: ticking.work_due(b, NOW))
    assert ("hold", 0) in await gym.store.read(lambda b: ticking.work_due(b, later))
    await gym.store.write(lambda b: ticking.release_holds(b, 0, later))
    assert ("hold", 0) not in await gym.store.read(lambda b: ticking.work_due(b, later))


async def test_a_session_is_made_up_for_once(gym):
    lan = await gym.client("Lan")
    gone = await lost(gym, lan)

    results = await gym.at_once(*(book(gym, gone, at(17, 18)) for _ in range(8)))

    assert len({r.id for r in results}) == 1
    assert len(await gym.notices(NoticeKind.MADE_UP)) == 1
    for again in (hold, book):
        with pytest.raises(NotPossible):
            await again(gym, gone, at(18, 18))
    # Once that one is cancelled by the trainer, the lost one can be made up for again.
    await gym.does(cancelling.cancel, results[0].id)
    assert (await book(gym, gone, at(18, 18))).makes_up_id == gone.id


@once
async def test_the_limits_of_a_client_bind_when_a_time_is_held(gym):
    gone = await lost(gym, await gym.client("Lan"))
    for start in (at(15, 11), at(15, 9), at(15, 10) + timedelta(days=31)):
        with pytest.raises(InConflict):
            await hold(gym, gone, start)
    # Held in time, it is booked even when less than two hours are left by then.
    await hold(gym, gone, at(15, 12))
    assert await book(gym, gone, at(15, 12), now=NOW + timedelta(minutes=10))


@once
async def test_time_off_and_the_clients_other_sessions_are_in_the_way(gym):
    lan = await gym.client("Lan")
    gone = await lost(gym, lan)
    await gym.session(lan, period(17, 18))
    await gym.does(resting.take_off, HUY, period(18, 0, minutes=24 * 60), None)
    for start in (at(17, 18, 30), at(18, 9)):
        with pytest.raises(InConflict):
            await hold(gym, gone, start)


@once
async def test_only_what_the_trainer_cancelled_is_made_up_for_and_only_by_its_client(gym):
    lan, minh = await gym.client("Lan"), await gym.client("Minh")
    ahead, own = await gym.session(lan, period(18, 18)), await gym.session(lan, period(19, 18))
    await gym.does(cancelling.cancel, own.id, by=lan.person_id)
    for booking in (ahead, own):
        with pytest.raises(NotPossible):
            await hold(gym, booking, at(20, 18))
    gone = await lost(gym, lan)
    for stranger in (minh.person_id, HUY):
        with pytest.raises(NotYours):
            await gym.does(making_up.hold, gone.id, at(20, 18), by=stranger)
        with pytest.raises(NotYours):
            await gym.does(making_up.book, gone.id, at(20, 18), by=stranger)
    with pytest.raises(NotPossible):
        await hold(gym, gone, at(20, 18), now=NOW + timedelta(days=90))


async def contract(gym, client, **terms):
    usual = {"sessions": 2, "price": 1_000_000, "billing": Billing.PREPAID} | terms
    new = Contract(0, HUY, client.id, "Package", currency="VND", created_at=NOW, policy=Policy(), **usual)
    return await gym.store.write(lambda b: b.contracts.add(new))


@once
async def test_it_uses_the_contract_of_the_lost_one_as_long_as_it_fits(gym):
    lan = await gym.client("Lan")
    package = await contract(gym, lan)
    gone = await lost(gym, lan)
    assert gone.contract_id == package.id
    made = await book(gym, gone, at(17, 18))
    assert (made.contract_id, made.prepaid) == (package.id, True)


@once
async def test_without_a_contract_that_fits_it_is_single_at_the_same_price(gym):
    lan = await gym.client("Lan")
    package = await contract(gym, lan, sessions=1, price=400_000)
    gone = await lost(gym, lan)
    await gym.session(lan, period(20, 18))
    made = await book(gym, gone, at(21, 18))
    assert (made.contract_id, made.prepaid, made.price) == (None, False, 400_000)
    assert gone.contract_id == package.id


@once
async def test_a_lost_single_session_does_not_use_a_package(gym):
    lan = await gym.client("Lan")
    gone = await lost(gym, lan, price=250_000)
    await contract(gym, lan)
    made = await book(gym, gone, at(17, 18))
    assert (made.contract_id, made.price) == (None, 250_000)


@once
async def test_what_went_with_an_ended_contract_is_not_made_up_for(gym):
    lan = await gym.client("Lan")
    package = await contract(gym, lan)
    booking = await gym.session(lan, period(16, 18))
    await gym.does(concluding.end_early, package.id)
    with pytest.raises(NotPossible):
        await hold(gym, booking, at(17, 18))
