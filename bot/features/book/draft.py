"""What is known so far about a session that is being booked."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Self

from core.booking import Kind
from core.draft import Draft
from core.errors import NotValid
from core.money import LIMIT
from core.people import Trainer
from core.period import Period
from core.use_cases.booking import NewBooking

DIALOGUE = "book"


@dataclass(frozen=True, slots=True)
class SessionDraft:
    """Fields of the draft row; moments as ISO text."""

    client_id: int | None = None
    start: str | None = None
    end: str | None = None
    kind: str = Kind.PERSONAL.value
    place_id: int | None = None
    price: int | None = None
    note: str | None = None
    #: What was typed and not understood, until the trainer says what it is.
    unknown: tuple[str, ...] = ()
    #: A name that is on no list yet.
    new_name: str | None = None
    #: The slots that the trainer was shown to be in the way, and those to be booked over.
    shown: tuple[int, ...] | None = None
    over: tuple[int, ...] | None = None
    #: The contract that was chosen; `single`: none, it is paid by itself.
    contract_id: int | None = None
    single: bool = False
    #: What a phrase said of a series, until it is known for whom it is.
    repeats: tuple[Mapping[str, Any], ...] = ()
    is_series: bool = False
    #: The day whose free times are offered first, as an ordinal.
    on_day: int | None = None
    #: How long it is meant to be, until a time is chosen.
    minutes: int | None = None

    @classmethod
    def of(cls, fields: Mapping[str, Any]) -> Self:
        values: dict[str, Any] = {k: tuple(v) if isinstance(v, list) else v for k, v in fields.items()}
        return cls(**values)

    @property
    def period(self) -> Period | None:
        if self.start is None or self.end is None:
            return None
        return Period(datetime.fromisoformat(self.start), datetime.fromisoformat(self.end))

    def at(self, period: Period) -> SessionDraft:
        if self.minutes is not None:
            period = Period.of(period.start, timedelta(minutes=self.minutes))
        return replace(
            self,
            minutes=None,
            start=period.start.isoformat(),
            end=period.end.isoformat(),
            shown=None,
            over=None,
            repeats=(),
            is_series=False,
        )

    def at_price(self, amount: int) -> SessionDraft:
        """NotValid for what no button of ours says."""
        if not 0 <= amount <= LIMIT:
            raise NotValid("price")
        return replace(self, price=amount)

    def wanted(self, trainer_id: int) -> NewBooking:
        """Only called when nothing is missing."""
        if self.client_id is None or self.period is None:
            raise LookupError("the draft is not complete")
        return NewBooking(
            trainer_id,
            self.client_id,
            self.period,
            Kind(self.kind),
            self.place_id,
            self.price,
            self.note,
            self.over,
            contract_id=self.contract_id,
            single=self.is_single,
        )

    @property
    def is_single(self) -> bool:
        """A price that was said is for this session alone."""
        return self.single or (self.price is not None and self.contract_id is None)

    @property
    def for_series(self) -> dict[str, Any]:
        """What a series takes over: all but the time."""
        names = ("client_id", "kind", "place_id", "price", "note", "contract_id", "single")
        return {name: getattr(self, name) for name in names} | {"unknown": " ".join(self.unknown)}

    def row(self) -> dict[str, Any]:
        return asdict(self)


def fresh(trainer: Trainer, now: datetime, fields: SessionDraft) -> Draft:
    key = secrets.token_hex(8)
    return Draft(0, key, trainer.id, DIALOGUE, "card", now, fields=fields.row())


def starting(trainer: Trainer) -> SessionDraft:
    return SessionDraft(place_id=trainer.place_id)
