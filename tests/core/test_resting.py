"""Time off: what falls into it goes free of charge with one message a client, or stays by choice."""

from datetime import date, timedelta

import pytest

from core.act import SYSTEM
from core.booking import Status
from core.conflicts import OnTimeOff
from core.errors import InConflict, NotFound, NotValid
from core.notice import NoticeKind
from core.use_cases import proposing, resting
from tests.core.studio import HUY, MAI, NOW, VIETNAM, at, period, studio


@pytest.fixture
async def gym(database):
    async with studio(database) as made:
        yield made


once = pytest.mark.parametrize("database", ["sqlite"], indirect=True)

#: From the 20th to the 25th.
WEEK = period(20, 0, minutes=6 * 24 * 60)


async def off(gym, wanted=WEEK, reason=None, **options):
    return await gym.does(resting.take_off, HUY, wanted, reason, **options)


async def three(gym):
    lan, minh = await gym.client("Lan"), await gym.client("Minh")
    return [
        await gym.session(lan, period(20, 18)),
        await gym.session(lan, period(22, 18)),
        await gym.session(minh, period(25, 7)),
        await gym.session(lan, period(26, 18)),
    ]


async def test_what_falls_into_it_is_cancelled_with_one_message_a_client(gym):
    first, second, third, after = await three(gym)

    rest = await off(gym, reason="a wedding")

    assert [b.id for b in rest.cancelled] == [first.id, second.id, third.id]
    assert [(await gym.booking(b)).status for b in (first, second, third)] == [Status.CANCELLED] * 3
    assert (await gym.booking(after)).status is Status.CONFIRMED
    assert not (await gym.slot(first)).takes_time
    told = await gym.notices(NoticeKind.TIME_OFF)
    assert [(n.person_id, n.facts["booking_ids"]) for n in told] == [
        (first.person_id, [first.id, second.id]),
        (third.person_id, [third.id]),
    ]
    assert await gym.notices(NoticeKind.CANCELLED) == []
    assert (await gym.booking(first)).cancel_reason == "a wedding"


@once
async def test_what_is_kept_stays_and_so_does_what_was_not_shown(gym):
    first, second, third, _ = await three(gym)

    rest = await off(gym, keep=[first.id], shown=[first.id, second.id])

    assert [b.id for b in rest.cancelled] == [second.id]
    assert [b.id for b in rest.kept] == [first.id, third.id]
    assert [n.facts["booking_ids"] for n in await gym.notices(NoticeKind.TIME_OFF)] == [[second.id]]


@once
async def test_a_session_that_has_begun_is_not_in_its_way(gym):
    lan = await gym.client("Lan")
    running = await gym.session(lan, period(15, 11))
    later = await gym.session(lan, period(15, 15))
    now = at(15, 11, 30)
    trainer = await gym.store.read(lambda b: b.trainers.get(HUY))

    rest = await off(gym, resting.rest_of_day(trainer, now), "ill", now=now)

    assert (rest.time_off.starts_at, rest.time_off.ends_at) == (now, at(16, 0))
    assert [b.id for b in rest.cancelled] == [later.id]
    assert (await gym.booking(running)).status is Status.CONFIRMED


@once
async def test_an_open_wish_to_move_is_withdrawn(gym):
    lan = await gym.client("Lan")
    booking = await gym.session(lan, period(20, 18))
    await gym.does(proposing.propose, booking.id, [at(21, 18)], by=lan.person_id)

    await off(gym)

    assert await gym.store.read(lambda b: b.proposals.open_of(booking.id)) is None


@once
async def test_booking_in_it_is_shown_and_may_be_done_anyway(gym):
    lan = await gym.client("Lan")
    await off(gym)
    with pytest.raises(InConflict) as refused:
        await gym.session(lan, period(21, 9))
    assert refused.value.conflicts == (OnTimeOff(WEEK),)
    assert (await gym.session(lan, period(21, 9), over=())).status is Status.CONFIRMED


@once
async def test_removed_the_time_is_open_again_and_what_was_cancelled_stays_so(gym):
    first, *_ = await three(gym)
    rest = await off(gym)
    with pytest.raises(NotFound):
        await gym.does(resting.remove, rest.time_off.id, by=MAI)

    await gym.does(resting.remove, rest.time_off.id)
    await gym.does(resting.remove, rest.time_off.id)

    assert (await gym.booking(first)).status is Status.CANCELLED
    assert await gym.store.read(lambda b: resting.coming(b, HUY, NOW)) == []
    await gym.session(await gym.client("Bình"), period(21, 9))


@once
async def test_two_times_off_may_overlap(gym):
    await off(gym)
    await off(gym, period(24, 0, minutes=5 * 24 * 60), "Tết")
    ahead = await gym.store.read(lambda b: resting.coming(b, HUY, NOW))
    assert [t.reason for t in ahead] == [None, "Tết"]


@once
@pytest.mark.parametrize(
    "wanted, reason",
    [
        (period(14, 0), None),
        (period(20, 0, minutes=367 * 24 * 60), None),
        (WEEK, "x" * 301),
    ],
)
async def test_what_cannot_be_meant_is_refused(gym, wanted, reason):
    with pytest.raises(NotValid):
        await off(gym, wanted, reason)


@once
async def test_nobody_takes_another_trainer_off(gym):
    for stranger in (MAI, SYSTEM, 999):
        with pytest.raises(NotFound):
            await off(gym, by=stranger)


@once
async def test_whole_days_are_the_trainers_and_the_last_one_is_inclusive(gym):
    trainer = await gym.store.read(lambda b: b.trainers.get(HUY))
    assert resting.whole_days(trainer, date(2025, 10, 20), date(2025, 10, 25)) == WEEK
    assert WEEK.end.astimezone(VIETNAM) == at(26, 0)
    with pytest.raises(NotValid):
        resting.whole_days(trainer, date(2025, 10, 20), date(2025, 10, 20) - timedelta(days=1))


async def test_taken_twice_at_once_the_clients_hear_of_it_once(gym):
    await three(gym)
    results = await gym.at_once(*(off(gym, key="one") for _ in range(8)))
    assert len([r for r in results if not isinstance(r, Exception)]) == 1
    assert len(await gym.notices(NoticeKind.TIME_OFF)) == 2
