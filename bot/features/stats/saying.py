"""Figures in words: what cannot be computed is a dash, never 0 %."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from bot.saying import Calendar, day_name, money
from bot.texts import Words
from core.figures.revenue import Amounts
from core.figures.sessions import Hour, Share, favourites
from core.money import LIMIT, Money

NONE = "–"


def percent(value: float | None) -> str:
    """Whole from ten on; below, where a tenth tells something, with one."""
    if value is None:
        return NONE
    return f"{value:.1f} %" if 0 < value < 10 and round(value, 1) != round(value) else f"{value:.0f} %"


def of(share: Share | None) -> str:
    return percent(None if share is None else share.percent)


def part_of(share: Share | None, w: Words) -> str:
    """73 % (8 of 11)."""
    if share is None:
        return NONE
    return w.plain("{share} ({part} of {whole})", share=of(share), part=share.part, whole=share.whole)


def amounts(found: Amounts, currency: str, w: Words) -> str:
    """In each currency; nothing at all is nothing in the trainer's own."""
    return ", ".join(_signed(amount, name, w) for name, amount in (found or {currency: 0}).items())


def _signed(amount: int, currency: str, w: Words) -> str:
    said = money(Money(min(abs(amount), LIMIT), currency), w)
    return f"−{said}" if amount < 0 else said


def hours(span: timedelta, w: Words) -> str:
    value = span / timedelta(hours=1)
    return w.plain("{n} h", n=f"{value:.0f}" if value == round(value) else f"{value:.1f}")


def ahead(span: timedelta | None, w: Words) -> str:
    """How long before: 36 hours, 3 days."""
    if span is None:
        return NONE
    whole = round(span / timedelta(hours=1))
    if whole < 48:
        return str(w.many("{n} hour", "{n} hours", whole))
    return str(w.many("{n} day", "{n} days", round(whole / 24)))


def number(value: float | None) -> str:
    if value is None:
        return NONE
    return f"{value:.0f}" if round(value, 1) == round(value) else f"{value:.1f}"


def months(value: float | None, w: Words) -> str:
    if value is None:
        return NONE
    return w.plain("{n} months", n=number(value))


def favourite(found: Mapping[Hour, int], most: int, calendar: Calendar) -> str:
    """Mon 18:00 (4), Wed 18:00 (4)."""
    listed = favourites(found, most)
    said = [f"{day_name(day, calendar.w)} {hour:02}:00 ({n})" for (day, hour), n in listed]
    return ", ".join(said) or NONE
