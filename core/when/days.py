"""Which day a line means when several of its pieces speak of one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from core.when import meant
from core.when.meanings import (
    Both,
    Choice,
    Date,
    Days,
    Edge,
    Later,
    Month,
    Nth,
    Spec,
    Unit,
    Week,
    Weekday,
    Weekend,
    Which,
)
from core.when.meant import FARTHEST
from core.when.stretch import DAY, WEEK, NoSuchDay, Stretch, Today, in_year, one

#: Nobody says the day of one session more often.
_MOST_DAYS = 4


@dataclass(frozen=True, slots=True)
class Calendar(Today):
    def alternatives(self, spec: Spec) -> list[Stretch]:
        """What one piece can mean alone; more than one is asked back."""
        if isinstance(spec, Both):
            return self.together([spec.date, spec.weekday])
        return meant.alternatives(self, spec)

    def together(self, specs: list[Spec]) -> list[Stretch]:
        """What several pieces mean that speak of one day: "Fri 17 Oct", "thứ 4 tuần sau"."""
        ordered = _ordered(_in_weeks(specs[:_MOST_DAYS]))
        base = ordered[0]
        if len(ordered) == 1:
            return self.alternatives(base)
        fitting, wide = self._fitting(ordered)
        if fitting and (fitting[0] == wide[0] or not isinstance(base, Date)):
            return fitting[:1] if not isinstance(base, Choice) else fitting
        # They contradict each other: the trainer says which one was meant.
        said = [s for spec in ordered for s in self.alternatives(spec) if s.first == s.last]
        return list(dict.fromkeys([*fitting[:1], *said])) or wide[:1]

    def agree(self, specs: list[Spec]) -> bool:
        """Whether there is a day that all of them can mean."""
        if len(specs) < 2:
            return True
        return len(specs) <= _MOST_DAYS and bool(self._fitting(_ordered(_in_weeks(specs)))[0])

    def _fitting(self, ordered: list[Spec]) -> tuple[list[Stretch], list[Stretch]]:
        wide = list(self._wide(ordered[0]))
        return [w for w in wide if all(self._covers(o, w) for o in ordered[1:])], wide

    def _wide(self, spec: Spec) -> Iterator[Stretch]:
        """Every day that a piece may mean when another one settles it."""
        if isinstance(spec, Weekday) and spec.which is Which.PLAIN:
            soonest = self.next(spec.day)
            yield from (one(soonest + n * WEEK) for n in range(60))
            yield one(soonest - WEEK)
        elif isinstance(spec, Date) and spec.month is None and spec.offset is None:
            yield from self.days_of_months(spec.day, 4)
        elif isinstance(spec, Date) and spec.year is None and spec.month is not None:
            found = self.alternatives(spec)
            yield from found
            yield from (one(s) for f in found if (s := in_year(f.first, f.first.year + 1)) is not None)
        else:
            yield from self.alternatives(spec)

    def _covers(self, spec: Spec, wanted: Stretch) -> bool:
        if isinstance(spec, Weekday) and spec.which is Which.PLAIN:
            return any(
                wanted.first + n * DAY in wanted and (wanted.first.weekday() + n) % 7 == spec.day
                for n in range(7)
            )
        if isinstance(spec, Date) and spec.month is None and spec.offset is None:
            return wanted.first.day == spec.day
        if spec == Week(0):
            return wanted.first in self.week(0)
        return any(wanted.first in s and wanted.last in s for s in self.alternatives(spec))


def _in_weeks(specs: list[Spec]) -> list[Spec]:
    """Such as "In 2 weeks on Friday" is the Friday of that week."""
    if not any(isinstance(s, Weekday) for s in specs):
        return specs
    return [Week(s.number) if isinstance(s, Later) and _is_near(s) else s for s in specs]


def _is_near(later: Later) -> bool:
    return later.unit is Unit.WEEK and abs(later.minutes) < FARTHEST.days * Unit.DAY.value


def _ordered(specs: list[Spec]) -> list[Spec]:
    """Those that say most about a day first."""
    return sorted(specs, key=lambda s: _NARROW.index(type(s)) + (isinstance(s, Date) and s.month is None))


#: The pieces that say most about a day first.
_NARROW = [Both, Date, Choice, Later, Nth, Days, Weekday, Weekend, Edge, Week, Month]

__all__ = ["Calendar", "NoSuchDay", "Stretch"]
