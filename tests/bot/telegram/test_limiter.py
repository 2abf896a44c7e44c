"""Nothing here sleeps: the queue is given its time, and the loop jumps to its next timer."""

import asyncio
from collections.abc import Callable, Coroutine, Iterable
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from telegram.error import BadRequest, NetworkError, RetryAfter

from bot.telegram.limiter import ANSWER, NOTICE, Answer, Bucket, Chat, Limiter, Queue, Ticket

LAN, AN, GYM = 1, 2, -100


class JumpingLoop(asyncio.SelectorEventLoop):
    """Time stands still while anything can run, then jumps to the next timer."""

    _clock = 1000.0

    def time(self) -> float:
        return self._clock

    def _run_once(self) -> None:
        if not self._ready and self._scheduled:  # type: ignore[attr-defined]
            self._clock = max(self._clock, self._scheduled[0]._when)  # type: ignore[attr-defined]
        super()._run_once()  # type: ignore[misc]


class Telegram:
    """Writes down when it was asked for what; takes its time; refuses with the errors given, in order."""

    def __init__(
        self, limiter: Limiter | None = None, refusals: Iterable[Exception] = (), takes: float = 0.0
    ) -> None:
        self.limiter = limiter or Limiter()
        self.takes = takes
        self.refusals = list(refusals)
        self.seen: list[tuple[float, Chat, str]] = []
        self.started = asyncio.get_running_loop().time()

    async def answer(self, chat: Chat, text: str) -> Answer:
        self.seen.append((asyncio.get_running_loop().time() - self.started, chat, text))
        if self.takes:
            await asyncio.sleep(self.takes)
        if self.refusals:
            raise self.refusals.pop(0)
        return True

    def send(
        self, chat: Chat, text: str = "", priority: int | None = None, endpoint: str = "sendMessage"
    ) -> asyncio.Task[Answer]:
        call = self.limiter.process_request(
            self.answer, (chat, text), {}, endpoint, {"chat_id": chat}, priority
        )
        return asyncio.get_running_loop().create_task(call)

    @property
    def times(self) -> list[float]:
        return [round(time, 6) for time, _, _ in self.seen]

    @property
    def texts(self) -> list[str]:
        return [text for _, _, text in self.seen]


def play(story: Callable[[], Coroutine[Any, Any, None]]) -> None:
    with asyncio.Runner(loop_factory=JumpingLoop) as runner:
        runner.run(story())


@pytest.fixture(autouse=True)
def _timedeltas(monkeypatch: pytest.MonkeyPatch) -> None:
    # Without it PTB warns at every RetryAfter that it makes.
    monkeypatch.setenv("PTB_TIMEDELTA", "1")


def most_within(times: list[float], seconds: float) -> int:
    return max((sum(t <= other <= t + seconds for other in times) for t in times), default=0)


# The bucket


@pytest.mark.parametrize(
    "rate,burst,asked,passed",
    [
        (1.0, 1, [0, 0, 0], [0, 1, 2]),
        (1.0, 3, [0, 0, 0, 0, 0], [0, 0, 0, 1, 2]),
        (1.0, 3, [0, 0, 0, 2.5, 2.5, 2.5], [0, 0, 0, 2.5, 2.5, 3]),
        (0.25, 2, [0, 0, 0, 100, 100, 100], [0, 0, 4, 100, 100, 104]),
        (4.0, 1, [0, 1, 1], [0, 1, 1.25]),
    ],
)
def test_bucket_lets_a_burst_through_and_then_its_rate(
    rate: float, burst: int, asked: list[float], passed: list[float]
) -> None:
    bucket = Bucket(rate, burst)
    got = []
    for now in asked:
        got.append(bucket.ready_at(now))
        bucket.take(got[-1])
    assert got == passed


def test_bucket_refuses_to_be_taken_early() -> None:
    bucket = Bucket(1.0, 1)
    bucket.take(0.0)
    with pytest.raises(ValueError, match="before"):
        bucket.take(0.999)


@pytest.mark.parametrize("rate,burst", [(0.0, 1), (-1.0, 1), (1.0, 0), (float("nan"), 1)])
def test_bucket_without_rate_or_burst_is_none(rate: float, burst: int) -> None:
    with pytest.raises(ValueError, match="no such bucket"):
        Bucket(rate, burst)


def test_bucket_is_as_before_when_what_was_taken_is_given_back() -> None:
    bucket = Bucket(1.0, 2)
    for _ in range(2):
        bucket.take(0.0)
    for _ in range(2):
        bucket.give_back()
    assert bucket.full_at(0.0) == 0.0


def test_closed_bucket_opens_when_told_and_never_earlier_than_told_before() -> None:
    bucket = Bucket(1.0, 2)
    bucket.close(30.0)
    bucket.close(10.0)
    assert (bucket.ready_at(0.0), bucket.closed_for(12.0), bucket.closed_for(30.0)) == (30.0, 18.0, 0.0)


@given(
    rate=st.floats(0.05, 100),
    burst=st.integers(1, 30),
    gaps=st.lists(st.floats(0, 10), min_size=1, max_size=80),
    window=st.floats(0, 60),
)
def test_bucket_lets_at_most_burst_and_rate_through_in_any_window(
    rate: float, burst: int, gaps: list[float], window: float
) -> None:
    bucket, now, passed = Bucket(rate, burst), 0.0, []
    for gap in gaps:
        now = bucket.ready_at(now + gap)
        bucket.take(now)
        passed.append(now)
    assert most_within(passed, window) <= burst + rate * window + 1e-6


# The queue, over any course of events

A_TICKET = st.tuples(
    st.floats(0, 3), st.sampled_from([ANSWER, 5, NOTICE]), st.sampled_from([LAN, AN, 3, GYM]), st.floats(0, 2)
)


def run_through(
    plan: list[tuple[float, int, Chat, float]], *, until_empty: bool = True
) -> tuple[Queue, list[Any]]:
    """Each ticket comes after its gap and takes its time. Gives (ticket, started, ended, added)."""
    queue, now, granted = Queue(28.0, 5), 0.0, []
    arrivals, added = [], 0.0
    for number, (gap, priority, chat, taking) in enumerate(plan):
        added += gap
        arrivals.append((added, Ticket(priority, number, chat), taking))
    takes = {ticket.number: (at, taking) for at, ticket, taking in arrivals}
    ends: list[tuple[float, int, Ticket]] = []
    while arrivals or ends or (until_empty and queue.lanes):
        moments = [at for at, *_ in arrivals[:1]] + [end for end, *_ in ends]
        woken = queue.wake_at(now)
        now = max(now, min(moments + ([woken] if woken is not None else [])))
        for end in [e for e in ends if e[0] <= now]:
            ends.remove(end)
            queue.done(end[2], now)
        while arrivals and arrivals[0][0] <= now:
            queue.add(arrivals.pop(0)[1], now)
        while ticket := queue.next(now):
            at, taking = takes[ticket.number]
            granted.append((ticket, now, now + taking, at))
            ends.append((now + taking, ticket.number, ticket))
    return queue, granted


@given(st.lists(A_TICKET, max_size=60))
def test_queue_keeps_every_limit_and_loses_nobody(plan: list[tuple[float, int, Chat, float]]) -> None:
    queue, granted = run_through(plan)
    assert sorted(ticket.number for ticket, *_ in granted) == list(range(len(plan)))
    assert most_within([start for _, start, _, _ in granted], 1.0) <= 28 + 5
    for chat, window, most in [(LAN, 1.0, 4), (AN, 10.0, 13), (GYM, 60.0, 20), (GYM, 0.0, 5)]:
        starts = [start for ticket, start, _, _ in granted if ticket.chat == chat]
        assert most_within(starts, window) <= most
    assert queue.lanes == {}


@given(st.lists(A_TICKET, max_size=60))
def test_queue_keeps_a_chats_order_and_one_message_under_way(
    plan: list[tuple[float, int, Chat, float]],
) -> None:
    _, granted = run_through(plan)
    for chat in {ticket.chat for ticket, *_ in granted}:
        own = [entry for entry in granted if entry[0].chat == chat]
        for (first, _, ended, _), (second, started, _, _) in pairwise(own):
            assert ended <= started
            assert first.priority != second.priority or first.number < second.number


@given(st.lists(A_TICKET, max_size=60))
def test_queue_never_lets_a_later_or_lesser_one_of_a_chat_pass(
    plan: list[tuple[float, int, Chat, float]],
) -> None:
    _, granted = run_through(plan)
    for index, (ticket, started, _, _) in enumerate(granted):
        for other, _, _, added in granted[index + 1 :]:
            assert not (other.chat == ticket.chat and added <= started and other < ticket)


def test_queue_forgets_chats_that_were_silent_long_enough() -> None:
    queue, granted = run_through([(0.05, NOTICE, chat, 0.0) for chat in range(1, 2001)], until_empty=False)
    assert len(granted) == 2000
    assert len(queue.lanes) < 60


# The limiter, as the bot uses it


def test_bulk_sending_bursts_by_five_and_goes_on_at_twenty_eight_a_second() -> None:
    async def story() -> None:
        telegram = Telegram()
        await asyncio.gather(*(telegram.send(chat) for chat in range(1, 34)))
        assert telegram.times[4] == 0.0
        assert telegram.times[5:] == [round(n / 28, 6) for n in range(1, 29)]

    play(story)


def test_send_rate_is_configurable() -> None:
    async def story() -> None:
        telegram = Telegram(Limiter(rate=10.0, burst=1))
        await asyncio.gather(*(telegram.send(chat) for chat in range(1, 5)))
        assert telegram.times == [0.0, 0.1, 0.2, 0.3]

    play(story)


@pytest.mark.parametrize(
    "chat,expected",
    [
        (LAN, [0, 0, 0, 1, 2, 3]),
        ("1", [0, 0, 0, 1, 2, 3]),
        (GYM, [0, 0, 0, 0, 0, 4]),
        ("@gym", [0, 0, 0, 0, 0, 4]),
    ],
)
def test_one_chat_has_its_own_limit(chat: Chat, expected: list[float]) -> None:
    async def story() -> None:
        telegram = Telegram()
        await asyncio.gather(*(telegram.send(chat) for _ in expected))
        assert telegram.times == expected

    play(story)


@pytest.mark.parametrize("endpoint", ["sendPhoto", "copyMessage", "forwardMessage"])
def test_messages_count(endpoint: str) -> None:
    async def story() -> None:
        telegram = Telegram()
        await asyncio.gather(*(telegram.send(LAN, endpoint=endpoint) for _ in range(4)))
        assert telegram.times == [0, 0, 0, 1]

    play(story)


def test_edits_have_a_quicker_limit_of_their_own() -> None:
    async def story() -> None:
        telegram = Telegram()
        edits = (telegram.send(LAN, endpoint="editMessageText") for _ in range(12))
        await asyncio.gather(*edits)
        assert telegram.times[-1] == pytest.approx(0.4)

    play(story)


@pytest.mark.parametrize(
    "endpoint",
    [
        "getMe",
        "answerCallbackQuery",
        "setMyCommands",
        "sendChatAction",
        "deleteMessage",
        "answerPreCheckoutQuery",
    ],
)
def test_what_is_no_message_never_waits(endpoint: str) -> None:
    async def story() -> None:
        telegram = Telegram()
        await asyncio.gather(*(telegram.send(LAN, endpoint=endpoint) for _ in range(100)))
        assert telegram.times == [0] * 100

    play(story)


def test_answers_go_before_notices_that_waited_longer() -> None:
    async def story() -> None:
        telegram = Telegram()
        notices = [telegram.send(chat, "notice", NOTICE) for chat in range(10, 30)]
        await asyncio.sleep(0)
        answers = [telegram.send(chat, "answer", ANSWER) for chat in range(1, 4)] + [
            telegram.send(4, "answer")
        ]
        await asyncio.gather(*notices, *answers)
        assert telegram.texts == ["notice"] * 5 + ["answer"] * 4 + ["notice"] * 15

    play(story)


def test_a_chat_that_has_to_wait_does_not_hold_up_the_others() -> None:
    async def story() -> None:
        telegram = Telegram(takes=0.1)
        await asyncio.gather(*(telegram.send(LAN, f"Lan {n}") for n in range(4)), telegram.send(AN, "An"))
        assert telegram.texts == ["Lan 0", "An", "Lan 1", "Lan 2", "Lan 3"]
        assert telegram.times == [0, 0, 0.1, 0.2, 1]

    play(story)


def test_refused_answer_waits_as_told_keeps_its_place_and_is_sent() -> None:
    async def story() -> None:
        telegram = Telegram(refusals=[RetryAfter(7), RetryAfter(2)], takes=0.1)
        await asyncio.gather(telegram.send(LAN, "first"), telegram.send(LAN, "second"))
        assert telegram.texts == ["first", "first", "first", "second"]
        assert telegram.times == [0, 7.1, 9.2, 9.3]

    play(story)


def test_refused_answer_is_tried_four_times_in_all() -> None:
    async def story() -> None:
        telegram = Telegram(refusals=[RetryAfter(5)] * 4)
        with pytest.raises(RetryAfter):
            await telegram.send(LAN)
        assert telegram.times == [0, 5, 10, 15]

    play(story)


@pytest.mark.parametrize("priority,seconds", [(NOTICE, 1), (ANSWER, 61)])
def test_notice_or_too_long_a_wait_goes_back_to_the_caller_at_once(priority: int, seconds: int) -> None:
    async def story() -> None:
        telegram = Telegram(refusals=[RetryAfter(seconds)])
        with pytest.raises(RetryAfter):
            await telegram.send(LAN, priority=priority)
        with pytest.raises(RetryAfter) as again:
            await telegram.send(LAN, priority=priority)
        assert again.value.retry_after.total_seconds() == seconds  # type: ignore[union-attr]
        assert telegram.times == [0]

    play(story)


def test_notices_waiting_for_a_chat_that_is_refused_go_back_too_and_its_answers_wait() -> None:
    async def story() -> None:
        telegram = Telegram(refusals=[RetryAfter(9)])
        calls = [
            telegram.send(LAN, "n1", NOTICE),
            telegram.send(LAN, "n2", NOTICE),
            telegram.send(LAN, "answer"),
        ]
        results = await asyncio.gather(*calls, return_exceptions=True)
        assert [type(result) for result in results] == [RetryAfter, RetryAfter, bool]
        assert list(zip(telegram.times, telegram.texts, strict=True)) == [(0.0, "n1"), (9.0, "answer")]

    play(story)


def test_second_chat_refused_meanwhile_closes_the_whole_bot() -> None:
    async def story() -> None:
        telegram = Telegram(refusals=[RetryAfter(30), RetryAfter(20)])
        await asyncio.gather(telegram.send(LAN, "Lan", NOTICE), return_exceptions=True)
        await asyncio.gather(telegram.send(AN, "An", NOTICE), return_exceptions=True)
        await telegram.send(3, "third")
        assert list(zip(telegram.times, telegram.texts, strict=True)) == [
            (0, "Lan"),
            (0, "An"),
            (20, "third"),
        ]

    play(story)


def test_other_errors_pass_through_untouched_and_free_the_chat() -> None:
    async def story() -> None:
        telegram = Telegram(refusals=[BadRequest("message is not modified")])
        with pytest.raises(BadRequest):
            await telegram.send(LAN)
        await telegram.send(LAN)
        assert telegram.times == [0, 0]

    play(story)


def test_cancelled_waiters_leave_no_token_taken() -> None:
    async def story() -> None:
        telegram = Telegram(takes=0.1)
        calls = [telegram.send(LAN) for _ in range(10)]
        await asyncio.sleep(0)
        for waiting in calls[1:]:
            waiting.cancel()
        await asyncio.sleep(0)
        assert telegram.limiter._queue.waiting() == []
        await asyncio.gather(*calls, return_exceptions=True)
        await asyncio.gather(*(telegram.send(LAN) for _ in range(3)))
        assert telegram.times == [0, 0.1, 0.2, 1]

    play(story)


def test_request_cancelled_between_its_grant_and_its_start_gives_the_token_back() -> None:
    async def story() -> None:
        telegram = Telegram(Limiter(rate=4.0, burst=1))
        await telegram.send(AN)
        granted = telegram.send(LAN, "cancelled")
        await asyncio.sleep(0)
        loop = asyncio.get_running_loop()
        # Runs after the limiter's own timer of the same moment, and before the task that it woke.
        loop.call_at(telegram.started + 0.25, granted.cancel)
        await asyncio.gather(granted, return_exceptions=True)
        await asyncio.gather(*(telegram.send(LAN) for _ in range(4)))
        assert "cancelled" not in telegram.texts
        assert telegram.times == [0, 0.25, 0.5, 0.75, 1.25]

    play(story)


def test_shutdown_tells_those_who_wait_that_nothing_was_sent() -> None:
    async def story() -> None:
        telegram = Telegram(takes=0.1)
        calls = [telegram.send(LAN) for _ in range(5)]
        await asyncio.sleep(0)
        await telegram.limiter.shutdown()
        await telegram.limiter.shutdown()
        results = await asyncio.gather(*calls, return_exceptions=True)
        assert [type(result) for result in results] == [bool] + [NetworkError] * 4
        assert len(telegram.seen) == 1

    play(story)


def test_memory_of_a_chat_fades_when_its_bucket_is_full_again() -> None:
    async def story() -> None:
        telegram = Telegram()
        await asyncio.gather(*(telegram.send(chat) for chat in [*range(1, 50), GYM]))
        await asyncio.sleep(5)
        assert telegram.limiter._queue.lanes == {}

    play(story)
