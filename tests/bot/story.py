"""A trainer with one client, ready to act: where most stories about a session begin."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from bot.demo.telegram.phone import Phone
from core.act import Act
from core.booking import Booking
from core.charge import Charge
from core.people import Trainer
from core.period import Period
from core.policy import Policy
from core.profile import Profile
from core.use_cases.booking import NewBooking, book
from core.use_cases.inviting import add_client, agree, invite, join
from tests.kept import Kept
from tests.world import WEDNESDAY, World, world

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """In October 2025; the 15th, a Wednesday, is today."""
    return datetime(2025, 10, day, hour, minute, tzinfo=VIETNAM)


class Story:
    """Huy trains Lan Anh; on phones of their own."""

    def __init__(self, w: World, huy: Phone, lan: Phone, client_id: int, acts: int = 0) -> None:
        self.w, self.huy, self.lan, self.client_id = w, huy, lan, client_id
        self.acts = acts

    def act(self, by: Phone) -> Act:
        self.acts += 1
        return Act(f"story:{self.acts}", by.user_id, self.w.clock.now())

    async def book(self, start: datetime, *, minutes: int = 60, **wanted: Any) -> int:
        """A session, told to the client if there is one on Telegram."""
        period = Period.of(start, timedelta(minutes=minutes))
        new = NewBooking(self.huy.user_id, self.client_id, period, **wanted)
        booking = await self.w.bot.store.write(lambda b: book(b, new, self.act(self.huy)))
        await self.w.settle()
        return booking.id

    async def booking(self, booking_id: int) -> Booking:
        return await self.w.bot.store.read(lambda b: b.bookings.get(booking_id))

    async def charges(self, booking_id: int) -> list[tuple[str, str, int]]:
        """Kind, status and amount."""
        found: Sequence[Charge] = await self.w.bot.store.read(lambda b: b.charges.of_booking(booking_id))
        return [(c.kind.value, c.status.value, c.amount) for c in found]

    async def charge(self, booking_id: int) -> Charge:
        """The one charge of a session."""
        (charge,) = await self.w.bot.store.read(lambda b: b.charges.of_booking(booking_id))
        return charge

    async def paid(self, booking_id: int) -> int:
        totals = await self.w.bot.store.read(lambda b: b.payments.totals([booking_id]))
        return totals.get(booking_id, 0)

    async def changes(self, **settings: Any) -> None:
        """The trainer's settings."""

        async def work(books: Any) -> None:
            await books.trainers.save(replace(await books.trainers.get(self.huy.user_id), **settings))

        await self.w.bot.store.write(work)

    def heard(self, phone: Phone, words: str) -> list[str]:
        """The texts with these words among the messages of the bot."""
        return [m.text for m in phone.received if words in m.text]


#: How stories begin: each beginning is lived through once, by its first test.
_beginnings: dict[tuple[Any, ...], tuple[Kept, int]] = {}


@asynccontextmanager
async def story(
    database: str,
    now: datetime = WEDNESDAY,
    *,
    agreed: bool = True,
    linked: bool = True,
    **trainer: Any,
) -> AsyncIterator[Story]:
    """The daily list and the card of the day are off, so that a test counts its own messages."""
    beginning = (database.partition(":")[0], now, agreed, linked, repr(sorted(trainer.items())))
    if beginning not in _beginnings:
        async with world(database, now) as w:
            acts = await _begin(w, agreed=agreed, linked=linked, **trainer)
            _beginnings[beginning] = await w.keep(), acts
    kept, acts = _beginnings[beginning]
    async with world(database, now, since=kept) as w:
        huy, lan = w.telegram.phones.values()
        (client,) = await w.bot.store.read(lambda b: b.clients.of_trainer(huy.user_id))
        yield Story(w, huy, lan, client.id, acts)


async def _begin(w: World, *, agreed: bool, linked: bool, **trainer: Any) -> int:
    """Returns how many acts it took."""
    huy, lan = w.phone("Huy"), w.phone("Lan Anh")
    huy.start()
    await w.settle()
    profile = {"price": 500_000, "daily_list": None, "today_card": False} | trainer
    new = Trainer(huy.user_id, "Huy", "Asia/Ho_Chi_Minh", w.clock.now(), **profile)
    store = w.bot.store
    await store.write(lambda b: b.trainers.add(new))
    await store.write(lambda b: b.profiles.add(Profile(huy.user_id, "huy-code", w.clock.now())))
    told = Story(w, huy, lan, 0)
    client = await store.write(lambda b: add_client(b, huy.user_id, "Lan Anh", told.act(huy)))
    told.client_id = client.id
    if linked:
        await _joined(told, agreed=agreed)
    return told.acts


async def _joined(told: Story, *, agreed: bool) -> None:
    store, client_id = told.w.bot.store, told.client_id
    told.lan.start()
    await told.w.settle()
    await store.write(lambda b: invite(b, client_id, "secret", told.act(told.huy)))
    await store.write(lambda b: join(b, "secret", told.act(told.lan)))
    if agreed:
        await store.write(lambda b: agree(b, client_id, Policy(), told.act(told.lan)))
    await told.w.settle()
