"""What a trainer changes of a class: everybody in it is told once; cancelled it is with all its seats."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from core.act import Act
from core.booking import Booking
from core.conflicts import LONGEST_BUFFER, LONGEST_SESSION, Conflict, Surroundings, conflicts
from core.errors import ClassChanged, InThePast, NotValid, SeatsBusy
from core.group_class import ClassStatus, GroupClass
from core.notice import NoticeKind, told
from core.people import Side
from core.period import Period
from core.ports import Books
from core.use_cases import cancelling, crediting, desk
from core.use_cases.booking import require_said
from core.use_cases.classes.planning import require_name, require_price, require_seats
from core.use_cases.classes.roster import Roster, free_seats, keep, log, opened
from core.use_cases.placing import own_place
from core.wait import WaitStatus

#: What everybody in it has to hear of.
_TOLD = ("name", "place_id")


async def change(
    books: Books, class_id: int, act: Act, *, version: int | None = None, **fields: Any
) -> GroupClass:
    """Name, place, capacity, price, minimum, listed. A price is for those who join from now on."""
    roster = await _planned(books, class_id, act, version)
    group = replace(roster.group, **fields)
    _require_sane(group)
    if group.capacity < roster.group.capacity - await free_seats(books, roster.group, act.at):
        raise NotValid("seats_taken")
    if fields.get("place_id") is not None:
        await own_place(books, group.place_id or 0, group.trainer_id)
    group = await keep(books, replace(group, version=group.version + 1), roster.trainer, act.at)
    if "capacity" in fields:
        slot = await books.slots.get(group.slot_id)
        await books.slots.save(replace(slot, capacity=group.capacity))
        await books.waits.wake([group.trainer_id], act.at)
    if "place_id" in fields:
        placed = [replace(b, place_id=group.place_id, version=b.version + 1) for b in roster.expected]
        await books.bookings.save_all(placed)
    if said := [name for name in _TOLD if name in fields]:
        await _tell(books, roster.expected, NoticeKind.CLASS_CHANGED, act, what=said[0], class_id=group.id)
    await log(books, act, "class_changed", group, fields=sorted(fields))
    return group


def _require_sane(group: GroupClass) -> None:
    require_name(group.name)
    require_seats(group.capacity, group.minimum)
    require_price(group.price)


async def _planned(books: Books, class_id: int, act: Act, version: int | None) -> Roster:
    roster = await opened(books, class_id, act, version=version)
    if not roster.group.is_ahead(act.at):
        raise ClassChanged(class_id)
    return roster


async def in_the_way(books: Books, roster: Roster, period: Period, now: datetime) -> tuple[Conflict, ...]:
    """Of the trainer's own time; SeatsBusy when somebody in it cannot then."""
    group, trainer = roster.group, roster.trainer
    near = await books.slots.near(trainer.id, period.widened(LONGEST_BUFFER))
    around = Surroundings(
        [n for n in near if n.slot.id != group.slot_id],
        [],
        [off.period for off in await books.times_off.near(trainer.id, period)],
    )
    if busy := await _busy(books, roster, period, now):
        raise SeatsBusy(tuple(busy))
    return conflicts(period, trainer, around, by=Side.TRAINER, now=now)


async def _busy(books: Books, roster: Roster, period: Period, now: datetime) -> list[int]:
    """Who has another session then, or a package that does not reach so far."""
    seats = roster.expected
    if not seats:
        return []
    theirs = await books.bookings.around([roster.clients[b.client_id] for b in seats], period)
    own = {b.id for b in seats}
    there = [b for b in theirs if b.id not in own and b.takes_time and b.period.overlaps(period)]
    people, clients = {b.person_id for b in there} - {None}, {b.client_id for b in there}
    off = await crediting.against_moving_all(books, seats, {b.id: period for b in seats}, roster.trainer, now)
    return [b.client_id for b in seats if b.person_id in people or b.client_id in clients or b.id in off]


async def retime(
    books: Books,
    class_id: int,
    period: Period,
    act: Act,
    *,
    version: int | None = None,
    over: tuple[int, ...] | None = None,
) -> GroupClass:
    """The class goes with all its seats, or stays: InConflict, SeatsBusy."""
    roster = await _planned(books, class_id, act, version)
    if period.start <= act.at:
        raise InThePast(period.start)
    if period.length > LONGEST_SESSION:
        raise NotValid("length")
    if period == roster.group.period:
        raise NotValid("same_time")
    found = await in_the_way(books, roster, period, act.at)
    require_said(found, over)
    await desk.let_holds_go(books, [roster.group.trainer_id], act.at)
    group = await _moved(books, roster, period, act, anyway=bool(found))
    was = roster.group.starts_at.isoformat()
    await _tell(
        books, roster.expected, NoticeKind.CLASS_CHANGED, act, what="time", was=was, class_id=group.id
    )
    await log(books, act, "class_moved", group, was=was)
    await crediting.review_all(books, {b.contract_id for b in roster.expected}, act)
    await books.waits.wake([group.trainer_id], act.at)
    return group


async def _moved(books: Books, roster: Roster, period: Period, act: Act, *, anyway: bool) -> GroupClass:
    """The old time is let go before the new one is taken."""
    old, now = roster.group, act.at
    slot = await books.slots.get(old.slot_id)
    await books.slots.free([slot.id])
    await books.slots.save(
        replace(slot, starts_at=period.start, ends_at=period.end, anyway=anyway, takes_time=True)
    )
    seats = []
    for seat in roster.expected:
        person = await books.people.find(seat.person_id)
        moved = replace(seat.seat_retimed(period, now), double=False)
        seats.append(await desk.planned(books, moved, roster.trainer, person, now))
    await books.bookings.save_all(seats)
    for gone in roster.expected:
        await desk.unmark(books, gone)
    await _rewindow(books, old, period)
    fresh = replace(
        old,
        starts_at=period.start,
        ends_at=period.end,
        timed_at=now,
        asked_at=None,
        kept_at=None,
        version=old.version + 1,
    )
    return await keep(books, fresh, roster.trainer, now)


async def _rewindow(books: Books, group: GroupClass, period: Period) -> None:
    """Who waits for a seat waits for it at its new time."""
    waits = await books.waits.open_for_class(group.id)
    await books.waits.save_all([replace(w, starts_at=period.start, ends_at=period.end) for w in waits])


# Too few.


async def keep_small(books: Books, class_id: int, act: Act) -> GroupClass:
    """It takes place with however many there are."""
    roster = await _planned(books, class_id, act, None)
    group = await keep(books, replace(roster.group, kept_at=act.at), roster.trainer, act.at)
    await log(books, act, "class_kept", group)
    return group


# Cancelled.


async def cancel(
    books: Books,
    class_id: int,
    act: Act,
    *,
    reason: str | None = None,
    version: int | None = None,
    following: bool = False,
) -> list[GroupClass]:
    """By the trainer, so never with a fee: credits go back, and everybody hears it once.

    `following`: with those of its run that come after it.
    """
    roster = await _planned(books, class_id, act, version)
    tidy = " ".join(reason.split())[: cancelling.LONGEST_REASON] if reason else None
    going = [roster.group]
    if following and roster.group.run_id is not None:
        run = await books.classes.of_run(roster.group.run_id)
        going += [g for g in run if g.is_planned and g.starts_at > roster.group.starts_at]
    seats = await books.bookings.of_classes(g.id for g in going)
    await books.lock(people={b.person_id for b in seats})
    await log(books, act, "class_cancelled", roster.group, count=len(going), reason=tidy)
    gone = [await let_go(books, group, act, tidy) for group in going]
    await tell_cancelled(books, gone, act)
    return going


@dataclass(frozen=True, slots=True)
class Gone:
    """A cancelled class with whom it concerns: those who were in it, and who waited for a seat."""

    group: GroupClass
    seats: Sequence[Booking]
    #: What had been paid for each seat, in minor units.
    paid: dict[int, int]
    waiting: Sequence[int]


async def let_go(books: Books, group: GroupClass, act: Act, reason: str | None) -> Gone:
    """Cancels it without a word: whoever calls tells people once."""
    seats, paid = [b for b in await books.bookings.of_classes([group.id]) if b.takes_time], {}
    for seat in seats:
        session = await desk.seen(books, seat.id, group.trainer_id)
        returned = await cancelling.let_go(books, session, act, reason)
        paid[seat.id] = returned.amount if returned else 0
    slot = await books.slots.get(group.slot_id)
    await books.slots.save(replace(slot, takes_time=False))
    waits = await books.waits.open_for_class(group.id)
    over = [replace(w, status=WaitStatus.OVER, next_at=None) for w in waits]
    await books.waits.save_all(over)
    cancelled = replace(
        group,
        status=ClassStatus.CANCELLED,
        cancelled_at=act.at,
        cancel_reason=reason,
        next_at=None,
        version=group.version + 1,
    )
    await books.classes.save(cancelled)
    await books.waits.wake([group.trainer_id], act.at)
    return Gone(cancelled, seats, paid, [w.person_id for w in over])


async def tell_cancelled(books: Books, gone: Sequence[Gone], act: Act) -> None:
    """One message a person, however many of the classes they were in or waited for."""
    told_of: dict[int, list[int]] = defaultdict(list)
    paid: dict[int, int] = defaultdict(int)
    for one in gone:
        for seat in one.seats:
            if seat.person_id is not None:
                told_of[seat.person_id].append(one.group.id)
                paid[seat.person_id] += one.paid[seat.id]
        for person in one.waiting:
            told_of[person].append(one.group.id)
    kind = NoticeKind.CLASS_CANCELLED
    await books.notices.add(
        [told(to, kind, act, class_ids=ids, paid=paid[to]) for to, ids in told_of.items()]
    )


async def _tell(books: Books, seats: Sequence[Booking], kind: NoticeKind, act: Act, **facts: Any) -> None:
    linked = [b for b in seats if b.person_id is not None]
    await books.notices.add([told(b.person_id or 0, kind, act, booking_id=b.id, **facts) for b in linked])
