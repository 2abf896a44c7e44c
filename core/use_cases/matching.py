"""The trainer's answer to a request: yes, no, or a question first."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from core.act import Act
from core.errors import NotAskable, NotValid
from core.notice import NoticeKind, told
from core.people import Client, Side, Trainer
from core.ports import Books
from core.profile import Standing
from core.request import Request, RequestStatus
from core.use_cases import desk, requesting
from core.use_cases.requesting import LONGEST_ANSWER, Asked
from core.when import folded

#: So much time is left at least after a question, and after its answer.
LEAST_LEFT = timedelta(hours=24)


async def accept(books: Books, request_id: int, act: Act) -> Asked:
    """They are together from now on; what is agreed of money and fees comes after it."""
    asked = await requesting.opened(books, request_id, act, only=Side.TRAINER)
    profile = await books.profiles.find(asked.trainer.id)
    if profile is None or profile.standing is not Standing.ADMITTED:
        raise NotAskable("paused")
    request = asked.request.closed(RequestStatus.ACCEPTED, act.at)
    client = replace(asked.client.linked_to(request.person_id), ended_at=None)
    await books.requests.save(request)
    await books.clients.save(client)
    await desk.replan(books, [b for b in await books.bookings.of_client(client.id) if b.takes_time], act.at)
    await requesting.log(books, act, "request_accepted", request)
    await requesting.tell_closed(books, asked, request, act)
    await _offer_merge(books, client, act)
    return replace(asked, request=request, client=client)


async def _offer_merge(books: Books, client: Client, act: Act) -> None:
    """Perhaps they were on the list as a name already."""
    names = [c for c in await books.clients.of_trainer(client.trainer_id) if c.person_id is None]
    same = [c for c in names if folded(c.name) == folded(client.name)]
    kind = NoticeKind.MERGE_OFFER
    await books.notices.add(
        told(client.trainer_id, kind, act, client_id=client.id, extra_id=extra.id) for extra in same[:1]
    )


async def decline(books: Books, request_id: int, reason: str, act: Act) -> Asked:
    _require_said(reason)
    asked = await requesting.opened(books, request_id, act, only=Side.TRAINER)
    return await requesting.close(books, asked, RequestStatus.DECLINED, act, reason)


async def ask_back(books: Books, request_id: int, question: str, act: Act) -> Request:
    """It stays open for a day more at least; a new question takes the place of the one before."""
    _require_said(question)
    asked = await requesting.opened(books, request_id, act, only=Side.TRAINER)
    request = _left_open(replace(asked.request, question=question, answer=None), asked.trainer, act.at)
    await books.requests.save(request)
    await requesting.log(books, act, "request_asked", request)
    kind = NoticeKind.REQUEST_ASKED
    await books.notices.add([told(request.person_id, kind, act, request_id=request.id, question=question)])
    return request


async def answer(books: Books, request_id: int, words: str, act: Act) -> Request:
    _require_said(words)
    asked = await requesting.opened(books, request_id, act, only=Side.CLIENT)
    request = _left_open(replace(asked.request, answer=words), asked.trainer, act.at)
    await books.requests.save(request)
    await requesting.log(books, act, "request_replied", request)
    kind = NoticeKind.REQUEST_REPLIED
    await books.notices.add([told(request.trainer_id, kind, act, request_id=request.id)])
    return request


def _left_open(request: Request, trainer: Trainer, now: datetime) -> Request:
    request = replace(request, lapses_at=max(request.lapses_at, now + LEAST_LEFT))
    return replace(request, next_at=max(now, requesting.reminded_at(request, trainer)))


def _require_said(text: str) -> None:
    if not 1 <= len(text) <= LONGEST_ANSWER:
        raise NotValid("text")
