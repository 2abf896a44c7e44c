"""What is known so far of a class that is being made."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from typing import Any, Self

from bot.features.classes.buttons import Field
from core.draft import Draft
from core.errors import NotValid
from core.money import LIMIT
from core.people import Trainer
from core.period import Period
from core.use_cases.classes.planning import NewClass, require_seats

DIALOGUE = "class"


@dataclass(frozen=True, slots=True)
class ClassDraft:
    """Fields of the draft row; moments and days as ISO text. A `price` of -1 has not been said."""

    name: str = ""
    start: str | None = None
    end: str | None = None
    rule: str | None = None
    count: int | None = None
    until: str | None = None
    seats: int | None = None
    price: int = -1
    place_id: int | None = None
    minimum: int = 0
    listed: bool = True
    #: What was typed can be several things.
    readings: tuple[Mapping[str, Any], ...] = ()
    #: The slots that were shown to be in the way, and those to be booked over.
    shown: tuple[int, ...] | None = None
    over: tuple[int, ...] | None = None
    on_day: int | None = None

    @classmethod
    def of(cls, fields: Mapping[str, Any]) -> Self:
        values: dict[str, Any] = {k: tuple(v) if isinstance(v, list) else v for k, v in fields.items()}
        return cls(**values)

    def row(self) -> dict[str, Any]:
        return asdict(self)

    @property
    def period(self) -> Period | None:
        if self.start is None or self.end is None:
            return None
        return Period(datetime.fromisoformat(self.start), datetime.fromisoformat(self.end))

    @property
    def missing(self) -> Field:
        """One thing is asked at a time."""
        asked = {
            Field.WHEN: self.period is None,
            Field.WEEKS: self.rule is not None and self.count is None and self.until is None,
            Field.NAME: not self.name,
            Field.SEATS: self.seats is None,
            Field.PRICE: self.price < 0,
        }
        return next((field for field, is_open in asked.items() if is_open), Field.CARD)

    def at(self, period: Period) -> ClassDraft:
        return replace(
            self,
            start=period.start.isoformat(),
            end=period.end.isoformat(),
            rule=None,
            count=None,
            until=None,
            readings=(),
            shown=None,
            over=None,
        )

    def read_as(self, reading: Mapping[str, Any]) -> ClassDraft:
        return replace(self, **reading, readings=(), shown=None, over=None)

    def with_number(self, field: Field, number: int) -> ClassDraft:
        """NotValid for what no button of ours says."""
        match field:
            case Field.SEATS:
                require_seats(number, 0)
                return replace(self, seats=number, minimum=min(self.minimum, number))
            case Field.PRICE if 0 <= number <= LIMIT:
                return replace(self, price=number)
            case Field.MINIMUM:
                require_seats(self.seats or 0, number)
                return replace(self, minimum=number)
            case Field.PLACE:
                return replace(self, place_id=number or None)
            case _:
                raise NotValid("number")

    def wanted(self, trainer: Trainer) -> NewClass:
        """Only called when nothing is missing."""
        if self.period is None or self.seats is None:
            raise LookupError("the draft is not complete")
        return NewClass(
            trainer.id,
            self.name,
            self.period,
            self.seats,
            max(0, self.price),
            self.place_id,
            self.minimum,
            self.listed,
            self.rule,
            self.count,
            date.fromisoformat(self.until) if self.until else None,
            self.over,
        )


def fresh(trainer: Trainer, now: datetime, s: ClassDraft) -> Draft:
    return Draft(0, secrets.token_hex(8), trainer.id, DIALOGUE, Field.CARD, now, fields=s.row())
