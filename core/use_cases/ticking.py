"""What time brings by itself: reminders, questions, marks, lapses. Decides and writes; sends nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from core import agenda
from core.act import SYSTEM, Act
from core.agenda import Reminder
from core.booking import Status
from core.notice import Notice, NoticeKind
from core.people import Side, Trainer
from core.ports import Books
from core.use_cases import cancelling, carding, desk, outcome
from core.use_cases.desk import Session
from core.zones import at_wall, zone

#: A reminder that is later than this was held up.
_LATE = timedelta(minutes=15)


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
    asked_at = await desk.asked_at(books, booking)
    if _is_silent(session, asked_at, now):
        await outcome.miss(books, booking_id, act)
        return
    await books.notices.add(_reminders(session, now) + _questions(session, asked_at, now))
    await books.bookings.save(await desk.planned(books, booking, session.trainer, session.person, now))


def _is_silent(session: Session, asked_at: datetime | None, now: datetime) -> bool:
    """The question has reached the trainer long enough ago, and nothing was said."""
    if session.booking.status is not Status.CONFIRMED or asked_at is None:
        return False
    mark = agenda.mark_due(session.booking, session.trainer, asked_at)
    return mark is not None and mark <= now


def _reminders(session: Session, now: datetime) -> list[Notice]:
    due = agenda.due_reminders(session.booking, session.trainer, session.person, now)
    return [_reminder(session, r, to, now) for r in due if (to := _reader(session, r.to)) is not None]


def _reader(session: Session, side: Side) -> int | None:
    return session.trainer.id if side is Side.TRAINER else session.booking.person_id


def _reminder(session: Session, reminder: Reminder, to: int, now: datetime) -> Notice:
    """One that the bot could only send late, in the night, makes no sound."""
    booking, start = session.booking, session.booking.starts_at
    key = f"reminder:{booking.id}:{int(start.timestamp())}:{reminder.lead}:{to}"
    facts = {"start": start.isoformat(), "lead": reminder.lead}
    reader = session.trainer if reminder.to is Side.TRAINER else session.person
    night = session.trainer.quiet.around(now, zone(reader.zone)) if reader else None
    silent = night is not None and now > reminder.at + _LATE
    return Notice(0, key, to, NoticeKind.REMINDER, now, now, facts, booking.id, silent=silent)


def _questions(session: Session, asked_at: datetime | None, now: datetime) -> list[Notice]:
    """The question at the end, and one nudge when it arrived and was not answered."""
    booking, trainer = session.booking, session.trainer
    if booking.status is not Status.CONFIRMED or agenda.question_due(booking) > now:
        return []
    if booking.class_id is not None:
        # Of a class there is one list for all.
        return []
    key, kind = desk.question_key(booking), NoticeKind.QUESTION
    late = trainer.quiet.around(now, zone(trainer.zone)) is not None
    question = Notice(0, key, trainer.id, kind, now, now, {}, booking.id, silent=late)
    if asked_at is None or agenda.nudge_due(trainer, asked_at) > now:
        return [question]
    nudge = replace(question, key=f"{key}:nudge", facts={"nudge": True})
    return [question, nudge]


async def reached(books: Books, notice: Notice, look: str, now: datetime) -> None:
    """A question that arrived starts the clock of the no-show; the morning's list becomes the day's card."""
    if notice.kind is NoticeKind.DAILY_LIST and notice.message_id is not None:
        day = date.fromisoformat(notice.facts["day"])
        await carding.became(books, notice.person_id, day, notice.message_id, look, now)
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
    first = await books.next_due()
    if first is None or first > now:
        return []
    return [
        *(("booking", b.id) for b in await books.bookings.due(now, most)),
        *(("charge", c.id) for c in await books.charges.due(now, most)),
        *(("debt", c.id) for c in await books.charges.to_remind(now, most)),
        *(("proposal", p.id) for p in await books.proposals.due(now, most)),
        *(("list", t.id) for t in await books.trainers.listing(now)),
        *(("holiday", t.id) for t in await books.trainers.offering(now)),
        *await _holds_due(books, now),
        *(("contract", c.id) for c in await books.contracts.due(now, most)),
        *(("class", c.id) for c in await books.classes.due(now, most)),
        *(("request", r.id) for r in await books.requests.due(now, most)),
        *(("wait", w.id) for w in await books.waits.due(now, most)),
    ]


async def _holds_due(books: Books, now: datetime) -> list[tuple[str, int]]:
    """All that are over are let go at once."""
    first = await books.slots.next_hold()
    return [("hold", 0)] if first is not None and first <= now else []


async def release_holds(books: Books, _: int, now: datetime) -> None:
    trainers = await books.slots.holding(now)
    await books.lock(trainers=trainers)
    await desk.let_holds_go(books, trainers, now)
