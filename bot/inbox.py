"""Updates are stored before Telegram may forget them, answered in order, and only then done."""

from __future__ import annotations

import asyncio
import json
from collections import defaultdict, deque
from collections.abc import Awaitable, Callable, Sequence
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
#: So many chats are answered side by side.
_SIDE_BY_SIDE = 32
#: An update that has outlived so many starts of the process is what ends it.
_MOST_ATTEMPTS = 5


class StoredUpdate(Protocol):
    """An update as it was kept; `attempts` counts the starts at which it was waiting."""

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

    async def restarted(self) -> Sequence[StoredUpdate]: ...

    async def done(self, update_id: int, now: datetime) -> None: ...

    async def last_id(self) -> int | None: ...

    async def forget_before(self, moment: datetime) -> None: ...


@dataclass(slots=True)
class _Chat:
    waiting: deque[StoredUpdate] = field(default_factory=deque)
    busy: bool = False
    warned: bool = False


class Inbox(BaseUpdateProcessor):
    """One chat in order, chats side by side.

    A chat's next update is handed out when its last is done, so that no lock waits inside the
    application's semaphore.
    """

    def __init__(self, stored: UpdateStore, clock: Clock) -> None:
        super().__init__(_SIDE_BY_SIDE)
        self._stored = stored
        self._clock = clock
        self._chats: defaultdict[int, _Chat] = defaultdict(_Chat)
        self._chat_of: dict[int, int] = {}
        self._idle = asyncio.Event()
        self._idle.set()
        self.application: Application[Any, Any, Any, Any, Any, Any] | None = None
        self.slow_down: Callable[[int], Awaitable[None]] | None = None
        #: Updates that were waiting when the process started: their acts may have been done.
        self.replayed: set[int] = set()

    async def initialize(self) -> None:
        """What was not answered when the process ended comes first."""
        for update in await self._stored.restarted():
            if update.attempts > _MOST_ATTEMPTS:
                log.error("update given up", update=update.update_id)
                await self._stored.done(update.update_id, self._clock.now())
                continue
            self.replayed.add(update.update_id)
            self._queue(update)

    async def shutdown(self) -> None:
        """What is still waiting stays stored."""

    async def keep(self, updates: Sequence[dict[str, Any]]) -> None:
        """Stores updates; when it returns they are safe and on their way."""
        rows = [(u["update_id"], _chat_of(u), json.dumps(u, ensure_ascii=False)) for u in updates]
        for update in await self._stored.keep(rows, self._clock.now()):
            if await self._is_refused(update):
                continue
            self._queue(update)

    async def idle(self) -> None:
        """Returns when every update that was kept has been answered."""
        await self._idle.wait()

    async def do_process_update(self, update: object, coroutine: Awaitable[Any]) -> None:
        await coroutine
        if isinstance(update, Update):
            await self._done(update.update_id)

    async def _done(self, update_id: int) -> None:
        """Written after the answer; what is not written is answered again after a restart."""
        try:
            await self._stored.done(update_id, self._clock.now())
        except Exception:
            log.exception("could not mark as done", update=update_id)
        self.replayed.discard(update_id)
        chat_id = self._chat_of.pop(update_id)
        chat = self._chats[chat_id]
        chat.waiting.popleft()
        chat.busy = False
        self._hand_out(chat_id)

    def _queue(self, update: StoredUpdate) -> None:
        self._idle.clear()
        self._chat_of[update.update_id] = update.chat_id
        chat = self._chats[update.chat_id]
        ahead = chat.waiting and _is_precheckout(update.body)
        if ahead:
            chat.waiting.insert(1, update)
        else:
            chat.waiting.append(update)
        self._hand_out(update.chat_id)

    def _hand_out(self, chat_id: int) -> None:
        chat = self._chats[chat_id]
        if not chat.waiting:
            del self._chats[chat_id]
            if not self._chats:
                self._idle.set()
        elif not chat.busy and self.application is not None:
            chat.busy = True
            data = json.loads(chat.waiting[0].body)
            update = Update.de_json(data, self.application.bot)
            self.application.update_queue.put_nowait(update)

    async def _is_refused(self, update: StoredUpdate) -> bool:
        """Too much at once: told once, and not a tap, nor anything about money."""
        chat = self._chats.get(update.chat_id)
        if chat is None or len(chat.waiting) <= MOST_WAITING or _always_taken(update.body):
            return False
        if not chat.warned and self.slow_down is not None:
            chat.warned = True
            await self.slow_down(update.chat_id)
        await self._stored.done(update.update_id, self._clock.now())
        return True


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


def _is_precheckout(body: str) -> bool:
    return '"pre_checkout_query"' in body


def _always_taken(body: str) -> bool:
    data = json.loads(body)
    paid = "successful_payment" in data.get("message", {})
    return paid or "callback_query" in data or "pre_checkout_query" in data
