"""Whether a person can be reached: one who blocked the bot is told nothing, their trainers hear it once."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from core.act import SYSTEM, Act
from core.notice import NoticeKind, told
from core.ports import Books


async def lost(books: Books, person_id: int, now: datetime) -> None:
    """Notices wait from now on, until a sign of life."""
    person = await books.people.find(person_id)
    if person is None or person.blocked_at is not None:
        return
    await books.people.save(replace(person, blocked_at=now))
    act = Act(f"blocked:{person.id}:{int(now.timestamp())}", SYSTEM, now)
    for client in await books.clients.of_person(person.id):
        kind = NoticeKind.UNREACHABLE
        await books.notices.add([told(client.trainer_id, kind, act, client_id=client.id)])
