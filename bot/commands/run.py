"""`trainerbot run`: the bot of the settings, until it is asked to stop."""

from __future__ import annotations

import asyncio
import errno
import signal
from collections.abc import Coroutine
from contextlib import suppress
from typing import Any

import structlog
import typer
from telegram.error import BadRequest, InvalidToken, NetworkError

from bot.app import TakenOver, TrainerBot
from bot.commands.start import fail, loaded
from bot.config import Settings
from storage.engines import BadDatabase

log = structlog.get_logger()

HOW_TO_BEGIN = (
    "BOT_TOKEN is not set. To get one, write /newbot to @BotFather in Telegram, "
    "and put the token into .env as BOT_TOKEN=... To look around without one: trainerbot demo"
)


def run() -> None:
    """Polls Telegram, or serves the webhook when PUBLIC_URL is set."""
    settings = loaded()
    if settings.bot_token is None:
        fail(HOW_TO_BEGIN)
    try:
        asyncio.run(serve(settings))
    except BadDatabase as error:
        fail(f"DATABASE_URL: {error}.")
    except (InvalidToken, NetworkError, OSError) as error:
        fail(explained(error, settings))
    except Exception as error:
        log.exception("ended by an error")
        raise typer.Exit(1) from error


async def serve(settings: Settings) -> None:
    """Until a signal asks to stop. When another process may have taken over, this one becomes its standby."""
    stop = asked_to_stop()
    while not stop.is_set():
        bot = TrainerBot(settings)
        try:
            if await finished_first(bot.start(), stop):
                log.info("ready", bot=bot.services.username)
                await finished_first(bot.ended(), stop)
        except TakenOver:
            log.warning("the connection to the database was lost; waiting to take over again")
        finally:
            await bot.stop()


def asked_to_stop() -> asyncio.Event:
    """Set by SIGTERM and SIGINT, so that what is being answered can be finished."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        # Windows has no such handlers, and only a main thread does; there Ctrl-C cancels the main task.
        with suppress(NotImplementedError, RuntimeError, ValueError):
            loop.add_signal_handler(number, stop.set)
    return stop


def explained(error: Exception, settings: Settings) -> str:
    """One sentence for whoever runs the bot: what is wrong, and which setting it is about."""
    if isinstance(error, InvalidToken):
        return (
            "Telegram does not accept BOT_TOKEN. Copy it again from @BotFather: it looks like 123456:ABC..."
        )
    if isinstance(error, BadRequest):
        return f"Telegram refuses the webhook at PUBLIC_URL {settings.public_url}: {error.message}"
    if isinstance(error, NetworkError):
        return f"Telegram cannot be reached at {settings.telegram_api_url}: {error.message}"
    if isinstance(error, OSError) and error.errno == errno.EADDRINUSE:
        return f"{settings.listen} is taken by another program. Stop that one, or set LISTEN to another port."
    return f"LISTEN {settings.listen} cannot be used: {error}"


async def finished_first(work: Coroutine[Any, Any, None], stop: asyncio.Event) -> bool:
    """False when the wish to stop came first; the work is given up then."""
    task, stopping = asyncio.ensure_future(work), asyncio.ensure_future(stop.wait())
    try:
        await asyncio.wait([task, stopping], return_when=asyncio.FIRST_COMPLETED)
        if task.done():
            task.result()
        return task.done()
    finally:
        for one in (task, stopping):
            one.cancel()
        await asyncio.gather(task, stopping, return_exceptions=True)
