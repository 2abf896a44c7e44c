"""Marks and abbreviations that mean the same in every language."""

from __future__ import annotations

from core.when.language import Entry

COMMON: list[Entry] = [
    ("colon", None, ":"),
    ("slash", None, "/"),
    ("dash", None, "-, –, —, ~, →, −"),
    ("and", None, "&"),
    ("plus", None, "+"),
    ("at", None, "@"),
    ("filler", None, "@"),
    ("h", None, "h"),
    ("minute", None, "min, mins, +', +′"),
    ("minutes_glued", None, "+m, +p"),
    ("ampm", False, "am, a m"),
    ("ampm", True, "pm, p m"),
    ("thousand", 1_000, "k"),
    ("million", 1_000_000, "m, mil, mio"),
    ("currency", "VND", "vnd, vnđ, đ, ₫"),
    ("currency", "USD", "usd, $, us$"),
    ("currency", "EUR", "eur, euro, euros, €"),
    ("currency", "GBP", "gbp, £"),
    ("currency", "THB", "thb, baht, ฿"),
    ("currency", "SGD", "sgd, s$"),
    ("x", None, "x, ×"),
]
