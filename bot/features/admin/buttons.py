"""Buttons of the admin's screens; each is of use to admins only."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from bot.buttons import Button
from core.booking import Status
from core.figures import Span
from core.profile import Standing


class When(StrEnum):
    """Which days; a day that was typed travels beside it."""

    AHEAD = "a"
    TODAY = "t"
    WEEK = "w"
    PAST = "p"
    ALL = "z"
    DAY = "d"


class How(StrEnum):
    MOVE = "m"
    CANCEL = "c"
    ALLOW = "a"


class Group(StrEnum):
    """What the log is looked through for."""

    ALL = "z"
    SESSIONS = "s"
    MONEY = "m"
    PEOPLE = "p"
    ADMIN = "a"


@dataclass(frozen=True)
class Bookings(Button, prefix="ab"):
    """`day`: as an ordinal, when one was typed."""

    trainer_id: int | None = None
    client_id: int | None = None
    status: Status | None = None
    when: When = When.AHEAD
    day: int | None = None
    page: int = 0


@dataclass(frozen=True)
class ChooseStatus(Button, prefix="abs"):
    trainer_id: int | None
    client_id: int | None
    when: When
    day: int | None


@dataclass(frozen=True)
class Find(Button, prefix="abf"):
    """Type a name or a date; what else was chosen stays."""

    status: Status | None
    when: When


@dataclass(frozen=True)
class Clashes(Button, prefix="ax"):
    page: int = 0


@dataclass(frozen=True)
class OpenOverseen(Button, prefix="ao"):
    booking_id: int


@dataclass(frozen=True)
class Resolve(Button, prefix="ar"):
    booking_id: int
    version: int
    how: How


@dataclass(frozen=True)
class MoveThere(Button, prefix="am"):
    """`start` in seconds since 1970."""

    booking_id: int
    version: int
    start: int


@dataclass(frozen=True)
class ForReason(Button, prefix="aw"):
    """The last tap: it is done for a reason that can be tapped."""

    booking_id: int
    version: int
    how: How
    start: int | None
    reason: str


@dataclass(frozen=True)
class Coaches(Button, prefix="at"):
    page: int = 0


@dataclass(frozen=True)
class OpenCoach(Button, prefix="atc"):
    trainer_id: int


@dataclass(frozen=True)
class SetStanding(Button, prefix="ats"):
    trainer_id: int
    standing: Standing


@dataclass(frozen=True)
class AllFigures(Button, prefix="af"):
    span: Span = Span.MONTH


@dataclass(frozen=True)
class Log(Button, prefix="al"):
    trainer_id: int | None = None
    group: Group = Group.ALL
    page: int = 0


@dataclass(frozen=True)
class WriteNews(Button, prefix="an"):
    pass


@dataclass(frozen=True)
class SendNews(Button, prefix="as"):
    """`draft`: the key of what was typed, which is the act's key too."""

    draft: str
