"""Requests between a person and a trainer: one open a pair, answered once, closed by time."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from core.errors import AlreadyDone, NotAskable, NotFound, NotValid, NotYours, TooMany
from core.notice import NoticeKind
from core.people import ClientStatus, Person
from core.profile import Standing
from core.request import RequestStatus
from core.use_cases import confiding, coordinating, ending, inviting, matching, requesting, ticking
from core.use_cases.requesting import MOST_A_DAY, MOST_OPEN, Wanted
from tests.core.studio import HUY, MAI, NOW, studio

LAN, MINH = 201, 202
HOUR = timedelta(hours=1)


async def person(s, id_=LAN, name="Lan"):
    await s.store.write(lambda b: b.people.add(Person(id_, name, "en", "Asia/Ho_Chi_Minh", NOW)))


async def asked(s, now=NOW, trainer=HUY, **wanted):
    return await s.does(requesting.ask, Wanted(trainer, **wanted), by=LAN, now=now)


async def status_of(s, request):
    request = await s.store.read(lambda b: b.requests.get(request.id))
    client = await s.store.read(lambda b: b.clients.get(request.client_id))
    return request.status, client.status


async def test_asking_stores_who_what_and_until_when(database):
    async with studio(database) as s:
        await person(s)
        request = await asked(s, goals="run", injuries="knee", message="hi")
        assert request.lapses_at == NOW + 72 * HOUR
        assert await status_of(s, request) == (RequestStatus.OPEN, ClientStatus.PENDING)
        assert [n.person_id for n in await s.notices(NoticeKind.REQUESTED)] == [HUY]
        mine = await s.store.read(lambda b: requesting.seen(b, request.id, HUY))
        assert (mine.intake.goals, mine.health.injuries) == ("run", "knee")
        assert await s.store.read(lambda b: b.clients.of_trainer(HUY)) == []
        for stranger in (MAI, MINH):
            with pytest.raises(NotYours):
                await s.store.read(lambda b, by=stranger: requesting.seen(b, request.id, by))


async def test_64_taps_at_once_are_one_request(database):
    async with studio(database) as s:
        await person(s)
        tries = [s.does(requesting.ask, Wanted(HUY), by=LAN) for _ in range(64)]
        answers = await s.at_once(*tries)
        refused = [a for a in answers if isinstance(a, NotAskable)]
        assert len(refused) == 63
        assert {r.reason for r in refused} == {"waiting"}
        assert len(await s.notices(NoticeKind.REQUESTED)) == 1


async def test_accept_decline_and_withdraw_at_once_leave_one_answer(database):
    async with studio(database) as s:
        await person(s)
        request = await asked(s)
        answers = await s.at_once(
            s.does(matching.accept, request.id),
            s.does(matching.decline, request.id, "#full"),
            s.does(requesting.withdraw, request.id, by=LAN),
        )
        assert sum(isinstance(a, NotAskable) for a in answers) == 2
        assert sum(isinstance(a, Exception) for a in answers) == 2
        status, client = await status_of(s, request)
        assert (status is RequestStatus.ACCEPTED) == (client is ClientStatus.MATCHED)
        closed = await s.notices(NoticeKind.REQUEST_CLOSED)
        assert [n.person_id for n in closed] == [HUY if status is RequestStatus.WITHDRAWN else LAN]


@pytest.mark.parametrize(
    "trainer, standing, reason",
    [(LAN, None, "own"), (HUY, Standing.PAUSED, "closed"), (HUY, Standing.WAITING, "closed")],
)
async def test_who_cannot_be_asked(sqlite_url, trainer, standing, reason):
    async with studio(sqlite_url) as s:
        if trainer == LAN:
            await s.trainer(LAN, "Lan")
        else:
            await person(s)

        async def pause(books):
            await books.profiles.save(replace(await books.profiles.get(HUY), standing=standing))

        if standing is not None:
            await s.store.write(pause)
        with pytest.raises(NotAskable) as refused:
            await asked(s, trainer=trainer)
        assert refused.value.reason == reason


async def test_a_client_of_the_trainer_is_told_so(sqlite_url):
    async with studio(sqlite_url) as s:
        client = await s.client("Lan")
        with pytest.raises(NotAskable) as refused:
            await s.does(requesting.ask, Wanted(HUY), by=client.person_id)
        assert refused.value.reason == "together"


async def test_a_former_client_asks_again_as_the_same_entry(database):
    async with studio(database) as s:
        client = await s.client("Lan")
        await s.does(ending.end, client.id)
        request = await s.does(requesting.ask, Wanted(HUY), by=client.person_id)
        assert request.client_id == client.id
        await s.does(matching.decline, request.id, "#full")
        former = await s.store.read(lambda b: b.clients.get(client.id))
        assert former.status is ClientStatus.ENDED
        assert former.ended_at == NOW
        again = await s.does(requesting.ask, Wanted(HUY), by=client.person_id, now=NOW + 25 * HOUR)
        await s.does(matching.accept, again.id, now=NOW + 26 * HOUR)
        back = await s.store.read(lambda b: b.clients.get(client.id))
        assert (back.status, back.ended_at) == (ClientStatus.MATCHED, None)


async def test_bounds_protect_the_trainers(sqlite_url):
    async with studio(sqlite_url) as s:
        await person(s)
        for _ in range(MOST_A_DAY):
            request = await asked(s)
            await s.does(requesting.withdraw, request.id, by=LAN)
        with pytest.raises(NotAskable) as refused:
            await asked(s)
        assert refused.value.reason == "soon"
        for id_ in range(10, 10 + MOST_OPEN):
            await s.trainer(id_, f"C{id_}")
            await asked(s, trainer=id_)
        with pytest.raises(TooMany):
            await asked(s, trainer=MAI)


async def test_after_a_no_one_may_ask_again_a_day_later(sqlite_url):
    async with studio(sqlite_url) as s:
        await person(s)
        request = await asked(s)
        await s.does(matching.decline, request.id, "Sorry", now=NOW + HOUR)
        with pytest.raises(NotAskable):
            await asked(s, now=NOW + 24 * HOUR)
        assert (await asked(s, now=NOW + 25 * HOUR)).status is RequestStatus.OPEN


async def due(s, now):
    return [item for item in await s.store.read(lambda b: ticking.work_due(b, now)) if item[0] == "request"]


async def test_the_tick_reminds_once_then_closes(database):
    """Twelve hours before the end it is 22:00: the night has begun at 21:30."""
    async with studio(database) as s:
        await person(s)
        request = await asked(s, injuries="knee")
        reminder = NOW + 59.5 * HOUR
        assert await due(s, reminder - timedelta(seconds=1)) == []
        assert await due(s, reminder) == [("request", request.id)]
        await s.store.write(lambda b: requesting.look_at(b, request.id, reminder))
        await s.store.write(lambda b: requesting.look_at(b, request.id, reminder + HOUR))
        assert len(await s.notices(NoticeKind.REQUEST_REMINDER)) == 1
        await s.store.write(lambda b: requesting.look_at(b, request.id, NOW + 72 * HOUR))
        assert await status_of(s, request) == (RequestStatus.LAPSED, ClientStatus.REJECTED)
        assert {n.person_id for n in await s.notices(NoticeKind.REQUEST_CLOSED)} == {HUY, LAN}
        assert await s.store.read(lambda b: b.health_notes.of_person(LAN)) == []
        assert await due(s, NOW + 100 * HOUR) == []


async def test_after_the_end_nothing_is_accepted_even_before_the_tick(sqlite_url):
    async with studio(sqlite_url) as s:
        await person(s)
        request = await asked(s)
        with pytest.raises(NotAskable):
            await s.does(matching.accept, request.id, now=NOW + 72 * HOUR)


async def test_a_question_leaves_a_day_to_answer(sqlite_url):
    async with studio(sqlite_url) as s:
        await person(s)
        request = await asked(s)
        late = NOW + 71 * HOUR
        request = await s.does(matching.ask_back, request.id, "When?", now=late)
        assert request.lapses_at == late + 24 * HOUR
        request = await s.does(matching.answer, request.id, "Now", by=LAN, now=late + HOUR)
        assert request.lapses_at == late + 25 * HOUR
        with pytest.raises(NotFound):
            await s.does(matching.answer, request.id, "Now", by=HUY, now=late + HOUR)
        with pytest.raises(NotValid):
            await s.does(matching.ask_back, request.id, "", now=late)


async def test_somebody_who_is_on_the_list_as_a_name_may_be_the_same(sqlite_url):
    async with studio(sqlite_url) as s:
        await person(s)
        added = await s.store.write(lambda b: inviting.add_client(b, HUY, "lan", s.act(HUY)))
        request = await asked(s)
        await s.does(matching.accept, request.id)
        (offer,) = await s.notices(NoticeKind.MERGE_OFFER)
        assert offer.facts == {"client_id": request.client_id, "extra_id": added.id}


async def test_what_was_told_in_confidence_is_erased_by_its_teller_alone(database):
    async with studio(database) as s:
        await person(s)
        request = await asked(s, injuries="knee")
        for other in (HUY, MAI):
            with pytest.raises(NotFound):
                await s.does(confiding.erase_health, request.client_id, by=other)
        await s.does(confiding.erase_health, request.client_id, by=LAN)
        assert (await s.store.read(lambda b: requesting.seen(b, request.id, HUY))).health is None


async def test_two_entries_that_become_one_keep_what_was_said_of_both(sqlite_url):
    async with studio(sqlite_url) as s:
        await person(s)
        added = await s.store.write(lambda b: inviting.add_client(b, HUY, "Lan", s.act(HUY)))
        for field, said in (("goals", "walk"), ("expectations", "be strict")):
            await s.does(coordinating.change, added.id, field, said)
        request = await asked(s, goals="run", injuries="knee")
        await s.does(matching.accept, request.id)
        await s.does(inviting.merge, request.client_id, added.id)
        plan = await s.store.read(lambda b: coordinating.seen(b, request.client_id, HUY, NOW))
        assert (plan.intake.goals, plan.intake.expectations) == ("run", "be strict")
        assert plan.health.injuries == "knee"


async def test_an_act_that_is_repeated_is_done_once(sqlite_url):
    async with studio(sqlite_url) as s:
        await person(s)
        await s.does(requesting.ask, Wanted(HUY), by=LAN, key="draft")
        with pytest.raises(AlreadyDone):
            await s.does(requesting.ask, Wanted(HUY), by=LAN, key="draft")


async def test_an_invitation_and_the_answer_at_once_end_with_one_pair(database):
    async with studio(database) as s:
        await person(s)
        request = await asked(s, goals="run", injuries="knee")
        added = await s.store.write(lambda b: inviting.add_client(b, HUY, "Lan", s.act(HUY)))
        await s.store.write(lambda b: inviting.invite(b, added.id, "secret", s.act(HUY)))
        await asyncio.gather(
            s.does(inviting.join, "secret", by=LAN),
            s.does(matching.accept, request.id),
            return_exceptions=True,
        )
        listed = await s.store.read(lambda b: b.clients.of_person(LAN))
        assert len(listed) == 1
        plan = await s.store.read(lambda b: coordinating.seen(b, listed[0].id, HUY, NOW))
        assert (plan.intake.goals, plan.health.injuries) == ("run", "knee")
