"""The overview of all settings, and the screen of one."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from bot.buttons import Key, Rows, in_rows, key
from bot.features.clients.buttons import LeaveCoach
from bot.features.leading import OpenProfile
from bot.features.packages.buttons import OpenOffers
from bot.features.places.buttons import OpenPlaces
from bot.features.settings import dates, opening, paid, region, rhythm, rules, usual, week
from bot.features.settings.section import OpenSection, Section
from bot.features.time_off.buttons import ShowTimesOff
from bot.going import back
from bot.saying_time_off import off_said
from bot.screen import Screen, lines
from bot.visit import Visit
from core.use_cases import resting
from core.zones import zone

SECTIONS: dict[str, Section] = {
    section.name: section
    for section in (
        *region.SECTIONS,
        *usual.SECTIONS,
        *week.SECTIONS,
        *dates.SECTIONS,
        *rules.SECTIONS,
        *opening.SECTIONS,
        *paid.SECTIONS,
        *rhythm.SECTIONS,
    )
}


def mine(visit: Visit) -> list[Section]:
    """The sections that this person has, parts of others left out."""
    return [s for s in SECTIONS.values() if s.parent is None and s.who in visit.roles]


async def overview(visit: Visit, lead: Markup | None = None) -> Screen:
    """Every value at a glance, a key for each."""
    w = visit.w
    values = [line(section, visit) for section in mine(visit)]
    keys = [key(section.label(w), OpenSection(section.name)) for section in mine(visit)]
    if visit.trainer is not None:
        values.append(
            w("{label}: <b>{value}</b>", label=_places_label(visit), value=await _usual_place(visit))
        )
        keys.append(key(_places_label(visit), OpenPlaces()))
        packages = len(await visit.read(lambda books: books.packages.of_trainer(visit.me.id)))
        how_many = w.plain("none yet") if not packages else str(packages)
        values.append(w("{label}: <b>{value}</b>", label=_packages_label(visit), value=how_many))
        keys.append(key(_packages_label(visit), OpenOffers()))
        values.append(w("{label}: <b>{value}</b>", label=_off_label(visit), value=await _next_off(visit)))
        keys.append(key(_off_label(visit), ShowTimesOff()))
        keys.append(key(visit.w.plain("🪪 Profile"), OpenProfile()))
    if visit.is_client:
        keys.append(key(w.plain("👋 Leave a coach"), LeaveCoach()))
    head = w("<b>Settings.</b> Tap what you want to change.")
    home: Rows = [back(visit, "start")]
    return Screen(lines(lead, "" if lead else None, head, *values), [*in_rows(keys, 2), *home])


def line(section: Section, visit: Visit) -> Markup:
    return visit.w("{label}: <b>{value}</b>", label=section.label(visit.w), value=section.value(visit))


def _off_label(visit: Visit) -> str:
    return visit.w.plain("🏝 Time off")


async def _next_off(visit: Visit) -> str:
    coming = await visit.read(resting.coming, visit.me.id, visit.now)
    if not coming:
        return visit.w.plain("none ahead")
    return off_said(coming[0].period, visit.calendar, zone(visit.me.zone))


def _packages_label(visit: Visit) -> str:
    return visit.w.plain("📦 Packages")


def _places_label(visit: Visit) -> str:
    return visit.w.plain("📍 Places")


async def _usual_place(visit: Visit) -> str:
    place = await visit.read(lambda books: books.places.find(visit.me.place_id))
    return place.name if place else visit.w.plain("none yet")


def one(visit: Visit, section: Section, lead: Markup | None = None, guesses: Sequence[Key] = ()) -> Screen:
    """The question; what may have been meant takes the place of the usual choices."""
    out = [key(visit.w.plain("‹ Back"), OpenSection(section.parent))] if section.parent else back(visit)
    rows = in_rows(list(guesses), 1) or section.choices(visit)
    now = None if section.tells else visit.w("Now: <b>{value}</b>", value=section.value(visit))
    return Screen(lines(lead, "" if lead else None, section.ask(visit), now), [*rows, out])


def changed(visit: Visit, section: Section) -> Markup:
    return visit.w("✅ {line}", line=line(section, visit))
