"""Who was there: one list for the class, and for each head what holds for every session."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from core.act import Act
from core.booking import CORRECTED_WITHIN, Booking, Status
from core.errors import ClassChanged
from core.group_class import ClassStatus
from core.ports import Books
from core.use_cases import outcome
from core.use_cases.classes.roster import Roster, keep, log, opened, seen, sub_act


async def save(books: Books, class_id: int, present: Collection[int], act: Act) -> Roster:
    """`present`: seats by their bookings. Whoever is not among them was not there; within 7 days
    what was said before is corrected.

    ClassChanged before it has begun, when it was cancelled, and when it is too late.
    """
    roster = await opened(books, class_id, act)
    group = roster.group
    late = act.at > group.ends_at + CORRECTED_WITHIN and not roster.expected
    if group.status is ClassStatus.CANCELLED or act.at < group.starts_at or late:
        raise ClassChanged(class_id)
    await log(books, act, "class_held", group, present=sorted(present))
    for seat in roster.seats:
        await _said(books, seat, act, was_there=seat.id in present)
    slot = await books.slots.get(group.slot_id)
    await books.slots.save(replace(slot, takes_time=False))
    if group.status is ClassStatus.PLANNED:
        await keep(books, replace(group, status=ClassStatus.HELD, next_at=None), roster.trainer, act.at)
    return await seen(books, class_id, group.trainer_id)


async def _said(books: Books, seat: Booking, act: Act, *, was_there: bool) -> None:
    """Said again it changes nothing. A finished one stays as it is once nothing can be corrected."""
    wanted = Status.COMPLETED if was_there else Status.NO_SHOW
    fixed = not seat.takes_time and act.at > seat.ends_at + CORRECTED_WITHIN
    if seat.status is wanted or fixed:
        return
    answer = outcome.complete if was_there else outcome.miss
    await answer(books, seat.id, sub_act(act, seat))
