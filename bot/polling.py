"""Takes updates from Telegram by long polling; the offset moves only after they are stored."""

from __future__ import annotations

import asyncio
import json
from typing import Any
from urllib.parse import urlencode

import structlog
from telegram import Bot
from telegram.error import Conflict, InvalidToken, RetryAfter, TelegramError
from telegram.request import BaseRequest

from bot.inbox import Inbox

log = structlog.get_logger()

#: What the bot wants to hear of; Telegram sends nothing else.
ALLOWED = ["message", "edited_message", "callback_query", "my_chat_member", "pre_checkout_query"]
_WAIT = 25
_LONGEST_PAUSE = 30.0
#: Somebody else asks with the same token: whoever asks more often does not win.
_CONFLICT_PAUSE = 5.0


async def poll(bot: Bot, request: BaseRequest, inbox: Inbox) -> None:
    """Until cancelled, or until the token is refused. What fails is tried again, ever more slowly."""
    offset: int | None = None
    pause = 0.0
    while True:
        try:
            updates = await _updates(bot, request, offset)
            await inbox.keep(updates)
        except InvalidToken:
            raise
        except Exception as error:  # noqa: BLE001  # the network, the server, or the database: all may come back
            pause = _pause_after(error, pause)
            log.warning("polling failed", error=type(error).__name__, told=_told(error), pause=pause)
            await asyncio.sleep(pause)
        else:
            pause = 0.0
            # Confirms what was stored, once. Telegram may begin anew with lower numbers after a quiet week,
            # so that an offset kept for longer would leave updates out.
            offset = updates[-1]["update_id"] + 1 if updates else None


async def _updates(bot: Bot, request: BaseRequest, offset: int | None) -> list[dict[str, Any]]:
    """As Telegram sent them: PTB's own objects would not give back all that they were made of."""
    asked = {"timeout": _WAIT, "allowed_updates": json.dumps(ALLOWED)}
    if offset is not None:
        asked["offset"] = offset
    found: Any = await request.post(f"{bot.base_url}/getUpdates?{urlencode(asked)}", read_timeout=_WAIT + 5)
    return list(found)


def _pause_after(error: Exception, pause: float) -> float:
    if isinstance(error, RetryAfter):
        wait = error.retry_after
        return float(wait) if isinstance(wait, int) else wait.total_seconds()
    if isinstance(error, Conflict):
        return _CONFLICT_PAUSE
    return min(max(0.2, pause * 2), _LONGEST_PAUSE)


def _told(error: Exception) -> str | None:
    """Telegram's own words; those of others may hold what a person wrote."""
    return error.message if isinstance(error, TelegramError) else None
