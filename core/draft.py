"""A dialogue that is not finished: what was typed so far, kept until it becomes an act."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

#: An untouched dialogue is closed after so long.
AGED = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Draft:
    """One person's answers in one dialogue; `last_update_id` is the last update that changed it.

    `key` is the key of the act that the draft becomes: a second [Create] finds it done.
    """

    id: int
    key: str
    person_id: int
    dialogue: str
    step: str
    updated_at: datetime
    last_update_id: int = 0
    fields: Mapping[str, Any] = field(default_factory=dict)
    message_id: int | None = None
    parked: bool = False
