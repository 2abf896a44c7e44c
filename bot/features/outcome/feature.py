"""How it went: asked at the end, answered with one tap, paid with a second, put right within a week."""

from __future__ import annotations

from functools import partial

from bot import cards
from bot.buttons import Key, in_rows, key
from bot.cards import SessionView
from bot.feature import Feature, Tap, Who
from bot.features.move.buttons import MovedAfterAll
from bot.features.notes import after_keys
from bot.features.outcome import told
from bot.features.outcome.buttons import AskLater, Completed, LeaveIt, NoShow, NotYet
from bot.features.packages.buttons import ChooseOffer
from bot.features.payment import can_be_paid, method_keys
from bot.features.penalty import open_key
from bot.screen import Screen, lines
from bot.texts import N_, Words
from bot.visit import Visit
from core.booking import CORRECTED_WITHIN, Kind, Status
from core.errors import NotYours
from core.notice import NoticeKind
from core.people import Side
from core.use_cases import outcome


def on_card(seen: SessionView, w: Words) -> list[Key]:
    """Once it has begun, its outcome; afterwards, for a week, the other one."""
    booking = seen.booking
    if seen.side is not Side.TRAINER:
        return []
    completed = Completed(booking.id, booking.version)
    no_show = NoShow(booking.id, booking.version)
    if seen.has_begun:
        keys = [key(w.plain("✅ Completed"), completed), key(w.plain("🚫 No-show"), no_show)]
        if booking.class_id is None:
            keys.append(key(w.plain("🔁 It was moved"), MovedAfterAll(booking.id, booking.version)))
        return keys
    if seen.now > booking.ends_at + CORRECTED_WITHIN:
        return []
    if booking.status is Status.NO_SHOW:
        return [key(w.plain("✅ It took place"), completed)]
    if booking.status is not Status.COMPLETED:
        return []
    return [*next_keys(seen, w), key(w.plain("🚫 Was a no-show"), no_show)]


async def _own(visit: Visit, booking_id: int) -> SessionView:
    seen = await visit.read(partial(cards.view, booking_id=booking_id, reader=visit.person.id, now=visit.now))
    if seen.side is not Side.TRAINER:
        raise NotYours
    return seen


async def complete(visit: Visit, button: Completed) -> None:
    await visit.write(outcome.complete, button.booking_id, visit.act(), version=button.version)
    await visit.show(await _done(visit, button.booking_id, asks_for_money=True))


async def not_yet(visit: Visit, button: NotYet) -> None:
    """Nothing is written: it stays unpaid."""
    await visit.show(await _done(visit, button.booking_id, asks_for_money=False))


async def _done(visit: Visit, booking_id: int, *, asks_for_money: bool) -> Screen:
    """Nothing more is needed; each of the buttons is one tap or one line."""
    w, seen = visit.w, await _own(visit, booking_id)
    hours = told.hours(seen, visit.calendar)
    head = w("Done. <b>{name}</b> · {when}", name=seen.client.name, when=hours)
    if seen.number is not None:
        n, total = seen.number
        head = w(
            "Done. <b>{n} of {total}.</b> {name} · {when}",
            n=n,
            total=total,
            name=seen.client.name,
            when=hours,
        )
    text = lines(head, cards.price_line(seen, w))
    asked = asks_for_money and can_be_paid(seen)
    money = [*method_keys(seen, w), key(w.plain("Not yet"), NotYet(booking_id))] if asked else []
    keys = [*money, *next_keys(seen, w), *after_keys(booking_id, w), open_key(seen, w)]
    return Screen(text, in_rows(keys, 2))


def next_keys(seen: SessionView, w: Words) -> list[Key]:
    """After a first talk: what the two agree on."""
    held = seen.booking.kind is Kind.CONSULTATION and seen.booking.status is Status.COMPLETED
    return [key(w.plain("📦 Offer a package"), ChooseOffer(seen.client.id))] if held else []


async def miss(visit: Visit, button: NoShow) -> None:
    await visit.write(outcome.miss, button.booking_id, visit.act(), version=button.version)
    seen = await _own(visit, button.booking_id)
    head = visit.w(
        "🚫 Noted: <b>{name}</b> did not come · {when}",
        name=seen.client.name,
        when=told.hours(seen, visit.calendar),
    )
    await visit.show(told.missed(seen, head, visit.calendar))


async def leave_it(visit: Visit, button: LeaveIt) -> None:
    await cards.show(visit, button.booking_id, visit.w("Left as it is."))


async def ask_later(visit: Visit, button: AskLater) -> None:
    booking = await visit.write(outcome.ask_later, button.booking_id, visit.act())
    again = visit.calendar.soon(booking.ask_from or visit.now)
    await cards.show(visit, button.booking_id, visit.w("I will ask again {when}.", when=again))


feature = Feature(
    name="outcome",
    help=N_("At the end of a session I ask how it went; one tap is enough."),
    who=Who.TRAINER,
    taps=(
        Tap(Completed, complete, Who.TRAINER),
        Tap(NotYet, not_yet, Who.TRAINER),
        Tap(NoShow, miss, Who.TRAINER),
        Tap(LeaveIt, leave_it, Who.TRAINER),
        Tap(AskLater, ask_later, Who.TRAINER),
    ),
    notices={
        NoticeKind.QUESTION: told.question,
        NoticeKind.COMPLETED: told.completed,
        NoticeKind.NO_SHOW: told.no_show,
        NoticeKind.CORRECTED: told.corrected,
    },
    on_card=on_card,
)
