"""How a payment is typed: “500k cash”, “2tr chuyển khoản”, “cash” alone for all of it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot import typed
from bot.reading import read_price
from bot.visit import Visit
from core.charge import Method
from core.money import Money
from core.when import folded

_WORDS = {
    Method.CASH: r"cash|tien mat|tm",
    Method.TRANSFER: r"transfer(?:red)?|bank(?: transfer)?|chuyen khoan|ck|qr",
    Method.CARD: r"card|credit card|the",
}
_LINKS = re.compile(r"\b(?:in|by|via|paid|bang|qua|tra|da tra)\b")


@dataclass(frozen=True, slots=True)
class Typed:
    amount: Money | None
    method: Method | None


async def read_payment(visit: Visit, text: str) -> Typed | None:
    """Nothing when it is neither an amount nor a way to pay."""
    said, method = _LINKS.sub(" ", folded(text.strip())), None
    for known, words in _WORDS.items():
        rest, found = re.subn(rf"(?<![a-z0-9])(?:{words})(?![a-z0-9])", " ", said)
        if found:
            said, method = rest, known
            break
    said = " ".join(said.split())
    if not said:
        return Typed(None, method) if method else None
    currency = visit.me.currency
    amount = typed.bare_price(said, currency) or await read_price(visit, said)
    return Typed(amount, method) if amount is not None and amount.amount else None


def guessed(visit: Visit, text: str) -> Money | None:
    """500 where prices are in đồng is probably 500.000: offered, not taken."""
    return typed.in_thousands(text, visit.me.currency)
