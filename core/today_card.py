"""The one message of the day that stays pinned and shows the trainer's day as it is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class Pin(StrEnum):
    WANTED = "wanted"
    DONE = "done"
    #: Telegram would not have it: the card goes on without.
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class TodayCard:
    """`id` is the trainer's; without a message it was deleted, and there is no other one that day."""

    id: int
    day: date
    message_id: int | None
    #: A digest of what was shown last: Telegram refuses an edit to the same.
    look: str
    pin: Pin = Pin.WANTED
    #: The card of an earlier day, as long as it is still pinned.
    old_message_id: int | None = None
    #: The next moment at which it could look different by time alone.
    next_look_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Pulse:
    """How far the log of events has come, and when a card has to be looked at by time alone."""

    last_event: int
    #: Events after the one that was asked about: they may come in out of order.
    events: int
    next_look_at: datetime | None
