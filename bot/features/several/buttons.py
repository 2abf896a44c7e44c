"""Buttons on lists of sessions to be ticked, and on what is to become of them."""

from __future__ import annotations

from dataclasses import dataclass

from bot.buttons import Button
from core.use_cases.series_scope import Scope


@dataclass(frozen=True)
class Tick(Button, prefix="qt"):
    draft: str
    booking_id: int


@dataclass(frozen=True)
class TickAll(Button, prefix="qa"):
    """All of the list, or none."""

    draft: str
    on: bool


@dataclass(frozen=True)
class TurnList(Button, prefix="qp"):
    draft: str
    page: int


@dataclass(frozen=True)
class AskWhat(Button, prefix="qw"):
    """Asks for the target of a change, or goes back to the list."""

    draft: str
    what: str


@dataclass(frozen=True)
class ShiftBy(Button, prefix="qm"):
    draft: str
    days: int
    minutes: int


@dataclass(frozen=True)
class EachAt(Button, prefix="qe"):
    """Each to the time of day, or the first one, while the others keep their distance."""

    draft: str
    each: bool


@dataclass(frozen=True)
class PickAllPlace(Button, prefix="ql"):
    draft: str
    place_id: int | None


@dataclass(frozen=True)
class SkipClashing(Button, prefix="qk"):
    """Those that clash stay where they are."""

    draft: str


@dataclass(frozen=True)
class DoIt(Button, prefix="qy"):
    """`mark`: of what was shown, so that nothing else is done."""

    draft: str
    mark: str


@dataclass(frozen=True)
class SeriesMenu(Button, prefix="qi"):
    """How far a change of the series shall go."""

    booking_id: int


@dataclass(frozen=True)
class PickScope(Button, prefix="qc"):
    booking_id: int
    scope: Scope
