"""Ending a relation: seen before it is done, told once, the history kept, and the way back."""

from __future__ import annotations

from typing import Any

from bot.feature import Feature, Tap, Who
from bot.features.clients import buttons as b
from bot.features.clients.card import show_card
from bot.features.ending import screens
from bot.notices import Telling
from bot.saying import Calendar
from bot.screen import Screen
from bot.texts import N_
from bot.visit import Visit
from core.act import Event
from core.errors import NotFound, NotPossible
from core.notice import NoticeKind
from core.people import Client, Trainer
from core.ports import Books
from core.use_cases import concluding, crediting, ending


async def ask(visit: Visit, button: b.AskEnd) -> None:
    found = await visit.read(ending.preview, button.client_id, visit.person.id, visit.now)
    await visit.show(screens.confirm(found, _calendar(visit, found)))


def _calendar(visit: Visit, found: ending.Parting) -> Calendar:
    return visit.calendar_for(found.trainer.zone)


async def end(visit: Visit, button: b.EndIt) -> None:
    """What has changed since it was shown is shown first."""
    try:
        found = await visit.write(ending.end, button.client_id, visit.act(), mark=button.mark)
    except NotPossible:
        found = await visit.read(ending.preview, button.client_id, visit.person.id, visit.now)
        lead = visit.w("Something has changed meanwhile. Please look again:")
        await visit.show(screens.confirm(found, _calendar(visit, found), lead))
        return
    except NotFound:
        await _show_ended(visit, button.client_id)
        return
    await visit.show(screens.ended(found, visit.w))


async def _show_ended(visit: Visit, client_id: int) -> None:
    """A second tap gives the same answer; to a stranger it is not there."""
    client = await visit.read(lambda books: books.clients.get(client_id))
    if visit.person.id not in (client.trainer_id, client.person_id) or client.ended_at is None:
        raise NotFound
    found = await visit.read(ending.parted, client, visit.person.id)
    await visit.show(screens.ended(found, visit.w))


async def choose_coach(visit: Visit, button: b.LeaveCoach) -> None:
    coaches = await visit.read(_coaches, visit.person.id)
    if len(coaches) == 1:
        await ask(visit, b.AskEnd(coaches[0][0].id))
    else:
        await visit.show(screens.which_coach(coaches, visit.w))


async def _coaches(books: Books, person_id: int) -> list[tuple[Client, Trainer]]:
    clients = await books.clients.of_person(person_id)
    return [(c, await books.trainers.get(c.trainer_id)) for c in clients]


async def show_former(visit: Visit, button: b.FormerClients) -> None:
    clients = await visit.read(lambda books: books.clients.ended(visit.me.id))
    await visit.show(screens.former(clients, button.page, visit.calendar))


async def take_back(visit: Visit, button: b.TakeBack) -> None:
    client = await visit.write(ending.take_back, button.client_id, visit.act())
    await show_card(visit, client.id, visit.w("Back on your list. Invite them with a new link:"))


async def relation_ended(telling: Telling) -> Screen | None:
    """Nothing when they are together again before it could be told."""
    client = await telling.books.clients.get(telling.facts["client_id"])
    if client.ended_at is None:
        return None
    trainer = await telling.books.trainers.get(client.trainer_id)
    contracts = [await _contract(telling.books, c) for c in telling.facts["contracts"]]
    said = [screens.contract_line(c, telling.w) for c in contracts]
    sessions = len(telling.facts["booking_ids"])
    if telling.reader.id == trainer.id:
        return screens.told_to_trainer(client, sessions, said, telling.w)
    return screens.told_to_client(trainer, sessions, said, telling.w)


async def _contract(books: Books, facts: dict[str, Any]) -> concluding.Ending:
    """As it was when it ended."""
    known = await crediting.of(books, facts["id"])
    used, owed, refund = known.tally.used, facts["owed"], facts["refund"]
    return concluding.Ending(known.contract, [], used, worth=owed, paid=refund)


async def present(visit: Visit, event: Event) -> bool:
    if event.kind != "relation_ended" or event.client_id is None:
        return False
    await _show_ended(visit, event.client_id)
    return True


feature = Feature(
    name="ending",
    help=N_("[⋯ End] on a client's card ends your time together; it shows first what that means."),
    who=Who.TRAINER,
    taps=(
        Tap(b.AskEnd, ask),
        Tap(b.EndIt, end),
        Tap(b.LeaveCoach, choose_coach, Who.CLIENT),
        Tap(b.FormerClients, show_former, Who.TRAINER),
        Tap(b.TakeBack, take_back, Who.TRAINER),
    ),
    notices={NoticeKind.RELATION_ENDED: relation_ended},
    present=present,
)
