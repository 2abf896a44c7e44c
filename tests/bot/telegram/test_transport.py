"""python-telegram-bot's own Bot over the transport, against a server on this machine that can misbehave."""

import asyncio
import io
import json
import logging
import traceback
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer, unused_port
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, InputFile, InputMediaDocument, Message
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)
from telegram.ext import ExtBot

from bot.telegram.limiter import NOTICE, Limiter
from bot.telegram.transport import AiohttpRequest, Unsure, UnsureTimedOut

TOKEN = "12345:an-AH_secretsecretsecret"
MESSAGE = {"message_id": 7, "date": 0, "chat": {"id": 1, "type": "private"}, "text": "xin chào"}
OK = {"ok": True, "result": MESSAGE}
Answer = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Server:
    """Reads each request to its end, remembers it, then does what `answer` says."""

    def __init__(self) -> None:
        self.url = ""
        self.answer: Answer = says(200, OK)
        self.was_asked = asyncio.Event()
        self.seen: list[tuple[str, dict[str, Any]]] = []
        self.connections: list[asyncio.Transport] = []

    async def handle(self, request: web.Request) -> web.StreamResponse:
        fields = {name: await _kept(value) for name, value in (await request.post()).items()}
        self.was_asked.set()
        self.seen.append((request.path.rpartition("/")[2], fields))
        if request.transport and request.transport not in self.connections:
            self.connections.append(request.transport)
        return await self.answer(request)


async def _kept(value: Any) -> Any:
    if isinstance(value, web.FileField):
        with value.file as file:
            return value.filename, file.read(), value.content_type
    return value


def says(code: int, payload: object) -> Answer:
    async def answer(_: web.Request) -> web.StreamResponse:
        if isinstance(payload, str):
            return web.Response(status=code, text=payload)
        return web.json_response(payload, status=code)

    return answer


def refuses(code: int, description: str, **parameters: int) -> Answer:
    payload = {"ok": False, "error_code": code, "description": description}
    return says(code, payload | ({"parameters": parameters} if parameters else {}))


def unreadable(status: str, answer: str) -> str:
    return f"{status}. Parsing the server response {answer.encode()!r} failed"


async def breaks_off(request: web.Request) -> web.StreamResponse:
    assert request.transport is not None
    request.transport.close()
    return web.Response()


async def breaks_off_in_its_answer(request: web.Request) -> web.StreamResponse:
    response = web.StreamResponse(headers={"Content-Length": "1000"})
    await response.prepare(request)
    await response.write(b'{"ok": true')
    return await breaks_off(request)


async def says_nothing(_: web.Request) -> web.StreamResponse:
    await asyncio.Event().wait()
    raise AssertionError


@pytest.fixture
async def server() -> AsyncIterator[Server]:
    server = Server()
    app = web.Application(client_max_size=64_000_000)
    app.router.add_route("*", "/{path:.*}", server.handle)
    async with TestServer(app, shutdown_timeout=0.01) as running:
        server.url = str(running.make_url("")).rstrip("/")
        yield server


def a_request(**times: Any) -> AiohttpRequest:
    return AiohttpRequest(**{"read_timeout": 0.2, "pool_timeout": 0.05, "connect_timeout": 0.5} | times)


@pytest.fixture
async def bot(server: Server) -> AsyncIterator[ExtBot[int | None]]:
    async with a_bot(server.url) as bot:
        yield bot


class a_bot:  # noqa: N801 - It reads as a builder.
    """The bot without `initialize`, which would ask getMe."""

    def __init__(self, url: str, limiter: Limiter | None = None, **times: Any) -> None:
        self.requests = a_request(**times), a_request(**times)
        self.bot: ExtBot[int | None] = ExtBot(
            TOKEN,
            base_url=f"{url}/bot",
            base_file_url=f"{url}/file/bot",
            request=self.requests[0],
            get_updates_request=self.requests[1],
            rate_limiter=limiter,
        )

    async def __aenter__(self) -> ExtBot[int | None]:
        for request in self.requests:
            await request.initialize()
        return self.bot

    async def __aexit__(self, *_: object) -> None:
        for request in self.requests:
            await request.shutdown()


@pytest.fixture(autouse=True)
def _timedeltas(monkeypatch: pytest.MonkeyPatch) -> None:
    # Without it PTB warns at every RetryAfter that it makes.
    monkeypatch.setenv("PTB_TIMEDELTA", "1")


async def failure(call: Awaitable[Any]) -> TelegramError:
    with pytest.raises(TelegramError) as failed:
        await call
    return failed.value


def said_about(failed: BaseException, caplog: pytest.LogCaptureFixture) -> str:
    """All that a log could hold of it; the server in these tests logs on its own side."""
    ours = [record.getMessage() for record in caplog.records if not record.name.startswith("aiohttp.")]
    return "\n".join(
        [*ours, *traceback.format_exception(failed), repr(failed.__cause__), repr(failed.__context__)]
    )


# What arrives


async def test_message_arrives_with_its_letters_and_buttons(server: Server, bot: Bot) -> None:
    buttons = InlineKeyboardMarkup([[InlineKeyboardButton("Hủy & đổi", callback_data="cx:1:2")]])

    sent = await bot.send_message(-100123, "Ân ơi + 100% 💪\n<b>18h</b>", reply_markup=buttons)

    assert (sent.message_id, sent.text) == (7, "xin chào")
    ((method, fields),) = server.seen
    assert json.loads(fields.pop("reply_markup")) == buttons.to_dict()
    assert (method, fields) == ("sendMessage", {"chat_id": "-100123", "text": "Ân ơi + 100% 💪\n<b>18h</b>"})


async def test_call_without_parameters_arrives(server: Server, bot: Bot) -> None:
    server.answer = says(200, {"ok": True, "result": True})
    assert await bot.log_out() is True
    assert server.seen == [("logOut", {})]


@pytest.mark.parametrize(
    "name,arrives",
    [
        ("lịch tập.xlsx", "lịch tập.xlsx"),
        ('a "b"; c\r\nX: 1.csv', "a _b__ c__X: 1.csv"),
    ],
)
async def test_document_arrives_byte_by_byte(server: Server, bot: Bot, name: str, arrives: str) -> None:
    content = bytes(range(256)) * 10_000

    await bot.send_document(1, content, filename=name, caption="tháng này")

    ((method, fields),) = server.seen
    filename, arrived, _ = fields.pop("document")
    assert (method, fields) == ("sendDocument", {"chat_id": "1", "caption": "tháng này"})
    assert (filename, arrived == content) == (arrives, True)


async def test_documents_of_an_album_arrive_under_the_names_that_its_json_refers_to(
    server: Server, bot: Bot
) -> None:
    server.answer = says(200, {"ok": True, "result": [MESSAGE, MESSAGE]})
    await bot.send_media_group(1, [InputMediaDocument(b"one", filename="1.txt"), InputMediaDocument(b"two")])
    ((_, fields),) = server.seen
    files = {name: field[1] for name, field in fields.items() if isinstance(field, tuple)}
    assert sorted(files.values()) == [b"one", b"two"]
    assert all(f"attach://{name}" in fields["media"] for name in files)


async def test_handle_that_is_left_to_the_transport_is_read(server: Server, bot: Bot) -> None:
    file = InputFile(io.BytesIO(b"as it is"), filename="x.txt", read_file_handle=False)
    await bot.send_document(1, file)
    assert server.seen[0][1]["document"] == ("x.txt", b"as it is", "text/plain")


async def test_file_is_fetched(server: Server, bot: Bot) -> None:
    server.answer = says(
        200, {"ok": True, "result": {"file_id": "f", "file_unique_id": "u", "file_path": "v/1.oga"}}
    )
    file = await bot.get_file("f")
    server.answer = says(200, "the voice")
    assert await file.download_as_bytearray() == b"the voice"


async def test_long_poll_may_last_its_own_time_on_top(server: Server, bot: Bot) -> None:
    async def answers_late(_: web.Request) -> web.StreamResponse:
        await asyncio.sleep(0.25)
        return web.json_response({"ok": True, "result": []})

    server.answer = answers_late
    assert await bot.get_updates(timeout=1) == ()
    assert server.seen[0][1]["timeout"] == "1"
    assert isinstance(await failure(bot.get_updates(timeout=0)), TimedOut)


# What fails


@pytest.mark.parametrize(
    "answer,expected,text",
    [
        (refuses(400, "Bad Request: chat not found"), BadRequest, "Chat not found"),
        (refuses(401, "Unauthorized"), InvalidToken, "Unauthorized"),
        (refuses(403, "Forbidden: blocked"), Forbidden, "Forbidden: blocked"),
        (refuses(404, "Not Found"), InvalidToken, "Not Found"),
        (refuses(409, "Conflict: two of us"), Conflict, "Conflict: two of us"),
        (
            refuses(429, "Too Many Requests", retry_after=3),
            RetryAfter,
            "Flood control exceeded. Retry in 0:00:03",
        ),
        (
            refuses(400, "", migrate_to_chat_id=-5),
            ChatMigrated,
            "Group migrated to supergroup. New chat id: -5",
        ),
        (refuses(500, "Internal Server Error"), NetworkError, "Internal Server Error"),
        (says(502, "<html>"), NetworkError, unreadable("Bad Gateway (502)", "<html>")),
        (says(502, f"/bot{TOKEN}/x"), NetworkError, unreadable("Bad Gateway (502)", "/bot***/x")),
        (says(504, "<html>"), Unsure, "The server behind the gateway did not answer in time (504)"),
        (says(200, "<html>log in to the wifi</html>"), Unsure, "The answer is not the Bot API's"),
        (says(200, {"hello": 1}), Unsure, "The answer is not the Bot API's"),
        (breaks_off, Unsure, "Broken off after sending: ServerDisconnectedError"),
        (breaks_off_in_its_answer, Unsure, "Broken off after sending: ClientPayloadError"),
        (says_nothing, UnsureTimedOut, "No answer in time"),
    ],
)
async def test_failure_is_what_delivery_needs_to_know_and_happens_once(
    server: Server,
    bot: Bot,
    caplog: pytest.LogCaptureFixture,
    answer: Answer,
    expected: type[TelegramError],
    text: str,
) -> None:
    server.answer = answer
    with caplog.at_level(logging.DEBUG):
        failed = await failure(bot.send_message(1, "xin chào"))

    assert (type(failed), str(failed)) == (expected, text)
    assert len(server.seen) == 1
    assert TOKEN not in said_about(failed, caplog)


async def test_upload_that_gets_no_answer_is_unsure(server: Server, bot: Bot) -> None:
    server.answer = says_nothing
    assert type(await failure(bot.send_document(1, b"x" * 500_000))) is UnsureTimedOut


def test_unsure_is_told_from_what_was_never_sent() -> None:
    assert issubclass(UnsureTimedOut, TimedOut)
    assert not issubclass(TimedOut, Unsure)
    assert str(UnsureTimedOut()) == "Timed out"


async def test_server_that_is_not_there_is_no_unsure(caplog: pytest.LogCaptureFixture) -> None:
    port = unused_port()
    async with a_bot(f"http://127.0.0.1:{port}") as bot:
        with caplog.at_level(logging.DEBUG):
            failed = await failure(bot.send_message(1, "xin chào"))
    assert type(failed) is NetworkError
    assert str(failed).startswith(f"Not sent, nothing was done: Cannot connect to host 127.0.0.1:{port}")
    assert TOKEN not in said_about(failed, caplog)


async def test_address_that_is_none_names_no_token() -> None:
    async with a_bot("ftp://nowhere") as bot:
        failed = await failure(bot.send_message(1, "xin chào"))
    assert type(failed) is NetworkError
    assert (failed.__cause__, failed.__context__) == (None, None)


async def test_no_free_connection_in_time_is_no_unsure(server: Server) -> None:
    times: dict[str, Any] = {
        "connection_pool_size": 1,
        "pool_timeout": 0.01,
        "connect_timeout": 0.01,
        "read_timeout": 60,
    }
    async with a_bot(server.url, **times) as bot:
        server.answer = says_nothing
        holding = asyncio.create_task(bot.send_message(1, "holds the only connection"))
        await server.was_asked.wait()
        failed = await failure(bot.send_message(2, "waits"))
        holding.cancel()
        await asyncio.gather(holding, return_exceptions=True)
    assert type(failed) is TimedOut
    assert len(server.seen) == 1


async def test_redirect_is_not_followed_with_the_token(server: Server, bot: Bot) -> None:
    async def elsewhere(_: web.Request) -> web.StreamResponse:
        raise web.HTTPTemporaryRedirect("/elsewhere")

    server.answer = elsewhere
    assert type(await failure(bot.send_message(1, "xin chào"))) is NetworkError
    assert [method for method, _ in server.seen] == ["sendMessage"]


async def test_refused_notice_comes_back_and_the_next_one_is_not_even_asked_about(
    server: Server,
) -> None:
    server.answer = refuses(429, "Too Many Requests", retry_after=9)
    async with a_bot(server.url, Limiter()) as bot:
        for _ in range(2):
            failed = await failure(bot.send_message(1, "xin chào", rate_limit_args=NOTICE))
            assert isinstance(failed, RetryAfter)
    assert len(server.seen) == 1


# Connections


async def test_connection_is_kept_and_replaced_when_the_server_closed_it_while_idle(
    server: Server, bot: Bot
) -> None:
    await bot.send_message(1, "one")
    await bot.send_message(1, "two")
    assert len(server.connections) == 1
    server.connections[0].close()
    async with asyncio.timeout(5):
        while _idle(bot):  # noqa: ASYNC110 - The pool says nothing when it sees the end.
            await asyncio.sleep(0)

    await bot.send_message(1, "three")

    assert [fields["text"] for _, fields in server.seen] == ["one", "two", "three"]
    assert len(server.connections) == 2


async def test_connection_lost_at_the_moment_of_sending_never_doubles_a_message(
    server: Server, bot: Bot
) -> None:
    """Python 3.11 writes one step after it chose the connection, later ones at once; both are shown here."""
    await bot.send_message(1, "one")
    (connection,) = _idle(bot)
    asyncio.get_running_loop().call_soon(connection.abort)

    # Awaited right here: a task of its own would start after the connection is gone.
    outcome: object
    try:
        outcome = await bot.send_message(1, "two")
    except Unsure as unsure:
        outcome = unsure

    texts = [fields["text"] for _, fields in server.seen]
    assert texts in (["one", "two"], ["one"])
    assert isinstance(outcome, Message) or hasattr(asyncio, "eager_task_factory")
    assert isinstance(outcome, Unsure) or texts == ["one", "two"]


def _idle(bot: Bot) -> list[asyncio.Transport]:
    assert isinstance(bot.request, AiohttpRequest)
    session: Any = bot.request._session
    pools = session.connector._conns.values()
    return [kept.transport for pool in pools for kept, _ in pool if kept.is_connected()]


class Listener:
    """A bare server for what no HTTP server would do to a request's body."""

    def __init__(self, *, reads: bool) -> None:
        self.reads = reads
        self.writers: list[asyncio.StreamWriter] = []

    async def __aenter__(self) -> str:
        self.server = await asyncio.start_server(self.meet, "127.0.0.1", 0, limit=1024)
        return f"http://127.0.0.1:{self.server.sockets[0].getsockname()[1]}"

    async def __aexit__(self, *_: object) -> None:
        self.server.close()
        for writer in self.writers:
            writer.transport.abort()
        # The client's end of a stalled connection notices within a few turns of the loop.
        for _turn in range(10):
            await asyncio.sleep(0)

    async def meet(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.writers.append(writer)
        if self.reads:
            await reader.readuntil(b"\r\n\r\n")
            writer.transport.abort()
        else:
            writer.transport.pause_reading()  # type: ignore[attr-defined]


async def test_upload_that_stalls_was_not_carried_out() -> None:
    times = {"media_write_timeout": 0.05, "write_timeout": 60.0}
    async with Listener(reads=False) as url, a_bot(url, None, **times) as bot, asyncio.timeout(5):
        failed = await failure(bot.send_document(1, b"x" * 20_000_000))
        assert (type(failed), str(failed)) == (TimedOut, "Not sent in time; nothing was done")


async def test_upload_broken_off_halfway_is_tried_twice_and_was_not_carried_out() -> None:
    listener = Listener(reads=True)
    async with listener as url, a_bot(url) as bot:
        failed = await failure(bot.send_document(1, b"x" * 20_000_000))
    assert type(failed) is NetworkError
    assert len(listener.writers) == 2


async def test_transport_opens_and_closes_as_often_as_asked(server: Server) -> None:
    request = AiohttpRequest(read_timeout=3.0)
    assert request.read_timeout == 3.0
    url = f"{server.url}/bot{TOKEN}/getMe"
    for _ in range(2):
        await request.initialize()
        await request.initialize()
        assert await request.post(url) == MESSAGE
        await request.shutdown()
        await request.shutdown()
    failed = await failure(request.post(url))
    assert "not initialized" in str(failed)
    assert TOKEN not in str(failed)


async def test_request_that_is_under_way_at_shutdown_is_unsure(server: Server, bot: Bot) -> None:
    server.answer = says_nothing
    call = asyncio.create_task(failure(bot.send_message(1, "xin chào", read_timeout=60)))
    await server.was_asked.wait()
    await bot.request.shutdown()
    assert isinstance(await call, Unsure)
