"""When an answer fails: what is tried again by itself, and what the person is told."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

import structlog
from telegram import Update
from telegram.error import BadRequest, NetworkError, RetryAfter, TelegramError

from bot import outgoing, refusals
from bot.inbox import Inbox
from bot.screen import Screen
from bot.services import Services
from bot.telegram.transport import Unsure
from bot.texts import Words, language_of, words
from core.ports import Unavailable

log = structlog.get_logger()


class Trouble:
    """The inbox's voice, and PTB's error handler."""

    def __init__(self, services: Services, inbox: Inbox) -> None:
        self._services = services
        self._inbox = inbox

    async def slow_down(self, chat_id: int) -> None:
        w = await self._words_for(chat_id)
        await self._say(
            chat_id, Screen(w("One thing at a time, please: I am still busy with your last messages."))
        )

    async def gave_up(self, chat_id: int) -> None:
        await self._say(chat_id, refusals.our_fault(await self._words_for(chat_id)))

    async def failed(self, update: object, context: Any) -> None:
        """What may pass is tried again; what the program did wrong is logged, and said without a trace."""
        error = context.error
        if not isinstance(update, Update):
            log.error("job failed", exc_info=error)
            return
        if _may_pass(error) and self._inbox.again(update.update_id, unsure=isinstance(error, Unsure)):
            log.warning("answer did not get through", update=update.update_id, error=type(error).__name__)
            return
        log.error("update failed", update=update.update_id, exc_info=error)
        user = update.effective_user
        # An answer that is not seen to arrive may be there all the same: nothing is to contradict it.
        if user is None or (isinstance(error, NetworkError) and _may_pass(error)):
            return
        if update.callback_query is not None:
            with suppress(TelegramError):
                await update.callback_query.answer()
        w = words(language_of(user.language_code, self._services.settings.default_language))
        await self._say(user.id, refusals.our_fault(w))

    async def _words_for(self, chat_id: int) -> Words:
        person = await self._services.store.read(lambda books: books.people.find(chat_id))
        return words(person.language if person else self._services.settings.default_language)

    async def _say(self, chat_id: int, screen: Screen) -> None:
        with suppress(TelegramError):
            await outgoing.send(self._services, chat_id, screen)


def _may_pass(error: BaseException | None) -> bool:
    if isinstance(error, BadRequest):
        return False
    return isinstance(error, NetworkError | RetryAfter | Unavailable)
