"""Waiting: what is freed is offered in order, to one at a time, and never booked in silence."""

import random
from datetime import datetime, timedelta
from itertools import pairwise

import pytest

from core.booking import SlotKind, Status
from core.errors import (
    ClassFull,
    InConflict,
    InThePast,
    NotOpen,
    NotPossible,
    NotYours,
    OfferOver,
    TooMany,
    TooManyOpen,
)
from core.hours import QuietHours
from core.notice import NoticeKind
from core.people import Opening
from core.period import Period
from core.use_cases import (
    cancelling,
    ending,
    moving,
    profile,
    resting,
    self_booking,
    several,
    ticking,
    waiting,
)
from core.use_cases.classes import joining, planning
from core.use_cases.moving import Move
from core.use_cases.repeating import book_series
from core.use_cases.self_booking import Wanted
from core.use_cases.series_plan import NewSeries
from core.wait import OFFERED_FOR, WaitStatus
from core.zones import days
from tests.core.studio import HOUR, HUY, NOW, VIETNAM, at, period, studio

SECOND = timedelta(seconds=1)


@pytest.fixture
async def gym(database):
    async with studio(database) as made:
        await made.changes(HUY, opening=Opening.BOOK)
        yield made


once = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


@pytest.fixture
async def taken(gym):
    """Minh has Friday 18:00."""
    return await gym.session(await gym.client("Minh"), period(17, 18))


async def waits(gym, client, window=None, **options):
    window = window or period(17, 18)
    return await gym.does(waiting.wait_for, client.id, window, by=client.person_id, **options)


async def ticks(gym, now=NOW):
    """All that is due now, as the heartbeat would."""
    looked = set()
    while due := [
        item for item in await gym.store.read(lambda b: ticking.work_due(b, now)) if item not in looked
    ]:
        for kind, id_ in due:
            looked.add((kind, id_))
            work = {"hold": ticking.release_holds, "wait": waiting.look_at, "booking": ticking.look_at}
            if kind in work:
                await gym.store.write(lambda b, w=work[kind], i=id_: w(b, i, now))


async def known(gym, wait):
    return await gym.store.read(lambda b: b.waits.get(wait.id))


async def offered(gym):
    """Whose turn it is, by person."""
    found = await gym.store.read(lambda b: b.waits.open_of_trainer(HUY))
    return [w.person_id for w in found if w.status is WaitStatus.OFFERED]


async def take(gym, wait, **options):
    return await gym.does(waiting.take, wait.id, by=wait.person_id, **options)


async def frees(gym, booking, now=NOW):
    await gym.does(cancelling.cancel, booking.id, now=now)
    await ticks(gym, now)


async def test_what_is_freed_is_offered_to_the_first_and_kept_for_them(gym, taken):
    lan, mai = await gym.client("Lan"), await gym.client("Mai")
    first, second = await waits(gym, lan), await waits(gym, mai)
    await ticks(gym)
    assert await offered(gym) == []
    await frees(gym, taken)
    assert await offered(gym) == [lan.person_id]
    (told,) = await gym.notices(NoticeKind.SEAT_OFFERED)
    assert told.person_id == lan.person_id
    with pytest.raises(InConflict):
        await gym.does(self_booking.book, Wanted(mai.id, at(17, 18)), by=mai.person_id)
    with pytest.raises(OfferOver):
        await take(gym, second)
    booking = await take(gym, first)
    assert (booking.status, booking.starts_at, booking.self_booked) == (Status.CONFIRMED, at(17, 18), True)
    assert (await gym.slot(booking)).kind is SlotKind.BOOKING
    # A second tap gets the same answer.
    assert (await take(gym, first)).id == booking.id
    await ticks(gym, NOW + HOUR)
    assert await offered(gym) == []


@once
async def test_after_half_an_hour_it_is_the_next_ones_turn(gym, taken):
    people = [await gym.client(name) for name in ("Lan", "Mai", "Binh")]
    mine = [await waits(gym, c) for c in people]
    await frees(gym, taken)
    for n, client in enumerate(people):
        assert await offered(gym) == [client.person_id]
        await ticks(gym, NOW + (n + 1) * OFFERED_FOR - SECOND)
        assert await offered(gym) == [client.person_id]
        await ticks(gym, NOW + (n + 1) * OFFERED_FOR)
    assert await offered(gym) == []
    for wait in mine:
        assert (await known(gym, wait)).status is WaitStatus.OVER
        with pytest.raises(OfferOver):
            await take(gym, wait, now=NOW + 2 * HOUR)
    await gym.session(people[0], period(17, 18), now=NOW + 2 * HOUR)


@once
async def test_passing_it_on_asks_the_next_at_once(gym, taken):
    lan, mai = await gym.client("Lan"), await gym.client("Mai")
    first = await waits(gym, lan)
    await waits(gym, mai)
    await frees(gym, taken)
    await gym.does(waiting.pass_on, first.id, by=lan.person_id)
    await ticks(gym)
    assert await offered(gym) == [mai.person_id]


@once
async def test_who_leaves_the_list_lets_go_what_was_offered(gym, taken):
    lan, mai = await gym.client("Lan"), await gym.client("Mai")
    first = await waits(gym, lan)
    await waits(gym, mai)
    await frees(gym, taken)
    await gym.does(waiting.leave, first.id, by=lan.person_id)
    await ticks(gym)
    assert await offered(gym) == [mai.person_id]
    assert (await known(gym, first)).status is WaitStatus.WITHDRAWN


@once
async def test_a_whole_day_is_offered_another_time_after_one_was_passed_on(gym):
    minh, lan = await gym.client("Minh"), await gym.client("Lan")
    whole = days(at(17, 0).date(), VIETNAM)
    both = [await gym.session(minh, period(17, hour)) for hour in (9, 18)]
    blocks = [period(17, 0, minutes=9 * 60), period(17, 10, minutes=8 * 60), period(17, 19, minutes=5 * 60)]
    for block in blocks:
        await gym.session(minh, block)
    wait = await waits(gym, lan, whole)
    await ticks(gym)
    await frees(gym, both[1])
    (hold,) = await holds(gym)
    assert hold.period == period(17, 18)
    await gym.does(waiting.pass_on, wait.id, by=lan.person_id)
    await ticks(gym)
    assert await offered(gym) == []
    await frees(gym, both[0])
    (hold,) = await holds(gym)
    assert hold.period == period(17, 9)


async def holds(gym):
    near = await gym.store.read(lambda b: b.slots.near(HUY, Period(at(1, 0), at(31, 0))))
    return [n.slot for n in near if n.slot.kind is SlotKind.HOLD]


@once
async def test_two_freed_times_go_to_two_who_wait_for_the_day(gym):
    minh = await gym.client("Minh")
    whole = days(at(17, 0).date(), VIETNAM)
    both = [await gym.session(minh, period(17, hour)) for hour in (9, 18)]
    for block in (period(17, 0, minutes=540), period(17, 10, minutes=480), period(17, 19, minutes=300)):
        await gym.session(minh, block)
    people = [await gym.client(name) for name in ("Lan", "Mai", "Binh")]
    for client in people:
        await waits(gym, client, whole)
    picked = {b.id: None for b in both}
    await gym.does(several.cancel, picked)
    await ticks(gym)
    assert await offered(gym) == [people[0].person_id, people[1].person_id]
    starts = {h.starts_at for h in await holds(gym)}
    assert starts == {at(17, 9), at(17, 18)}


@once
async def test_at_night_it_is_kept_and_told_in_the_morning(gym, taken):
    lan = await gym.client("Lan")
    wait = await waits(gym, lan)
    night, morning = at(15, 23), at(16, 6, 30)
    await frees(gym, taken, night)
    (told,) = await gym.notices(NoticeKind.SEAT_OFFERED)
    assert told.due_at == morning
    assert (await known(gym, wait)).offered_until == morning + OFFERED_FOR
    await ticks(gym, morning + OFFERED_FOR - SECOND)
    assert await offered(gym) == [lan.person_id]
    mai = await gym.client("Mai")
    with pytest.raises(InConflict):
        await gym.does(self_booking.book, Wanted(mai.id, at(17, 18)), by=mai.person_id, now=night)


@once
async def test_without_quiet_hours_it_is_told_at_once(gym, taken):
    await gym.changes(HUY, quiet=QuietHours(at(1, 0).time(), at(1, 0).time()))
    await waits(gym, await gym.client("Lan"))
    await frees(gym, taken, at(15, 23))
    (told,) = await gym.notices(NoticeKind.SEAT_OFFERED)
    assert told.due_at == at(15, 23)


@once
async def test_where_the_trainer_wants_to_be_asked_it_becomes_a_request(gym, taken):
    await gym.changes(HUY, opening=Opening.ASK)
    lan = await gym.client("Lan")
    wait = await waits(gym, lan)
    await frees(gym, taken)
    booking = await take(gym, wait)
    assert booking.status is Status.PENDING
    (told,) = await gym.notices(NoticeKind.TIME_ASKED)
    assert told.person_id == HUY


@once
async def test_the_trainer_books_over_what_is_kept_and_the_wait_goes_on(gym, taken):
    lan, binh = await gym.client("Lan"), await gym.client("Binh")
    wait = await waits(gym, lan)
    await frees(gym, taken)
    (hold,) = await holds(gym)
    with pytest.raises(InConflict) as shown:
        await gym.session(binh, period(17, 18))
    assert shown.value.conflicts[0].client_ids == ()
    over = await gym.session(binh, period(17, 18), over=(hold.id,))
    with pytest.raises(OfferOver):
        await take(gym, wait)
    await ticks(gym)
    assert (await known(gym, wait)).status is WaitStatus.WAITING
    await frees(gym, over)
    assert await offered(gym) == [lan.person_id]
    assert (await take(gym, wait)).starts_at == at(17, 18)


async def moved(gym, minh):
    taken = await gym.session(minh, period(17, 18))
    return lambda: gym.does(moving.move, Move(taken.id, period(18, 18)))


async def cancelled(gym, minh):
    taken = await gym.session(minh, period(17, 18))
    return lambda: gym.does(several.cancel, {taken.id: None})


async def request_declined(gym, minh):
    await gym.changes(HUY, opening=Opening.ASK)
    taken = await gym.does(self_booking.book, Wanted(minh.id, at(17, 18)), by=minh.person_id)
    return lambda: gym.does(self_booking.decline, taken.id)


async def time_off_removed(gym, _):
    rest = await gym.does(resting.take_off, HUY, period(17, 12, minutes=600), None)
    return lambda: gym.does(resting.remove, rest.time_off.id)


async def hours_changed(gym, _):
    hours = (await gym.store.read(lambda b: b.trainers.get(HUY))).hours
    await gym.changes(HUY, hours=hours.with_day(at(17, 0).date(), ()))
    return lambda: gym.does(profile.change, {"hours": hours})


async def buffer_shortened(gym, minh):
    await gym.session(minh, period(17, 17))
    await gym.changes(HUY, buffer_minutes=30)
    return lambda: gym.does(profile.change, {"buffer_minutes": 0})


@once
@pytest.mark.parametrize(
    "taken_by",
    [moved, cancelled, request_declined, time_off_removed, hours_changed, buffer_shortened],
)
async def test_whatever_frees_time_wakes_those_who_wait(gym, taken_by):
    minh, lan = await gym.client("Minh"), await gym.client("Lan")
    free = await taken_by(gym, minh)
    await waits(gym, lan)
    await ticks(gym)
    assert await offered(gym) == []
    await free()
    await ticks(gym)
    assert await offered(gym) == [lan.person_id]


@once
async def test_the_end_of_a_relation_ends_the_wait(gym, taken):
    lan = await gym.client("Lan")
    wait = await waits(gym, lan)
    await frees(gym, taken)
    await gym.does(ending.end, lan.id)
    assert (await known(gym, wait)).status is WaitStatus.WITHDRAWN
    assert await holds(gym) == []


@once
async def test_limits_of_the_list(gym, taken):
    lan, mai = await gym.client("Lan"), await gym.client("Mai")
    wait = await waits(gym, lan)
    assert (await waits(gym, lan)).id == wait.id
    with pytest.raises(InThePast):
        await waits(gym, lan, period(15, 9))
    with pytest.raises(InConflict):
        await waits(gym, lan, Period(at(15, 9) + timedelta(days=40), at(15, 10) + timedelta(days=40)))
    for hour in range(4):
        await waits(gym, lan, period(18, 10 + hour))
    with pytest.raises(TooMany):
        await waits(gym, lan, period(18, 20))
    for work in (waiting.take, waiting.pass_on, waiting.leave):
        with pytest.raises(NotYours):
            await gym.does(work, wait.id, by=mai.person_id)
    await gym.changes(HUY, opening=Opening.OFF)
    with pytest.raises(NotOpen):
        await waits(gym, mai)


@once
async def test_whoever_has_as_many_as_allowed_is_passed_over(gym, taken):
    await gym.changes(HUY, most_open=1)
    lan, mai = await gym.client("Lan"), await gym.client("Mai")
    await waits(gym, lan)
    wait = await waits(gym, mai)
    await gym.does(self_booking.book, Wanted(lan.id, at(16, 9)), by=lan.person_id)
    await frees(gym, taken)
    assert await offered(gym) == [mai.person_id]
    await gym.does(self_booking.book, Wanted(mai.id, at(16, 11)), by=mai.person_id)
    with pytest.raises(TooManyOpen):
        await take(gym, wait)


@once
async def test_what_can_not_be_had_any_more_is_over_and_said_once_without_a_sound(gym, taken):
    lan = await gym.client("Lan")
    wait = await waits(gym, lan)
    await ticks(gym)
    over_at = at(17, 16) + SECOND
    assert (await known(gym, wait)).next_at == over_at
    await ticks(gym, over_at)
    assert (await known(gym, wait)).status is WaitStatus.OVER
    (told,) = await gym.notices(NoticeKind.SEAT_OFFERED)
    assert (told.facts["over"], told.silent) == (True, True)
    await ticks(gym, over_at + HOUR)
    assert len(await gym.notices(NoticeKind.SEAT_OFFERED)) == 1


@once
@pytest.mark.parametrize("how", ["one", "moved", "several", "series"])
async def test_whichever_way_the_trainer_books_over_what_is_kept_no_clash_is_left(gym, taken, how):
    lan, binh = await gym.client("Lan"), await gym.client("Binh")
    wait = await waits(gym, lan)
    other = await gym.session(binh, period(18, 9)) if how in ("moved", "several") else None
    await frees(gym, taken)
    (hold,) = await holds(gym)
    over = (hold.id,)
    if how == "one":
        booked = await gym.session(binh, period(17, 18), over=over)
    elif how == "moved":
        booked = await gym.does(moving.move, Move(other.id, period(17, 18)), over=over)
    elif how == "several":
        (booked,) = await gym.does(moving.move_several, [Move(other.id, period(17, 18))], over=over)
    else:
        new = NewSeries(HUY, binh.id, "FREQ=WEEKLY", datetime(2025, 10, 17, 18), HOUR, 2, over={0: over})  # noqa: DTZ001  # wall time
        booked = (await gym.does(book_series, new))[0]
    assert booked.starts_at == at(17, 18)
    assert not (await gym.slot(booked)).anyway
    with pytest.raises(OfferOver):
        await take(gym, wait)
    await ticks(gym)
    assert await holds(gym) == []


async def test_64_tap_for_one_freed_time_and_one_gets_it(gym, taken):
    people = [await gym.client(f"Client {n}") for n in range(64)]
    mine = [await waits(gym, c) for c in people]
    await ticks(gym)
    await frees(gym, taken)
    assert await offered(gym) == [people[0].person_id]
    found = await gym.at_once(*(take(gym, w) for w in mine))
    winners = [f for f in found if not isinstance(f, Exception)]
    assert [w.person_id for w in winners] == [people[0].person_id]
    assert sum(isinstance(f, OfferOver) for f in found) == 63
    assert len(await gym.notices(NoticeKind.SEAT_OFFERED)) == 1


async def test_64_look_at_once_and_one_is_offered_it(gym, taken):
    """Several ticks side by side, as after a takeover."""
    mine = [await waits(gym, await gym.client(f"Client {n}")) for n in range(16)]
    await gym.does(cancelling.cancel, taken.id)
    works = [gym.store.write(lambda b, w=w: waiting.look_at(b, w.id, NOW)) for w in mine for _ in range(4)]
    assert [f for f in await gym.at_once(*works) if f is not None] == []
    assert await offered(gym) == [mine[0].person_id]
    assert len(await gym.notices(NoticeKind.SEAT_OFFERED)) == 1


async def group_class(gym, capacity=1):
    new = planning.NewClass(HUY, "Yoga", period(17, 9), capacity, price=100_000)
    (made,) = await gym.does(planning.create, new, "yoga")
    return made


async def test_64_tap_for_one_freed_seat_and_the_first_who_waited_gets_it(gym):
    """Half of them wait for it, the others come by just then."""
    group = await group_class(gym)
    minh = await gym.client("Minh")
    seat = await gym.does(joining.join, group.id, minh.id, by=minh.person_id)
    people = [await gym.client(f"Client {n}") for n in range(64)]
    mine = [await gym.does(waiting.wait_for_seat, c.id, group.id, by=c.person_id) for c in people[:32]]
    await ticks(gym)
    await frees(gym, seat)
    assert await offered(gym) == [people[0].person_id]
    found = await gym.at_once(
        *(take(gym, w) for w in mine),
        *(gym.does(joining.join, group.id, c.id, by=c.person_id) for c in people[32:]),
    )
    winners = [f for f in found if not isinstance(f, Exception)]
    assert [w.person_id for w in winners] == [people[0].person_id]
    assert all(isinstance(f, OfferOver | ClassFull) for f in found if f not in winners)
    assert len(await gym.notices(NoticeKind.SEAT_OFFERED)) == 1


@once
@pytest.mark.parametrize("seed", range(8))
async def test_whatever_happens_no_time_is_offered_twice_and_the_order_is_kept(gym, seed):
    luck, now = random.Random(seed), NOW
    people = [await gym.client(f"Client {n}") for n in range(6)]
    minh = await gym.client("Minh")
    sessions = [await gym.session(minh, period(17, hour)) for hour in (9, 10, 18)]
    whole = days(at(17, 0).date(), VIETNAM)
    for _ in range(60):
        now += timedelta(minutes=luck.choice((1, 5, 20)))
        act = luck.randrange(7)
        client = luck.choice(people)
        mine = await gym.store.read(lambda b, c=client: b.waits.open_of_person(c.person_id))
        try:
            if act <= 1:
                await waits(gym, client, luck.choice((period(17, 9), period(17, 18), whole)), now=now)
            elif act == 2 and sessions:
                known = await gym.booking(sessions.pop(luck.randrange(len(sessions))))
                await gym.does(cancelling.cancel, known.id, now=now)
            elif act == 3 and mine:
                sessions.append(await take(gym, mine[0], now=now))
            elif act == 4 and mine:
                await gym.does(waiting.pass_on, mine[0].id, by=client.person_id, now=now)
            elif act == 5 and mine:
                await gym.does(waiting.leave, mine[0].id, by=client.person_id, now=now)
            else:
                wanted = Wanted(client.id, luck.choice((at(17, 9), at(17, 18))))
                sessions.append(await gym.does(self_booking.book, wanted, by=client.person_id, now=now))
        except (InConflict, OfferOver, TooManyOpen, InThePast, TooMany, NotPossible):
            pass
        await ticks(gym, now)
        await _holds_true(gym, now)


async def _holds_true(gym, now):
    """One hold an offer, none beside another, and nobody before them could have had it."""
    found = await gym.store.read(lambda b: b.waits.open_of_trainer(HUY))
    there = [w for w in found if w.status is WaitStatus.OFFERED]
    held = {h.id: h for h in await holds(gym)}
    assert {w.hold_id for w in there} == held.keys()
    periods = sorted(h.period for h in held.values())
    assert not any(a.overlaps(b) for a, b in pairwise(periods))
    for later in there:
        start = held[later.hold_id].starts_at
        for earlier in found:
            same = earlier.starts_at <= start and start + HOUR <= earlier.ends_at
            before = (earlier.created_at, earlier.id) < (later.created_at, later.id)
            waits_still = earlier.status is WaitStatus.WAITING and start not in earlier.passed
            if before and same and waits_still:
                assert await _cannot(gym, earlier, start, now)


async def _cannot(gym, wait, start, now):
    """They have as many as they may, or are busy then, or asked for it only after it was offered."""

    async def read(books):
        own = await self_booking.own_ahead(books, wait.client_id, now)
        near = await books.bookings.of_client_near(wait.client_id, wait.person_id, Period.of(start, HOUR))
        return len(own) >= 3 or bool(near)

    return await gym.store.read(read)


@once
async def test_the_seat_of_a_class_is_offered_in_order_too(gym):
    group = await group_class(gym)
    lan, mai, binh = [await gym.client(name) for name in ("Lan", "Mai", "Binh")]
    seat = await gym.does(joining.join, group.id, binh.id, by=binh.person_id)
    first = await gym.does(waiting.wait_for_seat, lan.id, group.id, by=lan.person_id)
    second = await gym.does(waiting.wait_for_seat, mai.id, group.id, by=mai.person_id)
    await ticks(gym)
    assert await offered(gym) == []
    await gym.does(cancelling.cancel, seat.id, by=binh.person_id)
    await ticks(gym)
    assert await offered(gym) == [lan.person_id]
    with pytest.raises(OfferOver):
        await take(gym, second)
    await ticks(gym, NOW + OFFERED_FOR)
    assert await offered(gym) == [mai.person_id]
    booking = await take(gym, second, now=NOW + OFFERED_FOR)
    assert booking.class_id == group.id
    assert (await known(gym, second)).status is WaitStatus.TAKEN
    assert (await known(gym, first)).status is WaitStatus.OVER
