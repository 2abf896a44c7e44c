"""Which times of day are meant: open hours settled by the rest of the line and by the working hours."""

from __future__ import annotations

from datetime import date, time, timedelta
from itertools import product
from typing import NamedTuple

from core.hours import WorkingHours
from core.when.found import Found, Situation, Wronged
from core.when.meanings import Bad, Clock, Span, in_part
from core.when.reading import DayPart, Reason

#: A session or a few hours off; what is longer is days.
LONGEST = 16 * 60
#: From this hour on a period may end after midnight, if it is no longer than so many minutes.
_NIGHT, _LONGEST_NIGHT = 20 * 60, 4 * 60
_DAY = 1440
_LONGEST_PLAIN = 5


class Slot(NamedTuple):
    """Minutes after midnight, from 1440 on after the next one; without an end it takes the usual length."""

    start: int
    end: int | None
    #: The working hours may tell it from the other readings.
    open: bool = True
    #: Several hours between two plain numbers may be no hours at all.
    doubtful: bool = False

    def length(self, usual: timedelta) -> timedelta:
        return usual if self.end is None else timedelta(minutes=self.end - self.start)


def slots(found: Found, situation: Situation) -> list[Slot]:
    """All that the times said can be, the likeliest first; several times said are several readings."""
    if not found.times:
        return [] if situation.at is None else [_lasting(situation.at, found)]
    part = found.parts[0].part if found.parts else None
    several = len(found.times) > 1
    found_slots = [s for said in found.times for s in _slots_of(said, part, found)]
    return list(dict.fromkeys(s._replace(open=s.open and not several) for s in found_slots))


def _slots_of(said: Clock | Span, part: DayPart | None, found: Found) -> list[Slot]:
    if isinstance(said, Clock):
        at = _within(said, part)
        return [_lasting(o, found)._replace(open=not at.settled) for o in at.options]
    start, end = (_within(c, part) if _takes(c, part) else c for c in (said.start, said.end))
    pairs = _pairs(start, end)
    if not pairs:
        raise Wronged(Reason.ENDS_BEFORE_START, "span", "barespan")
    if min(s.end - s.start for s in pairs if s.end is not None) > LONGEST:
        raise Wronged(Reason.TOO_LONG, "span", "barespan")
    return (
        [s._replace(doubtful=True) for s in pairs]
        if said.plain and _hours(pairs[0]) > _LONGEST_PLAIN
        else pairs
    )


def _hours(slot: Slot) -> float:
    return 0.0 if slot.end is None else (slot.end - slot.start) / 60


def _within(clock: Clock, part: DayPart | None) -> Clock:
    if part is None:
        return clock
    at = in_part(clock, part)
    if isinstance(at, Bad):
        raise Wronged(at.reason, "clock", "bare", "part")
    return at


def _takes(clock: Clock, part: DayPart | None) -> bool:
    """Such as "from 10am to 12pm Monday morning": a range may reach over the part's end."""
    return part is not None and len(clock.options) > 1


def _lasting(start: int, found: Found) -> Slot:
    if len(found.lengths) != 1:
        return Slot(start, None)
    if found.lengths[0] > LONGEST:
        raise Wronged(Reason.TOO_LONG, "length", "soft")
    return Slot(start, start + found.lengths[0])


def _pairs(start: Clock, end: Clock) -> list[Slot]:
    """The shortest: of "6-7pm" 18 to 19, of "11-3pm" 11 to 15, of "6-7" both halves of the day."""
    ends = end.options
    if start.hour > 12 and not start.settled and not end.settled and end.hour < 12:
        # Who writes "18h" counts to 24, so "18h-7h" is no evening hour.
        ends = tuple(o % 720 for o in ends)
    found = [p for a, b in product(start.options, ends) if (p := _pair(a, b)) is not None]
    shortest = min((s.end - s.start for s in found if s.end is not None), default=0)
    return list(dict.fromkeys(s for s in found if s.end is not None and s.end - s.start == shortest))


def _pair(start: int, end: int) -> Slot | None:
    if end <= start and start >= _NIGHT and end + _DAY - start <= _LONGEST_NIGHT:
        end += _DAY
    return Slot(start, end) if end > start else None


def at_work(found: list[Slot], day: date | None, situation: Situation) -> list[Slot]:
    """Those in the trainer's hours, when they leave one; on a day off, and without a day, in any day's."""
    if len(found) < 2 or not all(s.open for s in found):
        return found
    fitting = [s for s in found if _works(s, day, situation)]
    return fitting if len(fitting) == 1 else found


def _works(slot: Slot, day: date | None, situation: Situation) -> bool:
    hours = situation.habits.hours
    end = slot.end or slot.start + int(situation.habits.length.total_seconds() // 60)
    spans = hours.spans(day) if day is not None else ()
    spans = spans or _all(hours)
    return any(_minutes(a) <= slot.start and end <= (_minutes(b) or _DAY) for a, b in spans)


def _all(hours: WorkingHours) -> tuple[tuple[time, time], ...]:
    return tuple(span for day in hours.week for span in day)


def _minutes(at: time) -> int:
    return at.hour * 60 + at.minute
