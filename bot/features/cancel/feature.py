"""Cancelling: what it costs is said before, why it was may be said after, and the other side hears of it."""

from __future__ import annotations

from dataclasses import replace

from markupsafe import Markup

from bot import cards, dialogue
from bot.buttons import Key, Rows, in_rows, key
from bot.cards import SessionView
from bot.feature import Feature, Step, Tap, Who
from bot.features.cancel.buttons import AskCancel, CancelIt, NoReason, SayWhy
from bot.features.cancel.told import cancelled
from bot.features.session import OpenSession
from bot.saying import Calendar, takes
from bot.screen import Screen, lines
from bot.texts import N_, Words
from bot.visit import Visit
from core.booking import Booking
from core.draft import Draft
from core.errors import FeeChanged, NotPossible
from core.notice import NoticeKind
from core.people import Side
from core.ports import Books
from core.use_cases import cancelling
from core.use_cases.cancelling import Terms

DIALOGUE = "cancel"


def on_card(seen: SessionView, w: Words) -> list[Key]:
    if not seen.is_ahead:
        return []
    return [key(w.plain("✖️ Cancel"), AskCancel(seen.booking.id, seen.booking.version))]


async def ask_to_cancel(visit: Visit, button: AskCancel) -> None:
    await visit.show(await _confirm(visit, button.booking_id, button.version))


async def _confirm(visit: Visit, booking_id: int, version: int, lead: Markup | None = None) -> Screen:
    terms = await visit.read(cancelling.terms, booking_id, visit.person.id, visit.now, version=version)
    calendar = visit.calendar_for(terms.session.trainer.zone)
    keys = [
        key(visit.w.plain("Keep it"), OpenSession(booking_id)),
        key(visit.w.plain("Cancel it"), CancelIt(booking_id, version, terms.shown)),
    ]
    return Screen(lines(lead, _question(terms, calendar), _price(terms, calendar)), [keys])


def _question(terms: Terms, calendar: Calendar) -> Markup:
    w, session = calendar.w, terms.session
    when = calendar.moment(session.booking.starts_at)
    if session.side is Side.CLIENT:
        return w("<b>Cancel {when}?</b>", when=when)
    return w("<b>Cancel {name}, {when}?</b>", name=session.client.name, when=when)


def _price(terms: Terms, calendar: Calendar) -> Markup:
    """What it would cost; a trainer's cancelling never costs the client anything."""
    w, session = calendar.w, terms.session
    if session.side is Side.TRAINER and session.person is None:
        return w("{name} is not on Telegram yet: please tell them yourself.", name=session.client.name)
    if session.side is Side.TRAINER:
        return w("{name} will be told, and it costs them nothing.", name=session.client.name)
    if terms.penalty is None:
        return w("It is free of charge.")
    soon = calendar.until(session.booking.starts_at)
    cost, name = takes(terms.penalty, w), session.trainer.name
    if not terms.agreed:
        return w(
            "It starts in {soon}: Coach {name} may ask for a fee of <b>{fee}</b>.",
            soon=soon,
            fee=cost,
            name=name,
        )
    return w(
        "It starts in {soon}: a fee of <b>{fee}</b> would apply. Coach {name} can waive it.",
        soon=soon,
        fee=cost,
        name=name,
    )


async def cancel(visit: Visit, button: CancelIt) -> None:
    """A fee that has changed since it was shown is shown again before anything is done."""
    act = visit.act()
    try:
        booking = await visit.write(
            cancelling.cancel, button.booking_id, act, version=button.version, fee_shown=button.fee
        )
    except FeeChanged:
        lead = visit.w("Time has passed, and this has changed:")
        await visit.show(await _confirm(visit, button.booking_id, button.version, lead))
        return
    await visit.show(await _cancelled(visit, booking.id))


async def _cancelled(visit: Visit, booking_id: int) -> Screen:
    """What was done, and why it was, for whoever likes to say."""
    w = visit.w
    seen = await visit.read(cards.view, booking_id, visit.person.id, visit.now)
    card = cards.screen(visit.services, seen, visit.person, _done(seen, w))
    if seen.booking.cancel_reason is not None:
        return card
    rows = [*_reasons(seen.booking, w), *card.rows]
    return replace(card, text=lines(card.text, "", w("Why? Say it if you like:")), rows=rows)


def _done(seen: SessionView, w: Words) -> Markup:
    if seen.side is Side.CLIENT:
        return w("Cancelled. Coach {name} has been told.", name=seen.trainer.name)
    if seen.booking.person_id is None:
        return w("Cancelled. {name} is not on Telegram yet: please tell them.", name=seen.client.name)
    if not seen.can_be_made_up:
        return w("Cancelled. {name} has been told.", name=seen.client.name)
    return w("Cancelled. {name} has been told, and can take another free time.", name=seen.client.name)


def _reasons(booking: Booking, w: Words) -> Rows:
    labels = {"ill": w.plain("🤒 I am ill"), "urgent": w.plain("⚡ Something came up")}
    if booking.cancelled_by is Side.CLIENT:
        labels |= {"work": w.plain("💼 Work"), "travel": w.plain("✈️ Travelling")}
    keys = [key(label, SayWhy(booking.id, reason)) for reason, label in labels.items()]
    return in_rows([*keys, key(w.plain("✏️ Type it"), SayWhy(booking.id, None))], 2)


async def say_why(visit: Visit, button: SayWhy) -> None:
    if button.reason is None:
        seen = await visit.read(cards.view, button.booking_id, visit.person.id, visit.now)
        if seen.booking.cancelled_by is not seen.side:
            raise NotPossible(button.booking_id, "say why", seen.booking.status.value)
        draft = await dialogue.begin(visit, DIALOGUE, "why", booking_id=button.booking_id)
        await visit.show(_ask_why(visit, draft))
        return
    booking = await visit.write(cancelling.say_why, button.booking_id, button.reason, visit.act())
    await cards.show(visit, booking.id, _noted(booking, visit.w))


def _noted(booking: Booking, w: Words) -> Markup:
    return w("Noted.") if booking.person_id is None else w("Thank you, that was passed on.")


def _ask_why(visit: Visit, draft: Draft) -> Screen:
    keys = [key(visit.w.plain("‹ Back"), NoReason(draft.fields["booking_id"]))]
    return Screen(visit.w("<b>Why was it cancelled?</b> Type it in a few words; it is passed on."), [keys])


async def ask_why_again(visit: Visit, draft: Draft) -> None:
    await visit.say(_ask_why(visit, draft))


async def take_why(visit: Visit, draft: Draft, text: str) -> None:
    reason = " ".join(text.split())[: cancelling.LONGEST_REASON]
    act = visit.act()

    async def work(books: Books) -> Booking:
        booking = await cancelling.say_why(books, draft.fields["booking_id"], reason, act)
        await visit.close(books, draft)
        return booking

    booking = await visit.write(work)
    await cards.show(visit, booking.id, _noted(booking, visit.w))


async def no_reason(visit: Visit, button: NoReason) -> None:
    await dialogue.leave(visit, DIALOGUE)
    await cards.show(visit, button.booking_id)


feature = Feature(
    name="cancel",
    help=N_("Cancel on the session's card: what it would cost is shown before."),
    who=Who.ANYONE,
    taps=(
        Tap(AskCancel, ask_to_cancel),
        Tap(CancelIt, cancel),
        Tap(SayWhy, say_why),
        Tap(NoReason, no_reason),
    ),
    steps={f"{DIALOGUE}:why": Step(ask_why_again, take_why)},
    notices={NoticeKind.CANCELLED: cancelled},
    on_card=on_card,
)
