"""An update from the way in to the answer: stored, in order, answered, done; beside a bare echo."""

import json
import statistics
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from pydantic import SecretStr

from bot.app import TrainerBot
from bot.feature import Feature, Who
from bot.screen import Screen
from bot.telegram.transport import AiohttpRequest
from bot.visit import Visit
from tests import databases
from tests.bench import Row
from tests.bench.transport import MESSAGE, TOKEN, a_bot_api, echoes_a_second
from tests.world import settings

CHATS = 8
UPDATES = 25
ROUNDS = 3


async def echo(visit: Visit, text: str) -> bool:
    await visit.say(Screen(visit.w("{text}", text=text)))
    return True


async def run() -> list[Row]:
    """Turn about, so that a busy machine slows both."""
    ours, bare = [], []
    async with a_bot_api() as url:
        for _ in range(ROUNDS):
            async with _bot(url.removesuffix("/bot")) as bot:
                ours.append(await _updates_a_second(bot))
            bare.append(await echoes_a_second(url, AiohttpRequest(), AiohttpRequest()))
    figure, reference = statistics.median(ours), statistics.median(bare)
    return [Row("the whole way, SQLite", figure, "updates/s", reference, "bare echo, same run")]


@asynccontextmanager
async def _bot(url: str) -> AsyncIterator[TrainerBot]:
    feature = Feature(name="echo", help="", who=Who.ANYONE, lines=(echo,))
    with tempfile.TemporaryDirectory() as folder:
        # By webhook, so that nothing is asked for in between.
        way_in = {"public_url": "http://127.0.0.1", "listen": "127.0.0.1:0", "bot_token": SecretStr(TOKEN)}
        given = settings(databases.fresh_sqlite(Path(folder)), url, **way_in)
        bot = TrainerBot(given, features=(feature,), chat_rate=1000)
        try:
            await bot.start()
            yield bot
        finally:
            await bot.stop()


async def _updates_a_second(bot: TrainerBot) -> float:
    """Batches as a poll brings them; everybody is known after the first."""
    await _answered(bot, 0)
    started = time.perf_counter()
    for number in range(1, UPDATES + 1):
        await _answered(bot, number)
    return CHATS * UPDATES / (time.perf_counter() - started)


async def _answered(bot: TrainerBot, number: int) -> None:
    await bot.inbox.keep([_update(number, chat) for chat in range(1, CHATS + 1)])
    await bot.inbox.idle()


def _update(number: int, chat: int) -> dict[str, object]:
    message = json.loads(json.dumps(MESSAGE)) | {"text": f"message {number}"}
    message["chat"]["id"] = message["from"]["id"] = chat
    return {"update_id": number * 1000 + chat, "message": message}
