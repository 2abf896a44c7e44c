"""Where a trainer works: places come and go, and what was booked at one keeps it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

from core.act import Act, Event
from core.errors import NotFound, NotValid, TooMany
from core.people import Place, PlaceKind
from core.ports import Books
from core.use_cases import desk
from core.use_cases.inviting import LONGEST_NAME
from core.use_cases.profile import Changes

MOST_PLACES = 20
LONGEST_ADDRESS = 200
LONGEST_LINK = 500


async def add_place(books: Books, wanted: Place, act: Act) -> Place:
    """A new place of the trainer who acts; the first one where no client lives is the usual one."""
    await books.lock(trainers=[act.by])
    await desk.once(books, act)
    known = await books.places.of_trainer(act.by)
    if len(known) >= MOST_PLACES:
        raise TooMany
    place = _checked(replace(wanted, id=0, trainer_id=act.by), known)
    place = await books.places.add(place)
    trainer = await books.trainers.get(act.by)
    if trainer.place_id is None and place.kind is not PlaceKind.HOME:
        await books.trainers.save(replace(trainer, place_id=place.id))
    await _log(books, act, "place_added", place)
    return place


async def change_place(books: Books, place_id: int, changes: Changes, act: Act) -> Place:
    await books.lock(trainers=[act.by])
    await desk.once(books, act)
    place = replace(await own_place(books, place_id, act.by), **changes)
    others = [p for p in await books.places.of_trainer(act.by) if p.id != place_id]
    place = _checked(place, others)
    await books.places.save(place)
    await _log(books, act, "place_changed", place, fields=sorted(changes))
    return place


async def remove_place(books: Books, place_id: int, act: Act) -> Place:
    """Not offered any more; sessions that are booked there keep it."""
    await books.lock(trainers=[act.by])
    await desk.once(books, act)
    place = replace(await own_place(books, place_id, act.by), removed_at=act.at)
    await books.places.save(place)
    trainer = await books.trainers.get(act.by)
    if trainer.place_id == place_id:
        await books.trainers.save(replace(trainer, place_id=None))
    await _log(books, act, "place_removed", place)
    return place


async def own_place(books: Books, place_id: int, trainer_id: int) -> Place:
    """NotFound for one that was removed, or that belongs to somebody else."""
    place = await books.places.get(place_id)
    if place.trainer_id != trainer_id or place.removed_at is not None:
        raise NotFound
    return place


def _checked(place: Place, others: Sequence[Place]) -> Place:
    """Tidied; NotValid names what cannot be. Two places of one name could not be told apart when typed."""
    place = replace(place, name=" ".join(place.name.split()))
    if not 1 <= len(place.name) <= LONGEST_NAME:
        raise NotValid("place_name")
    if any(other.name.casefold() == place.name.casefold() for other in others):
        raise NotValid("place_known")
    if place.address is not None and not 1 <= len(place.address) <= LONGEST_ADDRESS:
        raise NotValid("address")
    if place.link is not None and not is_link(place.link):
        raise NotValid("link")
    return place


def is_link(link: str) -> bool:
    """Only https: what is sent to clients must not be read on the way."""
    try:
        parts = urlsplit(link)
    except ValueError:
        return False
    fits = len(link) <= LONGEST_LINK and not any(c.isspace() for c in link)
    return fits and parts.scheme == "https" and "." in (parts.hostname or "")


async def _log(books: Books, act: Act, kind: str, place: Place, **facts: Any) -> None:
    data = {"place_id": place.id, **facts}
    await books.events.add(Event(0, act.key, act.by, act.at, kind, trainer_id=place.trainer_id, data=data))
