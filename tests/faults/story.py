"""The story that is played again and again, step by step, and what is there before each step."""

import shutil
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, time
from pathlib import Path
from typing import Any, Protocol

from pydantic import SecretStr

from bot.demo.telegram.phone import Phone
from bot.features.requests.buttons import AskCoach
from storage.copies import backup
from tests.bot.story import Story, at, story
from tests.faults.seen import Seen, seen


class Stage(Protocol):
    """Where the story is played: with a bot in this process, or in one that dies."""

    @property
    def huy(self) -> Phone: ...
    @property
    def lan(self) -> Phone: ...

    async def settle(self) -> None: ...

    async def passes(self, until: datetime) -> None: ...


Act = Callable[[Stage], Awaitable[None]]


def says(text: str) -> Act:
    return lambda stage: _done(stage, lambda: stage.huy.types(text))


def trainer(label: str) -> Act:
    return lambda stage: _done(stage, lambda: stage.huy.presses(label))


def client(label: str) -> Act:
    return lambda stage: _done(stage, lambda: stage.lan.presses(label))


def client_says(text: str) -> Act:
    return lambda stage: _done(stage, lambda: stage.lan.types(text))


def until(moment: datetime) -> Act:
    return lambda stage: stage.passes(moment)


async def _done(stage: Stage, act: Callable[[], Any]) -> None:
    act()
    await stage.settle()


#: Thursday at 18 o'clock is booked, reminded of and cancelled; Thursday at 10 takes place and is paid in
#: cash, Thursday at 14 by card inside Telegram.
STEPS: dict[str, Act] = {
    "types a line": says("Lan tomorrow 18:00"),
    "wants a note": trainer("Note"),
    "types the note": says("knee: no jumps"),
    "creates": trainer("Create"),
    "says that she comes": client("OK"),
    "types another": says("Lan tomorrow 10:00"),
    "creates another": trainer("Create"),
    "the day before": until(at(15, 18)),
    "wants to cancel": client("Cancel"),
    "cancels": client("Cancel it"),
    "the end of the session": until(at(16, 11)),
    "completes": trainer("Completed"),
    "is paid": trainer("Paid cash"),
    "types a third": says("Lan today 14:00"),
    "creates a third": trainer("Create"),
    "the end of the third": until(at(16, 15)),
    "completes the third": trainer("Completed"),
    "asks how to pay": client("How to pay"),
    "wants to pay by card": client("Pay by card"),
    "pays": client("Pay"),
}


#: The day's card is pinned, follows what happens, is asked for anew, and is taken down when the day is over.
CARD_STEPS: dict[str, Act] = {
    "types a line": says("Lan tomorrow 9:00"),
    "creates": trainer("Create"),
    "the morning comes": until(at(16, 6, 30)),
    "she cancels": client("Cancel"),
    "she cancels it": client("Cancel it"),
    "the day is over": until(at(17, 0)),
    "asks for the day": says("/today"),
}
#: Who has a card from Thursday morning on.
CARD_TRAINER = {"daily_list": time(6, 30), "next_list_at": at(16, 6, 30), "today_card": True}

#: Somebody who is on no list asks Huy, tells him of a knee, answers his question and is taken on.
REQUEST_STEPS: dict[str, Act] = {
    "starts": lambda stage: _done(stage, stage.lan.start),
    "opens the card": lambda stage: _done(
        stage, lambda: stage.lan.taps_data(AskCoach(stage.huy.user_id).pack())
    ),
    "is asked of injuries": client("Injuries"),
    "tells of a knee": client_says("left knee"),
    "sends it": client("Send"),
    "wants to ask back": trainer("Ask back"),
    "asks back": says("Since when?"),
    "wants to answer": client("Answer"),
    "answers": client_says("Since May"),
    "accepts": trainer("Accept"),
}
#: They write to each other; what was said is in no table in the end.
TALK_STEPS: dict[str, Act] = {
    "opens the client": says("/clients lan"),
    "wants to write": trainer("Write"),
    "writes": says("See you at six"),
    "replies": lambda stage: _done(stage, lambda: stage.lan.types("Make it seven", reply_to=stage.lan.last)),
    "mutes": client("Mute"),
}

#: One of each kind, for every run of the tests: an act of one side, of the other, of the clock, of money.
A_FEW = ("creates", "cancels", "the end of the session", "pays")
#: Takes what is paid inside Telegram.
PROVIDER = SecretStr("1:TEST:provider")


@dataclass(frozen=True)
class Scene:
    """All that there is before a step, and what was seen after it when nothing died."""

    act: Act
    now: datetime
    telegram: dict[str, Any]
    database: Path
    counts_before: dict[int, int]
    after: Seen

    def copied_to(self, file: Path) -> str:
        """The address of a database as it was before the step."""
        for old in file.parent.glob(f"{file.name}*"):
            old.unlink()
        shutil.copy(self.database, file)
        return f"sqlite+aiosqlite:///{file}"


class _Here:
    def __init__(self, told: Story) -> None:
        self._told = told
        self.huy, self.lan = told.huy, told.lan

    async def settle(self) -> None:
        await self._told.w.settle()

    async def passes(self, until: datetime) -> None:
        await self._told.w.walk.advance(until - self._told.w.clock.now())


async def scenes(folder: Path, steps: Mapping[str, Act] = STEPS, **trainer: Any) -> dict[str, Scene]:
    """Plays a story once, with a bot in this process, and keeps everything before each step."""
    found = {}
    file = folder / "story.db"
    async with story(f"sqlite+aiosqlite:///{file}", **trainer) as told:
        told.w.bot.settings.payment_provider_token = PROVIDER
        for name, act in steps.items():
            copy = folder / f"{len(found)}.db"
            await backup(told.w.bot.engines, copy)
            counts = {phone.user_id: len(phone.received) for phone in (told.huy, told.lan)}
            before = (told.w.clock.now(), told.w.telegram.snapshot(), copy, counts)
            await act(_Here(told))
            found[name] = Scene(act, *before, after=seen(told.w.telegram, file))
        assert told.w.telegram.journal.errors() == []
    return found
