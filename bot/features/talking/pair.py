"""Two who are together, as one of them sees it."""

from __future__ import annotations

from dataclasses import dataclass

from bot.texts import Words
from core.people import Client, Person, Side
from core.ports import Books
from core.use_cases import relaying


@dataclass(frozen=True, slots=True)
class Pair:
    """The two, and who of them is the reader; `other` is not known of a mere name."""

    client: Client
    side: Side
    coach: str
    other: Person | None

    def called(self, w: Words) -> str:
        """The other one, as the reader calls them."""
        return self.client.name if self.side is Side.TRAINER else w.plain("Coach {name}", name=self.coach)

    @property
    def is_muted(self) -> bool:
        """By the reader."""
        client = self.client
        return client.muted_by_trainer if self.side is Side.TRAINER else client.muted_by_client


async def pair(books: Books, client_id: int, by: int) -> Pair:
    """Unheard when they are not together; NotYours for everybody else."""
    client, side = await relaying.paired(books, client_id, by)
    other = client.person_id if side is Side.TRAINER else client.trainer_id
    trainer = await books.trainers.get(client.trainer_id)
    return Pair(client, side, trainer.name, await books.people.find(other))
