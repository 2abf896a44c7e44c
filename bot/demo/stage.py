"""What a scene can do: say a caption, let somebody type or tap, let time pass."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Protocol

from bot.buttons import Button
from bot.demo.telegram.errors import Json
from bot.demo.telegram.model import Message
from bot.demo.telegram.phone import Phone

if TYPE_CHECKING:
    from bot.demo.showroom import Showroom

#: Long enough to read a caption once, without hurry.
_READS_AT = 19  # letters a second
_SHORTEST = 2.0
_TAP = 1.1
_LOOK = 1.3

_numbers = itertools.count(1)


class Pace(Protocol):
    """How long things take: real for people, nothing for tests."""

    @property
    def pace(self) -> float: ...

    async def rest(self, seconds: float) -> None: ...

    def next_caption(self) -> None: ...

    def tell(self) -> None: ...

    async def acted(self, phone: Phone | None) -> None:
        """Something was done, and everybody has heard of it."""


class AtOnce:
    """Nobody watches."""

    pace = 0.0

    async def rest(self, seconds: float) -> None: ...

    def next_caption(self) -> None: ...

    def tell(self) -> None: ...

    async def acted(self, phone: Phone | None) -> None: ...


class Stage:
    def __init__(self, room: Showroom, pace: Pace | None = None) -> None:
        self._room = room
        self._pace = pace or AtOnce()
        self.step = 0
        self.caption = ""
        self.act: Json | None = None
        #: What it takes at the pace of people.
        self.seconds = 0.0

    @property
    def now(self) -> datetime:
        return self._room.now()

    def said(self, english: str, vietnamese: str | None = None) -> str:
        """In the language of the story."""
        return vietnamese if vietnamese and self._room.story.language == "vi" else english

    async def says(self, english: str, vietnamese: str) -> None:
        """The next caption, for as long as it takes to read it."""
        self._pace.next_caption()
        self.step += 1
        self.caption, self.act = self.said(english, vietnamese), None
        self._pace.tell()
        await self._rest(max(_SHORTEST, 0.8 + len(self.caption) / _READS_AT))

    async def types(self, who: str, english: str, vietnamese: str | None = None) -> None:
        phone, text = self.phone(who), self.said(english, vietnamese)
        await self._show(phone, 0.7 + 0.06 * len(text), kind="type", text=text)
        phone.types(text)
        await self._done(phone)

    async def presses(self, who: str, kind: type[Button], **facts: Any) -> None:
        """The button of that kind on the newest message that has one, whatever its label says."""
        phone = self.phone(who)
        await self._tap(phone, *_find(phone, kind, facts))

    async def _tap(self, phone: Phone, message: Message, row: int, column: int) -> None:
        await self._show(phone, _TAP, kind="press", message=message.message_id, row=row, column=column)
        phone.taps(message, message.buttons[row][column])
        await self._done(phone)

    async def picks(self, who: str, name: str) -> None:
        """The newest button that says just this: a name on a list."""
        phone = self.phone(who)
        message, row, column = next(
            (m, r, c)
            for m in reversed(phone.received)
            for r, c in _keys(m)
            if m.buttons[r][c]["text"] == name
        )
        await self._tap(phone, message, row, column)

    async def follows(self, who: str, whose: str) -> None:
        """Opens the newest link into the bot that somebody else was shown, who has passed it on."""
        phone, shown = self.phone(who), self.phone(whose)
        begins = f"https://t.me/{phone.world.username}?start="
        link = next(
            word for m in reversed(shown.received) for word in m.text.split() if word.startswith(begins)
        )
        phone.gets(shown, "", link)
        await self._rest(_TAP)
        phone.opens(link)
        await self._done(phone)

    async def passes(self, **span: float) -> None:
        await self._room.advance(timedelta(**span))
        await self._done()

    async def until(self, moment: datetime) -> None:
        await self._room.advance(moment - self.now)
        await self._done()

    def phone(self, who: str) -> Phone:
        return self._room.telegram.phones[self._room.story.people[who]]

    def local(self, days: int, hour: int, minute: int = 0) -> datetime:
        """A wall time so many days from today."""
        today = self.now.astimezone(self._room.story.zone)
        return today.replace(hour=hour, minute=minute, second=0, microsecond=0) + timedelta(days=days)

    async def _show(self, phone: Phone, seconds: float, **act: Any) -> None:
        milliseconds = int(seconds * self._pace.pace * 1000)
        self.act = {"number": next(_numbers), "phone": phone.user_id, "ms": milliseconds} | act
        self._pace.tell()
        await self._rest(seconds)

    async def _done(self, phone: Phone | None = None) -> None:
        await self._room.settle()
        await self._pace.acted(phone)
        await self._rest(_LOOK)

    async def _rest(self, seconds: float) -> None:
        self.seconds += seconds
        await self._pace.rest(seconds)


def _find(phone: Phone, kind: type[Button], facts: Json) -> tuple[Message, int, int]:
    for message in reversed(phone.received):
        for row, column in _keys(message):
            button = _read(kind, message.buttons[row][column].get("callback_data", ""))
            if button is not None and all(getattr(button, name) == value for name, value in facts.items()):
                return message, row, column
    raise LookupError(f"{phone.person.name} has no button {kind.__name__} {facts or ''}".strip())


def _keys(message: Message) -> Iterator[tuple[int, int]]:
    return ((r, c) for r, row in enumerate(message.buttons) for c in range(len(row)))


def _read(kind: type[Button], packed: str) -> Button | None:
    try:
        return kind.unpack(packed)
    except ValueError:
        return None
