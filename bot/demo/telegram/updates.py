"""How the bot is told what happened: by long polling or by a webhook, never by both."""

import asyncio
import re
from typing import Any
from urllib.parse import urlsplit

import aiohttp

from bot.demo.telegram.errors import Json, bad_request, conflict
from bot.demo.telegram.params import Params
from bot.demo.telegram.world import World

KINDS = {
    "message", "edited_message", "channel_post", "edited_channel_post", "business_connection",
    "business_message", "edited_business_message", "deleted_business_messages",
    "message_reaction", "message_reaction_count", "inline_query", "chosen_inline_result",
    "callback_query", "shipping_query", "pre_checkout_query", "purchased_paid_media", "poll",
    "poll_answer", "my_chat_member", "chat_member", "chat_join_request", "chat_boost",
    "removed_chat_boost", "managed_bot",
}  # fmt: skip
TWO_POLLERS = "terminated by other getUpdates request; make sure that only one bot instance is running"
WEBHOOK_ACTIVE = (
    "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
)
MAX_TIMEOUT = 50


class Poller:
    """Serves getUpdates; a second one ends the first."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._current: object | None = None
        self.closed = False

    async def get_updates(self, call: Params) -> list[Json]:
        world = self._world
        if world.webhook.get("url"):
            raise conflict(WEBHOOK_ACTIVE)
        ask_for(world, call)
        self._current = me = object()
        world.changes.tell("poll")
        self._move_to(call.integer("offset") or 0)
        timeout = min(max(call.integer("timeout") or 0, 0), MAX_TIMEOUT)
        await world.changes.until(lambda: world.updates or self._current is not me or self.closed, timeout)
        if self._current is not me:
            raise conflict(TWO_POLLERS)
        return world.updates[: min(max(call.integer("limit") or 100, 1), 100)]

    def _move_to(self, offset: int) -> None:
        if offset > 0:
            self._world.confirm(offset)
        elif offset < 0:
            self._world.updates[:] = self._world.updates[offset:]

    def close(self) -> None:
        self.closed = True
        self._world.changes.tell("poll")


def ask_for(world: World, call: Params) -> None:
    """`allowed_updates`: kept until the bot says otherwise."""
    kinds: Any = call.json("allowed_updates", "allowed updates")
    if kinds is None:
        return
    if not isinstance(kinds, list) or not all(isinstance(kind, str) for kind in kinds):
        raise bad_request("can't parse allowed_updates: expected an Array of String")
    if unknown := set(kinds) - KINDS:
        raise bad_request(f"can't parse allowed_updates: unknown update type {min(unknown)}")
    world.allowed_updates = kinds or None


def set_webhook(world: World, call: Params) -> bool:
    url = call.text("url")
    if not url:
        return delete_webhook(world, call)
    parts = urlsplit(url)
    if parts.scheme != "https" and parts.hostname not in {"127.0.0.1", "localhost"}:
        raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
    secret = call.text("secret_token")
    if secret and not re.fullmatch("[A-Za-z0-9_-]{1,256}", secret):
        raise bad_request("secret token contains unallowed characters")
    ask_for(world, call)
    if call.flag("drop_pending_updates"):
        world.updates.clear()
    most = call.integer("max_connections") or 40
    world.webhook = {"url": url, "secret_token": secret, "max_connections": min(max(most, 1), 100)}
    world.changes.tell("webhook")
    return True


def delete_webhook(world: World, call: Params) -> bool:
    if call.flag("drop_pending_updates"):
        world.updates.clear()
    world.webhook = {}
    world.changes.tell("webhook")
    return True


def get_webhook_info(world: World, call: Params) -> Json:
    webhook = world.webhook
    info: Json = {
        "url": webhook.get("url", ""),
        "has_custom_certificate": False,
        "pending_update_count": len(world.updates),
    }
    shown = ("max_connections", "last_error_date", "last_error_message")
    info |= {name: webhook[name] for name in shown if name in webhook}
    return info | ({"allowed_updates": world.allowed_updates} if world.allowed_updates else {})


METHODS = {
    "setWebhook": set_webhook,
    "deleteWebhook": delete_webhook,
    "getWebhookInfo": get_webhook_info,
}


class Pusher:
    """Posts updates to the webhook, a chat's one after the other, until each is accepted."""

    def __init__(self, world: World, retry_after: float) -> None:
        self._world = world
        self._retry_after = retry_after
        self._flying: dict[object, asyncio.Task[None]] = {}

    async def run(self) -> None:
        async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=60)) as session:
            try:
                while True:
                    self._start(session)
                    await self._world.changes.next()
            finally:
                for task in self._flying.values():
                    task.cancel()

    def _start(self, session: aiohttp.ClientSession) -> None:
        webhook = self._world.webhook
        for update in self._world.updates if webhook.get("url") else []:
            chat = chat_of(update)
            if chat not in self._flying and len(self._flying) < webhook["max_connections"]:
                self._flying[chat] = asyncio.create_task(self._deliver(session, update, chat))

    async def _deliver(self, session: aiohttp.ClientSession, update: Json, chat: object) -> None:
        delay = self._retry_after
        while update in self._world.updates and self._world.webhook.get("url"):
            failure = await self._post(session, update)
            if failure is None:
                if update in self._world.updates:
                    self._world.updates.remove(update)
                break
            self._world.webhook |= {
                "last_error_date": int(self._world.now()),
                "last_error_message": failure,
            }
            await asyncio.sleep(delay)
            delay = min(delay * 2, 60)
        del self._flying[chat]
        self._world.changes.tell("delivered")

    async def _post(self, session: aiohttp.ClientSession, update: Json) -> str | None:
        secret = self._world.webhook["secret_token"]
        headers = {"X-Telegram-Bot-Api-Secret-Token": secret} if secret else {}
        try:
            async with session.post(self._world.webhook["url"], json=update, headers=headers) as answer:
                ok = 200 <= answer.status < 300
                return None if ok else f"Wrong response from the webhook: {answer.status} {answer.reason}"
        except (aiohttp.ClientError, TimeoutError) as error:
            return f"Connection failed: {type(error).__name__}"


def chat_of(update: Json) -> object:
    """Whom an update is about: their updates reach a webhook in order."""
    for body in update.values():
        if isinstance(body, dict):
            place = body.get("chat") or body.get("message", {}).get("chat") or body.get("from")
            return place["id"] if place else None
    return None
