"""What every use case does first and last: opens with rights, plans what is next, writes the log."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from core.act import SYSTEM, Act, Event
from core.agenda import next_moment
from core.booking import Booking, Status
from core.conflicts import LONGEST_BUFFER, Surroundings
from core.errors import AlreadyDone, NotFound, NotYours, Stale
from core.notice import NoticeKind
from core.people import Client, Person, Side, Trainer, side_of
from core.period import Period
from core.ports import Books


@dataclass(frozen=True, slots=True)
class Session:
    """A booking with those whom it concerns, and for whom it was opened."""

    booking: Booking
    trainer: Trainer
    client: Client
    person: Person | None
    side: Side

    @property
    def counterpart(self) -> int | None:
        """Who is to be told: the client, unless the client acts."""
        return self.trainer.id if self.side is Side.CLIENT else self.booking.person_id


async def once(books: Books, act: Act) -> None:
    """AlreadyDone when this act was carried out before."""
    if (event := await books.events.seen(act.key)) is not None:
        raise AlreadyDone(event)


async def opened(
    books: Books, booking_id: int, act: Act, *, version: int | None = None, only: Side | None = None
) -> Session:
    """The session, locked; refuses a repeated act, a stranger, the wrong side and a stale button."""
    first = await books.bookings.get(booking_id)
    await books.lock(trainers=[first.trainer_id], people=[first.person_id])
    await once(books, act)
    session = await seen(books, booking_id, SYSTEM if act.admin else act.by)
    if session.booking.person_id != first.person_id:
        # The client has joined meanwhile.
        await books.lock(people=[session.booking.person_id])
    if only is not None and session.side not in (only, Side.SYSTEM):
        raise NotYours
    if version is not None and version != session.booking.version:
        raise Stale(booking_id)
    return session


async def seen(books: Books, booking_id: int, by: int) -> Session:
    """The session as it is now, for someone who may see it."""
    booking = await books.bookings.get(booking_id)
    side = Side.SYSTEM
    if by != SYSTEM:
        side = side_of(by, trainer_id=booking.trainer_id, client_person_id=booking.person_id)
    trainer = await books.trainers.get(booking.trainer_id)
    client = await books.clients.get(booking.client_id)
    return Session(booking, trainer, client, await books.people.find(booking.person_id), side)


async def own_client(books: Books, client_id: int, trainer_id: int) -> Client:
    """Somebody on this trainer's list; one who was merged into another entry is not on it any more."""
    client = await books.clients.get(client_id)
    if client.trainer_id != trainer_id or not client.status.is_listed:
        raise NotFound
    return client


async def surroundings(books: Books, wanted: Period, trainer_id: int, client: Client) -> Surroundings:
    """What the validator needs to know about `wanted` and its neighbours."""
    return Surroundings(
        neighbours=await books.slots.near(trainer_id, wanted.widened(LONGEST_BUFFER)),
        client_bookings=await books.bookings.of_client_near(client.id, client.person_id, wanted),
        time_off=[off.period for off in await books.times_off.near(trainer_id, wanted)],
    )


async def asked_at(books: Books, booking: Booking) -> datetime | None:
    """When the question about the present time reached the trainer; nothing when it has not."""
    key = question_key(booking)
    made = await books.notices.made(booking.id, NoticeKind.QUESTION)
    return min((n.sent_at for n in made if n.sent_at is not None and n.key.startswith(key)), default=None)


def question_key(booking: Booking) -> str:
    again = int(booking.ask_from.timestamp()) if booking.ask_from else 0
    return f"question:{booking.id}:{int(booking.starts_at.timestamp())}:{again}"


async def planned(
    books: Books, booking: Booking, trainer: Trainer, person: Person | None, now: datetime
) -> Booking:
    """The booking with the moment at which the tick has to look at it next."""
    asked = await asked_at(books, booking) if booking.status is Status.CONFIRMED and booking.id else None
    return replace(booking, next_at=next_moment(booking, trainer, person, asked, now))


async def keep(books: Books, session: Session, booking: Booking, now: datetime) -> Booking:
    """Saves the changed booking with its next moment, and lets its slot go when it takes no time.

    A class keeps its slot: only the seat is free again.
    """
    booking = await planned(books, booking, session.trainer, session.person, now)
    await books.bookings.save(booking)
    if session.booking.takes_time and not booking.takes_time:
        if booking.class_id is None:
            slot = await books.slots.get(booking.slot_id)
            await books.slots.save(replace(slot, takes_time=False))
        else:
            await books.classes.wake(booking.class_id, now)
        await unmark(books, booking)
        await books.waits.wake([booking.trainer_id], now, people=[booking.person_id])
    return booking


async def let_holds_go(books: Books, trainers: Iterable[int], now: datetime) -> None:
    """What was held until a moment that has passed is free for those who wait; the trainers are locked."""
    if await books.slots.release_holds(now, trainers):
        await books.waits.wake(trainers, now)


async def unmark(books: Books, gone: Booking) -> None:
    """Once a session is out of the way, the one that it clashed with elsewhere is marked no more."""
    for left in await books.bookings.of_client_near(gone.client_id, gone.person_id, gone.period):
        then = await books.bookings.of_client_near(left.client_id, left.person_id, left.period)
        if left.double and len(then) == 1:
            await books.bookings.mark(left.id, double=False)


async def log(books: Books, act: Act, kind: str, booking: Booking, **data: Any) -> None:
    event = Event(
        0, act.key, act.by, act.at, kind, booking.id, booking.client_id, booking.trainer_id, data or None
    )
    await books.events.add(event)


async def replan(books: Books, bookings: Iterable[Booking], now: datetime) -> None:
    """After a change of settings or of people: the next moments anew.

    What is due already is left to the tick, which plans anew itself; here it would be jumped over.
    """
    for booking in bookings:
        if booking.next_at is not None and booking.next_at <= now:
            continue
        trainer = await books.trainers.get(booking.trainer_id)
        person = await books.people.find(booking.person_id)
        await books.bookings.plan(booking.id, (await planned(books, booking, trainer, person, now)).next_at)
