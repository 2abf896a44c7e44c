"""Names on a list become people: invitations, joining over clashes, and two entries that are one person."""

import asyncio
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from core.act import Act
from core.booking import Status
from core.charge import ChargeStatus, Method
from core.errors import (
    AlreadyDone,
    AlreadyOnList,
    InConflict,
    InvitationClosed,
    NotFound,
    NotPossible,
    NotValid,
    OwnInvitation,
)
from core.notice import NoticeKind
from core.people import ClientStatus, Person, Side, Trainer
from core.period import Period
from core.policy import Policy
from core.use_cases import inviting, ticking
from core.use_cases.booking import NewBooking, book
from core.use_cases.cancelling import cancel
from core.use_cases.money import pay
from core.use_cases.moving import Move, move
from core.use_cases.outcome import complete
from storage import tables
from storage.engines import connect
from storage.store import SqlStore
from tests.migrated import migrated

NOW = datetime(2025, 10, 15, 3, 0, tzinfo=UTC)
HUY, MAI, LAN, BINH = 1, 2, 50, 51
SECRET = "a-secret-of-128-bits"


class Gym:
    """A store with two trainers and two people, and short ways to act."""

    def __init__(self, store):
        self.store = store
        self.acts = 0

    def act(self, by, at=NOW, key=None):
        self.acts += 1
        return Act(key or f"act{self.acts}", by, at)

    async def does(self, work, *args, by=HUY, at=NOW, key=None, **options):
        act = self.act(by, at, key)
        return await self.store.write(lambda books: work(books, *args, act, **options))

    async def reads(self, ask):
        return await self.store.read(ask)

    async def opens(self):
        async def work(books):
            for id_, name in ((HUY, "Huy"), (MAI, "Mai"), (LAN, "Lan"), (BINH, "Bình")):
                await books.people.add(Person(id_, name, "en", "Asia/Ho_Chi_Minh", NOW))
            for id_, name in ((HUY, "Huy"), (MAI, "Mai")):
                await books.trainers.add(Trainer(id_, name, "Asia/Ho_Chi_Minh", NOW, price=500_000))

        await self.store.write(work)

    async def client(self, name="Lan", trainer=HUY):
        return await self.does(inviting.add_client, trainer, name, by=trainer)

    async def session(self, client, hours, *, length=1, at=NOW, **changes):
        """A session of this client so many hours after NOW."""
        period = Period.of(NOW + timedelta(hours=hours), timedelta(hours=length))
        wanted = NewBooking(client.trainer_id, client.id, period, **changes)
        act = self.act(client.trainer_id, at)
        return await self.store.write(lambda books: book(books, wanted, act))

    async def linked(self, person, name="Lan", trainer=HUY):
        """A client who has joined."""
        client = await self.client(name, trainer)
        secret = f"{trainer}-{person}-{name}"
        await self.does(inviting.invite, client.id, secret, by=trainer)
        _, joined = await self.does(inviting.join, secret, by=person)
        return joined

    async def booking(self, booking):
        return await self.reads(lambda books: books.bookings.get(booking.id))

    async def told(self, kind, person=None):
        """Notices of a kind, in order."""
        async with self.store.engines.reader.connect() as connection:
            rows = (await connection.execute(tables.notices.select().order_by(tables.notices.c.id))).all()
        return [r for r in rows if r.kind is kind and person in (None, r.person_id)]


@asynccontextmanager
async def a_gym(address):
    engines = connect(await migrated(address))
    gym = Gym(SqlStore(engines))
    await gym.opens()
    yield gym
    await gym.store.close()


@pytest.fixture
async def gym(sqlite_url):
    async with a_gym(sqlite_url) as gym:
        yield gym


@pytest.fixture
async def any_gym(database):
    """On either database: for what guards and locks have a say in."""
    async with a_gym(database) as gym:
        yield gym


@pytest.mark.parametrize("typed", ["", "   ", "x" * 65])
async def test_name_has_1_to_64_characters(gym, typed):
    with pytest.raises(NotValid):
        await gym.does(inviting.add_client, HUY, typed)


async def test_name_is_kept_without_superfluous_space(gym):
    client = await gym.does(inviting.add_client, HUY, "  Lan \n  Anh ")

    assert (client.name, client.status, client.person_id) == ("Lan Anh", ClientStatus.INVITED, None)


async def test_adding_repeated_by_the_same_act_adds_nobody(any_gym):
    await any_gym.does(inviting.add_client, HUY, "Lan", key="one")

    with pytest.raises(AlreadyDone):
        await any_gym.does(inviting.add_client, HUY, "Lan", key="one")
    assert len(await any_gym.reads(lambda b: b.clients.of_trainer(HUY))) == 1


@pytest.mark.parametrize(
    "work, more",
    [
        (inviting.rename, ("Eve",)),
        (inviting.note_phone, ("+84",)),
        (inviting.invite, ("secret",)),
        (inviting.revoke, ()),
    ],
)
async def test_another_trainers_client_cannot_be_touched(gym, work, more):
    client = await gym.client(trainer=MAI)

    with pytest.raises(NotFound):
        await gym.does(work, client.id, *more, by=HUY)


async def test_only_the_hash_of_a_secret_is_stored(gym):
    client = await gym.client()
    invitation = await gym.does(inviting.invite, client.id, SECRET)

    assert SECRET not in invitation.digest
    assert invitation.digest == inviting.digest(SECRET)
    assert invitation.expires_at == NOW + timedelta(days=14)


async def test_joining_links_the_client_and_tells_the_trainer(any_gym):
    client = await any_gym.client()
    await any_gym.does(inviting.invite, client.id, SECRET)
    trainer, joined = await any_gym.does(inviting.join, SECRET, by=LAN)

    assert trainer.id == HUY
    assert joined == replace(client, person_id=LAN, status=ClientStatus.MATCHED)
    assert [n.facts for n in await any_gym.told(NoticeKind.JOINED, HUY)] == [{"client_id": client.id}]


async def test_an_unknown_secret_opens_nothing(gym):
    with pytest.raises(InvitationClosed) as refused:
        await gym.does(inviting.join, "guessed", by=LAN)
    assert refused.value.reason == "unknown"


async def test_a_new_link_revokes_the_old_one(gym):
    client = await gym.client()
    await gym.does(inviting.invite, client.id, "old")
    await gym.does(inviting.invite, client.id, "new")

    with pytest.raises(InvitationClosed) as refused:
        await gym.does(inviting.join, "old", by=LAN)
    assert refused.value.reason == "over"
    _, joined = await gym.does(inviting.join, "new", by=LAN)
    assert joined.id == client.id


async def test_a_revoked_link_opens_nothing(gym):
    client = await gym.client()
    await gym.does(inviting.invite, client.id, SECRET)
    await gym.does(inviting.revoke, client.id)

    with pytest.raises(InvitationClosed):
        await gym.does(inviting.join, SECRET, by=LAN)


@pytest.mark.parametrize(
    "after, works", [(timedelta(days=14, seconds=-1), True), (timedelta(days=14), False)]
)
async def test_a_link_lives_14_days(gym, after, works):
    client = await gym.client()
    await gym.does(inviting.invite, client.id, SECRET)

    if works:
        assert (await gym.does(inviting.join, SECRET, by=LAN, at=NOW + after))[1].person_id == LAN
    else:
        with pytest.raises(InvitationClosed):
            await gym.does(inviting.join, SECRET, by=LAN, at=NOW + after)


async def test_a_link_works_once(any_gym):
    client = await any_gym.client()
    await any_gym.does(inviting.invite, client.id, SECRET)
    await any_gym.does(inviting.join, SECRET, by=LAN)

    with pytest.raises(InvitationClosed) as refused:
        await any_gym.does(inviting.join, SECRET, by=BINH)
    assert refused.value.reason == "used"
    with pytest.raises(AlreadyOnList):
        await any_gym.does(inviting.join, SECRET, by=LAN)


async def test_joining_repeated_by_the_same_act_says_so(gym):
    client = await gym.client()
    await gym.does(inviting.invite, client.id, SECRET)
    await gym.does(inviting.join, SECRET, by=LAN, key="start")

    with pytest.raises(AlreadyDone) as done:
        await gym.does(inviting.join, SECRET, by=LAN, key="start")
    assert (done.value.event.kind, done.value.event.client_id) == ("joined", client.id)


async def test_a_trainer_cannot_join_the_own_list(gym):
    client = await gym.client()
    await gym.does(inviting.invite, client.id, SECRET)

    with pytest.raises(OwnInvitation):
        await gym.does(inviting.join, SECRET, by=HUY)
    assert (await gym.does(inviting.join, SECRET, by=LAN))[1].person_id == LAN


async def test_a_linked_client_needs_no_invitation(gym):
    client = await gym.linked(LAN)

    with pytest.raises(AlreadyOnList):
        await gym.does(inviting.invite, client.id, "another")


async def test_of_64_people_who_open_one_link_one_joins(any_gym):
    client = await any_gym.client()
    booking = await any_gym.session(client, 30)
    await any_gym.does(inviting.invite, client.id, SECRET)
    people = range(1000, 1064)

    async def add(books):
        for id_ in people:
            await books.people.add(Person(id_, f"P{id_}", "en", "Asia/Ho_Chi_Minh", NOW))

    await any_gym.store.write(add)
    answers = await asyncio.gather(
        *(any_gym.does(inviting.join, SECRET, by=id_) for id_ in people), return_exceptions=True
    )

    joined = [a for a in answers if not isinstance(a, Exception)]
    assert len(joined) == 1
    assert {type(a) for a in answers if isinstance(a, Exception)} == {InvitationClosed}
    winner = joined[0][1].person_id
    assert (await any_gym.booking(booking)).person_id == winner
    assert len(await any_gym.told(NoticeKind.JOINED)) == 1


async def test_64_openings_by_one_person_join_once(any_gym):
    client = await any_gym.client()
    await any_gym.does(inviting.invite, client.id, SECRET)
    answers = await asyncio.gather(
        *(any_gym.does(inviting.join, SECRET, by=LAN) for _ in range(64)), return_exceptions=True
    )

    assert len([a for a in answers if not isinstance(a, Exception)]) == 1
    assert {type(a) for a in answers if isinstance(a, Exception)} == {AlreadyOnList}
    assert len(await any_gym.told(NoticeKind.JOINED)) == 1


# What was booked before the client was on Telegram.


async def test_bookings_made_for_a_name_become_the_persons_with_reminders(any_gym):
    client = await any_gym.client()
    booking = await any_gym.session(client, 48)
    await any_gym.does(inviting.invite, client.id, SECRET)
    await any_gym.does(inviting.join, SECRET, by=LAN)
    assert (await any_gym.booking(booking)).person_id == LAN

    due = NOW + timedelta(hours=24)
    assert (await any_gym.booking(booking)).next_at == due
    await any_gym.store.write(lambda books: ticking.look_at(books, booking.id, due))
    assert {n.person_id for n in await any_gym.told(NoticeKind.REMINDER)} == {HUY, LAN}


async def test_joining_between_two_reminders_leaves_the_second(gym):
    client = await gym.client()
    booking = await gym.session(client, 26)
    later = NOW + timedelta(hours=10)
    await gym.store.write(lambda books: ticking.look_at(books, booking.id, NOW + timedelta(hours=2)))
    await gym.does(inviting.invite, client.id, SECRET)
    await gym.does(inviting.join, SECRET, by=LAN, at=later)
    assert await gym.told(NoticeKind.REMINDER, LAN) == []

    due = NOW + timedelta(hours=24)
    assert (await gym.booking(booking)).next_at == due
    await gym.store.write(lambda books: ticking.look_at(books, booking.id, due))
    assert [n.facts["lead"] for n in await gym.told(NoticeKind.REMINDER, LAN)] == [120]


async def test_joining_does_not_jump_over_what_is_due_already(gym):
    client = await gym.client()
    booking = await gym.session(client, 26)
    due = NOW + timedelta(hours=2)
    await gym.does(inviting.invite, client.id, SECRET)
    await gym.does(inviting.join, SECRET, by=LAN, at=due)

    await gym.store.write(lambda books: ticking.look_at(books, booking.id, due))
    told = {(n.person_id, n.facts["lead"]) for n in await gym.told(NoticeKind.REMINDER)}
    assert told == {(HUY, 1440), (LAN, 1440)}


async def test_bookings_of_the_past_come_along(gym):
    client = await gym.client()
    logged = await gym.session(client, -48)
    await gym.does(inviting.invite, client.id, SECRET)
    await gym.does(inviting.join, SECRET, by=LAN)

    assert (await gym.booking(logged)).person_id == LAN


# A clash with sessions elsewhere.


async def clash(gym, *, elsewhere_at, here_at):
    """Lan trains with Mai; Huy has booked the unlinked Lan for a time that overlaps."""
    with_mai = await gym.linked(LAN, trainer=MAI)
    client = await gym.client()
    at_mai, at_huy = (NOW - timedelta(days=2) + timedelta(hours=h) for h in (elsewhere_at, here_at))
    elsewhere = await gym.session(with_mai, 30, at=at_mai)
    here = await gym.session(client, 30.5, at=at_huy)
    await gym.does(inviting.invite, client.id, SECRET)
    return elsewhere, here


@pytest.mark.parametrize(
    "elsewhere_at, here_at, marked",
    [(0, 1, "here"), (1, 0, "elsewhere"), (0, 0, "here")],
    ids=["here is later", "elsewhere is later", "both at once"],
)
async def test_joining_marks_the_later_of_two_and_tells_both_trainers(any_gym, elsewhere_at, here_at, marked):
    elsewhere, here = await clash(any_gym, elsewhere_at=elsewhere_at, here_at=here_at)
    _, joined = await any_gym.does(inviting.join, SECRET, by=LAN)

    assert joined.person_id == LAN
    doubles = {
        "elsewhere": (await any_gym.booking(elsewhere)).double,
        "here": (await any_gym.booking(here)).double,
    }
    assert [name for name, double in doubles.items() if double] == [marked]
    assert (await any_gym.booking(here)).person_id == LAN
    told = {(n.person_id, n.booking_id) for n in await any_gym.told(NoticeKind.DOUBLE)}
    assert told == {(MAI, elsewhere.id), (HUY, here.id)}
    assert [n.facts for n in await any_gym.told(NoticeKind.DOUBLE)] == [{}, {}]


async def test_joining_into_several_clashes_marks_as_many_as_it_takes(any_gym):
    with_mai = await any_gym.linked(LAN, trainer=MAI)
    client = await any_gym.client()
    first = await any_gym.session(with_mai, 30, at=NOW - timedelta(hours=3))
    here = await any_gym.session(client, 30.5, at=NOW - timedelta(hours=2))
    last = await any_gym.session(with_mai, 31, at=NOW - timedelta(hours=1))
    await any_gym.does(inviting.invite, client.id, SECRET)
    await any_gym.does(inviting.join, SECRET, by=LAN)

    assert [(await any_gym.booking(b)).double for b in (first, here, last)] == [False, True, True]
    assert len(await any_gym.told(NoticeKind.DOUBLE)) == 3


async def test_sessions_that_only_touch_are_no_clash(gym):
    with_mai = await gym.linked(LAN, trainer=MAI)
    client = await gym.client()
    await gym.session(with_mai, 30)
    here = await gym.session(client, 31)
    await gym.does(inviting.invite, client.id, SECRET)
    await gym.does(inviting.join, SECRET, by=LAN)

    assert not (await gym.booking(here)).double
    assert await gym.told(NoticeKind.DOUBLE) == []


async def test_a_cancelled_session_elsewhere_is_no_clash(gym):
    elsewhere, here = await clash(gym, elsewhere_at=0, here_at=1)
    await gym.does(cancel, elsewhere.id, by=MAI)
    await gym.does(inviting.join, SECRET, by=LAN)

    assert not (await gym.booking(here)).double


@pytest.mark.parametrize("elsewhere_at, here_at", [(0, 1), (1, 0)])
@pytest.mark.parametrize("which", ["elsewhere", "here"])
async def test_cancelling_either_of_two_clears_the_mark(gym, elsewhere_at, here_at, which):
    elsewhere, here = await clash(gym, elsewhere_at=elsewhere_at, here_at=here_at)
    await gym.does(inviting.join, SECRET, by=LAN)
    gone, left = (elsewhere, here) if which == "elsewhere" else (here, elsewhere)
    await gym.does(cancel, gone.id, by=gone.trainer_id)

    assert not (await gym.booking(left)).double


async def test_moving_one_of_two_away_clears_both_marks(any_gym):
    elsewhere, here = await clash(any_gym, elsewhere_at=0, here_at=1)
    await any_gym.does(inviting.join, SECRET, by=LAN)
    away = Move(elsewhere.id, Period.of(NOW + timedelta(hours=33), timedelta(hours=1)))
    act = any_gym.act(MAI)
    await any_gym.store.write(lambda books: move(books, away, act))

    assert not (await any_gym.booking(here)).double
    assert not (await any_gym.booking(elsewhere)).double


async def test_the_mark_stays_while_a_third_session_clashes(gym):
    with_mai = await gym.linked(LAN, trainer=MAI)
    client = await gym.client()
    first = await gym.session(with_mai, 30, at=NOW - timedelta(hours=3))
    second = await gym.session(with_mai, 31, at=NOW - timedelta(hours=2))
    here = await gym.session(client, 30.5, at=NOW - timedelta(hours=1))
    await gym.does(inviting.invite, client.id, SECRET)
    await gym.does(inviting.join, SECRET, by=LAN)
    await gym.does(cancel, first.id, by=MAI)
    assert (await gym.booking(here)).double

    await gym.does(cancel, second.id, by=MAI)
    assert not (await gym.booking(here)).double


async def test_after_joining_the_time_elsewhere_is_taken(gym):
    with_mai = await gym.linked(LAN, trainer=MAI)
    client = await gym.client()
    await gym.does(inviting.invite, client.id, SECRET)
    await gym.does(inviting.join, SECRET, by=LAN)
    await gym.session(with_mai, 30)

    with pytest.raises(InConflict) as refused:
        await gym.session(client, 30.5)
    assert not refused.value.may_book_anyway


# Two entries of one person.


async def entries(gym):
    """Lan has joined as "Lan"; a second entry "Lan Q7" has a life of its own."""
    keep = await gym.linked(LAN)
    return keep, await gym.client("Lan Q7")


async def test_a_person_on_the_list_already_is_offered_for_a_merge(gym):
    keep, extra = await entries(gym)
    booking = await gym.session(extra, 30)
    await gym.does(inviting.invite, extra.id, SECRET)
    _, met = await gym.does(inviting.join, SECRET, by=LAN)

    assert met.id == keep.id
    offers = await gym.told(NoticeKind.MERGE_OFFER, HUY)
    assert [n.facts for n in offers] == [{"client_id": keep.id, "extra_id": extra.id}]
    assert (await gym.booking(booking)).person_id is None
    with pytest.raises(InvitationClosed):
        await gym.does(inviting.join, SECRET, by=BINH)


async def test_merging_brings_bookings_charges_and_payments_together(any_gym):
    keep, extra = await entries(any_gym)
    await any_gym.does(inviting.note_phone, extra.id, "+84900")
    ahead = await any_gym.session(extra, 48)
    over = await any_gym.session(extra, 1)
    cancelled = await any_gym.session(extra, 50)
    await any_gym.does(cancel, cancelled.id)
    done = NOW + timedelta(hours=3)
    await any_gym.does(complete, over.id, at=done)
    act = any_gym.act(HUY, done)
    await any_gym.store.write(lambda books: pay(books, over.id, Method.CASH, act))
    merged = await any_gym.does(inviting.merge, keep.id, extra.id, at=done)

    assert (merged.id, merged.phone) == (keep.id, "+84900")
    for booking in (ahead, over, cancelled):
        now = await any_gym.booking(booking)
        assert (now.client_id, now.person_id) == (keep.id, LAN)
    charges = await any_gym.reads(lambda b: b.charges.of_client(keep.id))
    assert [(c.booking_id, c.status) for c in charges] == [(over.id, ChargeStatus.DUE)]
    payments = await any_gym.reads(lambda b: b.payments.of_booking(over.id))
    assert [p.client_id for p in payments] == [keep.id]
    assert await any_gym.reads(lambda b: b.charges.of_client(extra.id)) == []
    assert [c.id for c in await any_gym.reads(lambda b: b.clients.of_trainer(HUY))] == [keep.id]


async def test_the_person_hears_of_sessions_ahead_that_a_merge_brings(gym):
    keep, extra = await entries(gym)
    ahead = await gym.session(extra, 48)
    await gym.session(extra, -48)
    await gym.does(inviting.merge, keep.id, extra.id)

    assert [n.booking_id for n in await gym.told(NoticeKind.BOOKED, LAN)] == [ahead.id]
    assert (await gym.booking(ahead)).next_at == NOW + timedelta(hours=24)
    await gym.store.write(lambda b: ticking.look_at(b, ahead.id, NOW + timedelta(hours=24)))
    assert len(await gym.told(NoticeKind.REMINDER, LAN)) == 1


async def test_merging_marks_the_later_of_two_at_one_time(any_gym):
    keep, extra = await entries(any_gym)
    with_mai = await any_gym.linked(LAN, trainer=MAI)
    elsewhere = await any_gym.session(with_mai, 30, at=NOW + timedelta(hours=1))
    here = await any_gym.session(extra, 30.5)
    await any_gym.does(inviting.merge, keep.id, extra.id, at=NOW + timedelta(hours=2))

    assert [(await any_gym.booking(b)).double for b in (elsewhere, here)] == [True, False]
    assert {n.person_id for n in await any_gym.told(NoticeKind.DOUBLE)} == {HUY, MAI}


async def test_merging_two_entries_with_sessions_at_one_time(any_gym):
    keep, extra = await entries(any_gym)
    one = await any_gym.session(keep, 30)
    slot = (await any_gym.booking(one)).slot_id
    two = await any_gym.session(extra, 30, over=(slot,))
    await any_gym.does(inviting.merge, keep.id, extra.id)

    assert [(await any_gym.booking(b)).double for b in (one, two)] == [False, True]
    assert (await any_gym.booking(two)).client_id == keep.id


async def test_merging_unlinked_entries_whose_sessions_overlap(any_gym):
    keep, extra = await any_gym.client("Lan"), await any_gym.client("Lan Q7")
    one = await any_gym.session(keep, 30)
    two = await any_gym.session(extra, 30.5, over=((await any_gym.booking(one)).slot_id,))
    await any_gym.does(inviting.merge, keep.id, extra.id)
    assert [(await any_gym.booking(b)).double for b in (one, two)] == [False, True]

    await any_gym.does(inviting.invite, keep.id, SECRET)
    await any_gym.does(inviting.join, SECRET, by=LAN)
    assert [(b.person_id, b.double) for b in [await any_gym.booking(one), await any_gym.booking(two)]] == [
        (LAN, False),
        (LAN, True),
    ]


async def test_an_invitation_of_a_merged_entry_is_revoked(gym):
    keep, extra = await entries(gym)
    await gym.does(inviting.invite, extra.id, SECRET)
    await gym.does(inviting.merge, keep.id, extra.id)

    with pytest.raises(InvitationClosed):
        await gym.does(inviting.join, SECRET, by=BINH)


async def test_a_merged_entry_is_nobody_any_more(gym):
    keep, extra = await entries(gym)
    await gym.does(inviting.merge, keep.id, extra.id)

    with pytest.raises(NotFound):
        await gym.session(extra, 30)
    with pytest.raises(NotFound):
        await gym.does(inviting.merge, keep.id, extra.id)
    assert (await gym.reads(lambda b: b.clients.get(extra.id))).status is ClientStatus.ENDED


async def test_merging_repeated_by_the_same_act_says_so(gym):
    keep, extra = await entries(gym)
    await gym.does(inviting.merge, keep.id, extra.id, key="merge")

    with pytest.raises(AlreadyDone):
        await gym.does(inviting.merge, keep.id, extra.id, key="merge")


async def test_two_different_people_are_never_merged(gym):
    keep, other = await gym.linked(LAN), await gym.linked(BINH, "Bình")

    with pytest.raises(NotPossible):
        await gym.does(inviting.merge, keep.id, other.id)
    with pytest.raises(NotPossible):
        await gym.does(inviting.merge, keep.id, keep.id)


async def test_only_ones_own_entries_are_merged(gym):
    keep, extra = await entries(gym)
    foreign = await gym.client("Lan", trainer=MAI)

    for pair in ((keep.id, foreign.id), (foreign.id, extra.id)):
        with pytest.raises(NotFound):
            await gym.does(inviting.merge, *pair, by=HUY)


async def test_agreeing_is_told_once_and_only_by_the_client(gym):
    client = await gym.linked(LAN)
    with pytest.raises(NotFound):
        await gym.does(inviting.agree, client.id, Policy(), by=BINH)
    await gym.does(inviting.agree, client.id, Policy(), by=LAN)
    again = await gym.does(inviting.agree, client.id, Policy(), by=LAN, at=NOW + timedelta(days=1))

    assert again.agreed_at == NOW
    assert len(await gym.told(NoticeKind.AGREED, HUY)) == 1


async def test_bookings_keep_the_policy_of_their_making_through_a_join(gym):
    client = await gym.client()
    booking = await gym.session(client, 30)
    await gym.does(inviting.invite, client.id, SECRET)
    await gym.does(inviting.join, SECRET, by=LAN)

    now = await gym.booking(booking)
    assert (now.policy, now.price, now.status, now.version) == (Policy(), 500_000, Status.CONFIRMED, 0)
    assert now.cancelled_by is not Side.CLIENT
