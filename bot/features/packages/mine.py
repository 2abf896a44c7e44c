"""A client's own packages, where their sessions are listed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from bot.buttons import Key, key
from bot.features.packages import buttons as b
from bot.saying import Calendar
from bot.saying_packages import bar, counts, last_day
from bot.texts import Words
from core.people import Trainer
from core.ports import Books
from core.progress import Progress
from core.use_cases import crediting


@dataclass(frozen=True, slots=True)
class OwnPackage:
    known: Progress
    coach: Trainer


async def own_packages(books: Books, person_id: int) -> list[OwnPackage]:
    """With every coach, the oldest first."""
    found = list[OwnPackage]()
    for client in await books.clients.of_person(person_id):
        coach = await books.trainers.get(client.trainer_id)
        found += [OwnPackage(known, coach) for known in await crediting.of_client(books, client.id)]
    return found


def running(packages: Sequence[OwnPackage], *, over: bool = False) -> list[OwnPackage]:
    """Those that run, or those that are over."""
    return [p for p in packages if p.known.contract.status.is_open is not over]


def lines_of(packages: Sequence[OwnPackage], calendar: Calendar) -> list[Markup]:
    return [line for package in packages for line in _lines(package, calendar)]


def _lines(package: OwnPackage, calendar: Calendar) -> list[Markup]:
    w, contract = calendar.w, package.known.contract
    last = last_day(contract, package.coach.zone, calendar)
    until = w(" · until {day}", day=last) if last else Markup()
    return [
        w("📦 {name} with Coach {coach}{until}", name=contract.name, coach=package.coach.name, until=until),
        w("{bar} {counts}", bar=bar(package.known.tally), counts=counts(package.known.tally, w)),
    ]


def keys_of(packages: Sequence[OwnPackage], w: Words) -> list[Key]:
    """One leads to each; those that wait for the client's word say so."""
    several = len(packages) > 1
    return [_key(package, w, several=several) for package in packages[-4:]]


def _key(package: OwnPackage, w: Words, *, several: bool) -> Key:
    contract = package.known.contract
    waits = contract.agreed_at is None and contract.status.is_open
    if several:
        label = f"{'📝' if waits else '📦'} {contract.name[:20]}"
    else:
        label = w.plain("📝 Agree to package") if waits else w.plain("📦 My package")
    return key(label, b.OpenContract(contract.id))
