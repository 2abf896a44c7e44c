"""Limits and faults: only when switched on, and then as the real server and the real network do it."""

from datetime import timedelta

import pytest
from telegram.error import NetworkError, RetryAfter

from bot.demo.telegram import Delay, Drop, Fail
from bot.demo.telegram.errors import Refusal
from bot.demo.telegram.limits import Limits


class Seconds:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def sent(limits: Limits, chat_ids: list[int]) -> int:
    """How many of these messages pass before the first is refused."""
    for count, chat_id in enumerate(chat_ids):
        try:
            limits.check("sendMessage", chat_id)
        except Refusal:
            return count
    return len(chat_ids)


@pytest.fixture
def seconds() -> Seconds:
    return Seconds()


@pytest.fixture
def limits(seconds: Seconds) -> Limits:
    limits = Limits(seconds)
    limits.on = True
    return limits


def test_nothing_is_limited_unless_switched_on(seconds):
    assert sent(Limits(seconds), [1] * 1000) == 1000


def test_thirty_messages_a_second_pass(limits, seconds):
    assert sent(limits, list(range(1, 100))) == 30

    seconds.now = 1.0
    assert sent(limits, list(range(101, 200))) == 30


def test_one_message_a_second_and_chat_passes_after_a_short_burst(limits, seconds):
    assert sent(limits, [1] * 100) == 5

    seconds.now = 1.0
    assert sent(limits, [1] * 100) == 1


def test_twenty_messages_a_minute_and_group_pass(limits, seconds):
    passed = 0
    for second in range(60):
        seconds.now = float(second)
        passed += sent(limits, [-1001])

    assert passed == 20


def test_refusal_says_when_to_try_again(limits):
    sent(limits, [1] * 6)
    with pytest.raises(Refusal) as refused:
        limits.check("sendMessage", 1)

    assert refused.value.as_json() == {
        "ok": False,
        "error_code": 429,
        "description": "Too Many Requests: retry after 1",
        "parameters": {"retry_after": 1},
    }


def test_answers_to_taps_are_not_limited(limits):
    for _ in range(1000):
        limits.check("answerCallbackQuery", None)
        limits.check("sendChatAction", 1)


async def test_bot_is_told_to_wait(bot, lan, telegram, monkeypatch):
    monkeypatch.setenv("PTB_TIMEDELTA", "1")
    telegram.faults.before("sendMessage", 1, Fail(429, retry_after=7))

    with pytest.raises(RetryAfter) as refused:
        await bot.send_message(lan.user_id, "hi")
    assert refused.value.retry_after == timedelta(seconds=7)
    await bot.send_message(lan.user_id, "hi")


async def test_call_cut_before_it_is_executed_did_not_happen(bot, lan, telegram):
    telegram.faults.before("sendMessage", 2, Drop())
    await bot.send_message(lan.user_id, "one")

    with pytest.raises(NetworkError):
        await bot.send_message(lan.user_id, "two")
    assert [message.text for message in lan.received] == ["one"]


async def test_call_cut_before_its_answer_happened_all_the_same(bot, lan, telegram):
    telegram.faults.after("sendMessage", 1, Drop())

    with pytest.raises(NetworkError):
        await bot.send_message(lan.user_id, "one")
    assert lan.last.text == "one"


async def test_hook_is_called_at_its_call_only(bot, lan, telegram):
    seen = []
    telegram.faults.after("sendMessage", 2, lambda: seen.append(lan.last.text))
    for text in ("one", "two", "three"):
        await bot.send_message(lan.user_id, text)

    assert seen == ["two"]


async def test_every_moment_can_be_watched(bot, lan, telegram):
    telegram.faults.clear()
    moments = []
    telegram.faults.on(lambda moment: moments.append((moment.when, moment.method, moment.total)))
    start = telegram.faults.total
    await bot.send_message(lan.user_id, "one")
    await bot.get_updates()

    assert moments[:3] == [
        ("before", "sendMessage", start + 1),
        ("after", "sendMessage", start + 1),
        ("before", "getUpdates", start + 1),
    ]


async def test_server_fails_until_the_fault_is_taken_away(call, telegram):
    stop = telegram.faults.always(Fail(500))
    assert await call("getMe") == (500, "Internal Server Error")

    stop()
    assert (await call("getMe"))[0] == 200


async def test_slow_call_is_answered_all_the_same(call, telegram):
    telegram.faults.before("getMe", 1, Delay(0.01))

    assert (await call("getMe"))[0] == 200
    assert telegram.journal.calls("getMe")[0].milliseconds >= 10
