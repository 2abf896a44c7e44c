"""Packages and what is agreed of them: how many sessions, until when, what each one is worth."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from core.booking import Kind
from core.errors import NotValid
from core.money import CASH_STEPS, LIMIT, Money
from core.period import Period
from core.policy import Policy
from core.zones import at_wall

#: A package is valid for so many days when nothing else is said.
USUAL_DAYS = 90
#: A freeze is at least so long; so often and so many days in all.
SHORTEST_FREEZE = 7
MOST_FREEZES = 2
MOST_FROZEN_DAYS = 30
MOST_SESSIONS = 500
MOST_DAYS = 3 * 366
LONGEST_NAME = 64


class Billing(StrEnum):
    PREPAID = "prepaid"
    PER_SESSION = "per_session"


class ContractStatus(StrEnum):
    ACTIVE = "active"
    FROZEN = "frozen"
    COMPLETED = "completed"
    EXPIRED = "expired"
    ENDED = "ended"

    @property
    def is_open(self) -> bool:
        """Sessions can still be booked on it, now or after the freeze."""
        return self in (ContractStatus.ACTIVE, ContractStatus.FROZEN)


@dataclass(frozen=True, slots=True)
class Offer:
    """The terms of a package: offered to everybody, or agreed with one client."""

    name: str
    sessions: int
    price: int
    currency: str
    days: int = USUAL_DAYS
    billing: Billing = Billing.PREPAID
    kind: Kind = Kind.PERSONAL

    @property
    def cost(self) -> Money:
        return Money(self.price, self.currency)

    def checked(self) -> Offer:
        """With its name tidied; NotValid names what cannot be."""
        name = " ".join(self.name.split())
        rules = {
            "package_name": 1 <= len(name) <= LONGEST_NAME,
            "sessions": 1 <= self.sessions <= MOST_SESSIONS,
            "price": 0 <= self.price <= LIMIT,
            "days": 1 <= self.days <= MOST_DAYS,
        }
        for field_name, holds in rules.items():
            if not holds:
                raise NotValid(field_name)
        return replace(self, name=name)


@dataclass(frozen=True, slots=True)
class Package:
    """What a trainer offers: so many sessions for so much, valid for so many days."""

    id: int
    trainer_id: int
    name: str
    sessions: int
    price: int
    currency: str
    created_at: datetime
    days: int = USUAL_DAYS
    billing: Billing = Billing.PREPAID
    kind: Kind = Kind.PERSONAL
    removed_at: datetime | None = None

    @property
    def cost(self) -> Money:
        return Money(self.price, self.currency)

    @property
    def offer(self) -> Offer:
        return Offer(self.name, self.sessions, self.price, self.currency, self.days, self.billing, self.kind)


@dataclass(frozen=True, slots=True)
class Contract:
    """One package agreed with one client; total, price, billing and policy as they were then.

    `first_at`: the earliest session that uses a credit, from which the days count; fixed once one was
    completed or forfeited. `more_days`: added by extensions and freezes.
    """

    id: int
    trainer_id: int
    client_id: int
    name: str
    sessions: int
    price: int
    currency: str
    created_at: datetime
    days: int = USUAL_DAYS
    billing: Billing = Billing.PREPAID
    kind: Kind = Kind.PERSONAL
    policy: Policy = field(default_factory=Policy)
    status: ContractStatus = ContractStatus.ACTIVE
    #: Sessions given or taken by hand, each time with a reason in the log.
    adjustments: int = 0
    first_at: datetime | None = None
    more_days: int = 0
    freezes: int = 0
    frozen_days: int = 0
    #: The days of the last freeze, both inclusive.
    frozen_from: date | None = None
    frozen_until: date | None = None
    agreed_at: datetime | None = None
    ended_at: datetime | None = None
    renews_id: int | None = None
    #: The next moment at which the tick has to look at it.
    next_at: datetime | None = None
    stars: int | None = None
    rating: str | None = None
    #: The words were given for others to read; what was written before was for the trainer alone.
    rating_is_public: bool = False
    rated_at: datetime | None = None
    #: Rises with whatever is agreed anew: buttons carry it.
    version: int = 0

    @property
    def cost(self) -> Money:
        return Money(self.price, self.currency)

    @property
    def offer(self) -> Offer:
        return Offer(self.name, self.sessions, self.price, self.currency, self.days, self.billing, self.kind)

    @property
    def is_prepaid(self) -> bool:
        return self.billing is Billing.PREPAID

    @property
    def total(self) -> int:
        return self.sessions + self.adjustments

    def worth(self, number: int = 1) -> Money:
        """Of one session: price ÷ N, down to the cash step; the last one takes what remains."""
        step = CASH_STEPS.get(self.currency, 1)
        each = self.price // self.sessions // step * step
        amount = self.price - each * (self.sessions - 1) if number == self.sessions else each
        return Money(amount, self.currency)

    def worth_of(self, sessions: int) -> Money:
        """Of the first so many."""
        if sessions >= self.sessions:
            return self.cost
        return (
            Money(self.worth().amount * sessions, self.currency)
            if self.sessions > 1
            else Money(0, self.currency)
        )

    def last_day(self, tz: ZoneInfo, first_at: datetime | None = None) -> date | None:
        """Inclusive; nothing as long as no session is booked."""
        first = first_at or self.first_at
        if first is None:
            return None
        return first.astimezone(tz).date() + timedelta(days=self.days + self.more_days)

    def expires_at(self, tz: ZoneInfo, first_at: datetime | None = None) -> datetime | None:
        last = self.last_day(tz, first_at)
        return None if last is None else at_wall(last + timedelta(days=1), time(0), tz)

    def frozen(self, tz: ZoneInfo) -> Period | None:
        """The last freeze as a period."""
        if self.frozen_from is None or self.frozen_until is None:
            return None
        after = self.frozen_until + timedelta(days=1)
        return Period(at_wall(self.frozen_from, time(0), tz), at_wall(after, time(0), tz))

    def is_frozen(self, now: datetime, tz: ZoneInfo) -> bool:
        frozen = self.frozen(tz)
        return frozen is not None and frozen.start <= now < frozen.end

    def froze(self, today: date, days: int) -> Contract:
        """From today on; the end moves by as many days. NotValid outside the bounds."""
        most = MOST_FROZEN_DAYS - self.frozen_days
        if self.freezes >= MOST_FREEZES or most < SHORTEST_FREEZE:
            raise NotValid("freezes")
        if not SHORTEST_FREEZE <= days <= most:
            raise NotValid("freeze_days")
        return replace(
            self,
            version=self.version + 1,
            status=ContractStatus.FROZEN,
            freezes=self.freezes + 1,
            frozen_days=self.frozen_days + days,
            frozen_from=today,
            frozen_until=today + timedelta(days=days - 1),
            more_days=self.more_days + days,
        )
