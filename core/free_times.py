"""Times that are free near a wanted one, or next: working hours minus all that is in the way."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

from core.conflicts import ClientBusy, Surroundings, Taken, conflicts
from core.diary import Diary
from core.people import Side, Trainer
from core.period import Period
from core.zones import at_wall, zone

#: Free times are offered on the half hour.
STEP = timedelta(minutes=30)
#: How far from a wanted time a suggestion may lie.
REACH = timedelta(days=2)
AFTER_WORK = time(17)
#: So many days are looked at for a time in place of a session.
DAYS_OFFERED = 10


def nearest_free(
    wanted: Period, trainer: Trainer, around: Surroundings, *, by: Side, now: datetime, most: int = 3
) -> list[Period]:
    """Up to `most` free periods of the same length, the nearest to `wanted` first chosen, then in order."""
    found: list[Period] = []
    for start in _outwards(wanted.start):
        candidate = wanted.moved_to(start)
        if start > now and not conflicts(candidate, trainer, around, by=by, now=now):
            found.append(candidate)
        if len(found) == most:
            break
    return sorted(found)


def free_like(
    present: Period, trainer: Trainer, around: Surroundings, *, by: Side, now: datetime, most: int = 6
) -> list[Period]:
    """For a session that is to be moved: two times near its own, then its own time of the days after."""
    near = nearest_free(present, trainer, around, by=by, now=now, most=2)
    tz = zone(trainer.zone)
    local = present.start.astimezone(tz)
    days = (local.date() + timedelta(days=n) for n in range(1, 8))
    same = [present.moved_to(at_wall(day, local.time(), tz)) for day in days]
    later = [p for p in same if p not in near and not conflicts(p, trainer, around, by=by, now=now)]
    return [*near, *later][:most]


def next_free(
    length: timedelta, trainer: Trainer, around: Surroundings, *, by: Side, now: datetime, most: int = 6
) -> list[Period]:
    """The next free periods, two a day so that the choice reaches further than tomorrow.

    One is the first of the day, the other the first after work, when most people train.
    """
    start = on_step(now + STEP, trainer)
    candidates = (Period.of(start + n * STEP, length) for n in range(int(timedelta(days=7) / STEP)))
    chosen: dict[tuple[date, bool], Period] = {}
    for candidate in candidates:
        local = candidate.start.astimezone(zone(trainer.zone))
        part = (local.date(), local.time() >= AFTER_WORK)
        if part not in chosen and not conflicts(candidate, trainer, around, by=by, now=now):
            chosen[part] = candidate
            if len(chosen) == most:
                break
    return list(chosen.values())


@dataclass(frozen=True, slots=True)
class FreeDay:
    """A day of the reader's on which the trainer works, with what a client can have of it.

    `may_free`: something is taken now that could be had if it were let go.
    """

    day: date
    free: Sequence[Period]
    may_free: bool


def free_days(
    window: Period, length: timedelta, trainer: Trainer, around: Surroundings, *, now: datetime, tz: ZoneInfo
) -> list[FreeDay]:
    """All times on the half hour that start in `window` and are free for a client, by their days."""
    diary = Diary(around)
    free: dict[date, list[Period]] = {}
    taken: set[date] = set()
    for candidate in worked(window, length, trainer):
        day = candidate.start.astimezone(tz).date()
        found = conflicts(candidate, trainer, diary.near(candidate), by=Side.CLIENT, now=now)
        if not found:
            free.setdefault(day, []).append(candidate)
        elif all(isinstance(c, Taken | ClientBusy) for c in found):
            taken.add(day)
    return [FreeDay(day, free.get(day, ()), day in taken) for day in sorted(free.keys() | taken)]


def worked(window: Period, length: timedelta, trainer: Trainer) -> list[Period]:
    """Periods that start on a half hour of the working hours in `window`, in order."""
    tz = zone(trainer.zone)
    first, last = (moment.astimezone(tz).date() for moment in (window.start, window.end))
    starts: set[datetime] = set()
    # What began on the evening before may run into the first day.
    for n in range(-1, (last - first).days + 1):
        for hours in trainer.hours.on(first + timedelta(days=n), tz):
            start = on_step(max(hours.start, window.start), trainer)
            while start < min(hours.end, window.end):
                starts.add(start)
                start += STEP
    return [Period.of(start, length) for start in sorted(starts)]


def on_step(moment: datetime, trainer: Trainer) -> datetime:
    """The first half hour of the wall clock at or after `moment`."""
    local = moment.astimezone(zone(trainer.zone))
    since = timedelta(minutes=local.minute % 30, seconds=local.second, microseconds=local.microsecond)
    return moment - since + STEP if since else moment


def _outwards(start: datetime) -> Iterator[datetime]:
    for n in range(1, int(REACH / STEP) + 1):
        yield start - n * STEP
        yield start + n * STEP


def free_within(
    window: Period,
    length: timedelta,
    trainer: Trainer,
    around: Surroundings,
    *,
    by: Side,
    now: datetime,
    most: int = 8,
) -> list[Period]:
    """Free periods that start in `window`: whole hours first when there are more than `most`."""
    start = on_step(max(window.start, now + timedelta(minutes=1)), trainer)
    found: list[Period] = []
    while start < window.end:
        candidate = Period.of(start, length)
        if not conflicts(candidate, trainer, around, by=by, now=now):
            found.append(candidate)
        start += STEP
    whole = [p for p in found if p.start.astimezone(zone(trainer.zone)).minute == 0]
    chosen = found if len(found) <= most else (whole or found)
    step = -(-len(chosen) // most)
    return chosen[:: max(1, step)]


def free_daily(
    usual: Period, trainer: Trainer, around: Surroundings, *, by: Side, now: datetime, most: int = 6
) -> list[Period]:
    """In place of a session that is gone: from its day on the nearest free time of each day."""
    tz = zone(trainer.zone)
    local = usual.start.astimezone(tz)
    found: list[Period] = []
    for n in range(DAYS_OFFERED):
        at = usual.moved_to(at_wall(local.date() + timedelta(days=n), local.time(), tz))
        near = (p for p in _same_day(at, trainer) if p.start > now)
        if (
            free := next((p for p in near if not conflicts(p, trainer, around, by=by, now=now)), None)
        ) is not None:
            found.append(free)
        if len(found) == most:
            break
    return found


def _same_day(at: Period, trainer: Trainer) -> Iterator[Period]:
    """The time itself, then what is near it, on its own day."""
    tz = zone(trainer.zone)
    day = at.start.astimezone(tz).date()
    starts = (at.start, *islice(_outwards(at.start), 2 * 24 * 2))
    return (at.moved_to(s) for s in starts if s.astimezone(tz).date() == day)
