"""Groups and channels: the bot is for private chats; it says so in one sentence and leaves."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from contextlib import suppress
from typing import Any

from telegram import ChatMemberUpdated, Update
from telegram.constants import ChatMemberStatus, ChatType
from telegram.error import TelegramError

from bot import outgoing
from bot.answering import welcome
from bot.screen import Screen
from bot.services import Services
from bot.texts import language_of, words

_OUT = (ChatMemberStatus.LEFT, ChatMemberStatus.BANNED)


def elsewhere(services: Services) -> Callable[[Update, Any], Coroutine[Any, Any, None]]:
    """What no feature takes: groups, and updates of a private chat that ask for no answer."""

    async def callback(update: Update, context: Any) -> None:
        chat = update.effective_chat
        if chat is None or _is_out(update.my_chat_member):
            return
        if chat.type == ChatType.PRIVATE:
            if _is_added(update.my_chat_member):
                # Unblocked: a sign of life, after which what still matters is sent.
                await welcome(services, update)
            return
        said = f"left:{chat.id}"
        if not _is_added(update.my_chat_member) and await services.memory.recall(said):
            return
        with suppress(TelegramError):
            await outgoing.send(services, chat.id, _farewell(services, update))
        # What was said before we left is still on its way to us: it gets no second sentence.
        await services.memory.remember(said, str(update.update_id))
        with suppress(TelegramError):
            await services.bot.leave_chat(chat.id)

    return callback


def _is_out(change: ChatMemberUpdated | None) -> bool:
    return change is not None and change.new_chat_member.status in _OUT


def _is_added(change: ChatMemberUpdated | None) -> bool:
    return change is not None and change.old_chat_member.status in _OUT


def _farewell(services: Services, update: Update) -> Screen:
    user = update.effective_user
    default = services.settings.default_language
    w = words(language_of(user.language_code, default) if user else default)
    link = f"https://t.me/{services.username}"
    return Screen(w('I work in private chats only: <a href="{link}">write to me there</a>. Bye!', link=link))
