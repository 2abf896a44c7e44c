"""The question at the end, and what both are told of its answer."""

from __future__ import annotations

from datetime import timedelta

from markupsafe import Markup

from bot import cards
from bot.buttons import Rows, in_rows, key
from bot.cards import SessionView
from bot.features import penalty
from bot.features.move.buttons import MovedAfterAll
from bot.features.notes import WriteToCoach
from bot.features.outcome.buttons import AskLater, Completed, LeaveIt, NoShow
from bot.notices import Telling
from bot.saying import Calendar, money
from bot.screen import Screen, lines
from bot.texts import Words
from core import agenda
from core.booking import Booking, Status
from core.people import Side
from core.use_cases import desk

#: Later than this nobody needs to hear any more how a session went, unless something is owed.
_NEWS = timedelta(days=1)


def hours(seen: SessionView, calendar: Calendar) -> str:
    """Only the time of day, on the day itself."""
    period = seen.booking.period
    today = calendar.local(period.start).date() == calendar.today
    return calendar.hours(period) if today else calendar.period(period)


async def _seen(telling: Telling) -> SessionView:
    return await cards.view(telling.books, telling.notice.booking_id or 0, telling.reader.id, telling.now)


async def question(telling: Telling) -> Screen | None:
    """Nothing when it was answered, moved, or is to be asked about later."""
    seen = await _seen(telling)
    booking, w, calendar = seen.booking, telling.w, telling.calendar(seen.trainer.zone)
    about_now = telling.notice.key.startswith(desk.question_key(booking))
    if booking.status is not Status.CONFIRMED or not about_now or telling.now < booking.ends_at:
        return None
    name, when = seen.client.name, hours(seen, calendar)
    head = w("<b>How was it with {name}?</b> ({when})", name=name, when=when)
    if seen.number is not None:
        n, total = seen.number
        head = w(
            "<b>How was it with {name}?</b> ({when}, session {n} of {total})",
            name=name,
            when=when,
            n=n,
            total=total,
        )
    if telling.facts.get("nudge"):
        head = lines(w("Still open:"), head, await _else(telling, seen, calendar))
    return Screen(head, _answers(booking, w))


def _answers(booking: Booking, w: Words) -> Rows:
    id_, version = booking.id, booking.version
    return [
        [
            key(w.plain("✅ Completed"), Completed(id_, version)),
            key(w.plain("🚫 No-show"), NoShow(id_, version)),
        ],
        [
            key(w.plain("🔁 It was moved"), MovedAfterAll(id_, version)),
            key(w.plain("Ask me later"), AskLater(id_)),
        ],
    ]


async def _else(telling: Telling, seen: SessionView, calendar: Calendar) -> Markup | None:
    """When silence becomes a no-show; a trainer who wants to be asked only is never told that."""
    asked_at = await desk.asked_at(telling.books, seen.booking)
    mark = agenda.mark_due(seen.booking, seen.trainer, asked_at) if asked_at else None
    if mark is None or mark <= telling.now:
        return None
    return calendar.w("<i>Without a word it counts as a no-show {when}.</i>", when=calendar.soon(mark))


# Missed.


def missed(seen: SessionView, head: Markup, calendar: Calendar) -> Screen:
    """To the trainer: what it would cost the client, and everything that puts it right."""
    w, booking = calendar.w, seen.booking
    keys = [
        key(w.plain("✅ It took place"), Completed(booking.id, booking.version)),
        *penalty.trainer_keys(seen.penalty, w),
        key(w.plain("Leave it"), LeaveIt(booking.id)),
    ]
    return Screen(lines(head, _fee(seen, calendar)), in_rows(keys, 2))


def _fee(seen: SessionView, calendar: Calendar) -> Markup:
    w, charge, name = calendar.w, seen.penalty, seen.client.name
    if charge is not None and seen.penalty_is_paid:
        return w("The fee of {amount} has been paid already.", amount=money(charge.money, w))
    if charge is not None:
        return penalty.for_trainer(charge, name, calendar)
    if seen.client.person_id is None:
        return w("There is no fee: {name} is not on Telegram yet.", name=name)
    if seen.booking.cost is None:
        return w("No price was agreed: so there is no fee.")
    return w("There is no fee.")


async def no_show(telling: Telling) -> Screen | None:
    """To the client, and to the trainer when silence was taken for it."""
    seen = await _seen(telling)
    if seen.booking.status is not Status.NO_SHOW or _is_old(seen):
        return None
    calendar, w = telling.calendar(seen.trainer.zone), telling.w
    if seen.side is Side.CLIENT:
        head = w("🚫 <b>We missed you</b> at your session with Coach {name}:", name=seen.trainer.name)
        return _to_client(seen, head, calendar)
    if seen.booking.outcome_by is not Side.SYSTEM:
        return None
    when = calendar.moment(seen.booking.starts_at)
    head = w(
        "🚫 I marked <b>{name}, {when}</b> as a no-show: no answer for 2 hours.",
        name=seen.client.name,
        when=when,
    )
    return missed(seen, head, calendar)


def _is_old(seen: SessionView) -> bool:
    said_at = seen.booking.outcome_at or seen.now
    return seen.penalty is None and seen.now > said_at + _NEWS


def _to_client(seen: SessionView, head: Markup, calendar: Calendar) -> Screen:
    w, booking = calendar.w, seen.booking
    when = calendar.live(booking.starts_at, calendar.period(booking.period))
    text = lines(head, w("🗓 {when}", when=when), _fee_of_mine(seen, calendar))
    write = key(w.plain("💬 Write to coach"), WriteToCoach(booking.id))
    return Screen(text, [[*penalty.client_keys(seen.penalty, w), write], [penalty.open_key(seen, w)]])


def _fee_of_mine(seen: SessionView, calendar: Calendar) -> Markup:
    w, charge = calendar.w, seen.penalty
    if charge is None:
        return w("It costs you nothing.")
    if seen.penalty_is_paid:
        return w("The fee of {amount} has been paid already.", amount=money(charge.money, w))
    return penalty.for_client(charge, seen.trainer.name, calendar)


# Completed, and corrected.


async def completed(telling: Telling) -> Screen | None:
    """The client's receipt."""
    seen = await _seen(telling)
    if seen.booking.status is not Status.COMPLETED or _is_old(seen):
        return None
    return cards.screen(telling.services, seen, telling.reader, telling.w("✅ <b>Well done!</b>"))


async def corrected(telling: Telling) -> Screen | None:
    seen = await _seen(telling)
    w, calendar, name = telling.w, telling.calendar(seen.trainer.zone), seen.trainer.name
    if seen.booking.status is Status.COMPLETED:
        lead = w("✅ <b>Coach {name} has put it right</b>: you were there, and there is no fee.", name=name)
        return cards.screen(telling.services, seen, telling.reader, lead)
    if seen.booking.status is not Status.NO_SHOW:
        return None
    head = w("🚫 <b>Coach {name} has corrected it</b>: you were not there.", name=name)
    return _to_client(seen, head, calendar)
