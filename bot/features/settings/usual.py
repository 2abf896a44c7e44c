"""What is usual for a trainer: the name that clients see, price, length, and the time between sessions."""

from __future__ import annotations

from datetime import timedelta

from bot import typed
from bot.buttons import Key, Rows, in_rows
from bot.features.settings.section import Section, pick, picks
from bot.reading import is_session, read_amount
from bot.saying import length, money
from bot.visit import Visit
from core.money import Money
from core.use_cases.profile import Changes

_PRICES = {"VND": (300_000, 400_000, 500_000, 600_000)}
_LENGTHS = (30, 45, 60, 90, 120)
_BUFFERS = (0, 5, 10, 15, 30)


def _no_choices(visit: Visit) -> Rows:
    """A name can only be typed."""
    return []


async def _read_name(visit: Visit, text: str) -> Changes | None:
    return None if await is_session(visit, text) else {"name": text}


def usual_prices(visit: Visit) -> list[Money]:
    """What a session costs with most, where we know it."""
    return [Money(amount, visit.me.currency) for amount in _PRICES.get(visit.me.currency, ())]


def _price_choices(visit: Visit) -> Rows:
    present, w = visit.me.usual_price, visit.w
    keys = [pick("price", money(m, w), str(m.amount), chosen=m == present) for m in usual_prices(visit)]
    return [*in_rows(keys, 2), [pick("price", w.plain("No usual price"), "none", chosen=present is None)]]


async def _read_price(visit: Visit, text: str) -> Changes | None:
    if text == "none":
        return {"price": None}
    amount = await read_amount(visit, text)
    return None if amount is None else {"price": amount.amount}


async def _guess_price(visit: Visit, text: str) -> list[Key]:
    meant = typed.in_thousands(text, visit.me.currency)
    return [pick("price", money(meant, visit.w), str(meant.amount))] if meant else []


def _said_price(visit: Visit) -> str:
    usual = visit.me.usual_price
    if usual is None:
        return visit.w.plain("none yet")
    return money(usual, visit.w) if usual.amount else visit.w.plain("free of charge")


def _span(minutes: int, visit: Visit) -> str:
    return length(timedelta(minutes=minutes), visit.w) if minutes else visit.w.plain("none")


def _spans(visit: Visit, section: str, offered: tuple[int, ...], present: int) -> Rows:
    return in_rows(picks(section, [(_span(n, visit), str(n)) for n in offered], str(present)), 3)


async def _read_length(visit: Visit, text: str) -> Changes | None:
    minutes = typed.minutes(text)
    return None if minutes is None else {"length_minutes": minutes}


async def _read_buffer(visit: Visit, text: str) -> Changes | None:
    minutes = 0 if typed.is_nothing(text) else typed.minutes(text)
    return None if minutes is None else {"buffer_minutes": minutes}


SECTIONS = (
    Section(
        "name",
        lambda w: w.plain("👤 Name"),
        lambda visit: visit.me.name,
        lambda visit: visit.w("<b>What do your clients call you?</b> Type it; they read “Coach …”."),
        _no_choices,
        _read_name,
        lambda w: w("A name has 1 to 64 characters. Please type it again."),
    ),
    Section(
        "price",
        lambda w: w.plain("💰 Price"),
        _said_price,
        lambda visit: visit.w(
            "<b>What does a session cost?</b> Type it (“500k”) or tap. What is booked keeps its price."
        ),
        _price_choices,
        _read_price,
        lambda w: w("That is not a price I can take. Type it like 500k or 500.000."),
        guess=_guess_price,
    ),
    Section(
        "length",
        lambda w: w.plain("⏱ Length"),
        lambda visit: length(visit.me.length, visit.w),
        lambda visit: visit.w("<b>How long is a session?</b> Type it (“75 min”) or tap."),
        lambda visit: _spans(visit, "length", _LENGTHS, visit.me.length_minutes),
        _read_length,
        lambda w: w("A session lasts from 10 minutes to 12 hours. Type it like “75 min” or “1h15”."),
    ),
    Section(
        "buffer",
        lambda w: w.plain("↔️ Buffer"),
        lambda visit: _span(visit.me.buffer_minutes, visit),
        lambda visit: visit.w(
            "<b>How much time do you need between two sessions?</b> Type minutes (“20”) or tap. "
            "I warn when two stand closer."
        ),
        lambda visit: _spans(visit, "buffer", _BUFFERS, visit.me.buffer_minutes),
        _read_buffer,
        lambda w: w("A buffer is 0 to 120 minutes. Type it like “20”."),
    ),
)
