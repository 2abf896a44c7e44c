"""The people of the demo and what happened to them so far, lived through in the real bot: nothing is written
into tables. A month that is half over and the weeks before it, told in English or in Vietnamese.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING

from bot.demo import meeting
from bot.demo.history import (
    ACCOUNT,
    AHEAD,
    CANCELLED,
    CAST,
    CLIENTS,
    EARLIER,
    FIRST_DAY,
    HOW_IT_WAS,
    LIVED,
    LOGGED,
    NAMED,
    NOTES,
    OFFERS,
    TRANSFER,
    Ahead,
    Past,
)
from bot.demo.story import SAIGON
from bot.demo.telling import HOUR, Telling
from bot.features.outcome.buttons import Completed, NotYet
from bot.features.packages.buttons import Accept
from bot.features.payment import Paid
from bot.features.reminders import Coming
from bot.features.start.buttons import Agree, BeTrainer
from core.contract import Offer
from core.people import Place, PlaceKind
from core.use_cases.cancelling import cancel
from core.use_cases.contracting import agree
from core.use_cases.inviting import add_client, invite
from core.use_cases.money import pay
from core.use_cases.offering import offer
from core.use_cases.outcome import miss, note
from core.use_cases.placing import add_place
from core.use_cases.profile import change
from core.use_cases.settling import pay as settle

if TYPE_CHECKING:
    from bot.demo.showroom import Showroom

#: So long before the opening the trainer begins with the bot, and the clients join: on Monday morning.
HISTORY, JOINING = timedelta(days=-FIRST_DAY), timedelta(days=2, hours=2)


def opening(today: datetime) -> datetime:
    """Ten in the morning of the last Wednesday: a day in the middle of a week, the evening still ahead."""
    local = today.astimezone(SAIGON).replace(hour=10, minute=0, second=0, microsecond=0)
    return local - timedelta(days=(local.weekday() - 2) % 7)


async def tell(room: Showroom, until: datetime) -> None:
    """From the trainer's first minute to the opening."""
    story = _Telling(room, until)
    await meeting.admin(story)
    await story.first_minute()
    await meeting.admitted(story, "huy")
    await story.more_places()
    await story.names()
    for past in EARLIER:
        await story.logged(past)
    await story.packages()
    await meeting.starters(story)
    for past in LOGGED:
        await story.logged(past)
    await story.join()
    await meeting.reviews(story)
    await meeting.coaches(story)
    await story.cancelled(CANCELLED)
    for ahead in AHEAD:
        await story.planned(ahead)
    for past in LIVED:
        await story.lived(past)
    await meeting.group_class(story)
    await meeting.waits(story)
    await story.today()


class _Telling(Telling):
    async def first_minute(self) -> None:
        """As a new trainer goes through it."""
        stage = self.stage
        stage.phone("huy").start()
        await self.room.settle()
        await stage.presses("huy", BeTrainer)
        await stage.types("huy", "500k")
        await stage.types("huy", "Gold's Gym District 1", "Gold's Gym Quận 1")

    async def more_places(self) -> None:
        said, huy = self.stage.said, self.story.people["huy"]
        home = Place(0, huy, PlaceKind.HOME, said("Client's home", "Nhà học viên"))
        online = Place(0, huy, PlaceKind.ONLINE, "Online", link="https://meet.example.com/huy")
        for key, place in (("home", home), ("online", online)):
            self.places[key] = (await self.writes(partial(add_place, wanted=place, act=self.act()))).id

    async def names(self) -> None:
        """A name on the list is enough to begin with."""
        for key, name in ({who: CAST[who] for who in CLIENTS} | NAMED).items():
            added = await self.writes(partial(add_client, trainer_id=self.huy, name=name, act=self.act()))
            self.clients[key] = added.id

    async def packages(self) -> None:
        """Minh has ten sessions, half of them paid by transfer; where to transfer is known."""
        await self.writes(partial(change, changes=ACCOUNT, act=self.act()))
        for name, sessions, price, days in OFFERS[self.story.language]:
            terms = Offer(name, sessions, price, "VND", days)
            package = await self.writes(partial(offer, terms=terms, act=self.act()))
            if sessions == 10:
                minh = self.clients["minh"]
                await self.writes(partial(agree, what=package.id, client_id=minh, act=self.act()))
                half = price // 2
                act = self.act()
                await self.writes(partial(settle, client_id=minh, method=TRANSFER, amount=half, act=act))

    async def logged(self, past: Past) -> None:
        """Noted down by a trainer who is new to it, for the last fortnight at once."""
        if self.at(past.day, past.hour) + HOUR > self.room.now():
            self.room.clock.set(min(self.at(past.day + 12, 21.5), self.opening - JOINING))
        booking = await self.books(past.who, self.at(past.day, past.hour))
        if not past.came:
            await self.writes(partial(miss, booking_id=booking.id, act=self.act()))
        elif past.paid is not None and not booking.prepaid:
            await self.writes(partial(pay, booking_id=booking.id, method=past.paid, act=self.act()))

    async def join(self) -> None:
        """They open their invitations."""
        await self.reach(self.opening - JOINING)
        for key in CLIENTS:
            secret = f"invitation-of-{key}-for-the-demo"
            await self.writes(partial(invite, client_id=self.clients[key], secret=secret, act=self.act()))
            self.stage.phone(key).start(secret)
            await self.room.settle()
            await self.stage.presses(key, Agree)
            if key == "minh":
                await self.stage.presses(key, Accept)

    async def cancelled(self, ahead: Ahead) -> None:
        """In time, and free of charge."""
        booking = await self.books(ahead.who, self.at(ahead.day, ahead.hour))
        act = self.act(ahead.who)
        await self.writes(partial(cancel, booking_id=booking.id, act=act))
        await self.room.settle()

    async def lived(self, past: Past) -> None:
        """At its end the trainer answers, and notes what was paid."""
        stage, start = self.stage, self.at(past.day, past.hour)
        booking = await self.books(past.who, start)
        await self.reach(start + HOUR)
        await stage.presses("huy", Completed, booking_id=booking.id)
        if past is LIVED[0]:
            words = NOTES[self.story.language] | {"performance": HOW_IT_WAS}
            await self.writes(partial(note, booking_id=booking.id, act=self.act(), fields=words))
        if booking.prepaid:
            return
        if past.paid is None:
            await stage.presses("huy", NotYet, booking_id=booking.id)
        else:
            await stage.presses("huy", Paid, booking_id=booking.id, method=past.paid)

    async def planned(self, ahead: Ahead) -> None:
        place = self.places[ahead.place] if ahead.place else None
        booking = await self.books(ahead.who, self.at(ahead.day, ahead.hour), place, ahead.price)
        if ahead.confirmed:
            await self.stage.presses(ahead.who, Coming, booking_id=booking.id)

    async def today(self) -> None:
        await self.reach(self.opening)
        await meeting.newcomer(self)
        await self.stage.types("huy", "/today")
