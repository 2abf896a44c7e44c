"""Money: whole minor units, shares half up to the smallest step that people pay in cash."""

from datetime import UTC, datetime
from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.charge import Charge, ChargeKind, ChargeStatus, unsettled
from core.money import CASH_STEPS, LIMIT, Money

AMOUNTS = st.integers(0, 1_000_000_000)
SHARES = st.integers(0, 100)
CURRENCIES = st.sampled_from(["VND", "USD", "EUR", "JPY", "KRW", "IDR", "THB"])
NOON = datetime(2025, 10, 15, 5, 0, tzinfo=UTC)


@given(AMOUNTS, SHARES, CURRENCIES)
def test_a_share_is_rounded_half_up_to_the_cash_step(amount, share, currency):
    step = CASH_STEPS.get(currency, 1)
    steps = (Decimal(amount) * share / 100 / step).quantize(Decimal(1), ROUND_HALF_UP)
    assert Money(amount, currency).percent(share) == Money(int(steps) * step, currency)


@given(AMOUNTS, SHARES, SHARES, CURRENCIES)
def test_a_larger_share_is_never_smaller(amount, one, other, currency):
    money = Money(amount, currency)
    low, high = sorted((one, other))
    assert money.percent(low) <= money.percent(high)


@pytest.mark.parametrize(
    "amount, currency, share, expected",
    [
        (500_000, "VND", 50, 250_000),
        (333_000, "VND", 50, 167_000),
        (499_000, "VND", 50, 250_000),
        (498_999, "VND", 50, 249_000),
        (1_000, "VND", 50, 1_000),
        (999, "VND", 50, 0),
        (3_333, "USD", 50, 1_667),
        (25, "KRW", 20, 10),
        (24, "KRW", 20, 0),
        (500_000, "VND", 0, 0),
        (500_000, "VND", 100, 500_000),
    ],
)
def test_shares_by_example(amount, currency, share, expected):
    assert Money(amount, currency).percent(share) == Money(expected, currency)


@pytest.mark.parametrize("amount", [-1, LIMIT + 1])
def test_what_nobody_pays_is_no_money(amount):
    with pytest.raises(ValueError, match="not an amount of money"):
        Money(amount)


def a_charge(id_, kind, amount, status=ChargeStatus.DUE):
    return Charge(id_, 1, 1, 1, kind, status, amount, "VND", NOON)


@given(
    st.lists(
        st.tuples(st.sampled_from(ChargeKind), st.integers(1, 10**6), st.sampled_from(ChargeStatus)),
        max_size=5,
    ),
    st.integers(0, 3 * 10**6),
)
def test_what_is_missing_and_what_was_received_make_up_what_is_owed(rows, received):
    charges = [a_charge(n, kind, amount, status) for n, (kind, amount, status) in enumerate(rows)]
    owed = sum(c.amount for c in charges if c.status.is_open)
    missing = unsettled(charges, received)
    assert sum(rest for _, rest in missing) == max(0, owed - received)
    assert all(0 < rest <= charge.amount and charge.status.is_open for charge, rest in missing)


def test_money_goes_to_the_session_first_whatever_it_was_paid_for():
    fee, session = a_charge(1, ChargeKind.LATE_CANCEL, 250), a_charge(2, ChargeKind.SESSION, 500)
    assert unsettled([fee, session], 0) == [(session, 500), (fee, 250)]
    assert unsettled([fee, session], 600) == [(fee, 150)]
    assert unsettled([fee, session], 750) == []
