"""Rules of section 3 where two of them meet, and facts that change between a look and the lock."""

import asyncio
from dataclasses import replace
from datetime import time, timedelta
from zoneinfo import ZoneInfo

import pytest

from core.charge import ChargeStatus
from core.errors import InConflict, NotFound, NotPossible, NotValid
from core.hours import QuietHours, WorkingHours
from core.notice import NoticeKind
from core.people import Place, PlaceKind
from core.period import Period
from core.use_cases import inviting, money, placing, profile
from core.use_cases.cancelling import cancel, say_why
from core.use_cases.moving import Move, took_place
from core.zones import at_wall
from tests.core.studio import HUY, MAI, NOW, at, period, studio


async def test_a_session_booked_while_its_client_joins_is_the_persons(database):
    """The client is looked up before the lock is had, and may be on Telegram by then."""
    async with studio(database) as s:
        lan = await s.client("Lan", linked=False)
        await s.client("Lan herself", of=MAI)
        person = 101
        await s.does(inviting.invite, lan.id, "secret")
        held, go = asyncio.Event(), asyncio.Event()

        async def joining(books):
            await inviting.join(books, "secret", s.act(by=person))
            held.set()
            await go.wait()

        join = asyncio.create_task(s.store.write(joining))
        await held.wait()
        booking = asyncio.create_task(s.session(lan, period(16, 18)))
        await asyncio.sleep(0.3)
        go.set()
        await join
        assert (await booking).person_id == person


async def test_another_trainers_place_cannot_be_booked(sqlite_url):
    async with studio(sqlite_url) as s:
        lan = await s.client("Lan")
        place = await s.store.write(lambda b: b.places.add(Place(0, MAI, PlaceKind.HOME, "Mai's home")))
        with pytest.raises(NotFound):
            await s.session(lan, period(16, 18), place_id=place.id)


@pytest.mark.parametrize("link", ["https://[abc", "https://a.b]/", "https://exa℀mple.com"])
async def test_a_link_that_cannot_be_read_is_refused(sqlite_url, link):
    async with studio(sqlite_url) as s:
        wanted = Place(0, HUY, PlaceKind.ONLINE, "Online", link=link)
        with pytest.raises(NotValid):
            await s.does(placing.add_place, wanted)


async def test_a_pending_fee_is_not_made_due_before_its_day_is_over(sqlite_url):
    """Only a proposal, or a fee that was objected to, waits for the trainer's word."""
    async with studio(sqlite_url) as s:
        lan = await s.client("Lan")
        booking = await s.session(lan, period(15, 18))
        await s.does(cancel, booking.id, by=lan.person_id, fee_shown=250_000)
        (charge,) = await s.store.read(lambda b: b.charges.of_booking(booking.id))
        assert charge.status is ChargeStatus.PENDING
        with pytest.raises(NotPossible):
            await s.does(money.insist, charge.id)


async def test_a_reason_said_twice_is_told_once(sqlite_url):
    async with studio(sqlite_url) as s:
        lan = await s.client("Lan")
        booking = await s.session(lan, period(20, 18))
        await s.does(cancel, booking.id, by=lan.person_id)
        for _ in range(3):
            await s.does(say_why, booking.id, "ill", by=lan.person_id)
        told = [n for n in await s.notices(NoticeKind.CANCELLED, HUY) if n.facts.get("reason")]
        assert len(told) == 1


async def test_one_that_took_place_elsewhen_unmarks_the_other(sqlite_url):
    async with studio(sqlite_url) as s:
        lan = await s.client("Lan")
        mine = await s.session(lan, period(15, 11))
        mais = await s.client("Lan", of=MAI, person=lan.person_id)
        later = await s.session(mais, period(15, 12))

        async def clash(books):
            found = await books.bookings.get(later.id)
            slot = await books.slots.get(found.slot_id)
            times = {"starts_at": mine.starts_at, "ends_at": mine.ends_at}
            await books.slots.save(replace(slot, **times))
            await books.bookings.save(replace(found, double=True, **times))

        await s.store.write(clash)
        await s.does(took_place, Move(mine.id, period(15, 10, 5, minutes=50)), now=at(15, 12))
        assert not (await s.booking(later)).double


def test_working_hours_in_a_gap_of_the_clock_are_none_that_day():
    berlin = ZoneInfo("Europe/Berlin")
    spring = at_wall(NOW.date().replace(year=2025, month=3, day=30), time(12), berlin)
    hours = WorkingHours(((),) * 6 + (((time(2), time(3)), (time(9), time(10))),))
    wanted = Period.of(spring - timedelta(hours=3), timedelta(hours=1))
    assert hours.cover(wanted, berlin)


def test_quiet_hours_in_a_gap_of_the_clock_disturb_nothing():
    berlin = ZoneInfo("Europe/Berlin")
    day = NOW.date().replace(year=2025, month=3, day=30)
    quiet = QuietHours(time(2), time(3))
    noon = at_wall(day, time(12), berlin)
    assert quiet.before(noon, berlin) == noon
    midnight = at_wall(day, time(0), berlin)
    assert quiet.after(midnight, timedelta(hours=2), berlin) == midnight + timedelta(hours=2)


@pytest.mark.parametrize("database", [pytest.param("postgres", marks=pytest.mark.postgres)], indirect=True)
async def test_unmarking_leaves_what_another_trainer_changes_meanwhile(database):
    """A cancelled session lets go of the mark elsewhere: of nothing else that stands there."""
    async with studio(database) as s:
        lan = await s.client("Lan")
        mine = await s.session(lan, period(20, 18))
        mais = await s.client("Lan", of=MAI, person=lan.person_id)
        hers = await s.session(mais, period(20, 19))

        async def clash(books):
            found = await books.bookings.get(hers.id)
            times = {"starts_at": mine.starts_at, "ends_at": mine.ends_at}
            await books.bookings.save(replace(found, double=True, **times))

        await s.store.write(clash)
        held, go = asyncio.Event(), asyncio.Event()

        async def settings(books):
            await profile.change(books, {"client_leads": (60,)}, s.act(by=MAI))
            held.set()
            await go.wait()

        change = asyncio.create_task(s.store.write(settings))
        await held.wait()
        cancelled = asyncio.create_task(s.does(cancel, mine.id))
        await asyncio.sleep(0.5)
        go.set()
        await asyncio.gather(change, cancelled)
        left = await s.booking(hers)
        assert not left.double
        # The day before, to the trainer: the client's one comes an hour before.
        assert left.next_at == at(19, 18)


async def test_a_past_session_that_is_there_already_is_not_logged_twice(sqlite_url):
    async with studio(sqlite_url) as s:
        lan = await s.client("Lan")
        first = await s.session(lan, period(14, 18))
        with pytest.raises(InConflict) as refused:
            await s.session(lan, period(14, 18))
        assert first.slot_id in [getattr(c.slot, "id", None) for c in refused.value.conflicts]
        await s.session(lan, period(14, 19))


@pytest.mark.parametrize("name", ["\u200f\u200f", "\u202e", "\u200b \u200b", "\ufe0f"])
async def test_a_name_that_nobody_can_see_is_none(sqlite_url, name):
    async with studio(sqlite_url) as s:
        with pytest.raises(NotValid):
            await s.does(inviting.add_client, HUY, name)


async def test_a_name_does_not_turn_what_stands_after_it(sqlite_url):
    async with studio(sqlite_url) as s:
        client = await s.does(inviting.add_client, HUY, "Bo\u202e 🏋️\u200d♀️")
        assert client.name == "Bo 🏋️\u200d♀️"
