"""Paid inside Telegram: looked at before the money is taken, and recorded once when it was."""

from __future__ import annotations

from collections.abc import Sequence

from core.account import spread
from core.act import Act
from core.charge import Method, Payment
from core.errors import AlreadyPaid, NotFound, NotValid
from core.money import Money
from core.people import Side
from core.ports import Books
from core.use_cases import settling
from core.use_cases.debts import account_of


async def check(books: Books, client_id: int, person_id: int, amount: Money) -> None:
    """Before Telegram takes it: refused when it is not exactly what this person owes by now.

    An invoice can be forwarded: only the client who owes may pay it (NotFound for anybody else).
    """
    client = await books.clients.find(client_id)
    if client is None or client.person_id != person_id:
        raise NotFound
    due = [m for m in (await account_of(books, client_id)).due_sums if m.currency == amount.currency]
    if not due:
        raise AlreadyPaid
    if due != [amount]:
        raise NotValid("amount")


async def received(books: Books, client_id: int, paid: Money, act: Act) -> Sequence[Payment]:
    """Telegram has taken it: it is recorded whatever has changed since, once for the act's key.

    What is more than is owed by now stays with the last charge, to be given back.
    """
    client = await settling.opened(books, client_id, act, Side.CLIENT)
    known = await account_of(books, client_id)
    owed = [e for e in known.owed if e.charge.currency == paid.currency]
    most = sum(e.rest for e in owed)
    parts = spread(owed, min(paid.amount, most)) if owed else []
    if paid.amount > most:
        last, part = parts.pop() if parts else (known.entries[-1].charge, 0)
        parts.append((last, part + paid.amount - most))
    payments = await settling.record(books, parts, Method.CARD, act)
    over = max(0, paid.amount - most)
    await settling.receipt(books, client.trainer_id, payments, act, over=over)
    await settling.settled(books, client, payments, act, "paid_by_telegram")
    return payments
