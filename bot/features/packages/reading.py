"""A package as it is typed: "10 sessions 5tr 90 days", "10 buổi 500k/buổi", in any order."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any

from bot import answering
from bot.feature import Who
from bot.reading import is_session, read_price_in, read_time
from bot.visit import Visit
from core.booking import Kind
from core.contract import Billing
from core.draft import Draft
from core.when.reading import Day

_FLAGS = re.IGNORECASE
_EACH = re.compile(
    r"(?:/|\b(?:per|a|each|every|mỗi|moi|từng|tung|theo))\s*(?:session|buổi|buoi)\b|\beach\b|\bmột buổi\b",
    _FLAGS,
)
_PREPAID = re.compile(r"\b(?:pre-?paid|in advance|up ?front|trả trước|tra truoc)\b", _FLAGS)
_SESSIONS = re.compile(r"\b(?P<n>\d{1,4})\s*(?:sessions?|lessons?|buổi|buoi|x\b|(?=consult|class))", _FLAGS)
_LASTING = re.compile(
    r"\b(?P<n>\d{1,4})\s*(?:(?P<day>days?|ngày|ngay|d)|(?P<week>weeks?|tuần|tuan)|(?P<month>months?|tháng|thang))\b",
    _FLAGS,
)
_NUMBER = re.compile(r"\+?\s*(?P<n>\d{1,4})\s*(?:sessions?|lessons?|buổi|buoi)?", _FLAGS)
_NUMBER_OF_DAYS = re.compile(
    r"\+?\s*(?P<n>\d{1,4})\s*(?:(?P<day>days?|ngày|ngay|d)|(?P<week>weeks?|tuần|tuan)|(?P<month>months?|tháng|thang))?",
    _FLAGS,
)
_KINDS = (
    (Kind.CONSULTATION, re.compile(r"\b(?:consultations?|tư vấn|tu van)\b", _FLAGS)),
    (Kind.CLASS, re.compile(r"\b(?:group class(?:es)?|class(?:es)?|lớp nhóm|lớp|lop)\b", _FLAGS)),
)
_DAYS = {"day": 1, "week": 7, "month": 30}
_NEEDLESS = re.compile(
    r"\b(?:package|pack|gói tập|goi tap|gói|goi|valid|for|within|price|giá|gia|trong|hạn|thời hạn)\b|[,;·:]",
    _FLAGS,
)


@dataclass(frozen=True, slots=True)
class Parts:
    """What was typed of a package; `unit`: the price is that of one session."""

    sessions: int | None = None
    price: int | None = None
    unit: bool = False
    days: int | None = None
    billing: Billing | None = None
    name: str | None = None
    kind: Kind | None = None

    @classmethod
    def kept(cls, stored: Mapping[str, Any]) -> Parts:
        """From a draft."""
        known: dict[str, Any] = {
            f.name: stored[f.name] for f in fields(cls) if stored.get(f.name) is not None
        }
        for name, choice in (("billing", Billing), ("kind", Kind)):
            if name in known:
                known[name] = choice(known[name])
        return cls(**known)

    def to_keep(self) -> dict[str, Any]:
        return {f.name: getattr(self, f.name) for f in fields(self)}

    def with_more(self, other: Parts) -> Parts:
        """What is said later wins."""
        known = other.to_keep()
        said = {name: value for name, value in known.items() if value is not None and value is not False}
        return replace(self, **said)

    @property
    def is_empty(self) -> bool:
        return self == Parts()

    @property
    def in_all(self) -> int | None:
        """The price of the whole package."""
        if self.price is None or not self.unit:
            return self.price
        return None if self.sessions is None else self.price * self.sessions


async def read(visit: Visit, text: str) -> Parts:
    """What is none of these, and has letters, is the name."""
    rest, each = _cut(_EACH, text)
    rest, ahead = _cut(_PREPAID, rest)
    rest, number = _cut(_SESSIONS, rest)
    rest, lasting = _cut(_LASTING, rest)
    rest, kind = _kind(rest)
    price, left = await read_price_in(visit, _NEEDLESS.sub(" ", rest))
    own = price is not None and price.currency == visit.me.currency
    billing = Billing.PER_SESSION if each else Billing.PREPAID if ahead else None
    name = " ".join(left.split())
    return Parts(
        int(number["n"]) if number else None,
        price.amount if price is not None and own else None,
        each is not None and own,
        _days(lasting) if lasting else None,
        billing,
        name if any(c.isalpha() for c in name) else None,
        kind,
    )


def _kind(text: str) -> tuple[str, Kind | None]:
    for kind, pattern in _KINDS:
        rest, found = _cut(pattern, text)
        if found is not None:
            return rest, kind
    return text, None


def _cut(pattern: re.Pattern[str], text: str) -> tuple[str, re.Match[str] | None]:
    """The text without the first match, and the match."""
    found = pattern.search(text)
    return (text, None) if found is None else (f"{text[: found.start()]} {text[found.end() :]}", found)


def _days(found: re.Match[str]) -> int:
    """A bare number is days."""
    unit = next((name for name in _DAYS if found[name]), "day")
    return int(found["n"]) * _DAYS[unit]


def number(text: str) -> int | None:
    """The answer to "How many?": a number, perhaps with its word, and nothing else."""
    found = _NUMBER.fullmatch(text.strip())
    return int(found["n"]) if found else None


async def days(visit: Visit, text: str, since: date | None) -> int | None:
    """As "14", "2 weeks", or the last day, counted from `since`; nothing for what is neither."""
    found = _NUMBER_OF_DAYS.fullmatch(text.strip())
    if found is not None:
        return _days(found)
    when = (await read_time(visit, text, visit.me)).when
    if since is None or not isinstance(when, Day) or when.first != when.last:
        return None
    return (when.last - since).days


async def is_session_instead(visit: Visit, draft: Draft, text: str) -> bool:
    """A whole session typed below a question is booked: a question left open is no trap."""
    if not await is_session(visit, text) or not await answering.read_as_line(visit, Who.TRAINER):
        return False
    await visit.close(draft=draft)
    return True
