"""A local Telegram on a free port, a bot that talks to it, one person who pressed Start."""

from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import aiohttp
import pytest
import telegram as ptb

from bot.demo.telegram import LocalTelegram, Phone


class Clock:
    def __init__(self) -> None:
        self.time = datetime(2025, 10, 15, 3, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.time

    def passes(self, **span: float) -> None:
        self.time += timedelta(**span)


Call = Callable[..., Awaitable[tuple[int, Any]]]


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def telegram(clock: Clock) -> LocalTelegram:
    return LocalTelegram(clock, webhook_retry=0.01)


@pytest.fixture
async def url(telegram: LocalTelegram) -> AsyncIterator[str]:
    async with telegram.serving() as url:
        yield url


@pytest.fixture
async def bot(telegram: LocalTelegram, url: str) -> AsyncIterator[ptb.Bot]:
    bot = ptb.Bot(telegram.token, base_url=f"{url}/bot", base_file_url=f"{url}/file/bot")
    async with bot:
        yield bot


@pytest.fixture
async def call(telegram: LocalTelegram, url: str) -> AsyncIterator[Call]:
    """A bare call: its status, and its result or the description of its refusal."""
    async with aiohttp.ClientSession() as session:

        async def ask(method: str, **parameters: Any) -> tuple[int, Any]:
            address = f"{url}/bot{telegram.token}/{method}"
            async with session.post(address, json=parameters) as answer:
                body = await answer.json()
                return answer.status, body["result"] if body["ok"] else body["description"]

        yield ask


@pytest.fixture
def lan(telegram: LocalTelegram) -> Phone:
    lan = telegram.phone("Lan Anh", language="vi")
    lan.start()
    telegram.world.confirm(10**12)
    return lan
