"""How the bot hears: long polls one at a time, or a webhook, never both."""

import asyncio

import aiohttp
import pytest
from aiohttp import web
from telegram.error import Conflict


async def test_updates_come_again_until_confirmed(bot, lan):
    first, second = lan.types("one"), lan.types("two")

    assert [u.update_id for u in await bot.get_updates()] == [first.update_id, second.update_id]
    assert [u.message.text for u in await bot.get_updates(offset=second.update_id)] == ["two"]
    assert await bot.get_updates(offset=second.update_id + 1) == ()


async def test_pending_updates_are_those_not_confirmed(bot, lan, telegram):
    typed = lan.types("one")
    await bot.get_updates()
    assert [update["update_id"] for update in telegram.pending_updates] == [typed.update_id]

    await bot.get_updates(offset=typed.update_id + 1)
    assert telegram.pending_updates == []


async def test_negative_offset_takes_the_last_ones(bot, lan):
    for text in ("one", "two", "three"):
        lan.types(text)

    assert [u.message.text for u in await bot.get_updates(offset=-1)] == ["three"]


async def test_long_poll_ends_as_soon_as_something_happens(bot, lan, telegram):
    poll = asyncio.create_task(bot.get_updates(timeout=30))
    await telegram.changes.until(lambda: telegram.journal.calls("getUpdates"), 5)
    lan.types("hi")

    (update,) = await asyncio.wait_for(poll, 5)
    assert update.message.text == "hi"


async def test_second_poller_ends_the_first(bot, call, telegram):
    first = asyncio.create_task(bot.get_updates(timeout=30))
    await telegram.changes.until(lambda: telegram.journal.calls("getUpdates"), 5)
    assert await call("getUpdates", timeout=0) == (200, [])

    with pytest.raises(Conflict, match="terminated by other getUpdates request"):
        await first


async def test_poll_of_a_dead_bot_is_no_conflict(telegram, url, call, lan):
    async with aiohttp.ClientSession() as session:
        address = f"{url}/bot{telegram.token}/getUpdates"
        poll = asyncio.create_task(session.post(address, json={"timeout": 30}))
        await telegram.changes.until(lambda: telegram.journal.calls("getUpdates"), 5)
        poll.cancel()
    lan.types("hi")

    status, updates = await call("getUpdates", timeout=0)
    assert (status, updates[0]["message"]["text"]) == (200, "hi")
    assert telegram.journal.errors() == []


async def test_only_kinds_asked_for_are_kept(bot, lan):
    await bot.get_updates(allowed_updates=["callback_query"])
    lan.types("hi")

    assert await bot.get_updates() == ()


async def test_unknown_kind_of_update_is_refused(call):
    assert await call("getUpdates", allowed_updates=["massage"]) == (
        400,
        "Bad Request: can't parse allowed_updates: unknown update type massage",
    )


@pytest.fixture
async def hook():
    """A bot behind a webhook: what it got, and how it is to answer next."""
    got, answers = [], []

    async def take(request: web.Request) -> web.Response:
        got.append((await request.json(), request.headers.get("X-Telegram-Bot-Api-Secret-Token")))
        return web.Response(status=answers.pop(0) if answers else 200)

    app = web.Application()
    app.add_routes([web.post("/hook", take)])
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    yield f"http://127.0.0.1:{runner.addresses[0][1]}/hook", got, answers
    await runner.cleanup()


async def test_webhook_gets_updates_with_the_secret(bot, lan, telegram, hook):
    url, got, _ = hook
    await bot.set_webhook(url, secret_token="s3cret")
    lan.types("one")
    lan.types("two")

    await telegram.quiet()
    assert [(update["message"]["text"], secret) for update, secret in got] == [
        ("one", "s3cret"),
        ("two", "s3cret"),
    ]


async def test_webhook_is_asked_again_until_it_accepts(bot, lan, telegram, hook):
    url, got, answers = hook
    answers += [500, 403]
    await bot.set_webhook(url)
    lan.types("one")

    await telegram.quiet()
    assert len(got) == 3
    info = await bot.get_webhook_info()
    assert info.last_error_message == "Wrong response from the webhook: 403 Forbidden"


async def test_polling_with_a_webhook_is_a_conflict(bot, hook):
    await bot.set_webhook(hook[0])
    with pytest.raises(Conflict, match="can't use getUpdates method while webhook is active"):
        await bot.get_updates()

    await bot.delete_webhook()
    assert await bot.get_updates() == ()


async def test_webhook_elsewhere_needs_https(call):
    assert await call("setWebhook", url="http://example.org/hook") == (
        400,
        "Bad Request: bad webhook: An HTTPS URL must be provided for webhook",
    )
