"""Buttons about money: the overview, a client's account, paying, giving back, what a client can do."""

from __future__ import annotations

from dataclasses import dataclass

from bot.buttons import Button, Key, key
from bot.texts import Words
from core.charge import Method


@dataclass(frozen=True)
class ShowMoney(Button, prefix="mo"):
    page: int = 0


@dataclass(frozen=True)
class ShowFees(Button, prefix="mf"):
    """Fees that are not settled yet."""

    page: int = 0


@dataclass(frozen=True)
class OpenAccount(Button, prefix="mc"):
    """A client's account, for their trainer."""

    client_id: int
    page: int = 0


@dataclass(frozen=True)
class AskPay(Button, prefix="mp"):
    """Which of the debts, and how: all that is due, or one charge."""

    client_id: int
    charge_id: int | None = None


@dataclass(frozen=True)
class AskPart(Button, prefix="ml"):
    client_id: int


@dataclass(frozen=True)
class Tick(Button, prefix="mx"):
    """Takes a charge into what is paid, or out of it."""

    client_id: int
    charge_id: int


@dataclass(frozen=True)
class PayNow(Button, prefix="mn"):
    """`after` so many payments, of exactly that amount: what is tapped is what was shown."""

    client_id: int
    method: Method
    amount: int
    after: int


@dataclass(frozen=True)
class AskRefund(Button, prefix="mr"):
    """Which payment is given back."""

    client_id: int
    page: int = 0


@dataclass(frozen=True)
class ChooseRefund(Button, prefix="mh"):
    payment_id: int


@dataclass(frozen=True)
class Refund(Button, prefix="mg"):
    payment_id: int
    amount: int
    after: int


@dataclass(frozen=True)
class AskVoid(Button, prefix="mz"):
    """Which charge is crossed out."""

    client_id: int


@dataclass(frozen=True)
class ChooseVoid(Button, prefix="mw"):
    charge_id: int


@dataclass(frozen=True)
class Void(Button, prefix="mu"):
    """With one of the usual reasons."""

    charge_id: int
    reason: str


@dataclass(frozen=True)
class RemindOfDebt(Button, prefix="md"):
    client_id: int


@dataclass(frozen=True)
class ShowQr(Button, prefix="ms"):
    """For a client who stands beside the trainer."""

    client_id: int


@dataclass(frozen=True)
class Received(Button, prefix="ma"):
    """The money that the client spoke of, at the second `at`, has arrived."""

    client_id: int
    at: int
    method: Method


@dataclass(frozen=True)
class NotYet(Button, prefix="mb"):
    client_id: int
    at: int


# The client's own.


@dataclass(frozen=True)
class WhatIOwe(Button, prefix="me"):
    pass


@dataclass(frozen=True)
class HowToPay(Button, prefix="mj"):
    client_id: int


@dataclass(frozen=True)
class IHavePaid(Button, prefix="mm"):
    client_id: int


@dataclass(frozen=True)
class ByCard(Button, prefix="md2"):
    """An invoice of Telegram's."""

    client_id: int


def account_key(client_id: int, w: Words) -> Key:
    """To a client's account, for their trainer."""
    return key(w.plain("💰 Money"), OpenAccount(client_id))


def how_key(client_id: int, w: Words) -> Key:
    """For the client: how what is owed to this trainer can be paid."""
    return key(w.plain("💳 How to pay"), HowToPay(client_id))
