"""Buttons that lead to series, several sessions, free times and waiting, for other features' screens."""

from __future__ import annotations

from dataclasses import dataclass

from bot.buttons import Button, Key, key
from bot.features.session import OpenSession
from bot.texts import Words
from core.booking import Booking
from core.period import Period


@dataclass(frozen=True)
class NewSeriesFor(Button, prefix="rl"):
    """A series from a client's card."""

    client_id: int


@dataclass(frozen=True)
class PickSeveral(Button, prefix="qs"):
    """`source`: "d" and a day as an ordinal, "w" and a day of the week, "c" and a client."""

    source: str


@dataclass(frozen=True)
class OpenClass(Button, prefix="Co"):
    """A class of one's own, as its trainer sees it."""

    class_id: int


@dataclass(frozen=True)
class NewClassOn(Button, prefix="Cn"):
    """A new class, on a day as an ordinal where the button stood below one."""

    day: int | None = None


@dataclass(frozen=True)
class ShowClasses(Button, prefix="Cl"):
    """The classes of one's own coaches, to join."""


def opens(entry: Booking) -> Button:
    """A session's card, or the class's where the entry of a calendar stands for one."""
    return OpenClass(-entry.id) if entry.id < 0 else OpenSession(entry.id)


@dataclass(frozen=True)
class OpenProfile(Button, prefix="jp"):
    """A trainer's own."""


@dataclass(frozen=True)
class BookTime(Button, prefix="ha"):
    """Free times of this coach, or first of all of which."""

    client_id: int | None = None


@dataclass(frozen=True)
class OpeningOf(Button, prefix="hi"):
    """What one client may book by themselves."""

    client_id: int


@dataclass(frozen=True)
class WaitFor(Button, prefix="hk"):
    """A time or a day: its start in seconds since 1970, and its minutes."""

    client_id: int
    start: int
    minutes: int


@dataclass(frozen=True)
class MyWaits(Button, prefix="hm"):
    pass


@dataclass(frozen=True)
class WhoWaits(Button, prefix="hq"):
    """To the trainer: who waits for a day, as an ordinal."""

    day: int


def book_key(w: Words, client_id: int | None = None) -> Key:
    return key(w.plain("➕ Book a session"), BookTime(client_id))


def opening_key(client_id: int, w: Words) -> Key:
    """To the trainer, on the client's card."""
    return key(w.plain("🙋 May book"), OpeningOf(client_id))


def wait_key(w: Words, client_id: int, window: Period) -> Key:
    minutes = int(window.length.total_seconds()) // 60
    return key(w.plain("⏳ Tell me when free"), WaitFor(client_id, int(window.start.timestamp()), minutes))
