"""Settling what is owed: several charges at once or a part of them, given back, crossed out with a reason."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from core.account import Account, spread
from core.act import Act, Event
from core.charge import Charge, Method, Payment
from core.errors import AccountChanged, AlreadyPaid, NotFound, NotPossible, NotValid
from core.notice import NoticeKind, told
from core.people import Client, Side
from core.ports import Books
from core.use_cases import crediting, debts, desk
from core.use_cases.debts import account_of

LONGEST_REASON = 200


async def opened(books: Books, client_id: int, act: Act, side: Side) -> Client:
    """The client, locked, for one of the two whose account it is; debts outlive the relation."""
    first = await books.clients.get(client_id)
    await books.lock(trainers=[first.trainer_id], people=[first.person_id])
    await desk.once(books, act)
    client = await books.clients.get(client_id)
    if client.person_id != first.person_id:
        # The client has joined meanwhile.
        await books.lock(people=[client.person_id])
    if act.by != (client.trainer_id if side is Side.TRAINER else client.person_id):
        raise NotFound
    return client


async def pay(
    books: Books,
    client_id: int,
    method: Method,
    act: Act,
    *,
    charge_ids: Sequence[int] | None = None,
    amount: int | None = None,
    after: int | None = None,
) -> list[Payment]:
    """The trainer has received what is owed for these charges (all that is due without any), or a part.

    `amount` is spread from the oldest on; NotValid when it is more than they are short of. `after`: how
    many payments the person saw; a second tap must not pay what they were not shown.
    """
    client = await opened(books, client_id, act, Side.TRAINER)
    known = await account_of(books, client_id)
    require_unchanged(known, after)
    owed = known.due if charge_ids is None else [e for e in known.owed if e.charge.id in charge_ids]
    if not owed:
        raise AlreadyPaid
    payments = await record(books, spread(owed, amount), method, act)
    await settled(books, client, payments, act, "settled")
    return payments


def require_unchanged(known: Account, after: int | None) -> None:
    if after is not None and len(known.kept) != after:
        raise AccountChanged


async def record(
    books: Books, parts: Sequence[tuple[Charge, int]], method: Method, act: Act
) -> list[Payment]:
    """A row for each charge; what the client had said of it is settled with it."""
    await books.charges.save_all([replace(c, claimed_at=None) for c, _ in parts if c.claimed_at])
    rows = [
        Payment(0, c.trainer_id, c.client_id, c.id, part, c.currency, method, act.at) for c, part in parts
    ]
    return await books.payments.add_all(rows)


async def settled(books: Books, client: Client, payments: Sequence[Payment], act: Act, kind: str) -> None:
    """Written down, and the client has it in writing: one message, however many payments."""
    await receipt(books, client.person_id, payments, act)
    await debts.plan(books, client.id, act.at)
    await log(books, act, kind, client, payment_ids=[p.id for p in payments])


async def receipt(books: Books, to: int | None, payments: Sequence[Payment], act: Act, **facts: Any) -> None:
    if to is not None and payments:
        facts = {"client_id": payments[0].client_id, "payment_ids": [p.id for p in payments], **facts}
        await books.notices.add([replace(told(to, NoticeKind.RECEIPT, act, **facts), silent=True)])


async def refund(
    books: Books, payment_id: int, act: Act, *, amount: int | None = None, after: int | None = None
) -> Payment:
    """Given back in whole or in part, in the way in which it came; never more than was received."""
    payment = await books.payments.get(payment_id)
    client = await opened(books, payment.client_id, act, Side.TRAINER)
    known = await account_of(books, client.id)
    require_unchanged(known, after)
    most = known.returnable(await books.payments.get(payment_id))
    if amount is None:
        amount = most
    if not 0 < amount <= most:
        raise NotValid("amount")
    back = await books.payments.add(replace(payment, id=0, amount=amount, paid_at=act.at, refund=True))
    if client.person_id is not None:
        kind, ids = NoticeKind.REFUNDED, [back.id]
        await books.notices.add([told(client.person_id, kind, act, client_id=client.id, payment_ids=ids)])
    await debts.plan(books, client.id, act.at)
    await log(books, act, "refunded", client, payment_ids=[back.id])
    return back


async def void(books: Books, charge_id: int, reason: str, act: Act) -> Charge:
    """Nothing is owed for a session or package any more; penalties are waived. Once more changes nothing."""
    first = await books.charges.get(charge_id)
    client = await opened(books, first.client_id, act, Side.TRAINER)
    charge = await books.charges.get(charge_id)
    if charge.kind.is_penalty or not charge.status.is_open:
        raise NotPossible(charge.booking_id or 0, "void", charge.status.value)
    reason = " ".join(reason.split())
    if not 1 <= len(reason) <= LONGEST_REASON:
        raise NotValid("reason")
    charge = replace(charge.voided(act.at), reason=reason, claimed_at=None, remind_at=None)
    await books.charges.save(charge)
    if client.person_id is not None:
        kind = NoticeKind.WAIVED
        await books.notices.add([told(client.person_id, kind, act, client_id=client.id, charge_id=charge.id)])
    await log(books, act, "voided", client, charge_id=charge.id, reason=reason)
    await crediting.review(books, charge.contract_id, act)
    return charge


async def log(books: Books, act: Act, kind: str, client: Client, **data: Any) -> None:
    event = Event(0, act.key, act.by, act.at, kind, None, client.id, client.trainer_id, data)
    await books.events.add(event)
