"""Walks a clock that stands still from due moment to due moment, and lets each happen."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

from bot.app import TrainerBot
from bot.clock import SetClock
from bot.demo.telegram.local import LocalTelegram

Settled = Callable[[], Awaitable[None]]

#: What is due and cannot be done yet does not stop the clock: it goes on in steps of the time bar.
_STEP = timedelta(minutes=15)


async def settled(telegram: LocalTelegram, bot: TrainerBot) -> None:
    """Returns when everybody has been answered and told.

    An answer can make news of its own: a payment follows the word that it may be made.
    """
    while True:
        known = telegram.world.next_update_id
        await telegram.quiet()
        await bot.settle()
        if telegram.is_quiet() and telegram.world.next_update_id == known:
            return


class Walk:
    """A day at once is the same as a quarter of an hour ninety-six times."""

    def __init__(self, bot: TrainerBot, clock: SetClock, settled: Settled) -> None:
        self._bot = bot
        self._clock = clock
        self._settled = settled

    def now(self) -> datetime:
        return self._clock.now()

    async def advance(self, by: timedelta) -> None:
        """Every moment on the way at which something is due gets its tick and its delivery."""
        until = self.now() + by
        await self._settled()
        while (due := await self._next(cards=True)) is not None and due <= until:
            self._clock.set(due if due > self.now() else min(self.now() + _STEP, until))
            await self._settled()
            if self.now() == until:
                return
        self._clock.set(until)
        await self._settled()

    async def to_next_event(self) -> None:
        due = await self._next()
        if due is not None:
            await self.advance(max(due - self.now(), timedelta(0)))

    async def _next(self, *, cards: bool = False) -> datetime | None:
        """That a card shows another time is no event of its own."""
        decided = await self._bot.store.read(lambda books: books.next_due())
        sent = await self._bot.delivery.due_next()
        shown = await self._bot.today_cards.due_next() if cards else None
        return min((m for m in (decided, sent, shown) if m is not None), default=None)
