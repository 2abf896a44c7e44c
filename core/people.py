"""Who is who: people on Telegram, trainers, the clients on their lists, places and invitations."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime, time, timedelta
from enum import StrEnum

from core.errors import NotYours
from core.hours import QuietHours, WorkingHours
from core.money import Money
from core.policy import Policy


class Side(StrEnum):
    """On whose behalf something is done."""

    TRAINER = "trainer"
    CLIENT = "client"
    SYSTEM = "system"


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody on Telegram; `id` is the Telegram user id, which is the private chat's id too."""

    id: int
    name: str
    language: str
    zone: str
    created_at: datetime
    username: str | None = None
    #: When a message was refused because the bot is blocked; a sign of life clears it.
    blocked_at: datetime | None = None


class Opening(StrEnum):
    """How far clients book by themselves."""

    OFF = "off"
    #: The trainer says yes to each.
    ASK = "ask"
    BOOK = "book"


class OutcomeRule(StrEnum):
    """What happens when the trainer does not say how a session went."""

    MARK = "mark"
    ASK = "ask"


@dataclass(frozen=True, slots=True)
class Trainer:
    """A trainer's profile and defaults; `id` is the person's. Leads are minutes before the start."""

    id: int
    name: str
    zone: str
    created_at: datetime
    currency: str = "VND"
    price: int | None = None
    length_minutes: int = 60
    hours: WorkingHours = field(default_factory=lambda: WorkingHours.daily(time(6), time(21), range(6)))
    place_id: int | None = None
    buffer_minutes: int = 0
    policy: Policy = field(default_factory=Policy)
    client_leads: tuple[int, ...] = (24 * 60, 2 * 60)
    trainer_leads: tuple[int, ...] = (24 * 60,)
    quiet: QuietHours = field(default_factory=QuietHours)
    daily_list: time | None = time(6, 30)
    next_list_at: datetime | None = None
    outcome_rule: OutcomeRule = OutcomeRule.MARK
    #: Who owes is reminded so many days after it became due; nothing: only by the trainer's tap.
    debt_days: int | None = None
    #: Where clients transfer to: the bank's BIN, the account's number and the name that it is in.
    bank: str | None = None
    account: str | None = None
    account_name: str | None = None
    #: When the next public holiday is to be offered as time off.
    next_holiday_at: datetime | None = None
    #: The day's message stays pinned and is kept up to date.
    today_card: bool = True
    #: Booking by clients: whether, how soon before, how far ahead, and how many may be open at once.
    opening: Opening = Opening.OFF
    notice_minutes: int = 120
    horizon_days: int = 30
    most_open: int = 3

    @property
    def usual_price(self) -> Money | None:
        return None if self.price is None else Money(self.price, self.currency)

    @property
    def length(self) -> timedelta:
        return timedelta(minutes=self.length_minutes)

    @property
    def notice(self) -> timedelta:
        return timedelta(minutes=self.notice_minutes)

    @property
    def horizon(self) -> timedelta:
        return timedelta(days=self.horizon_days)


class ClientStatus(StrEnum):
    INVITED = "invited"
    PENDING = "pending"
    MATCHED = "matched"
    REJECTED = "rejected"
    ENDED = "ended"

    @property
    def is_listed(self) -> bool:
        """On the trainer's list: not one who has only asked, was declined, or has left."""
        return self in (ClientStatus.INVITED, ClientStatus.MATCHED)


@dataclass(frozen=True, slots=True)
class Client:
    """A person, or so far only a name, on one trainer's list."""

    id: int
    trainer_id: int
    name: str
    status: ClientStatus
    created_at: datetime
    person_id: int | None = None
    phone: str | None = None
    #: When the client agreed, and to what; without it a penalty is only a proposal.
    agreed_at: datetime | None = None
    agreed_policy: Policy | None = None
    #: When the two parted. An entry that was merged into another one has ended without.
    ended_at: datetime | None = None
    #: What this client may book; without one as the trainer has it for all.
    opening: Opening | None = None
    #: Messages through the bot that one of the two does not want to get.
    muted_by_trainer: bool = False
    muted_by_client: bool = False

    def may_book(self, trainer: Trainer) -> Opening:
        return trainer.opening if self.opening is None else self.opening

    def has_agreed_to(self, policy: Policy) -> bool:
        """Also to a milder one; a harder one has to be agreed to anew."""
        return self.agreed_policy is not None and policy.asks_no_more_than(self.agreed_policy)

    def linked_to(self, person_id: int) -> Client:
        return replace(self, person_id=person_id, status=ClientStatus.MATCHED)


class PlaceKind(StrEnum):
    GYM = "gym"
    HOME = "home"
    ONLINE = "online"


@dataclass(frozen=True, slots=True)
class Place:
    """Where sessions are held; `link` is the meeting link of an online one."""

    id: int
    trainer_id: int
    kind: PlaceKind
    name: str
    address: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    link: str | None = None
    removed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Parties:
    """Those whom a session concerns, and where it is held: the trainer's own place, or none."""

    trainer: Trainer
    client: Client
    person: Person | None
    place: Place | None


@dataclass(frozen=True, slots=True)
class Invitation:
    """A one-use link to a place on a trainer's list; only the SHA-256 of its secret is kept."""

    id: int
    trainer_id: int
    client_id: int
    digest: str
    created_at: datetime
    expires_at: datetime
    used_at: datetime | None = None
    used_by: int | None = None
    revoked_at: datetime | None = None

    def is_open(self, now: datetime) -> bool:
        return self.used_at is None and self.revoked_at is None and now < self.expires_at


def side_of(person_id: int, *, trainer_id: int, client_person_id: int | None) -> Side:
    """Trainer or client of a booking; NotYours for everybody else."""
    if person_id == trainer_id:
        return Side.TRAINER
    if person_id == client_person_id:
        return Side.CLIENT
    raise NotYours
