"""The composition root: everything that the features run on."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Coroutine
from contextlib import suppress
from datetime import timedelta
from typing import Any

import structlog
from telegram import Update
from telegram.ext import Application, ContextTypes, TypeHandler

from bot.clock import Clock, SystemClock
from bot.config import Settings
from bot.contents import FEATURES
from bot.conversation import SavedDrafts, checkouts, conversation
from bot.delivery import Delivery
from bot.feature import Feature
from bot.features.day.card import drawn as today_card
from bot.groups import elsewhere
from bot.inbox import Inbox
from bot.menu import publish
from bot.polling import poll
from bot.services import Services
from bot.telegram.limiter import Limiter
from bot.telegram.transport import AiohttpRequest
from bot.tick import Heartbeat
from bot.today_card import TodayCards, pin_messages
from bot.trouble import Trouble
from bot.webhook import Webhook, no_webhook
from core import when
from storage.active import ActiveLock
from storage.engines import connect, said_plainly
from storage.inbox import SqlInbox, SqlMemory
from storage.migrations import migrate
from storage.outbox import SqlOutbox
from storage.store import SqlStore

# PTB warns about the type of `retry_after` as long as this is not said.
os.environ.setdefault("PTB_TIMEDELTA", "true")

log = structlog.get_logger()

#: What is being answered gets so many seconds when the bot stops.
_LAST_SECONDS = 1.5


class TakenOver(Exception):
    """The connection that kept other processes out is gone: another one may act by now."""


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
        self._active = ActiveLock(self.engines)
        updates = SqlInbox(self.engines)
        self.inbox = Inbox(updates, self.clock)
        self._updates_request = AiohttpRequest()
        limiter = Limiter(settings.send_rate, chat_rate=chat_rate)
        self.application = _application(settings, self.inbox, self._updates_request, limiter)
        memory = SqlMemory(self.engines)
        self.services = Services(settings, self.store, self.clock, memory, self.application.bot, features)
        self.services.replayed = self.inbox.replayed
        self.delivery = Delivery(self.services, SqlOutbox(self.engines))
        self.today_cards = TodayCards(self.services, today_card)
        self.heartbeat = Heartbeat(self.services, updates.forget_before)
        self._webhook: Webhook | None = None
        self._tasks: list[asyncio.Task[None]] = []
        #: What the bot works without.
        self._asides: list[asyncio.Task[None]] = []

    async def start(self) -> None:
        """Waits until no other process acts, migrates, reads back what was open, and begins to answer.

        BadDatabase, InvalidToken, NetworkError or OSError when it cannot.
        """
        with said_plainly():
            await self._become_active()
            await migrate(self.engines)
        await self.delivery.release()
        self.services.plain_times = await self.services.memory.recall("plain_times") is not None
        self._wire()
        await self.application.initialize()
        await self.application.start()
        self.store.on_commit = self._wake
        self._run(self.delivery.run(), "delivery")
        self._run(self.today_cards.run(), "cards")
        self._asides.append(asyncio.create_task(publish(self.services), name="menu"))
        self._asides.append(asyncio.create_task(asyncio.to_thread(when.warm), name="reader"))
        await self._listen()

    async def ended(self) -> None:
        """Returns only by an error: the token was refused, or another process took over."""
        done, _ = await asyncio.wait(self._tasks, return_when=asyncio.FIRST_COMPLETED)
        for task in done:
            task.result()

    async def stop(self) -> None:
        """What is being answered and sent is finished, for a second or two; the rest stays stored."""
        self.inbox.close()
        under_way = [*self._tasks, *self._asides]
        for task in under_way:
            task.cancel()
        await asyncio.gather(*under_way, return_exceptions=True)
        if self._webhook is not None:
            await self._webhook.close()
        await self.delivery.close()
        if self.application.running:
            with suppress(TimeoutError):
                async with asyncio.timeout(_LAST_SECONDS):
                    await self.application.stop()
        await self.application.shutdown()
        # What began and failed to initialize is not shut down by the application itself.
        await self.application.bot.shutdown()
        await self.store.finish()
        await self._active.release()
        await self.engines.dispose()

    async def settle(self) -> None:
        """Returns when all that was received is answered and all that is due was decided and sent."""
        while True:
            await self.inbox.idle()
            decided = await self.heartbeat.beat()
            sent = await self.delivery.drain()
            looked_at = await self.today_cards.drain()
            if not decided and not sent and not looked_at:
                return

    async def _become_active(self) -> None:
        if not await self._active.take():
            log.info("another process is active on this database; waiting to take over")
            await self._active.wait()

    def _wire(self) -> None:
        application, services = self.application, self.services
        trouble = Trouble(services, self.inbox)
        self.inbox.application = application
        self.inbox.voice = trouble
        application.persistence = SavedDrafts(services)
        application.persistence.set_bot(application.bot)
        application.add_handlers(checkouts(services))
        application.add_handler(pin_messages(services))
        application.add_handler(conversation(services))
        application.add_handler(TypeHandler(Update, elsewhere(services)))
        application.add_error_handler(trouble.failed)
        if application.job_queue is not None:
            application.job_queue.run_repeating(
                self._tick,
                timedelta(seconds=self.settings.tick_seconds),
                first=timedelta(0),
                job_kwargs={"misfire_grace_time": None, "coalesce": True, "max_instances": 1},
            )

    async def _listen(self) -> None:
        """By webhook where the bot has an address, else by asking."""
        bot = self.application.bot
        if self.settings.serves_http:
            self._webhook = Webhook(self.inbox, self.settings)
            await self._webhook.open()
        if self._webhook is not None and self.settings.public_url is not None:
            await self._webhook.announce(bot)
        else:
            await no_webhook(bot)
            self._run(poll(bot, self._updates_request, self.inbox), "polling")
        self._run(self._watch(), "watch")

    async def _watch(self) -> None:
        await self._active.lost()
        raise TakenOver

    def _run(self, work: Coroutine[Any, Any, None], name: str) -> None:
        self._tasks.append(asyncio.create_task(work, name=name))

    async def _tick(self, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Decides what time has brought; delivery looks for what is due now even if nothing was."""
        try:
            await self.heartbeat.beat()
        finally:
            self._wake()

    def _wake(self) -> None:
        self.delivery.wake()
        self.today_cards.wake()


def _application(
    settings: Settings, inbox: Inbox, updates_request: AiohttpRequest, limiter: Limiter
) -> Application[Any, Any, Any, Any, Any, Any]:
    token = settings.bot_token.get_secret_value() if settings.bot_token else ""
    url = settings.telegram_api_url
    return (
        Application.builder()
        .token(token)
        .base_url(f"{url}/bot")
        .base_file_url(f"{url}/file/bot")
        .request(AiohttpRequest())
        .get_updates_request(updates_request)
        .rate_limiter(limiter)
        .concurrent_updates(inbox)
        .updater(None)
        .build()
    )
