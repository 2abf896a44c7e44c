"""One session as an admin sees it: moved, cancelled free of charge, or allowed; always with a reason."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from typing import Any

from markupsafe import Markup

from bot import cards, clash, timing
from bot.buttons import Key, Rows, in_rows, key
from bot.dialogue import begin, leave
from bot.features.admin.bookings import DIALOGUE
from bot.features.admin.buttons import (
    Bookings,
    Clashes,
    ForReason,
    How,
    Log,
    MoveThere,
    OpenOverseen,
    Resolve,
)
from bot.reading import read_time
from bot.saying import Calendar
from bot.screen import Screen, lines
from bot.texts import Words
from bot.timing import Choices, Seeking
from bot.visit import Visit
from core.booking import Booking
from core.conflicts import Conflict
from core.draft import Draft
from core.errors import InConflict, Stale
from core.oversight import Overseen
from core.period import Period
from core.ports import Books
from core.use_cases import overseeing
from core.use_cases.moving import Move
from core.when.reading import When

TIME, WHY = "time", "why"
#: Why, as it can be tapped.
_REASONS = ("agreed", "mistake", "closed", "ill")


async def open_overseen(visit: Visit, button: OpenOverseen) -> None:
    await leave(visit, DIALOGUE)
    await visit.show(await card(visit, button.booking_id))


async def card(visit: Visit, booking_id: int, lead: Markup | None = None) -> Screen:
    seen = await visit.read(lambda books: books.oversight.session(booking_id))
    return _card(seen, visit.calendar_for(seen.zone), lead)


def _card(seen: Overseen, calendar: Calendar, lead: Markup | None) -> Screen:
    w, booking = calendar.w, seen.booking
    allowed = w("✅ Allowed: {reason}", reason=cards.reason(booking.allowed, w)) if booking.allowed else None
    text = lines(
        lead,
        w("🏋️ Coach {name}", name=seen.trainer),
        w("👤 <b>{name}</b>", name=seen.client),
        w("🗓 <b>{when}</b>", when=calendar.period_named(booking.period)),
        Markup("{}").format(cards.status_name(booking.status, w)),
        w("⚠️ It stands over something else.") if seen.clashes and booking.takes_time else None,
        allowed,
    )
    ways = [key(w.plain("⚠️ Conflicts"), Clashes()), key(w.plain("‹ Sessions"), Bookings())]
    log = [key(w.plain("📜 Log of the coach"), Log(booking.trainer_id))]
    return Screen(text, [*_resolving(seen, calendar), log, ways])


def _resolving(seen: Overseen, calendar: Calendar) -> Rows:
    booking, w = seen.booking, calendar.w
    if not booking.takes_time or booking.starts_at <= calendar.now:
        return []
    of = partial(Resolve, booking.id, booking.version)
    move = [key(w.plain("🗓 Move"), of(How.MOVE))] if booking.class_id is None else []
    keys = [*move, key(w.plain("✖️ Cancel, no fee"), of(How.CANCEL))]
    return [keys, [key(w.plain("✅ Allow it"), of(How.ALLOW))] if seen.clashes else []]


async def resolve(visit: Visit, button: Resolve) -> None:
    seen = await _opened(visit, button.booking_id, button.version)
    if button.how is How.MOVE:
        await _ask_time(visit, seen)
    else:
        await _ask_why(visit, seen, button.how, None)


async def _opened(visit: Visit, booking_id: int, version: int) -> Overseen:
    seen: Overseen = await visit.read(lambda books: books.oversight.session(booking_id))
    if seen.booking.version != version:
        raise Stale(booking_id)
    return seen


# When to.


async def _ask_time(
    visit: Visit, seen: Overseen, when: When | None = None, lead: Markup | None = None, *, anew: bool = True
) -> None:
    if anew:
        await begin(visit, DIALOGUE, TIME, booking_id=seen.booking.id, version=seen.booking.version)
    found = await visit.read(partial(_choices, visit, seen, when))
    calendar = visit.calendar_for(seen.zone)
    keys = [key(calendar.label(p.start), _there(seen.booking, p)) for p in found.periods]
    text = lines(lead, visit.w("<b>Move {name}</b>", name=seen.client), found.why)
    await visit.show(Screen(text, [*in_rows(keys, 1), _keep(seen.booking, visit.w)]))


async def _choices(visit: Visit, seen: Overseen, when: When | None, books: Books) -> Choices:
    booking = seen.booking
    trainer = await books.trainers.get(booking.trainer_id)
    minutes = int(booking.period.length.total_seconds()) // 60
    seeking = Seeking(instead_of=booking, zone=visit.person.zone)
    client = await books.clients.get(booking.client_id)
    trainer = replace(trainer, length_minutes=minutes)
    return await timing.choices(books, when, trainer, client, visit.w, visit.now, seeking)


def _there(booking: Booking, period: Period) -> MoveThere:
    return MoveThere(booking.id, booking.version, int(period.start.timestamp()))


def _keep(booking: Booking, w: Words) -> list[Key]:
    return [key(w.plain("Leave it as it is"), OpenOverseen(booking.id))]


async def ask_time_again(visit: Visit, draft: Draft) -> None:
    seen = await _opened(visit, draft.fields["booking_id"], draft.fields["version"])
    await _ask_time(visit, seen, anew=False)


async def answer_time(visit: Visit, draft: Draft, text: str) -> None:
    seen = await _opened(visit, draft.fields["booking_id"], draft.fields["version"])
    trainer = await visit.read(lambda books: books.trainers.get(seen.booking.trainer_id))
    reading = await read_time(visit, text, trainer)
    period = timing.settled(reading.when)
    if period is None:
        await _ask_time(visit, seen, reading.when, anew=False)
    else:
        await _ask_why(visit, seen, How.MOVE, int(period.start.timestamp()))


async def move_there(visit: Visit, button: MoveThere) -> None:
    seen = await _opened(visit, button.booking_id, button.version)
    await _ask_why(visit, seen, How.MOVE, button.start)


# Why.


async def _ask_why(visit: Visit, seen: Overseen, how: How, start: int | None) -> None:
    fields = {
        "booking_id": seen.booking.id,
        "version": seen.booking.version,
        "how": how.value,
        "start": start,
    }
    await begin(visit, DIALOGUE, WHY, **fields)
    await visit.show(_why(visit, seen, how, start))


def _why(visit: Visit, seen: Overseen, how: How, start: int | None) -> Screen:
    w, calendar, booking = visit.w, visit.calendar_for(seen.zone), seen.booking
    head = {
        How.MOVE: w("<b>Move {name}?</b>", name=seen.client),
        How.CANCEL: w("<b>Cancel {name}, free of charge?</b>", name=seen.client),
        How.ALLOW: w("<b>Let {name} stand over the other one?</b>", name=seen.client),
    }[how]
    new = w("🗓 <b>{when}</b>", when=calendar.period_named(_period(booking, start))) if start else None
    was = calendar.period(booking.period)
    text = lines(
        head,
        w("<s>{was}</s>", was=was) if start else w("🗓 {when}", when=was),
        new,
        w("<b>Why?</b> Coach and client read it. Tap, or type it:"),
    )
    keys = [key(cards.reason(r, w), ForReason(booking.id, booking.version, how, start, r)) for r in _REASONS]
    return Screen(text, [_keep(booking, w), *in_rows(keys, 2)])


def _period(booking: Booking, start: int) -> Period:
    minutes = int(booking.period.length.total_seconds()) // 60
    return timing.period_of(start, minutes).moved_to(datetime.fromtimestamp(start, UTC))


async def ask_why_again(visit: Visit, draft: Draft) -> None:
    known = draft.fields
    seen = await _opened(visit, known["booking_id"], known["version"])
    await visit.say(_why(visit, seen, How(known["how"]), known["start"]))


async def answer_why(visit: Visit, draft: Draft, text: str) -> None:
    known = draft.fields
    button = ForReason(known["booking_id"], known["version"], How(known["how"]), known["start"], text)
    await do(visit, button)


async def do(visit: Visit, button: ForReason) -> None:
    """What was taken meanwhile is said, and another time asked for."""
    seen = await _opened(visit, button.booking_id, button.version)
    try:
        await visit.write(partial(_done, visit, seen, button))
    except InConflict as refusal:
        names = await visit.read(clash.names_of, refusal.conflicts)
        await _taken(visit, seen, refusal.conflicts, names)
        return
    w = visit.w
    lead = {
        How.MOVE: w("🗓 Moved. Coach and client have been told."),
        How.CANCEL: w("✖️ Cancelled free of charge. Coach and client have been told."),
        How.ALLOW: w("✅ Allowed. Coach and client have been told."),
    }[button.how]
    await visit.show(await card(visit, button.booking_id, lead))


async def _done(visit: Visit, seen: Overseen, button: ForReason, books: Books) -> Booking:
    act = replace(visit.act(f"u{visit.update.update_id}:admin"), admin=True)
    booking, reason = seen.booking, button.reason
    if (draft := await books.drafts.named(visit.person.id, DIALOGUE)) is not None:
        await visit.close(books, draft)
    if button.how is How.MOVE and button.start is not None:
        move = Move(booking.id, _period(booking, button.start), button.version)
        return await overseeing.move(books, move, reason, act)
    use_case: Any = overseeing.allow if button.how is How.ALLOW else overseeing.cancel
    changed: Booking = await use_case(books, booking.id, reason, act, version=button.version)
    return changed


async def _taken(visit: Visit, seen: Overseen, found: tuple[Conflict, ...], names: dict[int, str]) -> None:
    calendar = visit.calendar_for(seen.zone)
    await _ask_time(visit, seen, lead=clash.for_trainer(found, names, calendar))
