"""What is known so far about a series that is being booked."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any, Self
from zoneinfo import ZoneInfo

from bot.timing import period_of
from core.booking import Kind
from core.draft import Draft
from core.occurrences import said
from core.people import Trainer
from core.period import Period
from core.use_cases.series_plan import Beyond, NewSeries
from core.when.reading import Repeats
from core.zones import wall

DIALOGUE = "series"
_CODES = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


@dataclass(frozen=True, slots=True)
class SeriesDraft:
    """Fields of the draft row; `first` is a wall time as ISO text, or only its day."""

    client_id: int
    rule: str = ""
    first: str = ""
    minutes: int = 60
    count: int | None = None
    until: str | None = None
    kind: str = Kind.PERSONAL.value
    place_id: int | None = None
    price: int | None = None
    note: str | None = None
    contract_id: int | None = None
    single: bool = False
    #: Rules that a phrase could mean, as fields of this draft, until one is chosen.
    readings: tuple[Mapping[str, Any], ...] = ()
    #: Clashes by number, with the slots in the way, as they were shown: they are left out if nothing is said.
    shown: tuple[tuple[int, tuple[int, ...]], ...] = ()
    #: What was decided about some: another start in seconds, or the slots to be booked over.
    others: tuple[tuple[int, int], ...] = ()
    over: tuple[tuple[int, tuple[int, ...]], ...] = ()
    #: The day of the session that is repeated: the series begins after it.
    since: str = ""
    #: The one for which another time is asked.
    asked: int | None = None
    unknown: str = ""

    @classmethod
    def of(cls, fields: Mapping[str, Any]) -> Self:
        return cls(**{name: _tuples(value) for name, value in fields.items()})

    def row(self) -> dict[str, Any]:
        return asdict(self)

    @property
    def has_time(self) -> bool:
        return "T" in self.first

    @property
    def length(self) -> timedelta:
        return timedelta(minutes=self.minutes)

    @property
    def starts(self) -> datetime:
        return datetime.fromisoformat(self.first)

    @property
    def weekdays(self) -> tuple[int, ...]:
        return said(self.rule).weekdays or (self.starts.weekday(),)

    def repeating(self, when: Repeats, tz: ZoneInfo) -> SeriesDraft:
        """As it was read; what had been decided about single ones is void."""
        first = wall(when.start, tz).isoformat() if when.start else str(when.first or "")
        return replace(
            self,
            rule=when.rrule,
            first=first,
            minutes=int(when.length.total_seconds()) // 60,
            count=when.count,
            until=when.until.isoformat() if when.until else None,
            readings=(),
        ).anew()

    @property
    def interval(self) -> int:
        return said(self.rule).interval

    def weekly(self, days: Collection[int], weeks: int) -> SeriesDraft:
        """On these days of every week, or of every second one."""
        codes = ",".join(_CODES[day] for day in sorted(days))
        every = "" if weeks == 1 else f"INTERVAL={weeks};"
        return replace(self, rule=f"FREQ=WEEKLY;{every}BYDAY={codes}").anew()

    def at_time(self, start: time) -> SeriesDraft:
        return replace(self, first=datetime.combine(self.starts.date(), start).isoformat())

    def keeping(self, reading: Mapping[str, Any]) -> dict[str, Any]:
        """A reading that does not say how far it goes goes as far as before."""
        said_so = reading["count"] is not None or reading["until"] is not None
        return dict(reading) if said_so else {**reading, "count": self.count, "until": self.until}

    def read_as(self, number: int) -> SeriesDraft:
        return replace(self, **{**self.readings[number], "readings": ()}).beginning()

    def beginning(self) -> SeriesDraft:
        """Not before, nor on, the day of the session that is repeated."""
        if not self.since or self.first[:10] > self.since:
            return self
        day = date.fromisoformat(self.since) + timedelta(days=1)
        return replace(self, first=day.isoformat() + self.first[10:])

    def anew(self) -> SeriesDraft:
        return replace(self, shown=(), others=(), over=(), asked=None)

    def ahead(self, now: datetime) -> SeriesDraft:
        """What was decided for a time that is over meanwhile is void."""
        return replace(self, others=tuple(o for o in self.others if o[1] > now.timestamp()))

    def decided(self, number: int, *, start: int | None = None, over: bool = False) -> SeriesDraft:
        """Another start for one, or over what was shown to be in its way; neither leaves it out."""
        others = tuple(o for o in self.others if o[0] != number)
        anyway = tuple(o for o in self.over if o[0] != number)
        slots = dict(self.shown).get(number, ())
        return replace(
            self,
            others=(*others, (number, start)) if start is not None else others,
            over=(*anyway, (number, slots)) if over else anyway,
            asked=None,
        )

    def wanted(self, trainer_id: int, beyond: Beyond, *, skips: frozenset[int] = frozenset()) -> NewSeries:
        return NewSeries(
            trainer_id,
            self.client_id,
            self.rule,
            self.starts,
            self.length,
            self.count,
            date.fromisoformat(self.until) if self.until else None,
            Kind(self.kind),
            self.place_id,
            self.price,
            self.note,
            self.contract_id,
            self.single,
            beyond,
            skips,
            {number: self.other(start) for number, start in self.others},
            dict(self.over),
        )

    def other(self, start: int) -> Period:
        return period_of(start, self.minutes)


def _tuples(value: Any) -> Any:
    """JSON knows no tuples."""
    return tuple(_tuples(v) for v in value) if isinstance(value, list) else value


def fresh(trainer: Trainer, now: datetime, s: SeriesDraft, step: str = "card") -> Draft:
    return Draft(0, secrets.token_hex(8), trainer.id, DIALOGUE, step, now, fields=s.row())
