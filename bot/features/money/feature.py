"""Money: what is owed by whom, what came in, paying, giving back, reminding; and the client's side of it."""

from __future__ import annotations

from bot import dialogue
from bot.feature import Command, Feature, Step, Tap, Who
from bot.features.money import buttons as b
from bot.features.money import invoices, mending, owing, paying, screens, told
from bot.features.money.paying import own
from bot.features.money.view import overview
from bot.texts import N_
from bot.visit import Visit
from core.act import Event
from core.errors import AlreadyPaid
from core.notice import NoticeKind
from core.use_cases import debts

#: Acts after which the account shows how it is.
_KINDS = {
    "settled",
    "refunded",
    "voided",
    "claimed",
    "claim_confirmed",
    "claim_declined",
    "debt_reminded",
}


async def money(visit: Visit) -> None:
    """/money."""
    await show_money(visit, b.ShowMoney())


async def show_money(visit: Visit, button: b.ShowMoney) -> None:
    await _leave(visit)
    found = await visit.read(overview, visit.me, visit.now)
    await visit.show(screens.overview(found, button.page, visit.calendar))


async def _leave(visit: Visit) -> None:
    for name in (paying.DIALOGUE, mending.REFUND, mending.VOID):
        await dialogue.leave(visit, name)


async def show_fees(visit: Visit, button: b.ShowFees) -> None:
    found = await visit.read(overview, visit.me, visit.now)
    await visit.show(screens.fees(found, button.page, visit.calendar))


async def open_account(visit: Visit, button: b.OpenAccount) -> None:
    await _leave(visit)
    await paying.show_account(visit, button.client_id, page=button.page)


async def remind(visit: Visit, button: b.RemindOfDebt) -> None:
    """At night it waits for the morning; once a day is enough."""
    seen, w = await own(visit, button.client_id), visit.w
    try:
        due_at = await visit.write(debts.remind, button.client_id, visit.act())
    except AlreadyPaid:
        lead = w("Nothing is due, so there is nothing to remind of.")
    else:
        name, when = seen.client.name, visit.calendar.soon(due_at)
        lead = w("🔔 {name} is reminded {when}.", name=name, when=when)
        if due_at <= visit.now:
            lead = w("🔔 {name} is reminded now; once a day at most.", name=name)
    await paying.show_account(visit, button.client_id, lead)


async def present(visit: Visit, event: Event) -> bool:
    """After an act that was carried out before: the account as it is now."""
    if event.kind not in _KINDS or event.client_id is None:
        return False
    if event.trainer_id == visit.person.id:
        await paying.show_account(visit, event.client_id)
    else:
        await owing.what_i_owe(visit)
    return True


feature = Feature(
    name="money",
    help=N_("/money: who owes you what, what came in this month; receipts and reminders go out from there."),
    who=Who.TRAINER,
    commands=(Command("money", money, N_("Who owes what, and what came in"), Who.TRAINER),),
    taps=(
        Tap(b.ShowMoney, show_money, Who.TRAINER),
        Tap(b.ShowFees, show_fees, Who.TRAINER),
        Tap(b.OpenAccount, open_account, Who.TRAINER),
        Tap(b.AskPay, paying.ask_pay, Who.TRAINER),
        Tap(b.AskPart, paying.ask_part, Who.TRAINER),
        Tap(b.Tick, paying.tick, Who.TRAINER),
        Tap(b.PayNow, paying.pay_now, Who.TRAINER),
        Tap(b.AskRefund, mending.ask_refund, Who.TRAINER),
        Tap(b.ChooseRefund, mending.choose_refund, Who.TRAINER),
        Tap(b.Refund, mending.refund, Who.TRAINER),
        Tap(b.AskVoid, mending.ask_void, Who.TRAINER),
        Tap(b.ChooseVoid, mending.choose_void, Who.TRAINER),
        Tap(b.Void, mending.void, Who.TRAINER),
        Tap(b.RemindOfDebt, remind, Who.TRAINER),
        Tap(b.ShowQr, owing.show_qr, Who.TRAINER),
        Tap(b.Received, owing.received, Who.TRAINER),
        Tap(b.NotYet, owing.not_yet, Who.TRAINER),
        # Also for somebody whose coach has ended the relation: a debt outlives it.
        Tap(b.WhatIOwe, owing.what_i_owe),
        Tap(b.HowToPay, owing.how_to_pay),
        Tap(b.IHavePaid, owing.i_have_paid),
        Tap(b.ByCard, invoices.by_card),
    ),
    steps={
        f"{paying.DIALOGUE}:pay": Step(paying.ask_again, paying.answer),
        f"{mending.REFUND}:amount": Step(mending.ask_refund_again, mending.take_refund),
        f"{mending.VOID}:reason": Step(mending.ask_reason_again, mending.take_reason),
    },
    notices={
        NoticeKind.RECEIPT: told.receipt,
        NoticeKind.REFUNDED: told.refunded,
        NoticeKind.WAIVED: told.let_off,
        NoticeKind.CLAIMED: told.claimed,
        NoticeKind.DEBT: told.debt,
    },
    on_card=owing.on_card,
    on_checkout=invoices.checkout,
    on_payment=invoices.paid,
    present=present,
)
