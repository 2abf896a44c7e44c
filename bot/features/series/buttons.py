"""Buttons on the card of a new series; they carry the draft's key, so that old ones are known."""

from __future__ import annotations

from dataclasses import dataclass

from bot.buttons import Button
from core.use_cases.series_plan import Beyond


@dataclass(frozen=True)
class RepeatSession(Button, prefix="rs"):
    """The same session again, from the next day on."""

    booking_id: int


@dataclass(frozen=True)
class CreateSeries(Button, prefix="rb"):
    draft: str
    beyond: Beyond


@dataclass(frozen=True)
class AskSeries(Button, prefix="rf"):
    """Opens a question about the whole series, or goes back to the card."""

    draft: str
    field: str


@dataclass(frozen=True)
class PickReading(Button, prefix="rr"):
    """One of several rules that a phrase could mean."""

    draft: str
    number: int


@dataclass(frozen=True)
class ToggleDay(Button, prefix="rd"):
    """A weekday, Monday being 0."""

    draft: str
    day: int


@dataclass(frozen=True)
class PickInterval(Button, prefix="ri"):
    draft: str
    weeks: int


@dataclass(frozen=True)
class PickNumber(Button, prefix="rn"):
    """So many sessions; 0: as many as the package has left."""

    draft: str
    count: int


@dataclass(frozen=True)
class PickSeriesTime(Button, prefix="rt"):
    """The time of day of all, in minutes from midnight; or of the one that is asked about, in seconds."""

    draft: str
    start: int


@dataclass(frozen=True)
class PickSeriesPackage(Button, prefix="rp"):
    draft: str
    contract_id: int | None


@dataclass(frozen=True)
class OtherTime(Button, prefix="ro"):
    """Another time for one that clashes."""

    draft: str
    number: int


@dataclass(frozen=True)
class AnywayOne(Button, prefix="ra"):
    """That one over what is in its way."""

    draft: str
    number: int


@dataclass(frozen=True)
class LeaveOut(Button, prefix="ru"):
    """Takes back what was decided about one that clashes."""

    draft: str
    number: int


@dataclass(frozen=True)
class DiscardSeries(Button, prefix="rx"):
    draft: str
