"""The composition root: the features in order, and everything that they run on."""

from __future__ import annotations

import asyncio
import os
from datetime import timedelta
from typing import Any

import structlog
from telegram import Update
from telegram.ext import Application, ContextTypes, TypeHandler

from bot import answering, outgoing
from bot.clock import Clock, SystemClock
from bot.config import Settings
from bot.conversation import SavedDrafts, conversation
from bot.delivery import Delivery
from bot.feature import Feature
from bot.features import book, day, session, start
from bot.inbox import Inbox
from bot.polling import poll
from bot.screen import Screen
from bot.services import Services
from bot.telegram.limiter import Limiter
from bot.telegram.transport import AiohttpRequest
from bot.texts import words
from bot.tick import tick
from storage.engines import connect
from storage.inbox import SqlInbox, SqlMemory
from storage.migrations import migrate
from storage.outbox import SqlOutbox
from storage.store import SqlStore

# PTB warns about the type of `retry_after` as long as this is not said.
os.environ.setdefault("PTB_TIMEDELTA", "true")

log = structlog.get_logger()

#: The table of contents.
FEATURES: tuple[Feature, ...] = (
    start.feature,
    book.feature,
    day.feature,
    session.feature,
)


class TrainerBot:
    """The whole bot in one process: build it, `start` it, `stop` it."""

    def __init__(
        self,
        settings: Settings,
        clock: Clock | None = None,
        features: tuple[Feature, ...] = FEATURES,
        *,
        chat_rate: float = 1.0,
    ) -> None:
        self.settings = settings
        self.clock = clock or SystemClock()
        self.engines = connect(settings.database_url.get_secret_value())
        self.store = SqlStore(self.engines)
        self._inbox_rows = SqlInbox(self.engines)
        self.inbox = Inbox(self._inbox_rows, self.clock)
        self.application = _application(settings, self.inbox, chat_rate)
        memory = SqlMemory(self.engines)
        self.services = Services(settings, self.store, self.clock, memory, self.application.bot, features)
        self.delivery = Delivery(self.services, SqlOutbox(self.engines))
        self._tasks: list[asyncio.Task[None]] = []

    async def start(self) -> None:
        """Migrates, reads back what was open, and begins to answer; returns when it does."""
        await migrate(self.engines)
        self.services.plain_times = await self.services.memory.recall("plain_times") is not None
        self._wire()
        await self.application.initialize()
        await self.application.start()
        self.store.on_commit = self.delivery.wake
        self._tasks.append(asyncio.create_task(self.delivery.run(), name="delivery"))
        last_id = await self._inbox_rows.last_id()
        polling = poll(self.application.bot, self.inbox, last_id)
        self._tasks.append(asyncio.create_task(polling, name="polling"))

    async def stop(self) -> None:
        """What is being answered is finished; the rest stays stored."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        if self.application.running:
            await self.application.stop()
        await self.application.shutdown()
        await self.store.close()

    async def settle(self) -> None:
        """Returns when all that was received is answered and all that is due was decided and sent."""
        while True:
            await self.inbox.idle()
            decided = await tick(self.services)
            sent = await self.delivery.drain()
            if not decided and not sent:
                return

    def _wire(self) -> None:
        application, services = self.application, self.services
        self.inbox.application = application
        self.inbox.slow_down = self._slow_down
        application.persistence = SavedDrafts(services)
        application.persistence.set_bot(application.bot)
        application.add_handler(conversation(services))
        application.add_handler(TypeHandler(Update, answering.elsewhere(services)))
        application.add_error_handler(answering.failed(services))
        if application.job_queue is not None:
            application.job_queue.run_repeating(
                self._tick,
                timedelta(seconds=self.settings.tick_seconds),
                job_kwargs={"misfire_grace_time": None, "coalesce": True, "max_instances": 1},
            )

    async def _tick(self, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Decides what time has brought; delivery looks for what is due now even if nothing was."""
        await tick(self.services)
        self.delivery.wake()

    async def _slow_down(self, chat_id: int) -> None:
        person = await self.store.read(lambda books: books.people.find(chat_id))
        if person is not None:
            text = words(person.language)(
                "One thing at a time, please: I am still busy with your last messages."
            )
            await outgoing.send(self.services, chat_id, Screen(text))


def _application(
    settings: Settings, inbox: Inbox, chat_rate: float
) -> Application[Any, Any, Any, Any, Any, Any]:
    token = settings.bot_token.get_secret_value() if settings.bot_token else ""
    url = settings.telegram_api_url
    return (
        Application.builder()
        .token(token)
        .base_url(f"{url}/bot")
        .base_file_url(f"{url}/file/bot")
        .request(AiohttpRequest())
        .get_updates_request(AiohttpRequest())
        .rate_limiter(Limiter(settings.send_rate, chat_rate=chat_rate))
        .concurrent_updates(inbox)
        .updater(None)
        .build()
    )
