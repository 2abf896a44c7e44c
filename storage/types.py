"""Column types that give the core its own values back."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, date, datetime, time
from enum import StrEnum
from typing import Any

from sqlalchemy import BigInteger, DateTime, Integer, Text
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator

from core.hours import QuietHours, Span, WorkingHours
from core.policy import Forfeit, Policy

#: SQLite counts up only in a column that is declared INTEGER.
Id = BigInteger().with_variant(Integer, "sqlite")


class Moment(TypeDecorator[datetime]):
    """An aware moment, kept in UTC; SQLite has text without a zone, of one width, so that it sorts."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return None if value is None else value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Choice(TypeDecorator[StrEnum]):
    """One of an enumeration, by its value."""

    impl = Text
    cache_ok = True

    def __init__(self, of: type[StrEnum]) -> None:
        super().__init__()
        self.of = of
        # An enumeration is asked by its value in thousands of rows: looking it up is three times as quick.
        self._known = {member.value: member for member in of}

    def process_bind_param(self, value: StrEnum | None, dialect: Dialect) -> str | None:
        return None if value is None else value.value

    def process_result_value(self, value: str | None, dialect: Dialect) -> StrEnum | None:
        return None if value is None else self._known[value]


class Packed(TypeDecorator[Any]):
    """A small value as JSON text."""

    impl = Text
    cache_ok = True

    def __init__(self, pack: Callable[[Any], Any], unpack: Callable[[Any], Any]) -> None:
        super().__init__()
        self.pack, self.unpack = pack, unpack

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        return None if value is None else json.dumps(self.pack(value), ensure_ascii=False)

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:
        return None if value is None else self.unpack(json.loads(value))


def as_is(value: Any) -> Any:
    return value


def pack_hours(hours: WorkingHours) -> Any:
    """The week alone is a list of seven, as it was before there were exceptions for a date."""
    week = [_pack_spans(spans) for spans in hours.week]
    if not hours.days:
        return week
    return {"week": week, "days": {day.isoformat(): _pack_spans(spans) for day, spans in hours.days}}


def unpack_hours(packed: Any) -> WorkingHours:
    week, days = (packed, {}) if isinstance(packed, list) else (packed["week"], packed["days"])
    return WorkingHours(
        tuple(_unpack_spans(spans) for spans in week),
        tuple((date.fromisoformat(day), _unpack_spans(spans)) for day, spans in days.items()),
    )


def _pack_spans(spans: tuple[Span, ...]) -> list[list[str]]:
    return [[pack_time(start), pack_time(end)] for start, end in spans]


def _unpack_spans(spans: list[list[str]]) -> tuple[Span, ...]:
    return tuple((unpack_time(start), unpack_time(end)) for start, end in spans)


def pack_quiet(quiet: QuietHours) -> list[str]:
    return [pack_time(quiet.start), pack_time(quiet.end)]


def unpack_quiet(span: list[str]) -> QuietHours:
    return QuietHours(unpack_time(span[0]), unpack_time(span[1]))


def pack_policy(policy: Policy) -> list[int | str]:
    return [policy.free_hours, policy.late_percent, policy.no_show_percent, policy.prepaid.value]


def unpack_policy(values: list[Any]) -> Policy:
    """One that was written before there were contracts has three numbers only."""
    return Policy(*values[:3], *(Forfeit(f) for f in values[3:]))


def pack_time(wall: time) -> str:
    return wall.strftime("%H:%M")


def unpack_time(text: str) -> time:
    return time.fromisoformat(text)


def pack_moments(moments: tuple[datetime, ...]) -> list[str]:
    return [m.astimezone(UTC).isoformat() for m in moments]


def unpack_moments(texts: list[str]) -> tuple[datetime, ...]:
    return tuple(datetime.fromisoformat(t) for t in texts)
