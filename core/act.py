"""An act: one thing done once by one person, however often the update that asked for it is repeated."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

#: Who acts when nobody does: the tick.
SYSTEM = 0


@dataclass(frozen=True, slots=True)
class Act:
    """`key` is the draft's, else the update's id and ordinal; it is stored with the first event."""

    key: str
    by: int
    at: datetime
    #: An admin acts, who is neither of the two: with the rights and the consequences of the system.
    admin: bool = False


@dataclass(frozen=True, slots=True)
class Event:
    """Who changed what and when: the audit log, and a booking's history."""

    id: int
    key: str
    by: int
    at: datetime
    kind: str
    booking_id: int | None = None
    client_id: int | None = None
    trainer_id: int | None = None
    data: Mapping[str, Any] | None = None
