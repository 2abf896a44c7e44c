"""What somebody finds who looks around: coaches with a profile and reviews, free times, a class; an admin."""

from __future__ import annotations

from functools import partial

from bot.demo.history import (
    ADMIN,
    CLASS,
    CLASS_NAME,
    CLASS_PRICE,
    CLASS_SEATS,
    DOES,
    NEWCOMER,
    PLACE_OF_TRANG,
    PROFILES,
    RATED,
    TRANSFER,
    WAITED_FOR,
)
from bot.demo.telling import HOUR, Telling
from bot.features.profile.buttons import LetIn
from bot.features.start.buttons import BeTrainer
from core.contract import Contract, Offer
from core.people import Opening
from core.period import Period
from core.ports import Books
from core.use_cases import contracting, presenting, profile, waiting
from core.use_cases.classes import joining, planning
from core.use_cases.classes.planning import NewClass
from core.use_cases.offering import offer
from core.use_cases.settling import pay


async def admin(telling: Telling) -> None:
    """The settings name them; a word to the bot, and it can write to them."""
    telling.stage.phone(ADMIN).start()
    await telling.room.settle()


async def admitted(telling: Telling, who: str) -> None:
    await telling.stage.presses(ADMIN, LetIn, trainer_id=telling.story.people[who])


async def starters(telling: Telling) -> None:
    """Two short packages, paid and soon over: whoever has had one can say how it was."""
    for who, (sessions, price, _, _) in RATED[telling.story.language].items():
        terms, client_id = Offer(_name(telling, sessions), sessions, price, "VND"), telling.clients[who]
        act = telling.act()
        await telling.writes(partial(contracting.agree, what=terms, client_id=client_id, act=act))
        act = telling.act()
        await telling.writes(partial(pay, client_id=client_id, method=TRANSFER, amount=price, act=act))


def _name(telling: Telling, sessions: int) -> str:
    return telling.stage.said(f"{sessions} sessions", f"Gói {sessions} buổi")


async def reviews(telling: Telling) -> None:
    for who, (_, _, stars, words) in RATED[telling.story.language].items():
        contract = await telling.writes(partial(_first, telling.clients[who]))
        await telling.writes(
            partial(contracting.rate, contract_id=contract.id, stars=stars, act=telling.act(who))
        )
        await telling.writes(
            partial(contracting.comment, contract_id=contract.id, text=words, act=telling.act(who))
        )
    await telling.room.settle()


async def _first(client_id: int, books: Books) -> Contract:
    return (await books.contracts.of_client(client_id))[0]


async def coaches(telling: Telling) -> None:
    """Huy opens his times and lets himself be found; Trang can be found too, Khoa waits to be let in."""
    await telling.writes(partial(profile.change, changes={"opening": Opening.ASK}, act=telling.act()))
    await _presents(telling, "huy", consultation_price=0)
    await _begins(telling, "trang", "400k", PLACE_OF_TRANG[telling.story.language])
    await admitted(telling, "trang")
    await _presents(telling, "trang")
    terms = Offer(_name(telling, 8), 8, 2_800_000, "VND")
    await telling.writes(partial(offer, terms=terms, act=telling.act("trang")))
    await _begins(telling, "khoa", "350k", "Box & Fit")


async def _begins(telling: Telling, who: str, *typed: str) -> None:
    """Becomes a trainer; theirs is another story, so that no list of theirs is in the way of this one."""
    stage = telling.stage
    stage.phone(who).start()
    await telling.room.settle()
    await stage.presses(who, BeTrainer)
    for line in typed:
        await stage.types(who, line)
    quiet = {"daily_list": None, "today_card": False}
    await telling.writes(partial(profile.change, changes=quiet, act=telling.act(who)))


async def _presents(telling: Telling, who: str, **more: int) -> None:
    bio, does = PROFILES[telling.story.language][who], DOES[who]
    shown = {"bio": bio, "specialities": does, "languages": ("vi", "en"), "listed": True} | more
    await telling.writes(partial(presenting.change, changes=shown, act=telling.act(who)))


async def group_class(telling: Telling) -> None:
    """On Saturday, with one seat left."""
    period = Period.of(telling.at(CLASS.day, CLASS.hour), HOUR)
    huy = await telling.writes(lambda books: books.trainers.get(telling.huy))
    wanted = NewClass(huy.id, CLASS_NAME, period, CLASS_SEATS, CLASS_PRICE, place_id=huy.place_id, minimum=2)
    act = telling.act()
    (planned,) = await telling.writes(partial(planning.create, wanted=wanted, code="hiit-demo", act=act))
    by_name, thao = [telling.clients[who] for who in ("binh", "quan")], telling.clients[CLASS.who]
    act = telling.act()
    await telling.writes(partial(joining.add, class_id=planned.id, client_ids=by_name, act=act))
    act = telling.act(CLASS.who)
    await telling.writes(partial(joining.join, class_id=planned.id, client_id=thao, act=act))
    await telling.room.settle()


async def waits(telling: Telling) -> None:
    """For a time that is taken: should it be freed, it is offered."""
    start, who = telling.at(WAITED_FOR.day, WAITED_FOR.hour), WAITED_FOR.who
    window, client_id = Period.of(start, HOUR), telling.clients[who]
    act = telling.act(who)
    await telling.writes(partial(waiting.wait_for, client_id=client_id, window=window, act=act))
    await telling.room.settle()


async def newcomer(telling: Telling) -> None:
    telling.stage.phone(NEWCOMER).start()
    await telling.room.settle()
