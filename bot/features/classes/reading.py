"""A class as a trainer types it: "Yoga class Sat 9:00 8 seats 150k", "Lớp yoga thứ 7 9h 8 người 150k"."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from bot.features.series import entry
from bot.reading import read_line
from bot.visit import Visit
from core.group_class import LONGEST_NAME, MOST_SEATS
from core.when.reading import Ask, At, When
from core.when.text import folded, normal
from core.zones import at_wall, zone

_CLASS = re.compile(r"\b(?:group\s+class|class|group|lớp|lop|nhóm)\b", re.IGNORECASE)
_COUNTED = r"(?:seats?|people|persons?|places?|spots?|pax|người|nguoi|chỗ|học viên|hv|suất)"
_SEATS = re.compile(rf"\b(\d{{1,3}})\s*{_COUNTED}(?!\w)", re.IGNORECASE)
_MINIMUM = re.compile(r"(?:\bmin(?:imum)?\.?|\bat least|tối thiểu|toi thieu)\s*(\d{1,3})\b", re.IGNORECASE)
_FREE = re.compile(r"\b(?:free(?:\s+of\s+charge)?|miễn phí|mien phi)\b", re.IGNORECASE)
_NUMBER = re.compile(rf"\s*(\d{{1,3}})\s*(?:{_COUNTED})?\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Meant:
    """What a line says of a class: fields of its draft; what is not said is asked."""

    fields: Mapping[str, Any]
    #: A time that is still to be asked about.
    when: When | None = None
    #: Somebody from the list is named: it may be a session of theirs.
    has_client: bool = False


def names_a_class(text: str) -> bool:
    return _CLASS.search(normal(text)) is not None


async def read(visit: Visit, text: str) -> Meant:
    """The words that are left over are its name."""
    line = normal(text)
    fields: dict[str, Any] = {}
    if (least := _MINIMUM.search(line)) is not None:
        fields["minimum"] = int(least[1])
        line = f"{line[: least.start()]} {line[least.end() :]}"
    if (seats := _SEATS.search(line)) is not None and 1 <= int(seats[1]) <= MOST_SEATS:
        fields["seats"] = int(seats[1])
        line = f"{line[: seats.start()]} {line[seats.end() :]}"
    if _FREE.search(line) is not None:
        fields["price"] = 0
        line = _FREE.sub(" ", line)
    reading = await read_line(visit, " ".join(_CLASS.sub(" ", line).split()))
    fields |= _time(visit, reading.when)
    if reading.price is not None:
        fields["price"] = reading.price.amount
    if reading.places:
        fields["place_id"] = reading.places[0].id
    said = [*reading.unknown, *(c.name for c in reading.clients)]
    if name := " ".join(" ".join(said).split())[:LONGEST_NAME]:
        fields["name"] = f"{name[:1].upper()}{name[1:]}"
    fields["minimum"] = min(fields.get("minimum", 0), fields.get("seats", MOST_SEATS))
    return Meant(fields, reading.when, bool(reading.clients))


def _time(visit: Visit, when: When | None) -> dict[str, Any]:
    """One time, a rule, or the readings to choose from."""
    choices = when.choices if isinstance(when, Ask) else (when,)
    found = [_single(c) for c in choices if isinstance(c, At)]
    found += [_rule(visit, r) for r in entry.repeating(visit, when) if "T" in r["first"]]
    if len(found) == 1:
        return found[0]
    return {"readings": tuple(found)} if found else {}


def _single(when: At) -> dict[str, Any]:
    period = when.period
    return {"start": period.start.isoformat(), "end": period.end.isoformat(), "rule": None}


def _rule(visit: Visit, read_: Mapping[str, Any]) -> dict[str, Any]:
    """The first time of it, on the wall of the trainer's zone."""
    wall = datetime.fromisoformat(read_["first"])
    start = at_wall(wall.date(), wall.time(), zone(visit.me.zone))
    end = start + timedelta(minutes=read_["minutes"])
    rule = {name: read_[name] for name in ("rule", "count", "until")}
    return {"start": start.isoformat(), "end": end.isoformat(), **rule}


def number(text: str) -> int | None:
    """8, or 8 people."""
    typed = _NUMBER.fullmatch(normal(text))
    return int(typed[1]) if typed else None


def is_none(text: str) -> bool:
    return folded(text).strip() in ("no", "none", "khong", "0", "-")
