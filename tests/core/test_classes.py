"""Classes: planned, joined head by head, changed, cancelled, ticked off; on both databases."""

from contextlib import asynccontextmanager
from datetime import date, timedelta

import pytest

from core.booking import Kind, SlotKind, Status
from core.charge import ChargeKind, ChargeStatus
from core.conflicts import Taken
from core.errors import ClassChanged, ClassFull, InConflict, NotFound, NotPossible, NotValid, SeatsBusy
from core.group_class import ClassStatus
from core.notice import NoticeKind
from core.period import Period
from core.use_cases import cancelling, ending, moving, profile, resting, several, ticking
from core.use_cases.classes import attendance, changing, due, joining, planning, roster, timetable
from core.use_cases.classes.planning import NewClass
from tests.core.studio import HUY, MAI, NOW, at, period, studio

YOGA = period(18, 9)


@asynccontextmanager
async def gym_with(database, heads=3, **options):
    """A class on Saturday 18 October, 9:00, and clients who could join it."""
    async with studio(database) as gym:
        clients = [await gym.client(f"Client {n}") for n in range(heads)]
        (group,) = await planned(gym, **options)
        yield gym, group, clients


async def planned(gym, when=YOGA, *, code="yoga", capacity=8, price=150_000, **options):
    now = {k: options.pop(k) for k in ("now",) if k in options}
    new = NewClass(HUY, "Yoga", when, capacity, price, **options)
    act = gym.act(HUY, **now)
    return await gym.store.write(lambda b: planning.create(b, new, code, act))


async def join(gym, group, client, **options):
    return await gym.does(joining.join, group.id, client.id, by=client.person_id, **options)


async def group_of(gym, group):
    return await gym.store.read(lambda b: b.classes.get(group.id))


async def seats(gym, group):
    return await gym.store.read(lambda b: b.bookings.of_classes([group.id]))


async def slot_of(gym, group):
    return await gym.store.read(lambda b: b.slots.get(group.slot_id))


async def tick(gym, group, now):
    await gym.store.write(lambda b: due.look_at(b, group.id, now))


# Planned.


async def test_an_empty_class_takes_the_trainers_time(database):
    async with gym_with(database) as (gym, group, clients):
        slot = await slot_of(gym, group)
        assert (slot.kind, slot.capacity, slot.takes_time) == (SlotKind.CLASS, 8, True)
        with pytest.raises(InConflict) as refused:
            await gym.session(clients[0], YOGA)
        (taken,) = refused.value.conflicts
        assert isinstance(taken, Taken)
        assert (taken.title, taken.client_ids) == ("Yoga", ())


async def test_a_run_leaves_out_what_clashes_and_names_it_before(database):
    async with gym_with(database) as (gym, _, clients):
        await gym.session(clients[0], period(26, 14))
        new = NewClass(HUY, "Box", period(19, 14), 6, rule="FREQ=WEEKLY;BYDAY=SU", count=3)
        dates = await gym.store.read(lambda b: planning.plan(b, new, NOW))
        assert [d.is_left_out for d in dates] == [False, True, False]
        made = await gym.store.write(lambda b: planning.create(b, new, "box", gym.act()))
        assert [g.starts_at for g in made] == [at(19, 14), at(19, 14) + timedelta(days=14)]
        assert {g.run_id for g in made} == {made[0].id}
        assert len({g.code for g in made}) == 2


async def test_a_run_is_booked_over_what_was_shown(database):
    async with gym_with(database) as (gym, _, clients):
        booked = await gym.session(clients[0], period(26, 14))
        new = NewClass(
            HUY,
            "Box",
            period(19, 14),
            6,
            rule="FREQ=WEEKLY;BYDAY=SU",
            until=date(2025, 10, 26),
            over=(booked.slot_id,),
        )
        made = await gym.store.write(lambda b: planning.create(b, new, "box", gym.act()))
        assert len(made) == 2
        assert (await slot_of(gym, made[1])).anyway


async def test_one_class_on_a_taken_time_is_refused(database):
    async with gym_with(database) as (gym, _, _):
        with pytest.raises(InConflict):
            await planned(gym, code="again")


@pytest.mark.parametrize("changes", [{"capacity": 0}, {"capacity": 101}, {"minimum": 9}, {"price": -1}])
async def test_what_no_class_can_be_is_refused(sqlite_url, changes):
    async with studio(sqlite_url) as gym:
        with pytest.raises(NotValid):
            await planned(gym, **changes)


# Joined.


async def test_each_head_has_a_seat_price_and_policy_of_its_own(database):
    async with gym_with(database) as (gym, group, clients):
        mine = await join(gym, group, clients[0])
        other = await join(gym, group, clients[1])
        assert (mine.kind, mine.class_id, mine.slot_id) == (Kind.CLASS, group.id, group.slot_id)
        assert (mine.seat, other.seat) == (0, 1)
        assert (mine.price, mine.policy, mine.status) == (150_000, group.policy, Status.CONFIRMED)
        assert await gym.store.read(lambda b: roster.free_seats(b, group, NOW)) == 6
        told = await gym.notices(NoticeKind.CLASS_JOINED, HUY)
        assert [n.facts["class_id"] for n in told] == [group.id] * 2


async def test_joining_again_keeps_the_seat(database):
    async with gym_with(database) as (gym, group, clients):
        first = await join(gym, group, clients[0])
        assert (await join(gym, group, clients[0])).id == first.id
        assert len(await seats(gym, group)) == 1


async def test_who_is_busy_then_cannot_join(database):
    async with gym_with(database) as (gym, group, clients):
        with_mai = await gym.client("Client 0", of=MAI, person=clients[0].person_id)
        await gym.session(with_mai, period(18, 9, 30))
        with pytest.raises(InConflict):
            await join(gym, group, clients[0])


async def test_nobody_joins_for_somebody_else_or_from_elsewhere(database):
    async with gym_with(database) as (gym, group, clients):
        stranger = await gym.client("Stranger", of=MAI)
        with pytest.raises(NotFound):
            await gym.does(joining.join, group.id, clients[0].id, by=clients[1].person_id)
        with pytest.raises(NotFound):
            await join(gym, group, stranger)
        with pytest.raises(NotFound):
            await gym.does(joining.add, group.id, [clients[0].id], by=MAI)
        assert await seats(gym, group) == []


async def test_the_trainer_adds_several_and_hears_who_is_busy(database):
    async with gym_with(database) as (gym, group, clients):
        with_mai = await gym.client("Client 0", of=MAI, person=clients[0].person_id)
        await gym.session(with_mai, YOGA)
        added = await gym.does(joining.add, group.id, [c.id for c in clients])
        assert [c.id for c in added.busy] == [clients[0].id]
        assert {b.client_id for b in added.seats} == {clients[1].id, clients[2].id}
        assert {n.person_id for n in await gym.notices(NoticeKind.BOOKED)} == {
            clients[0].person_id,
            clients[1].person_id,
            clients[2].person_id,
        }


async def test_more_than_there_are_seats_is_refused_as_a_whole(database):
    async with gym_with(database, capacity=2) as (gym, group, clients):
        with pytest.raises(ClassFull):
            await gym.does(joining.add, group.id, [c.id for c in clients])
        assert await seats(gym, group) == []


async def test_the_trainer_adds_to_a_whole_run_in_one_message(database):
    async with gym_with(database) as (gym, _, clients):
        new = NewClass(HUY, "Box", period(19, 14), 2, rule="FREQ=WEEKLY;BYDAY=SU", count=3)
        first, second, third = await gym.store.write(lambda b: planning.create(b, new, "box", gym.act()))
        await gym.does(joining.add, second.id, [clients[2].id])
        added = await gym.does(joining.add, first.id, [c.id for c in clients[:2]], following=True)
        assert [g.id for g in added.full] == [second.id]
        assert {b.class_id for b in added.seats} == {first.id, third.id}
        (told,) = await gym.notices(NoticeKind.BOOKED, clients[0].person_id)
        assert told.facts["more"] == 1


async def test_64_clients_for_the_last_seat_one_gets_it(database):
    async with gym_with(database, heads=64, capacity=3) as (gym, group, clients):
        held = [await gym.client("In 1"), await gym.client("In 2")]
        for client in held:
            await join(gym, group, client)
        results = await gym.at_once(*(join(gym, group, c) for c in clients))
        assert sum(not isinstance(r, BaseException) for r in results) == 1
        assert sum(isinstance(r, ClassFull) for r in results) == 63
        assert len(await seats(gym, group)) == 3
        assert {b.seat for b in await seats(gym, group)} == {0, 1, 2}


async def test_a_newcomer_is_on_the_list_from_then_on(database):
    async with gym_with(database) as (gym, group, _):
        guest = await gym.client("Guest", of=MAI)
        booking = await gym.does(joining.join_anew, group.id, by=guest.person_id)
        listed = await gym.store.read(lambda b: b.clients.of_trainer(HUY))
        assert booking.client_id in {c.id for c in listed}


# Left, changed, cancelled.


async def test_leaving_in_time_is_free_and_the_seat_is_free_again(database):
    async with gym_with(database, capacity=1) as (gym, group, clients):
        mine = await join(gym, group, clients[0])
        await gym.does(cancelling.cancel, mine.id, by=clients[0].person_id)
        assert (await slot_of(gym, group)).takes_time
        assert (await join(gym, group, clients[1])).seat == 0


async def test_leaving_late_costs_by_the_policy_of_the_class(database):
    async with gym_with(database) as (gym, group, clients):
        mine = await join(gym, group, clients[0])
        late = at(17, 20)
        await gym.does(cancelling.cancel, mine.id, by=clients[0].person_id, now=late, fee_shown=75_000)
        (fee,) = await gym.store.read(lambda b: b.charges.of_booking(mine.id))
        assert (fee.kind, fee.status, fee.amount) == (ChargeKind.LATE_CANCEL, ChargeStatus.PENDING, 75_000)


async def test_a_seat_is_not_moved_or_cancelled_among_several(database):
    async with gym_with(database) as (gym, group, clients):
        mine = await join(gym, group, clients[0])
        with pytest.raises(NotPossible):
            await gym.does(moving.move, moving.Move(mine.id, period(18, 11)))
        with pytest.raises(NotPossible):
            await gym.does(several.cancel, {mine.id: None})
        with pytest.raises(NotPossible):
            await gym.does(several.set_price, {mine.id: None}, 1_000)
        assert (await slot_of(gym, group)).takes_time


async def test_capacity_never_falls_below_who_is_in_it(database):
    async with gym_with(database) as (gym, group, clients):
        for client in clients:
            await join(gym, group, client)
        with pytest.raises(NotValid) as refused:
            await gym.does(changing.change, group.id, capacity=2)
        assert refused.value.field == "seats_taken"
        await gym.does(changing.change, group.id, capacity=3)
        assert (await slot_of(gym, group)).capacity == 3


async def test_a_new_price_is_for_those_who_join_from_now_on(database):
    async with gym_with(database) as (gym, group, clients):
        old = await join(gym, group, clients[0])
        await gym.does(changing.change, group.id, price=200_000)
        new = await join(gym, group, clients[1])
        assert ((await gym.booking(old)).price, new.price) == (150_000, 200_000)


async def test_a_class_moves_with_all_its_seats_and_all_are_told_once(database):
    async with gym_with(database) as (gym, group, clients):
        mine = [await join(gym, group, c) for c in clients]
        await gym.does(changing.retime, group.id, period(18, 10))
        assert {b.starts_at for b in await seats(gym, group)} == {at(18, 10)}
        assert (await slot_of(gym, group)).starts_at == at(18, 10)
        told = await gym.notices(NoticeKind.CLASS_CHANGED)
        assert sorted(n.booking_id for n in told) == sorted(b.id for b in mine)
        assert (await gym.booking(mine[0])).version == mine[0].version + 1


async def test_a_class_does_not_move_to_where_somebody_in_it_is_busy(database):
    async with gym_with(database) as (gym, group, clients):
        await join(gym, group, clients[0])
        with_mai = await gym.client("Client 0", of=MAI, person=clients[0].person_id)
        await gym.session(with_mai, period(18, 10))
        with pytest.raises(SeatsBusy) as refused:
            await gym.does(changing.retime, group.id, period(18, 10))
        assert refused.value.client_ids == (clients[0].id,)
        assert (await group_of(gym, group)).starts_at == group.starts_at


async def test_a_cancelled_class_tells_everybody_once_and_costs_nothing(database):
    async with gym_with(database) as (gym, group, clients):
        for client in clients:
            await join(gym, group, client)
        await gym.does(changing.cancel, group.id, reason="ill", now=at(18, 8))
        assert (await group_of(gym, group)).status is ClassStatus.CANCELLED
        assert not (await slot_of(gym, group)).takes_time
        assert await seats(gym, group) == []
        told = await gym.notices(NoticeKind.CLASS_CANCELLED)
        assert sorted(n.person_id for n in told) == sorted(c.person_id for c in clients)
        for client in clients:
            assert await gym.store.read(lambda b, c=client: b.charges.of_client(c.id)) == []


async def test_a_run_is_cancelled_from_one_on(database):
    async with gym_with(database) as (gym, _, clients):
        new = NewClass(HUY, "Box", period(19, 14), 6, rule="FREQ=WEEKLY;BYDAY=SU", count=3)
        first, second, third = await gym.store.write(lambda b: planning.create(b, new, "box", gym.act()))
        for group in (first, second, third):
            await join(gym, group, clients[0])
        await gym.does(changing.cancel, second.id, following=True)
        found = [(await group_of(gym, g)).status for g in (first, second, third)]
        assert found == [ClassStatus.PLANNED, ClassStatus.CANCELLED, ClassStatus.CANCELLED]
        (told,) = await gym.notices(NoticeKind.CLASS_CANCELLED)
        assert told.facts["class_ids"] == [second.id, third.id]


async def test_time_off_lists_a_class_once_and_lets_all_its_seats_go(database):
    async with gym_with(database) as (gym, group, clients):
        mine = [await join(gym, group, c) for c in clients]
        own = await gym.session(clients[0], period(18, 15))
        off = Period(at(18, 0), at(19, 0))
        inside = await gym.store.read(lambda b: resting.affected(b, HUY, off, NOW))
        assert [b.id for b in inside] == [-group.id, own.id]
        rest = await gym.does(resting.take_off, HUY, off, None, shown=[b.id for b in inside])
        assert [b.id for b in rest.cancelled] == [-group.id, own.id]
        assert (await group_of(gym, group)).status is ClassStatus.CANCELLED
        told = await gym.notices(NoticeKind.TIME_OFF, clients[0].person_id)
        assert sorted(told[0].facts["booking_ids"]) == sorted([mine[0].id, own.id])
        assert len(await gym.notices(NoticeKind.TIME_OFF)) == 3


async def test_time_off_can_leave_a_class_alone(database):
    async with gym_with(database) as (gym, group, clients):
        await join(gym, group, clients[0])
        off = Period(at(18, 0), at(19, 0))
        rest = await gym.does(resting.take_off, HUY, off, None, keep=[-group.id])
        assert [b.id for b in rest.kept] == [-group.id]
        assert len(await seats(gym, group)) == 1


async def test_whoever_parts_leaves_the_class_and_the_class_stays(database):
    async with gym_with(database) as (gym, group, clients):
        for client in clients:
            await join(gym, group, client)
        await gym.does(ending.end, clients[0].id)
        assert len(await seats(gym, group)) == 2
        assert (await slot_of(gym, group)).takes_time


# Ticked off.


async def test_the_list_is_asked_for_once_and_silence_marks_nobody(database):
    async with gym_with(database) as (gym, group, clients):
        for client in clients:
            await join(gym, group, client)
        for now in (at(18, 10), at(18, 13), at(18, 20), at(19, 12)):
            for kind, id_ in await gym.store.read(lambda b, now=now: ticking.work_due(b, now)):
                if kind == "booking":
                    await gym.store.write(lambda b, i=id_, now=now: ticking.look_at(b, i, now))
                if kind == "class":
                    await gym.store.write(lambda b, i=id_, now=now: due.look_at(b, i, now))
        assert len(await gym.notices(NoticeKind.ATTENDANCE)) == 1
        assert await gym.notices(NoticeKind.QUESTION) == []
        assert {b.status for b in await seats(gym, group)} == {Status.CONFIRMED}
        assert (await group_of(gym, group)).next_at is None


async def test_each_head_is_charged_or_missed_and_can_be_put_right(database):
    async with gym_with(database) as (gym, group, clients):
        there, away, _ = [await join(gym, group, c) for c in clients]
        after = at(18, 10)
        held = await gym.does(attendance.save, group.id, [there.id], now=after)
        assert [b.status for b in held.seats] == [Status.COMPLETED, Status.NO_SHOW, Status.NO_SHOW]
        assert held.group.status is ClassStatus.HELD
        (due_,) = await gym.store.read(lambda b: b.charges.of_booking(there.id))
        (fee,) = await gym.store.read(lambda b: b.charges.of_booking(away.id))
        assert (due_.kind, due_.amount) == (ChargeKind.SESSION, 150_000)
        assert (fee.kind, fee.status, fee.amount) == (ChargeKind.NO_SHOW, ChargeStatus.PENDING, 150_000)
        again = await gym.does(attendance.save, group.id, [there.id, away.id], now=at(20, 10))
        assert [b.status for b in again.seats] == [Status.COMPLETED, Status.COMPLETED, Status.NO_SHOW]
        with pytest.raises(ClassChanged):
            await gym.does(attendance.save, group.id, [], now=at(26, 10))


async def test_the_list_is_not_filled_in_before_it_begins(sqlite_url):
    async with gym_with(sqlite_url) as (gym, group, clients):
        mine = await join(gym, group, clients[0])
        with pytest.raises(ClassChanged):
            await gym.does(attendance.save, group.id, [mine.id], now=at(18, 8))


async def test_nobody_is_asked_about_an_empty_class(sqlite_url):
    async with gym_with(sqlite_url) as (gym, group, _):
        await tick(gym, group, at(18, 10))
        assert await gym.notices(NoticeKind.ATTENDANCE) == []
        assert (await group_of(gym, group)).status is ClassStatus.HELD


async def test_the_trainer_is_reminded_once_of_a_class(sqlite_url):
    async with gym_with(sqlite_url) as (gym, group, clients):
        for client in clients:
            await join(gym, group, client)
        await tick(gym, group, at(17, 9))
        (told,) = await gym.notices(NoticeKind.REMINDER)
        assert (told.person_id, told.facts["class_id"]) == (HUY, group.id)


# Too few.


async def test_with_too_few_the_trainer_is_asked_the_evening_before_and_silence_holds_it(database):
    async with gym_with(database, minimum=3) as (gym, group, clients):
        await join(gym, group, clients[0])
        await tick(gym, group, at(17, 9))
        assert await gym.notices(NoticeKind.CLASS_SMALL) == []
        await tick(gym, group, at(17, 19))
        assert [n.person_id for n in await gym.notices(NoticeKind.CLASS_SMALL)] == [HUY]
        await tick(gym, group, at(18, 9))
        assert (await group_of(gym, group)).status is ClassStatus.PLANNED


async def test_with_enough_nobody_is_asked_until_somebody_leaves(database):
    async with gym_with(database, minimum=2) as (gym, group, clients):
        mine = [await join(gym, group, c) for c in clients[:2]]
        await tick(gym, group, at(17, 19))
        assert await gym.notices(NoticeKind.CLASS_SMALL) == []
        late = at(17, 20)
        await gym.does(cancelling.cancel, mine[0].id, by=clients[0].person_id, now=late, fee_shown=75_000)
        await tick(gym, group, late)
        assert len(await gym.notices(NoticeKind.CLASS_SMALL)) == 1


async def test_one_made_late_is_asked_about_three_hours_before(sqlite_url):
    async with studio(sqlite_url) as gym:
        (group,) = await planned(gym, period(16, 15), minimum=3, now=at(15, 20))
        await tick(gym, group, at(16, 12))
        assert len(await gym.notices(NoticeKind.CLASS_SMALL)) == 1


async def test_held_anyway_is_not_asked_again(sqlite_url):
    async with gym_with(sqlite_url, minimum=3) as (gym, group, _):
        await gym.does(changing.keep_small, group.id)
        await tick(gym, group, at(17, 19))
        assert await gym.notices(NoticeKind.CLASS_SMALL) == []


# Seen.


async def test_a_calendar_has_one_entry_for_a_class(database):
    async with gym_with(database) as (gym, group, clients):
        for client in clients:
            await join(gym, group, client)
        own = await gym.session(clients[0], period(18, 15))
        day = Period(at(18, 0), at(19, 0))
        found = await gym.store.read(lambda b: timetable.of_trainer(b, HUY, day))
        assert [e.id for e in found.entries] == [-group.id, own.id]
        assert found.titles[-group.id] == "Yoga 3/8"


async def test_other_leads_are_planned_anew(sqlite_url):
    async with gym_with(sqlite_url) as (gym, group, _):
        assert (await group_of(gym, group)).next_at == at(17, 9)
        await gym.does(profile.change, {"trainer_leads": (120,)})
        assert (await group_of(gym, group)).next_at == at(18, 7)


async def test_a_class_has_its_name_in_the_calendar_of_months(sqlite_url):
    async with gym_with(sqlite_url) as (gym, group, clients):
        await gym.session(clients[0], period(18, 15))
        found = await gym.store.read(lambda b: b.slots.across(HUY, Period(at(18, 0), at(19, 0))))
        assert (found[0].slot.id, found[0].title) == (group.slot_id, "Yoga")
        assert found[1].title is None
