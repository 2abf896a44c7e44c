"""Buttons that make files: of one session, of a calendar, of a period."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from bot.buttons import Button
from core.figures import Span


class Format(StrEnum):
    XLSX = "xlsx"
    CSV = "csv"


@dataclass(frozen=True)
class SessionIcs(Button, prefix="ei"):
    """One session for the calendar of whoever taps."""

    booking_id: int


@dataclass(frozen=True)
class CalendarIcs(Button, prefix="ek"):
    """All that is ahead, and the last months."""


@dataclass(frozen=True)
class AskFile(Button, prefix="ef"):
    span: Span = Span.MONTH


@dataclass(frozen=True)
class MakeFile(Button, prefix="em"):
    span: Span
    format: Format
