"""Ending a relation: what is ahead is cancelled free of charge, debts stay, both can read the history."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from core.account import Account, account, total
from core.act import Act, Event
from core.booking import Booking
from core.charge import ChargeKind
from core.errors import NotFound, NotPossible
from core.money import Money
from core.notice import NoticeKind, told
from core.people import Client, ClientStatus, Side, Trainer
from core.ports import Books
from core.use_cases import cancelling, concluding, crediting, desk, inviting, waiting


@dataclass(frozen=True, slots=True)
class Parting:
    """What ending would mean, for whoever asks: sessions let go, contracts ended, debts that stay."""

    client: Client
    trainer: Trainer
    side: Side
    ahead: Sequence[Booking]
    contracts: Sequence[concluding.Ending]
    debts: Sequence[Money]

    @property
    def mark(self) -> int:
        """What a button carries of it, to tell whether the person has seen all of it."""
        return len(self.ahead) + 1000 * len(self.contracts)

    @property
    def counterpart(self) -> int | None:
        return self.client.person_id if self.side is Side.TRAINER else self.trainer.id


async def preview(books: Books, client_id: int, by: int, now: datetime) -> Parting:
    """NotFound for whoever is neither of the two, and when it has ended."""
    client = await books.clients.get(client_id)
    if client.status is ClientStatus.ENDED or by not in (client.trainer_id, client.person_id):
        raise NotFound
    known = [p.contract for p in await crediting.of_client(books, client_id) if p.contract.status.is_open]
    return Parting(
        client,
        await books.trainers.get(client.trainer_id),
        Side.TRAINER if by == client.trainer_id else Side.CLIENT,
        [b for b in await books.bookings.of_client(client_id) if b.takes_time and b.starts_at > now],
        [await concluding.ending(books, c.id, by, now) for c in known],
        _debts(await _account(books, client_id), {c.id for c in known}),
    )


async def parted(books: Books, client: Client, by: int) -> Parting:
    """The same once it is done: nothing is left to let go."""
    side = Side.TRAINER if by == client.trainer_id else Side.CLIENT
    return Parting(client, await books.trainers.get(client.trainer_id), side, [], [], [])


async def _account(books: Books, client_id: int) -> Account:
    return account(await books.charges.of_client(client_id), await books.payments.of_client(client_id))


def _debts(found: Account, open_contracts: set[int]) -> list[Money]:
    """Without what is said of each contract."""
    return total(
        e
        for e in found.due
        if e.charge.kind is not ChargeKind.PACKAGE or e.charge.contract_id not in open_contracts
    )


async def end(books: Books, client_id: int, act: Act, *, mark: int | None = None) -> Parting:
    """By either of the two; one notice to the other. NotPossible when there is more than was shown."""
    first = await books.clients.get(client_id)
    await books.lock(trainers=[first.trainer_id], people=[first.person_id])
    await desk.once(books, act)
    parting = await preview(books, client_id, act.by, act.at)
    if parting.client.person_id != first.person_id:
        await books.lock(people=[parting.client.person_id])
    if mark not in (None, parting.mark):
        raise NotPossible(0, "end", parting.client.status.value)
    await _log(books, act, "relation_ended", parting.client)
    for ending in parting.contracts:
        await concluding.close(books, ending.contract, act)
    for booking in parting.ahead:
        session = await desk.seen(books, booking.id, act.by)
        if session.booking.takes_time:
            await cancelling.let_go(books, session, act)
    held = await books.slots.held_for(client_id)
    await books.slots.save_all([replace(slot, takes_time=False) for slot in held])
    await books.waits.wake({slot.trainer_id for slot in held}, act.at)
    await waiting.drop_all(books, client_id, parting.client.person_id, act.at)
    await inviting.revoke_open(books, client_id, act.at)
    ended = replace(parting.client, status=ClientStatus.ENDED, ended_at=act.at)
    await books.clients.save(ended)
    await _tell(books, parting, act)
    return replace(parting, client=ended)


async def _tell(books: Books, parting: Parting, act: Act) -> None:
    if parting.counterpart is None:
        return
    facts: dict[str, Any] = {
        "client_id": parting.client.id,
        "booking_ids": [b.id for b in parting.ahead],
        "contracts": [{"id": e.contract.id, "owed": e.owed, "refund": e.refund} for e in parting.contracts],
    }
    await books.notices.add([told(parting.counterpart, NoticeKind.RELATION_ENDED, act, **facts)])


async def former(books: Books, client_id: int, trainer_id: int) -> Client:
    """Somebody with whom this trainer has parted: their history can be read."""
    client = await books.clients.get(client_id)
    if client.trainer_id != trainer_id or client.ended_at is None:
        raise NotFound
    return client


async def take_back(books: Books, client_id: int, act: Act) -> Client:
    """On the list again, as a name that can be invited: only the same person can join it."""
    await books.lock(trainers=[act.by])
    await desk.once(books, act)
    client = await former(books, client_id, act.by)
    client = replace(client, status=ClientStatus.INVITED, person_id=None, ended_at=None)
    await books.clients.save(client)
    await _log(books, act, "client_taken_back", client)
    return client


async def _log(books: Books, act: Act, kind: str, client: Client) -> None:
    await books.events.add(
        Event(0, act.key, act.by, act.at, kind, client_id=client.id, trainer_id=client.trainer_id)
    )
