"""The card of the day: which message it is, and what became of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from core.ports import Books
from core.today_card import Pin, TodayCard


async def standing(books: Books, trainer_id: int, day: date) -> TodayCard | None:
    """The card of that day, as long as its message is there."""
    card = await books.today_cards.find(trainer_id)
    return card if card is not None and card.day == day and card.message_id is not None else None


async def wanted(books: Books, trainer_id: int, day: date) -> bool:
    """Whether a message is to become the card: none is there yet, and there is somebody to train."""
    if not (await books.trainers.get(trainer_id)).today_card:
        return False
    return await standing(books, trainer_id, day) is None and await has_clients(books, trainer_id)


async def has_clients(books: Books, trainer_id: int) -> bool:
    return bool(await books.clients.of_trainer(trainer_id))


async def became(books: Books, trainer_id: int, day: date, message_id: int, look: str, now: datetime) -> None:
    """A message that was sent is the card from now on; an earlier one is to be unpinned."""
    await books.lock(trainers=[trainer_id])
    if not (await books.trainers.get(trainer_id)).today_card:
        return
    old = await books.today_cards.find(trainer_id)
    card = TodayCard(trainer_id, day, message_id, look, old_message_id=_pinned(old), next_look_at=now)
    await (books.today_cards.add(card) if old is None else books.today_cards.save(card))


def _pinned(card: TodayCard | None) -> int | None:
    """A kill may have come between the pin and its mark: better unpinned once too often."""
    if card is None:
        return None
    return card.old_message_id if card.message_id is None or card.pin is Pin.REFUSED else card.message_id


async def look_again(books: Books, trainer_id: int, now: datetime) -> None:
    await books.lock(trainers=[trainer_id])
    if (card := await books.today_cards.find(trainer_id)) is not None:
        await books.today_cards.save(replace(card, next_look_at=now))


async def keep(books: Books, before: TodayCard, after: TodayCard | None) -> None:
    """What came of a look at the card, unless another message has become the card meanwhile."""
    await books.lock(trainers=[before.id])
    present = await books.today_cards.find(before.id)
    if present is None or (present.day, present.message_id) != (before.day, before.message_id):
        return
    if after is None:
        await books.today_cards.remove(before.id)
    else:
        await books.today_cards.save(after)
