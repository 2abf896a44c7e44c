"""A trainer and one of their clients: what the two do, by use cases, at times of their own."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import count
from typing import Any
from zoneinfo import ZoneInfo

from bot.demo.telegram.phone import Phone
from core.act import Act
from core.booking import Booking
from core.period import Period
from core.use_cases.booking import NewBooking, book
from tests.leaks.secrets import Private
from tests.world import World

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
HOUR = timedelta(hours=1)
_acts = count(1)


@dataclass(slots=True)
class Pair:
    w: World
    coach: Phone
    person: Phone
    private: Private
    #: The hour at which their days begin, so that two clients of one trainer never clash.
    hour: int
    client_id: int = 0

    async def does(
        self,
        work: Callable[..., Awaitable[Any]],
        *args: Any,
        by: Phone | int,
        admin: bool = False,
        **options: Any,
    ) -> Any:
        """One act, and all that it tells people."""
        who = by if isinstance(by, int) else by.user_id
        act = Act(f"pair:{next(_acts)}", who, self.w.clock.now(), admin=admin)
        done = await self.w.bot.store.write(lambda books: work(books, *args, act, **options))
        await self.w.settle()
        return done

    async def coach_does(self, work: Callable[..., Awaitable[Any]], *args: Any, **options: Any) -> Any:
        return await self.does(work, *args, by=self.coach, **options)

    async def client_does(self, work: Callable[..., Awaitable[Any]], *args: Any, **options: Any) -> Any:
        return await self.does(work, *args, by=self.person, **options)

    async def reads(self, work: Callable[[Any], Awaitable[Any]]) -> Any:
        return await self.w.bot.store.read(work)

    def at(self, days: int, hours: int = 0) -> datetime:
        """So many days from today, at their own minute of the hour."""
        day = self.w.clock.now().astimezone(VIETNAM) + timedelta(days=days)
        return day.replace(hour=self.hour + hours, minute=self.private.minute, second=0, microsecond=0)

    def period(self, days: int, hours: int = 0) -> Period:
        return Period.of(self.at(days, hours), HOUR)

    async def books(self, days: int, hours: int = 0, **wanted: Any) -> Booking:
        wanted = {"price": self.private.price, "note": self.private.says("note"), "over": ()} | wanted
        new = NewBooking(self.coach.user_id, self.client_id, self.period(days, hours), **wanted)
        booked: Booking = await self.coach_does(book, new)
        return booked

    async def until(self, moment: datetime) -> None:
        await self.w.walk.advance(max(moment - self.w.clock.now(), timedelta(0)))
