"""A client's account: what is missing of which charge, who owes most, when they are reminded."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.account import account, debtors, entries, next_morning, next_reminder, spread, sums
from core.charge import Charge, ChargeKind, ChargeStatus, Method, Payment
from core.errors import NotValid
from core.money import Money

NOW = datetime(2025, 10, 15, 3, 0, tzinfo=UTC)
VIETNAM, BERLIN = ZoneInfo("Asia/Ho_Chi_Minh"), ZoneInfo("Europe/Berlin")
SESSION, PACKAGE, LATE = ChargeKind.SESSION, ChargeKind.PACKAGE, ChargeKind.LATE_CANCEL


def a_charge(id_=1, amount=500_000, booking=1, kind=SESSION, status=ChargeStatus.DUE, **changes):
    created = changes.pop("created_at", NOW + timedelta(minutes=id_))
    charge = Charge(id_, 1, 1, booking, kind, status, amount, "VND", created)
    return replace(charge, **changes)


def a_payment(amount, charge=1, **changes):
    return replace(Payment(amount, 1, 1, charge, amount, "VND", Method.CASH, NOW), **changes)


@pytest.mark.parametrize(
    "charges, payments, due, pending",
    [
        ([], [], 0, 0),
        ([a_charge()], [], 500_000, 0),
        ([a_charge()], [a_payment(200_000)], 300_000, 0),
        ([a_charge()], [a_payment(200_000, voided_at=NOW)], 500_000, 0),
        ([a_charge()], [a_payment(500_000), a_payment(200_000, refund=True)], 200_000, 0),
        ([a_charge(), a_charge(2, booking=2)], [a_payment(700_000)], 500_000, 0),
        ([a_charge(status=ChargeStatus.VOID)], [a_payment(500_000)], 0, 0),
        (
            [a_charge(status=ChargeStatus.VOID), a_charge(2, 250_000, kind=LATE)],
            [a_payment(500_000)],
            0,
            0,
        ),
        ([a_charge(), a_charge(2, 250_000, kind=LATE, status=ChargeStatus.PENDING)], [], 500_000, 250_000),
        ([a_charge(amount=0, kind=LATE, credit=True)], [], 0, 0),
        ([a_charge(1, 5_000_000, None, PACKAGE, contract_id=7)], [a_payment(2_000_000)], 3_000_000, 0),
        (
            [a_charge(1, 5_000_000, None, PACKAGE, contract_id=7), a_charge(2, booking=3, contract_id=7)],
            [a_payment(6_000_000)],
            500_000,
            0,
        ),
    ],
    ids=[
        "nothing",
        "open",
        "part paid",
        "payment taken back",
        "part given back",
        "money stays with its session",
        "crossed out",
        "what was paid covers the fee of the same session",
        "fee pending",
        "a credit is no money",
        "package part paid",
        "a package's money does not pay its sessions",
    ],
)
def test_what_is_owed(charges, payments, due, pending):
    found = account(charges, payments)
    assert found.due_sums == ([Money(due)] if due else [])
    assert found.pending_sums == ([Money(pending)] if pending else [])


def test_the_oldest_comes_first_and_due_before_pending():
    charges = [
        a_charge(1, kind=LATE, status=ChargeStatus.PENDING, due_at=NOW + timedelta(days=1)),
        a_charge(3, booking=2),
        a_charge(2, booking=3, created_at=NOW - timedelta(days=9)),
    ]
    assert [e.charge.id for e in account(charges, []).owed] == [2, 3, 1]


@pytest.mark.parametrize(
    "amount, parts",
    [
        (None, [(1, 300), (2, 500)]),
        (800, [(1, 300), (2, 500)]),
        (300, [(1, 300)]),
        (301, [(1, 300), (2, 1)]),
        (1, [(1, 1)]),
    ],
)
def test_an_amount_is_spread_from_the_oldest_on(amount, parts):
    owed = account([a_charge(1, 300), a_charge(2, 500, booking=2)], []).owed
    assert [(charge.id, part) for charge, part in spread(owed, amount)] == parts


@pytest.mark.parametrize("amount", [0, -1, 801])
def test_more_than_is_owed_or_nothing_is_refused(amount):
    owed = account([a_charge(1, 300), a_charge(2, 500, booking=2)], []).owed
    with pytest.raises(NotValid):
        spread(owed, amount)


def test_two_currencies_are_not_paid_at_once():
    with pytest.raises(NotValid, match="currency"):
        spread(account([a_charge(1), a_charge(2, booking=2, currency="EUR")], []).owed)


def test_who_owes_most_comes_first_with_the_day_since_which():
    found = debtors(
        entries([a_charge(1, 300), a_charge(2, 500, booking=2, client_id=2), a_charge(3, 100, booking=3)], {})
    )
    assert [(d.client_id, d.due[0].amount) for d in found] == [(2, 500), (1, 400)]
    assert found[1].since == a_charge(1).created_at


CHARGES = st.lists(
    st.tuples(
        st.integers(1, 900),
        st.sampled_from([(1, None), (2, None), (None, 7)]),
        st.sampled_from([*ChargeStatus]),
        st.booleans(),
    ),
    max_size=8,
)
PAYMENTS = st.lists(st.tuples(st.integers(1, 500), st.integers(0, 7), st.booleans()), max_size=8)


def _built(rows):
    return [
        a_charge(
            n,
            amount,
            booking,
            PACKAGE if booking is None else (LATE if penalty else SESSION),
            status,
            contract_id=contract,
        )
        for n, (amount, (booking, contract), status, penalty) in enumerate(rows, 1)
    ]


@given(CHARGES, PAYMENTS)
def test_payments_and_what_is_missing_make_up_what_is_owed(rows, paid):
    """For each session and contract: received + missing = owed, unless more came than was owed."""
    charges = _built(rows)
    payments = [
        replace(a_payment(amount, charges[at % len(charges)].id), id=n, voided_at=NOW if void else None)
        for n, (amount, at, void) in enumerate(paid, 1)
        if charges
    ]
    found = account(charges, payments)
    for of in {(c.booking_id, c.contract_id) for c in charges}:
        same = [e for e in found.entries if (e.charge.booking_id, e.charge.contract_id) == of]
        ids = {e.charge.id for e in same}
        received = sum(p.net for p in payments if p.charge_id in ids)
        owed = sum(e.charge.amount for e in same if e.charge.status.is_open)
        assert received + sum(e.rest for e in same) == max(received, owed)
        assert all(0 <= e.rest <= e.charge.amount for e in same)


@given(CHARGES, st.integers(1, 3_000))
def test_what_is_spread_is_the_amount_and_never_more_than_a_charge_misses(rows, amount):
    found = account(_built(rows), [])
    if amount <= sum(e.rest for e in found.owed):
        parts = spread(found.owed, amount)
        rests = {e.charge.id: e.rest for e in found.owed}
        assert sum(part for _, part in parts) == amount
        assert all(0 < part <= rests[charge.id] for charge, part in parts)


def test_a_payment_is_given_back_once_and_not_beyond_what_is_left():
    charge = a_charge(status=ChargeStatus.VOID)
    first, back = a_payment(500_000), replace(a_payment(200_000), refund=True)
    found = account([charge], [first, back])
    assert found.returnable(first) == 300_000
    assert found.returnable(back) == 0


def test_what_was_paid_beyond_the_cost_is_to_be_given_back():
    gone, fee = a_charge(status=ChargeStatus.VOID), a_charge(2, 200_000, kind=LATE)
    elsewhere = a_charge(3, booking=2)
    paid = a_payment(500_000)
    assert account([gone, elsewhere], [paid]).surplus == [Money(500_000)]
    assert account([gone, fee, elsewhere], [paid]).surplus == [Money(300_000)]
    back = replace(a_payment(300_000), refund=True)
    assert account([gone, fee, elsewhere], [paid, back]).surplus == []


def test_sums_leave_out_what_is_not_above_zero():
    assert sums([("VND", 5), ("VND", -5), ("EUR", 1)]) == [Money(1, "EUR")]


def local(year, month, day, hour, tz=VIETNAM):
    return datetime(year, month, day, hour, tzinfo=tz)


@pytest.mark.parametrize(
    "since, days, tz, now, expected",
    [
        (local(2025, 10, 15, 18), 3, VIETNAM, local(2025, 10, 15, 18), local(2025, 10, 18, 10)),
        (local(2025, 10, 15, 23), 7, VIETNAM, local(2025, 10, 15, 23), local(2025, 10, 22, 10)),
        (local(2025, 10, 1, 9), 7, VIETNAM, local(2025, 10, 15, 10), local(2025, 10, 22, 10)),
        (local(2025, 10, 1, 9), 7, VIETNAM, local(2025, 10, 15, 9), local(2025, 10, 15, 10)),
        (
            local(2025, 10, 24, 12, BERLIN),
            3,
            BERLIN,
            local(2025, 10, 24, 12, BERLIN),
            local(2025, 10, 27, 10, BERLIN),
        ),
    ],
    ids=[
        "after three days",
        "by the local day",
        "again after as many",
        "the same morning",
        "over a clock change",
    ],
)
def test_a_debt_is_reminded_of_at_ten_in_the_morning(since, days, tz, now, expected):
    assert next_reminder(since, days, tz, now) == expected


def test_the_next_morning_is_todays_before_ten():
    assert next_morning(local(2025, 10, 15, 9), VIETNAM) == local(2025, 10, 15, 10)
    assert next_morning(local(2025, 10, 15, 10), VIETNAM) == local(2025, 10, 16, 10)
