"""A client's line that is about no session in particular, passed on to their trainer."""

from __future__ import annotations

from core.act import Act, Event
from core.errors import NotFound, NotValid
from core.notice import NoticeKind, told
from core.people import Client, ClientStatus
from core.ports import Books
from core.use_cases import desk

LONGEST_LINE = 1_000


async def write_to_coach(books: Books, client_id: int, text: str, act: Act) -> Client:
    """`client_id`: the entry on the list of the trainer who is meant; it has to be the writer's own."""
    client = await books.clients.get(client_id)
    if client.person_id != act.by or client.status is ClientStatus.ENDED:
        raise NotFound
    if not 1 <= len(text) <= LONGEST_LINE:
        raise NotValid("text")
    await books.lock(trainers=[client.trainer_id], people=[act.by])
    await desk.once(books, act)
    kind = NoticeKind.CLIENT_NOTE
    await books.notices.add([told(client.trainer_id, kind, act, client_id=client.id, text=text)])
    await books.events.add(
        Event(0, act.key, act.by, act.at, kind.value, client_id=client.id, trainer_id=client.trainer_id)
    )
    return client
