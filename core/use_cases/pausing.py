"""Freezing a contract: its end moves, and what lies inside is cancelled or stays; seen before it is done."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from core.act import Act
from core.booking import Booking
from core.contract import Contract, ContractStatus
from core.errors import ContractChanged, NotValid
from core.money import Money
from core.people import Side
from core.ports import Books
from core.use_cases import cancelling, contracting, desk
from core.use_cases.contracting import Party
from core.zones import zone


@dataclass(frozen=True, slots=True)
class Freezing:
    """What it would mean: the contract before and after, and the sessions inside."""

    before: Contract
    after: Contract
    inside: Sequence[Booking]


async def freezing(books: Books, contract_id: int, days: int, by: int, now: datetime) -> Freezing:
    """Refuses what `freeze` would refuse."""
    return await _freezing(books, await contracting.seen(books, contract_id, by), days, now)


async def freeze(
    books: Books,
    contract_id: int,
    days: int,
    act: Act,
    *,
    version: int | None = None,
    keep: bool = False,
    affected: int | None = None,
) -> Contract:
    """From today on. The sessions inside are cancelled free of charge, or stay (`keep`).

    ContractChanged when there are not as many (`affected`) as the trainer was shown.
    """
    party = await contracting.opened(books, contract_id, act, version=version, only=Side.TRAINER)
    meant = await _freezing(books, party, days, act.at)
    if affected not in (None, len(meant.inside)):
        raise ContractChanged(contract_id)
    await books.contracts.save(meant.after)
    facts: dict[str, object] = {"days": days}
    if not keep:
        facts |= await let_go(books, meant.inside, act)
    return await contracting.changed(books, party, meant.after, act, "frozen", **facts)


async def let_go(books: Books, bookings: Iterable[Booking], act: Act) -> dict[str, object]:
    """Several sessions of one contract, free of charge; the facts to tell the client once."""
    gone, back = list[int](), list[Money]()
    for booking in bookings:
        paid = await cancelling.let_go(books, await desk.seen(books, booking.id, act.by), act)
        gone.append(booking.id)
        back += [paid] if paid else []
    return {"booking_ids": gone, "back": sum(m.amount for m in back)}


def ahead(bookings: Iterable[Booking], now: datetime) -> list[Booking]:
    """What can still be cancelled, by start."""
    return sorted((b for b in bookings if b.takes_time and b.starts_at > now), key=lambda b: b.starts_at)


async def _freezing(books: Books, party: Party, days: int, now: datetime) -> Freezing:
    contract, tz = party.contract, zone(party.trainer.zone)
    if contract.status is not ContractStatus.ACTIVE:
        raise NotValid("not_active")
    after = contract.froze(now.astimezone(tz).date(), days)
    frozen = after.frozen(tz)
    coming = ahead(await books.bookings.of_contracts([contract.id]), now)
    return Freezing(contract, after, [b for b in coming if frozen is not None and b.period.overlaps(frozen)])
