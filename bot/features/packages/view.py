"""A contract with all that its card shows, for one of the two whose it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from core.booking import Booking, Status
from core.charge import Charge, ChargeKind
from core.contract import Contract
from core.money import Money
from core.people import Client, Side, Trainer
from core.ports import Books
from core.progress import Progress, progress
from core.use_cases import contracting


@dataclass(frozen=True, slots=True)
class ContractView:
    """`bookings` by start; `due`: the open charge of the package, when it is paid in advance."""

    known: Progress
    trainer: Trainer
    client: Client
    side: Side
    bookings: Sequence[Booking]
    due: Charge | None
    paid: Money
    now: datetime

    @property
    def contract(self) -> Contract:
        return self.known.contract

    @property
    def next(self) -> Booking | None:
        ahead = (b for b in self.bookings if b.status is Status.CONFIRMED and b.starts_at > self.now)
        return next(ahead, None)

    @property
    def last_note(self) -> str | None:
        """What the trainer noted for next time, the latest."""
        noted = [b.next_note for b in self.bookings if b.next_note and b.starts_at <= self.now]
        return noted[-1] if noted else None


async def view(books: Books, contract_id: int, reader: int, now: datetime) -> ContractView:
    """NotYours for whoever is neither its trainer nor its client."""
    party = await contracting.seen(books, contract_id, reader)
    contract = party.contract
    bookings = sorted(await books.bookings.of_contracts([contract.id]), key=lambda b: (b.starts_at, b.id))
    charges = await books.charges.of_contracts([contract.id])
    due = next((c for c in charges if c.kind is ChargeKind.PACKAGE and c.status.is_open), None)
    paid = (await books.payments.totals_of_contracts([contract.id])).get(contract.id, 0)
    return ContractView(
        progress(contract, bookings, charges),
        party.trainer,
        party.client,
        party.side,
        bookings,
        due,
        Money(max(0, paid), contract.currency),
        now,
    )
