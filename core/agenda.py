"""What a booking still has ahead of it: reminders, the question how it went, the mark without an answer."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from core.booking import Booking, Status
from core.people import OutcomeRule, Person, Side, Trainer
from core.zones import zone

#: An unanswered question is asked once more after so much waking time, and closed after so much.
NUDGE_AFTER = timedelta(hours=1)
MARK_AFTER = timedelta(hours=2)


@dataclass(frozen=True, slots=True)
class Reminder:
    """Due at `at`, to one side; `lead` in minutes before the start."""

    at: datetime
    to: Side
    lead: int


def reminders(booking: Booking, trainer: Trainer, client: Person | None) -> list[Reminder]:
    """All reminders that this start is owed, in order; those due before it was set are not.

    In quiet hours one goes out before the night, not after. For a class the trainer is reminded once,
    not for each of its seats.
    """
    own = () if booking.class_id is not None else trainer.trainer_leads
    sides: list[tuple[Side, Iterable[int], str]] = [(Side.TRAINER, own, trainer.zone)]
    if client is not None:
        sides.append((Side.CLIENT, trainer.client_leads, client.zone))
    owed = [
        Reminder(trainer.quiet.before(booking.starts_at - timedelta(minutes=lead), zone(tz)), side, lead)
        for side, leads, tz in sides
        for lead in leads
    ]
    return sorted((r for r in owed if r.at > booking.timed_at), key=lambda r: (r.at, r.to, r.lead))


def due_reminders(booking: Booking, trainer: Trainer, client: Person | None, now: datetime) -> list[Reminder]:
    """What is to be sent now: of several that fell due for one side only the last, none after the start."""
    if booking.status is not Status.CONFIRMED or now >= booking.starts_at:
        return []
    last: dict[Side, Reminder] = {}
    for reminder in reminders(booking, trainer, client):
        if reminder.at <= now:
            last[reminder.to] = reminder
    return list(last.values())


def question_due(booking: Booking) -> datetime:
    return max(booking.ends_at, booking.ask_from or booking.ends_at)


def nudge_due(trainer: Trainer, asked_at: datetime) -> datetime:
    return trainer.quiet.after(asked_at, NUDGE_AFTER, zone(trainer.zone))


def mark_due(booking: Booking, trainer: Trainer, asked_at: datetime) -> datetime | None:
    """When silence becomes a no-show; never for a trainer who wants to be asked only, nor in a class."""
    if trainer.outcome_rule is OutcomeRule.ASK or booking.class_id is not None:
        return None
    return trainer.quiet.after(max(asked_at, booking.ends_at), MARK_AFTER, zone(trainer.zone))


def next_moment(
    booking: Booking, trainer: Trainer, client: Person | None, asked_at: datetime | None, now: datetime
) -> datetime | None:
    """The next moment after `now` at which there is something to decide about this booking.

    `asked_at`: when the question about its present time reached the trainer, if it did.
    """
    if booking.status is Status.PENDING:
        return booking.lapses_at
    if booking.status is not Status.CONFIRMED:
        return None
    ahead = [r.at for r in reminders(booking, trainer, client)]
    if booking.class_id is None:
        ahead.append(question_due(booking))
    if asked_at is not None:
        ahead.append(nudge_due(trainer, asked_at))
        if (mark := mark_due(booking, trainer, asked_at)) is not None:
            ahead.append(mark)
    return min((moment for moment in ahead if moment > now), default=None)
