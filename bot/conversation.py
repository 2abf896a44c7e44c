"""The one conversation of a chat: commands, taps and typed lines in; the draft row is its truth.

All dialogues live in one ConversationHandler, its states named "dialogue:step", so that only one can
be open in a chat. PTB keeps the state in memory while the bot runs; what was saved with the act is
read back at start, and wherever the two differ the saved draft wins.
"""

from __future__ import annotations

import warnings
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from typing import Any

import structlog
from telegram import Update
from telegram.ext import (
    BaseHandler,
    BasePersistence,
    CallbackQueryHandler,
    CommandHandler,
    ConversationHandler,
    MessageHandler,
    PersistenceInput,
    PreCheckoutQueryHandler,
    filters,
)
from telegram.warnings import PTBUserWarning

from bot import answering, menu
from bot.feature import Command, Feature
from bot.services import Services
from bot.visit import Visit
from core.ports import Books

log = structlog.get_logger()

NAME = "dialogue"
_TYPED = filters.TEXT & ~filters.COMMAND & filters.UpdateType.MESSAGE & filters.ChatType.PRIVATE
_PRIVATE = filters.ChatType.PRIVATE & filters.UpdateType.MESSAGE
#: A live location that moves on is an edited message too, and asks for no answer.
_EDITED = filters.ChatType.PRIVATE & filters.UpdateType.EDITED_MESSAGE & ~filters.LOCATION

Callback = Callable[[Update, Any], Coroutine[Any, Any, object]]
Answer = Callable[[Visit], Awaitable[None]]


def conversation(services: Services) -> ConversationHandler[Any]:
    """Everything in the order of the features; what nobody takes is answered last."""
    features = services.features
    entries: list[BaseHandler[Any, Any, Any]] = []
    for feature in features:
        entries += [_command(services, feature, c) for c in feature.commands]
        entries += _shared(services, feature)
    entries.append(CallbackQueryHandler(entered(services, _tapped(features))))
    entries.append(MessageHandler(filters.COMMAND & _PRIVATE, entered(services, answering.unknown_command)))
    steps = [name for feature in features for name in feature.steps]
    answer: list[BaseHandler[Any, Any, Any]] = [MessageHandler(_TYPED, entered(services, answering.step))]
    entries.append(MessageHandler(_TYPED, entered(services, answering.line)))
    entries.append(MessageHandler(_PRIVATE, entered(services, answering.not_text)))
    entries.append(MessageHandler(_EDITED, entered(services, answering.edited)))
    with warnings.catch_warnings():
        # A tap names its draft, so that it does not matter on which message its button stands.
        warnings.filterwarnings("ignore", message="If 'per_message=False'", category=PTBUserWarning)
        return ConversationHandler(
            entry_points=entries,
            states=dict.fromkeys(steps, answer),
            # Commands and taps work in the middle of a dialogue as they do outside of one.
            fallbacks=entries,
            name=NAME,
            persistent=True,
        )


def entered(services: Services, answer: Answer) -> Callback:
    """A handler of PTB around one of ours: who it is comes before, the dialogue's state after."""

    async def callback(update: Update, context: Any) -> object:
        visit = await answering.welcome(services, update)
        if visit is None:
            return None
        await answering.carefully(visit, answer)
        await menu.keep_up(visit)
        return f"{visit.draft.dialogue}:{visit.draft.step}" if visit.draft else ConversationHandler.END

    return callback


def _command(services: Services, feature: Feature, command: Command) -> CommandHandler[Any, Any]:
    async def answer(visit: Visit) -> None:
        if await answering.may(visit, command.who):
            await command.handler(visit)

    return CommandHandler(command.name, entered(services, answer), filters=_PRIVATE)


def _tapped(features: Sequence[Feature]) -> Answer:
    """Whichever button it is: a look at its prefix, not a handler for each of hundreds."""
    taps = {tap.button.prefix: tap for feature in features for tap in feature.taps}

    async def answer(visit: Visit) -> None:
        query = visit.update.callback_query
        packed = str(query.data) if query and query.data else ""
        tap = taps.get(packed.partition(":")[0])
        if tap is None:
            await answering.unknown_button(visit)
            return
        try:
            button = tap.button.unpack(packed)
        except ValueError:
            await answering.unknown_button(visit)
            return
        if await answering.may(visit, tap.who):
            await tap.handler(visit, button)

    return answer


def _shared(services: Services, feature: Feature) -> Sequence[BaseHandler[Any, Any, Any]]:
    """What comes by Telegram's pickers, and that a payment was made."""
    kinds = (
        (feature.on_users_shared, filters.StatusUpdate.USERS_SHARED),
        (feature.on_contact, filters.CONTACT),
        (feature.on_location, filters.LOCATION | filters.VENUE),
        (feature.on_payment, filters.SUCCESSFUL_PAYMENT),
    )
    return [
        MessageHandler(kind & _PRIVATE, entered(services, _unless_replied(handler)))
        for handler, kind in kinds
        if handler is not None
    ]


def _unless_replied(handler: Answer) -> Answer:
    """What replies to somebody's message is meant for them."""

    async def answer(visit: Visit) -> None:
        if not await answering.replied(visit):
            await handler(visit)

    return answer


def checkouts(services: Services) -> Sequence[BaseHandler[Any, Any, Any]]:
    """Payments about to be made: outside of the conversation, as they wait for nothing in it."""
    handlers = [f.on_checkout for f in services.features if f.on_checkout is not None]
    return [PreCheckoutQueryHandler(entered(services, handler)) for handler in handlers]


class SavedDrafts(BasePersistence[Any, Any, Any]):
    """Tells PTB at start which dialogues are open; writes nothing, because the steps themselves do."""

    def __init__(self, services: Services) -> None:
        super().__init__(store_data=PersistenceInput(False, False, False, False), update_interval=3600)
        self._services = services

    async def get_conversations(self, name: str) -> dict[Any, object]:
        async def work(books: Books) -> dict[Any, object]:
            return {
                (d.person_id, d.person_id): f"{d.dialogue}:{d.step}" for d in await books.drafts.all_open()
            }

        return await self._services.store.read(work)

    async def update_conversation(self, name: str, key: Any, new_state: object | None) -> None:
        """The draft was saved in the transaction of its step."""

    async def get_user_data(self) -> dict[int, Any]:
        return {}

    async def get_chat_data(self) -> dict[int, Any]:
        return {}

    async def get_bot_data(self) -> Any:
        return {}

    async def get_callback_data(self) -> None:
        return None

    async def update_user_data(self, user_id: int, data: Any) -> None: ...

    async def update_chat_data(self, chat_id: int, data: Any) -> None: ...

    async def update_bot_data(self, data: Any) -> None: ...

    async def update_callback_data(self, data: Any) -> None: ...

    async def drop_chat_data(self, chat_id: int) -> None: ...

    async def drop_user_data(self, user_id: int) -> None: ...

    async def refresh_user_data(self, user_id: int, user_data: Any) -> None: ...

    async def refresh_chat_data(self, chat_id: int, chat_data: Any) -> None: ...

    async def refresh_bot_data(self, bot_data: Any) -> None: ...

    async def flush(self) -> None: ...
