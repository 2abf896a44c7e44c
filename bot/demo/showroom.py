"""The demo as one thing: the bot, its Telegram and its clock; set up, moved in time, put back."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import structlog

from bot.app import TrainerBot
from bot.demo import seed
from bot.demo.moments import Moment, Moments, ReturningClock, span_named
from bot.demo.player import Player
from bot.demo.settings import settings
from bot.demo.story import Story
from bot.demo.switches import Switches
from bot.demo.telegram.errors import Json
from bot.demo.telegram.local import LocalTelegram
from bot.demo.telegram.phone import Phone
from bot.demo.timeline import Walk, settled
from bot.demo.upcoming import Event, upcoming
from bot.texts import words
from storage.copies import backup

#: How long the clock waits for a bot whose line is cut.
_PATIENCE = 20.0
#: After the last change, before the present is looked at.
_PAUSE = 0.3
#: What happens without anything to be seen.
NOT_SEEN = {"call", "update", "poll", "delivered", "webhook"}

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class _Copy:
    """The present as it was at a version of it."""

    version: int
    moment: Moment


class Busy(Exception):
    """Time is on its way, the stage is being set, or a scene is playing."""


class Showroom:
    """What the page shows and moves. Until `open`, and without a bot, only phones and the clock."""

    def __init__(self, folder: Path, today: datetime | None = None) -> None:
        self._folder = folder
        self._opening_day = seed.opening(today or datetime.now(UTC))
        self.clock = ReturningClock(self._opening_day)
        self.telegram = LocalTelegram(self.clock.now)
        self._empty = self.telegram.snapshot()
        self.bot: TrainerBot | None = None
        self.walk: Walk | None = None
        self.moments = Moments()
        self.switches = Switches(self.telegram.faults)
        self.player = Player(self)
        self.story = Story.none()
        self.upcoming: list[Event] = []
        self.building = False
        self._url = ""
        self._numbers = itertools.count(1)
        self._moving = asyncio.Lock()
        self._looking = asyncio.Lock()
        self._openings: dict[str, Moment] = {}
        self._watching: asyncio.Task[None] | None = None
        self._version = 0
        self._copy: _Copy | None = None
        self.telegram.changes.listen(self._changed)

    @property
    def file(self) -> Path:
        return self._folder / "demo.db"

    @property
    def walking(self) -> bool:
        return self._moving.locked()

    def now(self) -> datetime:
        return self.clock.now()

    async def open(self, url: str, language: str) -> None:
        """Starts the bot against the Telegram that is served at `url`, with people and their sessions."""
        self._url = url
        await self._seeded(language)
        self._watching = asyncio.create_task(self._watch(), name="upcoming")

    async def close(self) -> None:
        await self.player.stop()
        if self._watching is not None:
            async with self._looking:
                self._watching.cancel()
            with suppress(asyncio.CancelledError):
                await self._watching
        await self._stop_bot()

    async def settle(self) -> None:
        """Everybody has been answered and told; TimeoutError when that takes longer than one would wait."""
        if self.bot is None:
            return
        try:
            async with asyncio.timeout(_PATIENCE):
                await settled(self.telegram, self.bot)
        except AssertionError as error:
            raise TimeoutError from error

    # Moving in time.

    async def move(self, by: timedelta | None) -> None:
        """By so much, or to the next event; it can be undone."""
        self._require_free()
        async with self._moving:
            await self.keep(span_named(by) if by is not None else "⏭")
            await self.advance(by)
        self.telegram.changes.tell("time")

    async def advance(self, by: timedelta | None) -> None:
        if self.walk is None:
            self.clock.set(self.now() + (by or timedelta(0)))
        elif by is None:
            await self.walk.to_next_event()
        else:
            await self.walk.advance(by)

    def _require_free(self) -> None:
        if self.walking or self.building:
            raise Busy("Time is already on its way.")
        if self.player.is_playing:
            raise Busy("A scene is playing. Stop it first.")

    # Acts of people, and going back before them.

    async def acts(self, phone: Phone, name: str) -> None:
        """Before somebody does something in the page: from now on it can be undone.

        The copy was made while nobody did anything, so that the tap does not wait for it; acts in quick
        succession are undone together.
        """
        self._require_still()
        if self._copy is not None and self._copy.version == self._version:
            self.moments.keep(replace(self._copy.moment, name=f"{phone.person.name}: {name}"))
            self._copy = None

    async def acts_anew(self, name: str) -> None:
        """Before somebody new appears."""
        self._require_still()
        await self.keep(f"+ {name}")

    def _require_still(self) -> None:
        if self.building:
            raise Busy("One moment: the stage is being set.")
        if self.player.is_playing:
            raise Busy("A scene is playing. Stop it first.")

    async def keep(self, name: str) -> int | None:
        """Saves the present under the name of what comes next."""
        if self.bot is None:
            return None
        await self.settle()
        moment = await self._saved(name)
        self.moments.keep(moment)
        return moment.id

    async def _saved(self, name: str) -> Moment:
        assert self.bot is not None  # noqa: S101  # asked by whoever calls this
        number = next(self._numbers)
        copy = self._folder / f"moment-{number}.db"
        await backup(self.bot.engines, copy)
        return Moment(number, self.now(), name, self.telegram.snapshot(), copy, self.story.language)

    async def undo(self, id_: int) -> None:
        self._require_free()
        moment = self.moments.back_to(id_)
        await self._put_back(moment)
        moment.forget()

    async def restart(self, language: str) -> None:
        """The stage as it was at first, in this language; it can be undone too."""
        if self.walking or self.building:
            raise Busy("Time is already on its way.")
        await self.player.stop()
        await self.keep("🎬")
        await self.to_opening(language)

    async def to_opening(self, language: str) -> None:
        if (known := self._openings.get(language)) is not None:
            await self._put_back(known)
        else:
            await self._seeded(language)

    async def _put_back(self, moment: Moment) -> None:
        async with self._setting_the_stage():
            self.clock.back_to(moment.at)
            self.telegram.restore(moment.phones)
            moment.put_database(self.file)
            self.story = self.story.told_in(moment.language)
            await self._start_bot()

    async def _seeded(self, language: str) -> None:
        async with self._setting_the_stage():
            self.clock.back_to(self._opening_day - seed.HISTORY)
            self.telegram.phones.clear()
            self.telegram.restore(self._empty)
            for file in self._folder.glob("demo.db*"):
                file.unlink()
            self.story = Story.cast(self.telegram, language)
            await self._start_bot()
            await seed.tell(self, self._opening_day)
            self._openings[language] = await self._saved(language)

    @asynccontextmanager
    async def _setting_the_stage(self) -> AsyncIterator[None]:
        """Nobody acts while it lasts; faults are off, so that it comes to an end."""
        self.building = True
        self.switches.clear()
        self.telegram.changes.tell("building")
        try:
            async with self._looking:
                await self._stop_bot()
            yield
        finally:
            self.building = False
            self.telegram.changes.tell("built")

    async def _start_bot(self) -> None:
        known = settings(self._url, self.file, self.story.admins)
        self.bot = TrainerBot(known, self.clock, chat_rate=1000)
        self.walk = Walk(self.bot, self.clock, self.settle)
        await self.bot.start()

    async def _stop_bot(self) -> None:
        if self.bot is not None:
            bot, self.bot, self.walk = self.bot, None, None
            await bot.stop()

    # What the page shows beside the phones.

    def _changed(self, what: str, _: int | None) -> None:
        self._version += what not in NOT_SEEN

    async def _watch(self) -> None:
        """When something has happened and all is said: what comes next, and a copy to go back to."""
        changes = self.telegram.changes
        while True:
            seen = self._version
            if not (self.building or self.walking or self.player.is_playing):
                try:
                    async with self._looking:
                        await self._look()
                except Exception:
                    # The bot is being stopped, or its line is cut: there will be another time.
                    log.debug("could not look ahead", exc_info=True)
            while self._version == seen:
                await changes.next()
            await asyncio.sleep(_PAUSE)

    async def _look(self) -> None:
        bot, now = self.bot, self.now()
        if bot is None or not self.telegram.is_quiet():
            return
        await self.settle()
        version = self._version
        w = words(self.story.language)
        found = await bot.store.read(lambda books: upcoming(books, w, now))
        moment = await self._saved("")
        if version != self._version:
            moment.forget()
            return
        if self._copy is not None:
            self._copy.moment.forget()
        if found != self.upcoming:
            self.upcoming = found
            self.telegram.changes.tell("upcoming")
        self._copy = _Copy(self._version, moment)

    def state(self) -> Json:
        """Beside the phones and the clock."""
        return {
            "now": self.now().timestamp(),
            "upcoming": [{"at": e.at.timestamp(), "name": e.name} for e in self.upcoming],
            "walking": self.walking,
            "building": self.building,
            "moments": [m.as_json() for m in itertools.islice(self.moments, 20)],
            "faults": self.switches.on,
            "scene": self.player.as_json(),
            "story": self.story.as_json(),
        }
