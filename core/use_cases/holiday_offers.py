"""Public holidays are offered to trainers in Vietnam as time off, each once, two weeks ahead."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, time, timedelta

from core import holidays
from core.holidays import Holiday
from core.notice import Notice, NoticeKind
from core.people import Trainer
from core.ports import Books
from core.zones import at_wall, midnight, zone

#: The zone whose public holidays are known.
VIETNAM = "Asia/Ho_Chi_Minh"
DAYS_AHEAD = 14
OFFERED_AT, OFFERED_UNTIL = time(9), time(20)


async def offer(books: Books, trainer_id: int, now: datetime) -> None:
    """Those whose turn has come, and when to look next. The notice's key makes a repeat harmless."""
    await books.lock(trainers=[trainer_id])
    trainer = await books.trainers.get(trainer_id)
    if trainer.next_holiday_at is None or trainer.next_holiday_at > now:
        return
    if trainer.zone == VIETNAM and _offered(now) and not _by_day(now):
        await books.trainers.save(replace(trainer, next_holiday_at=_next_forenoon(now)))
        return
    if trainer.zone == VIETNAM:
        await books.notices.add(_notice(trainer, h, now) for h in _offered(now))
    await books.trainers.save(replace(trainer, next_holiday_at=_next(trainer, now)))


def with_next_holiday(trainer: Trainer, now: datetime) -> Trainer:
    """The trainer with the moment of the next offer: of one that is near already, the next forenoon."""
    ahead = _next(trainer, now)
    if trainer.zone == VIETNAM and _offered(now):
        ahead = _next_forenoon(now)
    return replace(trainer, next_holiday_at=ahead)


def _by_day(now: datetime) -> bool:
    """A bot that was down does not catch up at night."""
    return OFFERED_AT <= now.astimezone(zone(VIETNAM)).time() < OFFERED_UNTIL


def _next_forenoon(now: datetime) -> datetime:
    tz = zone(VIETNAM)
    today = now.astimezone(tz).date()
    moments = (at_wall(today + timedelta(days=n), OFFERED_AT, tz) for n in range(2))
    return next(m for m in moments if m > now)


def _offered(now: datetime) -> list[Holiday]:
    """Whose moment has come, and which have not begun."""
    tz = zone(VIETNAM)
    return [h for h in holidays.every() if _moment(h) <= now < midnight(h.first, tz)]


def _next(trainer: Trainer, now: datetime) -> datetime | None:
    if trainer.zone != VIETNAM:
        return None
    return min((m for m in map(_moment, holidays.every()) if m > now), default=None)


def _moment(holiday: Holiday) -> datetime:
    return at_wall(holiday.first - timedelta(days=DAYS_AHEAD), OFFERED_AT, zone(VIETNAM))


def _notice(trainer: Trainer, holiday: Holiday, now: datetime) -> Notice:
    key = f"holiday:{trainer.id}:{holiday.key}:{holiday.first.isoformat()}"
    facts = {
        "holiday": holiday.key,
        "first": holiday.first.isoformat(),
        "last": holiday.last.isoformat(),
    }
    return Notice(0, key, trainer.id, NoticeKind.HOLIDAY, now, now, facts)
