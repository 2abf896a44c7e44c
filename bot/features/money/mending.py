"""Given back, and crossed out: which one, how much or why, the safe button first."""

from __future__ import annotations

from functools import partial

from markupsafe import Markup

from bot import answering, dialogue, typed
from bot.buttons import Key, Rows, key
from bot.feature import Who
from bot.features.money import buttons as b
from bot.features.money import screens
from bot.features.money.paying import own, show_account
from bot.features.money.view import AccountView
from bot.features.payment import method_name
from bot.reading import is_session, read_price
from bot.saying import money
from bot.screen import Screen, lines
from bot.visit import Visit
from core.charge import Charge, Payment
from core.draft import Draft
from core.errors import AccountChanged, NotFound, NotPossible, NotValid
from core.money import Money
from core.ports import Books
from core.use_cases import settling

REFUND, VOID = "refunding", "crossing_out"
#: The usual reasons to cross something out, by the word that a button carries.
_REASONS = ("mistake", "agreed", "gift")


# Given back.


async def ask_refund(visit: Visit, button: b.AskRefund) -> None:
    """Which payment, the newest first."""
    await dialogue.leave(visit, REFUND)
    seen = await own(visit, button.client_id)
    found = [p for p in reversed(seen.account.kept) if seen.account.returnable(p)]
    w, last = visit.w, max(0, (len(found) - 1) // screens.PAGE)
    page = max(0, min(button.page, last))
    shown = found[page * screens.PAGE : (page + 1) * screens.PAGE]
    keys: Rows = [[_payment_key(payment, visit)] for payment in shown]
    text = w("<b>What do you give back to {name}?</b>", name=seen.client.name)
    if not found:
        text = w("There is nothing to give back to {name}.", name=seen.client.name)
    turn = screens.turn(page, last, partial(b.AskRefund, seen.client.id))
    await visit.show(Screen(text, [*keys, turn, _back(seen, visit)]))


def _payment_key(payment: Payment, visit: Visit) -> Key:
    day = visit.calendar.day(visit.calendar.local(payment.paid_at).date())
    return key(f"{money(payment.money, visit.w)} · {day}", b.ChooseRefund(payment.id))


def _back(seen: AccountView, visit: Visit) -> list[Key]:
    return [key(visit.w.plain("‹ Back"), b.OpenAccount(seen.client.id))]


async def choose_refund(visit: Visit, button: b.ChooseRefund) -> None:
    seen, payment = await _payment(visit, button.payment_id)
    if not seen.account.returnable(payment):
        await show_account(visit, seen.client.id, visit.w("That has been given back already."))
        return
    await dialogue.begin(visit, REFUND, "amount", payment_id=payment.id)
    await visit.show(_refund_screen(seen, payment, visit))


async def _payment(visit: Visit, payment_id: int) -> tuple[AccountView, Payment]:
    payment = await visit.read(lambda books: books.payments.get(payment_id))
    return await own(visit, payment.client_id), payment


def _refund_screen(
    seen: AccountView, payment: Payment, visit: Visit, lead: Markup | None = None, amount: int | None = None
) -> Screen:
    """`amount`: what was typed, to be looked at once more."""
    w, most = visit.w, seen.account.returnable(payment)
    back = Money(most if amount is None else amount, payment.currency)
    text = lines(
        lead,
        w(
            "<b>Give {amount} back to {name}?</b> They paid {whole} {how}.",
            amount=money(back, w),
            name=seen.client.name,
            whole=money(payment.money, w),
            how=method_name(payment.method, w),
        ),
        w("I only write it down: you give the money back yourself. A smaller amount can be typed."),
    )
    does = b.Refund(payment.id, back.amount, len(seen.account.kept))
    yes = key(w.plain("↩️ {amount} given back", amount=money(back, w)), does)
    return Screen(text, [[key(w.plain("Keep it"), b.OpenAccount(seen.client.id))], [yes]])


async def ask_refund_again(visit: Visit, draft: Draft) -> None:
    await visit.say(_refund_screen(*await _payment(visit, draft.fields["payment_id"]), visit))


async def take_refund(visit: Visit, draft: Draft, text: str) -> None:
    """The amount is shown once more before it is written."""
    if await is_session(visit, text) and await answering.read_as_line(visit, Who.TRAINER):
        return
    seen, payment = await _payment(visit, draft.fields["payment_id"])
    most, currency = seen.account.returnable(payment), payment.currency
    said = typed.bare_price(text, currency) or await read_price(visit, text)
    said = said or typed.in_thousands(text, currency)
    if said is None or said.currency != currency or not 0 < said.amount <= most:
        whole = money(Money(most, currency), visit.w)
        lead = visit.w("At most {amount} can be given back. Type it like “200k”.", amount=whole)
        await visit.say(_refund_screen(seen, payment, visit, lead))
        return
    await visit.say(_refund_screen(seen, payment, visit, None, said.amount))


async def refund(visit: Visit, button: b.Refund) -> None:
    act, draft = visit.act(), visit.draft

    async def work(books: Books) -> Payment:
        amount, after = button.amount, button.after
        back = await settling.refund(books, button.payment_id, act, amount=amount, after=after)
        if draft is not None and draft.dialogue == REFUND:
            await visit.close(books, draft)
        return back

    seen, _ = await _payment(visit, button.payment_id)
    try:
        back = await visit.write(work)
    except (AccountChanged, NotValid):
        await dialogue.leave(visit, REFUND)
        lead = visit.w("This has changed since. Here is how it is now.")
    else:
        lead = visit.w("↩️ <b>{amount}</b> given back, noted.", amount=money(back.money, visit.w))
    await show_account(visit, seen.client.id, lead)


# Crossed out.


async def ask_void(visit: Visit, button: b.AskVoid) -> None:
    seen = await own(visit, button.client_id)
    found = screens.crossable(seen)
    if len(found) == 1:
        await choose_void(visit, b.ChooseVoid(found[0].charge.id))
        return
    w, calendar = visit.w, visit.calendar
    text = w("<b>What shall {name} not have to pay?</b>", name=seen.client.name)
    if not found:
        text = w("There is nothing to cross out. A fee is waived under [⚖️ Fees to decide] in /money.")
    keys: Rows = [[key(seen.name(e.charge, calendar), b.ChooseVoid(e.charge.id))] for e in found[:20]]
    await visit.show(Screen(text, [*keys, _back(seen, visit)]))


async def choose_void(visit: Visit, button: b.ChooseVoid) -> None:
    seen, charge = await _charge(visit, button.charge_id)
    if not charge.status.is_open:
        await show_account(visit, seen.client.id, visit.w("That is done already."))
        return
    await dialogue.begin(visit, VOID, "reason", charge_id=charge.id)
    await visit.show(_void_screen(seen, charge, visit))


async def _charge(visit: Visit, charge_id: int) -> tuple[AccountView, Charge]:
    charge = await visit.read(lambda books: books.charges.get(charge_id))
    if charge.kind.is_penalty:
        raise NotFound
    return await own(visit, charge.client_id), charge


def _void_screen(seen: AccountView, charge: Charge, visit: Visit) -> Screen:
    w = visit.w
    text = lines(
        w("<b>Cross out {amount}?</b>", amount=money(charge.money, w)),
        w("{what} · {name}", what=seen.name(charge, visit.calendar), name=seen.client.name),
        w("{name} will not owe it any more. Type why, or tap:", name=seen.client.name),
    )
    labels = {
        "mistake": w.plain("A mistake"),
        "agreed": w.plain("Agreed otherwise"),
        "gift": w.plain("A gift"),
    }
    reasons = [key(labels[word], b.Void(charge.id, word)) for word in _REASONS]
    keep = [key(w.plain("Keep it"), b.OpenAccount(seen.client.id))]
    return Screen(text, [keep, reasons[:1], reasons[1:]])


async def ask_reason_again(visit: Visit, draft: Draft) -> None:
    await visit.say(_void_screen(*await _charge(visit, draft.fields["charge_id"]), visit))


async def take_reason(visit: Visit, draft: Draft, text: str) -> None:
    if await is_session(visit, text) and await answering.read_as_line(visit, Who.TRAINER):
        return
    if len(text) > settling.LONGEST_REASON:
        await visit.say(Screen(visit.w("Please say it in up to 200 characters.")))
        return
    await _void(visit, draft.fields["charge_id"], text)


async def void(visit: Visit, button: b.Void) -> None:
    known = {
        "mistake": visit.w.plain("a mistake"),
        "agreed": visit.w.plain("agreed otherwise"),
        "gift": visit.w.plain("a gift"),
    }
    await _void(visit, button.charge_id, known.get(button.reason, button.reason))


async def _void(visit: Visit, charge_id: int, reason: str) -> None:
    act, draft = visit.act(), visit.draft

    async def work(books: Books) -> Charge:
        charge = await settling.void(books, charge_id, reason, act)
        if draft is not None and draft.dialogue == VOID:
            await visit.close(books, draft)
        return charge

    seen, charge = await _charge(visit, charge_id)
    try:
        charge = await visit.write(work)
    except NotPossible:
        await dialogue.leave(visit, VOID)
        lead = visit.w("That is not possible any more.")
    else:
        lead = visit.w(
            "✖️ {amount} crossed out: {name} does not owe it any more.",
            amount=money(charge.money, visit.w),
            name=seen.client.name,
        )
    await show_account(visit, seen.client.id, lead)
