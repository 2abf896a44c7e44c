"""Language and time zone: for everybody, trainer or client."""

from __future__ import annotations

import asyncio

from markupsafe import Markup

from bot.buttons import Key, Rows, in_rows
from bot.feature import Who
from bot.features.settings import zones
from bot.features.settings.section import Section, pick, picks
from bot.texts import LANGUAGE_NAMES
from bot.visit import Visit
from core.act import Act
from core.ports import Books
from core.use_cases import profile
from core.use_cases.profile import Changes


async def _speak(books: Books, changes: Changes, act: Act) -> object:
    return await profile.speak(books, changes["language"], act)


async def _live(books: Books, changes: Changes, act: Act) -> object:
    return await profile.live_in(books, changes["zone"], act)


async def _read_language(visit: Visit, text: str) -> Changes | None:
    return {"language": text} if text in LANGUAGE_NAMES else None


def _language_choices(visit: Visit) -> Rows:
    options = [(name, code) for code, name in LANGUAGE_NAMES.items()]
    return [picks("language", options, visit.person.language)]


def _said_zone(name: str, visit: Visit) -> str:
    return zones.said(name, visit.w.language, visit.now)


async def _read_zone(visit: Visit, text: str) -> Changes | None:
    found = await asyncio.to_thread(zones.found, text)
    return {"zone": found[0]} if len(found) == 1 and zones.is_sure(text) else None


async def _guess_zone(visit: Visit, text: str) -> list[Key]:
    found = await asyncio.to_thread(zones.found, text)
    return [pick("zone", _said_zone(name, visit), name) for name in found]


def _zone_choices(visit: Visit) -> Rows:
    offered = dict.fromkeys((visit.person.zone, visit.services.settings.default_timezone, *zones.LIKELY))
    return in_rows(picks("zone", [(_said_zone(z, visit), z) for z in offered], visit.person.zone), 2)


def _ask_zone(visit: Visit) -> Markup:
    return visit.w(
        "<b>Where are you?</b> Tap, or type your city or country: “Da Nang”, “Japan”. "
        "Sessions stay at their moment; their times are shown in the new zone."
    )


SECTIONS = (
    Section(
        "language",
        lambda w: w.plain("🌐 Language"),
        lambda visit: LANGUAGE_NAMES[visit.w.language],
        lambda visit: visit.w("<b>Which language shall I speak?</b>"),
        _language_choices,
        _read_language,
        lambda w: w("Please tap one of these."),
        keep=_speak,
        who=Who.ANYONE,
        is_typed=False,
        tells=True,
    ),
    Section(
        "zone",
        lambda w: w.plain("🕰 Time zone"),
        lambda visit: _said_zone(visit.person.zone, visit),
        _ask_zone,
        _zone_choices,
        _read_zone,
        lambda w: w("I am not sure where that is. Tap it, or type a bigger city near you."),
        keep=_live,
        guess=_guess_zone,
        who=Who.ANYONE,
    ),
)
