"""When a trainer works, and when a person does not want to be disturbed: wall times by week and date."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from core.period import Period
from core.zones import at_wall

#: A span of a day: from, until. Until midnight is written 00:00.
Span = tuple[time, time]


@dataclass(frozen=True, slots=True)
class WorkingHours:
    """The spans of each weekday, Monday first; an empty day is a day off.

    `days` are exceptions for a date, in order, which win over the week.
    """

    week: tuple[tuple[Span, ...], ...]
    days: tuple[tuple[date, tuple[Span, ...]], ...] = ()

    def __post_init__(self) -> None:
        if len(self.week) != 7:
            raise ValueError("working hours need seven days")
        object.__setattr__(self, "days", tuple(sorted(dict(self.days).items())))

    @classmethod
    def daily(cls, start: time, end: time, days: range = range(7)) -> WorkingHours:
        return cls(tuple(((start, end),) if day in days else () for day in range(7)))

    def spans(self, day: date) -> tuple[Span, ...]:
        """What holds on `day`: its exception, else its weekday."""
        return next((spans for known, spans in self.days if known == day), self.week[day.weekday()])

    def with_day(self, day: date, spans: tuple[Span, ...] | None) -> WorkingHours:
        """With an exception for `day`, no spans being a day off; None takes the exception back."""
        others = tuple((known, kept) for known, kept in self.days if known != day)
        return replace(self, days=others if spans is None else (*others, (day, spans)))

    def without_past(self, today: date) -> WorkingHours:
        return replace(self, days=tuple((day, spans) for day, spans in self.days if day >= today))

    def on(self, day: date, tz: ZoneInfo) -> list[Period]:
        """The working periods of one local day, in order."""
        return [p for span in self.spans(day) if (p := _period(day, span, tz)) is not None]

    def around(self, period: Period, tz: ZoneInfo) -> list[Period]:
        """Working periods near `period`, those that meet at midnight joined."""
        first = period.start.astimezone(tz).date() - timedelta(days=1)
        last = period.end.astimezone(tz).date()
        near = [p for n in range((last - first).days + 1) for p in self.on(first + timedelta(days=n), tz)]
        joined: list[Period] = []
        for p in sorted(near):
            if joined and p.start <= joined[-1].end:
                joined[-1] = Period(joined[-1].start, max(joined[-1].end, p.end))
            else:
                joined.append(p)
        return joined

    def cover(self, period: Period, tz: ZoneInfo) -> bool:
        return any(p.start <= period.start and period.end <= p.end for p in self.around(period, tz))


def _period(day: date, span: Span, tz: ZoneInfo) -> Period | None:
    """Nothing on a day on which the clock leaps over the span."""
    start, end = span
    until = day if end > start else day + timedelta(days=1)
    begins, ends = at_wall(day, start, tz), at_wall(until, end, tz)
    return Period(begins, ends) if begins < ends else None


@dataclass(frozen=True, slots=True)
class QuietHours:
    """A span of the night in wall time; `start == end` means that there is none."""

    start: time = time(21, 30)
    end: time = time(6, 30)

    def around(self, moment: datetime, tz: ZoneInfo) -> Period | None:
        """The quiet period that holds `moment`, or nothing."""
        if self.start == self.end:
            return None
        today = moment.astimezone(tz).date()
        for day in (today - timedelta(days=1), today):
            night = _period(day, (self.start, self.end), tz)
            if night is not None and night.start <= moment < night.end:
                return night
        return None

    def before(self, moment: datetime, tz: ZoneInfo) -> datetime:
        """The latest moment not after `moment` at which one may disturb."""
        night = self.around(moment, tz)
        return night.start if night else moment

    def after(self, moment: datetime, waking: timedelta, tz: ZoneInfo) -> datetime:
        """`moment` plus `waking` time, the nights not counted."""
        night = self.around(moment, tz)
        at = night.end if night else moment
        while True:
            coming = self._next_after(at, tz)
            if coming is None or at + waking <= coming.start:
                return at + waking
            waking -= coming.start - at
            at = coming.end

    def _next_after(self, moment: datetime, tz: ZoneInfo) -> Period | None:
        """The next night that begins after `moment`."""
        if self.start == self.end:
            return None
        today = moment.astimezone(tz).date()
        nights = (_period(today + timedelta(days=n), (self.start, self.end), tz) for n in range(4))
        return next(night for night in nights if night is not None and night.start > moment)
