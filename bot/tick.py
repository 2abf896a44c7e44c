"""The heartbeat: looks for what time has brought and has it decided; it sends nothing itself."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from functools import partial

import structlog

from bot.services import Services
from core.draft import AGED
from core.errors import AlreadyDone
from core.ports import Books
from core.use_cases import (
    concluding,
    debts,
    holiday_offers,
    money,
    proposing,
    relaying,
    requesting,
    ticking,
    waiting,
)
from core.use_cases.classes import due as classes_due

log = structlog.get_logger()

DECIDE: dict[str, Callable[[Books, int, datetime], Awaitable[None]]] = {
    "booking": ticking.look_at,
    "charge": money.became_due,
    "debt": debts.remind_due,
    "proposal": proposing.lapse,
    "list": ticking.daily_list,
    "holiday": holiday_offers.offer,
    "hold": ticking.release_holds,
    "contract": concluding.look_at,
    "class": classes_due.look_at,
    "request": requesting.look_at,
    "wait": waiting.look_at,
}
#: How often what is no longer needed is cleared away.
_CLEANING = timedelta(minutes=10)
#: Telegram repeats nothing that is older than a day.
_UPDATES_KEPT = timedelta(days=3)

Item = tuple[str, int]


class Heartbeat:
    """Called by the tick; `forget_updates` clears away what was answered before a moment."""

    def __init__(self, services: Services, forget_updates: Callable[[datetime], Awaitable[None]]) -> None:
        self._services = services
        self._forget_updates = forget_updates
        self._cleaned_at: datetime | None = None
        #: What could not be decided, and was reported.
        self._failing: set[Item] = set()

    async def beat(self) -> int:
        """Decides all that is due; returns how much it was. One that fails does not stop the others."""
        now = self._services.now()
        looked_at: set[Item] = set()
        failed: set[Item] = set()
        while due := [item for item in await self._due(now, len(looked_at)) if item not in looked_at]:
            for item in due:
                looked_at.add(item)
                if not await self._decide(item, now):
                    failed.add(item)
        self._failing = failed
        await self._clean(now)
        return len(looked_at) - len(failed)

    async def _due(self, now: datetime, known: int) -> list[Item]:
        """Room for those that were looked at and are due all the same."""
        return list(await self._services.store.read(lambda b: ticking.work_due(b, now, 100 + known)))

    async def _decide(self, item: Item, now: datetime) -> bool:
        kind, id_ = item
        try:
            await self._services.store.write(partial(_decided, kind=kind, id_=id_, now=now))
        except AlreadyDone:
            # Another beat was quicker.
            return True
        except Exception:
            # Every few seconds it is tried again, and said once.
            if item not in self._failing:
                log.exception("tick could not decide", kind=kind, id=id_)
            return False
        return True

    async def _clean(self, now: datetime) -> None:
        if self._cleaned_at is not None and now - self._cleaned_at < _CLEANING:
            return
        await self._services.store.write(lambda b: b.drafts.close_untouched_since(now - AGED))
        await self._services.store.write(lambda b: relaying.forget_undelivered(b, now))
        await self._forget_updates(now - _UPDATES_KEPT)
        self._cleaned_at = now


async def _decided(books: Books, kind: str, id_: int, now: datetime) -> None:
    await DECIDE[kind](books, id_, now)
