"""Refusals that a person can be told: one class each, with facts and no words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from core.act import Event
    from core.conflicts import Conflict


class Refusal(Exception):
    """Something that a person asked for and that the rules do not allow; nothing was changed."""


class NotFound(Refusal):
    """It is not there, or not any more."""


class NotYours(Refusal):
    """It belongs to somebody else; the answer does not say more than `NotFound` would."""


@dataclass(eq=False)
class AlreadyDone(Refusal):
    """The act was carried out before; `event` is what was written then."""

    event: Event


@dataclass(eq=False)
class Stale(Refusal):
    """The button shows an earlier version of the booking."""

    booking_id: int


@dataclass(eq=False)
class NotPossible(Refusal):
    """The booking's status or time does not allow this move."""

    booking_id: int
    move: str
    status: str


@dataclass(eq=False)
class InConflict(Refusal):
    """The time cannot be taken as it is; the edge asks what this reader may see of it."""

    conflicts: tuple[Conflict, ...]

    @property
    def may_book_anyway(self) -> bool:
        return all(c.anyway_allowed for c in self.conflicts)


@dataclass(eq=False)
class NotLoggable(Refusal):
    """A past session can only be logged within 14 days."""

    start: datetime


@dataclass(eq=False)
class WhichContract(Refusal):
    """Several contracts of the client can take the session: it has to be said which."""

    contract_ids: tuple[int, ...]


@dataclass(eq=False)
class InvitationClosed(Refusal):
    """The link was used, revoked, has run out or never existed."""

    reason: str


class OwnInvitation(Refusal):
    """A trainer opened the link to their own list."""


class AlreadyOnList(Refusal):
    """The person is on this trainer's list already."""


class NotTaking(Refusal):
    """The trainer takes nobody new: no admin has let them in, or one has paused them."""


class NotOpen(Refusal):
    """The trainer does not let this client book by themselves."""


@dataclass(eq=False)
class TooManyOpen(Refusal):
    """As many sessions that the client booked by themselves are ahead as the trainer allows."""

    most: int


@dataclass(eq=False)
class MovedOften(Refusal):
    """The session was moved as often as its client may wish it."""

    booking_id: int


class OfferOver(Refusal):
    """It is not offered any more: the half hour is over, or the trainer needed the time."""


class TooMany(Refusal):
    """A bound that protects everybody was reached."""


@dataclass(eq=False)
class NotValid(Refusal):
    """A typed value is outside what the field allows; `field` names it for the edge."""

    field: str


@dataclass(eq=False)
class InThePast(Refusal):
    """A session cannot be moved to a time that is over."""

    start: datetime


@dataclass(eq=False)
class FeeChanged(Refusal):
    """The fee is not the one that was shown: the person has to see the new one first."""

    booking_id: int


@dataclass(eq=False)
class ContractChanged(Refusal):
    """The contract, or what a change of it would bring, is not as it was shown."""

    contract_id: int


class AlreadyPaid(Refusal):
    """Nothing is open on it."""


class AccountChanged(Refusal):
    """Money was received or given back since the account was shown: the person has to see it first."""


@dataclass(eq=False)
class NotAskable(Refusal):
    """The trainer cannot be asked now: `reason` is own, closed, together, waiting, soon, paused or over."""

    reason: str


@dataclass(eq=False)
class Unheard(Refusal):
    """A message would reach nobody: `reason` is parted, away, quiet, quick or long."""

    reason: str


@dataclass(eq=False)
class ClassFull(Refusal):
    """No seat is free: somebody else was quicker, or one is kept for whoever waits."""

    class_id: int


@dataclass(eq=False)
class ClassChanged(Refusal):
    """The class, or who is in it, is not as it was shown, or does not allow that any more."""

    class_id: int


@dataclass(eq=False)
class SeatsBusy(Refusal):
    """Some who are in the class cannot at that time: only who they are may be said, to their trainer."""

    client_ids: tuple[int, ...]
