"""Walks through all that the bot offers to one person, and writes down every word that reaches them."""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict, deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from bot.buttons import Button, kinds
from bot.demo.telegram.journal import Call
from bot.demo.telegram.model import Message
from bot.demo.telegram.phone import Phone
from bot.feature import Command, Feature, Step, Tap
from bot.features.start.buttons import BeTrainer
from bot.pictures import album
from core.draft import Draft
from tests.leaks.forging import Subject, forged, note_words
from tests.leaks.secrets import read
from tests.world import World

#: Of each kind of button so many different ones are pressed where they are shown.
_OF_A_KIND = 2
#: So many messages are replied to.
_REPLIES = 12
#: So many buttons of a kind about one's own things.
_OWN = 8
#: A dialogue is left after so many answers.
_ROUNDS = 24
_DRAWN = album._drawn
_FILE = re.compile(r'"file_id": "([^"]+)"')


@dataclass(slots=True)
class Reached:
    """Which handlers have run, whoever asked for it."""

    taps: set[type[Button]] = field(default_factory=set)
    commands: set[str] = field(default_factory=set)
    steps: set[str] = field(default_factory=set)

    def watching(self, features: tuple[Feature, ...]) -> tuple[Feature, ...]:
        """The same features; what is used of them is noted here."""
        return tuple(
            replace(
                f,
                taps=tuple(self._tap(t) for t in f.taps),
                commands=tuple(self._command(c) for c in f.commands),
                steps={name: self._step(name, s) for name, s in f.steps.items()},
            )
            for f in features
        )

    def _tap(self, tap: Tap) -> Tap:
        async def handler(visit: Any, button: Any) -> None:
            self.taps.add(tap.button)
            await tap.handler(visit, button)

        return replace(tap, handler=handler)

    def _command(self, command: Command) -> Command:
        async def handler(visit: Any) -> None:
            self.commands.add(command.name)
            await command.handler(visit)

        return replace(command, handler=handler)

    def _step(self, name: str, step: Step) -> Step:
        async def answer(visit: Any, draft: Draft, text: str) -> None:
            self.steps.add(name)
            await step.answer(visit, draft, text)

        return replace(step, answer=answer)


class Walker:
    """One person with a phone; `heard` is all that the bot has ever told them from now on."""

    def __init__(self, w: World, phone: Phone, typed: Sequence[str]) -> None:
        self.w, self.phone, self.typed = w, phone, typed
        self.heard: list[str] = []
        self.taps = 0
        self._seen: set[str] = set()
        self._shown: Counter[str] = Counter()
        self._open: deque[str] = deque()
        self._asked = 0
        #: What was pressed in dialogues, and which of their questions were answered.
        self._tried: set[str] = set()
        self._answered: set[str] = set()
        self.words: dict[tuple[str, str], list[str]] = defaultdict(list)
        w.telegram.journal.listen(self._listen)

    def draws(self, monkeypatch: Any) -> None:
        """What stands in pictures is heard as well: nobody else looks at any meanwhile."""

        def draw(how: Any, content: Any) -> bytes:
            self.heard.append(f"a picture of {content!r}")
            picture: bytes = _DRAWN(how, content)
            return picture

        monkeypatch.setattr(album, "_drawn", draw)

    def _listen(self, call: Call) -> None:
        said = call.parameters
        query = self.w.telegram.world.queries.get(str(said.get("callback_query_id")))
        mine = str(said.get("chat_id")) == str(self.phone.user_id)
        if not mine and (query is None or query.person_id != self.phone.user_id):
            return
        self.heard.append(f"{call.method} {json.dumps(said, ensure_ascii=False, default=str)}")
        files = self.w.telegram.world.files
        for id_ in _FILE.findall(json.dumps(call.answer, default=str)):
            self.heard.append(f"a file: {read(files[id_].content)}")

    async def walks(self, features: Sequence[Feature], most: int = 250) -> None:
        """Every command, then every button that is shown, some of each kind; each question is answered."""
        for command in (c for f in features for c in f.commands):
            await self.says(f"/{command.name}")
            await self._answers()
        for text in self.typed:
            await self.says(text)
            await self._answers()
        await self._replies()
        while self._open and self.taps < most:
            await self.tap(self._next())

    def _next(self) -> str:
        """What turns a client into a trainer comes last: much else is offered from then on."""
        late = BeTrainer.prefix
        self._open = deque(sorted(self._open, key=lambda data: data.partition(":")[0] == late))
        return self._open.popleft()

    async def opens(self, features: Sequence[Feature], codes: Sequence[str]) -> None:
        """Links with every code, known or not."""
        prefixes = ["", *(prefix for f in features for prefix in f.links)]
        for payload in (f"{prefix}{code}" for prefix in prefixes for code in codes):
            await self.says(f"/start {payload}")
            await self._answers()

    async def tries(self, own: Sequence[Subject], much: set[type[Button]]) -> None:
        """Buttons of one's own that no screen has shown in this walk."""
        for kind in sorted(much, key=lambda k: k.prefix):
            for data in forged(kind, own, self.words, _OWN):
                await self.tap(data)

    async def forges(
        self,
        subjects: Sequence[Subject],
        words: Mapping[tuple[str, str], Sequence[str]],
        much: set[type[Button]],
        most: int,
        rest: int = 0,
    ) -> None:
        """Buttons with ids that are not this person's: many of some kinds, and `rest` of each other one."""
        for kind in kinds().values():
            for data in forged(kind, subjects, words, most if kind in much else rest):
                self.taps += 1
                self.phone.taps_data(data)
            await self.w.settle()
            await self._answers()

    async def says(self, text: str) -> None:
        await self.w.says(self.phone, text)
        self._look_around()

    async def tap(self, data: str) -> None:
        self.taps += 1
        self.phone.taps_data(data)
        await self.w.settle()
        self._look_around()
        await self._answers()

    async def _answers(self) -> None:
        """An open dialogue is gone through: each of its buttons once, and each question gets an answer."""
        for _ in range(_ROUNDS):
            draft = await self._draft()
            if draft is None:
                return
            name = f"{draft.dialogue}:{draft.step}"
            if name not in self._answered:
                self._answered.add(name)
                self._asked += 1
                await self.says(self.typed[self._asked % len(self.typed)])
            elif (data := self._of_dialogue(draft)) is not None:
                self.taps += 1
                self.phone.taps_data(data)
                await self.w.settle()
                self._look_around()
            else:
                break
        await self.says("/cancel")

    def _of_dialogue(self, draft: Draft) -> str | None:
        """One of its buttons that was not pressed yet; what sends or discards stands at the edges."""
        rows = [_buttons_of(row) for row in self.phone.last.buttons]
        for data in (data for row in [*rows[1:-1], *rows[:1], *rows[1:][-1:]] for data in row):
            signature = data.replace(draft.key, "")
            if signature != data and signature not in self._tried:
                self._tried.add(signature)
                return data
        return None

    async def _draft(self) -> Draft | None:
        found: Draft | None = await self.w.bot.store.read(lambda b: b.drafts.current(self.phone.user_id))
        return found

    async def _replies(self) -> None:
        for n, message in enumerate(self.phone.received[-_REPLIES:]):
            if n % 3 == 2:
                self.phone.sends_photo(reply_to=message)
            else:
                self.phone.types(self.typed[n % len(self.typed)], reply_to=message)
            await self.w.settle()
        self._look_around()

    def _look_around(self) -> None:
        """What can be pressed now, in the newest messages."""
        for data in _buttons(self.phone.received[-3:]):
            note_words(self.words, data)
            kind = data.partition(":")[0]
            if data not in self._seen and self._shown[kind] < _OF_A_KIND:
                self._seen.add(data)
                self._shown[kind] += 1
                self._open.append(data)


def _buttons(messages: Sequence[Message]) -> list[str]:
    return [data for m in messages for row in m.buttons for data in _buttons_of(row)]


def _buttons_of(row: Sequence[Mapping[str, Any]]) -> list[str]:
    return [b["callback_data"] for b in row if "callback_data" in b]
