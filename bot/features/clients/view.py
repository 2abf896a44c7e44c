"""What is known of the clients on a trainer's list: each for the list, and one for the card."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from core.account import received
from core.booking import Booking
from core.people import Client, Invitation, Person
from core.ports import Books
from core.progress import Progress
from core.standing import Standing, standing
from core.use_cases import crediting, desk
from core.when import folded, matches
from core.when.reading import Known


@dataclass(frozen=True, slots=True)
class Listed:
    """One line of the list."""

    client: Client
    next_at: datetime | None
    #: Credits left of their package, where they have one.
    left: int | None = None


@dataclass(frozen=True, slots=True)
class ClientView:
    """A client with all that the card shows; `invitation` is the one that is open, `next` has not begun."""

    client: Client
    person: Person | None
    invitation: Invitation | None
    standing: Standing
    next: Booking | None
    #: To the policy as it is now: a harder one than they agreed to needs a new word.
    has_agreed: bool
    #: Those that run.
    packages: Sequence[Progress]

    @property
    def is_reachable(self) -> bool:
        return self.person is not None and self.person.blocked_at is None


async def readable(books: Books, client_id: int, trainer_id: int) -> Client:
    """On the list, or once on it: of those with whom the trainer has parted the history stays."""
    client = await books.clients.get(client_id)
    if client.ended_at is not None and client.trainer_id == trainer_id:
        return client
    return await desk.own_client(books, client_id, trainer_id)


async def view(books: Books, client_id: int, trainer_id: int, now: datetime) -> ClientView:
    """NotFound for another trainer's client."""
    client = await readable(books, client_id, trainer_id)
    bookings = await books.bookings.of_client(client_id)
    invitations = await books.invitations.open_for(client_id, now)
    charges = await books.charges.of_client(client_id)
    paid = received(charges, await books.payments.of_client(client_id))
    found = standing(bookings, charges, paid, now)
    return ClientView(
        client,
        await books.people.find(client.person_id),
        invitations[-1] if invitations else None,
        found,
        next((b for b in found.ahead if b.starts_at > now), None),
        client.has_agreed_to((await books.trainers.get(trainer_id)).policy),
        [p for p in await crediting.of_client(books, client_id) if p.contract.status.is_open],
    )


async def everybody(books: Books, trainer_id: int, now: datetime) -> list[Listed]:
    """The whole list by name, as names are said: "Ân" stands with the other A."""
    ahead = await books.bookings.ahead(trainer_id, now)
    first = {b.client_id: b.starts_at for b in reversed(ahead)}
    clients = await books.clients.of_trainer(trainer_id)
    agreed = [c for c in await books.contracts.of_trainer(trainer_id) if c.status.is_open]
    left = {p.contract.client_id: p.tally.left for p in reversed(await crediting.counted(books, agreed))}
    by_name = sorted(clients, key=lambda c: (folded(c.name), c.id))
    return [Listed(c, first.get(c.id), left.get(c.id)) for c in by_name]


def search(query: str, listed: Sequence[Listed]) -> list[Listed]:
    """Whole names and words of names first; else whoever has these letters in the name."""
    hits = {k.id for k in matches(query, [Known(one.client.id, one.client.name) for one in listed])}
    if not hits:
        letters = folded(" ".join(query.split()))
        hits = {one.client.id for one in listed if letters and letters in folded(one.client.name)}
    return [one for one in listed if one.client.id in hits]


async def namesakes(books: Books, trainer_id: int, name: str) -> list[Client]:
    """Clients of the same name, whatever its case and marks."""
    wanted = folded(" ".join(name.split()))
    return [c for c in await books.clients.of_trainer(trainer_id) if folded(c.name) == wanted]
