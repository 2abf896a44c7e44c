"""How fast the bot may speak: 28 messages a second in all, one a second in a chat, 20 a minute in a group.

Whoever just tapped is answered before a notice goes out (`rate_limit_args`: ANSWER or NOTICE, lower first).
Within a priority it is first come, first served; in one chat a message waits until the one before it was
answered, so that Telegram shows them in the order in which they were said.
"""

import asyncio
import heapq
import itertools
import math
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from typing import Any, Final

from telegram.error import NetworkError, RetryAfter
from telegram.ext import BaseRateLimiter

from bot.telegram.bucket import Bucket

ANSWER: Final = 0
NOTICE: Final = 10
#: What is brought up to date by itself comes last.
CARD: Final = 20

_COUNTED: Final = ("send", "edit", "copy", "forward")
_EDITS: Final = "edits:"
_RETRIES: Final = 3
_LONGEST_WAIT: Final = 60.0

Chat = int | str
Answer = bool | dict[str, Any] | list[dict[str, Any]]


@dataclass(order=True, slots=True)
class Ticket:
    """A place in the queue. A retried request keeps its ticket, and thus its place."""

    priority: int
    number: int
    chat: Chat = field(compare=False)
    turn: asyncio.Future[None] | None = field(default=None, compare=False)

    def would_wait(self, seconds: float) -> bool:
        """Nobody waits for a notice, so that delivery can move it; a person waits a minute at most."""
        return self.priority < NOTICE and seconds <= _LONGEST_WAIT


@dataclass(slots=True)
class Lane:
    """One chat: its own limit, who waits, and whether one of its messages is under way."""

    bucket: Bucket
    waiting: list[Ticket] = field(default_factory=list)
    under_way: bool = False
    wakes_at: float = math.inf


class Queue:
    """Who goes next, and when; the caller brings the time and calls back at `wake_at`."""

    def __init__(self, rate: float, burst: int, chat_rate: float = 1.0) -> None:
        self.overall = Bucket(rate, burst)
        self._chat_rate = chat_rate
        self.lanes: dict[Chat, Lane] = {}
        self._ready: list[Ticket] = []
        self._later: list[tuple[float, int, Chat]] = []
        self._tie = itertools.count()
        self._last_closed: tuple[Chat, float] | None = None

    def add(self, ticket: Ticket, now: float) -> None:
        lane = self._lane(ticket.chat)
        heapq.heappush(lane.waiting, ticket)
        self._offer(ticket.chat, lane, now)

    def next(self, now: float) -> Ticket | None:
        """Takes the tokens of whoever may go now; `done` has to follow."""
        while self._later and self._later[0][0] <= now:
            self._wake(heapq.heappop(self._later)[2], now)
        while self._ready and self.overall.ready_at(now) <= now:
            ticket = heapq.heappop(self._ready)
            lane = self.lanes.get(ticket.chat)
            # An entry is stale when its ticket was dropped, overtaken or offered twice.
            if lane is None or lane.under_way or not lane.waiting or lane.waiting[0] is not ticket:
                continue
            if lane.bucket.ready_at(now) <= now:
                self._let_pass(lane, now)
                return ticket
            self._offer(ticket.chat, lane, now)
        return None

    def _let_pass(self, lane: Lane, now: float) -> None:
        heapq.heappop(lane.waiting)
        lane.under_way = True
        lane.bucket.take(now)
        self.overall.take(now)

    def wake_at(self, now: float) -> float | None:
        """When `next` may have something again if nothing else happens."""
        times = [self._later[0][0]] if self._later else []
        if self._ready:
            times.append(self.overall.ready_at(now))
        return min(times, default=None)

    def done(self, ticket: Ticket, now: float, *, used: bool = True) -> None:
        lane = self.lanes[ticket.chat]
        lane.under_way = False
        if not used:
            lane.bucket.give_back()
            self.overall.give_back()
        self._offer(ticket.chat, lane, now)

    def drop(self, ticket: Ticket, now: float) -> None:
        lane = self.lanes.get(ticket.chat)
        if lane is not None and ticket in lane.waiting:
            lane.waiting.remove(ticket)
            heapq.heapify(lane.waiting)
            self._offer(ticket.chat, lane, now)

    def close(self, chat: Chat, until: float, now: float) -> None:
        """Telegram does not say whom a refusal means: a second chat refused meanwhile means everybody."""
        self._lane(chat).bucket.close(until)
        if self._last_closed and self._last_closed[0] != chat and self._last_closed[1] > now:
            self.overall.close(until)
        self._last_closed = chat, until

    def closed_for(self, chat: Chat, now: float) -> float:
        lane = self.lanes.get(chat)
        own = lane.bucket.closed_for(now) if lane else 0.0
        return max(own, self.overall.closed_for(now))

    def waiting(self) -> list[Ticket]:
        return [ticket for lane in self.lanes.values() for ticket in lane.waiting]

    def _lane(self, chat: Chat) -> Lane:
        if chat not in self.lanes:
            self.lanes[chat] = Lane(_bucket_for(chat, self._chat_rate))
        return self.lanes[chat]

    def _offer(self, chat: Chat, lane: Lane, now: float) -> None:
        if lane.under_way:
            return
        due = lane.bucket.ready_at(now) if lane.waiting else lane.bucket.full_at(now)
        if due <= now and lane.waiting:
            heapq.heappush(self._ready, lane.waiting[0])
        elif due <= now:
            del self.lanes[chat]
        elif due < lane.wakes_at:
            lane.wakes_at = due
            heapq.heappush(self._later, (due, next(self._tie), chat))

    def _wake(self, chat: Chat, now: float) -> None:
        lane = self.lanes.get(chat)
        if lane is not None:
            lane.wakes_at = math.inf
            self._offer(chat, lane, now)


class Limiter(BaseRateLimiter[int | None]):
    """PTB's rate limiter over the queue. A refused answer is repeated three times, a refused notice never."""

    def __init__(self, rate: float = 28.0, burst: int = 5, chat_rate: float = 1.0) -> None:
        self._queue = Queue(rate, burst, chat_rate)
        self._numbers = itertools.count()
        self._timer: asyncio.TimerHandle | None = None

    async def initialize(self) -> None: ...

    async def shutdown(self) -> None:
        """Whoever still waits is told that nothing was sent."""
        for ticket in self._queue.waiting():
            self._refuse(ticket, NetworkError("The bot is stopping; nothing was sent"))
        self._stop_timer()

    async def process_request(
        self,
        callback: Callable[..., Coroutine[Any, Any, Answer]],
        args: Any,
        kwargs: dict[str, Any],
        endpoint: str,
        data: dict[str, Any],
        rate_limit_args: int | None,
    ) -> Answer:
        # "Typing…" is no message.
        if not endpoint.startswith(_COUNTED) or endpoint == "sendChatAction":
            return await callback(*args, **kwargs)
        ticket = Ticket(rate_limit_args or ANSWER, next(self._numbers), _chat_of(endpoint, data))
        for retries_left in reversed(range(_RETRIES + 1)):
            await self._turn(ticket)
            try:
                return await callback(*args, **kwargs)
            except RetryAfter as told:
                if not self._paused(ticket, told) or not retries_left:
                    raise
            finally:
                self._queue.done(ticket, asyncio.get_running_loop().time())
                self._advance()
        raise AssertionError("the last refusal was raised")

    async def _turn(self, ticket: Ticket) -> None:
        loop = asyncio.get_running_loop()
        closed = self._queue.closed_for(ticket.chat, loop.time())
        if closed and not ticket.would_wait(closed):
            raise RetryAfter(math.ceil(closed))
        turn = ticket.turn = loop.create_future()
        self._queue.add(ticket, loop.time())
        self._advance()
        try:
            await turn
        except asyncio.CancelledError:
            # When the grant came first, the tokens were taken, and nothing will be sent for them.
            if turn.done() and not turn.cancelled() and turn.exception() is None:
                self._queue.done(ticket, loop.time(), used=False)
            self._queue.drop(ticket, loop.time())
            self._advance()
            raise

    def _advance(self) -> None:
        loop = asyncio.get_running_loop()
        now = loop.time()
        while ticket := self._queue.next(now):
            if ticket.turn is None or ticket.turn.done():
                self._queue.done(ticket, now, used=False)
            else:
                ticket.turn.set_result(None)
        wake_at = self._queue.wake_at(now)
        if wake_at is not None and (self._timer is None or wake_at < self._timer.when()):
            self._stop_timer()
            self._timer = loop.call_at(wake_at, self._on_time)

    def _stop_timer(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _on_time(self) -> None:
        self._timer = None
        self._advance()

    def _paused(self, ticket: Ticket, told: RetryAfter) -> bool:
        """Closes the chat as told, sends away those who would not wait; True if this one would."""
        now = asyncio.get_running_loop().time()
        # The public property warns whenever PTB_TIMEDELTA is not set.
        seconds = told._retry_after.total_seconds()  # noqa: SLF001
        self._queue.close(ticket.chat, now + seconds, now)
        for other in self._queue.waiting():
            closed = self._queue.closed_for(other.chat, now)
            if closed and not other.would_wait(closed):
                self._refuse(other, RetryAfter(math.ceil(closed)))
        return ticket.would_wait(seconds)

    def _refuse(self, ticket: Ticket, error: Exception) -> None:
        self._queue.drop(ticket, asyncio.get_running_loop().time())
        if ticket.turn is not None and not ticket.turn.done():
            ticket.turn.set_exception(error)


def _chat_of(endpoint: str, data: dict[str, Any]) -> Chat:
    chat = data.get("chat_id", data.get("inline_message_id", endpoint))
    text = str(chat)
    if endpoint.startswith("edit"):
        return f"{_EDITS}{text}"
    return int(text) if text.lstrip("-").isdecimal() else text


def _bucket_for(chat: Chat, rate: float) -> Bucket:
    if isinstance(chat, str) and chat.startswith(_EDITS):
        # Whoever taps through a screen gets each one at once: an edit is no new message.
        return Bucket(rate * 5, 10)
    # In a group 5 at once and 15 a minute after that: never more than Telegram's 20 within any minute.
    in_group = chat < 0 if isinstance(chat, int) else chat.startswith("@")
    return Bucket(15 / 60, 5) if in_group else Bucket(rate, 3)
