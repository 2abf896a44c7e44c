"""Buttons about time off; those of one that is being made carry its draft's key."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from bot.buttons import Button


class Choice(StrEnum):
    """What happens to the sessions in it."""

    CANCEL = "cancel"
    KEEP = "keep"
    #: As chosen one by one.
    CHOSEN = "chosen"


@dataclass(frozen=True)
class ShowTimesOff(Button, prefix="fl"):
    pass


@dataclass(frozen=True)
class NewTimeOff(Button, prefix="fn"):
    pass


@dataclass(frozen=True)
class SickToday(Button, prefix="fs"):
    pass


@dataclass(frozen=True)
class RemoveTimeOff(Button, prefix="fx"):
    time_off_id: int


@dataclass(frozen=True)
class FirstDay(Button, prefix="ff"):
    """`day` as an ordinal."""

    draft: str
    day: int


@dataclass(frozen=True)
class LastDay(Button, prefix="fd"):
    draft: str
    day: int


@dataclass(frozen=True)
class MeantDays(Button, prefix="fm"):
    """One reading of what was typed, in seconds since 1970."""

    draft: str
    start: int
    end: int


@dataclass(frozen=True)
class AskReason(Button, prefix="fa"):
    draft: str


@dataclass(frozen=True)
class PickReason(Button, prefix="fr"):
    """One of the usual reasons; none without one."""

    draft: str
    reason: str | None


@dataclass(frozen=True)
class Review(Button, prefix="fw"):
    """Back to what would happen."""

    draft: str


@dataclass(frozen=True)
class OneByOne(Button, prefix="fo"):
    draft: str


@dataclass(frozen=True)
class Toggle(Button, prefix="ft"):
    """The session stays, or not: as it would be after the tap, so that a repeated one changes nothing."""

    draft: str
    booking_id: int
    stays: bool


@dataclass(frozen=True)
class TakeOff(Button, prefix="fy"):
    draft: str
    choice: Choice


@dataclass(frozen=True)
class Discard(Button, prefix="fq"):
    draft: str


@dataclass(frozen=True)
class HolidayOff(Button, prefix="fh"):
    """A public holiday; its days as ordinals."""

    key: str
    first: int
    last: int


@dataclass(frozen=True)
class HolidayOn(Button, prefix="fi"):
    """The trainer works on the holiday."""

    key: str
    first: int
    last: int
