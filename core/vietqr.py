"""VietQR: the text of a QR code that any Vietnamese banking app turns into a filled-in transfer.

EMVCo's merchant-presented format with NAPAS's account template: fields of an id, a length and a
value, a checksum last. Without an amount the payer types it (static), with one it is filled in.
"""

from __future__ import annotations

import re
from binascii import crc_hqx

from core.errors import NotValid
from core.money import LIMIT
from core.when import folded

#: What every bank passes on; a longer memo is cut by some.
LONGEST_MEMO = 19
_NAPAS = "A000000727"
_TO_ACCOUNT = "QRIBFTTA"
_STATIC, _DYNAMIC = "11", "12"
_DONG = "704"
_BIN = re.compile(r"[0-9]{6}")
_ACCOUNT = re.compile(r"[0-9A-Z]{6,19}")
_MEMO = re.compile(r"(?!.{20})[0-9A-Za-z]+(?: [0-9A-Za-z]+)*")
#: How people group a number when they copy it from somewhere.
_GROUPING = re.compile(r"[\s.\-]+")
_NO_WORD = re.compile(r"[^0-9A-Z]+")


def payload(bank_bin: str, account: str, amount: int | None = None, purpose: str = "") -> str:
    """`amount` in đồng; `purpose` as `memo` makes it. ValueError for what no bank would read."""
    fields = [
        _field(0, "01"),
        _field(1, _STATIC if amount is None else _DYNAMIC),
        _field(38, _beneficiary(bank_bin, account)),
        _field(53, _DONG),
        "" if amount is None else _field(54, _said(amount)),
        _field(58, "VN"),
        _field(62, _field(8, _fit(_MEMO, purpose))) if purpose else "",
    ]
    # The checksum covers its own id and length.
    unsigned = "".join(fields) + "6304"
    return unsigned + checksum(unsigned)


def checksum(text: str) -> str:
    """CRC-16/CCITT-FALSE in four hexadecimal digits."""
    return f"{crc_hqx(text.encode('ascii'), 0xFFFF):04X}"


def account_number(typed: str) -> str:
    """As banks write it: 6 to 19 digits or capitals, without spaces, dots and hyphens; else NotValid."""
    number = _GROUPING.sub("", typed).upper()
    if not _ACCOUNT.fullmatch(number):
        raise NotValid("account")
    return number


def memo(name: str, ref: str) -> str:
    """Who pays, then what for: "LAN ANH 1510 12", at most 19 plain capitals, digits and spaces.

    The reference is never cut. Of a longer name the last words stay, where Vietnamese names have
    what people are called by; a single word that is too long is cut at its end.
    """
    reference = _plain(ref)
    if not 0 < len(reference) <= LONGEST_MEMO:
        raise ValueError(f"not a reference: {ref!r}")
    room = LONGEST_MEMO - len(reference) - 1
    words = _plain(name).split()
    while len(words) > 1 and len(" ".join(words)) > room:
        del words[0]
    called = " ".join(words)[: max(room, 0)]
    return f"{called} {reference}" if called else reference


def _beneficiary(bank_bin: str, account: str) -> str:
    whose = _field(0, _fit(_BIN, bank_bin)) + _field(1, _fit(_ACCOUNT, account))
    return _field(0, _NAPAS) + _field(1, whose) + _field(2, _TO_ACCOUNT)


def _field(number: int, value: str) -> str:
    return f"{number:02}{len(value):02}{value}"


def _said(amount: int) -> str:
    if not 1 <= amount <= LIMIT:
        raise ValueError(f"not an amount to transfer: {amount}")
    return str(amount)


def _fit(form: re.Pattern[str], value: str) -> str:
    if not form.fullmatch(value):
        raise ValueError(f"not fit for a transfer: {value!r}")
    return value


def _plain(text: str) -> str:
    """Capitals and digits without marks; what has no such form is a gap between words."""
    return _NO_WORD.sub(" ", folded(text).upper()).strip()
