"""Trainers without phones of their own, to be found by somebody who looks."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from core.contract import Contract, Offer, Package
from core.people import Client, ClientStatus, Person, Place, PlaceKind, Trainer
from core.profile import Profile
from tests.world import World

_FIRST_ID = 9_000_000_000


async def coach(
    w: World,
    name: str,
    *,
    places: Sequence[Place | str] = (),
    packages: Sequence[Offer] = (),
    reviews: Sequence[tuple[int, str | None]] = (),
    price: int | None = 500_000,
    zone: str = "Asia/Ho_Chi_Minh",
    **profile: Any,
) -> Profile:
    """Visible unless it is said otherwise; `reviews` from the oldest to the newest."""
    now = w.clock.now()

    async def work(books: Any) -> Profile:
        number = _FIRST_ID + len(await books.profiles.where()) + 1
        await books.people.add(Person(number, name, "en", zone, now))
        await books.trainers.add(Trainer(number, name, zone, now, price=price, daily_list=None))
        for place in places:
            gym = Place(0, number, PlaceKind.GYM, place) if isinstance(place, str) else place
            await books.places.add(_of(gym, number))
        for terms in packages:
            await books.packages.add(_package(terms, number, now))
        for n, (stars, words) in enumerate(reviews):
            client = await books.clients.add(Client(0, number, f"Secret {n}", ClientStatus.MATCHED, now))
            said = {"stars": stars, "rating": words, "rating_is_public": True}
            at = now + timedelta(minutes=n)
            contract = Contract(0, number, client.id, "10", 10, 5_000_000, "VND", now, rated_at=at, **said)
            await books.contracts.add(contract)
        return await books.profiles.add(
            Profile(number, f"code-{number % 1000}", now, **{"listed": True, **profile})
        )

    added: Profile = await w.bot.store.write(work)
    return added


def _of(place: Place, trainer_id: int) -> Place:
    return Place(0, trainer_id, place.kind, place.name, place.address, link=place.link)


def _package(terms: Offer, trainer_id: int, now: Any) -> Package:
    return Package(0, trainer_id, terms.name, terms.sessions, terms.price, terms.currency, now)
