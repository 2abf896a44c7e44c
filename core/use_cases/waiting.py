"""Waiting for a time or a seat: what is free is offered in order, kept half an hour, never booked in silence.

What somebody may have is computed anew from the calendar whenever time was freed or an offer is over, so
that nothing depends on who freed it, nor on where a process was killed.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from core.act import Act, Event
from core.booking import Booking, Slot
from core.conflicts import TooFar
from core.errors import InConflict, InThePast, NotOpen, NotYours, OfferOver, TooMany
from core.notice import Notice, NoticeKind
from core.people import Opening
from core.period import Period
from core.ports import Books
from core.use_cases import desk, self_booking
from core.use_cases.classes import joining
from core.use_cases.self_booking import Wanted
from core.use_cases.waiting_room import Room, Verdict
from core.wait import Wait, WaitStatus

_MINUTE = timedelta(minutes=1)
#: So much can one client wait for at a time with one trainer.
MOST_WAITS = 5


async def wait_for(books: Books, client_id: int, window: Period, act: Act) -> Wait:
    """For a session that lies in `window`: a time, or a day. What is waited for already is not doubled."""
    whose = await self_booking.locked(books, client_id, act)
    if whose.opening is Opening.OFF:
        raise NotOpen
    if window.end <= act.at + whose.trainer.notice:
        raise InThePast(window.start)
    if window.start > act.at + whose.trainer.horizon:
        raise InConflict((TooFar(whose.trainer.horizon),))
    wait = Wait(
        0,
        whose.trainer.id,
        client_id,
        act.by,
        act.at,
        window.start,
        window.end,
        min(whose.trainer.length, window.length) // _MINUTE,
    )
    return await _entered(books, wait, act)


async def wait_for_seat(books: Books, client_id: int, class_id: int, act: Act) -> Wait:
    """For a seat in a class that is full."""
    whose = await self_booking.locked(books, client_id, act)
    group = await books.classes.get(class_id)
    if group.trainer_id != whose.trainer.id:
        raise NotYours
    if group.starts_at <= act.at:
        raise InThePast(group.starts_at)
    minutes = group.period.length // _MINUTE
    wait = Wait(0, group.trainer_id, client_id, act.by, act.at, group.starts_at, group.ends_at, minutes)
    return await _entered(books, replace(wait, class_id=class_id), act)


async def _entered(books: Books, wait: Wait, act: Act) -> Wait:
    """At the end of the order; looked at at once, because it may be free already."""
    mine = [w for w in await books.waits.open_of_person(act.by) if w.trainer_id == wait.trainer_id]
    for known in mine:
        if (known.window, known.class_id) == (wait.window, wait.class_id):
            return known
    if len(mine) >= MOST_WAITS:
        raise TooMany
    wait = await books.waits.add(replace(wait, next_at=act.at))
    await _log(books, act, "waits", wait)
    return wait


async def look_at(books: Books, wait_id: int, now: datetime) -> None:
    """All who wait for this trainer, in their order: offers that are over, then what is free now."""
    first = await books.waits.get(wait_id)
    before = await books.waits.open_of_trainer(first.trainer_id)
    await books.lock(trainers=[first.trainer_id], people={w.person_id for w in (first, *before)})
    wait = await books.waits.get(wait_id)
    if wait.next_at is None or wait.next_at > now:
        return
    waits = await books.waits.open_of_trainer(first.trainer_id)
    await books.lock(people={w.person_id for w in waits} - {w.person_id for w in before})
    if not wait.is_open:
        await books.waits.save(replace(wait, next_at=None))
    waits = await _still_offered(books, waits, now)
    room = await Room.of(books, await books.trainers.get(first.trainer_id), waits, now)
    for known in waits:
        await _keep(books, room, room.judged(known))


async def _still_offered(books: Books, waits: Sequence[Wait], now: datetime) -> list[Wait]:
    """Those whose offer is over, or was booked over, wait again; what was not taken is free for the next."""
    holds = {s.id: s for s in await books.slots.pick({w.hold_id for w in waits if w.hold_id is not None})}
    over = [s for s in holds.values() if s.takes_time and s.hold_until is not None and s.hold_until <= now]
    await books.slots.save_all([replace(s, takes_time=False) for s in over])
    return [_present(w, holds.get(w.hold_id or 0), now) for w in waits]


def _present(wait: Wait, held: Slot | None, now: datetime) -> Wait:
    if wait.status is WaitStatus.WAITING:
        return wait
    if wait.offered_until is not None and wait.offered_until <= now:
        return wait.waiting_again(passed=held.starts_at if held else wait.starts_at)
    if held is not None and not held.takes_time:
        return wait.waiting_again(passed=None)
    return wait


async def _keep(books: Books, room: Room, found: Verdict) -> None:
    """Saves what was decided about one, holds what is offered to them, and has them told."""
    wait = found.wait
    if (hold := room.hold(found)) is not None:
        wait = replace(wait, hold_id=(await books.slots.add(hold)).id)
    await books.waits.save(wait)
    if found.offer is not None or wait.status is WaitStatus.OVER:
        await books.notices.add([_notice(wait, room.now)])


def _notice(wait: Wait, now: datetime) -> Notice:
    """An offer at night is told in the morning; that nothing came of it makes no sound."""
    over = wait.status is WaitStatus.OVER
    due_at = now if over else wait.offered_at or now
    key = f"{'over' if over else 'offered'}:{wait.id}:{int(now.timestamp())}"
    facts = {"wait_id": wait.id, "over": over}
    return Notice(0, key, wait.person_id, NoticeKind.SEAT_OFFERED, now, due_at, facts, silent=over)


async def take(
    books: Books, wait_id: int, act: Act, *, contract_id: int | None = None, single: bool = False
) -> Booking:
    """What is kept for them becomes their session, their request or their seat; OfferOver when it is gone.

    A second tap gets the same answer.
    """
    wait = await _own(books, wait_id, act.by)
    whose = await self_booking.locked(books, wait.client_id, act)
    wait = await books.waits.get(wait_id)
    if wait.status is WaitStatus.TAKEN:
        return await _taken(books, wait)
    if wait.status is not WaitStatus.OFFERED or wait.offered_until is None or wait.offered_until <= act.at:
        raise OfferOver
    if wait.class_id is not None:
        return await joining.join(books, wait.class_id, wait.client_id, act, wait.id)
    held = await books.slots.get(wait.hold_id or 0)
    if not held.takes_time:
        raise OfferOver
    wanted = Wanted(wait.client_id, held.starts_at, contract_id, single)
    booking = await self_booking.booked(books, whose, wanted, act, held=held)
    await books.waits.save(wait.ended(WaitStatus.TAKEN))
    return booking


async def _taken(books: Books, wait: Wait) -> Booking:
    """What came of it: the hold is the session's slot by now."""
    for booking in reversed(await books.bookings.of_client(wait.client_id)):
        if booking.slot_id == wait.hold_id or (wait.class_id and booking.class_id == wait.class_id):
            return booking
    raise OfferOver


async def pass_on(books: Books, wait_id: int, act: Act) -> Wait:
    """Not this one: whoever is next is asked. They go on waiting for another in the same window."""
    wait = await _opened(books, wait_id, act)
    if wait.status is not WaitStatus.OFFERED:
        return wait
    held = await books.slots.find(wait.hold_id)
    await _let_go(books, [wait])
    wait = wait.waiting_again(passed=held.starts_at if held else wait.starts_at)
    if wait.is_for_one_time:
        wait = wait.ended(WaitStatus.WITHDRAWN)
    await books.waits.save(wait)
    await books.waits.wake([wait.trainer_id], act.at)
    await _log(books, act, "offer_declined", wait)
    return wait


async def leave(books: Books, wait_id: int, act: Act) -> Wait:
    wait = await _opened(books, wait_id, act)
    if not wait.is_open:
        return wait
    await _withdrawn(books, [wait], act.at)
    await _log(books, act, "waits_no_more", wait)
    return replace(wait, status=WaitStatus.WITHDRAWN)


async def drop_all(books: Books, client_id: int, person_id: int | None, now: datetime) -> None:
    """When the two part; the caller has locked both."""
    mine = await books.waits.open_of_person(person_id) if person_id is not None else ()
    await _withdrawn(books, [w for w in mine if w.client_id == client_id], now)


async def _withdrawn(books: Books, waits: Sequence[Wait], now: datetime) -> None:
    await _let_go(books, waits)
    await books.waits.save_all([w.ended(WaitStatus.WITHDRAWN) for w in waits])
    await books.waits.wake({w.trainer_id for w in waits}, now)


async def _let_go(books: Books, waits: Iterable[Wait]) -> None:
    held = await books.slots.pick({w.hold_id for w in waits if w.hold_id is not None})
    await books.slots.save_all([replace(s, takes_time=False) for s in held])


async def _opened(books: Books, wait_id: int, act: Act) -> Wait:
    wait = await _own(books, wait_id, act.by)
    await books.lock(trainers=[wait.trainer_id], people=[wait.person_id])
    await desk.once(books, act)
    return await books.waits.get(wait_id)


async def _own(books: Books, wait_id: int, person_id: int) -> Wait:
    wait = await books.waits.get(wait_id)
    if wait.person_id != person_id:
        raise NotYours
    return wait


async def _log(books: Books, act: Act, kind: str, wait: Wait) -> None:
    data = {"wait_id": wait.id}
    event = Event(0, act.key, act.by, act.at, kind, None, wait.client_id, wait.trainer_id, data)
    await books.events.add(event)
