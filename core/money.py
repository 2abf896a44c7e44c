"""Money in whole minor units with its currency; rounding is half up to the smallest cash step."""

from __future__ import annotations

from dataclasses import dataclass

#: Digits after the point by ISO 4217, for the currencies that differ from two.
MINOR_DIGITS = dict.fromkeys(("VND", "JPY", "KRW", "CLP", "ISK", "PYG", "UGX", "XAF", "XOF"), 0)
#: The smallest step people pay in cash, in minor units.
CASH_STEPS = {"VND": 1_000, "JPY": 1, "KRW": 10, "IDR": 10_000}
#: More than any trainer charges; what is above was mistyped.
LIMIT = 10_000_000_000


@dataclass(frozen=True, slots=True, order=True)
class Money:
    """`amount` in minor units of `currency` (VND has none: 500000 is 500.000 ₫); never negative."""

    amount: int
    currency: str = "VND"

    def __post_init__(self) -> None:
        if not 0 <= self.amount <= LIMIT:
            raise ValueError(f"not an amount of money: {self.amount}")

    @property
    def digits(self) -> int:
        return MINOR_DIGITS.get(self.currency, 2)

    def percent(self, share: int) -> Money:
        """`share` percent, half up to the cash step."""
        step = CASH_STEPS.get(self.currency, 1)
        return Money((self.amount * share + 50 * step) // (100 * step) * step, self.currency)
