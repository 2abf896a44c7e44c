"""One update of one person while it is answered: who they are, what they may do, how to answer."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from typing import Any, TypeVar

from telegram import Message, Update

from bot import outgoing
from bot.feature import EVERYBODY, Who
from bot.saying import Calendar
from bot.screen import Screen
from bot.services import Services
from bot.staying import stays
from bot.texts import Words, words
from core.act import Act
from core.draft import Draft
from core.people import Person, Trainer
from core.ports import Books

T = TypeVar("T")


@dataclass(slots=True)
class Visit:
    """`draft` is the open dialogue; opening and closing one goes through `open` and `close`."""

    services: Services
    update: Update
    person: Person
    trainer: Trainer | None
    is_client: bool
    now: datetime
    replayed: bool = False
    draft: Draft | None = None
    #: The one answer to a tap, when it has been given.
    toasted: bool = False
    acts: int = field(default=0)
    #: What was said below a message that stays: it is what is shown further on.
    _below: Message | None = None

    @property
    def roles(self) -> frozenset[Who]:
        """What the person is; admins are named in the settings."""
        mine = {
            Who.TRAINER: self.trainer is not None,
            Who.CLIENT: self.is_client,
            Who.ADMIN: self.person.id in self.services.settings.admin_ids,
        }
        return EVERYBODY | {who for who, is_one in mine.items() if is_one}

    @property
    def w(self) -> Words:
        return words(self.person.language)

    @property
    def calendar(self) -> Calendar:
        """Says times to this person about their own sessions as a trainer."""
        return self.calendar_for(self.trainer.zone if self.trainer else self.person.zone)

    def calendar_for(self, place_zone: str) -> Calendar:
        return Calendar.of(self.w, self.person.zone, place_zone, self.now)

    @property
    def me(self) -> Trainer:
        """The trainer; handlers for trainers are only called for one."""
        if self.trainer is None:
            raise LookupError("not a trainer")
        return self.trainer

    @property
    def text(self) -> str:
        message = self.update.effective_message
        return (message.text or "") if message else ""

    @property
    def tapped(self) -> Message | None:
        """The message whose button was tapped."""
        query = self.update.callback_query
        return query.message if query and isinstance(query.message, Message) else None

    def act(self, key: str | None = None) -> Act:
        """An act of this person; without a key of its own it is this update's next one."""
        if key is None:
            key = f"u{self.update.update_id}:{self.acts}"
            self.acts += 1
        return Act(key, self.person.id, self.now)

    async def write(self, work: Callable[..., Awaitable[T]], *args: Any, **options: Any) -> T:
        """Runs a use case in one transaction: `work(books, *args, **options)`."""
        return await self.services.store.write(_bound(work, args, options))

    async def read(self, work: Callable[..., Awaitable[T]], *args: Any, **options: Any) -> T:
        return await self.services.store.read(_bound(work, args, options))

    # Answering.

    async def show(self, screen: Screen) -> Message | None:
        """In place of the message whose button was tapped, unless that one stays; else as a new message."""
        tapped = self.tapped
        if tapped is None or screen.keyboard is not None:
            return await self.say(screen)
        place = self._below if stays(tapped) else tapped
        if place is not None:
            return await outgoing.edit(self.services, place, screen)
        self._below = await self.say(screen)
        return self._below

    async def say(self, screen: Screen) -> Message:
        """A new message."""
        return await outgoing.send(self.services, self.person.id, screen)

    async def toast(self, text: str = "", *, alert: bool = False) -> None:
        """The one answer to a tap; a later one is said as a message when it matters."""
        query = self.update.callback_query
        if query is None or self.toasted:
            return
        self.toasted = True
        try:
            await outgoing.answer(query, text[:200], alert=alert)
        except Exception:
            self.toasted = False
            raise

    # Dialogues.

    async def save(self, draft: Draft, books: Books | None = None) -> Draft:
        """Keeps a dialogue's answers, in the transaction of an act when there is one."""
        draft = replace(draft, last_update_id=self.update.update_id, updated_at=self.now)
        if books is None:
            draft = await self.services.store.write(partial(_saved, draft=draft))
        else:
            draft = await _saved(books, draft=draft)
        self.draft = None if draft.parked else draft
        return draft

    async def close(self, books: Books | None = None, draft: Draft | None = None) -> None:
        """Ends a dialogue: done, or given up."""
        draft = draft or self.draft
        if draft is None:
            return
        if books is None:
            await self.services.store.write(lambda b: b.drafts.close(draft.id))
        else:
            await books.drafts.close(draft.id)
        if self.draft is not None and self.draft.id == draft.id:
            self.draft = None


async def _saved(books: Books, draft: Draft) -> Draft:
    """Only one dialogue is open at a time: another one is parked."""
    if not draft.parked:
        other = await books.drafts.current(draft.person_id)
        if other is not None and other.id != draft.id:
            await books.drafts.save(replace(other, parked=True))
    if draft.id == 0:
        return await books.drafts.add(draft)
    await books.drafts.save(draft)
    return draft


def _bound(
    work: Callable[..., Awaitable[T]], args: tuple[Any, ...], options: dict[str, Any]
) -> Callable[[Books], Awaitable[T]]:
    return lambda books: work(books, *args, **options)
