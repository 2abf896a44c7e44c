"""`trainerbot doctor`: is everything there that the bot needs? One line a thing, and what to do about it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import aiohttp
import typer
from telegram import Bot
from telegram.error import InvalidToken, TelegramError

from bot.commands.run import HOW_TO_BEGIN, explained
from bot.commands.start import loaded
from bot.config import Settings
from bot.telegram.transport import AiohttpRequest
from storage import guards, migrations
from storage.engines import BadDatabase, connect, said_plainly

#: Reminders are to the minute; beyond this Telegram's own times and the bot's no longer fit.
_MOST_SKEW = 30


@dataclass(frozen=True, slots=True)
class Finding:
    well: bool
    sentence: str


def doctor() -> None:
    """Checks settings, token, database and clock."""
    settings = loaded()
    typer.echo("✓ The settings can be used.")
    if not asyncio.run(_report(settings)):
        raise typer.Exit(1)


async def _report(settings: Settings) -> bool:
    all_well = True
    async for finding in _findings(settings):
        typer.echo(f"{'✓' if finding.well else '✗'} {finding.sentence}")
        all_well = all_well and finding.well
    return all_well


async def _findings(settings: Settings) -> AsyncIterator[Finding]:
    yield await _token(settings)
    yield await _clock(settings)
    for finding in await _database(settings):
        yield finding


async def _token(settings: Settings) -> Finding:
    if settings.bot_token is None:
        return Finding(False, HOW_TO_BEGIN)
    bot = Bot(
        settings.bot_token.get_secret_value(),
        base_url=f"{settings.telegram_api_url}/bot",
        request=AiohttpRequest(),
        get_updates_request=AiohttpRequest(),
    )
    try:
        await bot.initialize()
    except (TelegramError, InvalidToken) as error:
        return Finding(False, explained(error, settings))
    finally:
        await bot.shutdown()
    return Finding(True, f"The token is @{bot.username}'s.")


async def _clock(settings: Settings) -> Finding:
    """Against the clock of Telegram, which every answer carries."""
    timeout = aiohttp.ClientTimeout(total=10)
    try:
        async with (
            aiohttp.ClientSession(timeout=timeout) as session,
            session.get(settings.telegram_api_url, allow_redirects=False) as answer,
        ):
            said = parsedate_to_datetime(answer.headers.get("Date", ""))
    except (aiohttp.ClientError, TimeoutError, ValueError):
        return Finding(False, f"The clock cannot be compared: {settings.telegram_api_url} does not answer.")
    skew = (datetime.now(UTC) - said).total_seconds()
    if abs(skew) <= _MOST_SKEW:
        return Finding(True, "The clock agrees with Telegram's.")
    way = "ahead of" if skew > 0 else "behind"
    return Finding(False, f"The clock is {abs(skew):.0f} s {way} Telegram's: switch time synchronisation on.")


async def _database(settings: Settings) -> list[Finding]:
    try:
        engines = connect(settings.database_url.get_secret_value())
        try:
            with said_plainly():
                async with engines.reader.connect() as connection:
                    at = await connection.run_sync(migrations.revision)
                    gone = await connection.run_sync(guards.missing) if at is not None else []
        finally:
            await engines.dispose()
    except BadDatabase as error:
        return [Finding(False, f"DATABASE_URL: {error}.")]
    return [_version(at), _guards(gone)] if at is not None else [_version(at)]


def _version(at: str | None) -> Finding:
    if at is None:
        return Finding(True, "The database is empty; `trainerbot run` makes its tables.")
    if at == migrations.head():
        return Finding(True, f"The database is up to date ({at}).")
    return Finding(False, f"The database is at {at}, the program at {migrations.head()}: trainerbot migrate")


def _guards(gone: list[str]) -> Finding:
    if gone:
        return Finding(False, f"Guards against double booking are missing: {', '.join(gone)}.")
    return Finding(True, "The guards against double booking are in place.")
