"""Takes updates as Telegram sends them; each is answered 200 only after it is stored."""

from __future__ import annotations

import hmac
from typing import Any

import structlog
from aiohttp import web
from telegram import Bot

from bot.config import Settings
from bot.inbox import Inbox
from bot.polling import ALLOWED

log = structlog.get_logger()

PATH = "/telegram"
_HEADER = "X-Telegram-Bot-Api-Secret-Token"
#: An update is a few kilobytes; whoever sends more is not Telegram.
_MOST_BYTES = 1_000_000


class Webhook:
    def __init__(self, inbox: Inbox, settings: Settings) -> None:
        self._inbox = inbox
        self._settings = settings
        app = web.Application(client_max_size=_MOST_BYTES)
        app.add_routes([web.post(PATH, self._receive), web.get("/health", _health)])
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=1)

    async def open(self) -> None:
        """OSError when the port is taken."""
        await self._runner.setup()
        await web.TCPSite(self._runner, self._settings.listen_host, self._settings.listen_port).start()

    async def announce(self, bot: Bot) -> None:
        """Tells Telegram where, once it is open."""
        url = f"{self._settings.public_url}{PATH}"
        await bot.set_webhook(url, secret_token=self._settings.secret, allowed_updates=ALLOWED)
        log.info("webhook set", url=url, listen=self._settings.listen)

    async def close(self) -> None:
        """The webhook stays set: Telegram keeps what comes meanwhile, and sends it again."""
        await self._runner.cleanup()

    async def _receive(self, request: web.Request) -> web.Response:
        given = request.headers.get(_HEADER, "")
        if not hmac.compare_digest(given.encode(), self._settings.secret.encode()):
            return web.Response(status=403)
        update = await _update_in(request)
        if update is None:
            return web.Response(status=400)
        try:
            await self._inbox.keep([update])
        except Exception:
            log.exception("could not store an update", update=update["update_id"])
            return web.Response(status=503)
        return web.Response()


async def no_webhook(bot: Bot) -> None:
    """Telegram answers whoever asks only while no webhook is set."""
    if (await bot.get_webhook_info()).url:
        await bot.delete_webhook()
        log.info("webhook removed: the bot asks for updates itself")


async def _update_in(request: web.Request) -> dict[str, Any] | None:
    try:
        update = await request.json()
    except ValueError:
        return None
    known = isinstance(update, dict) and isinstance(update.get("update_id"), int)
    return update if known else None


async def _health(_: web.Request) -> web.Response:
    return web.Response(text="ok\n")
