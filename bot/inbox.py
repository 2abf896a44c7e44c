"""Updates are stored before Telegram may forget them, answered in order, and only then done."""

from __future__ import annotations

import asyncio
import json
from collections import deque
from collections.abc import Awaitable, Coroutine, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

import structlog
from telegram import Update
from telegram.ext import Application, BaseUpdateProcessor

from bot.clock import Clock

log = structlog.get_logger()

#: With more than so many waiting in one chat, its owner is asked to slow down.
MOST_WAITING = 20
#: So many chats are answered side by side; those that wait for their turn, and payments, are more.
_SIDE_BY_SIDE = 32
_AT_MOST = 100_000
#: An update at which the process has ended so often is what ends it.
_MOST_ATTEMPTS = 5
#: An answer that did not get through is tried again after so many seconds, ever more slowly.
_FIRST_PAUSE, _LONGEST_PAUSE = 0.2, 60.0
#: About a quarter of an hour in all: then the others of the chat have waited long enough.
_MOST_RETRIES = 20


class StoredUpdate(Protocol):
    """An update as it was kept; `attempts` counts the tries that ended with their process."""

    @property
    def update_id(self) -> int: ...
    @property
    def chat_id(self) -> int: ...
    @property
    def body(self) -> str: ...
    @property
    def attempts(self) -> int: ...


class UpdateStore(Protocol):
    async def keep(
        self, updates: Sequence[tuple[int, int, str]], now: datetime
    ) -> Sequence[StoredUpdate]: ...

    async def waiting(self) -> Sequence[StoredUpdate]: ...

    async def tried(self, update_id: int) -> None: ...

    async def done(self, update_ids: Sequence[int], now: datetime) -> None: ...


class Voice(Protocol):
    """What the inbox itself has to say to a chat."""

    async def slow_down(self, chat_id: int) -> None: ...

    async def gave_up(self, chat_id: int) -> None: ...


#: A chat, or one payment about to be made.
_LaneId = int | str


@dataclass(slots=True)
class _Lane:
    """What has to be answered one after the other; the first one is on its way when `busy`."""

    waiting: deque[StoredUpdate] = field(default_factory=deque)
    busy: bool = False
    warned: bool = False


@dataclass(slots=True)
class _Retry:
    """How often an answer did not get through, and how often nobody knows whether it did."""

    times: int = 0
    doubts: int = 0

    @property
    def pause(self) -> float:
        return min(_FIRST_PAUSE * 2.0 ** (self.times - 1), _LONGEST_PAUSE)


class Inbox(BaseUpdateProcessor):
    """One chat in order, chats side by side.

    A chat's next update is handed out when its last is done, so that no lock waits inside the
    application's semaphore.
    """

    def __init__(self, stored: UpdateStore, clock: Clock) -> None:
        super().__init__(_AT_MOST)
        self._turns = asyncio.Semaphore(_SIDE_BY_SIDE)
        self._stored = stored
        self._clock = clock
        self._lanes: dict[_LaneId, _Lane] = {}
        self._lane_of: dict[int, _LaneId] = {}
        self._retries: dict[int, _Retry] = {}
        self._to_retry: set[int] = set()
        self._asides: set[asyncio.Task[None]] = set()
        self._closing = False
        self._idle = asyncio.Event()
        self._idle.set()
        self.application: Application[Any, Any, Any, Any, Any, Any] | None = None
        self.voice: Voice | None = None
        #: Updates that are not answered for the first time: their acts may have been done.
        self.replayed: set[int] = set()

    # In.

    async def initialize(self) -> None:
        """What was not answered when the process ended comes first."""
        for update in await self._stored.waiting():
            self.replayed.add(update.update_id)
            if update.attempts >= _MOST_ATTEMPTS:
                await self._give_up(update)
            else:
                self._queue(update)

    async def keep(self, updates: Sequence[dict[str, Any]]) -> None:
        """Stores updates; when it returns they are safe and on their way."""
        rows = [(u["update_id"], _chat_of(u), json.dumps(_storable(u), ensure_ascii=False)) for u in updates]
        refused = []
        for update in await self._stored.keep(rows, self._clock.now()):
            if update.update_id in self._lane_of:
                continue
            if self._is_refused(update):
                refused.append(update.update_id)
            else:
                self._queue(update)
        if refused:
            await self._mark(refused)

    def close(self) -> None:
        """Hands out nothing more: what waits stays stored."""
        self._closing = True
        for task in self._asides:
            task.cancel()

    async def shutdown(self) -> None:
        """What is still waiting stays stored."""

    async def idle(self) -> None:
        """Returns when every update that was kept has been answered."""
        await self._idle.wait()

    # Out.

    async def do_process_update(self, update: object, coroutine: Awaitable[Any]) -> None:
        if not isinstance(update, Update):
            await coroutine
            return
        id_ = update.update_id
        if id_ in self.replayed and id_ not in self._retries:
            await self._count(id_)
        # A payment about to be made waits for no other chat either.
        async with nullcontext() if update.pre_checkout_query is not None else self._turns:
            await coroutine
        if id_ in self._to_retry:
            self._to_retry.discard(id_)
            asyncio.get_running_loop().call_later(self._retries[id_].pause, self._put_first, id_)
        else:
            await self._done(id_)

    def again(self, update_id: int, *, unsure: bool) -> bool:
        """The answer did not get through: the update is answered once more. False when that has no end.

        When nobody knows whether it got through it is tried only once more, as it may come twice.
        """
        retry = self._retries.setdefault(update_id, _Retry())
        retry.times += 1
        retry.doubts += unsure
        if retry.times > _MOST_RETRIES or retry.doubts > 1:
            return False
        self.replayed.add(update_id)
        self._to_retry.add(update_id)
        return True

    async def _count(self, update_id: int) -> None:
        try:
            await self._stored.tried(update_id)
        except Exception:
            log.exception("could not count the try", update=update_id)

    async def _mark(self, update_ids: Sequence[int]) -> None:
        """Written after the answer; what is not written is answered again after a restart."""
        try:
            await self._stored.done(update_ids, self._clock.now())
        except Exception:
            log.exception("could not mark as done", updates=list(update_ids))

    async def _done(self, update_id: int) -> None:
        await self._mark([update_id])
        self.replayed.discard(update_id)
        self._retries.pop(update_id, None)
        lane_id = self._lane_of.pop(update_id)
        lane = self._lanes[lane_id]
        lane.waiting.popleft()
        lane.busy = False
        self._hand_out(lane_id)

    def _queue(self, update: StoredUpdate) -> None:
        """A payment about to be made has ten seconds: it waits for nothing else of its chat."""
        self._idle.clear()
        lane_id = f"checkout {update.update_id}" if _is_precheckout(update) else update.chat_id
        self._lane_of[update.update_id] = lane_id
        self._lanes.setdefault(lane_id, _Lane()).waiting.append(update)
        self._hand_out(lane_id)

    def _hand_out(self, lane_id: _LaneId) -> None:
        lane = self._lanes[lane_id]
        if not lane.waiting:
            del self._lanes[lane_id]
            if not self._lanes:
                self._idle.set()
        elif not lane.busy:
            lane.busy = True
            self._put(lane.waiting[0])

    def _put_first(self, update_id: int) -> None:
        self._put(self._lanes[self._lane_of[update_id]].waiting[0])

    def _put(self, update: StoredUpdate) -> None:
        if not self._closing and self.application is not None:
            self.application.update_queue.put_nowait(self._parsed(update))

    def _parsed(self, update: StoredUpdate) -> Update:
        """An update that cannot be read is passed on empty, so that it is done with like any other."""
        bot = self.application.bot if self.application is not None else None
        try:
            return Update.de_json(json.loads(update.body), bot)
        except Exception:
            log.exception("update cannot be read", update=update.update_id)
            return Update(update.update_id)

    # Too much.

    def _is_refused(self, update: StoredUpdate) -> bool:
        """Too much at once: told once, and not a tap, nor anything about money or about being there."""
        lane = self._lanes.get(update.chat_id)
        if lane is None or len(lane.waiting) <= MOST_WAITING or _is_always_taken(update):
            return False
        if not lane.warned and self.voice is not None:
            lane.warned = True
            self._aside(self.voice.slow_down(update.chat_id))
        return True

    async def _give_up(self, update: StoredUpdate) -> None:
        log.error("update given up", update=update.update_id, attempts=update.attempts)
        await self._mark([update.update_id])
        if self.voice is not None:
            self._aside(self.voice.gave_up(update.chat_id))

    def _aside(self, saying: Coroutine[Any, Any, None]) -> None:
        """Said while the updates go on; nothing depends on it."""
        task = asyncio.create_task(saying)
        self._asides.add(task)
        task.add_done_callback(self._asides.discard)


def _chat_of(update: dict[str, Any]) -> int:
    """Whose turn an update belongs to: its chat, else its sender."""
    for kind, content in update.items():
        if kind == "update_id" or not isinstance(content, dict):
            continue
        message = content.get("message") if kind == "callback_query" else content
        chat = (message or {}).get("chat") or content.get("from") or content.get("user")
        if isinstance(chat, dict):
            return int(chat["id"])
    return 0


def _storable(content: Any) -> Any:
    """Without what no database keeps as text: NUL, and halves of a character."""
    if isinstance(content, str):
        return content.replace("\0", "").encode(errors="ignore").decode()
    if isinstance(content, dict):
        return {key: _storable(value) for key, value in content.items()}
    return [_storable(value) for value in content] if isinstance(content, list) else content


def _is_precheckout(update: StoredUpdate) -> bool:
    return "pre_checkout_query" in json.loads(update.body)


def _is_always_taken(update: StoredUpdate) -> bool:
    data = json.loads(update.body)
    paid = "successful_payment" in data.get("message", {})
    return paid or not {"callback_query", "pre_checkout_query", "my_chat_member"}.isdisjoint(data)
