"""What time brings by itself: reminders, questions, marks, lapses. Decides and writes; sends nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from core import agenda
from core.act import SYSTEM, Act
from core.agenda import Asked
from core.booking import Booking, Status
from core.notice import Notice, NoticeKind
from core.people import Side, Trainer
from core.ports import Books
from core.use_cases import cancelling, desk, outcome
from core.use_cases.desk import Session
from core.zones import at_wall, zone


async def look_at(books: Books, booking_id: int, now: datetime) -> None:
    """Whatever is due for one booking at `now`, and the next moment to look again."""
    act = Act(f"tick:{booking_id}:{int(now.timestamp())}", SYSTEM, now)
    session = await desk.opened(books, booking_id, act)
    booking = session.booking
    if booking.next_at is None or booking.next_at > now:
        return
    if booking.status is Status.PENDING:
        await cancelling.cancel(books, booking_id, act)
        return
    progress = await desk.asked(books, booking)
    if _is_silent(session, progress, now):
        await outcome.miss(books, booking_id, act)
        return
    await books.notices.add(_reminders(session, now) + _questions(session, progress, now))
    await books.bookings.save(await desk.planned(books, booking, session.trainer, session.person, now))


def _is_silent(session: Session, progress: Asked, now: datetime) -> bool:
    """The question has reached the trainer long enough ago, and nothing was said."""
    if session.booking.status is not Status.CONFIRMED or progress.question_at is None:
        return False
    mark = agenda.mark_due(session.booking, session.trainer, progress.question_at)
    return mark is not None and mark <= now


def _reminders(session: Session, now: datetime) -> list[Notice]:
    due = agenda.due_reminders(session.booking, session.trainer, session.person, now)
    people = {Side.TRAINER: session.trainer.id, Side.CLIENT: session.booking.person_id}
    return [_reminder(session.booking, to, r.lead, now) for r in due if (to := people[r.to])]


def _reminder(booking: Booking, to: int, lead: int, now: datetime) -> Notice:
    start = booking.starts_at
    key = f"reminder:{booking.id}:{int(start.timestamp())}:{lead}:{to}"
    facts = {"start": start.isoformat(), "lead": lead}
    return Notice(0, key, to, NoticeKind.REMINDER, now, now, facts, booking.id)


def _questions(session: Session, progress: Asked, now: datetime) -> list[Notice]:
    """The question at the end, and one nudge when it arrived and was not answered."""
    booking, trainer = session.booking, session.trainer
    if booking.status is not Status.CONFIRMED or agenda.question_due(booking) > now:
        return []
    key = desk.question_key(booking)
    late = trainer.quiet.around(now, zone(trainer.zone)) is not None
    notices = [Notice(0, key, trainer.id, NoticeKind.QUESTION, now, now, {}, booking.id, silent=late)]
    if progress.question_at and agenda.nudge_due(trainer, progress.question_at) <= now:
        facts = {"nudge": True}
        notices.append(
            Notice(0, f"{key}:nudge", trainer.id, NoticeKind.QUESTION, now, now, facts, booking.id)
        )
    return notices


async def reached(books: Books, notice: Notice, now: datetime) -> None:
    """A question that arrived starts the clock of the no-show."""
    if notice.kind is NoticeKind.QUESTION and notice.booking_id is not None:
        booking = await books.bookings.get(notice.booking_id)
        await books.lock(trainers=[booking.trainer_id], people=[booking.person_id])
        await desk.replan(books, [await books.bookings.get(booking.id)], now)


async def daily_list(books: Books, trainer_id: int, now: datetime) -> None:
    """The morning's list, once a day; a trainer without one is looked at no more."""
    await books.lock(trainers=[trainer_id])
    trainer = await books.trainers.get(trainer_id)
    if trainer.next_list_at is None or trainer.next_list_at > now:
        return
    day = trainer.next_list_at.astimezone(zone(trainer.zone)).date()
    if now.astimezone(zone(trainer.zone)).date() == day:
        key = f"daily:{trainer.id}:{day.isoformat()}"
        facts = {"day": day.isoformat()}
        await books.notices.add([Notice(0, key, trainer.id, NoticeKind.DAILY_LIST, now, now, facts)])
    await books.trainers.save(with_next_list(trainer, now))


def with_next_list(trainer: Trainer, now: datetime) -> Trainer:
    """The trainer with the moment of the next daily list."""
    if trainer.daily_list is None:
        return replace(trainer, next_list_at=None)
    tz = zone(trainer.zone)
    today = now.astimezone(tz).date()
    moments = (at_wall(today + timedelta(days=n), trainer.daily_list, tz) for n in range(2))
    return replace(trainer, next_list_at=next(m for m in moments if m > now))


async def work_due(books: Books, now: datetime, most: int = 100) -> Sequence[tuple[str, int]]:
    """What the tick has to look at now: kind and id, the oldest first."""
    return [
        *(("booking", b.id) for b in await books.bookings.due(now, most)),
        *(("charge", c.id) for c in await books.charges.due(now, most)),
        *(("proposal", p.id) for p in await books.proposals.due(now, most)),
        *(("list", t.id) for t in await books.trainers.listing(now)),
    ]


async def next_due(books: Books) -> datetime | None:
    """When the tick has something to decide next."""
    moments = [
        await books.bookings.next_due(),
        await books.charges.next_due(),
        await books.proposals.next_due(),
        await books.trainers.next_due(),
    ]
    return min((m for m in moments if m is not None), default=None)
