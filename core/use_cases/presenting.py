"""How trainers present themselves to whoever looks for one: what they say, if they are shown, their link."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any

from core.act import Act, Event
from core.directory import tag
from core.errors import NotValid
from core.money import LIMIT
from core.ports import Books
from core.profile import (
    LONGEST_BIO,
    LONGEST_CONSULTATION,
    LONGEST_SPECIALITY,
    MOST_SPECIALITIES,
    SHORTEST_CONSULTATION,
    SPOKEN,
    Profile,
)
from core.use_cases import desk

_EMPTY_LINES = re.compile(r"\n(?:\s*\n){2,}")


async def change(books: Books, changes: Mapping[str, Any], act: Act) -> Profile:
    """New values of the profile of the trainer who acts; NotValid names the one that cannot be."""
    return await _changed(books, lambda _: changes, act)


async def set_speciality(books: Books, value: str, act: Act, *, there: bool) -> Profile:
    """Adds it, or takes it away, however it is spelled; what is so already stays."""

    def changes(profile: Profile) -> Mapping[str, Any]:
        others = tuple(s for s in profile.specialities if tag(s) != tag(value))
        if there and len(others) < len(profile.specialities):
            return {}
        return {"specialities": (*others, value) if there else others}

    return await _changed(books, changes, act)


async def set_language(books: Books, language: str, act: Act, *, there: bool) -> Profile:
    """As above; they stand in the order in which they are offered."""

    def changes(profile: Profile) -> Mapping[str, Any]:
        wanted = {*profile.languages, language} if there else {*profile.languages} - {language}
        return {"languages": tuple(sorted(wanted, key=_place_of))}

    return await _changed(books, changes, act)


def _place_of(language: str) -> int:
    return SPOKEN.index(language) if language in SPOKEN else len(SPOKEN)


async def _changed(books: Books, changes_of: Callable[[Profile], Mapping[str, Any]], act: Act) -> Profile:
    await books.lock(trainers=[act.by])
    await desk.once(books, act)
    known = await books.profiles.get(act.by)
    changes = changes_of(known)
    profile = checked(replace(known, **_tidied(changes)))
    await books.profiles.save(profile)
    await _log(books, act, "profile", profile, fields=sorted(changes))
    return profile


async def renew_link(books: Books, old: str, code: str, act: Act) -> Profile:
    """Another link; whoever has the old one, or its picture, comes nowhere by it. `code` is random.

    One that was replaced before stays replaced: an old button never ends a fresh link.
    """
    await books.lock(trainers=[act.by])
    await desk.once(books, act)
    known = await books.profiles.get(act.by)
    if known.code != old:
        return known
    profile = replace(known, code=code)
    await books.profiles.save(profile)
    await _log(books, act, "profile_link", profile)
    return profile


def checked(profile: Profile) -> Profile:
    price = profile.consultation_price
    rules = {
        "bio": profile.bio is None or 1 <= len(profile.bio) <= LONGEST_BIO,
        "specialities": len(profile.specialities) <= MOST_SPECIALITIES,
        "speciality": all(1 <= len(s) <= LONGEST_SPECIALITY for s in profile.specialities),
        "languages": set(profile.languages) <= set(SPOKEN),
        "price": price is None or 0 <= price <= LIMIT,
        "consultation": SHORTEST_CONSULTATION <= profile.consultation_minutes <= LONGEST_CONSULTATION,
    }
    for field, holds in rules.items():
        if not holds:
            raise NotValid(field)
    return profile


def missing(profile: Profile) -> list[str]:
    """What people who look for a trainer would like to read, and do not find."""
    return [field for field in ("bio", "specialities", "languages") if not getattr(profile, field)]


def _tidied(changes: Mapping[str, Any]) -> dict[str, Any]:
    """Without needless spaces and repetitions; an empty text is none."""
    tidy = dict(changes)
    if "bio" in tidy:
        tidy["bio"] = _EMPTY_LINES.sub("\n\n", (tidy["bio"] or "").strip()) or None
    if "specialities" in tidy:
        tidy["specialities"] = _once_each(" ".join(s.split()) for s in tidy["specialities"])
    return tidy


def _once_each(values: Iterable[str]) -> tuple[str, ...]:
    known: dict[str, str] = {}
    for value in values:
        known.setdefault(tag(value), value)
    return tuple(known.values())


async def _log(books: Books, act: Act, kind: str, profile: Profile, **facts: Any) -> None:
    await books.events.add(Event(0, act.key, act.by, act.at, kind, trainer_id=profile.id, data=facts or None))
