"""The showroom with the true bot behind it: its people, going back, scenes, who comes from outside."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest
import pytest_asyncio

from bot.demo import guests
from bot.demo.run import running
from bot.demo.scenes import SCENES
from bot.demo.seed import opening
from bot.demo.showroom import Busy, Showroom
from bot.demo.stage import Stage
from bot.features.book.buttons import Create
from core.booking import Status

WEDNESDAY = datetime(2025, 10, 15, 9, 30, tzinfo=UTC)


# Living through the story takes seconds: the tests of this file share one, and each puts it back.
pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("showroom")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def told(folder) -> AsyncIterator[Showroom]:
    async with running(0, folder, "en", WEDNESDAY) as (_, room):
        room.player.pace = 0
        assert room.telegram.journal.errors() == []
        yield room


@pytest_asyncio.fixture(loop_scope="module")
async def room(told) -> Showroom:
    await told.player.stop()
    await told.to_opening("en")
    told.telegram.journal.clear()
    return told


def people(room, *names):
    return [room.telegram.phones[room.story.people[name]] for name in names]


@pytest.mark.parametrize(
    "today, expected",
    [
        (datetime(2025, 10, 15, 9, tzinfo=UTC), datetime(2025, 10, 15, 3, tzinfo=UTC)),
        (datetime(2025, 10, 14, 9, tzinfo=UTC), datetime(2025, 10, 8, 3, tzinfo=UTC)),
        (datetime(2025, 10, 14, 18, tzinfo=UTC), datetime(2025, 10, 15, 3, tzinfo=UTC)),
    ],
    ids=["Wednesday", "Tuesday", "already Wednesday in Vietnam"],
)
async def test_demo_opens_on_a_wednesday_at_ten(today, expected):
    assert opening(today) == expected


async def test_history_is_lived_through_without_a_refusal(room):
    huy, lan = people(room, "huy", "lan")
    bookings = await room.bot.store.read(lambda books: books.bookings.of_person(lan.user_id))

    assert room.now() == WEDNESDAY.replace(hour=3, minute=0)
    assert huy.last.text.startswith("Wednesday 15 October · 3 sessions")
    assert [b.status for b in bookings].count(Status.COMPLETED) == 8
    await room._look()
    assert [event.name for event in room.upcoming] == [
        "Reminder to Thảo and Huy",
        "Question to Huy: Bình",
        "Reminder to Lan Anh",
    ]


async def test_undo_takes_back_what_was_done_and_the_time(room):
    huy, lan = people(room, "huy", "lan")
    seen = [len(phone.messages) for phone in (huy, lan)]
    before = await room.keep("a booking")
    stage = Stage(room)
    await stage.types("huy", "Lan today 6pm")
    await stage.presses("huy", Create)
    await room.move(timedelta(days=1))

    await room.undo(before)
    assert [len(phone.messages) for phone in (huy, lan)] == seen
    assert room.now() == WEDNESDAY.replace(hour=3, minute=0)

    await stage.types("huy", "Lan today 6pm")
    await stage.presses("huy", Create)
    assert "Booked" in huy.last.text
    assert "Today, Wed 15 Oct · 18:00" in lan.last.text


async def test_moment_after_an_undone_one_is_gone(room, folder):
    first, second = await room.keep("one"), await room.keep("two")
    await room.undo(first)

    with pytest.raises(LookupError):
        await room.undo(second)
    assert not list(folder.glob(f"moment-{second}.db"))


async def test_other_language_tells_the_story_anew_and_the_first_is_still_there(room):
    await room.restart("vi")
    (huy,) = people(room, "huy")
    assert huy.last.text.startswith("Thứ Tư 15/10")

    await room.restart("en")
    assert huy.last.text.startswith("Wednesday 15 October")


@pytest.mark.parametrize("language", ["en", "vi"])
async def test_every_scene_comes_to_its_end_within_a_minute(room, language):
    await room.to_opening(language)
    told = []
    for scene in SCENES:
        await room.player.play(scene)
        await room.player.ended()
        stage = room.player.stage
        told.append((scene.name, stage.step, abs(stage.seconds - scene.seconds) <= 2, stage.seconds < 60))

    assert told == [(scene.name, scene.steps, True, True) for scene in SCENES]
    assert room.telegram.journal.errors() == []


async def test_scene_begins_anew_whatever_was_there_and_can_be_left(room):
    await room.move(timedelta(days=3))
    await room.player.play(SCENES[0])
    await room.player.ended()
    assert room.now() == WEDNESDAY.replace(hour=12, minute=0)

    await room.undo(room.player.as_json()["before"])
    assert room.now() == WEDNESDAY.replace(hour=3, minute=0) + timedelta(days=3)


async def test_nobody_acts_while_a_scene_plays(room, monkeypatch):
    monkeypatch.setattr(room.player, "pace", 1)
    await room.player.play(SCENES[0])
    (huy,) = people(room, "huy")
    with pytest.raises(Busy):
        await room.acts(huy, "hello")
    with pytest.raises(Busy):
        await room.move(timedelta(hours=1))

    await room.player.stop()
    await room.move(timedelta(hours=1))


async def test_name_on_the_list_gets_a_phone_by_its_invitation(room):
    (huy,) = people(room, "huy")
    binh, quan = await guests.unlinked(room.bot, huy.user_id)
    phone = room.telegram.phone(binh.name)
    await guests.invite(room.bot, binh.id, huy, phone)
    await room.settle()

    assert "Welcome, Bình!" in phone.last.text
    assert [c.name for c in await guests.unlinked(room.bot, huy.user_id)] == [quan.name]


async def test_phone_in_another_language_is_written_to_in_it(room):
    (lan,) = people(room, "lan")
    await guests.speak(room.bot, lan, "vi")
    await Stage(room).types("lan", "/sessions")

    assert "Thứ" in lan.last.text


async def test_clock_that_cannot_go_on_for_faults_is_said_and_goes_on_later(room, monkeypatch):
    (huy,) = people(room, "huy")
    room.switches.turn("slow", on=True)
    huy.types("/today")
    with monkeypatch.context() as impatient:
        impatient.setattr("bot.demo.showroom._PATIENCE", 0.5)
        with pytest.raises(TimeoutError):
            await room.move(timedelta(hours=1))

    room.switches.clear()
    await room.move(timedelta(hours=1))
    assert room.now() == WEDNESDAY.replace(hour=4, minute=0)
