"""Public holidays in Vietnam, so that a trainer can be asked in time whether they are days off."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Holiday:
    """Days off by law, the last one inclusive; the bot has words for the key ("tet")."""

    key: str
    first: date
    last: date


def coming(today: date, within_days: int = 14) -> list[Holiday]:
    """Those that begin today or within so many days, in order."""
    return [h for h in every() if today <= h.first <= today + timedelta(days=within_days)]


@cache
def every() -> tuple[Holiday, ...]:
    """All that are recorded, in order; what the file says of its sources is for people."""
    text = files("core").joinpath("data/holidays_vn.json").read_text(encoding="utf-8")
    return tuple(
        Holiday(h["key"], date.fromisoformat(h["first"]), date.fromisoformat(h["last"]))
        for h in json.loads(text)["holidays"]
    )
