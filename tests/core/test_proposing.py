"""A wish for another time: nothing moves until the other side says yes; the old time is held till then."""

from dataclasses import replace
from datetime import timedelta

import pytest

from core.charge import ChargeKind, ChargeStatus
from core.conflicts import TooFar, TooSoon
from core.errors import (
    AlreadyDone,
    FeeChanged,
    InConflict,
    InThePast,
    MovedOften,
    NotPossible,
    NotValid,
    NotYours,
    Stale,
)
from core.notice import NoticeKind
from core.people import Side
from core.proposal import ProposalStatus, lapse_of
from core.use_cases import cancelling, outcome, proposing
from core.use_cases.moving import Move, move
from core.use_cases.proposing import accept, decline, propose
from tests.core.studio import HOUR, HUY, MAI, NOW, at, period, studio


@pytest.fixture
async def gym(database):
    async with studio(database) as made:
        yield made


#: For rules that no database can bend.
once = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


@pytest.fixture
async def lan(gym):
    return await gym.client("Lan")


@pytest.fixture
async def booking(gym, lan):
    """On Saturday, so that there is no fee yet."""
    return await gym.session(lan, period(18, 18))


async def wish_of(gym, wish):
    return await gym.store.read(lambda books: books.proposals.get(wish.id))


async def charges(gym, booking):
    found = await gym.store.read(lambda books: books.charges.of_booking(booking.id))
    return [(c.kind, c.status, c.amount) for c in found]


@pytest.mark.parametrize(
    "before_start, lapses",
    [
        (timedelta(days=3), timedelta(hours=12)),
        (timedelta(hours=13), timedelta(hours=11)),
        (timedelta(hours=2), timedelta(hours=2)),
        (timedelta(minutes=30), timedelta(minutes=30)),
    ],
)
def test_a_wish_lapses_after_twelve_hours_two_hours_before_the_start_or_at_the_start(before_start, lapses):
    assert lapse_of(NOW + before_start, NOW) == NOW + lapses


@once
async def test_a_wish_tells_the_trainer_and_moves_nothing(gym, lan, booking):
    wish = await gym.does(propose, booking.id, [at(19, 18), at(20, 7)], by=lan.person_id, version=0)

    assert (wish.by, wish.starts, wish.late) == (Side.CLIENT, (at(19, 18), at(20, 7)), False)
    assert await gym.booking(booking) == booking
    (notice,) = await gym.notices(NoticeKind.PROPOSED)
    assert (notice.person_id, notice.facts) == (HUY, {"proposal_id": wish.id})


async def test_the_old_time_is_held_until_the_new_one_is_sure(gym, lan, booking):
    minh = await gym.client("Minh")
    wish = await gym.does(propose, booking.id, [at(19, 18)], by=lan.person_id)
    with pytest.raises(InConflict):
        await gym.session(minh, period(18, 18))

    await gym.does(accept, wish.id, 0)

    await gym.session(minh, period(18, 18))
    assert (await gym.booking(booking)).period == period(19, 18)


async def test_accepting_moves_to_the_chosen_time_and_tells_the_client(gym, lan, booking):
    wish = await gym.does(propose, booking.id, [at(19, 18), at(20, 7)], by=lan.person_id)

    moved, charge = await gym.does(accept, wish.id, 1, version=0)

    assert (moved.period, moved.version, charge) == (period(20, 7), 1, None)
    assert (await wish_of(gym, wish)).status is ProposalStatus.ACCEPTED
    (told,) = await gym.notices(NoticeKind.PROPOSAL_ANSWERED)
    assert told.person_id == lan.person_id
    assert told.facts["accepted"]
    assert told.facts["was"] == booking.starts_at.isoformat()
    assert await gym.notices(NoticeKind.MOVED) == []


@once
async def test_declining_leaves_everything_as_it_is(gym, lan, booking):
    wish = await gym.does(propose, booking.id, [at(19, 18)], by=lan.person_id)

    assert await gym.does(decline, wish.id) == booking

    assert (await wish_of(gym, wish)).status is ProposalStatus.DECLINED
    (told,) = await gym.notices(NoticeKind.PROPOSAL_ANSWERED, lan.person_id)
    assert not told.facts["accepted"]


async def test_the_trainer_proposes_another_time_which_takes_the_place_of_the_wish(gym, lan, booking):
    wish = await gym.does(propose, booking.id, [at(19, 18)], by=lan.person_id)
    other = await gym.does(propose, booking.id, [at(21, 18)])

    assert (await wish_of(gym, wish)).status is ProposalStatus.WITHDRAWN
    with pytest.raises(NotPossible):
        await gym.does(accept, wish.id, 0)
    with pytest.raises(NotYours):
        await gym.does(accept, other.id, 0)

    moved, _ = await gym.does(accept, other.id, 0, by=lan.person_id)
    assert moved.period == period(21, 18)
    assert [n.person_id for n in await gym.notices(NoticeKind.PROPOSED)] == [HUY, lan.person_id]
    assert [n.person_id for n in await gym.notices(NoticeKind.PROPOSAL_ANSWERED)] == [HUY]


@once
async def test_a_wish_is_answered_only_by_the_other_side(gym, lan, booking):
    wish = await gym.does(propose, booking.id, [at(19, 18)], by=lan.person_id)
    for stranger in (lan.person_id, MAI, 999):
        for answer in (
            lambda by: gym.does(accept, wish.id, 0, by=by),
            lambda by: gym.does(decline, wish.id, by=by),
        ):
            with pytest.raises(NotYours):
                await answer(stranger)
    with pytest.raises(NotYours):
        await gym.does(propose, booking.id, [at(19, 19)], by=MAI)


@once
async def test_a_wish_can_be_taken_back_by_its_own_side_only(gym, lan, booking):
    wish = await gym.does(propose, booking.id, [at(19, 18)], by=lan.person_id)
    with pytest.raises(NotPossible):
        await gym.does(proposing.withdraw, booking.id)

    await gym.does(proposing.withdraw, booking.id, by=lan.person_id)

    assert (await wish_of(gym, wish)).status is ProposalStatus.WITHDRAWN
    with pytest.raises(NotPossible):
        await gym.does(accept, wish.id, 0)


@once
async def test_one_to_three_times_each_free_for_the_client(gym, lan, booking):
    minh = await gym.client("Minh")
    await gym.session(minh, period(19, 18))

    async def refused(error, *starts):
        with pytest.raises(error) as caught:
            await gym.does(propose, booking.id, list(starts), by=lan.person_id)
        return caught.value

    await refused(NotValid)
    await refused(NotValid, *(at(20, hour) for hour in (7, 8, 9, 10)))
    await refused(NotValid, booking.starts_at)
    await refused(InThePast, at(15, 9))
    await refused(InConflict, at(20, 7), at(19, 18, 30))
    assert (await refused(InConflict, at(15, 11, 30))).conflicts == (TooSoon(timedelta(hours=2)),)
    far = NOW + timedelta(days=30, minutes=30)
    assert (await refused(InConflict, far)).conflicts == (TooFar(timedelta(days=30)),)
    assert await gym.notices(NoticeKind.PROPOSED) == []


@once
async def test_a_wish_may_overlap_the_sessions_own_time(gym, lan, booking):
    wish = await gym.does(propose, booking.id, [at(18, 18, 30)], by=lan.person_id)
    moved, _ = await gym.does(accept, wish.id, 0)
    assert moved.period == period(18, 18, 30)


async def test_a_time_taken_meanwhile_is_shown_first_and_then_may_be_accepted_anyway(gym, lan, booking):
    wish = await gym.does(propose, booking.id, [at(19, 18)], by=lan.person_id)
    minh = await gym.client("Minh")
    other = await gym.session(minh, period(19, 18))
    with pytest.raises(InConflict):
        await gym.does(accept, wish.id, 0)
    assert (await wish_of(gym, wish)).status is ProposalStatus.OPEN

    await gym.does(accept, wish.id, 0, over=(other.slot_id,))

    assert (await gym.slot(booking)).anyway


@once
async def test_the_version_of_a_button_counts(gym, lan, booking):
    wish = await gym.does(propose, booking.id, [at(19, 18)], by=lan.person_id, version=0)
    await gym.store.write(lambda books: books.bookings.save(replace(booking, price=1, version=1)))
    for act in (accept, decline):
        with pytest.raises(Stale):
            await gym.does(act, wish.id, *((0,) if act is accept else ()), version=0)
    with pytest.raises(Stale):
        await gym.does(propose, booking.id, [at(19, 19)], by=lan.person_id, version=0)


@once
async def test_a_repeated_act_and_a_repeated_wish_change_nothing(gym, lan, booking):
    wish = await gym.does(propose, booking.id, [at(19, 18)], by=lan.person_id, key="tap")
    with pytest.raises(AlreadyDone):
        await gym.does(propose, booking.id, [at(19, 18)], by=lan.person_id, key="tap")
    assert await gym.does(propose, booking.id, [at(19, 18)], by=lan.person_id) == wish
    assert len(await gym.notices(NoticeKind.PROPOSED)) == 1


@once
async def test_no_wish_for_a_session_that_has_begun_or_is_cancelled(gym, lan, booking):
    with pytest.raises(NotPossible):
        await gym.does(propose, booking.id, [at(19, 18)], by=lan.person_id, now=booking.starts_at)
    await gym.does(cancelling.cancel, booking.id)
    with pytest.raises(NotPossible):
        await gym.does(propose, booking.id, [at(19, 18)], by=lan.person_id)


@once
async def test_nothing_is_proposed_to_a_client_who_cannot_be_told(gym):
    unlinked = await gym.client("Bình", linked=False)
    booking = await gym.session(unlinked, period(18, 18))
    with pytest.raises(NotPossible):
        await gym.does(propose, booking.id, [at(19, 18)])


# The fee.


async def test_a_late_wish_shows_its_fee_and_the_trainer_decides(gym, lan):
    booking = await gym.session(lan, period(15, 20))
    with pytest.raises(FeeChanged):
        await gym.does(propose, booking.id, [at(17, 18)], by=lan.person_id)
    wish = await gym.does(propose, booking.id, [at(17, 18)], by=lan.person_id, fee_shown=250_000)
    assert wish.late

    moved, charge = await gym.does(accept, wish.id, 0, with_fee=True)

    assert moved.period == period(17, 18)
    assert (charge.amount, charge.due_at) == (250_000, NOW + timedelta(hours=24))
    assert await charges(gym, booking) == [(ChargeKind.LATE_CANCEL, ChargeStatus.PENDING, 250_000)]
    (told,) = await gym.notices(NoticeKind.PROPOSAL_ANSWERED, lan.person_id)
    assert told.facts["charge_id"] == charge.id


@once
async def test_the_fee_of_moving_stays_when_the_session_takes_place(gym, lan):
    booking = await gym.session(lan, period(15, 20))
    wish = await gym.does(propose, booking.id, [at(17, 18)], by=lan.person_id, fee_shown=250_000)
    await gym.does(accept, wish.id, 0, with_fee=True)

    await gym.does(outcome.complete, booking.id, now=at(17, 19))

    assert (ChargeKind.LATE_CANCEL, ChargeStatus.PENDING, 250_000) in await charges(gym, booking)


@once
async def test_without_a_yes_to_the_fee_and_for_what_was_asked_in_time_there_is_none(gym, lan, booking):
    late = await gym.session(lan, period(15, 20))
    wish = await gym.does(propose, late.id, [at(17, 18)], by=lan.person_id, fee_shown=250_000)
    await gym.does(accept, wish.id, 0)
    in_time = await gym.does(propose, booking.id, [at(19, 18)], by=lan.person_id)
    await gym.does(accept, in_time.id, 0, with_fee=True)
    assert await charges(gym, late) == await charges(gym, booking) == []


@once
async def test_what_the_trainer_proposes_is_never_late(gym, lan):
    booking = await gym.session(lan, period(15, 20))
    wish = await gym.does(propose, booking.id, [at(17, 18)])
    _, charge = await gym.does(accept, wish.id, 0, by=lan.person_id, with_fee=True)
    assert (wish.late, charge) == (False, None)


# Time passes.


async def test_without_an_answer_the_wish_lapses_and_both_are_told_once(gym, lan, booking):
    wish = await gym.does(propose, booking.id, [at(19, 18)], by=lan.person_id)

    await gym.store.write(
        lambda books: proposing.lapse(books, wish.id, wish.lapses_at - timedelta(seconds=1))
    )
    assert (await wish_of(gym, wish)).status is ProposalStatus.OPEN
    for _ in range(2):
        await gym.at_once(gym.store.write(lambda books: proposing.lapse(books, wish.id, wish.lapses_at)))

    assert (await wish_of(gym, wish)).status is ProposalStatus.LAPSED
    assert await gym.booking(booking) == booking
    told = await gym.notices(NoticeKind.PROPOSAL_ANSWERED)
    assert sorted(n.person_id for n in told) == sorted([HUY, lan.person_id])
    with pytest.raises(NotPossible):
        await gym.does(accept, wish.id, 0, now=wish.lapses_at)


@once
async def test_cancelling_or_moving_the_session_withdraws_the_wish(gym, lan, booking):
    other = await gym.session(lan, period(22, 18))
    wishes = [
        await gym.does(propose, b.id, [b.starts_at + 20 * HOUR], by=lan.person_id) for b in (booking, other)
    ]
    await gym.does(cancelling.cancel, booking.id)
    await gym.does(move, Move(other.id, period(23, 9)))
    assert [(await wish_of(gym, w)).status for w in wishes] == [ProposalStatus.WITHDRAWN] * 2


# Many at once.


async def test_64_yeses_side_by_side_move_once(gym, lan, booking):
    wish = await gym.does(propose, booking.id, [at(19, 18)], by=lan.person_id)

    results = await gym.at_once(*(gym.does(accept, wish.id, 0) for _ in range(64)))

    assert sum(isinstance(r, tuple) for r in results) == 1
    assert sum(isinstance(r, NotPossible) for r in results) == 63
    assert (await gym.booking(booking)).version == 1
    assert len(await gym.notices(NoticeKind.PROPOSAL_ANSWERED)) == 1


async def test_of_two_wishes_for_one_time_granted_side_by_side_one_wins(gym, lan, booking):
    minh = await gym.client("Minh")
    other = await gym.session(minh, period(18, 20))
    wishes = [
        await gym.does(propose, booking.id, [at(19, 18)], by=lan.person_id),
        await gym.does(propose, other.id, [at(19, 18, 30)], by=minh.person_id),
    ]

    results = await gym.at_once(*(gym.does(accept, w.id, 0) for w in wishes))

    assert sorted(type(r).__name__ for r in results) == ["InConflict", "tuple"]
    states = [(await wish_of(gym, w)).status for w in wishes]
    assert sorted(states) == [ProposalStatus.ACCEPTED, ProposalStatus.OPEN]
    assert len(await gym.notices(NoticeKind.PROPOSAL_ANSWERED)) == 1


async def test_of_an_answer_and_a_cancellation_side_by_side_one_counts(gym, lan, booking):
    wish = await gym.does(propose, booking.id, [at(19, 18)], by=lan.person_id)

    results = await gym.at_once(
        gym.does(accept, wish.id, 0, version=0),
        gym.does(cancelling.cancel, booking.id, by=lan.person_id, version=0),
    )

    assert sum(isinstance(r, Exception) for r in results) == 1
    assert (await wish_of(gym, wish)).status in (ProposalStatus.ACCEPTED, ProposalStatus.WITHDRAWN)


@once
async def test_a_client_has_one_session_moved_twice_and_the_trainer_as_often_as_they_like(gym, lan, booking):
    async def wishes(by, start):
        wish = await gym.does(propose, booking.id, [start], by=by)
        return await gym.does(accept, wish.id, 0, by=HUY if by == lan.person_id else lan.person_id)

    for n, day in enumerate((19, 20), 1):
        moved, _ = await wishes(lan.person_id, at(day, 18))
        assert moved.moves == n
    moved, _ = await wishes(HUY, at(21, 18))
    await gym.does(move, Move(booking.id, period(22, 18)))
    assert (await gym.booking(booking)).moves == 2
    with pytest.raises(MovedOften):
        await gym.does(propose, booking.id, [at(23, 18)], by=lan.person_id)
    await wishes(HUY, at(23, 18))


@once
async def test_a_wish_that_was_declined_does_not_count(gym, lan, booking):
    for day in (19, 20, 21):
        wish = await gym.does(propose, booking.id, [at(day, 18)], by=lan.person_id)
        await gym.does(decline, wish.id)
    assert (await gym.booking(booking)).moves == 0
