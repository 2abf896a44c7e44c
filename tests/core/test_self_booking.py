"""Clients book by themselves: asked or at once, within limits; what is offered is what can be had."""

import asyncio
import random
from dataclasses import replace
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from core.booking import Status
from core.conflicts import OffPackage, TooFar, TooSoon
from core.contract import Contract
from core.errors import (
    InConflict,
    InThePast,
    NotFound,
    NotOpen,
    NotPossible,
    NotYours,
    Stale,
    TooManyOpen,
    WhichContract,
)
from core.hours import WorkingHours
from core.notice import NoticeKind
from core.people import ClientStatus, Opening
from core.period import Period
from core.policy import Policy
from core.proposal import ProposalStatus
from core.time_off import TimeOff
from core.use_cases import cancelling, making_up, proposing, self_booking, ticking
from core.use_cases.self_booking import Wanted
from core.zones import at_wall
from tests.core.statements import counted
from tests.core.studio import HUY, MAI, NOW, at, period, studio


@pytest.fixture
async def gym(database):
    async with studio(database) as made:
        await made.changes(HUY, opening=Opening.ASK)
        yield made


#: For rules that no database can bend.
once = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


@pytest.fixture
async def lan(gym):
    return await gym.client("Lan")


async def books(gym, client, start, **options):
    said = {k: options.pop(k) for k in ("contract_id", "single") if k in options}
    wanted = Wanted(client.id, start, **said)
    return await gym.does(self_booking.book, wanted, by=client.person_id, **options)


async def days_of(gym, client, now=NOW):
    async def work(books):
        whose = await self_booking.guest(books, client.id, client.person_id)
        return await self_booking.days(books, whose, now)

    return await gym.store.read(work)


async def contract(gym, client, name="10 sessions", **changes):
    new = Contract(0, HUY, client.id, name, 10, 5_000_000, "VND", NOW, policy=Policy())
    return await gym.store.write(lambda b: b.contracts.add(replace(new, **changes)))


async def test_a_request_holds_the_time_until_the_trainer_answers(gym, lan):
    asked = await books(gym, lan, at(17, 18))
    assert (asked.status, asked.lapses_at) == (Status.PENDING, NOW + timedelta(hours=12))
    assert (asked.price, asked.self_booked) == (500_000, True)
    (told,) = await gym.notices(NoticeKind.TIME_ASKED)
    assert (told.person_id, told.facts["asks"]) == (HUY, True)
    minh = await gym.client("Minh")
    with pytest.raises(InConflict):
        await books(gym, minh, at(17, 18))
    kept = await gym.does(self_booking.accept, asked.id, version=0)
    assert (kept.status, kept.lapses_at) == (Status.CONFIRMED, None)
    (answered,) = await gym.notices(NoticeKind.TIME_ANSWERED)
    assert (answered.person_id, answered.facts["accepted"]) == (lan.person_id, True)


@once
async def test_a_second_yes_gives_the_same_answer_and_a_no_after_it_is_stale(gym, lan):
    asked = await books(gym, lan, at(17, 18))
    for _ in range(2):
        assert (await gym.does(self_booking.accept, asked.id, version=0)).status is Status.CONFIRMED
    assert len(await gym.notices(NoticeKind.TIME_ANSWERED)) == 1
    with pytest.raises(Stale):
        await gym.does(self_booking.decline, asked.id, version=0)


@once
async def test_at_once_where_the_trainer_lets_clients_book(gym, lan):
    await gym.changes(HUY, opening=Opening.BOOK)
    booking = await books(gym, lan, at(17, 18))
    assert (booking.status, booking.lapses_at) == (Status.CONFIRMED, None)
    (told,) = await gym.notices(NoticeKind.TIME_ASKED)
    assert told.facts["asks"] is False


@once
@pytest.mark.parametrize("trainer", list(Opening))
@pytest.mark.parametrize("own", [None, *Opening])
async def test_what_is_said_for_one_client_wins(gym, lan, trainer, own):
    await gym.changes(HUY, opening=trainer)
    await gym.does(self_booking.allow, lan.id, own)
    holds = own or trainer
    if holds is Opening.OFF:
        with pytest.raises(NotOpen):
            await books(gym, lan, at(17, 18))
        return
    booking = await books(gym, lan, at(17, 18))
    assert booking.status is (Status.PENDING if holds is Opening.ASK else Status.CONFIRMED)


@once
async def test_a_declined_request_was_no_session(gym, lan):
    asked = await books(gym, lan, at(17, 18))
    gone = await gym.does(self_booking.decline, asked.id)
    assert gone.was_only_asked
    assert not (await gym.slot(asked)).takes_time
    can = await gym.store.read(lambda b: making_up.can_be_made_up(b, gone, NOW))
    whole = Period(at(1, 0), at(31, 0))
    sittings = await gym.store.read(lambda b: b.history.sittings(HUY, whole))
    assert not can
    assert sittings == []
    (told,) = await gym.notices(NoticeKind.TIME_ANSWERED)
    assert (told.person_id, told.facts["accepted"]) == (lan.person_id, False)


@once
async def test_the_client_takes_a_request_back_and_owes_nothing(gym, lan):
    asked = await books(gym, lan, at(15, 13))
    await gym.does(self_booking.withdraw, asked.id, by=lan.person_id)
    assert await gym.store.read(lambda b: b.charges.of_booking(asked.id)) == []
    (told,) = await gym.notices(NoticeKind.TIME_ANSWERED)
    assert told.person_id == HUY
    await books(gym, lan, at(15, 13))


@once
async def test_only_those_whom_it_concerns_may_answer(gym, lan):
    asked = await books(gym, lan, at(17, 18))
    minh = await gym.client("Minh")
    for work, by in (
        (self_booking.accept, lan.person_id),
        (self_booking.accept, MAI),
        (self_booking.decline, minh.person_id),
        (self_booking.withdraw, HUY),
        (self_booking.withdraw, minh.person_id),
    ):
        with pytest.raises(NotYours):
            await gym.does(work, asked.id, by=by)
    with pytest.raises(NotYours):
        await gym.does(self_booking.book, Wanted(lan.id, at(18, 18)), by=minh.person_id)


@once
async def test_a_former_or_unmatched_client_cannot_book(gym, lan):
    async def parted(books):
        await books.clients.save(replace(lan, status=ClientStatus.ENDED, ended_at=NOW))

    await gym.store.write(parted)
    with pytest.raises(NotYours):
        await books(gym, lan, at(17, 18))


@once
@pytest.mark.parametrize(
    "start, now, lapses",
    [
        (at(17, 18), NOW, at(15, 22)),
        (at(15, 20), NOW, at(15, 18)),
        # Closer than two hours to the start the trainer may still say yes until then.
        (at(15, 11), NOW, at(15, 11)),
    ],
)
async def test_a_request_lapses_after_12_hours_or_2_before_the_start(gym, lan, start, now, lapses):
    await gym.changes(HUY, notice_minutes=0)
    asked = await books(gym, lan, start, now=now)
    assert asked.lapses_at == lapses
    await gym.store.write(lambda b: ticking.look_at(b, asked.id, lapses - timedelta(seconds=1)))
    assert (await gym.booking(asked)).status is Status.PENDING
    await gym.store.write(lambda b: ticking.look_at(b, asked.id, lapses))
    assert (await gym.booking(asked)).was_only_asked
    assert {n.person_id for n in await gym.notices(NoticeKind.CANCELLED)} == {HUY, lan.person_id}
    with pytest.raises(NotPossible):
        await gym.does(self_booking.accept, asked.id, now=lapses)


@once
async def test_notice_and_horizon_are_the_trainers_and_bind_only_clients(gym, lan):
    await gym.changes(HUY, notice_minutes=24 * 60, horizon_days=7)
    for start, reason in ((at(16, 9), TooSoon(timedelta(days=1))), (at(22, 11), TooFar(timedelta(days=7)))):
        with pytest.raises(InConflict) as refused:
            await books(gym, lan, start)
        assert refused.value.conflicts == (reason,)
    await books(gym, lan, at(16, 10))
    await books(gym, lan, at(22, 10))
    await gym.session(lan, period(15, 11))
    with pytest.raises(InThePast):
        await books(gym, lan, at(14, 10))


@once
async def test_no_more_are_open_at_a_time_than_the_trainer_allows(gym, lan):
    await gym.session(lan, period(16, 9))
    booked = [await books(gym, lan, at(17, hour)) for hour in (9, 11, 13)]
    with pytest.raises(TooManyOpen) as refused:
        await books(gym, lan, at(17, 15))
    assert refused.value.most == 3
    # Tapped once more, the same one.
    assert await books(gym, lan, at(17, 9)) == await gym.booking(booked[0])
    await gym.does(self_booking.withdraw, booked[0].id, by=lan.person_id)
    await books(gym, lan, at(17, 15))


@once
async def test_it_uses_the_package_that_fits(gym, lan):
    known = await contract(gym, lan)
    asked = await books(gym, lan, at(17, 18))
    assert (asked.contract_id, asked.prepaid, asked.price) == (known.id, True, 500_000)


@once
async def test_of_several_packages_the_client_says_which(gym, lan):
    first, second = await contract(gym, lan, "Morning"), await contract(gym, lan, "Evening")
    with pytest.raises(WhichContract) as refused:
        await books(gym, lan, at(17, 18))
    assert refused.value.contract_ids == (first.id, second.id)
    assert (await books(gym, lan, at(17, 18), contract_id=second.id)).contract_id == second.id


@once
async def test_beyond_the_package_only_the_trainer_can_say_yes(gym, lan):
    await contract(gym, lan, sessions=1, price=500_000)
    await gym.session(lan, period(16, 18))
    with pytest.raises(InConflict) as refused:
        await books(gym, lan, at(17, 18))
    assert isinstance(refused.value.conflicts[0], OffPackage)
    asked = await books(gym, lan, at(17, 18), single=True)
    assert (asked.contract_id, asked.price) == (None, 500_000)
    await gym.changes(HUY, opening=Opening.BOOK)
    with pytest.raises(InConflict):
        await books(gym, lan, at(18, 18), single=True)


@once
async def test_another_package_is_nobody_elses(gym, lan):
    minh = await gym.client("Minh")
    foreign = await contract(gym, minh)
    with pytest.raises(NotFound):
        await books(gym, lan, at(17, 18), contract_id=foreign.id)
    assert await gym.store.read(lambda b: b.bookings.of_client(lan.id)) == []


@once
async def test_the_trainer_answers_with_another_time_and_the_clients_yes_books_it(gym, lan):
    asked = await books(gym, lan, at(17, 18))
    late = NOW + timedelta(hours=11)
    wish = await gym.does(proposing.propose, asked.id, [at(17, 20)], now=late)
    # It is the client's turn: the time that was asked for stays held as long.
    assert (await gym.booking(asked)).lapses_at == wish.lapses_at
    await gym.store.write(lambda b: ticking.look_at(b, asked.id, NOW + timedelta(hours=12)))
    moved, charge = await gym.does(
        proposing.accept, wish.id, 0, by=lan.person_id, now=NOW + timedelta(hours=13)
    )
    assert (moved.status, moved.starts_at, moved.moves, charge) == (Status.CONFIRMED, at(17, 20), 0, None)


@once
async def test_a_yes_to_the_request_closes_what_was_proposed_in_its_place(gym, lan):
    asked = await books(gym, lan, at(17, 18))
    wish = await gym.does(proposing.propose, asked.id, [at(17, 20)])
    await gym.does(self_booking.accept, asked.id)
    known = await gym.store.read(lambda b: b.proposals.get(wish.id))
    assert known.status is ProposalStatus.WITHDRAWN


@once
async def test_a_client_cannot_wish_to_move_what_is_only_asked_for(gym, lan):
    asked = await books(gym, lan, at(17, 18))
    with pytest.raises(NotPossible):
        await gym.does(proposing.propose, asked.id, [at(17, 20)], by=lan.person_id)


async def test_64_clients_tap_for_one_time_and_one_gets_it(gym):
    clients = [await gym.client(f"Client {n}") for n in range(64)]
    found = await gym.at_once(*(books(gym, c, at(17, 18)) for c in clients))
    winners = [f for f in found if not isinstance(f, Exception)]
    refused = [f for f in found if isinstance(f, Exception)]
    assert len(winners) == 1
    assert len(refused) == 63
    assert all(isinstance(f, InConflict) for f in refused)


async def test_one_client_who_taps_64_times_has_one_session(gym, lan):
    found = await gym.at_once(*(books(gym, lan, at(17, 18)) for _ in range(64)))
    assert {f.id for f in found} == {found[0].id}
    assert len(await gym.notices(NoticeKind.TIME_ASKED)) == 1


async def test_yes_and_taking_back_at_once_leave_one_answer(gym, lan):
    asked = await books(gym, lan, at(17, 18))
    answers = await asyncio.gather(
        gym.does(self_booking.accept, asked.id, version=0),
        gym.does(self_booking.withdraw, asked.id, by=lan.person_id, version=0),
        return_exceptions=True,
    )
    assert sum(isinstance(a, Exception) for a in answers) == 1
    now = await gym.booking(asked)
    assert (now.status is Status.CONFIRMED) == (not isinstance(answers[0], Exception))


@once
async def test_what_the_trainer_holds_for_somebody_is_booked_over_by_the_trainer_alone(gym, lan):
    minh = await gym.client("Minh")
    lost = await gym.session(minh, period(16, 18))
    await gym.does(cancelling.cancel, lost.id)
    held = await gym.does(making_up.hold, lost.id, at(17, 18), by=minh.person_id)
    with pytest.raises(InConflict):
        await books(gym, lan, at(17, 18))
    with pytest.raises(InConflict):
        await gym.session(lan, period(17, 18))
    booking = await gym.session(lan, period(17, 18), over=(held.id,))
    assert not (await gym.slot(booking)).anyway
    with pytest.raises(InConflict):
        await gym.does(making_up.book, lost.id, at(17, 18), by=minh.person_id)


# What is offered is what can be had.

ZONES = ("Asia/Ho_Chi_Minh", "Europe/Berlin", "Australia/Lord_Howe", "America/New_York", "Asia/Kathmandu")
#: Europe leaves summer time on the 26th, New York on 2 November; Lord Howe has begun it by half an hour.
_HORIZON = 20


def _random_hours(luck):
    week = []
    for _ in range(7):
        cuts = sorted(luck.sample(range(48), luck.choice((0, 2, 2, 4))))
        spans = [(_wall(a), _wall(b)) for a, b in zip(cuts[::2], cuts[1::2], strict=True)]
        week.append(tuple(spans))
    if luck.random() < 0.3:
        week[luck.randrange(7)] = ((time(22), time(2)),)
    if not any(week):
        week[0] = ((time(6), time(20)),)
    return WorkingHours(tuple(week))


def _wall(half_hours):
    return time(half_hours // 2, 30 * (half_hours % 2))


@once
@pytest.mark.parametrize("seed", range(10))
async def test_free_times_are_exactly_those_that_can_be_booked(gym, seed):
    """Against a slow computation of its own: minute by minute over what is worked and what is taken."""
    luck = random.Random(seed)
    tz = ZoneInfo(ZONES[seed % len(ZONES)])
    now = NOW + timedelta(minutes=luck.randrange(600))
    await gym.changes(
        HUY,
        zone=tz.key,
        hours=_random_hours(luck),
        buffer_minutes=luck.choice((0, 10, 30)),
        length_minutes=luck.choice((30, 45, 60, 90)),
        notice_minutes=luck.choice((0, 120, 600)),
        horizon_days=_HORIZON,
        most_open=50,
    )
    lan, minh = await gym.client("Lan"), await gym.client("Minh")
    lan_at_mai = await gym.client("Lan", of=MAI, person=lan.person_id)
    for _ in range(25):
        start = now + timedelta(minutes=15 * luck.randrange(1, 4 * 24 * _HORIZON))
        start = start.replace(second=0, microsecond=0)
        whom = luck.choice((minh, minh, lan_at_mai))
        wanted = Period.of(start, timedelta(minutes=luck.choice((30, 60, 75))))
        try:
            await gym.session(whom, wanted, now=now, over=())
        except InConflict:
            continue
    off = Period.of(now + timedelta(days=luck.randrange(1, 10)), timedelta(hours=luck.randrange(5, 60)))
    await gym.store.write(lambda b: b.times_off.add(TimeOff(0, HUY, off.start, off.end, created_at=NOW)))

    found = {p.start for day in await days_of(gym, lan, now) for p in day.free}
    free = await _slowly(gym, lan, now, tz, off)
    assert found == free
    half_hours = _half_hours(now, tz)
    tried = luck.sample(sorted(free), min(12, len(free))) + luck.sample(half_hours, 30)
    for start in tried:
        assert await _is_accepted(gym, lan, start, now) == (start in free), start


def _half_hours(now, tz):
    first = now.astimezone(tz).date()
    walls = [
        datetime.combine(first + timedelta(days=n), _wall(half), tz)
        for n in range(_HORIZON + 1)
        for half in range(48)
    ]
    return sorted({w.astimezone(ZoneInfo("UTC")) for w in walls})


async def _slowly(gym, lan, now, tz, off):
    """Free: every minute of it is worked and nobody's, with the buffer on both sides."""

    async def read(books):
        trainer = await books.trainers.get(HUY)
        whole = Period(now - timedelta(days=2), now + timedelta(days=_HORIZON + 2))
        return trainer, await books.slots.near(HUY, whole), await books.bookings.of_person(lan.person_id)

    trainer, neighbours, own = await gym.store.read(read)
    worked = _worked_minutes(trainer, now, tz)
    free = set()
    for start in _half_hours(now, tz):
        end = start + trainer.length
        inside = all(_minute(start) + n in worked for n in range(trainer.length_minutes))
        limits = now + trainer.notice <= start <= now + trainer.horizon
        clear = all(
            s.ends_at + _gap(trainer, s) <= start or end <= s.starts_at - _gap(trainer, s)
            for s in (n.slot for n in neighbours)
        )
        mine = all(b.ends_at <= start or end <= b.starts_at for b in own if b.takes_time)
        rests = off.start < end and start < off.end
        if inside and limits and clear and mine and not rests:
            free.add(start)
    return free


def _gap(trainer, slot):
    return timedelta(minutes=max(trainer.buffer_minutes, slot.buffer_minutes))


def _minute(moment):
    return int(moment.timestamp()) // 60


def _worked_minutes(trainer, now, tz):
    found = set()
    first = now.astimezone(tz).date() - timedelta(days=2)
    for n in range(_HORIZON + 5):
        day = first + timedelta(days=n)
        for start, end in trainer.hours.week[day.weekday()]:
            until = day if end > start else day + timedelta(days=1)
            found.update(range(_minute(at_wall(day, start, tz)), _minute(at_wall(until, end, tz))))
    return found


async def _is_accepted(gym, lan, start, now):
    """Tried, and taken back."""
    try:
        booking = await books(gym, lan, start, now=now)
    except (InConflict, InThePast):
        return False
    await gym.does(self_booking.withdraw, booking.id, by=lan.person_id, now=now)
    return True


@once
async def test_a_full_day_can_be_waited_for_and_a_day_off_cannot(gym, lan):
    await gym.changes(HUY, hours=WorkingHours.daily(time(9), time(11)), length_minutes=60)
    await gym.session(await gym.client("Minh"), period(17, 9, minutes=120))
    off = Period(at(18, 0), at(19, 0))
    await gym.store.write(lambda b: b.times_off.add(TimeOff(0, HUY, off.start, off.end, created_at=NOW)))
    found = {d.day.day: d for d in await days_of(gym, lan) if d.day.month == 10}
    assert (list(found[17].free), found[17].may_free) == ([], True)
    assert 18 not in found
    assert len(found[19].free) == 3


@once
async def test_a_month_of_free_times_is_three_statements(gym, lan):
    await gym.changes(HUY, horizon_days=30)
    minh = await gym.client("Minh")
    for day in range(16, 30):
        await gym.session(minh, period(day, 9))

    whose = await gym.store.read(lambda b: self_booking.guest(b, lan.id, lan.person_id))
    with counted(gym.store) as seen:
        found = await gym.store.write(lambda b: self_booking.days(b, whose, NOW))
    assert len(found) >= 30
    # Slots, sessions, times off; a writer's transaction is opened and closed.
    assert len([one for one in seen if one.lstrip().upper().startswith("SELECT")]) == 3
