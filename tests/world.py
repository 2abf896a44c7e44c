"""The whole product in a test: the true bot over HTTP, the local Telegram, a clock that is set."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

from pydantic import SecretStr

from bot.app import TrainerBot
from bot.clock import SetClock
from bot.config import Settings
from bot.contents import FEATURES
from bot.demo.telegram.local import LocalTelegram
from bot.demo.telegram.phone import Phone
from bot.demo.timeline import Walk, settled
from bot.feature import Feature
from tests.kept import Kept, keep
from tests.migrated import migrated

#: Wednesday 15 October 2025, 10:00 in Vietnam.
WEDNESDAY = datetime(2025, 10, 15, 3, 0, tzinfo=UTC)


def settings(database: str, url: str, **changes: Any) -> Settings:
    known = _settings()
    own = {"telegram_api_url": url, "database_url": SecretStr(database)}
    if not changes:
        return known.model_copy(update=own)
    return Settings(_env_file=None, **(known.model_dump(exclude_unset=True) | own | changes))


@cache
def _settings() -> Settings:
    """Read and checked once: it takes as long as a few taps."""
    return Settings(
        _env_file=None,
        bot_token=SecretStr("700000:local-telegram-has-no-secrets-to-keep"),
        tick_seconds=60,
        send_rate=1000,
    )


class World:
    """A bot that runs, and people who write to it."""

    def __init__(
        self, database: str, url: str, telegram: LocalTelegram, clock: SetClock, features: tuple[Feature, ...]
    ) -> None:
        self.database, self.url = database, url
        self.telegram, self.clock, self.features = telegram, clock, features
        self.bot = self._bot()

    def _bot(self) -> TrainerBot:
        bot = TrainerBot(settings(self.database, self.url), self.clock, self.features, chat_rate=1000)
        self.walk = Walk(bot, self.clock, self.settle)
        return bot

    async def start(self) -> None:
        """Without the heartbeat of the real clock: `settle` beats, so that a slow machine changes nothing."""
        await self.bot.start()
        if (queue := self.bot.application.job_queue) is not None:
            for job in queue.jobs():
                job.schedule_removal()

    def phone(self, name: str, language: str = "en", **options: Any) -> Phone:
        return self.telegram.phone(name, language, **options)

    async def settle(self) -> None:
        """Returns when everybody has been answered and told."""
        await settled(self.telegram, self.bot)

    async def keep(self) -> Kept:
        """All of it as it is now; nothing may be under way."""
        return await keep(self.database, self.bot.engines, self.telegram)

    async def passes(self, **span: float) -> None:
        await self.walk.advance(timedelta(**span))

    async def restart(self, *, down_for: timedelta = timedelta(0)) -> None:
        """The process ends and another one starts, after a while."""
        await self.bot.stop()
        self.clock.set(self.clock.now() + down_for)
        self.bot = self._bot()
        await self.start()
        await self.settle()

    async def says(self, phone: Phone, text: str) -> Any:
        phone.types(text)
        await self.settle()
        return phone.last

    async def press(self, phone: Phone, label: str) -> Any:
        phone.presses(label)
        await self.settle()
        return phone.last


@asynccontextmanager
async def world(
    database: str,
    now: datetime = WEDNESDAY,
    features: tuple[Feature, ...] = FEATURES,
    *,
    since: Kept | None = None,
) -> AsyncIterator[World]:
    """An empty one, or one that goes on from where another was."""
    clock = SetClock(now)
    telegram = LocalTelegram(clock.now)
    if since is None:
        await migrated(database)
    else:
        await since.into(database)
        telegram.restore(since.telegram)
    async with telegram.serving() as url:
        built = World(database, url, telegram, clock, features)
        try:
            await built.start()
            yield built
        finally:
            await built.bot.stop()
