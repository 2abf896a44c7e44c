"""What cancelling late costs: agreed in advance, shown before it applies."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from core.money import Money

#: How long after the first reminder a client may still cancel free of charge.
GRACE = timedelta(minutes=60)
#: How long a penalty waits for the trainer to waive it or the client to object.
PENDING = timedelta(hours=24)


class Forfeit(StrEnum):
    """What a penalty takes on a prepaid contract: money as without one, the credit, or nothing."""

    MONEY = "money"
    CREDIT = "credit"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Penalty:
    """What a late cancellation or a no-show costs: money, or one credit of the contract; never both."""

    money: Money
    credit: bool = False

    @property
    def shown(self) -> int:
        """What a button carries of it, to tell whether the person saw it: minor units, -1 for a credit."""
        return -1 if self.credit else self.money.amount


@dataclass(frozen=True, slots=True)
class Policy:
    """Copied onto a booking when it is made, so that later changes never reach back."""

    free_hours: int = 24
    late_percent: int = 50
    no_show_percent: int = 100
    prepaid: Forfeit = Forfeit.CREDIT

    def free_until(self, start: datetime) -> datetime:
        """Up to and including this moment a client cancels free of charge."""
        return start - timedelta(hours=self.free_hours)

    def is_late(self, start: datetime, now: datetime, reminded_at: datetime | None) -> bool:
        """`reminded_at`: when the first reminder of this start reached the client."""
        in_grace = reminded_at is not None and reminded_at <= now <= reminded_at + GRACE
        return now > self.free_until(start) and not in_grace

    def asks_no_more_than(self, agreed: Policy) -> bool:
        """Whether somebody who agreed to `agreed` is held to nothing harder by this one."""
        return (
            self.free_hours <= agreed.free_hours
            and self.late_percent <= agreed.late_percent
            and self.no_show_percent <= agreed.no_show_percent
            and self.prepaid in (agreed.prepaid, Forfeit.NOTHING)
        )

    def late_penalty(self, price: Money | None, *, prepaid: bool) -> Penalty | None:
        return self._penalty(price, self.late_percent, prepaid=prepaid)

    def no_show_penalty(self, price: Money | None, *, prepaid: bool) -> Penalty | None:
        return self._penalty(price, self.no_show_percent, prepaid=prepaid)

    def _penalty(self, price: Money | None, percent: int, *, prepaid: bool) -> Penalty | None:
        if prepaid and (self.prepaid is Forfeit.NOTHING or not percent):
            return None
        if prepaid and self.prepaid is Forfeit.CREDIT:
            return Penalty(Money(0, price.currency) if price else Money(0), credit=True)
        fee = _share(price, percent)
        return Penalty(fee) if fee else None


def _share(price: Money | None, percent: int) -> Money | None:
    """Nothing rather than a fee of zero: what costs nothing is no penalty."""
    fee = price.percent(percent) if price else None
    return fee if fee and fee.amount else None
