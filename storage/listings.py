"""The rows of the directory: everybody who may be found, with what stands on the list, in one statement."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Text, case, cast, func, null, select
from sqlalchemy.ext.asyncio import AsyncConnection

from core.booking import Kind
from core.directory import Listing
from core.people import PlaceKind
from core.profile import Standing
from storage import tables

#: No name has it: the unit separator.
_BETWEEN = "\x1f"


async def listings(connection: AsyncConnection, *, with_bio: bool) -> list[Listing]:
    p, t = tables.profiles.c, tables.trainers.c
    rated, sold, places = _ratings(), _cheapest(), _places()
    query = (
        select(
            *(p.id, p.code, t.name, t.currency, p.specialities, p.languages),
            *(rated.c.stars, rated.c.ratings, t.price, sold.c.each, places.c.gyms, places.c.kinds),
            p.bio if with_bio else null().label("bio"),
        )
        .join_from(tables.profiles, tables.trainers, t.id == p.id)
        .outerjoin(rated, rated.c.trainer_id == p.id)
        .outerjoin(sold, (sold.c.trainer_id == p.id) & (sold.c.currency == t.currency))
        .outerjoin(places, places.c.trainer_id == p.id)
        .where(p.listed, p.standing == Standing.ADMITTED)
    )
    return [_listing(*row) for row in await connection.execute(query)]


def _ratings() -> Any:
    c = tables.contracts.c
    sums = (func.sum(c.stars).label("stars"), func.count(c.stars).label("ratings"))
    return select(c.trainer_id, *sums).where(c.stars.is_not(None)).group_by(c.trainer_id).subquery()


def _cheapest() -> Any:
    """What one session costs at least in what is offered now."""
    p = tables.packages.c
    each = func.min(p.price // p.sessions).label("each")
    offered = (p.removed_at.is_(None), p.kind == Kind.PERSONAL)
    query = select(p.trainer_id, p.currency, each).where(*offered)
    return query.group_by(p.trainer_id, p.currency).subquery()


def _places() -> Any:
    """The names of gyms; of all others no more than their kinds are read."""
    p = tables.places.c
    gym = case((p.kind == PlaceKind.GYM, p.name))
    gathered = (
        func.aggregate_strings(gym, _BETWEEN).label("gyms"),
        func.aggregate_strings(cast(p.kind, Text), _BETWEEN).label("kinds"),
    )
    return select(p.trainer_id, *gathered).where(p.removed_at.is_(None)).group_by(p.trainer_id).subquery()


def _listing(*row: Any) -> Listing:
    *known, stars, ratings, price, each, gyms, kinds, bio = row
    there = (kinds or "").split(_BETWEEN)
    named = tuple(sorted(set(gyms.split(_BETWEEN)))) if gyms else ()
    at_home, online = PlaceKind.HOME in there, PlaceKind.ONLINE in there
    told = (int(stars or 0), ratings or 0, price, each, named, at_home, online, bio)
    return Listing(*(*known, *told))
