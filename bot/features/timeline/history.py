"""All that has happened with a client, the newest first: sessions, packages, payments."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from bot.features.clients.view import readable
from core.booking import Booking
from core.charge import Payment
from core.contract import Contract
from core.people import Client, Trainer
from core.ports import Books
from core.progress import Progress
from core.use_cases import crediting


@dataclass(frozen=True, slots=True)
class Happened:
    """One of the three, and when."""

    at: datetime
    booking: Booking | None = None
    contract: Contract | None = None
    payment: Payment | None = None


@dataclass(frozen=True, slots=True)
class History:
    client: Client
    trainer: Trainer
    happened: Sequence[Happened]
    #: Of all bookings, for what is counted of them.
    bookings: Sequence[Booking]
    contracts: dict[int, Progress] = field(default_factory=dict)


async def history(books: Books, client_id: int, trainer_id: int) -> History:
    """NotFound for another trainer's client; of those who have left it stays."""
    client = await readable(books, client_id, trainer_id)
    bookings = await books.bookings.of_client(client.id)
    contracts = await crediting.of_client(books, client.id)
    payments = [p for p in await books.payments.of_client(client.id) if p.voided_at is None]
    happened = [
        *(Happened(b.starts_at, booking=b) for b in bookings),
        *(Happened(p.contract.agreed_at or p.contract.created_at, contract=p.contract) for p in contracts),
        *(Happened(p.paid_at, payment=p) for p in payments),
    ]
    return History(
        client,
        await books.trainers.get(trainer_id),
        sorted(happened, key=lambda h: h.at, reverse=True),
        bookings,
        {p.contract.id: p for p in contracts},
    )
