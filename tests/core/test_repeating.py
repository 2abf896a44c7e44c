"""A series: previewed, booked whole or not at all, with few statements and one message."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from core.booking import Kind, Status
from core.conflicts import ClientBusy, OffPackage, OnTimeOff, OutsideHours, Taken
from core.contract import Contract
from core.errors import AlreadyDone, InConflict, NotFound, NotValid, NotYours, WhichContract
from core.hours import WorkingHours
from core.notice import NoticeKind
from core.people import Place, PlaceKind
from core.period import Period
from core.time_off import TimeOff
from core.use_cases import crediting
from core.use_cases.repeating import book_series, preview
from core.use_cases.series_plan import Beyond, NewSeries
from tests.core.statements import counted
from tests.core.studio import HOUR, HUY, MAI, NOW, at, period, studio

MON_WED_FRI = "FREQ=WEEKLY;BYDAY=MO,WE,FR"


@pytest.fixture
async def gym(database):
    async with studio(database) as made:
        yield made


#: For rules that no database can bend.
once = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


def wall(moment):
    return moment.replace(tzinfo=None)


def series(client, count=None, **changes):
    """Mon Wed Fri 18:00–19:00 from Friday 17 October on."""
    first = wall(at(17, 18))
    new = NewSeries(client.trainer_id, client.id, MON_WED_FRI, first, HOUR, count)
    return replace(new, **changes)


async def package(gym, client, sessions=10, **changes):
    new = Contract(0, client.trainer_id, client.id, "Ten", sessions, 500_000 * sessions, "VND", NOW)
    return await gym.store.write(lambda books: books.contracts.add(replace(new, **changes)))


async def seen(gym, wanted, now=NOW):
    return await gym.store.read(lambda books: preview(books, wanted, now))


async def progress(gym, contract):
    return await gym.store.read(lambda books: crediting.of(books, contract.id))


async def test_a_series_is_booked_whole_and_the_client_is_told_once(gym):
    lan = await gym.client("Lan")

    bookings = await gym.does(book_series, series(lan, 36))

    assert [b.starts_at for b in bookings[:4]] == [at(17, 18), at(20, 18), at(22, 18), at(24, 18)]
    assert len({b.series_id for b in bookings}) == 1
    assert {b.status for b in bookings} == {Status.CONFIRMED}
    assert [await gym.booking(b) for b in bookings[::12]] == bookings[::12]
    assert (await gym.slot(bookings[35])).period == bookings[35].period
    (notice,) = await gym.notices(NoticeKind.SERIES_BOOKED)
    assert (notice.person_id, len(notice.facts["booking_ids"])) == (lan.person_id, 36)
    assert await gym.notices(NoticeKind.BOOKED) == []


async def test_reminders_are_planned_as_for_a_single_session(gym):
    lan, minh = await gym.client("Lan"), await gym.client("Minh")
    bookings = await gym.does(book_series, series(lan, 6))

    for known in bookings:
        single = await gym.session(minh, known.period.moved_to(known.starts_at - 2 * HOUR))
        assert known.next_at - known.starts_at == single.next_at - single.starts_at


@pytest.mark.parametrize("prepaid", [False, True])
async def test_statements_do_not_depend_on_how_many_there_are(gym, prepaid):
    lan, minh = await gym.client("Lan"), await gym.client("Minh")
    place = Place(0, HUY, PlaceKind.GYM, "Gold's Gym")
    place = await gym.store.write(lambda books: books.places.add(place))
    for client in (lan, minh):
        if prepaid:
            await package(gym, client, 40)
    await gym.session(await gym.client("Thảo"), period(16, 18))
    used = []
    for client, count in ((lan, 2), (minh, 36)):
        first = wall(at(17, 18 if client is lan else 20))
        with counted(gym.store) as statements:
            await gym.does(book_series, series(client, count, first=first, place_id=place.id))
        used.append(len(statements))
        assert len(statements) <= 15, statements

    assert used[0] == used[1]


async def test_a_repeated_act_books_nothing_again(gym):
    lan = await gym.client("Lan")
    await gym.does(book_series, series(lan, 3), key="draft")
    with pytest.raises(AlreadyDone) as done:
        await gym.does(book_series, series(lan, 3, first=wall(at(17, 20))), key="draft")
    assert done.value.event.data["count"] == 3
    assert len(await gym.times()) == 3


async def test_one_clash_leaves_everything_unbooked(gym):
    lan, minh = await gym.client("Lan"), await gym.client("Minh")
    there = await gym.session(minh, period(20, 18, 30))

    with pytest.raises(InConflict) as refused:
        await gym.does(book_series, series(lan, 6))

    assert [c.slot.id for c in refused.value.conflicts] == [there.slot_id]
    assert len(await gym.times()) == 1
    assert await gym.notices(NoticeKind.SERIES_BOOKED) == []


async def test_of_two_series_for_the_same_time_one_is_booked(gym):
    lan, minh = await gym.client("Lan"), await gym.client("Minh")

    works = [gym.does(book_series, series(c, 12)) for c in (lan, minh)]
    results = await gym.at_once(*works)

    assert sorted(type(r) for r in results if isinstance(r, Exception)) == [InConflict]
    assert len(await gym.times()) == 12


# What is in the way.


@once
async def test_the_preview_names_what_is_in_the_way_of_each(gym):
    await gym.changes(HUY, hours=WorkingHours.daily(time(6), time(21), range(5)))
    lan, minh = await gym.client("Lan"), await gym.client("Minh")
    same = await gym.client("Lan Anh", of=MAI, person=lan.person_id)
    taken = await gym.session(minh, period(20, 18, 30))
    await gym.session(same, period(22, 18))
    off = TimeOff(0, HUY, at(24, 0), at(25, 0), NOW)
    await gym.store.write(lambda books: books.times_off.add(off))

    plan = await seen(gym, series(lan, 4, rule="FREQ=WEEKLY;BYDAY=MO,WE,FR,SA", first=wall(at(18, 18))))

    saturday, monday, wednesday, friday = plan.occurrences
    assert saturday.conflicts == (OutsideHours(period(18, 18)),)
    assert [c.client_ids for c in monday.conflicts if isinstance(c, Taken)] == [(minh.id,)]
    assert [c.slot.id for c in monday.conflicts if isinstance(c, Taken)] == [taken.slot_id]
    assert wednesday.conflicts == (ClientBusy(period(22, 18)),)
    assert friday.conflicts == (OnTimeOff(off.period),)
    assert [o.may_be_anyway for o in plan.occurrences] == [True, True, False, True]
    assert plan.booked == []


async def test_each_clash_is_skipped_moved_or_booked_anyway(gym):
    lan, minh = await gym.client("Lan"), await gym.client("Minh")
    clashes = [await gym.session(minh, period(day, 18, 30)) for day in (17, 20, 22)]

    over = {2: (clashes[2].slot_id,)}
    wanted = series(lan, 4, skips=frozenset({0}), others={1: period(20, 20)}, over=over)
    bookings = await gym.does(book_series, wanted)

    assert [b.period for b in bookings] == [period(20, 20), period(22, 18), period(24, 18)]
    assert [(await gym.slot(b)).anyway for b in bookings] == [False, True, False]
    assert [b.apart for b in bookings] == [True, False, False]


@once
async def test_anyway_holds_only_for_what_was_shown(gym):
    lan, minh = await gym.client("Lan"), await gym.client("Minh")
    there = await gym.session(minh, period(17, 18))
    with pytest.raises(InConflict):
        await gym.does(book_series, series(lan, 2, over={0: ()}))
    with pytest.raises(InConflict):
        await gym.does(book_series, series(lan, 2, over={1: (there.slot_id,)}))

    assert len(await gym.does(book_series, series(lan, 2, over={0: (there.slot_id,)}))) == 2


@once
async def test_occurrences_are_in_each_others_way(gym):
    lan = await gym.client("Lan")
    plan = await seen(gym, series(lan, 3, others={2: period(20, 18, 30)}))
    assert [o.clashes for o in plan.occurrences] == [False, False, True]
    assert not plan.occurrences[2].may_be_anyway


# Credits.


async def test_without_a_number_there_are_as_many_as_credits_are_left(gym):
    lan = await gym.client("Lan")
    contract = await package(gym, lan)
    await gym.session(lan, period(16, 9))

    bookings = await gym.does(book_series, series(lan))

    assert len(bookings) == 9
    assert {b.contract_id for b in bookings} == {contract.id}
    known = await progress(gym, contract)
    assert (known.tally.booked, known.tally.left) == (10, 0)
    assert known.contract.first_at == at(16, 9)
    assert known.contract.next_at is not None


@once
async def test_without_a_number_and_without_a_package_it_is_asked_how_many(gym):
    with pytest.raises(NotValid) as refused:
        await seen(gym, series(await gym.client("Lan")))
    assert refused.value.field == "count"


async def test_more_than_the_credits_asks(gym):
    lan = await gym.client("Lan")
    contract = await package(gym, lan)
    plan = await seen(gym, series(lan, 36))
    assert (len(plan.in_package), len(plan.beyond_package)) == (10, 26)

    with pytest.raises(InConflict) as refused:
        await gym.does(book_series, series(lan, 36))

    assert set(refused.value.conflicts) == {OffPackage(contract.id, "no_credit")}


async def test_only_as_many_as_there_are_credits(gym):
    lan = await gym.client("Lan")
    await package(gym, lan)
    bookings = await gym.does(book_series, series(lan, 36, beyond=Beyond.LEAVE))
    assert len(bookings) == 10
    assert len(await gym.times()) == 10


async def test_the_rest_is_paid_singly(gym):
    lan = await gym.client("Lan")
    contract = await package(gym, lan, price=4_000_000)
    bookings = await gym.does(book_series, series(lan, 36, beyond=Beyond.SINGLY))
    assert [b.contract_id for b in bookings] == [contract.id] * 10 + [None] * 26
    assert [b.prepaid for b in bookings] == [True] * 10 + [False] * 26
    assert [bookings[9].price, bookings[10].price] == [400_000, 500_000]


@once
async def test_a_skipped_one_leaves_its_credit_to_the_next(gym):
    lan = await gym.client("Lan")
    await package(gym, lan, 3)
    plan = await seen(gym, series(lan, 5, skips=frozenset({1})))
    assert [o.number for o in plan.in_package] == [0, 2, 3]
    assert [o.number for o in plan.beyond_package] == [4]


@once
async def test_what_lies_after_the_end_of_the_package_is_said(gym):
    lan = await gym.client("Lan")
    contract = await package(gym, lan, 40, days=10)
    plan = await seen(gym, series(lan, 8))
    assert [o.period.start for o in plan.beyond_package] == [
        at(29, 18),
        at(31, 18),
        at(31, 18) + 3 * 24 * HOUR,
    ]
    assert plan.beyond_package[0].off_package == OffPackage(contract.id, "after_end")


@once
async def test_of_two_packages_it_has_to_be_said_which(gym):
    lan = await gym.client("Lan")
    one, two = await package(gym, lan), await package(gym, lan)
    with pytest.raises(WhichContract) as refused:
        await seen(gym, series(lan, 3))
    assert refused.value.contract_ids == (one.id, two.id)

    bookings = await gym.does(book_series, series(lan, 3, contract_id=two.id))
    assert {b.contract_id for b in bookings} == {two.id}
    assert {b.contract_id for b in await gym.does(book_series, single(lan))} == {None}


def single(client):
    return series(client, 3, single=True, first=wall(at(17, 20)))


@once
async def test_a_price_that_was_said_is_outside_of_packages(gym):
    lan = await gym.client("Lan")
    await package(gym, lan)
    bookings = await gym.does(book_series, series(lan, 3, price=300_000))
    assert [(b.price, b.contract_id) for b in bookings] == [(300_000, None)] * 3


# Rights, bounds, clock changes.


@once
async def test_strangers_and_nonsense_are_refused(gym):
    lan = await gym.client("Lan")
    foreign = Place(0, MAI, PlaceKind.HOME, "Home")
    foreign = await gym.store.write(lambda books: books.places.add(foreign))
    for stranger in (MAI, lan.person_id):
        with pytest.raises(NotYours):
            await gym.does(book_series, series(lan, 3), by=stranger)
    with pytest.raises(NotFound):
        await gym.does(book_series, series(lan, 3, trainer_id=MAI), by=MAI)
    with pytest.raises(NotFound):
        await gym.does(book_series, series(lan, 3, place_id=foreign.id))
    bad = {"count": 157, "length": timedelta(hours=13), "price": -1, "rule": "FREQ=HOURLY"}
    for name, value in bad.items():
        with pytest.raises(NotValid) as refused:
            await gym.does(book_series, replace(series(lan, 3), **{name: value}))
        assert refused.value.field == name
    with pytest.raises(NotValid):
        await gym.does(book_series, series(lan, 2, skips=frozenset({0, 1})))
    assert await gym.times() == {}


@once
async def test_what_is_over_is_left_out_of_a_series(gym):
    lan = await gym.client("Lan")
    bookings = await gym.does(book_series, series(lan, 4), now=at(20, 18))
    assert [b.starts_at for b in bookings] == [at(22, 18), at(24, 18)]


@once
async def test_until_is_the_last_day(gym):
    lan = await gym.client("Lan")
    bookings = await gym.does(book_series, series(lan, until=date(2025, 10, 24)))
    assert [b.starts_at.astimezone(UTC).day for b in bookings] == [17, 20, 22, 24]


@pytest.mark.parametrize(
    "first, utc_hours",
    [("2025-10-20T18:00", [16, 17]), ("2026-03-23T18:00", [17, 16])],
    ids=["autumn", "spring"],
)
async def test_the_wall_time_survives_a_clock_change_in_berlin(gym, first, utc_hours):
    await gym.trainer(7, "Anna")
    await gym.changes(7, zone="Europe/Berlin")
    jan = await gym.client("Jan", of=7)
    wanted = NewSeries(7, jan.id, "FREQ=WEEKLY;BYDAY=MO", datetime.fromisoformat(first), HOUR, 2)

    bookings = await gym.does(book_series, wanted, by=7)

    assert [b.starts_at.astimezone(UTC).hour for b in bookings] == utc_hours
    berlin = [b.starts_at.astimezone(ZoneInfo("Europe/Berlin")).hour for b in bookings]
    assert berlin == [18, 18]
    assert {b.period.length for b in bookings} == {HOUR}
    assert bookings[0].kind is Kind.PERSONAL
    assert bookings[0].period == Period.of(bookings[0].starts_at, HOUR)
