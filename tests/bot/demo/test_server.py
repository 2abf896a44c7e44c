"""The way to the Bot API: paths, tokens, bodies, methods and fields that exist."""

import aiohttp
import pytest
import telegram as ptb

from bot.demo.telegram.schema import METHODS


async def test_bot_reads_who_it_is(bot, telegram):
    me = await bot.get_me()

    assert (me.id, me.username, me.is_bot) == (700000, "coach_calendar_bot", True)
    assert dict(me.api_kwargs) == {}


async def test_wrong_token_is_unauthorized(url):
    async with aiohttp.ClientSession() as session, session.get(f"{url}/bot1:wrong/getMe") as answer:
        assert answer.status == 401
        assert await answer.json() == {"ok": False, "error_code": 401, "description": "Unauthorized"}


async def test_unknown_method_is_not_found(call):
    assert await call("sendMesage", chat_id=1, text="a") == (404, "Not Found")


async def test_method_name_may_have_any_case(call):
    status, me = await call("GETME")

    assert (status, me["id"]) == (200, 700000)


async def test_unknown_field_is_refused(call, lan):
    assert await call("sendMessage", chat_id=lan.user_id, text="a", colour="red") == (
        400,
        'Bad Request: sendMessage has no parameter "colour"',
    )


@pytest.mark.parametrize(
    "method,given,description",
    [
        ("sendMessage", {"text": "a"}, "chat_id is empty"),
        ("sendMessage", {"chat_id": 1}, "message text is empty"),
        ("sendPhoto", {"chat_id": 1}, "there is no photo in the request"),
        ("editMessageText", {"text": "a"}, "message identifier is not specified"),
        ("sendContact", {"chat_id": 1, "first_name": "a"}, 'parameter "phone_number" is required'),
    ],
)
async def test_missing_parameter_is_named(call, method, given, description):
    assert await call(method, **given) == (400, f"Bad Request: {description}")


async def test_method_of_the_api_that_is_not_served_says_so(call):
    status, description = await call("getStarTransactions")

    assert (status, description) == (
        400,
        "Bad Request: getStarTransactions is not served by the local server",
    )


async def test_json_that_is_none_is_refused(telegram, url):
    address = f"{url}/bot{telegram.token}/getMe"
    headers = {"Content-Type": "application/json"}
    async with aiohttp.ClientSession() as session, session.post(address, data="{", headers=headers) as answer:
        assert answer.status == 400


async def test_every_method_of_the_library_is_known():
    names = {name.lower().replace("_", "") for name in dir(ptb.Bot) if not name.startswith("_")}

    assert {name for name in METHODS if name not in names} == set()
    assert len(METHODS) == 176


async def test_journal_keeps_method_parameters_answer_and_time(telegram, bot, lan):
    await bot.send_message(lan.user_id, "hi")

    entry = telegram.journal.calls("sendMessage")[0]
    assert entry.parameters == {"chat_id": str(lan.user_id), "text": "hi"}
    assert (entry.status, entry.result["text"]) == (200, "hi")
    assert entry.milliseconds > 0
    assert telegram.journal.errors() == []


async def test_journal_names_the_refusals(telegram, call):
    await call("sendMessage", chat_id=1, text="a")

    assert [entry.error for entry in telegram.journal.errors()] == ["Bad Request: chat not found"]
