"""Links that a Telegram opens by itself: to a bot's Start button, to the share sheet."""

import re
from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit

_PAYLOAD = re.compile("[A-Za-z0-9_-]{1,64}")


@dataclass(frozen=True, slots=True)
class StartLink:
    username: str
    payload: str | None


@dataclass(frozen=True, slots=True)
class ShareLink:
    url: str
    text: str


def read(link: str) -> StartLink | ShareLink | None:
    """None for links that lead out of Telegram."""
    parts = urlsplit(link if "://" in link else f"https://{link}")
    query = {name: values[0] for name, values in parse_qs(parts.query).items()}
    if parts.scheme == "tg" and parts.netloc == "resolve":
        return StartLink(query.get("domain", ""), payload_of(query.get("start")))
    if parts.scheme == "tg" and parts.netloc in {"msg_url", "msg"}:
        return ShareLink(query.get("url", ""), query.get("text", ""))
    if parts.netloc not in {"t.me", "telegram.me"}:
        return None
    path = parts.path.strip("/")
    if path in {"share/url", "share"}:
        return ShareLink(query.get("url", ""), query.get("text", ""))
    return StartLink(path, payload_of(query.get("start"))) if path and "/" not in path else None


def payload_of(given: str | None) -> str | None:
    """A start payload; one that Telegram would not carry is lost, as in the apps."""
    return given if given and _PAYLOAD.fullmatch(given) else None
