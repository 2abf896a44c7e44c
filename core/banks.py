"""The banks that take part in VietQR, and finding the one that a trainer means."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from operator import itemgetter

from core.when import folded

#: What a bank calls itself before its name, and nobody looks for.
_FORM = re.compile(r"\b(?:ngan hang|nh|bank|thuong mai(?: co phan)?|tmcp|tnhh|mtv|viet ?nam|vn)\b")
_WORD = re.compile(r"[a-z0-9]+")
#: Longer than any bank's name.
_LONGEST_TYPED = 120


@dataclass(frozen=True, slots=True)
class Bank:
    """`short` is the name on its signs; `also` holds former names and what else people write."""

    bin: str
    code: str
    short: str
    name: str
    also: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        return (self.bin, self.code, self.short, *self.also)


@cache
def every() -> tuple[Bank, ...]:
    """The most used first."""
    text = files("core").joinpath("data", "banks_vn.json").read_text(encoding="utf-8")
    return tuple(Bank(**row | {"also": tuple(row["also"])}) for row in json.loads(text)["banks"])


def by_bin(bank_bin: str) -> Bank | None:
    return next((bank for bank in every() if bank.bin == bank_bin), None)


def find(typed: str) -> list[Bank]:
    """The banks that `typed` may mean, likeliest first: "vcb", "techcom", "ngân hàng quân đội".

    A name in full hides the banks that only resemble it.
    """
    typed = typed[:_LONGEST_TYPED]
    if not _words(typed):
        return []
    ranked = [(rank, bank) for bank in every() if (rank := _rank(bank, typed)) is not None]
    named = [bank for rank, bank in ranked if rank == 0]
    # Equals stay in their order: the most used first.
    return named or [bank for _, bank in sorted(ranked, key=itemgetter(0))]


def _rank(bank: Bank, typed: str) -> int | None:
    """0 for a name in full, 1 for its beginning, 2 for that of the long name, 3 for words of any."""
    wanted = tuple(_keys(typed))
    keys = {key for name in bank.names for key in _keys(name)}
    if not keys.isdisjoint(wanted):
        return 0
    if any(key.startswith(wanted) for key in keys):
        return 1
    if "".join(_words(bank.name)).startswith(wanted):
        return 2
    known = _words(" ".join((bank.name, *bank.names)))
    return 3 if all(any(k.startswith(word) for k in known) for word in _words(typed)) else None


def _keys(name: str) -> set[str]:
    """Written in one, as it is and without "bank" and the like: "MB Bank" is "mbbank" and "mb"."""
    return {"".join(_WORD.findall(folded(name))), "".join(_words(name))}


def _words(text: str) -> list[str]:
    return _WORD.findall(_FORM.sub(" ", folded(text)))
