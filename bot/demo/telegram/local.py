"""A small Telegram of one's own: the Bot API on 127.0.0.1, and the phones of its people."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime

from aiohttp import web

from bot.demo.telegram import snapshot
from bot.demo.telegram.api import Api
from bot.demo.telegram.errors import Json
from bot.demo.telegram.model import Group, Person
from bot.demo.telegram.phone import Phone
from bot.demo.telegram.server import MAX_BODY, routes
from bot.demo.telegram.updates import Pusher
from bot.demo.telegram.views import member_update
from bot.demo.telegram.world import World

TOKEN = "700000:local-telegram-has-no-secrets-to-keep"  # noqa: S105 - it opens nothing but a server on this machine.


class LocalTelegram:
    """State, people and calls of one bot; `serving()` puts it on the network."""

    def __init__(
        self,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
        token: str = TOKEN,
        *,
        username: str = "coach_calendar_bot",
        name: str = "Coach Calendar",
        webhook_retry: float = 1.0,
    ) -> None:
        self.token = token
        self.world = World(clock, int(token.partition(":")[0]), username, name)
        self.api = Api(self.world)
        self.journal = self.api.journal
        self.faults = self.api.faults
        self.limits = self.api.limits
        self.changes = self.world.changes
        self.phones: dict[int, Phone] = {}
        self._webhook_retry = webhook_retry

    def phone(
        self,
        name: str,
        language: str | None = "en",
        zone: str = "Asia/Ho_Chi_Minh",
        username: str | None = None,
    ) -> Phone:
        """A new person with a phone, who has not pressed Start yet."""
        first, _, last = name.partition(" ")
        user_id = self.world.person_id()
        person = Person(user_id, first, last or None, username, language, zone)
        return self._phone(self.world.add_person(person))

    def _phone(self, person: Person) -> Phone:
        return self.phones.setdefault(person.user_id, Phone(self.world, person.user_id))

    def group(self, title: str, *members: Phone) -> Group:
        """A new group; the first member adds the bot."""
        chat_id = -1000 - len(self.world.groups)
        group = Group(chat_id, title, [member.user_id for member in members], "member")
        self.world.groups[chat_id] = group
        update = member_update(self.world, chat_id, members[0].user_id, "left", "member")
        self.world.push("my_chat_member", update)
        return group

    @property
    def pending_updates(self) -> list[Json]:
        """What the bot has not confirmed yet."""
        return list(self.world.updates)

    @property
    def calls_under_way(self) -> int:
        return self.api.under_way

    async def quiet(self, within: float = 30.0) -> None:
        """Until every update is confirmed, every tap answered and no call under way."""
        if not await self.changes.until(self.is_quiet, within):
            waiting = [query.label for query in self.world.spinning()]
            raise AssertionError(f"{len(self.pending_updates)} updates pending, unanswered: {waiting}")

    def is_quiet(self) -> bool:
        """Nothing is waiting for the bot, and the bot waits for nothing but updates."""
        waiting = self.world.updates or self.calls_under_way or self.world.spinning()
        return not waiting

    _is_quiet = is_quiet

    def snapshot(self) -> Json:
        return snapshot.dump(self.world)

    def restore(self, taken: Json) -> None:
        snapshot.load(self.world, taken)
        self.phones = {i: phone for i, phone in self.phones.items() if i in self.world.persons}
        for person in self.world.persons.values():
            self._phone(person)

    def app(self) -> web.Application:
        app = web.Application(client_max_size=MAX_BODY)
        app.add_routes(routes(self.api, self.token))
        return app

    @asynccontextmanager
    async def serving(self, port: int = 0, app: web.Application | None = None) -> AsyncIterator[str]:
        """Listens on 127.0.0.1 and gives the URL; port 0 takes a free one."""
        self.api.poller.closed = False
        runner = web.AppRunner(app or self.app(), shutdown_timeout=0.5, access_log=None)
        await runner.setup()
        pushing = asyncio.create_task(Pusher(self.world, self._webhook_retry).run())
        try:
            site = web.TCPSite(runner, "127.0.0.1", port)
            await site.start()
            yield f"http://127.0.0.1:{runner.addresses[0][1]}"
        finally:
            self.api.poller.close()
            pushing.cancel()
            with suppress(asyncio.CancelledError):
                await pushing
            await runner.cleanup()
