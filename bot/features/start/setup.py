"""A new trainer's first minute: two questions, everything else as it is with most and changed later."""

from __future__ import annotations

import secrets
from collections.abc import Collection
from dataclasses import replace
from functools import partial

from markupsafe import Markup

from bot import answering, saying_profile, typed
from bot.buttons import Key, in_rows, key
from bot.dialogue import begin
from bot.feature import Step, Who
from bot.features.places import screens as places
from bot.features.settings.screens import SECTIONS, line
from bot.features.settings.section import OpenSection
from bot.features.settings.usual import usual_prices
from bot.features.start import buttons as b
from bot.features.start.home import home
from bot.going import ways
from bot.reading import is_session, read_amount
from bot.saying import money
from bot.screen import Screen, lines
from bot.visit import Visit
from core.draft import Draft
from core.errors import NotValid
from core.money import Money
from core.people import Place, PlaceKind
from core.ports import Books
from core.use_cases import placing, profile

DIALOGUE = "setup"
_PRICE, _PLACE = "price", "place"
#: What a new trainer sees of the settings at the end, and may change by one tap.
_SHOWN = ("price", "length", "hours")
_CHANGED = ("name", "length", "hours")


async def be_trainer(visit: Visit, button: b.BeTrainer) -> None:
    """At once, with values that fit most: whoever stops after this tap has a calendar that works."""
    if visit.trainer is not None:
        await visit.show(await home(visit))
        return
    currency, code = visit.services.settings.default_currency, secrets.token_urlsafe(6)
    become = partial(profile.become_trainer, code=code, admins=_who_lets_in(visit))
    visit.trainer = await visit.write(become, currency, visit.act())
    await begin(visit, DIALOGUE, _PRICE)
    await visit.show(_question(visit, _PRICE, await _ready(visit)))


def _who_lets_in(visit: Visit) -> Collection[int] | None:
    """Nobody has to where everybody may train, nor for an admin."""
    settings = visit.services.settings
    free = settings.trainer_signup == "open" or Who.ADMIN in visit.roles
    return None if free else settings.admin_ids


async def _ready(visit: Visit) -> Markup:
    w, me = visit.w, visit.me
    profile_ = await visit.read(lambda books: books.profiles.get(me.id))
    ready = w("<b>Your calendar is ready, Coach {name}.</b> Two quick questions.", name=me.name)
    return lines(saying_profile.standing(profile_, w), ready)


def _question(
    visit: Visit, step: str, lead: Markup | None = None, prices: list[Money] | None = None
) -> Screen:
    w = visit.w
    asked = {
        _PRICE: w("<b>What does a session cost?</b> Type it (“500k”) or tap."),
        _PLACE: w("<b>Where do you train?</b> Type the gym's name, as “Gold's Gym”."),
    }
    offered = prices or usual_prices(visit) if step == _PRICE else []
    later = [key(w.plain("Say it later"), b.Answer(step))]
    return Screen(lines(lead, asked[step]), [*in_rows([_price_key(visit, m) for m in offered], 2), later])


def _price_key(visit: Visit, price: Money) -> Key:
    return key(money(price, visit.w), b.Answer(_PRICE, str(price.amount)))


async def ask_again(visit: Visit, draft: Draft) -> None:
    await visit.say(_question(visit, draft.step))


async def tapped(visit: Visit, button: b.Answer) -> None:
    """An answer by tap; a question that is not open any more leads home."""
    draft = visit.draft
    if draft is None or (draft.dialogue, draft.step) != (DIALOGUE, button.step):
        await visit.show(await home(visit))
    elif button.value is not None:
        await _ANSWERS[draft.step](visit, draft, button.value)
    elif draft.step == _PRICE:
        await visit.save(replace(draft, step=_PLACE))
        await visit.show(_question(visit, _PLACE))
    else:
        await visit.close()
        await visit.show(await _done(visit))


async def answer_price(visit: Visit, draft: Draft, text: str) -> None:
    amount = await read_amount(visit, text)
    if amount is None:
        await _not_a_price(visit, draft, text)
        return
    act = visit.act()

    async def work(books: Books) -> None:
        await profile.change(books, {"price": amount.amount}, act)
        await visit.save(replace(draft, step=_PLACE), books)

    await visit.write(work)
    await _reload(visit)
    lead = visit.w("💰 <b>{price}</b> a session.", price=money(amount, visit.w))
    await visit.show(_question(visit, _PLACE, lead))


async def _not_a_price(visit: Visit, draft: Draft, text: str) -> None:
    """A session typed at once is booked: the questions can wait."""
    if await is_session(visit, text) and await answering.read_as_line(visit, Who.TRAINER):
        await visit.close(draft=draft)
        return
    meant = typed.in_thousands(text, visit.me.currency)
    lead = visit.w("Do you mean this?") if meant else SECTIONS["price"].hint(visit.w)
    await visit.say(_question(visit, _PRICE, lead, [meant] if meant else None))


async def answer_place(visit: Visit, draft: Draft, text: str) -> None:
    if await is_session(visit, text) and await answering.read_as_line(visit, Who.TRAINER):
        await visit.close(draft=draft)
        return
    act = visit.act()

    async def work(books: Books) -> None:
        await placing.add_place(books, Place(0, visit.me.id, PlaceKind.GYM, text), act)
        await visit.close(books, draft)

    try:
        await visit.write(work)
    except NotValid as refusal:
        await visit.say(_question(visit, _PLACE, places.not_valid(refusal.field, visit.w)))
        return
    await _reload(visit)
    await visit.show(await _done(visit))


async def _reload(visit: Visit) -> None:
    visit.trainer = await visit.read(lambda books: books.trainers.get(visit.me.id))


async def _done(visit: Visit) -> Screen:
    """What was set and what was assumed, and the first thing to do."""
    w = visit.w
    place = await visit.read(lambda books: books.places.find(visit.me.place_id))
    text = lines(
        w("<b>All set, Coach {name}.</b>", name=visit.me.name),
        *(line(SECTIONS[name], visit) for name in _SHOWN),
        w("📍 Place: <b>{name}</b>", name=place.name) if place else None,
        "",
        w("Now type your first session as you say it: “Lan tomorrow 18:00”."),
    )
    changes = [key(SECTIONS[name].label(w), OpenSection(name)) for name in _CHANGED]
    return Screen(text, in_rows([*changes, *ways(visit, {"settings": w.plain("⚙️ Settings")})], 2))


async def present(visit: Visit) -> bool:
    """The open question, or the end of them."""
    draft = visit.draft
    if draft is None or draft.dialogue != DIALOGUE:
        return False
    await visit.show(_question(visit, draft.step))
    return True


_ANSWERS = {_PRICE: answer_price, _PLACE: answer_place}
STEPS = {f"{DIALOGUE}:{step}": Step(ask_again, answer) for step, answer in _ANSWERS.items()}
