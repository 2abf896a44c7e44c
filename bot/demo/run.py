"""`trainerbot demo`: the bot, a local Telegram and a page with two phones, in one process."""

from __future__ import annotations

import asyncio
import errno
import sys
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Annotated

import typer
from pydantic import SecretStr

from bot import logs
from bot.app import TrainerBot
from bot.clock import SetClock
from bot.commands.run import asked_to_stop
from bot.commands.start import fail
from bot.config import Settings
from bot.demo.telegram.local import TOKEN, LocalTelegram
from bot.demo.telegram.site import site_app
from bot.demo.timeline import Walk, settled


class Bar:
    """The time bar of the page, which is served before the bot can be there."""

    def __init__(self, clock: SetClock) -> None:
        self._clock = clock
        self.walk: Walk | None = None

    def now(self) -> datetime:
        return self._clock.now()

    async def advance(self, by: timedelta) -> None:
        if self.walk is not None:
            await self.walk.advance(by)

    async def next_event(self) -> tuple[datetime, str] | None:
        return await self.walk.next_event() if self.walk is not None else None

    async def to_next_event(self) -> None:
        if self.walk is not None:
            await self.walk.to_next_event()


def demo(port: Annotated[int, typer.Option(min=0, max=65535, help="Port of the page.")] = 8080) -> None:
    """Shows the bot in the browser, with a Telegram of its own: no token, no data of yours."""
    try:
        asyncio.run(_serve(port))
    except OSError as error:
        if error.errno != errno.EADDRINUSE:
            raise
        fail(
            f"Port {port} is taken by another program. Choose another one: trainerbot demo --port {port + 1}"
        )


async def _serve(port: int) -> None:
    stop = asked_to_stop()
    with tempfile.TemporaryDirectory(prefix="trainerbot-demo-") as folder:
        async with running(port, Path(folder)) as url:
            typer.echo(f"ready at {url}")
            sys.stdout.flush()
            await stop.wait()


@asynccontextmanager
async def running(port: int, folder: Path) -> AsyncIterator[str]:
    """The page's address, while the demo runs. Time begins at the present, and stands still until moved."""
    clock = SetClock(datetime.now(UTC))
    telegram = LocalTelegram(clock.now)
    telegram.phone("Huy", "en")
    telegram.phone("Lan", "vi")
    bar = Bar(clock)
    async with telegram.serving(port, site_app(telegram, bar)) as url:
        settings = _settings(url, folder)
        logs.set_up(settings)
        bot = TrainerBot(settings, clock, chat_rate=1000)
        try:
            await bot.start()
            bar.walk = Walk(bot, clock, lambda: settled(telegram, bot))
            yield url
        finally:
            await bot.stop()


def _settings(url: str, folder: Path) -> Settings:
    """Not from the environment or `.env`: the demo never touches real data."""
    return Settings.model_construct(
        bot_token=SecretStr(TOKEN),
        telegram_api_url=url,
        database_url=SecretStr(f"sqlite+aiosqlite:///{folder / 'demo.db'}"),
        tick_seconds=1,
        # The local Telegram has no limits, and a day passes at one press of a button.
        send_rate=1000,
        log_level="WARNING",
    )
