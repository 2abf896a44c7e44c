"""How a price is said: 500k, 1tr2, 500 nghìn, 500.000, $50. A small number alone is never one."""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

from core.when.grammar import Rule
from core.when.meanings import Number


class Priced(NamedTuple):
    """An amount in whole units of a currency, the trainer's own when none is named."""

    amount: Decimal
    currency: str | None = None


Amount = Number | int | tuple[str, str, str]


def _amount(of: Amount) -> Decimal | None:
    if isinstance(of, Number):
        return Decimal(of.value)
    if isinstance(of, int):
        return Decimal(of)
    whole, _, tenths = of
    return Decimal(f"{whole}.{tenths}") if len(tenths) <= 2 else None


def times(of: Amount, unit: int) -> Priced | None:
    amount = _amount(of)
    return None if amount is None else Priced(amount * unit)


def times_and(of: Number, unit: int, more: Number) -> Priced | None:
    """Such as "1tr2" is 1.2 million, "1tr25" 1.25, "1tr250" 1.25."""
    if unit < 1_000_000 or not 1 <= more.width <= 3:
        return None
    return Priced(Decimal(of.value) * unit + Decimal(f"0.{more.value:0{more.width}d}") * unit)


def times_and_half(of: Number, unit: int) -> Priced:
    return Priced(Decimal(of.value) * unit + Decimal(unit) / 2)


def grouped(amount: int) -> Priced | None:
    """Such as "500.000": three digits to a group, and no cents."""
    return Priced(Decimal(amount)) if amount % 1_000 == 0 and amount else None


def large(number: Number) -> Priced | None:
    return Priced(Decimal(number.value)) if number.width >= 5 and number.value % 1_000 == 0 else None


def of_currency(amount: Amount, currency: str) -> Priced | None:
    value = _amount(amount)
    return None if value is None else Priced(value, currency)


def in_currency(currency: str, amount: Amount) -> Priced | None:
    return of_currency(amount, currency)


def also_currency(price: Priced, currency: str) -> Priced | None:
    return price._replace(currency=currency) if price.currency in {None, currency} else None


def negative(_: Priced) -> Priced:
    return Priced(Decimal(-1))


PRICE_RULES: list[Rule] = [
    ("price", "number|dotted thousand|million|hundred_thousand", times),
    ("price", "number million number", times_and),
    ("price", "number million _rưỡi", times_and_half),
    (
        "price",
        "number _hundred _thousand?",
        lambda n: Priced(Decimal(n.value) * 100_000) if n.value < 10 else None,
        0.3,
    ),
    ("price", "grouped", grouped),
    ("price", "number", large),
    ("price", "number|grouped|dotted currency", of_currency),
    ("price", "currency number|grouped|dotted", in_currency),
    ("price", "price currency", also_currency),
    ("price", "currency price", lambda currency, price: also_currency(price, currency)),
    ("price", "_minus price", negative),
    ("price", "_price_word price", lambda price: price),
    ("price", "price _slash|per|every _session|hour|h", lambda price: price),
    ("price", "price number _session", lambda price, n: price if n.value == 1 else None),
]
