"""A bare echo, update in and message out, over our transport and over PTB's own in the same run."""

import asyncio
import contextlib
import json
import statistics
import sys
import time
from collections.abc import AsyncIterator

from telegram import Update
from telegram.ext import Application, ContextTypes, MessageHandler, filters
from telegram.request import BaseRequest, HTTPXRequest

from bot.telegram.transport import AiohttpRequest
from tests.bench import Row
from tests.bench.__main__ import table

TOKEN = "1:bench"
UPDATES = 300
TOGETHER = 8
ROUNDS = 5

MESSAGE = {
    "message_id": 1,
    "date": 0,
    "chat": {"id": 1, "type": "private", "first_name": "Lan"},
    "from": {"id": 1, "is_bot": False, "first_name": "Lan"},
    "text": "Lan mai 18h-19h Gold's Gym 500k",
}
ME = {"id": 1, "is_bot": True, "first_name": "Bot", "username": "bench_bot"}
#: What a bot asks for when it starts; everything else is answered with a message.
ANSWERS = {
    b"/getMe ": ME,
    b"/setWebhook ": True,
    b"/getMyCommands ": [],
    b"/setMyCommands ": True,
    b"/getMyDescription ": {"description": ""},
    b"/setMyDescription ": True,
    b"/getMyShortDescription ": {"short_description": ""},
    b"/setMyShortDescription ": True,
    b"/getChatMenuButton ": {"type": "default"},
}


class BotApi(asyncio.Protocol):
    """The least that a client takes for a Bot API, so that the client is what is measured."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport
        self.held = b""

    def data_received(self, data: bytes) -> None:
        self.held += data
        while b"\r\n\r\n" in self.held:
            head, _, rest = self.held.partition(b"\r\n\r\n")
            length = int(head.lower().partition(b"content-length:")[2].split(b"\r\n")[0] or 0)
            if len(rest) < length:
                return
            self.held = rest[length:]
            line = head.partition(b"\r\n")[0]
            result = next((answer for path, answer in ANSWERS.items() if path in line), MESSAGE)
            body = json.dumps({"ok": True, "result": result}).encode()
            lines = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
            self.transport.write(lines % len(body) + body)


async def serve() -> None:
    server = await asyncio.get_running_loop().create_server(BotApi, "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


@contextlib.asynccontextmanager
async def a_bot_api() -> AsyncIterator[str]:
    """In a process of its own: its work is not the bot's."""
    program = (sys.executable, "-m", "tests.bench.transport", "--serve")
    process = await asyncio.create_subprocess_exec(*program, stdout=asyncio.subprocess.PIPE)
    assert process.stdout is not None
    try:
        yield f"http://127.0.0.1:{int(await process.stdout.readline())}/bot"
    finally:
        process.terminate()
        await process.wait()


async def echo(update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
    assert update.message is not None
    await update.message.reply_text(update.message.text or "")


async def echoes_a_second(url: str, request: BaseRequest, polling: BaseRequest) -> float:
    builder = Application.builder().token(TOKEN).base_url(url).updater(None).job_queue(None)
    app = builder.request(request).get_updates_request(polling).build()
    app.add_handler(MessageHandler(filters.TEXT, echo))
    async with app:

        async def one_after_another(first: int, count: int) -> None:
            for number in range(first, first + count):
                raw = {"update_id": number, "message": MESSAGE}
                await app.process_update(Update.de_json(raw, app.bot))

        await one_after_another(0, 20)
        started = time.perf_counter()
        share = UPDATES // TOGETHER
        await asyncio.gather(*(one_after_another(n * share, share) for n in range(TOGETHER)))
        return share * TOGETHER / (time.perf_counter() - started)


async def run() -> list[Row]:
    """Turn about, so that a busy machine slows both."""
    ours, theirs = [], []
    async with a_bot_api() as url:
        for _ in range(ROUNDS):
            ours.append(await echoes_a_second(url, AiohttpRequest(), AiohttpRequest()))
            theirs.append(await echoes_a_second(url, HTTPXRequest(), HTTPXRequest()))
    figure, reference = statistics.median(ours), statistics.median(theirs)
    return [Row("echo over our transport", figure, "updates/s", reference, "PTB's HTTPXRequest, same run")]


def main() -> None:
    if "--serve" in sys.argv:
        # Ends by the signal of whoever started it.
        asyncio.run(serve())
        return
    print(*table(asyncio.run(run())), sep="\n")


if __name__ == "__main__":
    main()
