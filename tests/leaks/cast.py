"""Two trainers, what they know of whom, and everything that could leak: lived through once."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time
from typing import Any

from bot.contents import FEATURES
from bot.demo.telegram.phone import Phone
from bot.feature import Feature
from core.hours import WorkingHours
from core.people import Opening, Trainer
from core.period import Period
from core.policy import Policy
from core.profile import Profile, Standing
from core.use_cases import inviting, overseeing, standing
from core.use_cases.classes import joining, planning
from core.use_cases.classes.planning import NewClass
from core.use_cases.holiday_offers import with_next_holiday
from tests.kept import Kept
from tests.leaks.chapters import ADMIN, everything_happens
from tests.leaks.open_ends import a_question_is_open, much_is_open
from tests.leaks.pair import HOUR, Pair
from tests.leaks.secrets import BINH, CUC, LAN_WITH_HUY, LAN_WITH_MAI, Private
from tests.world import World, world

#: A Monday morning in Vietnam, three weeks before a public holiday.
MONDAY = datetime(2025, 12, 8, 3, tzinfo=UTC)
_NAMES = ("huy", "mai", "tam", "lan", "binh", "cuc", "eve")


@dataclass(slots=True)
class Cast:
    """Huy trains Lan and Bình, Mai trains Lan and Cúc; Eve is nobody's, Tam was."""

    w: World
    phones: dict[str, Phone]

    def __getattr__(self, name: str) -> Phone:
        try:
            return self.phones[name]
        except KeyError:
            raise AttributeError(name) from None

    def pair(self, coach: str, person: str, private: Private, hour: int) -> Pair:
        return Pair(self.w, self.phones[coach], self.phones[person], private, hour)

    async def joined(self, pair: Pair) -> Pair:
        """Client and trainer, without all that went before."""
        name = f"{pair.person.person.first_name} {pair.private.says('name')}"
        coach = pair.coach.user_id
        client = await pair.coach_does(inviting.add_client, coach, name, phone=pair.private.phone)
        secret = pair.private.says("joining")
        await pair.coach_does(inviting.invite, client.id, secret)
        await pair.client_does(inviting.join, secret)
        await pair.client_does(inviting.agree, client.id, Policy())
        pair.client_id = client.id
        return pair


def pairs(cast: Cast) -> dict[str, Pair]:
    return {
        "binh": cast.pair("huy", "binh", BINH, 7),
        "cuc": cast.pair("mai", "cuc", CUC, 7),
        "lan_huy": cast.pair("huy", "lan", LAN_WITH_HUY, 14),
        "lan_mai": cast.pair("mai", "lan", LAN_WITH_MAI, 10),
    }


async def known_pairs(cast: Cast) -> dict[str, Pair]:
    """The same, as they stand on the lists of the trainers."""
    made = pairs(cast)
    for pair in made.values():
        ids = (pair.coach.user_id, pair.person.user_id)
        pair.client_id = (await pair.reads(lambda b, ids=ids: b.clients.of_pair(*ids))).id
    return made


@dataclass(frozen=True, slots=True)
class Beginning:
    """How all walks begin: lived through once, by the first."""

    kept: Kept
    now: datetime
    people: dict[str, int]


_beginnings: list[Beginning] = []


@asynccontextmanager
async def cast(database: str, features: tuple[Feature, ...] = FEATURES) -> AsyncIterator[Cast]:
    """Everything has happened to Bình; and of each pair much is open."""
    if not _beginnings:
        async with world(database, MONDAY) as w:
            made = _phones(w)
            await _begins(made)
            people = {name: phone.user_id for name, phone in made.phones.items()}
            _beginnings.append(Beginning(await w.keep(), w.clock.now(), people))
    begun = _beginnings[0]
    async with world(database, begun.now, features, since=begun.kept) as w:
        yield Cast(w, {name: w.telegram.phones[id_] for name, id_ in begun.people.items()})


def _phones(w: World) -> Cast:
    last = {"binh": f" {BINH.says('name')}", "cuc": f" {CUC.says('name')}"}
    usernames = {"binh": BINH.says("username"), "cuc": CUC.says("username")}
    made = {n: w.phone(f"{n.title()}{last.get(n, '')}", username=usernames.get(n)) for n in _NAMES}
    return Cast(w, made)


async def _begins(c: Cast) -> None:
    await _set_up(c)
    known = pairs(c)
    binh = known["binh"]
    await everything_happens(binh, c.pair("tam", "binh", BINH, 7))
    # What is done from now on is done at a moment that is no secret of anybody.
    await binh.until(binh.at(1).replace(hour=13, minute=0))
    await much_is_open(binh)
    for name in ("cuc", "lan_huy", "lan_mai"):
        await much_is_open(await c.joined(known[name]))
    await _in_one_class(c, known)
    for name, private in (("binh", BINH), ("cuc", CUC), ("lan", LAN_WITH_HUY)):
        await a_question_is_open(c.pair("tam", name, private, 7))


async def _set_up(c: Cast) -> None:
    w = c.w
    for phone in c.phones.values():
        phone.start()
    await w.settle()
    for name in ("huy", "mai", "tam"):
        await w.bot.store.write(_trainer(c.phones[name], w.clock.now()))


def _trainer(phone: Phone, now: datetime) -> Any:
    """One who works around the clock."""
    new = Trainer(
        phone.user_id,
        phone.person.name,
        "Asia/Ho_Chi_Minh",
        now,
        price=500_000,
        hours=WorkingHours.daily(time(0), time(0)),
        daily_list=None,
        today_card=False,
        opening=Opening.ASK,
        most_open=9,
        bank="970436",
        account="0071000123456",
        account_name="COACH",
    )

    async def work(books: Any) -> None:
        await books.trainers.add(new)
        await books.profiles.add(Profile(new.id, f"code{new.id}", now, listed=True))

    return work


async def _in_one_class(c: Cast, known: dict[str, Pair]) -> None:
    """Lan and Bình sit in it side by side."""
    huy = known["lan_huy"]
    start = huy.at(9).replace(hour=20, minute=0)
    new = NewClass(c.huy.user_id, "Evening class", Period.of(start, HOUR), 4, 120_000, listed=True, over=())
    (group,) = await huy.coach_does(planning.create, new, "evening-class")
    for name in ("binh", "lan_huy"):
        await known[name].client_does(joining.join, group.id, known[name].client_id)


async def admin_acts(c: Cast) -> None:
    """What concerns trainers and everybody: Tam waits to be let in, and is; Huy is the admin who hears it."""

    async def waits(books: Any) -> None:
        profile = await books.profiles.get(c.tam.user_id)
        await books.profiles.save(replace(profile, standing=Standing.WAITING))

    await c.w.bot.store.write(waits)
    services = c.w.bot.services
    services.settings = services.settings.model_copy(update={"admin_ids": (c.huy.user_id,)})
    huy = pairs(c)["binh"]
    await huy.does(standing.ask_admins, c.tam.user_id, [c.huy.user_id], by=c.tam)
    await huy.does(standing.admit, c.tam.user_id, by=ADMIN, admin=True)
    await huy.does(overseeing.announce, "The bot will rest for an hour", by=ADMIN, admin=True)


async def holidays_are_offered(c: Cast) -> None:
    async def work(books: Any) -> None:
        huy = await books.trainers.get(c.huy.user_id)
        await books.trainers.save(with_next_holiday(huy, c.w.clock.now()))

    await c.w.bot.store.write(work)
