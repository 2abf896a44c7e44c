"""Sessions that were picked, and what is to become of them."""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime, time, timedelta
from typing import Any, Self

from core.booking import Booking
from core.draft import Draft
from core.people import Trainer
from core.shift import Shift

DIALOGUE = "several"


@dataclass(frozen=True, slots=True)
class SeveralDraft:
    """Fields of the draft row. `source`: where they were picked ("d" and a day, "w", "c" and a client,
    "s" and a session of the series); `ids`: with the versions that were shown.
    """

    source: str
    ids: tuple[tuple[int, int], ...] = ()
    page: int = 0
    #: "move", "cancel", "place" or "price".
    what: str = ""
    shift: Mapping[str, Any] = field(default_factory=dict)
    place_id: int | None = None
    price: int | None = None
    #: Each stands apart from its series from then on.
    apart: bool = True
    #: Of the series, but left alone: those that stand apart, and how many are over.
    staying: tuple[int, ...] = ()
    over: int = 0
    scope: str = ""

    @classmethod
    def of(cls, fields: Mapping[str, Any]) -> Self:
        return cls(**{name: _tuples(value) for name, value in fields.items()})

    def row(self) -> dict[str, Any]:
        return asdict(self)

    @property
    def mark(self) -> str:
        """Short enough for a button; another one when anything was changed since it was shown."""
        packed = json.dumps(self.row(), sort_keys=True)
        return hashlib.blake2b(packed.encode(), digest_size=4).hexdigest()

    @property
    def picked(self) -> dict[int, int | None]:
        return dict(self.ids)

    @property
    def subject(self) -> int:
        """The id, or the day, that the source names."""
        return int(self.source[1:])

    def of_bookings(self, bookings: Sequence[Booking]) -> SeveralDraft:
        return replace(self, ids=tuple((b.id, b.version) for b in bookings))

    def toggled(self, booking: Booking) -> SeveralDraft:
        without = tuple(known for known in self.ids if known[0] != booking.id)
        ids = without if len(without) < len(self.ids) else (*without, (booking.id, booking.version))
        return replace(self, ids=ids)

    def shifting(self, shift: Shift) -> SeveralDraft:
        fields = {
            "days": shift.days,
            "minutes": shift.minutes,
            "at": shift.at.isoformat() if shift.at else None,
            "earliest": shift.earliest.isoformat() if shift.earliest else None,
            "length": int(shift.length.total_seconds()) // 60 if shift.length else None,
        }
        return replace(self, what="move", shift=fields)

    @property
    def shifts(self) -> Shift:
        at, earliest, length = (self.shift.get(name) for name in ("at", "earliest", "length"))
        return Shift(
            self.shift.get("days", 0),
            self.shift.get("minutes", 0),
            time.fromisoformat(at) if at else None,
            datetime.fromisoformat(earliest) if earliest else None,
            timedelta(minutes=length) if length else None,
        )


def _tuples(value: Any) -> Any:
    """JSON knows no tuples."""
    return tuple(_tuples(v) for v in value) if isinstance(value, list) else value


def fresh(trainer: Trainer, now: datetime, s: SeveralDraft, step: str) -> Draft:
    return Draft(0, secrets.token_hex(8), trainer.id, DIALOGUE, step, now, fields=s.row())
