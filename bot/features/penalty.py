"""Penalties: a fee waits for a day, the trainer may let it go, the client may object; then it is due."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from bot import cards
from bot.buttons import Button, Key, key
from bot.cards import SessionView
from bot.feature import Feature, Tap, Who
from bot.features.session import OpenSession
from bot.notices import Telling
from bot.saying import Calendar, takes
from bot.screen import Screen, lines
from bot.texts import N_, Words
from bot.visit import Visit
from core.charge import Charge, ChargeKind, ChargeStatus
from core.errors import NotFound
from core.notice import NoticeKind
from core.people import Side
from core.use_cases import money as rules


@dataclass(frozen=True)
class Waive(Button, prefix="pw"):
    charge_id: int


@dataclass(frozen=True)
class Insist(Button, prefix="pi"):
    """Makes a proposed fee, or one that the client objected to, due."""

    charge_id: int


@dataclass(frozen=True)
class ObjectTo(Button, prefix="po"):
    charge_id: int


def session_of(charge: Charge) -> int:
    """A penalty is always for a session."""
    if charge.booking_id is None:
        raise NotFound
    return charge.booking_id


def trainer_keys(charge: Charge | None, w: Words) -> list[Key]:
    """What its trainer can do about an open fee."""
    if charge is None or not charge.status.is_open:
        return []
    if charge.is_proposal:
        return [key(w.plain("⚖️ Charge it"), Insist(charge.id)), key(w.plain("Let it go"), Waive(charge.id))]
    return [key(w.plain("💚 Waive the fee"), Waive(charge.id))]


def client_keys(charge: Charge | None, w: Words) -> list[Key]:
    """The client may object once, as long as the fee is pending."""
    if charge is None or charge.status is not ChargeStatus.PENDING or charge.objected_at is not None:
        return []
    return [key(w.plain("✋ I object"), ObjectTo(charge.id))]


def for_trainer(charge: Charge, client: str, calendar: Calendar) -> Markup:
    """How an open fee stands, to its trainer."""
    w, amount = calendar.w, takes(charge, calendar.w)
    if charge.status is ChargeStatus.DUE:
        return w("<b>{amount}</b> is due.", amount=amount)
    if charge.objected_at is not None:
        return w("<b>{amount}</b>? {name} objects: you decide.", amount=amount, name=client)
    if charge.due_at is None:
        return w(
            "<b>{amount}</b>? {name} has not agreed to your terms: you decide.", amount=amount, name=client
        )
    return w("<b>{amount}</b> would be due {when}.", amount=amount, when=calendar.soon(charge.due_at))


def for_client(charge: Charge, coach: str, calendar: Calendar) -> Markup:
    """How an open fee stands, to whom it is asked of."""
    w, amount = calendar.w, takes(charge, calendar.w)
    if charge.status is ChargeStatus.DUE:
        return w("A fee of <b>{amount}</b> is due.", amount=amount)
    if charge.due_at is None:
        return w("A fee of <b>{amount}</b>? Coach {name} decides.", amount=amount, name=coach)
    return w(
        "A fee of <b>{amount}</b> becomes due {when}, unless Coach {name} waives it.",
        amount=amount,
        when=calendar.soon(charge.due_at),
        name=coach,
    )


def on_card(seen: SessionView, w: Words) -> list[Key]:
    if seen.penalty is None or seen.penalty_is_paid:
        return []
    return (client_keys if seen.side is Side.CLIENT else trainer_keys)(seen.penalty, w)


async def waive(visit: Visit, button: Waive) -> None:
    charge = await visit.write(rules.waive, button.charge_id, visit.act())
    lead = visit.w("💚 The fee of {amount} is waived.", amount=takes(charge, visit.w))
    await cards.show(visit, session_of(charge), lead)


async def insist(visit: Visit, button: Insist) -> None:
    charge = await visit.write(rules.insist, button.charge_id, visit.act())
    lead = visit.w("⚖️ The fee of {amount} is due now.", amount=takes(charge, visit.w))
    await cards.show(visit, session_of(charge), lead)


async def object_to(visit: Visit, button: ObjectTo) -> None:
    charge = await visit.write(rules.object_to, button.charge_id, visit.act())
    seen = await visit.read(cards.view, session_of(charge), visit.person.id, visit.now)
    lead = visit.w(
        "✋ Coach {name} has been told and decides. If you like, say why: [💬 Note to coach].",
        name=seen.trainer.name,
    )
    await visit.show(cards.screen(visit.services, seen, visit.person, lead))


# What people are told.


@dataclass(frozen=True, slots=True)
class Told:
    """A fee and its session, as they are when the notice is sent."""

    seen: SessionView
    charge: Charge
    when: Markup
    amount: str
    what: str


async def told(telling: Telling) -> Told:
    charge = await telling.books.charges.get(telling.facts["charge_id"])
    seen = await cards.view(telling.books, session_of(charge), telling.reader.id, telling.now)
    calendar, start = telling.calendar(seen.trainer.zone), seen.booking.starts_at
    when = calendar.live(start, calendar.moment(start))
    return Told(seen, charge, when, takes(charge, telling.w), kind_name(charge.kind, telling.w))


def kind_name(kind: ChargeKind, w: Words) -> str:
    if kind is ChargeKind.NO_SHOW:
        return w.plain("No-show fee")
    return w.plain("Fee for cancelling or moving late")


async def waived(telling: Telling) -> Screen | None:
    w, about = telling.w, await told(telling)
    if about.charge.status is not ChargeStatus.WAIVED:
        return None
    text = w(
        "💚 <b>Coach {name} has waived the fee</b> of {amount} for {when}.",
        name=about.seen.trainer.name,
        amount=about.amount,
        when=about.when,
    )
    return Screen(text, [[open_key(about.seen, w)]])


async def objected(telling: Telling) -> Screen | None:
    """The trainer decides: until then nothing becomes due."""
    w, about = telling.w, await told(telling)
    if about.charge.status is not ChargeStatus.PENDING:
        return None
    text = lines(
        w(
            "✋ <b>{name} objects</b> to the fee of {amount}.",
            name=about.seen.client.name,
            amount=about.amount,
        ),
        w("{what}, {when}. It waits for your word.", what=about.what, when=about.when),
    )
    return Screen(text, [trainer_keys(about.charge, w), [open_key(about.seen, w)]])


async def due(telling: Telling) -> Screen | None:
    w, about = telling.w, await told(telling)
    if about.charge.status is not ChargeStatus.DUE or about.seen.penalty_is_paid:
        return None
    if about.seen.side is Side.CLIENT:
        text = w(
            "⚖️ <b>{amount} is due</b>: {what}, {when}. Please settle it with Coach {name}.",
            amount=about.amount,
            what=about.what,
            when=about.when,
            name=about.seen.trainer.name,
        )
        return Screen(text, [[open_key(about.seen, w)]])
    text = w(
        "⚖️ <b>{amount} from {name} is due now</b>: {what}, {when}.",
        amount=about.amount,
        name=about.seen.client.name,
        what=about.what,
        when=about.when,
    )
    return Screen(text, [[*trainer_keys(about.charge, w), open_key(about.seen, w)]])


def open_key(seen: SessionView, w: Words) -> Key:
    return key(w.plain("Open"), OpenSession(seen.booking.id))


feature = Feature(
    name="penalty",
    help=N_("A fee waits for a day: the coach can waive it, the client can object."),
    who=Who.ANYONE,
    taps=(
        Tap(Waive, waive, Who.TRAINER),
        Tap(Insist, insist, Who.TRAINER),
        # Also for somebody whose coach has ended the relation: the use case knows whose fee it is.
        Tap(ObjectTo, object_to),
    ),
    notices={
        NoticeKind.OBJECTED: objected,
        NoticeKind.PENALTY_DUE: due,
    },
    on_card=on_card,
)
