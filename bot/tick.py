"""The heartbeat: looks for what time has brought and has it decided; it sends nothing itself."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime

import structlog

from bot.services import Services
from core.draft import AGED
from core.ports import Books
from core.use_cases import money, proposing, ticking

log = structlog.get_logger()

_DECIDE: dict[str, Callable[[Books, int, datetime], Awaitable[None]]] = {
    "booking": ticking.look_at,
    "charge": money.became_due,
    "proposal": proposing.lapse,
    "list": ticking.daily_list,
}


async def tick(services: Services) -> int:
    """Decides all that is due; returns how much it was. One that fails does not stop the others."""
    now, decided = services.now(), 0
    failed: set[tuple[str, int]] = set()
    while True:
        due = [
            item
            for item in await services.store.read(lambda b: ticking.work_due(b, now))
            if item not in failed
        ]
        if not due:
            break
        for kind, id_ in due:
            try:
                await services.store.write(_bound(kind, id_, now))
                decided += 1
            except Exception:
                failed.add((kind, id_))
                log.exception("tick could not decide", kind=kind, id=id_)
    await services.store.write(lambda b: b.drafts.close_untouched_since(now - AGED))
    return decided


def _bound(kind: str, id_: int, now: datetime) -> Callable[[Books], Awaitable[None]]:
    return lambda books: _DECIDE[kind](books, id_, now)
