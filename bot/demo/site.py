"""The page in the browser: two phones and a time bar over the local Telegram."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Protocol
from urllib.parse import quote, urlsplit

from aiohttp import web

from bot.demo.telegram import acts, shown
from bot.demo.telegram.errors import Json, Refusal
from bot.demo.telegram.local import LocalTelegram

PAGE = Path(__file__).parents[1] / "page"
HEARTBEAT = 5.0
NOT_SEEN = {"call", "update", "poll", "delivered", "webhook"}
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-cache",
}
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Timeline(Protocol):
    """The clock of the demo, which its time bar moves."""

    def now(self) -> datetime: ...

    async def advance(self, by: timedelta) -> None:
        """Walks from due moment to due moment, and lets each happen."""

    async def next_event(self) -> tuple[datetime, str] | None:
        """When something is due next, and what it is in people's words."""

    async def to_next_event(self) -> None: ...


def site_app(telegram: LocalTelegram, timeline: Timeline) -> web.Application:
    """The Bot API and the page in one application, for `telegram.serving(app=…)`."""
    site = _Site(telegram, timeline)
    app = telegram.app()
    app.middlewares.append(_guarded)
    app.on_shutdown.append(site.close)
    app.add_routes(
        [
            web.get("/", site.page),
            web.get("/page/{name}", site.page),
            web.get("/files/{file_id}", site.file),
            web.get("/api/state", site.state),
            web.get("/api/events", site.events),
            web.post("/api/time", site.time),
            web.post("/api/phones", site.add_phone),
            web.post("/api/phones/{id}/{act}", site.act),
        ]
    )
    return app


@web.middleware
async def _guarded(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Only the page itself may act: another site cannot set this header without being asked for leave."""
    if request.path.startswith(("/bot", "/file/")):
        return await handler(request)
    origin = request.headers.get("Origin")
    foreign = origin is not None and urlsplit(origin).netloc != request.host
    if request.method == "POST" and (foreign or "X-Demo" not in request.headers):
        return web.json_response({"error": "not from this page"}, status=403)
    return await handler(request)


class _Site:
    def __init__(self, telegram: LocalTelegram, timeline: Timeline) -> None:
        self._telegram = telegram
        self._timeline = timeline
        self._walking = asyncio.Lock()
        self._closing = asyncio.Event()

    async def close(self, _: web.Application) -> None:
        self._closing.set()
        self._telegram.changes.tell("closing")

    async def page(self, request: web.Request) -> web.StreamResponse:
        name = request.match_info.get("name", "index.html")
        known = {path.name: path for path in PAGE.iterdir()}
        if name not in known:
            raise web.HTTPNotFound
        return web.FileResponse(known[name], headers=HEADERS)

    async def file(self, request: web.Request) -> web.StreamResponse:
        """Pictures are shown, everything else is only ever downloaded."""
        file = self._telegram.world.files.get(request.match_info["file_id"])
        if file is None:
            raise web.HTTPNotFound
        picture = file.mime_type in {"image/png", "image/jpeg", "image/gif", "image/webp"}
        disposition = "inline" if picture else f"attachment; filename*=UTF-8''{quote(file.name)}"
        headers = HEADERS | {"Content-Disposition": disposition}
        return web.Response(body=file.content, content_type=file.mime_type, headers=headers)

    async def state(self, _: web.Request) -> web.StreamResponse:
        everything = await self._clock() | self._phones(None)
        return web.json_response(everything, headers=HEADERS)

    def _phones(self, changed: set[int] | None) -> Json:
        telegram = self._telegram
        wanted = [p for i, p in telegram.phones.items() if changed is None or i in changed]
        return {
            "bot": {"name": telegram.world.name, "username": telegram.world.username},
            "people": shown.people(telegram.world),
            "order": list(telegram.phones),
            "phones": [shown.phone(phone) for phone in wanted],
        }

    async def _clock(self) -> Json:
        upcoming = await self._timeline.next_event()
        event = {"at": upcoming[0].timestamp(), "name": upcoming[1]} if upcoming else None
        return {"now": self._timeline.now().timestamp(), "next": event, "walking": self._walking.locked()}

    async def events(self, request: web.Request) -> web.StreamResponse:
        headers = HEADERS | {"Content-Type": "text/event-stream"}
        response = web.StreamResponse(headers=headers)
        await response.prepare(request)
        changed: set[int | None] = {None}
        stop = self._telegram.changes.listen(
            lambda what, chat_id: None if what in NOT_SEEN else changed.add(chat_id)
        )
        try:
            while not self._closing.is_set():
                await self._write(response, changed)
                await self._telegram.changes.until(lambda: changed or self._closing.is_set(), HEARTBEAT)
        except (ConnectionError, RuntimeError):
            pass  # The browser is gone.
        finally:
            stop()
        return response

    async def _write(self, response: web.StreamResponse, changed: set[int | None]) -> None:
        """What changed since the last time, or only the clock."""
        which, body = set(changed), await self._clock()
        changed.clear()
        if which:
            body |= self._phones(None if None in which else {i for i in which if i is not None})
        await response.write(f"data: {json.dumps(body)}\n\n".encode())

    async def time(self, request: web.Request) -> web.StreamResponse:
        body = await request.json()
        if self._walking.locked():
            return web.json_response({"error": "time is already on its way"}, status=409)
        async with self._walking:
            if body.get("to") == "next":
                await self._timeline.to_next_event()
            else:
                await self._timeline.advance(timedelta(minutes=int(body["minutes"])))
        self._telegram.changes.tell("time")
        return web.json_response(await self._clock(), headers=HEADERS)

    async def add_phone(self, request: web.Request) -> web.StreamResponse:
        body = await request.json()
        phone = self._telegram.phone(body["name"], body.get("language", "en"))
        return web.json_response({"id": phone.user_id}, headers=HEADERS)

    async def act(self, request: web.Request) -> web.StreamResponse:
        phone = self._telegram.phones.get(int(request.match_info["id"]))
        act = acts.ACTS.get(request.match_info["act"])
        if phone is None or act is None:
            raise web.HTTPNotFound
        try:
            result = act(self._telegram, phone, await acts.body(request))
        except (LookupError, ValueError, RuntimeError, Refusal) as error:
            return web.json_response({"error": str(error)}, status=409, headers=HEADERS)
        return web.json_response(result, headers=HEADERS)
