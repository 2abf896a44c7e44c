"""Notices: what one person is to be told, stored in the transaction of the act that they tell of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from core.act import Act
    from core.booking import Booking

Facts = Mapping[str, Any]


class NoticeKind(StrEnum):
    BOOKED = "booked"
    LOGGED = "logged"
    MOVED = "moved"
    CANCELLED = "cancelled"
    REMINDER = "reminder"
    ACKNOWLEDGED = "acknowledged"
    QUESTION = "question"
    COMPLETED = "completed"
    NO_SHOW = "no_show"
    CORRECTED = "corrected"
    PENALTY_DUE = "penalty_due"
    WAIVED = "waived"
    OBJECTED = "objected"
    JOINED = "joined"
    AGREED = "agreed"
    DOUBLE = "double"
    MERGE_OFFER = "merge_offer"
    PROPOSED = "proposed"
    PROPOSAL_ANSWERED = "proposal_answered"
    CLIENT_NOTE = "client_note"
    PACKAGE_AGREED = "package_agreed"
    PACKAGE_ACCEPTED = "package_accepted"
    PACKAGE_CHANGED = "package_changed"
    PACKAGE_ENDING = "package_ending"
    PACKAGE_EXPIRED = "package_expired"
    PACKAGE_DONE = "package_done"
    RATE = "rate"
    RATED = "rated"
    SERIES_BOOKED = "series_booked"
    SEVERAL_CANCELLED = "several_cancelled"
    SEVERAL_CHANGED = "several_changed"
    TIME_OFF = "time_off"
    HOLIDAY = "holiday"
    MADE_UP = "made_up"
    RECEIPT = "receipt"
    REFUNDED = "refunded"
    CLAIMED = "claimed"
    DEBT = "debt"
    RELATION_ENDED = "relation_ended"
    REQUESTED = "requested"
    REQUEST_ASKED = "request_asked"
    REQUEST_REPLIED = "request_replied"
    REQUEST_REMINDER = "request_reminder"
    REQUEST_CLOSED = "request_closed"
    RELAYED = "relayed"
    NOT_RELAYED = "not_relayed"
    PLAN_CHANGED = "plan_changed"
    TIME_ASKED = "time_asked"
    TIME_ANSWERED = "time_answered"
    SEAT_OFFERED = "seat_offered"
    CLASS_JOINED = "class_joined"
    CLASS_CHANGED = "class_changed"
    CLASS_CANCELLED = "class_cancelled"
    CLASS_SMALL = "class_small"
    ATTENDANCE = "attendance"
    TRAINER_WAITING = "trainer_waiting"
    STANDING = "standing"
    OVERSEEN = "overseen"
    SERVICE = "service"
    UNREACHABLE = "unreachable"
    DAILY_LIST = "daily_list"


class NoticeState(StrEnum):
    WAITING = "waiting"
    SENT = "sent"
    #: What it would have told is no longer true.
    DROPPED = "dropped"
    #: Telegram refused it for good, or nobody knows after a second try.
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Notice:
    """`key` is unique: one notice a person and act, however often the act is repeated."""

    id: int
    key: str
    person_id: int
    kind: NoticeKind
    created_at: datetime
    due_at: datetime
    facts: Facts = field(default_factory=dict)
    booking_id: int | None = None
    state: NoticeState = NoticeState.WAITING
    silent: bool = False
    attempts: int = 0
    #: How often it was sent without anybody knowing whether it arrived.
    doubts: int = 0
    leased_until: datetime | None = None
    sent_at: datetime | None = None
    message_id: int | None = None


#: What a person wrote to another: it is kept only until it was delivered.
_CONTENT = ("text", "file_id")


def emptied(notice: Notice) -> Notice:
    """Without what was relayed, once there is nothing left to send."""
    if notice.state is NoticeState.WAITING or notice.kind not in (NoticeKind.RELAYED, NoticeKind.CLIENT_NOTE):
        return notice
    return replace(notice, facts={name: fact for name, fact in notice.facts.items() if name not in _CONTENT})


#: A delivery that took a notice and never reported is given up after so long.
LEASE = timedelta(seconds=60)


def about(booking: Booking, kind: NoticeKind, to: int | None, act: Act, **facts: Any) -> list[Notice]:
    """The notice of one act on a booking; nobody is told whom the bot cannot know."""
    if to is None:
        return []
    return [told(to, kind, act, booking_id=booking.id, **facts)]


def told(to: int, kind: NoticeKind, act: Act, *, booking_id: int | None = None, **facts: Any) -> Notice:
    key = f"{act.key}:{kind}:{to}:{booking_id or 0}"
    return Notice(0, key, to, kind, act.at, act.at, facts, booking_id)
