"""Paid: how the money came, once and never more than is owed; a wrong tap is taken back."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from bot import answering, cards, dialogue, typed
from bot.buttons import Button, Key, Rows, key
from bot.cards import SessionView
from bot.feature import Feature, Step, Tap, Who
from bot.reading import is_session, read_price
from bot.saying import money
from bot.screen import Screen, lines
from bot.texts import N_, Words
from bot.visit import Visit
from core.booking import Status
from core.charge import Method, Payment
from core.draft import Draft
from core.errors import AlreadyPaid, NotValid, NotYours
from core.money import Money
from core.people import Side
from core.ports import Books
from core.use_cases import money as rules

DIALOGUE = "payment"


@dataclass(frozen=True)
class AskPaid(Button, prefix="py"):
    booking_id: int


@dataclass(frozen=True)
class Paid(Button, prefix="pm"):
    """`after` so many payments: tapped twice it is one."""

    booking_id: int
    method: Method
    after: int


@dataclass(frozen=True)
class AtPrice(Button, prefix="pp"):
    """The trainer's usual price, for a session that had none."""

    booking_id: int
    method: Method
    price: int


@dataclass(frozen=True)
class Unpay(Button, prefix="pu"):
    booking_id: int
    payment_id: int


@dataclass(frozen=True)
class NoPrice(Button, prefix="pb"):
    """Back to the session without saying a price."""

    booking_id: int


def method_name(method: Method, w: Words) -> str:
    return {
        Method.CASH: w.plain("in cash"),
        Method.TRANSFER: w.plain("by transfer"),
        Method.CARD: w.plain("by card"),
    }[method]


def method_keys(seen: SessionView, w: Words) -> list[Key]:
    labels = {
        Method.CASH: w.plain("💵 Paid cash"),
        Method.TRANSFER: w.plain("🏦 Transfer"),
        Method.CARD: w.plain("💳 Card"),
    }
    after = len(_kept(seen))
    return [key(label, Paid(seen.booking.id, method, after)) for method, label in labels.items()]


def _kept(seen: SessionView) -> list[Payment]:
    return [p for p in seen.payments if p.voided_at is None]


def can_be_paid(seen: SessionView) -> bool:
    """Something is owed, or the session has no price yet."""
    held = seen.booking.status not in (Status.CANCELLED, Status.NO_SHOW)
    return seen.owed is not None or (held and seen.booking.price is None)


def on_card(seen: SessionView, w: Words) -> list[Key]:
    if seen.side is not Side.TRAINER:
        return []
    payable = can_be_paid(seen) and not seen.is_asked_for
    paid = [key(w.plain("💵 Paid"), AskPaid(seen.booking.id))] if payable else []
    last = [p for p in _kept(seen)[-1:] if not p.refund]
    undo = [key(w.plain("↩️ Undo payment"), Unpay(seen.booking.id, p.id)) for p in last]
    return paid + undo


async def ask_paid(visit: Visit, button: AskPaid) -> None:
    """How it was paid; what is paid already shows the session as it is."""
    seen, w = await _own(visit, button.booking_id), visit.w
    if not can_be_paid(seen):
        await cards.show(visit, button.booking_id)
        return
    back = key(w.plain("‹ Back"), NoPrice(button.booking_id))
    await visit.show(Screen(_how(seen, w), [method_keys(seen, w), [back]]))


def _how(seen: SessionView, w: Words) -> Markup:
    name = seen.client.name
    if seen.owed is None:
        return w("<b>{name} has paid: how?</b>", name=name)
    return w("<b>{name} has paid {amount}: how?</b>", name=name, amount=money(seen.owed, w))


async def _own(visit: Visit, booking_id: int) -> SessionView:
    seen = await visit.read(cards.view, booking_id, visit.person.id, visit.now)
    if seen.side is not Side.TRAINER:
        raise NotYours
    return seen


async def paid(visit: Visit, button: Paid) -> None:
    """Recorded at once; a session without a price has it asked first."""
    act = visit.act()
    try:
        payment = await visit.write(rules.pay, button.booking_id, button.method, act, after=button.after)
    except AlreadyPaid:
        await cards.show(visit, button.booking_id, visit.w("It is paid."))
    except NotValid:
        fields = {"booking_id": button.booking_id, "method": button.method.value}
        draft = await dialogue.begin(visit, DIALOGUE, "price", **fields)
        await visit.show(await _ask_price(visit, draft))
    else:
        await cards.show(visit, button.booking_id, _received(payment, visit.w))


def _received(payment: Payment, w: Words) -> Markup:
    how = method_name(payment.method, w)
    return w("💰 <b>{amount}</b> {how}, noted.", amount=money(payment.money, w), how=how)


# A session without a price.


async def _ask_price(
    visit: Visit, draft: Draft, lead: Markup | None = None, meant: Money | None = None
) -> Screen:
    """`meant`: a price that what was typed may stand for."""
    seen, w = await _own(visit, draft.fields["booking_id"]), visit.w
    booking, method, usual = seen.booking, Method(draft.fields["method"]), seen.trainer.usual_price
    offers: Rows = []
    if meant is not None:
        offers = [[key(money(meant, w), AtPrice(booking.id, method, meant.amount))]]
    elif usual is not None and usual.amount:
        label = w.plain("Usual: {price}", price=money(usual, w))
        offers = [[key(label, AtPrice(booking.id, method, usual.amount))]]
    head = w("{name} · {when}", name=seen.client.name, when=visit.calendar.period(booking.period))
    question = w("<b>How much was it?</b> No price was agreed. Type it, like “500k”.")
    return Screen(lines(lead, head, question), [*offers, [key(w.plain("‹ Back"), NoPrice(booking.id))]])


async def ask_price_again(visit: Visit, draft: Draft) -> None:
    await visit.say(await _ask_price(visit, draft))


async def take_price(visit: Visit, draft: Draft, text: str) -> None:
    """A whole new session typed here is no price: it opens its own card."""
    if await is_session(visit, text) and await answering.read_as_line(visit, Who.TRAINER):
        return
    currency = visit.me.currency
    price = typed.bare_price(text, currency) or await read_price(visit, text)
    if price is None or not price.amount:
        lead = visit.w("That is not a price I can take. Type it like 500k or 500.000.")
        await visit.say(await _ask_price(visit, draft, lead, typed.in_thousands(text, currency)))
        return
    await _pay_at(visit, draft.fields["booking_id"], Method(draft.fields["method"]), price.amount, draft)


async def at_price(visit: Visit, button: AtPrice) -> None:
    draft = visit.draft if visit.draft and visit.draft.dialogue == DIALOGUE else None
    await _pay_at(visit, button.booking_id, button.method, button.price, draft)


async def _pay_at(visit: Visit, booking_id: int, method: Method, price: int, draft: Draft | None) -> None:
    act = visit.act()

    async def work(books: Books) -> Payment:
        payment = await rules.pay(books, booking_id, method, act, price=price)
        if draft is not None:
            await visit.close(books, draft)
        return payment

    payment = await visit.write(work)
    await cards.show(visit, booking_id, _received(payment, visit.w))


async def back(visit: Visit, button: NoPrice) -> None:
    await dialogue.leave(visit, DIALOGUE)
    await cards.show(visit, button.booking_id)


async def unpay(visit: Visit, button: Unpay) -> None:
    payment = await visit.write(rules.unpay, button.booking_id, visit.act(), payment_id=button.payment_id)
    lead = visit.w("↩️ Taken back: {amount} is not counted as paid.", amount=money(payment.money, visit.w))
    await cards.show(visit, button.booking_id, lead)


feature = Feature(
    name="payment",
    help=N_("Tap [Paid] on a session's card; a wrong tap can be taken back there."),
    who=Who.TRAINER,
    taps=(
        Tap(AskPaid, ask_paid, Who.TRAINER),
        Tap(Paid, paid, Who.TRAINER),
        Tap(AtPrice, at_price, Who.TRAINER),
        Tap(Unpay, unpay, Who.TRAINER),
        Tap(NoPrice, back, Who.TRAINER),
    ),
    steps={f"{DIALOGUE}:price": Step(ask_price_again, take_price)},
    on_card=on_card,
)
