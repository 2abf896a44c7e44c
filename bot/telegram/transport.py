"""How the bot talks to the Bot API: python-telegram-bot's request interface over one aiohttp session.

What a failure says about the message, which is what delivery has to know:

| raised                         | meaning                                                       | again? |
|--------------------------------|---------------------------------------------------------------|--------|
| `NetworkError`                 | not sent as a whole; or the server failed it (5xx)            | yes    |
| `TimedOut`                     | not sent as a whole in time                                   | yes    |
| `Unsure`                       | sent, then broken off, unreadable, or a gateway gave up (504) | once   |
| `UnsureTimedOut`               | sent, and no answer in time; both of the two above            | once   |
| `BadRequest`, `Forbidden`, ... | the server's refusal, as python-telegram-bot has it           | no     |

`BadRequest` and `Unsure` are `NetworkError`s: catch them first. No message, cause or log line has the token.
"""

import asyncio
import functools
import json
import re
import ssl
import uuid
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any, Final
from urllib.parse import quote

import aiohttp
import certifi
from aiohttp.abc import AbstractStreamWriter
from telegram._utils.defaultvalue import DefaultValue
from telegram._utils.types import ODVInput
from telegram.error import NetworkError, TimedOut
from telegram.request import BaseRequest, RequestData

_FORM: Final = "application/x-www-form-urlencoded"
_SLICE: Final = 65_536
# The server (tdlib's HttpReader) reads a file name as it stands: it unescapes nothing and cuts at a semicolon
# even inside quotes, so that these characters cannot be sent at all.
_UNSENDABLE = re.compile(r'[";\r\n\0]')
_TOKEN_IN_URL = re.compile(r"/bot(\d+:[^/]+)")


class Unsure(NetworkError):
    """The request may have been carried out: sent again, it may reach the person twice."""

    __slots__ = ()


class UnsureTimedOut(Unsure, TimedOut):
    """The request went out and nothing came back in time."""

    __slots__ = ()


class Body(aiohttp.Payload):
    """A request's bytes, which know whether the last of them may have left; each slice has `seconds` for it.

    A request that arrived in part cannot be carried out, so that only the last slice makes it unsure.
    """

    _autoclose = True

    def __init__(self, content: bytes, content_type: str, seconds: float | None) -> None:
        super().__init__(content, content_type=content_type)
        self._size = len(content)
        self._seconds = seconds
        self.sent = False

    def decode(self, encoding: str = "utf-8", errors: str = "strict") -> str:
        return bytes(self._value).decode(encoding, errors)

    async def write(self, writer: AbstractStreamWriter) -> None:
        left = memoryview(self._value)
        while len(left) > _SLICE:
            await self._write_slice(writer, left[:_SLICE])
            left = left[_SLICE:]
        # A closing connection refuses the slice before any of it leaves.
        self.sent = writer.transport is not None and not writer.transport.is_closing()
        await self._write_slice(writer, left)

    async def _write_slice(self, writer: AbstractStreamWriter, part: memoryview) -> None:
        async with asyncio.timeout(self._seconds):
            await writer.write(part)

    async def write_with_length(self, writer: AbstractStreamWriter, content_length: int | None) -> None:
        await self.write(writer)


class AiohttpRequest(BaseRequest):
    """Takes HTTPXRequest's arguments and keeps their meaning; all times are in seconds."""

    __slots__ = ("_connect", "_media_write", "_pool", "_pool_size", "_read", "_session", "_write")

    def __init__(
        self,
        connection_pool_size: int = 256,
        read_timeout: float | None = 5.0,
        write_timeout: float | None = 5.0,
        connect_timeout: float | None = 5.0,
        pool_timeout: float | None = 1.0,
        media_write_timeout: float | None = 20.0,
    ) -> None:
        self._pool_size = connection_pool_size
        self._read = read_timeout
        self._write = write_timeout
        self._connect = connect_timeout
        self._pool = pool_timeout
        self._media_write = media_write_timeout
        self._session: aiohttp.ClientSession | None = None

    @property
    def read_timeout(self) -> float | None:
        return self._read

    async def initialize(self) -> None:
        if self._session is None:
            self._session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(limit=self._pool_size, ssl=_certificates()),
                cookie_jar=aiohttp.DummyCookieJar(),
                headers={"User-Agent": self.USER_AGENT},
                trust_env=False,
            )

    async def shutdown(self) -> None:
        session, self._session = self._session, None
        if session is not None:
            await session.close()

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
        write_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
        connect_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
        pool_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        if self._session is None:
            raise RuntimeError("the transport is not initialized")
        limits = self._limits(read_timeout, connect_timeout, pool_timeout)
        body = None
        if method == "POST":
            media = request_data is not None and request_data.contains_files
            write = _chosen(write_timeout, self._media_write if media else self._write)
            body = await _encoded(request_data, write)
        code, answer = await self._exchange(method, url, body, limits)
        if code == HTTPStatus.GATEWAY_TIMEOUT:
            raise Unsure("The server behind the gateway did not answer in time (504)")
        return code, answer if code < HTTPStatus.BAD_REQUEST else _without_token(answer, url)

    def _limits(
        self, read_timeout: ODVInput[float], connect_timeout: ODVInput[float], pool_timeout: ODVInput[float]
    ) -> aiohttp.ClientTimeout:
        connect, pool = _chosen(connect_timeout, self._connect), _chosen(pool_timeout, self._pool)
        # aiohttp counts waiting for a free connection and making one together.
        together = None if connect is None or pool is None else pool + connect
        read = _chosen(read_timeout, self._read)
        return aiohttp.ClientTimeout(total=None, connect=together, sock_connect=connect, sock_read=read)

    async def _exchange(
        self, method: str, url: str, body: Body | None, limits: aiohttp.ClientTimeout
    ) -> tuple[int, bytes]:
        """Sends once. Only a connection that was lost before the request was whole is replaced, and once."""
        try:
            return await self._attempt(method, url, body, limits)
        except Exception as broken:  # noqa: BLE001 - PTB would quote it, and the URL with it.
            failure = _explained(broken, body)
            repeatable = _lost_before_sent(broken, body)
        if not repeatable:
            # Raised outside the except block: aiohttp's exceptions hold the URL, and thus the token.
            raise failure
        try:
            return await self._attempt(method, url, body, limits)
        except Exception as broken:  # noqa: BLE001 - As above.
            failure = _explained(broken, body)
        raise failure

    async def _attempt(
        self, method: str, url: str, body: Body | None, limits: aiohttp.ClientTimeout
    ) -> tuple[int, bytes]:
        if self._session is None:
            raise RuntimeError("shut down while sending")
        # A redirect would carry the token to wherever it points; the Bot API has none.
        async with self._session.request(
            method, url, data=body, timeout=limits, allow_redirects=False
        ) as answer:
            return answer.status, await answer.read()

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """Unlike PTB's, does not log what it cannot read, and does not take a foreign page for a refusal."""
        try:
            parsed = json.loads(payload.decode("utf-8", "replace"))
        except ValueError:
            parsed = None
        if not isinstance(parsed, dict) or ("result" not in parsed and parsed.get("ok") is not False):
            raise Unsure("The answer is not the Bot API's")
        return parsed


def _chosen(given: ODVInput[float], configured: float | None) -> float | None:
    return configured if isinstance(given, DefaultValue) else given


def _explained(broken: Exception, body: Body | None) -> NetworkError:
    # A GET has no body and changes nothing, so that it can always be repeated.
    sent = body is not None and body.sent
    if isinstance(broken, TimeoutError):
        return UnsureTimedOut("No answer in time") if sent else TimedOut("Not sent in time; nothing was done")
    kind = type(broken).__name__
    if sent:
        return Unsure(f"Broken off after sending: {kind}")
    # Of aiohttp's texts only this one is free of the URL: it names host, port and what the system said.
    reason = str(broken) if isinstance(broken, aiohttp.ClientConnectorError) else kind
    return NetworkError(f"Not sent, nothing was done: {reason}")


def _lost_before_sent(broken: Exception, body: Body | None) -> bool:
    lost = isinstance(broken, (aiohttp.ClientOSError, aiohttp.ServerDisconnectedError))
    refused = isinstance(broken, aiohttp.ClientConnectorError)
    return lost and not refused and body is not None and not body.sent


def _without_token(answer: bytes, url: str) -> bytes:
    """PTB quotes unreadable answers in its exceptions, and some gateways quote the URL in theirs."""
    for token in _TOKEN_IN_URL.findall(url):
        for secret in (token, quote(token, safe="")):
            answer = answer.replace(secret.encode(), b"***")
    return answer


async def _encoded(data: RequestData | None, seconds: float | None) -> Body:
    if data is None or not data.contains_files:
        content = data.url_encoded_parameters() if data is not None else ""
        return Body(content.encode(), _FORM, seconds)
    boundary = uuid.uuid4().hex
    files = {name: await _read(field) for name, field in data.multipart_data.items()}
    content_type = f"multipart/form-data; boundary={boundary}"
    return Body(_multipart(data.json_parameters, files, boundary), content_type, seconds)


async def _read(field: Any) -> tuple[str, bytes, str]:
    name, content, content_type = field
    # InputFile(read_file_handle=False) leaves the reading to us.
    read = content if isinstance(content, bytes) else await asyncio.to_thread(content.read)
    return name, read, content_type


def _multipart(
    parameters: Mapping[str, str], files: Mapping[str, tuple[str, bytes, str]], boundary: str
) -> bytes:
    parts: list[bytes] = []
    for name, value in parameters.items():
        head = f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n'
        parts += head.encode(), value.encode(), b"\r\n"
    for name, (filename, content, content_type) in files.items():
        sendable = _UNSENDABLE.sub("_", filename)
        head = f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"; filename="{sendable}"\r\n'
        parts += head.encode(), f"Content-Type: {content_type}\r\n\r\n".encode(), content, b"\r\n"
    return b"".join([*parts, f"--{boundary}--\r\n".encode()])


@functools.cache
def _certificates() -> ssl.SSLContext:
    """The system's authorities and certifi's: Python from python.org has none of the system's on a Mac."""
    context = ssl.create_default_context()
    context.load_verify_locations(certifi.where())
    return context
