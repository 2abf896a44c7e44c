"""What a client's card counts."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from core.booking import Booking, Status
from core.charge import Charge, ChargeKind, ChargeStatus
from core.money import LIMIT, Money
from core.standing import standing

NOW = datetime(2025, 10, 15, 3, 0, tzinfo=UTC)


def a_booking(id_=1, status=Status.COMPLETED, hours=-2, price=500_000, **changes):
    start = NOW + timedelta(hours=hours)
    booking = Booking(id_, id_, 1, 1, start, start + timedelta(hours=1), status, NOW, NOW, price=price)
    return replace(booking, takes_time=status.takes_time, **changes)


def a_charge(kind=ChargeKind.SESSION, status=ChargeStatus.DUE, amount=500_000, booking_id=1, currency="VND"):
    id_ = 2 * booking_id + kind.is_penalty
    return Charge(id_, 1, 1, booking_id, kind, status, amount, currency, NOW)


def test_sessions_are_counted_by_their_outcome():
    found = standing(
        [
            a_booking(1),
            a_booking(2),
            a_booking(3, Status.NO_SHOW),
            a_booking(4, Status.CANCELLED),
            a_booking(5, Status.CONFIRMED, 5),
        ],
        [],
        {},
        NOW,
    )
    assert (found.held, found.missed, found.cancelled) == (2, 1, 1)


def test_sessions_ahead_are_in_order_and_not_over():
    late, soon = a_booking(1, Status.CONFIRMED, 30), a_booking(2, Status.CONFIRMED, 3)
    running, over = a_booking(3, Status.CONFIRMED, -0.5), a_booking(4, Status.CONFIRMED, -1)
    found = standing([late, soon, running, over, a_booking(5, Status.CANCELLED, 4)], [], {}, NOW)

    assert [b.id for b in found.ahead] == [3, 2, 1]


PENALTY = ChargeKind.LATE_CANCEL


@pytest.mark.parametrize(
    "booking, charges, paid, due, pending",
    [
        (a_booking(), [a_charge()], 0, 500_000, 0),
        (a_booking(), [a_charge()], 200_000, 300_000, 0),
        (a_booking(), [a_charge()], 500_000, 0, 0),
        (a_booking(), [a_charge(status=ChargeStatus.WAIVED)], 0, 0, 0),
        (a_booking(price=None), [], 0, 0, 0),
        (a_booking(price=0), [], 0, 0, 0),
        (a_booking(status=Status.CONFIRMED, hours=5), [], 0, 0, 0),
        (
            a_booking(status=Status.CANCELLED),
            [a_charge(PENALTY, ChargeStatus.PENDING, 250_000)],
            0,
            0,
            250_000,
        ),
        (a_booking(status=Status.CANCELLED), [a_charge(PENALTY, ChargeStatus.DUE, 250_000)], 0, 250_000, 0),
        (a_booking(status=Status.CANCELLED), [a_charge(PENALTY, ChargeStatus.DUE, 250_000)], 500_000, 0, 0),
        (a_booking(status=Status.CANCELLED), [a_charge(PENALTY, ChargeStatus.WAIVED, 250_000)], 0, 0, 0),
        (a_booking(status=Status.CANCELLED), [a_charge(status=ChargeStatus.VOID)], 0, 0, 0),
        (
            a_booking(),
            [a_charge(), a_charge(PENALTY, ChargeStatus.PENDING, 250_000)],
            100_000,
            400_000,
            250_000,
        ),
    ],
    ids=[
        "held",
        "partly paid",
        "paid",
        "waived",
        "no price",
        "free of charge",
        "ahead",
        "penalty pending",
        "penalty due",
        "more was paid than the penalty",
        "penalty waived",
        "charge void",
        "held, after a move with a fee",
    ],
)
def test_what_is_owed(booking, charges, paid, due, pending):
    found = standing([booking], charges, {(booking.id, None): paid}, NOW)

    assert found.due == ([Money(due)] if due else [])
    assert found.pending == ([Money(pending)] if pending else [])


def test_amounts_are_summed_a_currency():
    charges = [
        a_charge(),
        a_charge(booking_id=2),
        a_charge(booking_id=3, amount=4_000, currency="EUR"),
        a_charge(booking_id=4, amount=LIMIT),
    ]
    found = standing([a_booking(n) for n in (1, 2, 3, 4)], charges, {}, NOW)
    assert found.due == [Money(4_000, "EUR"), Money(LIMIT, "VND")]


@pytest.mark.parametrize("paid, due", [(0, 5_000_000), (2_000_000, 3_000_000), (5_000_000, 0)])
def test_a_package_that_is_not_paid_is_owed(paid, due):
    package = replace(a_charge(ChargeKind.PACKAGE, amount=5_000_000), booking_id=None, contract_id=7)
    found = standing([], [package], {(None, 7): paid}, NOW)
    assert found.due == ([Money(due)] if due else [])
