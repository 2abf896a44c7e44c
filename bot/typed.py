"""What is typed where one value was asked for: a length, leads, a policy, a link, a point of a map."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from core.money import MINOR_DIGITS, Money
from core.policy import Forfeit, Policy
from core.when import folded

_LENGTH = re.compile(
    r"(?:(?P<hours>\d{1,3})(?P<half>[.,]5)?\s*(?:h|hr|hrs|hours?|gio|tieng)"
    r"(?:\s*(?P<rest>\d{1,2})\s*(?:m|min|mins|minutes?|phut|p|')?)?"
    r"|(?P<clock>\d{1,2}:\d{2})"
    r"|(?P<minutes>\d{1,4})\s*(?:m|min|mins|minutes?|phut|p|')?"
    r"|(?P<days>\d{1,2})\s*(?:d|days?|ngay))"
)
_AND = re.compile(r"[,;+&\n]|\band\b|\bva\b")
_NOTHING = {"none", "no", "off", "never", "nothing", "khong", "tat", "0", "-"}
_POLICY = re.compile(
    r"(?P<percent>(?<!-)\d{1,3})\s*%|(?P<hours>(?<!-)\d{1,3})\s*(?:hours?|gio|tieng|h)\b"
    r"|(?P<missed>no[ -]?shows?|absent|vang(?: mat)?)|(?P<late>late|tre|muon)"
    r"|(?:packages?|prepaid|goi(?: tap)?|tra truoc)[ :]*"
    r"(?:(?P<credit>(?:a |1 |one |tru |mat )?(?:sessions?|credits?|buoi))\b"
    r"|(?P<money>(?:tru |mat )?(?:money|tien))\b"
    r"|(?P<nothing>nothing|none|khong(?: tru| mat)?)\b)"
    r"|free|until|till|before|cancel\w*|fee|mien phi|truoc|huy|phi|phat|[\s,;:&+.]+"
)
_POINT = re.compile(r"(?P<latitude>-?\d{1,2}(?:\.\d+)?)\s*[, ]\s*(?P<longitude>-?\d{1,3}(?:\.\d+)?)")


def is_nothing(text: str) -> bool:
    """Off, none, không."""
    return folded(text.strip()) in _NOTHING


def minutes(text: str) -> int | None:
    """50, 50 min, 1h, 1h30, 1.5h, 1:30, 90 phút, 2 tiếng, 1 day; a bare number is minutes."""
    found = _LENGTH.fullmatch(folded(text.strip()))
    if found is None:
        return None
    if found["clock"]:
        hours, _, rest = found["clock"].partition(":")
        return int(hours) * 60 + int(rest)
    if found["days"]:
        return int(found["days"]) * 24 * 60
    if found["hours"]:
        return int(found["hours"]) * 60 + (30 if found["half"] else 0) + int(found["rest"] or 0)
    return int(found["minutes"])


def leads(text: str) -> tuple[int, ...] | None:
    """As "24h, 2h and 30 min"; nothing for "off". Bare numbers are hours here: nobody means 24 minutes."""
    if is_nothing(text):
        return ()
    pieces = [p.strip() for p in _AND.split(folded(text)) if p.strip()]
    found = [minutes(f"{p}h" if p.isdigit() else p) for p in pieces]
    return tuple(m for m in found if m is not None) if pieces and None not in found else None


def policy(text: str, present: Policy) -> Policy | None:
    """As "12h", "late 30%", "no-show 80%", "package money": what is named changes, the rest stays."""
    said, at, means = folded(text.strip()), 0, "late"
    changes = dict[str, Any]()
    while at < len(said):
        piece = _POLICY.match(said, at)
        if piece is None:
            return None
        at = piece.end()
        match piece.lastgroup:
            case "hours":
                changes["free_hours"] = int(piece["hours"])
            case "percent":
                changes[f"{means}_percent"] = int(piece["percent"])
                means = "no_show"
            case "late":
                means = "late"
            case "missed":
                means = "no_show"
            case "credit" | "money" | "nothing":
                changes["prepaid"] = Forfeit(piece.lastgroup)
    return replace(present, **changes) if changes else None


def bare_price(text: str, currency: str) -> Money | None:
    """A number alone where a price was asked for: 0 is free, 50 is 50 dollars; in đồng it says too little."""
    number = text.strip()
    if not number.isdecimal() or len(number) > 8:
        return None
    digits = MINOR_DIGITS.get(currency, 2)
    if int(number) and not digits:
        return None
    return Money(int(number) * 10**digits, currency)


def in_thousands(text: str, currency: str) -> Money | None:
    """500 where prices are in đồng is probably 500.000: to be offered, not taken."""
    number = text.strip()
    fits = number.isdecimal() and 10 <= int(number[:9]) < 10_000
    return Money(int(number) * 1000, currency) if fits and currency == "VND" else None


def link(text: str) -> str | None:
    """An address as it was pasted; one without its scheme gets https."""
    pasted = text.strip()
    if re.match(r"[a-z][a-z0-9+.-]*://", pasted, re.IGNORECASE):
        return pasted
    return f"https://{pasted}" if re.fullmatch(r"[\w-]+(?:\.[\w-]+)+(?:[/?#]\S*)?", pasted) else None


def point(text: str) -> tuple[float, float] | None:
    """As "10.7769, 106.7009": latitude and longitude as maps copy them."""
    found = _POINT.fullmatch(text.strip())
    if found is None:
        return None
    latitude, longitude = float(found["latitude"]), float(found["longitude"])
    return (latitude, longitude) if abs(latitude) <= 90 and abs(longitude) <= 180 else None
