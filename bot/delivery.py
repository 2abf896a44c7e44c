"""Sends what is stored to be told: one notice a person at a time, each marked right after its answer."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from typing import Protocol

import structlog
from telegram import Message
from telegram.error import BadRequest, Forbidden, RetryAfter, TelegramError

from bot import outgoing
from bot.notices import rendered
from bot.services import Services
from bot.telegram.limiter import NOTICE
from bot.telegram.transport import Unsure
from core.notice import Notice, NoticeState, emptied
from core.ports import Books, Unavailable
from core.use_cases import reaching, relaying, ticking

log = structlog.get_logger()

#: How many notices are on their way at once.
_AT_ONCE = 20
#: One that may have arrived is tried once more; one that surely did not, as long as it matters.
_MOST_DOUBTS = 2
_LONGEST_BACKOFF = timedelta(minutes=10)
#: What is on its way gets so many seconds when the bot stops.
_LAST_SECONDS = 1.5


class Outbox(Protocol):
    """Where the work comes from."""

    async def claim(self, now: datetime, most: int) -> Sequence[Notice]: ...

    async def release(self) -> None: ...

    async def due_next(self) -> datetime | None: ...


class Delivery:
    """A task of its own, woken by each commit and by the tick."""

    def __init__(self, services: Services, outbox: Outbox) -> None:
        self._services = services
        self._outbox = outbox
        self._woken = asyncio.Event()
        self._one_round = asyncio.Lock()
        self._flying: dict[int, asyncio.Task[None]] = {}
        self._closing = False

    def wake(self) -> None:
        self._woken.set()

    async def release(self) -> None:
        """At start: what an earlier process had taken is free again."""
        await self._outbox.release()

    async def run(self) -> None:
        """Until cancelled."""
        while True:
            try:
                await self.drain()
            except Exception:
                # The database is away; the next tick wakes this task again.
                log.exception("delivery failed")
            await self._woken.wait()

    async def drain(self) -> int:
        """Sends all that is due now; returns how many notices were dealt with."""
        async with self._one_round:
            dealt_with = 0
            while True:
                self._woken.clear()
                dealt_with += await self._take()
                if not self._flying:
                    return dealt_with
                await self._landing_or_wake()

    async def close(self) -> None:
        """What is on its way is finished and marked; nothing new is taken."""
        self._closing = True
        if self._flying:
            _done, late = await asyncio.wait(self._flying.values(), timeout=_LAST_SECONDS)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)

    async def due_next(self) -> datetime | None:
        """When something is to be sent next."""
        return await self._outbox.due_next()

    async def _take(self) -> int:
        room = _AT_ONCE - len(self._flying)
        if self._closing or room <= 0:
            return 0
        claimed = await self._outbox.claim(self._services.now(), room)
        # One that was sent while the database was away still waits to be marked.
        notices = [n for n in claimed if n.id not in self._flying]
        for notice in notices:
            task = asyncio.create_task(self._deliver(notice))
            self._flying[notice.id] = task
            task.add_done_callback(partial(self._landed, notice.id))
        return len(notices)

    async def _landing_or_wake(self) -> None:
        """One slow reader does not hold up what is written meanwhile for the others."""
        woken = asyncio.create_task(self._woken.wait())
        await asyncio.wait([*self._flying.values(), woken], return_when=asyncio.FIRST_COMPLETED)
        woken.cancel()

    def _landed(self, notice_id: int, task: asyncio.Task[None]) -> None:
        del self._flying[notice_id]

    async def _deliver(self, notice: Notice) -> None:
        """Never raises: whatever happens to one notice is written down, and the others go on."""
        try:
            message, look = await self._send(notice)
        except Exception as error:  # noqa: BLE001  # each kind has its consequence there
            outcome = _after_failure(notice, error, self._services.now())
        else:
            outcome = _after_sending(notice, message, look, self._services.now())
        await self._write_surely(outcome)

    async def _send(self, notice: Notice) -> tuple[Message | None, str]:
        """What was sent, and a digest of what it shows."""
        services, now = self._services, self._services.now()
        screen = await services.store.read(lambda books: rendered(services, books, notice, now))
        if screen is None:
            return None, ""
        screen = replace(screen, silent=screen.silent or notice.silent)
        return await outgoing.send(services, notice.person_id, screen, NOTICE), outgoing.look(screen)

    async def _write_surely(self, outcome: _Outcome) -> None:
        """A notice that was sent and not marked is sent again: the database gets time to come back."""
        pause = 0.1
        while True:
            try:
                await self._services.store.write(outcome.written)
                return
            except Unavailable:
                log.warning("could not mark a notice yet", notice=outcome.notice.id, pause=pause)
                await asyncio.sleep(pause)
                pause = min(pause * 2, 10)
            except Exception:
                log.exception("notice had no consequence", notice=outcome.notice.id)
                if outcome.then is None:
                    return
                outcome = replace(outcome, then=None)


@dataclass(frozen=True, slots=True)
class _Outcome:
    """How a notice stands after a try, and what follows from it in the same transaction."""

    notice: Notice
    then: Callable[[Books], Awaitable[None]] | None = None

    async def written(self, books: Books) -> None:
        await books.notices.save(emptied(replace(self.notice, leased_until=None)))
        if self.then is not None:
            await self.then(books)


def _after_sending(notice: Notice, message: Message | None, look: str, now: datetime) -> _Outcome:
    if message is None:
        dropped = replace(notice, state=NoticeState.DROPPED)
        return _Outcome(dropped, partial(relaying.came_back, notice=notice, now=now))
    sent = replace(notice, state=NoticeState.SENT, sent_at=now, message_id=message.message_id)
    return _Outcome(sent, partial(ticking.reached, notice=sent, look=look, now=now))


def _after_failure(notice: Notice, error: Exception, now: datetime) -> _Outcome:
    """What is tried again, and when; what is given up is logged."""
    match error:
        case Forbidden():
            # It stays: it is sent after a sign of life, if it still matters then.
            return _Outcome(notice, partial(reaching.lost, person_id=notice.person_id, now=now))
        case RetryAfter():
            wait = error.retry_after
            return _later(notice, now + (wait if isinstance(wait, timedelta) else timedelta(seconds=wait)))
        case Unsure() if notice.doubts + 1 < _MOST_DOUBTS:
            return _later(replace(notice, doubts=notice.doubts + 1), now + _backoff(notice))
        case Unsure() | BadRequest():
            return _given_up(notice, error, now)
        case TelegramError() | Unavailable():
            return _later(notice, now + _backoff(notice))
        case _:
            return _given_up(notice, error, now)


def _later(notice: Notice, due_at: datetime) -> _Outcome:
    log.info("notice waits", notice=notice.id, until=due_at.isoformat())
    return _Outcome(replace(notice, due_at=due_at))


def _backoff(notice: Notice) -> timedelta:
    return min(timedelta(seconds=2 ** min(notice.attempts, 16)), _LONGEST_BACKOFF)


def _given_up(notice: Notice, error: Exception, now: datetime) -> _Outcome:
    log.error("notice failed", notice=notice.id, kind=notice.kind.value, exc_info=error)
    failed = replace(notice, state=NoticeState.FAILED)
    return _Outcome(failed, partial(relaying.came_back, notice=notice, now=now))
