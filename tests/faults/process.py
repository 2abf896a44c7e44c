"""The bot in a process of its own: it is steered over a pipe, and can be told at which commit to die."""

import asyncio
import os
import signal
from datetime import datetime
from multiprocessing.connection import Connection
from typing import Any

import structlog
from sqlalchemy import event

from bot.app import TrainerBot
from bot.clock import SetClock
from tests.faults import plants
from tests.faults.story import PROVIDER
from tests.world import settings


def main(pipe: Connection, database: str, url: str, now: datetime, plant: str | None) -> None:
    structlog.configure(processors=[_nothing])
    if plant is not None:
        plants.PLANTS[plant]()
    chosen = settings(database, url, payment_provider_token=PROVIDER)
    asyncio.run(_serve(pipe, TrainerBot(chosen, SetClock(now), chat_rate=1000)))


def _nothing(*_: Any) -> Any:
    raise structlog.DropEvent


async def _serve(pipe: Connection, bot: TrainerBot) -> None:
    commands: asyncio.Queue[tuple[Any, ...]] = asyncio.Queue()
    asyncio.get_running_loop().add_reader(pipe.fileno(), lambda: commands.put_nowait(pipe.recv()))
    deadly = DeadlyCommits(bot)
    await bot.start()
    # What is set once at the start would come between the calls of the story.
    await asyncio.gather(*bot._asides)
    pipe.send("ready")
    while True:
        match await commands.get():
            case ("clock", now):
                bot.clock.set(now)
                pipe.send(None)
            case ("settle",):
                await bot.settle()
                pipe.send(None)
            case ("next",):
                decided = await bot.store.read(lambda books: books.next_due())
                sent = await bot.delivery.due_next()
                shown = await bot.today_cards.due_next()
                pipe.send(min((m for m in (decided, sent, shown) if m is not None), default=None))
            case ("die", when, nth):
                deadly.arm(when, nth)
                pipe.send(None)


class DeadlyCommits:
    """Kills the process before or after a commit that wrote something, counted from when it was told to."""

    def __init__(self, bot: TrainerBot) -> None:
        self._when: str | None = None
        self._left = 0
        #: Connections with something to commit.
        self._wrote: set[Any] = set()
        engine = bot.engines.writer.sync_engine
        event.listen(engine, "after_cursor_execute", self._note)
        event.listen(engine, "rollback", lambda c: self._wrote.discard(c.connection.dbapi_connection))
        self._commit = engine.dialect.do_commit
        engine.dialect.do_commit = self._commit_or_die  # type: ignore[method-assign]

    def arm(self, when: str, nth: int) -> None:
        self._when, self._left = when, nth

    def _note(self, connection: Any, cursor: Any, statement: str, *_: Any) -> None:
        if statement.startswith(("INSERT", "UPDATE", "DELETE")) and cursor.rowcount != 0:
            self._wrote.add(connection.connection.dbapi_connection)

    def _commit_or_die(self, connection: Any) -> None:
        driver = connection.dbapi_connection
        counts = self._when is not None and driver in self._wrote
        self._wrote.discard(driver)
        self._left -= counts
        deadly = counts and self._left == 0
        if deadly and self._when == "before":
            _die()
        self._commit(connection)
        if deadly:
            _die()


def _die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)
