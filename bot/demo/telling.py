"""How the story is told: on the stage where people tap and type, by use cases where that would take long."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from bot.demo.stage import Stage
from core.act import Act
from core.booking import Booking
from core.period import Period
from core.ports import Books
from core.use_cases.booking import NewBooking, book

if TYPE_CHECKING:
    from bot.demo.showroom import Showroom

T = TypeVar("T")

HOUR = timedelta(hours=1)


class Telling:
    def __init__(self, room: Showroom, opening: datetime) -> None:
        self.room = room
        self.story = room.story
        self.opening = opening
        self.stage = Stage(room)
        #: Of Huy's list, by the names that scenes call them.
        self.clients: dict[str, int] = {}
        self.places: dict[str, int] = {}
        self._acts = 0

    @property
    def huy(self) -> int:
        return self.story.people["huy"]

    def act(self, by: str = "huy") -> Act:
        self._acts += 1
        return Act(f"story:{self._acts}", self.story.people[by], self.room.now())

    async def writes(self, work: Callable[[Books], Awaitable[T]]) -> T:
        if self.room.bot is None:
            raise RuntimeError("the bot does not run")
        return await self.room.bot.store.write(work)

    def at(self, day: int, hour: float) -> datetime:
        return self.opening + timedelta(days=day, hours=hour - self.opening.hour)

    async def reach(self, moment: datetime) -> None:
        if moment > self.room.now():
            await self.room.advance(moment - self.room.now())

    async def books(
        self, who: str, start: datetime, place: int | None = None, price: int | None = None
    ) -> Booking:
        huy = await self.writes(lambda books: books.trainers.get(self.huy))
        period = Period.of(start, HOUR)
        wanted = NewBooking(self.huy, self.clients[who], period, place_id=place or huy.place_id, price=price)
        booked = await self.writes(partial(book, wanted=wanted, act=self.act()))
        await self.room.settle()
        return booked
