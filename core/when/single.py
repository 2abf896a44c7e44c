"""One session, one day or a few, one time of day: the reading of a line that does not repeat."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

from core.period import Period
from core.when.days import NoSuchDay, Stretch
from core.when.found import Found, Situation, Wronged
from core.when.meanings import Later, Spec, Unit, Weekday, Which
from core.when.reading import Ask, At, Day, Reason, TimeOnly, When
from core.when.slots import LONGEST, Slot, at_work, slots
from core.zones import at_wall

#: Readings offered as buttons.
MOST_CHOICES = 7
_DAY = timedelta(days=1)


def single(found: Found, situation: Situation) -> When | None:
    if found.moments:
        return _moment(found, situation)
    stretches = _stretches(found, situation)
    times = slots(found, situation)
    if not stretches:
        return _time_only(times, situation) if times else None
    if not times:
        return _days(stretches, found)
    return _sessions(stretches, times, found, situation)


def _moment(found: Found, situation: Situation) -> When | None:
    """Such as "in 2 hours": counted on the clock of the world, so that a clock change does not matter."""
    start = situation.now.astimezone(UTC) + timedelta(minutes=found.moments[0].minutes)
    usual = situation.habits.length
    if found.lengths and found.lengths[0] > LONGEST:
        raise Wronged(Reason.TOO_LONG, "length", "soft")
    length = timedelta(minutes=found.lengths[0]) if found.lengths else usual
    start = start.replace(second=0, microsecond=0)
    when = At(Period.of(start, length), start <= situation.now, length != usual)
    return when if on_said_day(found, situation) else Ask("", (when,))


def on_said_day(found: Found, situation: Situation) -> bool:
    """Whether "in 2 hours" is on the day that was said, if one was."""
    at = situation.now.astimezone(situation.zone) + timedelta(minutes=found.moments[0].minutes)
    try:
        return all(any(at.date() in s for s in situation.calendar.alternatives(day)) for day in found.days)
    except NoSuchDay:
        return False


def said_days(found: Found) -> list[Spec]:
    """Without a rhythm "from Monday" is just Monday."""
    days = [*found.days, *(Later(p.day, Unit.DAY) for p in found.parts if p.day is not None)]
    return [*days, *(s.day for s in found.starts)]


def _stretches(found: Found, situation: Situation) -> list[Stretch]:
    calendar = situation.calendar
    try:
        days = said_days(found)
        if found.stretches:
            return [s for spec in found.stretches for s in calendar.alternatives(spec)]
        if found.untils and not found.times:
            first = calendar.together(days)[0].first if days else calendar.today
            return [Stretch(first, calendar.alternatives(found.untils[0].day)[0].last)]
        if days:
            return _lasting(calendar.together(days), found)
    except NoSuchDay as error:
        raise Wronged(error.reason, "days", "day", "ending", "beginning") from error
    return [] if situation.day is None else [Stretch(situation.day, situation.day)]


def _lasting(days: list[Stretch], found: Found) -> list[Stretch]:
    """Such as "3 days from tomorrow"; only without a time of day, else it would be a series."""
    if found.times or not found.lasting or found.lasting[0].unit not in {Unit.DAY, Unit.WEEK}:
        return days
    number, unit = found.lasting[0]
    run = timedelta(days=number * (7 if unit is Unit.WEEK else 1) - 1)
    return [Stretch(s.first, s.first + run) for s in days]


def _days(stretches: list[Stretch], found: Found) -> When:
    part = found.parts[0].part if found.parts else None
    choices = tuple(Day(s.first, s.last, part) for s in stretches)
    return choices[0] if len(choices) == 1 else Ask("", choices[:MOST_CHOICES])


def _sessions(stretches: list[Stretch], times: list[Slot], found: Found, situation: Situation) -> When:
    days = [
        s.first + n * _DAY for s in stretches for n in range(min((s.last - s.first).days + 1, MOST_CHOICES))
    ]
    choices = [_at(day, slot, situation) for day in days for slot in at_work(times, day, situation)]
    if _is_plain_weekday(found) and any(not c.past for c in choices):
        # "Friday 9:00" said on a Friday at 10 is next week's.
        choices = [c for c in choices if not c.past]
    choices = list(dict.fromkeys(choices))
    # Two times said may agree by chance ("6h tới 19h-18h"), and still one of them is not what it seems.
    sure = len(choices) == 1 and len(found.times) < 2 and not any(slot.doubtful for slot in times)
    return choices[0] if sure else Ask("", tuple(choices[:MOST_CHOICES]))


def _is_plain_weekday(found: Found) -> bool:
    return len(found.days) == 1 and isinstance(found.days[0], Weekday) and found.days[0].which is Which.PLAIN


def _at(day: date, slot: Slot, situation: Situation) -> At:
    start = _wall(day, slot.start, situation)
    usual = situation.habits.length
    end = start + usual if slot.end is None else _wall(day, slot.end, situation)
    if end <= start:
        raise Wronged(Reason.ENDS_BEFORE_START, "span", "barespan")
    said = slot.end is not None and slot.length(usual) != usual
    return At(Period(start, end), start <= situation.now, said)


def _wall(day: date, minutes: int, situation: Situation) -> datetime:
    days, rest = divmod(minutes, 1440)
    return at_wall(day + days * _DAY, time(rest // 60, rest % 60), situation.zone)


def _time_only(times: list[Slot], situation: Situation) -> When:
    """A clock time alone: its day is asked; one that is open, with the nearest day of each reading."""
    left = at_work(times, None, situation)
    nearest = tuple(_nearest(slot, situation) for slot in left)
    if len(set(nearest)) > 1:
        return Ask("", tuple(dict.fromkeys(nearest))[:MOST_CHOICES])
    return TimeOnly(_time(left[0].start), None if left[0].end is None else _time(left[0].end), nearest[0])


def _nearest(slot: Slot, situation: Situation) -> At:
    today = situation.calendar.today
    soon = _at(today, slot, situation)
    return _at(today + _DAY, slot, situation) if soon.past else soon


def _time(minutes: int) -> time:
    return time(minutes // 60 % 24, minutes % 60)


__all__ = ["LONGEST", "MOST_CHOICES", "said_days", "single"]
