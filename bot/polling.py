"""Takes updates from Telegram by long polling; the offset moves only after they are stored."""

from __future__ import annotations

import asyncio

import structlog
from telegram import Bot, Update
from telegram.error import Conflict, InvalidToken, RetryAfter, TelegramError

from bot.inbox import Inbox

log = structlog.get_logger()

#: What the bot wants to hear of; Telegram sends nothing else.
ALLOWED = ["message", "edited_message", "callback_query", "my_chat_member", "pre_checkout_query"]
_WAIT = 25
_LONGEST_PAUSE = 30.0


async def poll(bot: Bot, inbox: Inbox, last_id: int | None) -> None:
    """Until cancelled. A network that fails is tried again, ever more slowly."""
    offset, pause = None if last_id is None else last_id + 1, 0.0
    while True:
        try:
            updates = await bot.get_updates(offset=offset, timeout=_WAIT, allowed_updates=ALLOWED)
            await inbox.keep([_raw(u) for u in updates])
            pause = 0.0
        except InvalidToken:
            raise
        except Conflict:
            log.warning("another process polls for this bot")
            await asyncio.sleep(5)
        except RetryAfter as error:
            wait = error.retry_after
            await asyncio.sleep(wait if isinstance(wait, int) else wait.total_seconds())
        except TelegramError as error:
            pause = min(max(0.2, pause * 2), _LONGEST_PAUSE)
            log.warning("polling failed", error=str(error), pause=pause)
            await asyncio.sleep(pause)
        else:
            if updates:
                offset = updates[-1].update_id + 1


def _raw(update: Update) -> dict[str, object]:
    return update.to_dict()
