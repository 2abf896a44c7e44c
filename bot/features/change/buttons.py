"""Buttons of asking for another time, and of the answer to it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Self

from bot.buttons import Button


class Wishes(str):
    """Times as a button carries them: minutes since 1970, short enough for three."""

    __slots__ = ()

    def __new__(cls, text: str = "") -> Self:
        """ValueError when these are no times."""
        made = super().__new__(cls, text)
        try:
            made.starts  # noqa: B018  # what cannot be read must not get any further
        except (OverflowError, OSError) as error:
            raise ValueError(f"no times: {text}") from error
        return made

    @classmethod
    def of(cls, starts: Iterable[datetime]) -> Self:
        return cls(".".join(f"{int(s.timestamp()) // 60:x}" for s in dict.fromkeys(starts)))

    @property
    def starts(self) -> tuple[datetime, ...]:
        return tuple(datetime.fromtimestamp(int(m, 16) * 60, UTC) for m in self.split(".") if m)

    def and_(self, start: datetime) -> Self:
        return self.of((*self.starts, start))


@dataclass(frozen=True)
class AskChange(Button, prefix="ch"):
    """Asks which other times would suit."""

    booking_id: int
    version: int


@dataclass(frozen=True)
class ShowWishes(Button, prefix="wl"):
    """The times chosen so far: what was tapped is among them. Without any it starts over."""

    booking_id: int
    version: int
    wishes: Wishes


@dataclass(frozen=True)
class WishDay(Button, prefix="wy"):
    """A day that was offered, as an ordinal."""

    booking_id: int
    version: int
    day: int
    wishes: Wishes


@dataclass(frozen=True)
class WishDays(Button, prefix="hr"):
    """Further days to choose a time from."""

    booking_id: int
    version: int
    wishes: Wishes


@dataclass(frozen=True)
class SendWishes(Button, prefix="ws"):
    """`fee` as it was shown, in minor units."""

    booking_id: int
    version: int
    fee: int
    wishes: Wishes


@dataclass(frozen=True)
class KeepSession(Button, prefix="wk"):
    """Back to the session without asking for anything."""

    booking_id: int


@dataclass(frozen=True)
class TakeBack(Button, prefix="wb"):
    """The wish that was sent is no longer one."""

    booking_id: int
    version: int


@dataclass(frozen=True)
class ShowWish(Button, prefix="wi"):
    """The wish as it stands now, with its answers."""

    proposal_id: int


@dataclass(frozen=True)
class TakeTime(Button, prefix="wt"):
    """The first tap on a wished time; a late wish asks about the fee then."""

    proposal_id: int
    version: int
    choice: int


@dataclass(frozen=True)
class AcceptTime(Button, prefix="wa"):
    """`seen`: the mark of the obstacles that were shown."""

    proposal_id: int
    version: int
    choice: int
    with_fee: bool
    seen: str = ""


@dataclass(frozen=True)
class DeclineWish(Button, prefix="wd"):
    proposal_id: int
    version: int
