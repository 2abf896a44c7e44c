"""A world whose bot is a process that dies: it is started again, and the story goes on."""

import asyncio
import multiprocessing
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from datetime import datetime
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import Any

from bot.clock import SetClock
from bot.demo.telegram.faults import Drop
from bot.demo.telegram.local import LocalTelegram
from bot.demo.telegram.phone import Phone
from tests.faults import process

#: Bots are forked from one process that has read all modules and played the story: a start takes no second.
_context = multiprocessing.get_context("forkserver")
_context.set_forkserver_preload(["__main__", process.__name__, "tests.faults.warm"])


class Died(Exception):
    pass


class Bot:
    """One process after the other."""

    def __init__(self, database: str, url: str, now: Callable[[], datetime], plant: str | None) -> None:
        self._settings = database, url
        self._now, self._plant = now, plant
        self._process: BaseProcess | None = None
        self._pipe: Connection | None = None
        self._answers: asyncio.Queue[Any] = asyncio.Queue()
        self.dead = asyncio.Event()

    async def start(self) -> None:
        self._pipe, theirs = _context.Pipe()
        arguments = (theirs, *self._settings, self._now(), self._plant)
        self._process = _context.Process(target=process.main, args=arguments, daemon=True)
        self._process.start()
        theirs.close()
        self._answers = asyncio.Queue()
        self.dead = asyncio.Event()
        asyncio.get_running_loop().add_reader(self._pipe.fileno(), self._hear)
        await self._answer()

    async def ask(self, *command: Any) -> Any:
        assert self._pipe is not None
        try:
            self._pipe.send(command)
        except OSError as error:
            raise Died from error
        return await self._answer()

    def kill(self) -> None:
        """SIGKILL; returns when the process is gone."""
        assert self._process is not None
        self._process.kill()
        self._process.join()

    async def end(self) -> None:
        self.kill()
        await self.dead.wait()

    async def _answer(self) -> Any:
        answer = asyncio.ensure_future(self._answers.get())
        death = asyncio.ensure_future(self.dead.wait())
        await asyncio.wait([answer, death], return_when=asyncio.FIRST_COMPLETED)
        death.cancel()
        if not answer.done():
            answer.cancel()
            raise Died
        return answer.result()

    def _hear(self) -> None:
        assert self._pipe is not None
        assert self._process is not None
        try:
            self._answers.put_nowait(self._pipe.recv())
        except (EOFError, OSError):
            asyncio.get_running_loop().remove_reader(self._pipe.fileno())
            self._pipe.close()
            self._process.join()
            self.dead.set()


class Killable:
    """People, their Telegram and a clock in this process; the bot in another one."""

    def __init__(self, telegram: LocalTelegram, clock: SetClock, bot: Bot) -> None:
        self.telegram, self.clock, self.bot = telegram, clock, bot
        self.on_death: Callable[[], None] = lambda: None

    def phone(self, number: int) -> Phone:
        return list(self.telegram.phones.values())[number]

    @property
    def huy(self) -> Phone:
        return self.phone(0)

    @property
    def lan(self) -> Phone:
        return self.phone(1)

    def kill_at_call(self, when: str, nth: int) -> None:
        """Before the nth call of the Bot API is carried out, or after it was and before it is answered."""
        on = self.telegram.faults.before if when == "before" else self.telegram.faults.after

        def die() -> Drop:
            self.bot.kill()
            return Drop()

        on(None, nth, die)

    async def settle(self) -> None:
        """Returns when everybody has been answered and told, whatever dies meanwhile."""
        while True:
            known = self.telegram.world.next_update_id
            try:
                await self._quiet()
                await self.bot.ask("settle")
            except Died:
                await self._revive()
            else:
                if self.telegram.is_quiet() and self.telegram.world.next_update_id == known:
                    return

    async def passes(self, until: datetime) -> None:
        await self.settle()
        while (due := await self._next()) is not None and due <= until:
            await self._set(max(due, self.clock.now()))
        await self._set(until)

    async def _set(self, now: datetime) -> None:
        self.clock.set(now)
        # One that has died starts with the new time.
        with suppress(Died):
            await self.bot.ask("clock", now)
        await self.settle()

    async def _next(self) -> datetime | None:
        while True:
            try:
                moment: datetime | None = await self.bot.ask("next")
            except Died:
                await self.settle()
            else:
                return moment

    async def _quiet(self) -> None:
        quiet = asyncio.ensure_future(self.telegram.quiet())
        death = asyncio.ensure_future(self.bot.dead.wait())
        done, _ = await asyncio.wait([quiet, death], return_when=asyncio.FIRST_COMPLETED)
        death.cancel()
        if death in done:
            quiet.cancel()
            await asyncio.gather(quiet, return_exceptions=True)
            raise Died
        quiet.result()

    async def _revive(self) -> None:
        while True:
            await self.bot.dead.wait()
            self.on_death()
            # It may die again before it is ready.
            with suppress(Died):
                await self.bot.start()
                return


@asynccontextmanager
async def killable(
    database: str, now: datetime, taken: dict[str, Any] | None = None, plant: str | None = None
) -> AsyncIterator[Killable]:
    clock = SetClock(now)
    telegram = LocalTelegram(clock.now)
    if taken is not None:
        telegram.restore(taken)
    async with telegram.serving() as url:
        bot = Bot(database, url, clock.now, plant)
        made = Killable(telegram, clock, bot)
        await bot.start()
        try:
            yield made
        finally:
            await bot.end()
