"""Keeps the pinned card of each trainer's day as the day is: pinned, brought up to date, taken down."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any

import structlog
from telegram import Update
from telegram.error import BadRequest, Forbidden, RetryAfter, TelegramError
from telegram.ext import MessageHandler, filters

from bot import outgoing
from bot.screen import Screen
from bot.services import Services
from core.people import Person, Trainer
from core.ports import Books, Unavailable
from core.today_card import Pin, TodayCard
from core.use_cases import carding, reaching

log = structlog.get_logger()

#: So many cards are brought up to date side by side, and looked for at once.
_AT_ONCE = 4
_MOST = 200
#: Events may be written in another order than they are numbered, but not by more than this.
_WINDOW = 64
#: What did not get through is tried again after that.
_PAUSE = timedelta(seconds=30)
_LONG_PAUSE = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Drawn:
    """What a card is to show now, of which day, and until when it does not change by itself."""

    screen: Screen
    day: date
    changes_at: datetime


Draw = Callable[[Books, Trainer, Person, datetime], Awaitable[Drawn]]


class TodayCards:
    """A task of its own, woken by each commit and by the tick; nobody waits for it."""

    def __init__(self, services: Services, draw: Draw) -> None:
        self._services = services
        self._draw = draw
        self._woken = asyncio.Event()
        self._one_round = asyncio.Lock()
        #: The events looked at last; after a start every card is looked at once.
        self._events: set[int] | None = None
        self._since = 0
        self._counted = 0

    def wake(self) -> None:
        self._woken.set()

    async def run(self) -> None:
        """Until cancelled."""
        while True:
            await self._woken.wait()
            try:
                await self.drain()
            except Exception:
                # The database is away; the next tick wakes this task again.
                log.exception("cards failed")

    async def drain(self) -> int:
        """Looks at all that may look different by now; returns how many cards it was."""
        async with self._one_round:
            self._woken.clear()
            cards = await self._services.store.read(self._to_look_at)
            turns = asyncio.Semaphore(_AT_ONCE)
            await asyncio.gather(*(self._keep(card, turns) for card in cards))
            return len(cards)

    async def due_next(self) -> datetime | None:
        """When a card is to be looked at by time alone."""
        return (await self._services.store.read(lambda b: b.today_cards.pulse(self._since))).next_look_at

    async def _to_look_at(self, books: Books) -> Sequence[TodayCard]:
        """One statement when there is nothing: whose events are new, and what is due by time."""
        now = self._services.now()
        pulse = await books.today_cards.pulse(self._since)
        cards: dict[int, TodayCard] = {}
        if self._events is None:
            self._events, _ = await books.today_cards.concerned(pulse.last_event - _WINDOW, ())
            cards = {card.id: card for card in await books.today_cards.every()}
        elif pulse.events != self._counted:
            seen, concerned = await books.today_cards.concerned(self._since, self._events)
            self._events = seen
            cards = {card.id: card for card in concerned}
        if pulse.next_look_at is not None and pulse.next_look_at <= now:
            cards |= {card.id: card for card in await books.today_cards.due(now, _MOST)}
        self._since = max(self._events, default=0) - _WINDOW
        self._events = {event for event in self._events if event > self._since}
        self._counted = len(self._events)
        return list(cards.values())

    async def _keep(self, card: TodayCard, turns: asyncio.Semaphore) -> None:
        """Never raises: one that cannot be shown does not stop the others."""
        async with turns:
            try:
                after = await _Look(self._services, self._draw, card).kept()
                if after != card:
                    await self._services.store.write(partial(carding.keep, before=card, after=after))
            except Unavailable:
                # The database is away: when it is back every card is looked at.
                self._events = None
            except Exception:
                log.exception("card had no look", person=card.id)
                later = replace(card, next_look_at=self._services.now() + _LONG_PAUSE)
                with suppress(Exception):
                    await self._services.store.write(partial(carding.keep, before=card, after=later))


class _Look:
    """One look at one card; `card` is how far it came, also when it was refused half-way."""

    def __init__(self, services: Services, draw: Draw, card: TodayCard) -> None:
        self._services = services
        self._draw = draw
        self.card = card

    async def kept(self) -> TodayCard | None:
        """The card as it is now; None when there is to be none any more."""
        now, person_id = self._services.now(), self.card.id
        try:
            return await self._brought_up(now)
        except Forbidden:
            # It is due again with the first sign of life.
            await self._services.store.write(partial(reaching.lost, person_id=person_id, now=now))
            return replace(self.card, next_look_at=now)
        except RetryAfter as told:
            wait = told.retry_after
            wait = wait if isinstance(wait, timedelta) else timedelta(seconds=wait)
            return replace(self.card, next_look_at=now + wait)
        except TelegramError as error:
            log.info("card waits", person=person_id, error=str(error))
            return replace(self.card, next_look_at=now + _PAUSE)

    async def _brought_up(self, now: datetime) -> TodayCard | None:
        if self.card.old_message_id is not None:
            await outgoing.unpin(self._services, (self.card.id, self.card.old_message_id))
            self.card = replace(self.card, old_message_id=None)
        drawn = await self._services.store.read(partial(self._drawn, now=now))
        if drawn is None or drawn.day != self.card.day:
            await self._take_down()
            return None
        try:
            await self._show(drawn.screen)
            await self._pin()
        except BadRequest as error:
            log.info("card is gone", person=self.card.id, error=error.message)
            return replace(self.card, message_id=None, next_look_at=drawn.changes_at)
        return replace(self.card, next_look_at=drawn.changes_at)

    async def _drawn(self, books: Books, now: datetime) -> Drawn | None:
        """Nothing for a trainer who does not want a card any more."""
        trainer = await books.trainers.get(self.card.id)
        if not trainer.today_card:
            return None
        return await self._draw(books, trainer, await books.people.get(self.card.id), now)

    async def _take_down(self) -> None:
        if self.card.message_id is not None and self.card.pin is not Pin.REFUSED:
            await outgoing.unpin(self._services, (self.card.id, self.card.message_id))

    async def _show(self, screen: Screen) -> None:
        look = outgoing.look(screen)
        if self.card.message_id is None or look == self.card.look:
            return
        await outgoing.refresh(self._services, (self.card.id, self.card.message_id), screen)
        self.card = replace(self.card, look=look)

    async def _pin(self) -> None:
        """One that was refused is not asked for again."""
        if self.card.message_id is None or self.card.pin is not Pin.WANTED:
            return
        try:
            await outgoing.pin(self._services, (self.card.id, self.card.message_id))
        except BadRequest as error:
            if "not found" in error.message:
                raise
            log.warning("card was not pinned", person=self.card.id, error=error.message)
            self.card = replace(self.card, pin=Pin.REFUSED)
        else:
            self.card = replace(self.card, pin=Pin.DONE)


def pin_messages(services: Services) -> MessageHandler[Any, Any]:
    """Telegram says in the chat that something was pinned: of our own pins that line is taken away."""

    async def callback(update: Update, context: Any) -> None:
        message = update.effective_message
        if message is None or message.from_user is None or message.from_user.id != services.bot.id:
            return
        with suppress(TelegramError):
            await services.bot.delete_message(message.chat_id, message.message_id)

    return MessageHandler(filters.StatusUpdate.PINNED_MESSAGE & filters.ChatType.PRIVATE, callback)
