"""Public holidays are offered once each, two weeks ahead, by day, and only where they are known."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from core.notice import NoticeKind
from core.use_cases import holiday_offers, profile, ticking
from tests.core.studio import HUY, VIETNAM, studio


@pytest.fixture
async def gym(database):
    async with studio(database) as made:
        yield made


once = pytest.mark.parametrize("database", ["sqlite"], indirect=True)

#: Two weeks before Tết, Monday 16 February 2026.
OFFERED = datetime(2026, 2, 2, 9, tzinfo=VIETNAM)
MINUTE = timedelta(minutes=1)


async def offered(gym, now):
    await gym.store.write(lambda b: holiday_offers.offer(b, HUY, now))
    return [n.facts["holiday"] for n in await gym.notices(NoticeKind.HOLIDAY, HUY)]


async def next_at(gym):
    return (await gym.store.read(lambda b: b.trainers.get(HUY))).next_holiday_at


async def test_each_is_offered_once_and_the_tick_knows_the_next(gym):
    await gym.changes(HUY, next_holiday_at=OFFERED)
    assert await gym.store.read(lambda books: books.next_due()) == OFFERED
    assert ("holiday", HUY) in await gym.store.read(lambda b: ticking.work_due(b, OFFERED))
    assert await offered(gym, OFFERED - MINUTE) == []
    assert await offered(gym, OFFERED) == ["tet"]
    assert await next_at(gym) == datetime(2026, 4, 12, 9, tzinfo=VIETNAM)
    await gym.changes(HUY, next_holiday_at=OFFERED)
    assert await offered(gym, OFFERED + MINUTE) == ["tet"]


@once
async def test_a_bot_that_was_down_offers_what_is_still_ahead_and_not_at_night(gym):
    await gym.changes(HUY, next_holiday_at=OFFERED)
    assert await offered(gym, OFFERED + timedelta(days=7, hours=13)) == []
    assert await next_at(gym) == OFFERED + timedelta(days=8)
    assert await offered(gym, OFFERED + timedelta(days=8)) == ["tet"]


@once
async def test_one_that_has_begun_is_not_offered(gym):
    await gym.changes(HUY, next_holiday_at=OFFERED)
    assert await offered(gym, OFFERED + timedelta(days=14)) == []


@once
async def test_a_new_trainer_hears_of_one_that_is_near_the_next_forenoon(gym):
    trainer = await gym.store.read(lambda b: b.trainers.get(HUY))
    near = holiday_offers.with_next_holiday(trainer, OFFERED + timedelta(hours=3))
    assert near.next_holiday_at == OFFERED + timedelta(days=1)
    far = holiday_offers.with_next_holiday(trainer, OFFERED - timedelta(days=5))
    assert far.next_holiday_at == OFFERED
    abroad = holiday_offers.with_next_holiday(replace(trainer, zone="Europe/Berlin"), OFFERED)
    assert abroad.next_holiday_at is None


@once
async def test_it_follows_the_trainers_clock(gym):
    await gym.changes(HUY, next_holiday_at=OFFERED)
    await gym.does(profile.live_in, "Europe/Berlin", now=OFFERED - timedelta(days=1))
    assert await next_at(gym) is None
    await gym.does(profile.live_in, "Asia/Ho_Chi_Minh", now=OFFERED - timedelta(days=1))
    assert await next_at(gym) == OFFERED
