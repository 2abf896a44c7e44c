"""A person asks a trainer: stored with what they tell of themselves, told at once, open for 72 hours."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from core.act import SYSTEM, Act, Event
from core.errors import NotAskable, NotFound, NotValid, TooMany
from core.notice import Notice, NoticeKind, told
from core.people import Client, ClientStatus, Side, Trainer, side_of
from core.ports import Books
from core.profile import Standing
from core.request import REMINDED_BEFORE, REQUEST_LIVES, Health, Intake, Request, RequestStatus
from core.use_cases import confiding, desk
from core.zones import zone

#: So many may wait for an answer at once.
MOST_OPEN = 5
#: So often one may ask the same trainer within a day, and so long after a no.
MOST_A_DAY = 3
AGAIN_AFTER = timedelta(hours=24)
LONGEST_ANSWER, LONGEST_MESSAGE = 500, 1_000


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a person says when they ask; nothing of it is needed."""

    trainer_id: int
    goals: str | None = None
    experience: str | None = None
    injuries: str | None = None
    times: str | None = None
    place: str | None = None
    message: str | None = None
    consultation: bool = False

    def require_valid(self) -> None:
        said = {"goals": self.goals, "experience": self.experience, "injuries": self.injuries}
        said |= {"times": self.times, "place": self.place}
        for name, text in said.items():
            if len(text or "") > LONGEST_ANSWER:
                raise NotValid(name)
        if len(self.message or "") > LONGEST_MESSAGE:
            raise NotValid("message")


@dataclass(frozen=True, slots=True)
class Asked:
    """A request as one of the two may see it."""

    request: Request
    trainer: Trainer
    client: Client
    intake: Intake | None
    health: Health | None
    side: Side

    @property
    def is_open(self) -> bool:
        return self.request.status is RequestStatus.OPEN


async def ask(books: Books, wanted: Wanted, act: Act) -> Request:
    """NotAskable where there is nothing to ask; TooMany with enough requests open elsewhere."""
    wanted.require_valid()
    trainer = await books.trainers.get(wanted.trainer_id)
    await books.lock(trainers=[trainer.id], people=[act.by])
    await desk.once(books, act)
    client = await _require_askable(books, trainer.id, act)
    client = await _pending(books, client, trainer.id, act)
    said = {name: getattr(wanted, name) for name in ("goals", "experience", "times", "place")}
    await confiding.note(books, client.id, said, wanted.injuries, act.at)
    request = await books.requests.add(_new(wanted, client, trainer, act))
    await log(books, act, "requested", request)
    await books.notices.add([_to_trainer(trainer, NoticeKind.REQUESTED, request, act)])
    return request


async def askable(books: Books, trainer_id: int, by: int, now: datetime) -> None:
    """The same before anything is asked: so that nobody answers questions in vain."""
    await _require_askable(books, trainer_id, Act("", by, now))


async def _require_askable(books: Books, trainer_id: int, act: Act) -> Client | None:
    """What the two are to each other so far."""
    if trainer_id == act.by:
        raise NotAskable("own")
    profile = await books.profiles.find(trainer_id)
    if profile is None or profile.standing is not Standing.ADMITTED:
        raise NotAskable("closed")
    client = await pair(books, trainer_id, act.by)
    if client is not None and client.status.is_listed:
        raise NotAskable("together")
    earlier = await books.requests.of_person(act.by)
    _require_not_too_often([r for r in earlier if r.trainer_id == trainer_id], act.at)
    if sum(r.status is RequestStatus.OPEN for r in earlier) >= MOST_OPEN:
        raise TooMany
    return client


def _require_not_too_often(here: Sequence[Request], now: datetime) -> None:
    if any(r.status is RequestStatus.OPEN for r in here):
        raise NotAskable("waiting")
    no = [r.answered_at for r in here if r.status is RequestStatus.DECLINED and r.answered_at]
    lately = [r for r in here if r.created_at > now - AGAIN_AFTER]
    if any(at > now - AGAIN_AFTER for at in no) or len(lately) >= MOST_A_DAY:
        raise NotAskable("soon")


async def pair(books: Books, trainer_id: int, person_id: int) -> Client | None:
    """The entry that counts: the one on the list, else whatever is left of earlier."""
    listed = await books.clients.of_person(person_id)
    here = next((c for c in listed if c.trainer_id == trainer_id), None)
    return here or await books.clients.of_pair(trainer_id, person_id)


async def _pending(books: Books, client: Client | None, trainer_id: int, act: Act) -> Client:
    """Of somebody who has left the history stays, and the day on which they left."""
    if client is not None:
        client = replace(client, status=ClientStatus.PENDING)
        await books.clients.save(client)
        return client
    person = await books.people.get(act.by)
    new = Client(0, trainer_id, person.name, ClientStatus.PENDING, act.at, person_id=person.id)
    return await books.clients.add(new)


def _new(wanted: Wanted, client: Client, trainer: Trainer, act: Act) -> Request:
    request = Request(
        0,
        trainer.id,
        client.id,
        act.by,
        act.at,
        act.at + REQUEST_LIVES,
        message=wanted.message,
        consultation=wanted.consultation,
    )
    return replace(request, next_at=reminded_at(request, trainer))


def reminded_at(request: Request, trainer: Trainer) -> datetime:
    """Before it lapses, and not in the night: then before that."""
    return trainer.quiet.before(request.lapses_at - REMINDED_BEFORE, zone(trainer.zone))


# Seen.


async def seen(books: Books, request_id: int, by: int) -> Asked:
    """By the two whom it concerns. What was told in confidence goes with the request when it is over."""
    request = await books.requests.get(request_id)
    side = Side.SYSTEM
    if by != SYSTEM:
        side = side_of(by, trainer_id=request.trainer_id, client_person_id=request.person_id)
    client = await books.clients.get(request.client_id)
    known = request.status is RequestStatus.OPEN or client.status.is_listed or side is Side.CLIENT
    return Asked(
        request,
        await books.trainers.get(request.trainer_id),
        client,
        await books.intakes.find(client.id) if known else None,
        await books.health_notes.find(client.id) if known else None,
        side,
    )


async def opened(books: Books, request_id: int, act: Act, *, only: Side) -> Asked:
    """Locked; NotFound for whom it does not concern, NotAskable("over") once it is answered."""
    first = await books.requests.get(request_id)
    await books.lock(trainers=[first.trainer_id], people=[first.person_id])
    await desk.once(books, act)
    asked = await seen(books, request_id, act.by)
    if asked.side is not only:
        raise NotFound
    if not asked.is_open or act.at >= asked.request.lapses_at:
        raise NotAskable("over")
    return asked


# Ended by the client, or by time.


async def withdraw(books: Books, request_id: int, act: Act) -> Asked:
    asked = await opened(books, request_id, act, only=Side.CLIENT)
    return await close(books, asked, RequestStatus.WITHDRAWN, act)


async def look_at(books: Books, request_id: int, now: datetime) -> None:
    """What time brings: the trainer is reminded once, then it lapses."""
    act = Act(f"request:{request_id}:{int(now.timestamp())}", SYSTEM, now)
    first = await books.requests.get(request_id)
    await books.lock(trainers=[first.trainer_id], people=[first.person_id])
    asked = await seen(books, request_id, SYSTEM)
    request = asked.request
    if request.next_at is None or request.next_at > now:
        return
    if now >= request.lapses_at:
        await close(books, asked, RequestStatus.LAPSED, act)
        return
    await books.requests.save(replace(request, next_at=request.lapses_at))
    await books.notices.add([_to_trainer(asked.trainer, NoticeKind.REQUEST_REMINDER, request, act)])


async def close(
    books: Books, asked: Asked, status: RequestStatus, act: Act, reason: str | None = None
) -> Asked:
    """Without a match: what was told in confidence is erased. Whoever did not act is told."""
    request = asked.request.closed(status, act.at, reason)
    await books.requests.save(request)
    await books.health_notes.erase(request.client_id)
    client = asked.client
    if client.status is ClientStatus.PENDING:
        left = ClientStatus.REJECTED if client.ended_at is None else ClientStatus.ENDED
        client = replace(client, status=left)
        await books.clients.save(client)
    await log(books, act, f"request_{status.value}", request)
    await tell_closed(books, asked, request, act)
    return replace(asked, request=request, client=client, health=None)


async def tell_closed(books: Books, asked: Asked, request: Request, act: Act) -> None:
    kind, notices = NoticeKind.REQUEST_CLOSED, []
    if act.by != request.person_id:
        person = await books.people.get(request.person_id)
        night = asked.trainer.quiet.around(act.at, zone(person.zone)) is not None
        notice = told(person.id, kind, act, request_id=request.id)
        notices.append(replace(notice, silent=night and act.by == SYSTEM))
    if act.by != request.trainer_id:
        notices.append(_to_trainer(asked.trainer, kind, request, act))
    await books.notices.add(notices)


def _to_trainer(trainer: Trainer, kind: NoticeKind, request: Request, act: Act) -> Notice:
    """In the night without a sound."""
    night = trainer.quiet.around(act.at, zone(trainer.zone)) is not None
    return replace(told(trainer.id, kind, act, request_id=request.id), silent=night)


async def met(books: Books, client: Client, act: Act) -> None:
    """They came together by an invitation: an open request is answered by that."""
    request = await books.requests.open_between(client.trainer_id, act.by)
    if request is None:
        return
    before = await books.clients.get(request.client_id)
    request = request.closed(RequestStatus.ACCEPTED, min(act.at, request.lapses_at - timedelta(seconds=1)))
    await books.requests.save(replace(request, client_id=client.id))
    if before.id == client.id:
        return
    await confiding.take_over(books, client.id, before.id)
    if before.ended_at is None:
        before = replace(before, person_id=None)
    await books.clients.save(replace(before, status=ClientStatus.ENDED))


async def log(books: Books, act: Act, kind: str, request: Request, **data: Any) -> None:
    data = {"request_id": request.id, **data}
    await books.events.add(
        Event(0, act.key, act.by, act.at, kind, None, request.client_id, request.trainer_id, data)
    )
