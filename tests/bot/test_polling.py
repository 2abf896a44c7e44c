"""Taking updates by asking: none is confirmed before it is stored, and whatever fails, asking goes on."""

import asyncio
from contextlib import asynccontextmanager

import aiohttp
import pytest
from telegram.error import InvalidToken

from bot import polling
from bot.app import TrainerBot
from bot.clock import SetClock
from bot.demo.telegram.faults import Drop, Fail
from bot.demo.telegram.local import LocalTelegram
from storage.inbox import SqlInbox
from tests.world import WEDNESDAY, settings, world


@pytest.fixture
async def w(sqlite_url):
    async with world(sqlite_url) as made:
        yield made


async def started(w, name="Huy"):
    phone = w.phone(name)
    phone.start()
    await w.settle()
    return phone


async def test_update_is_confirmed_only_when_it_is_stored(w, monkeypatch):
    huy = await started(w)
    stored, pending = [], []
    keep = SqlInbox.keep

    async def watched(rows, updates, now):
        found = await keep(rows, updates, now)
        stored.extend(u[0] for u in updates)
        pending.append([u["update_id"] for u in w.telegram.pending_updates])
        return found

    monkeypatch.setattr(SqlInbox, "keep", watched)
    await w.says(huy, "/today")

    (last,) = stored
    assert pending == [[last]]
    assert w.telegram.pending_updates == []


@pytest.mark.parametrize("fault", [Fail(500), Fail(502), Drop(), Fail(429, retry_after=1)], ids=repr)
async def test_asking_goes_on_after_a_failure(w, fault):
    huy = await started(w)
    before = len(huy.received)
    w.telegram.faults.before("getUpdates", 1, fault)

    await w.says(huy, "/today")
    await w.says(huy, "/today")

    assert len(huy.received) == before + 2


async def test_update_whose_answer_was_lost_is_answered_once(w):
    """Telegram sends it again, and the inbox knows it."""
    huy = await started(w)
    before = len(huy.received)
    w.telegram.faults.after("getUpdates", 1, Drop())

    await w.says(huy, "/today")

    assert len(huy.received) == before + 1


async def test_numbers_that_begin_anew_lower_are_not_left_out(w):
    """As Telegram may do after a week without updates."""
    huy = await started(w)
    before = len(huy.received)
    await w.says(huy, "/today")
    w.telegram.world.next_update_id = 17

    await w.says(huy, "/today")
    await w.restart()
    await w.says(huy, "/today")

    assert len(huy.received) == before + 3


async def test_another_poller_does_not_end_this_one(w, monkeypatch):
    monkeypatch.setattr(polling, "_CONFLICT_PAUSE", 0.01)
    huy = await started(w)
    before = len(huy.received)
    async with aiohttp.ClientSession() as session:
        address = f"{w.url}/bot{w.telegram.token}/getUpdates"
        for _ in range(3):
            await (await session.post(address, json={"timeout": 0})).read()

    await w.says(huy, "/today")

    assert len(huy.received) == before + 1
    assert {c.status for c in w.telegram.journal.errors()} == {409}


async def test_webhook_that_somebody_set_is_removed_at_start(sqlite_url):
    async with telegram_and_bot(sqlite_url) as (telegram, bot):
        telegram.world.webhook = {"url": "https://old.example.org", "secret_token": "", "max_connections": 1}
        await bot.start()
        phone = telegram.phone("Huy")
        phone.start()
        await phone.sees("Hello, Huy!")

        assert telegram.world.webhook == {}
        assert len(phone.received) == 1


async def test_token_that_is_revoked_ends_the_bot_with_its_reason(sqlite_url):
    async with telegram_and_bot(sqlite_url) as (telegram, bot):
        await bot.start()

        telegram.faults.always(Fail(401), "getUpdates")
        phone = telegram.phone("Huy")
        phone.start()

        async with asyncio.timeout(10):
            with pytest.raises(InvalidToken):
                await bot.ended()


@asynccontextmanager
async def telegram_and_bot(database, **changes):
    clock = SetClock(WEDNESDAY)
    telegram = LocalTelegram(clock.now, webhook_retry=0.05)
    async with telegram.serving() as url:
        bot = TrainerBot(settings(database, url, **changes), clock, chat_rate=1000)
        try:
            yield telegram, bot
        finally:
            await bot.stop()
