"""What a person tells of themselves: goals and times, and in confidence what only the trainer sees."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from core.act import Act, Event
from core.errors import NotFound
from core.ports import Books
from core.request import Health, Intake
from core.use_cases import desk

_FIELDS = ("goals", "experience", "expectations", "times", "place")


async def note(
    books: Books, client_id: int, said: Mapping[str, str | None], injuries: str | None, now: datetime
) -> None:
    """What is not said this time stays as it was said before."""
    before = await books.intakes.find(client_id) or Intake(client_id, now)
    new: dict[str, Any] = {name: text for name, text in said.items() if text}
    await books.intakes.put(replace(before, updated_at=now, **new))
    if injuries:
        await books.health_notes.put(Health(client_id, now, injuries))


async def take_over(books: Books, keep_id: int, extra_id: int) -> None:
    """What was said of two entries that are one person; where both say something, the one that stays."""
    told, extra = await books.intakes.find(keep_id), await books.intakes.find(extra_id)
    if extra is not None:
        new: dict[str, Any] = {n: getattr(told, n, None) or getattr(extra, n) for n in _FIELDS}
        await books.intakes.put(Intake(keep_id, extra.updated_at, **new))
    health = await books.health_notes.find(extra_id)
    if health is not None:
        if await books.health_notes.find(keep_id) is None:
            await books.health_notes.put(replace(health, id=keep_id))
        await books.health_notes.erase(extra_id)


async def erase_health(books: Books, client_id: int, act: Act) -> None:
    """By the one who told it, at any time; nobody hears of it."""
    await books.lock(people=[act.by])
    await desk.once(books, act)
    client = await books.clients.get(client_id)
    if client.person_id != act.by:
        raise NotFound
    await books.health_notes.erase(client_id)
    event = Event(0, act.key, act.by, act.at, "health_erased", None, client.id, client.trainer_id)
    await books.events.add(event)
