"""Moving one session or several: all or nothing, never on top of each other, each person told once."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as rules
from hypothesis import strategies as st

from core.booking import Booking, Status
from core.charge import ChargeStatus
from core.conflicts import ClientBusy, OutsideHours, Taken
from core.errors import (
    AlreadyDone,
    InConflict,
    InThePast,
    NotLoggable,
    NotPossible,
    NotValid,
    NotYours,
    Stale,
)
from core.hours import WorkingHours
from core.notice import NoticeKind
from core.period import Period
from core.use_cases import outcome, proposing
from core.use_cases.moving import Move, move, move_several, took_place
from tests.core.studio import HOUR, HUY, MAI, NOW, at, period, studio


@pytest.fixture
async def gym(database):
    async with studio(database) as made:
        yield made


#: For rules that no database can bend.
once = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


async def three(gym):
    """Neighbours on Thursday evening: 18, 19 and 20 o'clock."""
    names = ("Lan", "Minh", "Thảo")
    clients = [await gym.client(name) for name in names]
    return [await gym.session(c, period(16, 18 + n)) for n, c in enumerate(clients)]


def later(booking: Booking, minutes: int) -> Move:
    shifted = booking.period.moved_to(booking.starts_at + timedelta(minutes=minutes))
    return Move(booking.id, shifted, booking.version)


async def test_a_move_takes_the_new_time_and_lets_the_old_one_go(gym):
    lan, minh = await gym.client("Lan"), await gym.client("Minh")
    booking = await gym.session(lan, period(16, 18))

    moved = await gym.does(move, Move(booking.id, period(17, 19), 0))

    assert (moved.period, moved.version) == (period(17, 19), 1)
    assert await gym.booking(booking) == moved
    assert (await gym.slot(booking)).period == period(17, 19)
    await gym.session(minh, period(16, 18))
    with pytest.raises(InConflict):
        await gym.session(minh, period(17, 18, 30))


@once
async def test_a_move_forgets_what_belonged_to_the_old_time_and_plans_the_reminders_anew(gym):
    lan = await gym.client("Lan")
    booking = await gym.session(lan, period(16, 18))
    await gym.does(outcome.acknowledge, booking.id, by=lan.person_id)

    moved = await gym.does(move, Move(booking.id, period(18, 9)))

    assert moved.acknowledged_at is None
    assert moved.next_at == at(17, 9)


async def test_three_neighbours_move_by_half_an_hour(gym):
    bookings = await three(gym)

    moved = await gym.does(move_several, [later(b, 30) for b in bookings])

    assert [b.period for b in moved] == [period(16, 18 + n, 30) for n in range(3)]
    assert [b.version for b in moved] == [1, 1, 1]
    assert [(await gym.slot(b)).anyway for b in moved] == [False, False, False]
    told = await gym.notices(NoticeKind.MOVED)
    assert [n.person_id for n in told] == [b.person_id for b in bookings]


async def test_two_sessions_swap(gym):
    first, second, third = await three(gym)

    await gym.does(move_several, [Move(first.id, second.period, 0), Move(second.id, first.period, 0)])

    assert (await gym.booking(first)).period == second.period
    assert (await gym.booking(second)).period == first.period
    assert await gym.booking(third) == third


async def test_one_clash_leaves_everything_where_it_was(gym):
    first, second, third = await three(gym)

    with pytest.raises(InConflict) as refused:
        await gym.does(move_several, [later(first, -60), later(second, 30)])

    assert [c.slot.id for c in refused.value.conflicts] == [third.slot_id]
    assert [await gym.booking(b) for b in (first, second, third)] == [first, second, third]
    assert await gym.notices(NoticeKind.MOVED) == []


async def test_two_of_one_person_are_told_in_one_message(gym):
    lan, minh = await gym.client("Lan"), await gym.client("Minh")
    one, two = await gym.session(lan, period(16, 18)), await gym.session(lan, period(17, 18))
    other = await gym.session(minh, period(16, 19))

    await gym.does(move_several, [later(other, 60), later(one, 60), later(two, 60)])

    (notice,) = await gym.notices(NoticeKind.MOVED, lan.person_id)
    assert [m["booking_id"] for m in notice.facts["moves"]] == [one.id, two.id]
    assert len(await gym.notices(NoticeKind.MOVED, minh.person_id)) == 1


async def test_a_repeated_act_moves_nothing_again(gym):
    first, *_ = await three(gym)
    await gym.does(move, later(first, -60), key="tap")

    with pytest.raises(AlreadyDone):
        await gym.does(move, later(replace(first, version=1), -120), key="tap")
    assert (await gym.booking(first)).version == 1


@once
async def test_one_booking_twice_in_a_move_is_refused(gym):
    first, *_ = await three(gym)
    with pytest.raises(NotValid):
        await gym.does(move_several, [later(first, -60), later(first, -120)])


@once
async def test_only_its_own_trainer_moves_a_session(gym):
    lan = await gym.client("Lan")
    booking = await gym.session(lan, period(16, 18))
    for stranger in (MAI, lan.person_id, 999):
        with pytest.raises(NotYours):
            await gym.does(move, later(booking, 60), by=stranger)


@once
async def test_an_old_version_a_past_time_and_the_same_time_are_refused(gym):
    booking = await gym.session(await gym.client("Lan"), period(16, 18))
    await gym.does(move, later(booking, 60))
    with pytest.raises(Stale):
        await gym.does(move, later(booking, 120))
    with pytest.raises(InThePast):
        await gym.does(move, Move(booking.id, period(15, 9)))
    with pytest.raises(NotValid):
        await gym.does(move, Move(booking.id, period(16, 19)))
    with pytest.raises(NotValid):
        await gym.does(move, Move(booking.id, Period.of(at(17, 6), timedelta(hours=13))))


@once
async def test_a_session_that_has_begun_is_not_moved_but_may_be_moved_after_all(gym):
    booking = await gym.session(await gym.client("Lan"), period(16, 18))
    wanted = Move(booking.id, period(17, 18), 0)
    with pytest.raises(NotPossible):
        await gym.does(move, wanted, now=booking.starts_at)

    moved = await gym.does(move, wanted, now=booking.ends_at, after_all=True)

    assert (moved.status, moved.period) == (Status.CONFIRMED, period(17, 18))
    assert moved.next_at == moved.starts_at - timedelta(hours=2)


async def test_over_what_was_shown_it_moves_anyway_and_is_marked_until_it_moves_to_a_free_time(gym):
    first, second, third = await three(gym)
    with pytest.raises(InConflict):
        await gym.does(move, later(first, 90), over=(third.slot_id,))

    await gym.does(move, later(first, 90), over=(second.slot_id, third.slot_id))
    assert (await gym.slot(first)).anyway

    await gym.does(move, Move(first.id, period(16, 10)))
    assert not (await gym.slot(first)).anyway


async def test_a_move_never_goes_over_the_clients_session_with_another_trainer(gym):
    lan = await gym.client("Lan")
    same = await gym.client("Lan Anh", of=MAI, person=lan.person_id)
    await gym.session(same, period(17, 18))
    booking = await gym.session(lan, period(16, 18))

    with pytest.raises(InConflict) as refused:
        await gym.does(move, Move(booking.id, period(17, 18, 30)), over=())

    assert refused.value.conflicts == (ClientBusy(period(17, 18)),)
    assert not refused.value.may_book_anyway


@once
async def test_working_hours_are_asked_about_and_can_be_overruled(gym):
    await gym.changes(HUY, hours=WorkingHours.daily(at(15, 6).time(), at(15, 21).time()))
    booking = await gym.session(await gym.client("Lan"), period(16, 18))
    with pytest.raises(InConflict) as refused:
        await gym.does(move, Move(booking.id, period(16, 21)))
    assert refused.value.conflicts == (OutsideHours(period(16, 21)),)

    await gym.does(move, Move(booking.id, period(16, 21)), over=())

    assert (await gym.slot(booking)).anyway


async def test_a_double_session_is_marked_no_more_once_one_of_the_two_has_moved(gym):
    lan = await gym.client("Lan")
    same = await gym.client("Lan Anh", of=MAI, person=lan.person_id)
    first = await gym.session(same, period(16, 18))
    second = await gym.session(lan, period(16, 20))

    async def overlap(books):
        marked = replace(second, starts_at=at(16, 18), ends_at=at(16, 19), double=True)
        await books.bookings.save(marked)

    await gym.store.write(overlap)
    await gym.does(move, Move(first.id, period(17, 18)), by=MAI)

    assert not (await gym.booking(second)).double


@once
async def test_moving_closes_a_wish_to_move(gym):
    lan = await gym.client("Lan")
    booking = await gym.session(lan, period(18, 18))
    await gym.does(proposing.propose, booking.id, [at(19, 18)], by=lan.person_id)

    await gym.does(move, Move(booking.id, period(20, 18)))

    assert await gym.store.read(lambda books: books.proposals.open_of(booking.id)) is None


@once
async def test_a_request_moves_too_and_lapses_by_its_new_time(gym):
    booking = await gym.session(await gym.client("Lan"), period(16, 18))
    asked = replace(booking, status=Status.PENDING, lapses_at=NOW + timedelta(hours=12))
    await gym.store.write(lambda books: books.bookings.save(asked))

    earlier = await gym.does(move, Move(booking.id, period(15, 15)))
    assert (earlier.status, earlier.lapses_at, earlier.next_at) == (Status.PENDING, at(15, 13), at(15, 13))

    soon = await gym.does(move, Move(booking.id, period(15, 11)))
    assert soon.lapses_at == soon.starts_at

    far = await gym.does(move, Move(booking.id, period(20, 11)))
    assert far.lapses_at == booking.created_at + timedelta(hours=12)


# What took place at another time.


async def test_a_session_that_took_place_at_another_time_is_completed_there(gym):
    booking = await gym.session(await gym.client("Lan"), period(15, 18))

    held = await gym.does(took_place, Move(booking.id, period(15, 14), 0), now=at(15, 19))

    assert (held.status, held.period, held.version) == (Status.COMPLETED, period(15, 14), 1)
    slot = await gym.slot(booking)
    assert (slot.period, slot.takes_time) == (period(15, 14), False)
    (charge,) = await gym.store.read(lambda books: books.charges.of_booking(booking.id))
    assert (charge.status, charge.amount) == (ChargeStatus.DUE, 500_000)
    assert len(await gym.notices(NoticeKind.COMPLETED, booking.person_id)) == 1
    assert await gym.notices(NoticeKind.MOVED) == []


@once
async def test_it_cannot_have_taken_place_where_another_one_was_held(gym):
    lan, minh = await gym.client("Lan"), await gym.client("Minh")
    booking = await gym.session(lan, period(15, 18))
    other = await gym.session(minh, period(15, 14))
    await gym.does(outcome.complete, other.id, now=at(15, 15))
    wanted = Move(booking.id, period(15, 14, 30))

    with pytest.raises(InConflict) as refused:
        await gym.does(took_place, wanted, now=at(15, 19))
    (conflict,) = refused.value.conflicts
    assert isinstance(conflict, Taken)
    assert conflict.client_ids == (minh.id,)

    held = await gym.does(took_place, wanted, now=at(15, 19), over=(other.slot_id,))
    assert held.status is Status.COMPLETED


@once
async def test_a_no_show_leaves_its_time_to_the_one_who_came(gym):
    lan, minh = await gym.client("Lan"), await gym.client("Minh")
    booking = await gym.session(lan, period(15, 18))
    absent = await gym.session(minh, period(15, 14))
    await gym.does(outcome.miss, absent.id, now=at(15, 15))

    held = await gym.does(took_place, Move(booking.id, period(15, 14)), now=at(15, 19))

    assert held.period == period(15, 14)


@once
async def test_it_cannot_have_taken_place_while_the_client_was_with_another_trainer(gym):
    lan = await gym.client("Lan")
    same = await gym.client("Lan Anh", of=MAI, person=lan.person_id)
    other = await gym.session(same, period(15, 14))
    await gym.does(outcome.complete, other.id, by=MAI, now=at(15, 15))
    booking = await gym.session(lan, period(15, 18))

    with pytest.raises(InConflict) as refused:
        await gym.does(took_place, Move(booking.id, period(15, 14)), now=at(15, 19), over=())
    assert refused.value.conflicts == (ClientBusy(period(15, 14)),)


@once
async def test_what_took_place_is_over_began_within_two_weeks_and_was_asked_about(gym):
    booking = await gym.session(await gym.client("Lan"), period(15, 18))
    with pytest.raises(NotPossible):
        await gym.does(took_place, Move(booking.id, period(15, 8)), now=NOW)
    with pytest.raises(NotLoggable):
        await gym.does(took_place, Move(booking.id, period(15, 19)), now=at(15, 19, 30))
    with pytest.raises(NotLoggable):
        await gym.does(took_place, Move(booking.id, period(1, 18)), now=at(15, 19))
    await gym.does(outcome.complete, booking.id, now=at(15, 19))
    with pytest.raises(NotPossible):
        await gym.does(took_place, Move(booking.id, period(15, 14)), now=at(15, 20))


# Many at once.


async def test_64_moves_of_one_session_side_by_side_move_it_once(gym):
    booking = await gym.session(await gym.client("Lan"), period(16, 18))
    wanted = Move(booking.id, period(17, 18), 0)

    results = await gym.at_once(*(gym.does(move, wanted) for _ in range(64)))

    assert sum(isinstance(r, Booking) for r in results) == 1
    assert sum(isinstance(r, Stale) for r in results) == 63
    assert (await gym.booking(booking)).version == 1
    assert len(await gym.notices(NoticeKind.MOVED)) == 1


async def test_of_many_who_move_to_one_time_side_by_side_one_gets_it(gym):
    bookings = [await gym.session(await gym.client(f"Client {n}"), period(16, n)) for n in range(16)]

    results = await gym.at_once(*(gym.does(move, Move(b.id, period(17, 18), 0)) for b in bookings))

    assert sum(isinstance(r, Booking) for r in results) == 1
    assert sum(isinstance(r, InConflict) for r in results) == 15
    assert sorted((await gym.times()).values()).count((period(17, 18).start, period(17, 18).end)) == 1


# Any moves at all.

PLACES = st.integers(0, 11)
LENGTHS = st.sampled_from((30, 60, 90))
DAY_AFTER = at(16, 0)


def half_hours(start: int, minutes: int) -> Period:
    return Period.of(DAY_AFTER + start * HOUR / 2, timedelta(minutes=minutes))


def slow_model(before: dict[int, Period], moves: dict[int, Period]) -> dict[int, Period]:
    """Everything in its new place if nobody is in the way of anybody there, else as it was."""
    after = before | moves
    for mover in moves:
        for other in after:
            if other != mover and after[mover].overlaps(after[other]):
                return before
    return after if all(moves[n] != before[n] for n in moves) else before


@given(
    first=st.lists(st.tuples(PLACES, LENGTHS), min_size=1, max_size=5),
    wanted=st.dictionaries(st.integers(0, 4), st.tuples(PLACES, LENGTHS), min_size=1, max_size=4),
    shared=st.booleans(),
)
@rules(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
async def test_any_set_of_moves_is_done_whole_or_not_at_all(gym, first, wanted, shared):
    gym.tries = getattr(gym, "tries", 1000) + 1
    trainer = gym.tries
    await gym.trainer(trainer, "Trainer")
    one = await gym.client("One", of=trainer)
    bookings, before = [], {}
    for n, place in enumerate(first):
        client = one if shared else await gym.client(f"Client {n}", of=trainer)
        if not any(half_hours(*place).overlaps(p) for p in before.values()):
            bookings.append(await gym.session(client, half_hours(*place)))
            before[bookings[-1].id] = bookings[-1].period
    moves = {bookings[n].id: half_hours(*p) for n, p in wanted.items() if n < len(bookings)}
    expected = slow_model(before, moves)

    asked = [Move(id_, p, 0) for id_, p in moves.items()]
    (result,) = await gym.at_once(gym.does(move_several, asked, by=trainer))

    mine = {b.id: (await gym.booking(b)).period for b in bookings}
    assert mine == expected
    assert isinstance(result, list) == (expected != before or not moves)
    moved = [b for b in bookings if b.id in moves and isinstance(result, list)]
    assert [(await gym.booking(b)).version for b in moved] == [1] * len(moved)
    told = [n for n in await gym.notices(NoticeKind.MOVED) if n.booking_id in mine]
    assert len(told) == len({b.person_id for b in moved})
