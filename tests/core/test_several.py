"""Several sessions at once, and the reach of a change of a series: all or nothing, one message a person."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from core.booking import Status
from core.charge import Method
from core.conflicts import Taken
from core.contract import Contract
from core.errors import AlreadyDone, InConflict, InThePast, NotFound, NotPossible, NotValid, NotYours, Stale
from core.hours import WorkingHours
from core.notice import NoticeKind
from core.people import Place, PlaceKind
from core.shift import Shift
from core.use_cases import crediting, money, outcome, proposing, several
from core.use_cases.moving import Move, move
from core.use_cases.repeating import book_series
from core.use_cases.series_plan import NewSeries
from core.use_cases.series_scope import Scope, reach
from tests.core.statements import counted
from tests.core.studio import HOUR, HUY, MAI, NOW, at, period, studio


@pytest.fixture
async def gym(database):
    async with studio(database) as made:
        yield made


#: For rules that no database can bend.
once = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


def picked(*bookings):
    return {b.id: b.version for b in bookings}


async def three(gym):
    """Neighbours on Thursday evening: 18, 19 and 20 o'clock."""
    clients = [await gym.client(name) for name in ("Lan", "Minh", "Thảo")]
    return [await gym.session(c, period(16, 18 + n)) for n, c in enumerate(clients)]


async def evenings(gym, client, count=6):
    """Mon Wed Fri 18:00–19:00 from Friday 17 October on."""
    first = at(17, 18).replace(tzinfo=None)
    wanted = NewSeries(client.trainer_id, client.id, "FREQ=WEEKLY;BYDAY=MO,WE,FR", first, HOUR, count)
    return await gym.does(book_series, wanted)


async def reached(gym, booking, scope, now=NOW, by=HUY):
    return await gym.store.read(lambda books: reach(books, booking.id, scope, by, now))


async def starts(gym, bookings):
    return [(await gym.booking(b)).starts_at for b in bookings]


# Moving.


async def test_three_neighbours_move_by_half_an_hour(gym):
    bookings = await three(gym)
    await gym.does(several.move, picked(*bookings), Shift(minutes=30))
    assert await starts(gym, bookings) == [at(16, 18 + n, 30) for n in range(3)]
    told = await gym.notices(NoticeKind.SEVERAL_CHANGED)
    assert [n.person_id for n in told] == [b.person_id for b in bookings]


@once
@pytest.mark.parametrize(
    "shift, expected",
    [
        (Shift(days=1), [at(17, 18), at(17, 19), at(17, 20)]),
        (Shift(days=1, minutes=-90), [at(17, 16, 30), at(17, 17, 30), at(17, 18, 30)]),
        (
            Shift(earliest=datetime.fromisoformat("2025-10-18T09:15")),
            [at(18, 9, 15), at(18, 10, 15), at(18, 11, 15)],
        ),
    ],
    ids=["a day", "a day and back", "from a time on"],
)
async def test_they_move_alike(gym, shift, expected):
    bookings = await three(gym)
    await gym.does(several.move, picked(*bookings), shift)
    assert await starts(gym, bookings) == expected


@once
async def test_to_one_time_of_day_each_goes_on_its_own_day(gym):
    lan = await gym.client("Lan")
    bookings = [await gym.session(lan, period(day, hour)) for day, hour in ((16, 9), (17, 19), (18, 19))]

    moved = await gym.does(several.move, picked(*bookings), Shift(at=time(19)))

    assert [b.id for b in moved] == [bookings[0].id]
    assert await starts(gym, bookings) == [at(16, 19), at(17, 19), at(18, 19)]
    with pytest.raises(NotValid):
        await gym.does(several.move, picked(*bookings[1:]), Shift(at=time(19)))


@once
async def test_two_that_would_be_at_the_same_time_clash(gym):
    bookings = await three(gym)
    with pytest.raises(InConflict):
        await gym.does(several.move, picked(*bookings), Shift(at=time(9)))
    assert await starts(gym, bookings) == [at(16, 18 + n) for n in range(3)]


async def test_one_clash_leaves_everything_and_the_preview_names_it(gym):
    bookings = await three(gym)
    there = await gym.session(await gym.client("Bình"), period(16, 21))
    with pytest.raises(InConflict):
        await gym.does(several.move, picked(*bookings), Shift(minutes=60))

    assert await starts(gym, bookings) == [at(16, 18 + n) for n in range(3)]
    ids = [b.id for b in bookings]
    plan = await gym.store.read(lambda books: several.preview(books, ids, Shift(minutes=60), HUY, NOW))
    (clash,) = plan.clashing
    assert clash.booking == bookings[2]
    assert [c.slot.id for c in clash.conflicts if isinstance(c, Taken)] == [there.slot_id]


@once
async def test_what_cannot_move_is_refused(gym):
    first, second, third = await three(gym)
    with pytest.raises(InThePast):
        await gym.does(several.move, picked(first, second), Shift(days=-2))
    with pytest.raises(Stale):
        await gym.does(several.move, {first.id: 5}, Shift(minutes=30))
    with pytest.raises(NotYours):
        await gym.does(several.move, picked(first), Shift(minutes=30), by=MAI)
    with pytest.raises(NotFound):
        await gym.does(several.move, {first.id: 0, 999: 0}, Shift(minutes=30))
    await gym.does(several.cancel, picked(third))
    with pytest.raises(NotPossible):
        await gym.does(several.move, {third.id: 1}, Shift(days=1))


async def test_statements_do_not_grow_with_the_sessions(gym):
    lan, minh = await gym.client("Lan"), await gym.client("Minh")
    used = []
    for client, count, hour in ((lan, 2, 18), (minh, 30, 6)):
        first = at(17, hour).replace(tzinfo=None)
        bookings = await gym.does(book_series, NewSeries(HUY, client.id, "FREQ=DAILY", first, HOUR, count))
        with counted(gym.store) as statements:
            await gym.does(several.move, picked(*bookings), Shift(minutes=30))
        moved = len(statements)
        after = [await gym.booking(b) for b in bookings]
        with counted(gym.store) as statements:
            await gym.does(several.cancel, picked(*after))
        used.append((moved, len(statements)))

    assert used[0] == used[1]
    assert max(used[1]) <= 30


async def test_a_repeated_act_moves_nothing_again(gym):
    bookings = await three(gym)
    await gym.does(several.move, picked(*bookings), Shift(minutes=30), key="tap")
    with pytest.raises(AlreadyDone):
        await gym.does(several.move, {b.id: 1 for b in bookings}, Shift(minutes=30), key="tap")
    assert await starts(gym, bookings) == [at(16, 18 + n, 30) for n in range(3)]


@once
async def test_the_end_of_a_package_is_in_the_way(gym):
    lan = await gym.client("Lan")
    new = Contract(0, HUY, lan.id, "Ten", 3, 1_500_000, "VND", NOW, days=10)
    await gym.store.write(lambda books: books.contracts.add(new))
    bookings = await evenings(gym, lan, 3)

    with pytest.raises(InConflict):
        await gym.does(several.move, picked(bookings[2]), Shift(days=10))
    # Together with the first one the days themselves move.
    await gym.does(several.move, picked(*bookings), Shift(days=10))


# Cancelling, place and price.


async def test_several_are_cancelled_free_of_charge_with_one_message_a_person(gym):
    lan, minh = await gym.client("Lan"), await gym.client("Minh")
    bookings = [await gym.session(c, period(day, h)) for day in (15, 16) for c, h in ((lan, 18), (minh, 19))]
    await gym.does(money.pay, bookings[0].id, Method.CASH)

    await gym.does(several.cancel, picked(*bookings))

    assert {(await gym.booking(b)).status for b in bookings} == {Status.CANCELLED}
    assert not any([(await gym.slot(b)).takes_time for b in bookings])
    told = await gym.notices(NoticeKind.SEVERAL_CANCELLED)
    assert [n.person_id for n in told] == [lan.person_id, minh.person_id]
    assert [m.get("paid") for m in told[0].facts["moves"]] == [500_000, None]
    charges = await gym.store.read(lambda books: books.charges.of_client(lan.id))
    assert [c.status.is_open for c in charges] == [False]


@once
async def test_a_wish_to_move_ends_with_its_session(gym):
    lan = await gym.client("Lan")
    bookings = [await gym.session(lan, period(day, 18)) for day in (18, 20)]
    await gym.does(proposing.propose, bookings[0].id, [at(19, 18)], by=lan.person_id)
    await gym.does(several.cancel, picked(*bookings))
    assert await gym.store.read(lambda books: books.proposals.open_of(bookings[0].id)) is None


@once
async def test_credits_come_back_when_several_are_cancelled(gym):
    lan = await gym.client("Lan")
    new = Contract(0, HUY, lan.id, "Ten", 10, 5_000_000, "VND", NOW)
    contract = await gym.store.write(lambda books: books.contracts.add(new))
    bookings = await evenings(gym, lan, None)
    assert len(bookings) == 10
    await gym.does(several.cancel, picked(*bookings[4:]))
    known = await gym.store.read(lambda books: crediting.of(books, contract.id))
    assert (known.tally.booked, known.tally.left) == (4, 6)


@once
async def test_place_and_price_change_together(gym):
    lan = await gym.client("Lan")
    bookings = await evenings(gym, lan, 3)
    place = Place(0, HUY, PlaceKind.GYM, "Gold's Gym")
    place = await gym.store.write(lambda books: books.places.add(place))
    await gym.does(several.set_place, picked(*bookings), place.id, apart=False)
    after = [await gym.booking(b) for b in bookings]
    assert {
        (b.place_id, b.version, b.apart, b.next_at == was.next_at)
        for b, was in zip(after, bookings, strict=True)
    } == {(place.id, 1, False, True)}
    await gym.does(several.set_price, picked(*after), 300_000)
    assert {((await gym.booking(b)).price, (await gym.booking(b)).apart) for b in bookings} == {
        (300_000, True)
    }
    assert len(await gym.notices(NoticeKind.SEVERAL_CHANGED)) == 2
    foreign = await gym.store.write(lambda books: books.places.add(replace(place, id=0, trainer_id=MAI)))
    with pytest.raises(NotFound):
        await gym.does(several.set_place, {b.id: None for b in bookings}, foreign.id)


@once
async def test_the_price_of_what_was_paid_or_is_in_a_package_stays(gym):
    lan = await gym.client("Lan")
    bookings = await evenings(gym, lan, 2)
    await gym.does(money.pay, bookings[0].id, Method.CASH)
    open_ones = await gym.store.read(lambda books: several.priced(books, bookings))
    assert open_ones == [bookings[1]]
    with pytest.raises(NotValid):
        await gym.does(several.set_price, picked(*bookings), 300_000)


# The reach of a change.


async def test_all_to_another_time_moves_only_those_ahead_and_names_the_others(gym):
    lan = await gym.client("Lan")
    bookings = await evenings(gym, lan)
    await gym.does(outcome.complete, bookings[0].id, now=at(17, 19))
    await gym.does(move, Move(bookings[2].id, period(23, 10)))
    now = at(20, 17)

    found = await reached(gym, bookings[3], Scope.AHEAD, now)

    assert [b.id for b in found.changing] == [bookings[n].id for n in (1, 3, 4, 5)]
    assert [b.id for b in found.apart] == [bookings[2].id]
    assert [b.id for b in found.over] == [bookings[0].id]
    await gym.does(several.move, found.versions, Shift(at=time(19)), apart=False, now=now)
    assert await starts(gym, bookings) == [
        at(17, 18),
        at(20, 19),
        at(23, 10),
        at(24, 19),
        at(27, 19),
        at(29, 19),
    ]
    (notice,) = await gym.notices(NoticeKind.SEVERAL_CHANGED)
    assert len(notice.facts["moves"]) == 4
    again = await reached(gym, bookings[3], Scope.AHEAD, now)
    assert len(again.changing) == 4


@once
async def test_this_and_following_leaves_the_earlier_ones(gym):
    bookings = await evenings(gym, await gym.client("Lan"))
    await gym.does(move, Move(bookings[3].id, period(24, 10)))
    found = await reached(gym, bookings[3], Scope.FOLLOWING)
    assert [b.id for b in found.changing] == [b.id for b in bookings[3:]]
    assert (found.apart, found.over) == ([], [])


@once
async def test_this_one_alone_stands_apart_from_then_on(gym):
    bookings = await evenings(gym, await gym.client("Lan"))
    found = await reached(gym, bookings[1], Scope.ONE)
    await gym.does(several.move, found.versions, Shift(at=time(20)))
    assert [b.apart for b in [await gym.booking(b) for b in bookings[:3]]] == [False, True, False]
    assert len((await reached(gym, bookings[0], Scope.AHEAD)).changing) == 5


@once
async def test_the_reach_is_the_trainers_to_see(gym):
    lan = await gym.client("Lan")
    bookings = await evenings(gym, lan, 2)
    single = await gym.session(lan, period(16, 9))
    for stranger in (MAI, lan.person_id):
        with pytest.raises(NotYours):
            await reached(gym, bookings[0], Scope.AHEAD, by=stranger)
    with pytest.raises(NotFound):
        await reached(gym, single, Scope.AHEAD)


@pytest.mark.parametrize(
    "first, before, after",
    [("2025-10-20T18:00", [16, 17], [17, 18]), ("2026-03-23T18:00", [17, 16], [18, 17])],
    ids=["autumn", "spring"],
)
async def test_an_hour_later_is_an_hour_later_on_the_wall_in_berlin(gym, first, before, after):
    await gym.trainer(7, "Anna")
    await gym.changes(7, zone="Europe/Berlin", hours=WorkingHours.daily(time(0), time(0)))
    jan = await gym.client("Jan", of=7)
    wanted = NewSeries(7, jan.id, "FREQ=WEEKLY;BYDAY=MO", datetime.fromisoformat(first), HOUR, 2)
    bookings = await gym.does(book_series, wanted, by=7)
    assert [b.starts_at.astimezone(UTC).hour for b in bookings] == before

    moved = await gym.does(several.move, picked(*bookings), Shift(at=time(19)), by=7)

    assert [b.starts_at.astimezone(UTC).hour for b in moved] == [h + 1 for h in before]
    back = await gym.does(several.move, picked(*moved), Shift(minutes=60), by=7)
    assert [b.starts_at.astimezone(ZoneInfo("Europe/Berlin")).hour for b in back] == [20, 20]
    assert [b.starts_at.astimezone(UTC).hour for b in back] == [h + 1 for h in after]
    # A week on, over the change, 20:00 is still 20:00.
    (late,) = await gym.does(several.move, picked(back[0]), Shift(days=14), by=7)
    assert late.starts_at.astimezone(ZoneInfo("Europe/Berlin")).hour == 20
    assert late.period.length == timedelta(hours=1)
