"""A trainer's history made up: random ones for figures to be checked on, and a long one to be measured on."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from core.booking import Booking, Slot, SlotKind, Status
from core.charge import Charge, ChargeKind, ChargeStatus, Method, Payment
from core.figures import Facts, Got, Sitting, Span, near, whole
from core.hours import WorkingHours
from core.people import Side
from core.period import Period
from tests.core.slow_figures import QUARTER

ZONES = (
    "America/Los_Angeles",
    "America/St_Johns",
    "Asia/Ho_Chi_Minh",
    "Asia/Kathmandu",
    "Pacific/Auckland",
    "America/Santiago",
    "UTC",
)
#: Edges of months and years, days on which clocks change, and ordinary ones.
TODAYS = (
    date(2025, 1, 1),
    date(2025, 1, 31),
    date(2025, 3, 9),
    date(2025, 4, 6),
    date(2025, 9, 7),
    date(2025, 10, 15),
    date(2025, 11, 2),
    date(2025, 12, 31),
    date(2024, 2, 29),
)
HOURS = (
    WorkingHours.daily(time(6), time(21), range(6)),
    WorkingHours.daily(time(0), time(0)),
    WorkingHours.daily(time(6), time(12), range(5)).with_day(date(2025, 10, 20), ((time(18), time(0)),)),
    WorkingHours(((),) * 7),
)


@st.composite
def histories(draw: Any, spans: Sequence[Span] = tuple(Span)) -> Facts:
    """Sessions crowd around today and around the edges of the period, some exactly on them."""
    tz = ZoneInfo(draw(st.sampled_from(ZONES)))
    today = draw(st.sampled_from(TODAYS))
    now = datetime.combine(today, time(draw(st.integers(0, 23)), 30), tz).astimezone(UTC)
    span = draw(st.sampled_from(spans))
    known = Period(now - timedelta(days=draw(st.integers(1, 100))), now + timedelta(days=20))
    period = whole(span, now, tz, known)
    edges = [now, period.start, period.end, near(period, now, tz)[0].start, near(period, now, tz)[1].start]
    moments = st.builds(
        lambda edge, quarters: (
            edge - (edge - datetime.min.replace(tzinfo=UTC)) % QUARTER + quarters * QUARTER
        ),
        st.sampled_from(edges),
        st.one_of(st.just(0), st.integers(-3, 3), st.integers(-300, 300)),
    )
    sittings = [_sitting(draw, n, moments) for n in range(1, draw(st.integers(0, 8)) + 1)]
    charges = [c for s in sittings for c in _charges(draw, s, moments)]
    return Facts(
        period,
        now,
        tz,
        sittings,
        charges,
        _paid(draw, charges),
        [
            Got(draw(moments), draw(st.integers(-500, 900)) * 1000, "VND")
            for _ in range(draw(st.integers(0, 4)))
        ],
        draw(st.sampled_from(HOURS)),
        [
            Period.of(draw(moments), QUARTER * draw(st.integers(1, 300)))
            for _ in range(draw(st.integers(0, 2)))
        ],
        _stays(sittings, min(now, period.end)),
    )


def _sitting(draw: Any, id_: int, moments: Any) -> Sitting:
    status, start = draw(st.sampled_from(Status)), draw(moments)
    gone = status is Status.CANCELLED
    return Sitting(
        id_,
        draw(st.integers(1, 3)),
        start,
        start + QUARTER * draw(st.integers(1, 8)),
        status,
        draw(moments),
        draw(st.sampled_from(["VND", "VND", "VND", "USD"])),
        draw(st.sampled_from([None, 0, 300_000, 500_000])),
        None,
        draw(moments) if gone else None,
        draw(st.sampled_from(Side)) if gone else None,
    )


def _charges(draw: Any, s: Sitting, moments: Any) -> list[Charge]:
    kinds = draw(st.lists(st.sampled_from(ChargeKind), max_size=2, unique=True))
    return [
        Charge(
            s.id * 10 + n,
            1,
            s.client_id,
            None if kind is ChargeKind.PACKAGE else s.id,
            kind,
            draw(st.sampled_from(ChargeStatus)),
            draw(st.sampled_from([0, 150_000, 500_000, 700_000])),
            s.currency,
            draw(moments),
            draw(st.none() | moments),
            settled_at=draw(st.none() | moments),
            contract_id=s.id if kind is ChargeKind.PACKAGE else None,
            credit=draw(st.booleans()) and kind.is_penalty,
        )
        for n, kind in enumerate(kinds)
    ]


def _paid(draw: Any, charges: list[Charge]) -> dict[Any, int]:
    sources = {(c.booking_id, None if c.booking_id else c.contract_id) for c in charges}
    return {of: draw(st.sampled_from([0, 100_000, 500_000, 1_000_000])) for of in sorted(sources, key=str)}


def _stays(sittings: list[Sitting], until: datetime) -> dict[int, tuple[datetime, datetime]]:
    found: dict[int, tuple[datetime, datetime]] = {}
    for s in sorted(sittings, key=lambda s: s.starts_at):
        if s.status is Status.COMPLETED and s.starts_at < until:
            found[s.client_id] = (found.get(s.client_id, (s.starts_at,))[0], s.starts_at)
    return found


def a_year(
    count: int, clients: list[int], trainer: int
) -> tuple[list[Slot], list[Booking], list[Charge], list[Payment]]:
    """Ten sessions a day from January 2025 on, most of them held and paid."""
    slots, bookings, charges, payments = [], [], [], []
    for n in range(count):
        start = datetime(2025, 1, 1, tzinfo=UTC) + timedelta(days=n // 10, hours=n % 10)
        status = (Status.COMPLETED, Status.CANCELLED, Status.NO_SHOW)[{7: 1, 9: 2}.get(n % 10, 0)]
        client, end = clients[n % len(clients)], start + timedelta(hours=1)
        slots.append(Slot(n + 1, trainer, SlotKind.BOOKING, start, end, takes_time=False))
        more: dict[str, Any] = {"takes_time": False, "price": 500_000}
        if status is Status.CANCELLED:
            more |= {"cancelled_at": start - timedelta(hours=n % 60), "cancelled_by": Side.CLIENT}
        bookings.append(Booking(n + 1, n + 1, trainer, client, start, end, status, start, start, **more))
        kind = ChargeKind.SESSION if status is Status.COMPLETED else ChargeKind.NO_SHOW
        charges.append(
            Charge(n + 1, trainer, client, n + 1, kind, ChargeStatus.DUE, 500_000, "VND", end, due_at=end)
        )
        if n % 8:
            payments.append(Payment(n + 1, trainer, client, n + 1, 500_000, "VND", Method.CASH, end))
    return slots, bookings, charges, payments
