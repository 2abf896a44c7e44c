"""Reminders of what is owed: by the trainer's tap, or every few days by setting; never at night."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, time, timedelta

from core.account import Account, account, may_remind, next_morning, next_reminder
from core.act import SYSTEM, Act, Event
from core.charge import Charge
from core.errors import AlreadyPaid, NotFound, NotValid
from core.notice import Notice, NoticeKind
from core.people import Client, Person, Trainer
from core.ports import Books
from core.use_cases import desk
from core.zones import at_wall, zone


async def account_of(books: Books, client_id: int) -> Account:
    charges = await books.charges.of_client(client_id)
    return account(charges, await books.payments.of_client(client_id))


async def plan(books: Books, client_id: int, now: datetime) -> None:
    """When the client is reminded next of each debt; to be called after whatever changes what is owed."""
    client = await books.clients.get(client_id)
    trainer = await books.trainers.get(client.trainer_id)
    charges = await books.charges.of_client(client_id)
    if trainer.debt_days is None and not any(c.remind_at for c in charges):
        return
    known = account(charges, await books.payments.of_client(client_id))
    person = await books.people.find(client.person_id)
    await _save(books, known, _moments(known, trainer, person, now))


def _moments(
    known: Account, trainer: Trainer, person: Person | None, now: datetime
) -> dict[int, datetime | None]:
    """By charge: nothing for what is not due, and for somebody whom the bot cannot reach."""
    days, moments = trainer.debt_days, dict[int, datetime | None]()
    for entry in known.entries:
        at = entry.charge.remind_at
        if person is None or not entry.is_due:
            at = None
        elif at is None and days is not None:
            at = next_reminder(entry.since, days, zone(person.zone), now)
        moments[entry.charge.id] = at
    return moments


async def _save(books: Books, known: Account, moments: dict[int, datetime | None]) -> None:
    changed = [
        replace(e.charge, remind_at=moments[e.charge.id])
        for e in known.entries
        if moments[e.charge.id] != e.charge.remind_at
    ]
    if changed:
        await books.charges.save_all(changed)


async def replan(books: Books, trainer_id: int, now: datetime) -> None:
    """After the trainer has set how often debts are reminded of: every debt anew."""
    owed = await books.charges.open_of_trainer(trainer_id)
    await books.charges.save_all([replace(c, remind_at=None) for c in owed if c.remind_at])
    for client_id in {c.client_id for c in owed}:
        await plan(books, client_id, now)


async def remind_due(books: Books, charge_id: int, now: datetime) -> None:
    """All debts of one client to one trainer in one message; what is due at night waits for the day."""
    charge = await books.charges.get(charge_id)
    client = await _locked(books, charge)
    if (charge := await books.charges.get(charge_id)).remind_at is None or charge.remind_at > now:
        return
    trainer = await books.trainers.get(client.trainer_id)
    person = await books.people.find(client.person_id)
    known = await account_of(books, client.id)
    again = None
    if person is not None and known.due:
        again = await _reminded(books, client, trainer, person, now)
    await _save(books, known, {e.charge.id: again if e.is_due else None for e in known.entries})


async def _reminded(
    books: Books, client: Client, trainer: Trainer, person: Person, now: datetime
) -> datetime | None:
    """Now, by day; returns when it is looked at again: in the night in the morning."""
    if not _is_day(now, trainer, person):
        return _morning(now, trainer, person)
    await books.notices.add([_notice(client, person, now)])
    return _again(now, trainer, person)


async def _locked(books: Books, charge: Charge) -> Client:
    client = await books.clients.get(charge.client_id)
    await books.lock(trainers=[client.trainer_id], people=[client.person_id])
    return await books.clients.get(charge.client_id)


def _is_day(now: datetime, trainer: Trainer, person: Person) -> bool:
    tz = zone(person.zone)
    return may_remind(now, tz) and trainer.quiet.around(now, tz) is None


def _morning(now: datetime, trainer: Trainer, person: Person) -> datetime:
    """The next one, after the quiet hours."""
    tz = zone(person.zone)
    morning = next_morning(now, tz)
    night = trainer.quiet.around(morning, tz)
    return night.end if night else morning


def _again(now: datetime, trainer: Trainer, person: Person) -> datetime | None:
    """Only where the trainer has set it."""
    if trainer.debt_days is None:
        return None
    tz = zone(person.zone)
    day = now.astimezone(tz).date() + timedelta(days=trainer.debt_days)
    return _morning(at_wall(day, time(0), tz), trainer, person)


def _notice(client: Client, person: Person, now: datetime) -> Notice:
    """Keyed by the day: once a day is enough, whoever asks for it."""
    day = now.astimezone(zone(person.zone)).date()
    key = f"debt:{client.id}:{day.isoformat()}"
    return Notice(0, key, person.id, NoticeKind.DEBT, now, now, {"client_id": client.id})


async def remind(books: Books, client_id: int, act: Act) -> datetime:
    """By the trainer's tap: at once, in the night in the morning; returns when."""
    first = await books.clients.get(client_id)
    await books.lock(trainers=[first.trainer_id], people=[first.person_id])
    await desk.once(books, act)
    client = await books.clients.get(client_id)
    if act.by not in (client.trainer_id, SYSTEM):
        raise NotFound
    person = await books.people.find(client.person_id)
    if person is None:
        raise NotValid("unlinked")
    known = await account_of(books, client_id)
    if not known.due:
        raise AlreadyPaid
    trainer = await books.trainers.get(client.trainer_id)
    again = await _reminded(books, client, trainer, person, act.at)
    await _save(books, known, {e.charge.id: again if e.is_due else None for e in known.entries})
    await books.events.add(
        Event(0, act.key, act.by, act.at, "debt_reminded", None, client.id, client.trainer_id)
    )
    return act.at if _is_day(act.at, trainer, person) else _morning(act.at, trainer, person)
