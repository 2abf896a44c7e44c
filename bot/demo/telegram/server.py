"""The Bot API over HTTP: paths, tokens, and bodies as JSON, form or multipart."""

import json
from typing import Any

from aiohttp import web

from bot.demo.telegram.api import Api, Cut
from bot.demo.telegram.errors import Json, Refusal, bad_request
from bot.demo.telegram.params import Params, Upload

MAX_BODY = 64 * 2**20


def routes(api: Api, token: str) -> list[web.AbstractRouteDef]:
    server = _Server(api, token)
    return [
        web.route("*", "/bot{token:[^/]+}/{method}", server.call),
        web.get("/file/bot{token:[^/]+}/{path:.+}", server.download),
    ]


class _Server:
    def __init__(self, api: Api, token: str) -> None:
        self._api = api
        self._token = token

    async def call(self, request: web.Request) -> web.StreamResponse:
        if request.match_info["token"] != self._token:
            return _answer(401, Refusal(401, "Unauthorized").as_json())
        try:
            params = await _params(request)
        except Refusal as refusal:
            return _answer(refusal.code, refusal.as_json())
        try:
            status, body = await self._api.call(
                request.match_info["method"], params, lambda: _listening(request)
            )
        except Cut:
            if request.transport is not None:
                request.transport.abort()
            return web.Response(status=500)
        return _answer(status, body)

    async def download(self, request: web.Request) -> web.StreamResponse:
        if request.match_info["token"] != self._token:
            return _answer(401, Refusal(401, "Unauthorized").as_json())
        wanted = request.match_info["path"]
        for file in self._api.world.files.values():
            if file.path == wanted:
                return web.Response(body=file.content, content_type="application/octet-stream")
        return _answer(404, Refusal(404, "Not Found").as_json())


def _listening(request: web.Request) -> bool:
    return request.transport is not None and not request.transport.is_closing()


def _answer(status: int, body: Json) -> web.Response:
    return web.json_response(body, status=status)


async def _params(request: web.Request) -> Params:
    values: dict[str, Any] = dict(request.query)
    files: dict[str, Upload] = {}
    if request.content_type == "application/json":
        values |= await _json(request)
    elif request.content_type in {"application/x-www-form-urlencoded", "multipart/form-data"}:
        for name, value in (await request.post()).items():
            if isinstance(value, web.FileField):
                files[name] = Upload(value.filename, value.content_type, value.file.read())
            else:
                values[name] = value.decode() if isinstance(value, bytes) else value
    return Params(values, files)


async def _json(request: web.Request) -> Json:
    text = await request.text()
    if not text:
        return {}
    try:
        body = json.loads(text)
    except ValueError:
        body = None
    if not isinstance(body, dict):
        raise bad_request("can't parse request body: expected a JSON object")
    return body
