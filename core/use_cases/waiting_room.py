"""Who of those who wait may have what: one pass over all of one trainer's, in their order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Self

from core.booking import Booking, Slot, SlotKind
from core.conflicts import LONGEST_BUFFER, Surroundings, conflicts
from core.diary import Diary
from core.free_times import worked
from core.group_class import GroupClass
from core.people import Client, ClientStatus, Opening, Person, Side, Trainer
from core.period import Period
from core.ports import Books
from core.use_cases.booking import new_slot
from core.use_cases.classes.roster import free_seats
from core.wait import OFFERED_FOR, Wait, WaitStatus
from core.zones import zone

_MOMENT = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What becomes of one who waits; `offer`: the time, or the class's, that they are offered now."""

    wait: Wait
    offer: Period | None = None


@dataclass(slots=True)
class Room:
    """What is free now. What one is offered, nobody behind them is offered too."""

    trainer: Trainer
    now: datetime
    clients: Mapping[int, Client]
    people: Mapping[int, Person]
    classes: Mapping[int, GroupClass]
    #: What each client has ahead that they booked by themselves, the next one first.
    own: Mapping[int, Sequence[datetime]]
    #: Seats that are free, by class.
    seats: Counter[int]
    diaries: Mapping[int, Diary]
    given: list[Period] = field(default_factory=list)

    @classmethod
    async def of(cls, books: Books, trainer: Trainer, waits: Sequence[Wait], now: datetime) -> Self:
        clients = {c.id: c for c in await books.clients.pick({w.client_id for w in waits})}
        classes = await books.classes.pick({w.class_id for w in waits if w.class_id is not None})
        own: dict[int, list[datetime]] = {}
        for booking in await books.bookings.ahead(trainer.id, now):
            if booking.self_booked and booking.starts_at > now:
                own.setdefault(booking.client_id, []).append(booking.starts_at)
        return cls(
            trainer,
            now,
            clients,
            {p.id: p for p in await books.people.pick({w.person_id for w in waits})},
            {c.id: c for c in classes},
            own,
            Counter({c.id: await free_seats(books, c, now) for c in classes}),
            await _diaries(books, trainer, waits, clients),
        )

    def judged(self, wait: Wait) -> Verdict:
        """Offered something, waiting on until the next moment at which that may change, or over."""
        if wait.status is WaitStatus.OFFERED:
            return Verdict(replace(wait, next_at=wait.offered_until))
        return self._for_seat(wait) if wait.class_id is not None else self._for_time(wait)

    def _for_seat(self, wait: Wait) -> Verdict:
        group = self.classes[wait.class_id or 0]
        at = self._awake(wait)
        if not group.is_ahead(self.now) or group.starts_at in wait.passed:
            return Verdict(wait.ended(WaitStatus.OVER))
        busy = self.diaries[wait.id].near(group.period).client_bookings
        can_come = self._is_reachable(wait) and not any(b.period.overlaps(group.period) for b in busy)
        if self.seats[group.id] < 1 or at >= group.starts_at or not can_come:
            return Verdict(replace(wait, next_at=group.starts_at))
        self.seats[group.id] -= 1
        return Verdict(wait.offered(at, min(at + OFFERED_FOR, group.starts_at)), group.period)

    def _for_time(self, wait: Wait) -> Verdict:
        left = [p for p in _wished(wait, self.trainer) if p.start >= self.now + self.trainer.notice]
        if not left:
            return Verdict(wait.ended(WaitStatus.OVER))
        at = self._awake(wait)
        if (found := self._free(wait, left, at)) is not None:
            self.given.append(found)
            return Verdict(wait.offered(at, min(at + OFFERED_FOR, found.start)), found)
        return Verdict(replace(wait, next_at=self._looked_at_next(wait, left)))

    def _free(self, wait: Wait, left: Sequence[Period], at: datetime) -> Period | None:
        if not self._may_book(wait):
            return None
        diary, soonest = self.diaries[wait.id], at + self.trainer.notice
        buffer = timedelta(minutes=self.trainer.buffer_minutes)
        for period in left:
            kept = any(period.gap_to(other) < buffer for other in self.given)
            if period.start < soonest or kept:
                continue
            if not conflicts(period, self.trainer, diary.near(period), by=Side.CLIENT, now=self.now):
                return period
        return None

    def _may_book(self, wait: Wait) -> bool:
        client = self.clients[wait.client_id]
        open_to = client.status is ClientStatus.MATCHED and client.may_book(self.trainer) is not Opening.OFF
        has_room = len(self.own.get(client.id, ())) < self.trainer.most_open
        return open_to and has_room and self._is_reachable(wait)

    def _is_reachable(self, wait: Wait) -> bool:
        return self.people[wait.person_id].blocked_at is None

    def _awake(self, wait: Wait) -> datetime:
        """Now, or at night the morning of whoever waits."""
        night = self.trainer.quiet.around(self.now, zone(self.people[wait.person_id].zone))
        return night.end if night else self.now

    def _looked_at_next(self, wait: Wait, left: Sequence[Period]) -> datetime:
        """When its last start is too soon, one comes near enough, or a session of theirs begins."""
        moments = [
            left[-1].start - self.trainer.notice + _MOMENT,
            *(p.start - self.trainer.horizon for p in left),
            *self.own.get(wait.client_id, ())[:1],
        ]
        return min(m for m in moments if m > self.now)

    def hold(self, offered: Verdict) -> Slot | None:
        """What keeps an offered time from everybody else; a seat is counted as taken without."""
        if offered.offer is None or offered.wait.class_id is not None:
            return None
        slot = new_slot(offered.offer, self.trainer, self.now, anyway=False)
        return replace(slot, kind=SlotKind.HOLD, hold_until=offered.wait.offered_until)


def _wished(wait: Wait, trainer: Trainer) -> list[Period]:
    """What fits into the window, in order: the exact time, or any half hour of the working day."""
    exact = Period.of(wait.starts_at, wait.length)
    known = {exact.start: exact}
    known |= {p.start: p for p in worked(wait.window, wait.length, trainer)}
    fitting = [p for p in known.values() if p.end <= wait.ends_at and p.start not in wait.passed]
    return sorted(fitting)


async def _diaries(
    books: Books, trainer: Trainer, waits: Sequence[Wait], clients: Mapping[int, Client]
) -> dict[int, Diary]:
    """What is in the way of each: read once for all of them."""
    waiting = [w for w in waits if w.status is WaitStatus.WAITING]
    if not waiting:
        return {}
    whole = Period(min(w.starts_at for w in waiting), max(w.ends_at for w in waiting))
    whole = whole.widened(LONGEST_BUFFER)
    neighbours = await books.slots.across(trainer.id, whole)
    bookings = await books.bookings.around([clients[w.client_id] for w in waiting], whole)
    off = [t.period for t in await books.times_off.near(trainer.id, whole)]
    return {w.id: Diary(Surroundings(neighbours, _theirs(bookings, w), off)) for w in waiting}


def _theirs(bookings: Sequence[Booking], wait: Wait) -> list[Booking]:
    return [b for b in bookings if wait.client_id == b.client_id or wait.person_id == b.person_id]
