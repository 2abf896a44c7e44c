"""One call of the Bot API from its name and parameters to its answer."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from bot.demo.telegram import callbacks, chats, commands, edits, media, messages, updates
from bot.demo.telegram.errors import Json, Refusal, bad_request, too_many_requests
from bot.demo.telegram.faults import Delay, Drop, Fail, Fault, Faults, Moment
from bot.demo.telegram.journal import Journal
from bot.demo.telegram.limits import Limits
from bot.demo.telegram.params import Params
from bot.demo.telegram.schema import METHODS, method
from bot.demo.telegram.world import World

Handler = Callable[[World, Params], Any]

HANDLERS: Mapping[str, Handler] = (
    chats.METHODS
    | messages.METHODS
    | media.METHODS
    | edits.METHODS
    | callbacks.METHODS
    | commands.METHODS
    | updates.METHODS
)


class Cut(Exception):
    """The line is cut: the bot gets no answer at all."""


class Api:
    def __init__(self, world: World) -> None:
        self.world = world
        self.poller = updates.Poller(world)
        self.journal = Journal()
        self.faults = Faults()
        self.limits = Limits()
        self.under_way = 0

    async def call(
        self, name: str, params: Params, listening: Callable[[], bool] = lambda: True
    ) -> tuple[int, Json]:
        """Status and body of the answer; raises `Cut` when there is to be none."""
        known = METHODS.get(name.lower())
        moment = self.faults.counted(known.name if known else name)
        entry = self.journal.opened(moment.method, params.as_json(), self.world.clock())
        started = time.perf_counter()
        self.under_way += known is not None and known.name != "getUpdates"
        try:
            status, body = 200, {"ok": True, "result": await self._execute(name, params, moment)}
        except Refusal as refusal:
            status, body = refusal.code, refusal.as_json()
        except Cut:
            self.journal.cut(entry, _since(started))
            raise
        finally:
            self.under_way -= known is not None and known.name != "getUpdates"
        if not listening():
            raise Cut
        self.journal.closed(entry, status, body, _since(started))
        self.world.changes.tell("call")
        return status, body

    async def _execute(self, name: str, params: Params, moment: Moment) -> Any:
        await self._suffer(moment)
        found = method(name)
        found.check(params.names())
        chat_id = params.values.get("chat_id")
        self.limits.check(found.name, _number(chat_id))
        result = await self._handle(found.name, params)
        after = Moment("after", moment.method, moment.nth, moment.total)
        await self._suffer(after)
        return result

    async def _handle(self, name: str, params: Params) -> Any:
        if name == "getUpdates":
            return await self.poller.get_updates(params)
        if name not in HANDLERS:
            raise bad_request(f"{name} is not served by the local server")
        result = HANDLERS[name](self.world, params)
        return await result if isinstance(result, Awaitable) else result

    async def _suffer(self, moment: Moment) -> None:
        fault: Fault | None = await self.faults.ask(moment)
        match fault:
            case Delay(seconds):
                await asyncio.sleep(seconds)
            case Drop():
                raise Cut
            case Fail(429, retry_after):
                raise too_many_requests(retry_after)
            case Fail(status):
                raise Refusal(status, "Internal Server Error" if status == 500 else "Bad Gateway")


def _since(started: float) -> float:
    """In milliseconds."""
    return (time.perf_counter() - started) * 1000


def _number(chat_id: Any) -> int | None:
    text = str(chat_id)
    return int(text) if text.removeprefix("-").isdigit() else None
