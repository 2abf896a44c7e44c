"""What narrows the list of trainers down: a place, a speciality, a language, typed words."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from itertools import chain

from markupsafe import Markup

from bot import answering, saying_profile
from bot.buttons import Key, Rows, in_rows, key, short
from bot.dialogue import leave
from bot.features.directory import buttons as b
from bot.features.directory.buttons import DIALOGUE, Spot
from bot.screen import Screen, lines
from bot.texts import Words
from bot.visit import Visit
from core.directory import Filter, Listing, counted, has_words, places_of, tag
from core.use_cases import directory

#: So many values of a filter stand on one page.
_CHOICES = 12


async def found_by(visit: Visit, wanted: Filter) -> list[Listing]:
    """Words are looked for in thousands of texts, and nobody else waits for that."""
    found = await visit.read(directory.found, wanted, with_bio=bool(wanted.words))
    return await asyncio.to_thread(_with_words, wanted.words, found) if wanted.words else found


def _with_words(words: str, found: Sequence[Listing]) -> list[Listing]:
    return [one for one in found if has_words(words, _said_of(one))]


def _said_of(one: Listing) -> Sequence[str]:
    """All that can be searched for."""
    does = [saying_profile.in_every_language(s) for s in one.specialities]
    speaks = [saying_profile.spoken_in_every_language(code) for code in one.languages]
    return [one.name, *one.gyms, *does, *speaks, one.bio or ""]


def _signs(w: Words) -> dict[str, tuple[str, str]]:
    """By the first letter of the filter's field: its sign, and its name on a button."""
    return {
        "p": ("📍", w.plain("Place")),
        "s": ("🏷", w.plain("Speciality")),
        "l": ("🌐", w.plain("Language")),
    }


_FIELDS = {"p": "place", "s": "speciality", "l": "language"}
_VALUES: dict[str, Callable[[Listing], Sequence[str]]] = {
    "p": places_of,
    "s": lambda one: one.specialities,
    "l": lambda one: one.languages,
}


def _said(what: str, value: str, w: Words) -> str:
    if what == "l":
        return saying_profile.language(value)
    return saying_profile.place(value, w) if what == "p" else saying_profile.speciality(value, w)


def _code(what: str, value: str) -> str:
    """As it travels in a button."""
    return value if what == "l" else tag(value)


def _chosen(what: str, wanted: Filter, found: Sequence[Listing], w: Words) -> str | None:
    """The value that is filtered by, named by those whom it lets through."""
    chosen = getattr(wanted, _FIELDS[what])
    values = chain(*(_VALUES[what](one) for one in found[:1])) if chosen else ()
    named = next((v for v in values if _code(what, v) == chosen), None)
    return None if named is None else _said(what, named, w)


def named(wanted: Filter, found: Sequence[Listing], w: Words) -> Markup | None:
    """What the list is narrowed down to, in one line."""
    chosen = [(sign, _chosen(what, wanted, found, w)) for what, (sign, _) in _signs(w).items()]
    said = [f"{sign} {value}" for sign, value in chosen if value is not None]
    said += [f"🔍 “{wanted.words}”"] if wanted.words else []
    return Markup("{}").format(" · ".join(said)) if said else None


def keys(spot: Spot, w: Words) -> Rows:
    """One that is set has a tick, and is changed or taken away by the same button."""
    narrowed = []
    for what, (sign, name) in _signs(w).items():
        tick = "✓ " if getattr(spot.filter, _FIELDS[what]) else ""
        narrowed.append(key(f"{tick}{sign} {name}", b.ChooseFilter(what, 0, spot.packed)))
    search = key(w.plain("🔍 Search"), b.AskWords(spot.packed))
    return [*in_rows([*narrowed, search], 2), [] if spot.filter.is_open else [all_key(w)]]


def all_key(w: Words) -> Key:
    return key(w.plain("👥 All coaches"), b.ShowTrainers())


def keys_to_widen(spot: Spot, w: Words) -> list[Key]:
    """One for each thing that nobody may fit."""
    found = []
    for what, (sign, name) in _signs(w).items():
        if getattr(spot.filter, _FIELDS[what]):
            wider = spot.narrowed(**{_FIELDS[what]: ""})
            found.append(key(f"✖️ {sign} {name}", b.ShowTrainers(wider.packed)))
    if spot.filter.words:
        wider = spot.narrowed(words="")
        found.append(key(f"✖️ 🔍 {short(spot.filter.words)}", b.ShowTrainers(wider.packed)))
    return found


async def choose(visit: Visit, button: b.ChooseFilter) -> None:
    """The values that there are among those whom the other filters let through."""
    await leave(visit, DIALOGUE)
    if button.what not in _FIELDS:
        await answering.unknown_button(visit)
        return
    spot = Spot.read(button.spot)
    found = await found_by(visit, spot.narrowed(**{_FIELDS[button.what]: ""}).filter)
    values = counted(chain(*(_VALUES[button.what](one) for one in found)))
    await visit.show(_choices(button, spot, values, visit.w))


def _choices(button: b.ChooseFilter, spot: Spot, values: Sequence[tuple[str, int]], w: Words) -> Screen:
    what, field = button.what, _FIELDS[button.what]
    present = getattr(spot.filter, field)
    last = max(0, (len(values) - 1) // _CHOICES)
    page = max(0, min(button.page, last))
    row = []
    for value, n in values[page * _CHOICES : (page + 1) * _CHOICES]:
        short_of = _code(what, value)
        tick = "✓ " if short_of == present else ""
        leads = spot.narrowed(**{field: short_of}).packed
        row.append(key(f"{tick}{short(_said(what, value, w))} ({n})", b.ShowTrainers(leads)))
    questions = {
        "p": w("📍 <b>Where do you want to train?</b>"),
        "s": w("🏷 <b>What do you want to train?</b>"),
        "l": w("🌐 <b>In which language?</b>"),
    }
    nothing = w("No coach has said so yet.") if not values else None
    turn = [key(sign, b.ChooseFilter(what, (page + n) % (last + 1), spot.packed)) for sign, n in _BOTH]
    no_matter = [key(w.plain("No matter"), b.ShowTrainers(spot.narrowed(**{field: ""}).packed))]
    rows: Rows = [*in_rows(row, 2), turn if last else [], no_matter if present else []]
    return Screen(lines(questions[what], nothing), [*rows, [back_to(spot, w)]])


_BOTH = (("‹", -1), ("›", 1))


def back_to(spot: Spot, w: Words) -> Key:
    return key(w.plain("‹ Back"), b.ShowTrainers(spot.packed))
