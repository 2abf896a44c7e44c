"""Random histories as rows, and what they come to by a slow reading of those rows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from core.booking import Booking, Slot, SlotKind, Status
from core.charge import Charge, ChargeKind, ChargeStatus, Method, Payment
from core.contract import Contract
from core.figures import Facts, Got, Sitting, Span
from core.people import Client, ClientStatus, Person, Side, Trainer
from core.period import Period
from core.time_off import TimeOff
from storage import tables
from storage.rows import to_row
from tests.core.histories import HOURS, TODAYS, ZONES
from tests.core.slow_figures import QUARTER

#: How many rows of a kind one history may have, so that ids of two never meet.
_ROOM = 1000
_EACH = {3: 333_000, 4: 1_250_000}


@dataclass
class History:
    """A trainer of their own in a database that others share: `n` tells them apart."""

    n: int
    rng: Random = field(init=False)
    tz: ZoneInfo = field(init=False)
    now: datetime = field(init=False)
    trainer: Trainer = field(init=False)
    contracts: list[Contract] = field(init=False)
    bookings: list[Booking] = field(init=False)
    charges: list[Charge] = field(init=False)
    payments: list[Payment] = field(init=False)
    off: list[TimeOff] = field(init=False)

    def __post_init__(self) -> None:
        self.rng = Random(self.n)  # Nothing secret.
        self.tz, self.first = ZoneInfo(ZONES[self.n % len(ZONES)]), self.n * _ROOM + 1
        today = self.rng.choice(TODAYS)
        self.now = datetime.combine(today, time(self.rng.randrange(24), 30), self.tz).astimezone(UTC)
        created = self.now - timedelta(days=self.rng.choice([1, 45, 200]))
        hours = self.rng.choice(HOURS)
        self.trainer = Trainer(self.first, "T", self.tz.key, created, hours=hours, daily_list=None)
        self.contracts = [self._contract(n, 3 + n, (1_000_000, 5_000_000)[n]) for n in range(2)]
        self.bookings = [self._booking(n) for n in range(self.rng.choice([0, 6, 14, 25]))]
        numbers = iter(range(self.first, self.first + _ROOM))
        of_sessions = [c for b in self.bookings for c in self._charges(b, numbers)]
        self.charges = of_sessions + [self._of_package(c, numbers) for c in self.contracts]
        self.payments = [self._payment(n) for n in range(self.rng.choice([0, 3, 12]))]
        self.off = [self._time_off(n) for n in range(self.rng.randrange(4))]

    def midnight(self, day: date) -> datetime:
        return datetime.combine(day, time(), self.tz).astimezone(UTC)

    def moment(self) -> datetime:
        """At, beside or somewhere around an edge of any period."""
        today = self.now.astimezone(self.tz).date()
        first = today.replace(day=1)
        days = [
            *(first, (first - timedelta(days=1)).replace(day=1), (first + timedelta(days=32)).replace(day=1)),
            *(date(today.year, 1, 1), date(today.year + 1, 1, 1)),
            *(
                edge + timedelta(days=1 - n)
                for edge in (today, first - timedelta(days=1))
                for n in (0, 30, 60)
            ),
        ]
        edge = self.rng.choice([*map(self.midnight, days), self.now - timedelta(minutes=30)])
        quarters = self.rng.choice([0, -1, 1, self.rng.randint(-3, 3), self.rng.randint(-900, 900)])
        return edge + quarters * QUARTER

    def _contract(self, n: int, sessions: int, price: int) -> Contract:
        client = self.first + n
        return Contract(self.first + n, self.first, client, "P", sessions, price, "VND", self.moment())

    def _booking(self, n: int) -> Booking:
        rng, start = self.rng, self.moment()
        status, contract = rng.choice(list(Status)), rng.choice([None, None, None, *self.contracts])
        gone = status is Status.CANCELLED
        more: dict[str, Any] = {"price": rng.choice([None, 0, 300_000, 500_000])}
        if contract is not None:
            more = {"price": _EACH[contract.sessions], "contract_id": contract.id}
        return Booking(
            self.first + n,
            self.first + n,
            self.first,
            contract.client_id if contract else self.first + rng.randrange(4),
            start,
            start + QUARTER * rng.randint(1, 8),
            status,
            self.moment(),
            start,
            takes_time=False,
            currency="VND" if contract else rng.choice(["VND", "VND", "USD"]),
            cancelled_at=self.moment() if gone else None,
            cancelled_by=rng.choice(list(Side)) if gone else None,
            **more,
        )

    def _charges(self, booking: Booking, numbers: Iterable[int]) -> list[Charge]:
        rng = self.rng
        kinds = (ChargeKind.SESSION, ChargeKind.LATE_CANCEL, ChargeKind.NO_SHOW)
        return [
            Charge(
                next(iter(numbers)),
                self.first,
                booking.client_id,
                booking.id,
                kind,
                rng.choice(list(ChargeStatus)),
                rng.choice([0, 150_000, 500_000, 700_000]),
                booking.currency,
                self.moment(),
                rng.choice([None, self.moment()]),
                settled_at=rng.choice([None, self.moment()]),
                contract_id=booking.contract_id,
                credit=booking.contract_id is not None and kind.is_penalty and rng.random() < 0.5,
            )
            for kind in rng.sample(kinds, rng.choice([0, 1, 1, 2]))
        ]

    def _of_package(self, contract: Contract, numbers: Iterable[int]) -> Charge:
        status = self.rng.choice(list(ChargeStatus))
        return Charge(
            next(iter(numbers)),
            self.first,
            contract.client_id,
            None,
            ChargeKind.PACKAGE,
            status,
            contract.price,
            "VND",
            self.moment(),
            settled_at=self.moment(),
            contract_id=contract.id,
        )

    def _payment(self, n: int) -> Payment:
        """Some are given back, and some were never there."""
        charge = self.rng.choice(self.charges)
        return Payment(
            self.first + n,
            self.first,
            charge.client_id,
            charge.id,
            self.rng.choice([50_000, 150_000, 500_000, 2_000_000]),
            charge.currency,
            self.rng.choice(list(Method)),
            self.moment(),
            voided_at=self.rng.choice([None, None, None, self.now]),
            refund=self.rng.random() < 0.3,
        )

    def _time_off(self, n: int) -> TimeOff:
        start = self.moment()
        end = start + QUARTER * self.rng.randint(1, 300)
        return TimeOff(
            self.first + n, self.first, start, end, start, removed_at=self.rng.choice([None, None, self.now])
        )

    async def write(self, connection: AsyncConnection) -> None:
        me = Person(self.first, "T", "en", self.tz.key, self.now)
        clients = [
            Client(self.first + n, self.first, f"C{n}", ClientStatus.MATCHED, self.now) for n in range(4)
        ]
        slots = [
            Slot(b.slot_id, self.first, SlotKind.BOOKING, b.starts_at, b.ends_at, takes_time=False)
            for b in self.bookings
        ]
        for table, entities in (
            (tables.people, [me]),
            (tables.trainers, [self.trainer]),
            (tables.clients, clients),
            (tables.slots, slots),
            (tables.contracts, self.contracts),
            (tables.bookings, self.bookings),
            (tables.charges, self.charges),
            (tables.payments, self.payments),
            (tables.time_off, self.off),
        ):
            if entities:
                await connection.execute(insert(table), [to_row(e) for e in entities])

    def facts(self, span: Span) -> Facts:
        """All that there is, read row by row."""
        paid: dict[Any, int] = defaultdict(int)
        for charge in self.charges:
            paid[charge.booking_id, None if charge.booking_id else charge.contract_id] += sum(
                -p.amount if p.refund else p.amount
                for p in self.payments
                if p.charge_id == charge.id and p.voided_at is None
            )
        first, last = self.days(span)
        return Facts(
            Period(self.midnight(first), self.midnight(last + timedelta(days=1))),
            self.now,
            self.tz,
            [self._sitting(b) for b in self.bookings],
            self.charges,
            dict(paid),
            [
                Got(p.paid_at, -p.amount if p.refund else p.amount, p.currency)
                for p in self.payments
                if p.voided_at is None
            ],
            self.trainer.hours,
            [Period(o.starts_at, o.ends_at) for o in self.off if o.removed_at is None],
        )

    def days(self, span: Span) -> tuple[date, date]:
        """The first and the last."""
        today = self.now.astimezone(self.tz).date()
        if span is Span.ALL:
            known = [today, self.trainer.created_at.astimezone(self.tz).date()]
            known += [at.astimezone(self.tz).date() for b in self.bookings for at in (b.starts_at, b.ends_at)]
            return min(known), max(known)
        if span is Span.YEAR:
            return date(today.year, 1, 1), date(today.year, 12, 31)
        if span is Span.LAST_MONTH:
            last = today - timedelta(days=today.day)
            return last.replace(day=1), last
        after = date(today.year + today.month // 12, today.month % 12 + 1, 1)
        return today.replace(day=1), after - timedelta(days=1)

    def _sitting(self, b: Booking) -> Sitting:
        return Sitting(
            *(b.id, b.client_id, b.starts_at, b.ends_at, b.status, b.created_at, b.currency),
            *(self._worth(b), b.contract_id, b.cancelled_at, b.cancelled_by),
        )

    def _worth(self, booking: Booking) -> int | None:
        """The third of three for 1,000,000 is worth 334,000."""
        odd = self.contracts[0]
        if booking.contract_id != odd.id:
            return booking.price
        forfeited = [
            c.booking_id
            for c in self.charges
            if c.credit and c.status in (ChargeStatus.PENDING, ChargeStatus.DUE)
        ]
        using = [
            b
            for b in self.bookings
            if b.contract_id == odd.id
            and (b.status in (Status.PENDING, Status.CONFIRMED, Status.COMPLETED) or b.id in forfeited)
        ]
        using.sort(key=lambda b: (b.starts_at, b.id))
        return 334_000 if booking in using and using.index(booking) == 2 else booking.price
