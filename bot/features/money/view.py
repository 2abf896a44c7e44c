"""What the money screens show: one client's account with its sessions and packages, and everybody's."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from bot.saying import Calendar
from core import account as rules
from core.account import Account, Debtor, Entry, sums
from core.booking import Booking
from core.charge import Charge, ChargeKind
from core.contract import Contract
from core.errors import NotFound
from core.money import Money
from core.people import Client, Person, Side, Trainer, side_of
from core.period import Period
from core.ports import Books
from core.use_cases.debts import account_of
from core.zones import at_wall, zone


@dataclass(frozen=True, slots=True)
class AccountView:
    """One client's account at one trainer, for one of the two."""

    client: Client
    trainer: Trainer
    person: Person | None
    side: Side
    account: Account
    bookings: Mapping[int, Booking]
    contracts: Mapping[int, Contract]

    @property
    def zone(self) -> str:
        return self.trainer.zone

    def name(self, charge: Charge, calendar: Calendar) -> str:
        """What it is for: "session Thu 9 Oct", "no-show fee, Thu 9 Oct", the package's name."""
        w, booking = calendar.w, self.bookings.get(charge.booking_id or 0)
        contract = self.contracts.get(charge.contract_id or 0)
        if booking is None:
            return contract.name if contract else w.plain("package")
        day = calendar.day(calendar.local(booking.starts_at).date())
        if charge.kind is ChargeKind.NO_SHOW:
            return w.plain("no-show fee, {day}", day=day)
        if charge.kind is ChargeKind.LATE_CANCEL:
            return w.plain("late fee, {day}", day=day)
        return w.plain("session {day}", day=day)


async def account_view(books: Books, client_id: int, reader: int) -> AccountView:
    """NotFound for whoever is neither the trainer nor the client; debts outlive the relation."""
    client = await books.clients.get(client_id)
    if reader not in (client.trainer_id, client.person_id):
        raise NotFound
    known = await account_of(books, client_id)
    charges = [e.charge for e in known.entries]
    return AccountView(
        client,
        await books.trainers.get(client.trainer_id),
        await books.people.find(client.person_id),
        side_of(reader, trainer_id=client.trainer_id, client_person_id=client.person_id),
        known,
        {b.id: b for b in await books.bookings.pick(_ids(c.booking_id for c in charges))},
        {c.id: c for c in await books.contracts.pick(_ids(c.contract_id for c in charges))},
    )


def _ids(found: Iterable[int | None]) -> list[int]:
    return sorted({id_ for id_ in found if id_ is not None})


async def mine(books: Books, person_id: int) -> list[AccountView]:
    """A client's own accounts, at each of their trainers, as far as something is owed."""
    found = [await account_view(books, c.id, person_id) for c in await books.clients.owing(person_id)]
    return [seen for seen in found if seen.account.owed]


async def own_debts(books: Books, person_id: int) -> list[Money]:
    """What is due, over all trainers."""
    due = [e for seen in await mine(books, person_id) for e in seen.account.due]
    return rules.total(due)


@dataclass(frozen=True, slots=True)
class Overview:
    """All that is owed to one trainer, and what came in this month."""

    debtors: Sequence[Debtor]
    entries: Sequence[Entry]
    names: Mapping[int, str]
    bookings: Mapping[int, Booking]
    collected: Sequence[Money]

    @property
    def due(self) -> list[Money]:
        return rules.total(e for e in self.entries if e.is_due)

    @property
    def fees(self) -> list[Entry]:
        """Not settled yet: they may be waived."""
        return [e for e in self.entries if e.is_pending]


async def overview(books: Books, trainer: Trainer, now: datetime) -> Overview:
    charges = await books.charges.open_of_trainer(trainer.id)
    entries = rules.entries(charges, await _received(books, charges))
    owing = [e for e in entries if e.rest]
    clients = await books.clients.pick({e.charge.client_id for e in owing})
    pending = _ids(e.charge.booking_id for e in owing if e.is_pending)
    came = await books.payments.of_trainer(trainer.id, month(trainer, now))
    return Overview(
        rules.debtors(owing),
        owing,
        {c.id: c.name for c in clients},
        {b.id: b for b in await books.bookings.pick(pending)},
        sums((p.currency, p.net) for p in came),
    )


async def _received(books: Books, charges: Sequence[Charge]) -> dict[rules.Source, int]:
    of_bookings = await books.payments.totals(_ids(c.booking_id for c in charges))
    own = _ids(c.contract_id for c in charges if c.booking_id is None)
    of_contracts = await books.payments.totals_of_contracts(own)
    paid: dict[rules.Source, int] = {(id_, None): amount for id_, amount in of_bookings.items()}
    return paid | {(None, id_): amount for id_, amount in of_contracts.items()}


def month(trainer: Trainer, now: datetime) -> Period:
    """The trainer's month."""
    tz = zone(trainer.zone)
    first = now.astimezone(tz).date().replace(day=1)
    after = (first + timedelta(days=32)).replace(day=1)
    return Period(at_wall(first, time(0), tz), at_wall(after, time(0), tz))
