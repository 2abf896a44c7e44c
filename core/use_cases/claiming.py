"""“I have paid”: the client says so, the trainer looks and confirms it once, or has not seen it yet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from core.account import Account, Entry
from core.act import Act
from core.charge import Method, Payment
from core.errors import AlreadyPaid
from core.notice import NoticeKind, told
from core.people import Side
from core.ports import Books
from core.use_cases import settling
from core.use_cases.debts import account_of


async def claim(books: Books, client_id: int, act: Act) -> list[Entry]:
    """All that is due; the trainer is asked once about each charge, until they have answered."""
    client = await settling.opened(books, client_id, act, Side.CLIENT)
    due = (await account_of(books, client_id)).due
    if not due:
        raise AlreadyPaid
    fresh = [replace(e.charge, claimed_at=act.at) for e in due if e.charge.claimed_at is None]
    if fresh:
        await books.charges.save_all(fresh)
        kind, at = NoticeKind.CLAIMED, stamp(act.at)
        await books.notices.add([told(client.trainer_id, kind, act, client_id=client.id, claimed=at)])
    await settling.log(books, act, "claimed", client, charge_ids=[c.id for c in fresh])
    return due


def stamp(moment: datetime) -> int:
    """A claim is known by its second: short enough for a button."""
    return int(moment.timestamp())


def claimed(known: Account, at: int) -> list[Entry]:
    """What the client said is paid, in one claim, and is still open."""
    return [e for e in known.due if e.charge.claimed_at is not None and stamp(e.charge.claimed_at) == at]


async def confirm(books: Books, client_id: int, at: int, method: Method, act: Act) -> Sequence[Payment]:
    """It has arrived. AlreadyPaid when the claim was answered before."""
    client = await settling.opened(books, client_id, act, Side.TRAINER)
    said = claimed(await account_of(books, client_id), at)
    if not said:
        raise AlreadyPaid
    parts = [(e.charge, e.rest) for e in said]
    payments = await settling.record(books, parts, method, act)
    await settling.settled(books, client, payments, act, "claim_confirmed")
    return payments


async def decline(books: Books, client_id: int, at: int, act: Act) -> list[Entry]:
    """Not seen yet: it is owed as before, and the client is told without reproach."""
    client = await settling.opened(books, client_id, act, Side.TRAINER)
    said = claimed(await account_of(books, client_id), at)
    if not said:
        raise AlreadyPaid
    await books.charges.save_all([replace(e.charge, claimed_at=None) for e in said])
    if client.person_id is not None:
        ids = [e.charge.id for e in said]
        notice = told(client.person_id, NoticeKind.CLAIMED, act, client_id=client.id, charge_ids=ids)
        await books.notices.add([notice])
    await settling.log(books, act, "claim_declined", client)
    return said
