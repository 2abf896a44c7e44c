"""Paid in Telegram: the invoice, the last look before the money is taken, and the payment itself."""

from __future__ import annotations

import structlog
from telegram.error import BadRequest

from bot import outgoing
from bot.features.money import buttons as b
from bot.features.money.owing import as_client, takes_cards
from bot.screen import Invoice, Screen
from bot.texts import Words
from bot.visit import Visit
from core.act import Act
from core.errors import AlreadyDone, AlreadyPaid, NotFound, Refusal
from core.money import Money
from core.use_cases import invoicing

log = structlog.get_logger()

#: Telegram's limits.
_LONGEST_TITLE, _LONGEST_ABOUT = 32, 255
_PAYLOAD = "due"


async def by_card(visit: Visit, button: b.ByCard) -> None:
    """For all that is due; one currency at a time."""
    seen, w = await as_client(visit, button.client_id), visit.w
    if not seen.account.due or not takes_cards(visit.services.settings):
        await visit.say(Screen(w("Nothing is to be paid by card.")))
        return
    calendar = visit.calendar_for(seen.zone)
    amount = seen.account.due_sums[0]
    names = [seen.name(e.charge, calendar) for e in seen.account.due if e.charge.currency == amount.currency]
    title = w.plain("Coach {name}", name=seen.trainer.name)
    invoice = Invoice(
        _cut(title, _LONGEST_TITLE),
        _cut(", ".join(names), _LONGEST_ABOUT),
        f"{_PAYLOAD}:{seen.client.id}",
        amount,
    )
    try:
        await outgoing.send_invoice(visit.services, visit.person.id, invoice)
    except BadRequest as error:
        log.warning("invoice refused", error=error.message)
        await visit.say(Screen(w("This amount cannot be paid by card. Please transfer it, or pay in cash.")))


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 1]}…"


def _client_of(payload: str) -> int:
    """NotFound for an invoice of somebody else's making."""
    kind, _, client_id = payload.partition(":")
    if kind != _PAYLOAD or not client_id.isdecimal():
        raise NotFound
    return int(client_id)


async def checkout(visit: Visit) -> None:
    """Answered whatever happens: in ten seconds the payment has failed by itself."""
    query = visit.update.pre_checkout_query
    if query is None:
        return
    wanted = Money(query.total_amount, query.currency)
    error = None
    try:
        await visit.read(invoicing.check, _client_of(query.invoice_payload), visit.person.id, wanted)
    except Refusal as refusal:
        error = _why(refusal, visit.w)
    except Exception:
        log.exception("checkout could not be looked at")
        error = visit.w.plain("Something went wrong on my side; nothing was taken. Please try again.")
    await outgoing.answer_checkout(query, error)


def _why(refusal: Refusal, w: Words) -> str:
    if isinstance(refusal, AlreadyPaid):
        return w.plain("This is paid already. Nothing was taken.")
    if isinstance(refusal, NotFound):
        return w.plain("This invoice is not yours. Nothing was taken.")
    return w.plain("The amount has changed. Please ask for a new invoice: /sessions")


async def paid(visit: Visit) -> None:
    """Recorded once, however often it is told; the receipt that follows is the answer."""
    message = visit.update.effective_message
    payment = message.successful_payment if message else None
    if payment is None:
        return
    act = Act(f"telegram:{payment.telegram_payment_charge_id}", visit.person.id, visit.now)
    amount = Money(payment.total_amount, payment.currency)
    try:
        await visit.write(invoicing.received, _client_of(payment.invoice_payload), amount, act)
    except AlreadyDone:
        return
    except NotFound:
        log.exception("payment belongs to nobody", charge=payment.telegram_payment_charge_id)
        await visit.say(Screen(visit.w("Your payment arrived, but I do not know for whom. Tell your coach.")))
