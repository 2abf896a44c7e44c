"""The people of the demo and what happened to them so far, lived through in the real bot: nothing is written
into tables. A month that is half over, told in English or in Vietnamese.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, TypeVar
from zoneinfo import ZoneInfo

from bot.demo.history import ACCOUNT, AHEAD, CAST, LINES, LIVED, LOGGED, NAMED, OFFERS, TRANSFER, Ahead, Past
from bot.demo.scenes import SCENES
from bot.demo.stage import Stage
from bot.demo.telegram.errors import Json
from bot.features.outcome.buttons import Completed, NotYet
from bot.features.packages.buttons import Accept
from bot.features.payment import Paid
from bot.features.reminders import Coming
from bot.features.start.buttons import Agree, BeTrainer
from core.act import Act
from core.booking import Booking
from core.contract import Offer
from core.people import Place, PlaceKind
from core.period import Period
from core.ports import Books
from core.use_cases.booking import NewBooking, book
from core.use_cases.contracting import agree
from core.use_cases.inviting import add_client, invite
from core.use_cases.money import pay
from core.use_cases.offering import offer
from core.use_cases.outcome import miss
from core.use_cases.placing import add_place
from core.use_cases.profile import change
from core.use_cases.settling import pay as settle

if TYPE_CHECKING:
    from bot.demo.showroom import Showroom

T = TypeVar("T")

SAIGON = ZoneInfo("Asia/Ho_Chi_Minh")
#: So long before the opening the trainer begins with the bot: on Monday morning.
HISTORY = timedelta(days=2, hours=2)
HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Story:
    language: str
    people: Mapping[str, int] = field(default_factory=dict)
    zone: ZoneInfo = SAIGON

    @classmethod
    def none(cls) -> Story:
        return cls("en")

    def told_in(self, language: str) -> Story:
        return replace(self, language=language)

    def as_json(self) -> Json:
        return {
            "language": self.language,
            "trainer": self.people.get("huy"),
            "zone": self.zone.key,
            "lines": LINES[self.language],
            "scenes": [scene.as_json(self.language) for scene in SCENES],
        }


def opening(today: datetime) -> datetime:
    """Ten in the morning of the last Wednesday: a day in the middle of a week, the evening still ahead."""
    local = today.astimezone(SAIGON).replace(hour=10, minute=0, second=0, microsecond=0)
    return local - timedelta(days=(local.weekday() - 2) % 7)


async def tell(room: Showroom, language: str, until: datetime) -> Story:
    """From the trainer's first minute to the opening."""
    people = {key: room.telegram.phone(name, language).user_id for key, name in CAST.items()}
    story = _Telling(room, Story(language, people), until)
    await story.first_minute()
    await story.places()
    await story.names()
    await story.packages()
    for past in LOGGED:
        await story.logged(past)
    await story.clients()
    for ahead in AHEAD:
        await story.planned(ahead)
    for past in LIVED:
        await story.lived(past)
    await story.today()
    return story.story


class _Telling:
    def __init__(self, room: Showroom, story: Story, opening: datetime) -> None:
        self.story = room.story = story
        self._room = room
        self._opening = opening
        self._stage = Stage(room)
        self._clients: dict[str, int] = {}
        self._places: dict[str, int] = {}
        self._acts = 0

    async def first_minute(self) -> None:
        """As a new trainer goes through it."""
        stage = self._stage
        stage.phone("huy").start()
        await self._room.settle()
        await stage.presses("huy", BeTrainer)
        await stage.types("huy", "500k")
        await stage.types("huy", "Gold's Gym District 1", "Gold's Gym Quận 1")

    async def places(self) -> None:
        said, huy = self._stage.said, self.story.people["huy"]
        home = Place(0, huy, PlaceKind.HOME, said("Client's home", "Nhà học viên"))
        online = Place(0, huy, PlaceKind.ONLINE, "Online", link="https://meet.example.com/huy")
        for key, place in (("home", home), ("online", online)):
            self._places[key] = (await self._writes(partial(add_place, wanted=place, act=self._act()))).id

    async def names(self) -> None:
        """A name on the list is enough to begin with."""
        for key, name in (CAST | NAMED).items():
            if key != "huy":
                added = await self._writes(
                    partial(add_client, trainer_id=self._huy, name=name, act=self._act())
                )
                self._clients[key] = added.id

    async def packages(self) -> None:
        """Minh has ten sessions, half of them paid by transfer; where to transfer is known."""
        await self._writes(partial(change, changes=ACCOUNT, act=self._act()))
        for name, sessions, price, days in OFFERS[self.story.language]:
            terms = Offer(name, sessions, price, "VND", days)
            package = await self._writes(partial(offer, terms=terms, act=self._act()))
            if sessions == 10:
                minh = self._clients["minh"]
                await self._writes(partial(agree, what=package.id, client_id=minh, act=self._act()))
                half = price // 2
                act = self._act()
                await self._writes(partial(settle, client_id=minh, method=TRANSFER, amount=half, act=act))

    async def logged(self, past: Past) -> None:
        """The last two weeks, as a new trainer notes them."""
        booking = await self._books(past.who, self._at(past.day, past.hour))
        if not past.came:
            await self._writes(partial(miss, booking_id=booking.id, act=self._act()))
        elif past.paid is not None and not booking.prepaid:
            await self._writes(partial(pay, booking_id=booking.id, method=past.paid, act=self._act()))

    async def clients(self) -> None:
        """They open their invitations."""
        for key in CAST.keys() - {"huy"}:
            secret = f"invitation-of-{key}-for-the-demo"
            await self._writes(partial(invite, client_id=self._clients[key], secret=secret, act=self._act()))
            self._stage.phone(key).start(secret)
            await self._room.settle()
            await self._stage.presses(key, Agree)
            if key == "minh":
                await self._stage.presses(key, Accept)

    async def lived(self, past: Past) -> None:
        """At its end the trainer answers, and notes what was paid."""
        stage, start = self._stage, self._at(past.day, past.hour)
        booking = await self._books(past.who, start)
        await self._reach(start + HOUR)
        await stage.presses("huy", Completed, booking_id=booking.id)
        if booking.prepaid:
            return
        if past.paid is None:
            await stage.presses("huy", NotYet, booking_id=booking.id)
        else:
            await stage.presses("huy", Paid, booking_id=booking.id, method=past.paid)

    async def planned(self, ahead: Ahead) -> None:
        place = self._places[ahead.place] if ahead.place else None
        booking = await self._books(ahead.who, self._at(ahead.day, ahead.hour), place, ahead.price)
        if ahead.confirmed:
            await self._stage.presses(ahead.who, Coming, booking_id=booking.id)

    async def today(self) -> None:
        await self._reach(self._opening)
        await self._stage.types("huy", "/today")

    async def _reach(self, moment: datetime) -> None:
        if moment > self._room.now():
            await self._room.advance(moment - self._room.now())

    async def _books(
        self, who: str, start: datetime, place: int | None = None, price: int | None = None
    ) -> Booking:
        huy = await self._writes(lambda books: books.trainers.get(self._huy))
        wanted = NewBooking(
            self._huy,
            self._clients[who],
            Period.of(start, HOUR),
            place_id=place or huy.place_id,
            price=price,
        )
        booked = await self._writes(partial(book, wanted=wanted, act=self._act()))
        await self._room.settle()
        return booked

    def _at(self, day: int, hour: float) -> datetime:
        return self._opening + timedelta(days=day, hours=hour - self._opening.hour)

    @property
    def _huy(self) -> int:
        return self.story.people["huy"]

    def _act(self) -> Act:
        self._acts += 1
        return Act(f"story:{self._acts}", self._huy, self._room.now())

    async def _writes(self, work: Callable[[Books], Awaitable[T]]) -> T:
        if self._room.bot is None:
            raise RuntimeError("the bot does not run")
        return await self._room.bot.store.write(work)
