"""What two who work together have agreed on: goals, expectations, times, place; either may change it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from core.act import Act, Event
from core.errors import NotFound, NotValid
from core.notice import NoticeKind, told
from core.people import Client, Side, Trainer, side_of
from core.ports import Books
from core.progress import Progress
from core.request import Health, Intake
from core.use_cases import crediting, desk
from core.use_cases.requesting import LONGEST_ANSWER
from core.zones import zone

#: Changes within so long are told as one.
TOGETHER = timedelta(minutes=5)
FIELDS = ("goals", "experience", "expectations", "times", "place")
INJURIES = "injuries"


@dataclass(frozen=True, slots=True)
class Plan:
    """As one of the two sees it."""

    trainer: Trainer
    client: Client
    intake: Intake
    health: Health | None
    packages: Sequence[Progress]
    side: Side


async def seen(books: Books, client_id: int, by: int, now: datetime) -> Plan:
    """NotYours for everybody else; NotFound when they are not together."""
    client = await books.clients.get(client_id)
    side = side_of(by, trainer_id=client.trainer_id, client_person_id=client.person_id)
    if not client.status.is_listed:
        raise NotFound
    packages = [p for p in await crediting.of_client(books, client.id) if p.contract.status.is_open]
    return Plan(
        await books.trainers.get(client.trainer_id),
        client,
        await books.intakes.find(client.id) or Intake(client.id, now),
        await books.health_notes.find(client.id),
        packages,
        side,
    )


async def change(books: Books, client_id: int, field: str, said: str | None, act: Act) -> Plan:
    """One field, or nothing in it any more. Injuries are the client's own to tell."""
    if field not in (*FIELDS, INJURIES) or len(said or "") > LONGEST_ANSWER:
        raise NotValid(field)
    first = await books.clients.get(client_id)
    await books.lock(trainers=[first.trainer_id], people=[first.person_id])
    await desk.once(books, act)
    plan = await seen(books, client_id, act.by, act.at)
    if field == INJURIES:
        await _tell_health(books, plan, said, act)
    elif getattr(plan.intake, field) != said:
        changed: dict[str, Any] = {field: said}
        await books.intakes.put(replace(plan.intake, updated_at=act.at, **changed))
        await _tell(books, plan, act)
    event = Event(0, act.key, act.by, act.at, "plan_changed", None, client_id, plan.trainer.id, {"of": field})
    await books.events.add(event)
    return await seen(books, client_id, act.by, act.at)


async def _tell_health(books: Books, plan: Plan, said: str | None, act: Act) -> None:
    """The trainer sees it where the plan is; what is erased is told to nobody."""
    if plan.side is not Side.CLIENT:
        raise NotFound
    if not said:
        await books.health_notes.erase(plan.client.id)
        return
    await books.health_notes.put(Health(plan.client.id, act.at, said))
    await _tell(books, plan, act)


async def _tell(books: Books, plan: Plan, act: Act) -> None:
    """Once for all that is changed within a few minutes: then it is read as it is."""
    to = plan.client.person_id if plan.side is Side.TRAINER else plan.trainer.id
    if to is None:
        return
    span = int(TOGETHER.total_seconds())
    window = int(act.at.timestamp()) // span + 1
    notice = told(to, NoticeKind.PLAN_CHANGED, act, client_id=plan.client.id)
    key, due_at = f"plan:{plan.client.id}:{to}:{window}", datetime.fromtimestamp(window * span, UTC)
    reader = await books.people.get(to)
    night = plan.trainer.quiet.around(due_at, zone(reader.zone)) is not None
    await books.notices.add([replace(notice, key=key, due_at=due_at, silent=night)])
