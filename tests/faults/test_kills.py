"""The process is killed at every commit and every call of the Bot API: nothing is lost, nothing done twice.

Every step of the story is played again from what was there before it, with one more death each time,
until a death would come after the end of the step. In the end all must be as in the run in which nobody
died: the same rows, the same messages, every tap answered. Only what was sent in the moment before a
death and not recorded may be said a second time, once; and its answer may show how things are now.
"""

import asyncio
import os
from collections import Counter
from itertools import count
from pathlib import Path

import pytest

from tests.faults.killable import Killable, killable
from tests.faults.seen import Seen, UnderWay, seen, under_way
from tests.faults.story import (
    A_FEW,
    CARD_STEPS,
    CARD_TRAINER,
    REQUEST_STEPS,
    STEPS,
    TALK_STEPS,
    Scene,
    scenes,
)

#: Where to die: before or after a commit, before a call is carried out or before its answer arrives.
MOMENTS = ("before a commit", "after a commit", "before a call", "after a call")
#: What the server may refuse when a repeated answer finds its work done.
REPEATED = {
    "answerCallbackQuery": "query is too old",
    "answerPreCheckoutQuery": "query is too old",
    "editMessageText": "message is not modified",
    "deleteMessage": "message to delete not found",
}
#: The same for what the card of the day does by itself, while nobody waits for an answer.
CARD_REPEATED = {
    "editMessageText": "message is not modified",
    "unpinChatMessage": "message to unpin not found",
}
#: `make faults` leaves nothing out.
LONG = os.environ.get("FAULTS") == "long"
only_long = pytest.mark.skipif(not LONG, reason="make faults")


@pytest.fixture(scope="session")
def all_scenes(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Scene]:
    return asyncio.run(scenes(tmp_path_factory.mktemp("story")))


@pytest.mark.parametrize("moment", MOMENTS)
@pytest.mark.parametrize("step", STEPS if LONG else A_FEW)
async def test_nothing_is_lost_and_nothing_done_twice(all_scenes, step, moment, tmp_path):
    deaths = await deaths_in(all_scenes[step], moment, tmp_path / "bot.db")

    assert deaths > 0, "the bot did nothing in this step"


@pytest.fixture(scope="session")
def card_scenes(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Scene]:
    return asyncio.run(scenes(tmp_path_factory.mktemp("card"), CARD_STEPS, **CARD_TRAINER))


@pytest.mark.parametrize("moment", MOMENTS)
@pytest.mark.parametrize("step", CARD_STEPS if LONG else ["the morning comes"])
async def test_there_is_one_card_and_it_shows_the_day(card_scenes, step, moment, tmp_path):
    deaths = await deaths_in(card_scenes[step], moment, tmp_path / "bot.db")

    assert deaths > 0, "the bot did nothing in this step"


@pytest.fixture(scope="session")
def request_scenes(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Scene]:
    return asyncio.run(scenes(tmp_path_factory.mktemp("request"), REQUEST_STEPS, linked=False))


@pytest.mark.parametrize("moment", MOMENTS if LONG else ["after a commit"])
@pytest.mark.parametrize("step", REQUEST_STEPS if LONG else ["sends it"])
async def test_a_request_is_asked_and_answered_once(request_scenes, step, moment, tmp_path):
    deaths = await deaths_in(request_scenes[step], moment, tmp_path / "bot.db")

    assert deaths > 0, "the bot did nothing in this step"


@pytest.fixture(scope="session")
def talk_scenes(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Scene]:
    return asyncio.run(scenes(tmp_path_factory.mktemp("talk"), TALK_STEPS))


@pytest.mark.parametrize("moment", MOMENTS if LONG else ["after a commit"])
@pytest.mark.parametrize("step", TALK_STEPS if LONG else ["writes"])
async def test_what_is_written_arrives_and_is_kept_nowhere(talk_scenes, step, moment, tmp_path):
    deaths = await deaths_in(talk_scenes[step], moment, tmp_path / "bot.db")

    assert deaths > 0, "the bot did nothing in this step"


@only_long
@pytest.mark.parametrize("moment", MOMENTS)
@pytest.mark.parametrize("step", ["creates", "the day before"])
async def test_nothing_is_lost_when_it_dies_again_while_it_comes_back(all_scenes, step, moment, tmp_path):
    """The second death is at any call after the first, those of the start among them."""
    for first in count(1):
        for second in count(1):
            deaths = await deaths_of(all_scenes[step], moment, first, tmp_path / "bot.db", second=second)
            if deaths < 2:
                break
        if not deaths:
            break
    assert first > 1


@pytest.mark.parametrize(
    "plant, step",
    [("done before act", "types a line"), ("mark before send", "the day before")],
)
async def test_planted_fault_is_found(all_scenes, plant, step, tmp_path):
    with pytest.raises(AssertionError):
        await deaths_in(all_scenes[step], "before a call", tmp_path / "bot.db", plant)


async def deaths_in(scene: Scene, moment: str, file: Path, plant: str | None = None) -> int:
    """Plays a step with a death at its first, second, … moment of this kind; returns how many there are."""
    for nth in count(1):
        if not await deaths_of(scene, moment, nth, file, plant):
            return nth - 1
    raise AssertionError("unreachable")


async def deaths_of(
    scene: Scene, moment: str, nth: int, file: Path, plant: str | None = None, *, second: int | None = None
) -> int:
    """How often the process died: not at all when the step has no such moment."""
    died: list[UnderWay] = []
    async with killable(scene.copied_to(file), scene.now, scene.telegram, plant) as w:

        def note() -> None:
            at_its_start = died[-1].counts if died else Counter(scene.counts_before)
            died.append(under_way(w.telegram, file, at_its_start))
            if second is not None and len(died) == 1:
                w.kill_at_call("before" if second % 2 else "after", (second + 1) // 2)

        w.on_death = note
        await _condemn(w, moment, nth)
        await scene.act(w)
        if died:
            await check(w, scene.after, died, file)
    return len(died)


async def _condemn(w: Killable, moment: str, nth: int) -> None:
    when, _, what = moment.partition(" a ")
    if what == "commit":
        await w.bot.ask("die", when, nth)
    else:
        w.kill_at_call(when, nth)


async def check(w: Killable, expected: Seen, deaths: list[UnderWay], file: Path) -> None:
    repeatable = sum((d.repeatable for d in deaths), Counter())
    answering = set().union(*(d.answering for d in deaths))
    found = seen(w.telegram, file)
    assert found.spinning == 0
    for table, rows in expected.stored.items():
        assert found.stored[table] == rows, table
    for person, messages in expected.said.items():
        said = found.said[person]
        missing, extra = Counter(messages) - Counter(said), Counter(said) - Counter(messages)
        again = len(said) - len(messages)
        assert 0 <= again <= repeatable[person], (missing, extra)
        # One answer may have been given anew, from how things are now.
        assert missing.total() <= (person in answering), (missing, extra)
        same = said[-1].labels == messages[-1].labels
        assert same or (person in answering and said[-1].labels)
    assert found.pinned == expected.pinned
    for call in w.telegram.journal.errors():
        by_itself = CARD_REPEATED.get(call.method, "nothing") in str(call.error)
        assert by_itself or REPEATED.get(call.method, "nothing") in str(call.error), call
        assert by_itself or answering
