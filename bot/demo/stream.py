"""What the page is told: a stream of what changed; a message is sent once, and again when it changes."""

from __future__ import annotations

import json

from aiohttp import web

from bot.demo.showroom import NOT_SEEN, Showroom
from bot.demo.telegram import shown
from bot.demo.telegram.errors import Json
from bot.demo.telegram.phone import Phone

HEARTBEAT = 5.0


class Stream:
    """To one page."""

    def __init__(self, room: Showroom, response: web.StreamResponse) -> None:
        self._room = room
        self._response = response
        self._told: dict[int, dict[int, Json]] = {}
        self._changed: set[int | None] = {None}
        self._last: Json = {}

    async def run(self, closing: list[bool]) -> None:
        """Until the page goes away or the server closes."""
        changes = self._room.telegram.changes
        stop = changes.listen(self._note)
        try:
            while not closing:
                await self._write()
                await changes.until(lambda: self._changed or closing, HEARTBEAT)
        finally:
            stop()

    def _note(self, what: str, chat_id: int | None) -> None:
        if what == "restored":
            self._told.clear()
        if what not in NOT_SEEN:
            self._changed.add(chat_id)

    async def _write(self) -> None:
        which = set(self._changed)
        self._changed.clear()
        state = self._room.state()
        body = {key: value for key, value in state.items() if self._last.get(key, "") != value}
        self._last = state
        body["now"] = state["now"]
        if which:
            body |= self._phones(None if None in which else {i for i in which if i is not None})
        await self._response.write(f"data: {json.dumps(body, ensure_ascii=False)}\n\n".encode())

    def _phones(self, changed: set[int] | None) -> Json:
        telegram = self._room.telegram
        wanted = [p for i, p in telegram.phones.items() if changed is None or i in changed]
        return {
            "bot": {"name": telegram.world.name, "username": telegram.world.username},
            "people": shown.people(telegram.world),
            "order": list(telegram.phones),
            "phones": [self._phone(phone) for phone in wanted],
        }

    def _phone(self, phone: Phone) -> Json:
        told = self._told.setdefault(phone.user_id, {})
        body = shown.phone(phone)
        messages = {message["id"]: message for message in body["messages"]}
        fresh = [message for id_, message in messages.items() if told.get(id_) != message]
        self._told[phone.user_id] = messages
        return body | {"ids": list(messages), "messages": fresh}
