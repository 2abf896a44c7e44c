"""Updates that Telegram sends by itself: only from Telegram, and 200 only for what is stored."""

import asyncio

import aiohttp
import pytest
from pydantic import SecretStr

from bot.app import TrainerBot
from bot.demo.timeline import settled
from bot.webhook import PATH
from storage.inbox import SqlInbox
from tests.bot.test_polling import telegram_and_bot

HEADER = "X-Telegram-Bot-Api-Secret-Token"


@pytest.fixture
def address(unused_tcp_port):
    return {"listen": f"127.0.0.1:{unused_tcp_port}", "public_url": f"http://127.0.0.1:{unused_tcp_port}"}


@pytest.fixture
async def served(sqlite_url, address):
    async with telegram_and_bot(sqlite_url, **address) as (telegram, bot):
        await bot.start()
        yield telegram, bot, address["public_url"]


async def posted(url, body, secret=None, path=PATH):
    headers = {"Content-Type": "application/json"} | ({HEADER: secret} if secret is not None else {})
    async with (
        aiohttp.ClientSession() as session,
        session.post(url + path, data=body, headers=headers) as answer,
    ):
        return answer.status


async def test_people_are_answered_in_order_without_asking(served):
    telegram, bot, url = served
    huy, lan = telegram.phone("Huy"), telegram.phone("Lan")
    for phone in (huy, lan):
        phone.start()
        phone.types("/help")
    await settled(telegram, bot)

    assert [len(p.received) for p in (huy, lan)] == [2, 2]
    assert telegram.journal.calls("getUpdates") == []
    assert telegram.world.webhook["url"] == url + PATH
    assert telegram.journal.errors() == []


@pytest.mark.parametrize("secret", [None, "", "guess", "ünïcode"])
async def test_whoever_does_not_know_the_secret_is_refused(served, secret):
    _, bot, url = served

    assert await posted(url, b'{"update_id": 1}', secret) == 403
    assert await SqlInbox(bot.engines).waiting() == []


@pytest.mark.parametrize(
    "body", [b"", b"not json", b"[]", b'"text"', b"{}", b'{"update_id": "1"}', b"\xff\xfe"]
)
async def test_what_is_no_update_is_refused(served, body):
    _, bot, url = served

    assert await posted(url, body, bot.settings.secret) == 400
    assert await SqlInbox(bot.engines).waiting() == []


async def test_what_is_too_large_is_refused(served):
    _, bot, url = served

    assert await posted(url, b" " * 1_040_000, bot.settings.secret) == 413


async def test_update_that_cannot_be_stored_is_not_accepted_and_comes_again(served, monkeypatch):
    telegram, bot, _ = served
    huy = telegram.phone("Huy")
    keep, tries = SqlInbox.keep, []

    async def fails_once(rows, updates, now):
        tries.append(updates)
        if len(tries) == 1:
            raise OSError("the disk is full")
        return await keep(rows, updates, now)

    monkeypatch.setattr(SqlInbox, "keep", fails_once)
    huy.start()
    await settled(telegram, bot)

    assert len(tries) == 2
    assert len(huy.received) == 1


async def test_update_that_is_sent_twice_is_answered_once(served):
    telegram, bot, url = served
    huy = telegram.phone("Huy")
    huy.start()
    await settled(telegram, bot)
    chat = {"id": huy.user_id, "type": "private"}
    user = {"id": huy.user_id, "is_bot": False, "first_name": "Huy"}
    body = '{"update_id": 900, "message": {"message_id": 9, "date": 0, "text": "hm", "chat": %s, "from": %s}}'
    text = (body % (chat, user)).replace("'", '"').replace("False", "false").encode()

    codes = await asyncio.gather(*(posted(url, text, bot.settings.secret) for _ in range(5)))
    await settled(telegram, bot)

    assert codes == [200] * 5
    assert len(huy.received) == 2


async def test_what_came_while_the_bot_was_down_is_answered_after(sqlite_url, address):
    async with telegram_and_bot(sqlite_url, **address) as (telegram, bot):
        await bot.start()
        huy = telegram.phone("Huy")
        huy.start()
        await settled(telegram, bot)
        await bot.stop()
        huy.types("/help")

        again = TrainerBot(bot.settings, bot.clock, chat_rate=1000)
        await again.start()
        await settled(telegram, again)
        await again.stop()

    assert len(huy.received) == 2


async def test_secret_of_ones_own_is_used(sqlite_url, address):
    async with telegram_and_bot(sqlite_url, webhook_secret=SecretStr("mine"), **address) as (telegram, bot):
        await bot.start()

        assert telegram.world.webhook["secret_token"] == "mine"
        assert await posted(address["public_url"], b'{"update_id": 1}', "mine") == 200


async def test_health_is_told_to_whoever_asks(served):
    _, _, url = served

    async with aiohttp.ClientSession() as session, session.get(f"{url}/health") as answer:
        assert (answer.status, await answer.text()) == (200, "ok\n")


async def test_port_that_is_taken_is_an_error_at_start(sqlite_url, address):
    server = await asyncio.start_server(
        lambda *_: None, "127.0.0.1", int(address["listen"].rpartition(":")[2])
    )
    async with server, telegram_and_bot(sqlite_url, **address) as (telegram, bot):
        with pytest.raises(OSError, match="in use"):
            await bot.start()
    assert telegram.journal.calls("setWebhook") == []
