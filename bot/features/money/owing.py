"""The client's side: what I owe, how to pay it (the bank's QR code first), “I have paid”."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from bot.buttons import Key, Rows, copy, in_rows, key, short
from bot.cards import SessionView
from bot.config import Settings
from bot.features.money import buttons as b
from bot.features.money import screens
from bot.features.money.paying import own
from bot.features.money.view import AccountView, account_view, mine
from bot.pictures import qr
from bot.saying import Calendar, money
from bot.screen import Screen, lines
from bot.texts import Words
from bot.visit import Visit
from core import banks, vietqr
from core.booking import Status
from core.charge import ChargeStatus
from core.errors import AlreadyPaid, NotFound
from core.money import Money
from core.people import Side
from core.use_cases import claiming

#: What VietQR transfers.
_DONG = "VND"


async def what_i_owe(visit: Visit, button: b.WhatIOwe | None = None) -> None:
    """At each trainer."""
    found = await visit.read(mine, visit.person.id)
    w = visit.w
    if not found:
        await visit.show(Screen(w("You owe nothing. /sessions shows your sessions.")))
        return
    parts = [part for seen in found for part in ("", _of_coach(seen, visit.calendar_for(seen.zone)))]
    keys = [_how_key(seen, several=len(found) > 1, w=w) for seen in found if seen.account.due]
    await visit.show(Screen(lines(*parts[1:]), in_rows(keys, 1)))


def owed_keys(owed: Sequence[Money], w: Words) -> list[Key]:
    """To what is due, from wherever it is good to know."""
    if not owed:
        return []
    return [key(w.plain("💰 To pay: {amount}", amount=screens.together(owed, w)), b.WhatIOwe())]


def on_card(seen: SessionView, w: Words) -> list[Key]:
    """To the client, as long as the session that was held, or the fee that is due, is not paid."""
    penalty = seen.penalty
    is_due = penalty is not None and penalty.status is ChargeStatus.DUE and not penalty.credit
    asked = seen.booking.status is Status.COMPLETED or is_due
    if seen.side is not Side.CLIENT or not asked or seen.owed is None:
        return []
    return [b.how_key(seen.client.id, w)]


def _of_coach(seen: AccountView, calendar: Calendar) -> Markup:
    head = calendar.w("<b>To Coach {name}</b>", name=seen.trainer.name)
    return lines(head, *(screens.owed_line(e, seen, calendar) for e in seen.account.owed))


def _how_key(seen: AccountView, *, several: bool, w: Words) -> Key:
    if not several:
        return b.how_key(seen.client.id, w)
    label = w.plain("💳 Pay Coach {name}", name=short(seen.trainer.name))
    return key(label, b.HowToPay(seen.client.id))


async def as_client(visit: Visit, client_id: int) -> AccountView:
    """NotFound for whoever is not this client."""
    seen = await visit.read(account_view, client_id, visit.person.id)
    if seen.side is not Side.CLIENT:
        raise NotFound
    return seen


async def how_to_pay(visit: Visit, button: b.HowToPay) -> None:
    """Below the message that asked: it is still needed."""
    seen = await as_client(visit, button.client_id)
    await visit.say(await pay_screen(seen, visit.calendar_for(seen.zone), visit.services.settings))


async def show_qr(visit: Visit, button: b.ShowQr) -> None:
    """On the trainer's phone, to be scanned by the client who stands there."""
    seen = await own(visit, button.client_id)
    if seen.trainer.bank is None or seen.trainer.account is None:
        text = visit.w("Tell me your bank account first: /settings › [💳 Getting paid].")
        await visit.toast(text.striptags(), alert=True)
        return
    await visit.say(await pay_screen(seen, visit.calendar, visit.services.settings))


async def pay_screen(seen: AccountView, calendar: Calendar, settings: Settings) -> Screen:
    """The QR code of the transfer with its facts to copy; without an account, how else."""
    w = calendar.w
    if not seen.account.due:
        return Screen(w("Nothing is to be paid any more."))
    bank = banks.by_bin(seen.trainer.bank or "")
    amount = next((m for m in seen.account.due_sums if m.currency == _DONG), None)
    if amount is None or bank is None or seen.trainer.account is None:
        return _without_account(seen, w, settings)
    memo = transfer_memo(seen, calendar)
    text = lines(
        _head(amount, seen, w),
        w("🏦 {bank}", bank=bank.short),
        w("💳 <code>{account}</code>", account=seen.trainer.account),
        w("👤 {name}", name=seen.trainer.account_name) if seen.trainer.account_name else None,
        w("💬 <code>{memo}</code>", memo=memo),
        w("Scan it with your bank's app, or copy the account, the amount and the memo."),
    )
    copies = [
        copy(w.plain("Copy account"), seen.trainer.account),
        copy(w.plain("Copy amount"), str(amount.amount)),
        copy(w.plain("Copy memo"), memo),
    ]
    picture = await qr.draw(vietqr.payload(bank.bin, seen.trainer.account, amount.amount, memo))
    return Screen(text, [copies, *_then(seen, w, settings)], photo=picture)


def transfer_memo(seen: AccountView, calendar: Calendar) -> str:
    """Who pays, the day of the oldest debt, and its number."""
    oldest = seen.account.due[0]
    day = calendar.local(oldest.since).date()
    return vietqr.memo(seen.client.name, f"{day:%d%m} {oldest.charge.id}")


def _head(amount: Money, seen: AccountView, w: Words) -> Markup:
    if seen.side is Side.TRAINER:
        return w("<b>{amount}</b> from {name}", amount=money(amount, w), name=seen.client.name)
    return w("<b>{amount}</b> to Coach {name}", amount=money(amount, w), name=seen.trainer.name)


def _without_account(seen: AccountView, w: Words, settings: Settings) -> Screen:
    amount = screens.together(seen.account.due_sums, w)
    how = w("Pay it in cash, or ask where to transfer it. Then tap [I have paid].")
    head = w("<b>{amount}</b> to Coach {name}", amount=amount, name=seen.trainer.name)
    return Screen(lines(head, how), _then(seen, w, settings))


def _then(seen: AccountView, w: Words, settings: Settings) -> Rows:
    if seen.side is Side.TRAINER:
        return [[key(w.plain("💵 Paid"), b.AskPay(seen.client.id))]]
    card = [key(w.plain("💳 Pay by card"), b.ByCard(seen.client.id))] if takes_cards(settings) else []
    return [[key(w.plain("✅ I have paid"), b.IHavePaid(seen.client.id))], card]


def takes_cards(settings: Settings) -> bool:
    return settings.payment_provider_token is not None


async def i_have_paid(visit: Visit, button: b.IHavePaid) -> None:
    seen = await as_client(visit, button.client_id)
    try:
        await visit.write(claiming.claim, button.client_id, visit.act())
    except AlreadyPaid:
        await visit.show(Screen(visit.w("Nothing is to be paid any more.")))
        return
    await visit.show(thanked(seen, visit.w))


def thanked(seen: AccountView, w: Words) -> Screen:
    name = seen.trainer.name
    return Screen(
        w("🙏 Thank you! Coach {name} looks whether it has arrived; then you get a receipt.", name=name)
    )


# What the trainer says to it.


async def received(visit: Visit, button: b.Received) -> None:
    act = visit.act()
    try:
        paid = await visit.write(claiming.confirm, button.client_id, button.at, button.method, act)
    except AlreadyPaid:
        seen = await own(visit, button.client_id)
        lead = visit.w("That is settled already.")
        await visit.show(screens.account(seen, 0, visit.calendar, lead))
        return
    seen = await own(visit, button.client_id)
    whole = Money(sum(p.amount for p in paid), paid[0].currency)
    lead = visit.w(
        "💰 <b>{amount}</b> received: {name} gets a receipt.",
        amount=money(whole, visit.w),
        name=seen.client.name,
    )
    await visit.show(screens.account(seen, 0, visit.calendar, lead))


async def not_yet(visit: Visit, button: b.NotYet) -> None:
    lead = None
    try:
        await visit.write(claiming.decline, button.client_id, button.at, visit.act())
    except AlreadyPaid:
        lead = visit.w("That is settled already.")
    seen = await own(visit, button.client_id)
    lead = lead or visit.w("I have told {name} that it has not arrived yet.", name=seen.client.name)
    await visit.show(screens.account(seen, 0, visit.calendar, lead))
