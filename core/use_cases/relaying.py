"""Words from one to the other of two who are together: passed on by the bot, and kept no longer than that."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from core.act import SYSTEM, Act, Event
from core.errors import NotValid, Unheard
from core.notice import Notice, NoticeKind, NoticeState, emptied, told
from core.people import Client, ClientStatus, Side, side_of
from core.ports import Books
from core.use_cases import desk
from core.zones import zone

#: In UTF-16 units, as Telegram counts: with the name above it fits into a message, or below a picture.
LONGEST_TEXT, LONGEST_CAPTION = 3_900, 850
#: So many messages one may send to the other within a minute.
MOST_A_MINUTE = 10
EVENT = "relayed"
#: So long it waits for somebody who has blocked the bot meanwhile.
KEPT = timedelta(days=7)


class Form(StrEnum):
    TEXT = "text"
    PHOTO = "photo"
    VOICE = "voice"


@dataclass(frozen=True, slots=True)
class Said:
    """A text, or a picture or voice by its name in Telegram, with what stands below it."""

    form: Form
    text: str = ""
    file_id: str | None = None

    def require_valid(self) -> None:
        if not self.text and self.file_id is None:
            raise NotValid("text")
        most = LONGEST_TEXT if self.form is Form.TEXT else LONGEST_CAPTION
        if len(self.text.encode("utf-16-le")) // 2 > most:
            raise Unheard("long")


async def paired(books: Books, client_id: int, by: int) -> tuple[Client, Side]:
    """The two, for one of them; NotFound for everybody else, Unheard when they are not together."""
    client = await books.clients.get(client_id)
    side = side_of(by, trainer_id=client.trainer_id, client_person_id=client.person_id)
    if client.status is not ClientStatus.MATCHED or client.person_id is None:
        raise Unheard("parted")
    return client, side


async def relay(books: Books, client_id: int, said: Said, act: Act) -> Client:
    said.require_valid()
    first = await books.clients.get(client_id)
    await books.lock(trainers=[first.trainer_id], people=[first.person_id])
    await desk.once(books, act)
    client, side = await paired(books, client_id, act.by)
    to = client.person_id if side is Side.TRAINER else client.trainer_id
    await _require_heard(books, client, side, to, act)
    await books.notices.add([await _notice(books, client, said, to or 0, act)])
    await _log(books, act, EVENT, client)
    return client


async def _notice(books: Books, client: Client, said: Said, to: int, act: Act) -> Notice:
    """In the reader's night without a sound."""
    content = {"text": said.text, "file_id": said.file_id}
    trainer, reader = await books.trainers.get(client.trainer_id), await books.people.get(to)
    night = trainer.quiet.around(act.at, zone(reader.zone)) is not None
    facts = {"client_id": client.id, "form": said.form.value, **content}
    return replace(told(to, NoticeKind.RELAYED, act), facts=facts, silent=night)


async def _require_heard(books: Books, client: Client, side: Side, to: int | None, act: Act) -> None:
    """Nothing is kept for somebody who does not want it, or cannot get it."""
    if client.muted_by_client if side is Side.TRAINER else client.muted_by_trainer:
        raise Unheard("quiet")
    other = await books.people.find(to)
    if other is None or other.blocked_at is not None:
        raise Unheard("away")
    since = act.at - timedelta(minutes=1)
    if await books.events.count(client.id, EVENT, act.by, since) >= MOST_A_MINUTE:
        raise Unheard("quick")


async def forget_undelivered(books: Books, now: datetime) -> None:
    """What waits for somebody who does not come back is not kept for ever."""
    for notice in await books.notices.undelivered(NoticeKind.RELAYED, now - KEPT):
        await books.notices.save(emptied(replace(notice, state=NoticeState.DROPPED)))
        await came_back(books, notice, now)


async def came_back(books: Books, notice: Notice, now: datetime) -> None:
    """What could not be delivered after all is said to whoever wrote it."""
    if notice.kind is not NoticeKind.RELAYED:
        return
    client = await books.clients.get(notice.facts["client_id"])
    writer = client.trainer_id if notice.person_id == client.person_id else client.person_id
    if writer is not None:
        act = Act(f"undelivered:{notice.id}", SYSTEM, now)
        await books.notices.add([told(writer, NoticeKind.NOT_RELAYED, act, client_id=client.id)])


async def mute(books: Books, client_id: int, act: Act, *, muted: bool) -> tuple[Client, Side]:
    """One's own side only; the other one hears of it when they write."""
    first = await books.clients.get(client_id)
    await books.lock(trainers=[first.trainer_id], people=[first.person_id])
    await desk.once(books, act)
    client, side = await paired(books, client_id, act.by)
    if side is Side.TRAINER:
        client = replace(client, muted_by_trainer=muted)
    else:
        client = replace(client, muted_by_client=muted)
    await books.clients.save(client)
    await _log(books, act, "muted" if muted else "unmuted", client)
    return client, side


async def _log(books: Books, act: Act, kind: str, client: Client) -> None:
    await books.events.add(
        Event(0, act.key, act.by, act.at, kind, client_id=client.id, trainer_id=client.trainer_id)
    )
