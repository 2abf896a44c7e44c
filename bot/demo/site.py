"""The page in the browser: phones and a time bar over the local Telegram, and what they ask of the demo."""

from __future__ import annotations

import mimetypes
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

from aiohttp import web

from bot.demo import guests, scenes
from bot.demo.showroom import Busy, Showroom
from bot.demo.stream import Stream
from bot.demo.telegram import acts, shown
from bot.demo.telegram.errors import Json, Refusal
from bot.demo.telegram.journal import Call

PAGE = Path(__file__).parent / "page"
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-cache",
}
CALLS_SHOWN = 200
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


def site_app(room: Showroom) -> web.Application:
    """The Bot API and the page in one application, for `telegram.serving(app=…)`."""
    site = _Site(room)
    app = room.telegram.app()
    app.middlewares.append(_guarded)
    app.on_shutdown.append(site.close)
    app.add_routes(
        [
            web.get("/", site.page),
            web.get("/page/{name}", site.page),
            web.get("/files/{file_id}", site.file),
            web.get("/api/state", site.state),
            web.get("/api/events", site.events),
            web.get("/api/names", site.names),
            web.get("/api/calls", site.calls),
            web.post("/api/time", site.time),
            web.post("/api/undo", site.undo),
            web.post("/api/restart", site.restart),
            web.post("/api/scene", site.scene),
            web.post("/api/faults", site.faults),
            web.post("/api/phones", site.add_phone),
            web.post("/api/phones/{id}/{act}", site.act),
        ]
    )
    return app


@web.middleware
async def _guarded(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Only the page itself may act: another site cannot set this header without being asked for leave.

    A refusal of the demo is said in the page; it is not a fault of the server.
    """
    if request.path.startswith(("/bot", "/file/")):
        return await handler(request)
    origin = request.headers.get("Origin")
    foreign = origin is not None and urlsplit(origin).netloc != request.host
    if request.method == "POST" and (foreign or "X-Demo" not in request.headers):
        return web.json_response({"error": "not from this page"}, status=403)
    try:
        return await handler(request)
    except (Busy, LookupError, ValueError, RuntimeError, Refusal) as error:
        return _answer({"error": str(error)}, status=409)
    except TimeoutError:
        return _answer(
            {"error": "The bot does not get an answer through. Are faults switched on?"}, status=409
        )


def _answer(body: Any, status: int = 200) -> web.Response:
    return web.json_response(body, status=status, headers=HEADERS)


class _Site:
    def __init__(self, room: Showroom) -> None:
        self._room = room
        self._telegram = room.telegram
        self._closing: list[bool] = []

    async def close(self, _: web.Application) -> None:
        self._closing.append(True)
        self._telegram.changes.tell("closing")

    async def page(self, request: web.Request) -> web.StreamResponse:
        return _file_of_page(request.match_info.get("name", "index.html"))

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
        phones = {"phones": [shown.phone(phone) for phone in self._telegram.phones.values()]}
        return _answer(self._room.state() | phones | {"people": shown.people(self._telegram.world)})

    async def events(self, request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(headers=HEADERS | {"Content-Type": "text/event-stream"})
        await response.prepare(request)
        # The browser may go away at any time.
        with suppress(ConnectionError, RuntimeError):
            await Stream(self._room, response).run(self._closing)
        return response

    async def time(self, request: web.Request) -> web.StreamResponse:
        body = await request.json()
        span = None if body.get("to") == "next" else timedelta(minutes=int(body["minutes"]))
        await self._room.move(span)
        return _answer(self._room.state())

    async def undo(self, request: web.Request) -> web.StreamResponse:
        await self._room.undo(int((await request.json())["id"]))
        return _answer({})

    async def restart(self, request: web.Request) -> web.StreamResponse:
        language = (await request.json()).get("language")
        await self._room.restart("vi" if language == "vi" else "en")
        return _answer({})

    async def scene(self, request: web.Request) -> web.StreamResponse:
        body, player = await request.json(), self._room.player
        if "play" in body:
            await player.play(scenes.named(body["play"]))
        elif body.get("do") in {"pause", "resume", "skip"}:
            getattr(player, body["do"])()
        else:
            await player.stop()
        return _answer({})

    async def faults(self, request: web.Request) -> web.StreamResponse:
        body = await request.json()
        self._room.switches.turn(body["fault"], on=bool(body["on"]))
        self._telegram.changes.tell("faults")
        return _answer({})

    async def calls(self, request: web.Request) -> web.StreamResponse:
        """The newest after a number; waiting for updates is left out, as it never ends."""
        after = int(request.query.get("after", "0"))
        found = [c for c in self._telegram.journal if c.number > after and c.method != "getUpdates"]
        return _answer([_call(call) for call in found[-CALLS_SHOWN:]])

    async def names(self, _: web.Request) -> web.StreamResponse:
        """Who is on the trainer's list by name alone."""
        bot, trainer = self._room.bot, self._room.story.people.get("huy")
        found = await guests.unlinked(bot, trainer) if bot and trainer else []
        return _answer([{"client": client.id, "name": client.name} for client in found])

    async def add_phone(self, request: web.Request) -> web.StreamResponse:
        """A phone for somebody new, or for a name on the list, who then opens the invitation."""
        body = await request.json()
        name, language = str(body["name"]).strip()[:64], body.get("language", "en")
        if not name:
            raise ValueError("Whose phone is it?")
        await self._room.acts_anew(name)
        phone = self._telegram.phone(name, language)
        if body.get("client") is not None and self._room.bot is not None:
            trainer = self._telegram.phones[self._room.story.people["huy"]]
            await guests.invite(self._room.bot, int(body["client"]), trainer, phone)
        return _answer({"id": phone.user_id})

    async def act(self, request: web.Request) -> web.StreamResponse:
        phone = self._telegram.phones.get(int(request.match_info["id"]))
        name = request.match_info["act"]
        act = acts.ACTS.get(name)
        if phone is None or act is None:
            raise web.HTTPNotFound
        details = await acts.body(request)
        if label := acts.said(phone, name, details):
            await self._room.acts(phone, label)
        result = act(self._telegram, phone, details)
        if name == "language" and self._room.bot is not None:
            await guests.speak(self._room.bot, phone, details["language"])
        return _answer(result)


def _file_of_page(name: str) -> web.Response:
    """Read anew each time: they are small, and who works on the page need not start the demo again."""
    known = {path.name: path for path in PAGE.iterdir()}
    if name not in known:
        raise web.HTTPNotFound
    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
    charset = None if kind.startswith("image/") else "utf-8"
    return web.Response(body=known[name].read_bytes(), content_type=kind, charset=charset, headers=HEADERS)


def _call(call: Call) -> Json:
    return {
        "number": call.number,
        "method": call.method,
        "status": call.status,
        "over": call.over,
        "milliseconds": call.milliseconds,
        "parameters": call.parameters,
        "answer": call.answer,
    }
