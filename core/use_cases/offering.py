"""The packages that a trainer offers. Contracts copy their terms, so that a change never reaches back."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from core.act import Act, Event
from core.contract import Offer, Package
from core.errors import NotFound, TooMany
from core.ports import Books
from core.use_cases import desk

#: As many as fit on a screen.
MOST_PACKAGES = 20


async def offer(books: Books, terms: Offer, act: Act) -> Package:
    """A package of the trainer who acts."""
    terms = terms.checked()
    await books.lock(trainers=[act.by])
    await desk.once(books, act)
    trainer = await books.trainers.get(act.by)
    if len(await books.packages.of_trainer(trainer.id)) >= MOST_PACKAGES:
        raise TooMany
    package = await books.packages.add(
        Package(
            0,
            trainer.id,
            terms.name,
            terms.sessions,
            terms.price,
            terms.currency,
            act.at,
            terms.days,
            terms.billing,
            terms.kind,
        )
    )
    await _log(books, act, "package_offered", package)
    return package


async def change(books: Books, package_id: int, act: Act, **terms: Any) -> Package:
    """Its name, number of sessions, price, days or billing; NotValid when one cannot be."""
    package = await _opened(books, package_id, act)
    changed = replace(package.offer, **terms).checked()
    package = replace(package, **{name: getattr(changed, name) for name in terms})
    await books.packages.save(package)
    await _log(books, act, "package_changed", package)
    return package


async def remove(books: Books, package_id: int, act: Act) -> Package:
    """It is offered no more; what was agreed of it stays."""
    package = replace(await _opened(books, package_id, act), removed_at=act.at)
    await books.packages.save(package)
    await _log(books, act, "package_removed", package)
    return package


async def own(books: Books, package_id: int, trainer_id: int) -> Package:
    """NotFound for another trainer's, and for one that is offered no more."""
    package = await books.packages.get(package_id)
    if package.trainer_id != trainer_id or package.removed_at is not None:
        raise NotFound
    return package


async def _opened(books: Books, package_id: int, act: Act) -> Package:
    await books.lock(trainers=[act.by])
    await desk.once(books, act)
    return await own(books, package_id, act.by)


async def _log(books: Books, act: Act, kind: str, package: Package) -> None:
    data = {"package_id": package.id}
    await books.events.add(Event(0, act.key, act.by, act.at, kind, trainer_id=package.trainer_id, data=data))
