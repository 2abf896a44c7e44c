"""Sends what is stored to be told: one notice a person at a time, each marked right after its answer."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Protocol

import structlog
from telegram.error import BadRequest, Forbidden, NetworkError, RetryAfter, TelegramError

from bot import outgoing
from bot.notices import rendered
from bot.services import Services
from bot.telegram.limiter import NOTICE
from bot.telegram.transport import Unsure
from core.act import SYSTEM, Act
from core.notice import Notice, NoticeKind, NoticeState, told
from core.ports import Books
from core.use_cases import ticking

log = structlog.get_logger()

#: How many notices are on their way at once.
_AT_ONCE = 20
#: One that may have arrived is tried once more; one that surely did not, as long as it matters.
_UNSURE_TRIES = 2
_LONGEST_BACKOFF = timedelta(minutes=10)


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

    def wake(self) -> None:
        self._woken.set()

    async def run(self) -> None:
        """Until cancelled. What an earlier process had taken is free again first."""
        await self._outbox.release()
        while True:
            self._woken.clear()
            try:
                await self.drain()
            except Exception:
                log.exception("delivery failed")
                await asyncio.sleep(1)
            await self._woken.wait()

    async def drain(self) -> int:
        """Sends all that is due now; returns how many notices were dealt with."""
        async with self._one_round:
            dealt_with = 0
            while notices := await self._outbox.claim(self._services.now(), _AT_ONCE):
                async with asyncio.TaskGroup() as group:
                    for notice in notices:
                        group.create_task(self._deliver(notice))
                dealt_with += len(notices)
            return dealt_with

    async def due_next(self) -> datetime | None:
        """When something is to be sent next."""
        return await self._outbox.due_next()

    async def _deliver(self, notice: Notice) -> None:
        services = self._services
        now = services.now()
        try:
            screen = await services.store.read(lambda books: rendered(services, books, notice, now))
            if screen is None:
                await self._mark(replace(notice, state=NoticeState.DROPPED))
                return
            silenced = replace(screen, silent=screen.silent or notice.silent)
            message = await outgoing.send(services, notice.person_id, silenced, NOTICE)
        except Exception as error:  # noqa: BLE001  # whatever happened, it is written down and the others go on
            await self._refused(notice, error)
        else:
            sent = replace(notice, state=NoticeState.SENT, sent_at=now, message_id=message.message_id)
            await self._mark(sent)

    async def _mark(self, notice: Notice) -> None:
        now = self._services.now()

        async def work(books: Books) -> None:
            await books.notices.save(replace(notice, leased_until=None))
            if notice.state is NoticeState.SENT:
                await ticking.reached(books, notice, now)

        await self._services.store.write(work)

    async def _refused(self, notice: Notice, error: Exception) -> None:
        """What is tried again, and when; what is given up is logged."""
        now = self._services.now()
        match error:
            case Forbidden():
                await self._services.store.write(lambda books: _blocked(books, notice, now))
            case RetryAfter():
                wait = error.retry_after
                seconds = wait if isinstance(wait, timedelta) else timedelta(seconds=wait)
                await self._later(notice, now + seconds)
            case Unsure() if notice.attempts >= _UNSURE_TRIES:
                await self._give_up(notice, error)
            case BadRequest():
                await self._give_up(notice, error)
            case NetworkError() | TelegramError():
                wait = min(timedelta(seconds=2**notice.attempts), _LONGEST_BACKOFF)
                await self._later(notice, now + wait)
            case _:
                await self._give_up(notice, error)

    async def _later(self, notice: Notice, due_at: datetime) -> None:
        log.info("notice waits", notice=notice.id, until=due_at.isoformat())
        await self._mark(replace(notice, due_at=due_at))

    async def _give_up(self, notice: Notice, error: Exception) -> None:
        log.error("notice failed", notice=notice.id, kind=notice.kind.value, exc_info=error)
        await self._mark(replace(notice, state=NoticeState.FAILED))


async def _blocked(books: Books, notice: Notice, now: datetime) -> None:
    """The person's notices stop; their trainers hear it once."""
    person = await books.people.get(notice.person_id)
    await books.notices.save(replace(notice, leased_until=None))
    if person.blocked_at is not None:
        return
    await books.people.save(replace(person, blocked_at=now))
    act = Act(f"blocked:{person.id}:{int(now.timestamp())}", SYSTEM, now)
    for client in await books.clients.of_person(person.id):
        kind = NoticeKind.UNREACHABLE
        await books.notices.add([told(client.trainer_id, kind, act, client_id=client.id)])
