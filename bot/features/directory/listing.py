"""The list of trainers: a page of it, and what is said when nobody is on it."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from bot import saying_profile
from bot.buttons import Key, in_rows, key, short
from bot.dialogue import leave
from bot.features.directory import buttons as b
from bot.features.directory import narrowing
from bot.features.directory.buttons import DIALOGUE, Spot
from bot.going import Go
from bot.screen import Screen, lines
from bot.texts import Words
from bot.visit import Visit
from core.directory import Listing, places_of

PAGE = 6
#: So much of what they do, and of where, stands on the list.
_NAMED = 3


async def browse(visit: Visit) -> None:
    await leave(visit, DIALOGUE)
    await visit.show(await screen(visit, Spot()))


async def show(visit: Visit, button: b.ShowTrainers) -> None:
    await leave(visit, DIALOGUE)
    await visit.show(await screen(visit, Spot.read(button.spot)))


async def screen(visit: Visit, spot: Spot) -> Screen:
    found = await narrowing.found_by(visit, spot.filter)
    return _nobody(spot, visit) if not found else _page(found, spot, visit.w)


def _page(found: Sequence[Listing], spot: Spot, w: Words) -> Screen:
    last = (len(found) - 1) // PAGE
    page = min(spot.page, last)
    here = Spot(spot.filter, page)
    shown = found[page * PAGE : (page + 1) * PAGE]
    pages = f" · {page + 1}/{last + 1}" if last else ""
    head = w("<b>Coaches</b> · {n}{pages}", n=len(found), pages=pages)
    coaches = Markup("\n\n").join(lines(*_lines(one, w)) for one in shown)
    text = lines(head, narrowing.named(spot.filter, found, w), "", coaches)
    rows = [[key(_label(one, w), b.OpenTrainer(one.code, here.packed))] for one in shown]
    return Screen(text, [*rows, _turn(here, last), *narrowing.keys(here, w), [_home(w)]])


def _lines(one: Listing, w: Words) -> list[Markup]:
    rated = f"{saying_profile.score(one.stars, one.ratings)} ({one.ratings})" if one.ratings else ""
    price = saying_profile.price_from(one.price_from, one.currency, w)
    does = saying_profile.specialities(one.specialities[:_NAMED], w)
    where = saying_profile.places(places_of(one)[:_NAMED], w)
    head = Markup(" · ").join([Markup("<b>{}</b>").format(one.name), *filter(None, (rated, price))])
    more = " · ".join(filter(None, (does, f"📍 {where}" if where else "")))
    return [head, Markup("{}").format(more)] if more else [head]


def _label(one: Listing, w: Words) -> str:
    price = saying_profile.price_in_short(one.price_from, one.currency, w)
    name = " ".join(filter(None, (short(one.name), saying_profile.score(one.stars, one.ratings))))
    return " · ".join(filter(None, (name, price)))


def _turn(here: Spot, last: int) -> list[Key]:
    """Pages turn around at the ends."""
    if not last:
        return []
    before, after = (Spot(here.filter, (here.page + n) % (last + 1)).packed for n in (-1, 1))
    return [key("‹", b.ShowTrainers(before)), key("›", b.ShowTrainers(after))]


def _home(w: Words) -> Key:
    return key(w.plain("‹ Back"), Go("start"))


def _nobody(spot: Spot, visit: Visit) -> Screen:
    """Nobody at all, or nobody whom the filters let through: then each can be taken away."""
    w, wanted = visit.w, spot.filter
    if wanted.is_open:
        text = lines(
            w("<b>No coach can be found here yet.</b>"),
            w("Has your coach sent you a link? Open it, and you see their page."),
            w("Are you a coach? /settings → Profile makes you visible.") if visit.trainer else None,
        )
        return Screen(text, [[_home(w)]])
    keys = narrowing.keys_to_widen(spot, w)
    text = w("<b>Nobody fits that.</b> Take something away, or search with other words.")
    again = [key(w.plain("🔍 Search"), b.AskWords(spot.narrowed(words="").packed)), narrowing.all_key(w)]
    return Screen(text, [*in_rows(keys, 2), again, [_home(w)]])
