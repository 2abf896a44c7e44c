"""Buttons that lead through the calendar: days, weeks and months, of one client or of all."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from bot.buttons import Button
from core.booking import Status


class View(StrEnum):
    DAY = "d"
    WEEK = "w"
    MONTH = "m"


@dataclass(frozen=True)
class ShowDay(Button, prefix="dd"):
    """`day` as an ordinal; `client`: only the sessions of that one."""

    day: int
    client: int | None = None


@dataclass(frozen=True)
class ShowWeek(Button, prefix="dw"):
    """`day`: any of the week."""

    day: int
    client: int | None = None


@dataclass(frozen=True)
class ShowMonth(Button, prefix="dm"):
    """`day`: any of the month."""

    day: int
    client: int | None = None


@dataclass(frozen=True)
class ShowMonthPicture(Button, prefix="dp"):
    day: int
    client: int | None = None


@dataclass(frozen=True)
class TurnLight(Button, prefix="dl"):
    """Pictures dark or light from now on; back to the view that the button stands on."""

    view: View
    day: int
    client: int | None = None


@dataclass(frozen=True)
class ChooseClient(Button, prefix="df"):
    """Whose sessions are to be seen in the view that the button stands on."""

    view: View
    day: int
    page: int = 0


@dataclass(frozen=True)
class Search(Button, prefix="dq"):
    day: int


@dataclass(frozen=True)
class SearchFor(Button, prefix="ds"):
    status: Status


def opens(view: View, day: int, client: int | None = None) -> ShowDay | ShowWeek | ShowMonth:
    kinds: dict[View, type[ShowDay | ShowWeek | ShowMonth]] = {
        View.DAY: ShowDay,
        View.WEEK: ShowWeek,
        View.MONTH: ShowMonth,
    }
    return kinds[view](day, client)
