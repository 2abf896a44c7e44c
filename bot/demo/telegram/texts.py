"""What a text becomes on the server: parsed, cleaned, trimmed, measured, its links found."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from bot.demo.telegram.errors import Json, bad_request
from bot.demo.telegram.html import cannot_parse, parse, utf16_length, utf16_slice

MAX_TEXT = 4096
MAX_CAPTION = 1024

_FOUND_BY_ITSELF = (
    ("email", re.compile(r"\b[\w.+-]+@[\w-]+\.[a-z]{2,}\b")),
    ("url", re.compile(r"https?://[^\s<>\"]+[^\s<>\".,;:!?)\]]|\b(?:www\.)?[\w-]+\.(?:com|org|net|me|vn|io|app)(?:/\S*)?\b")),
    ("mention", re.compile(r"(?<![\w/])@[A-Za-z][A-Za-z0-9_]{3,31}\b")),
    ("hashtag", re.compile(r"(?<![\w#])#(?=\w*[^\W\d])\w{1,128}")),
    ("bot_command", re.compile(r"(?<![\w/])/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{4,32})?\b")),
)  # fmt: skip
_FORMATS = {"bold", "italic", "underline", "strikethrough", "spoiler"}
_QUOTES = {"blockquote", "expandable_blockquote"}
_NAMED_TYPES = _FORMATS | _QUOTES | {"code", "pre", "text_link", "text_mention", "custom_emoji", "date_time"}
_SERVER_TYPES = {kind for kind, _ in _FOUND_BY_ITSELF} | {"cashtag", "phone_number", "bank_card"}
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")


@dataclass(frozen=True, slots=True)
class Formatted:
    text: str
    entities: list[Json]


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads texts as one server does: which tags it does not know yet, who its users are."""

    user: Callable[[int], Json | None]
    unsupported_tags: frozenset[str] = frozenset()

    def read(self, source: str, parse_mode: str, entities: Sequence[Json] | None) -> Formatted:
        if parse_mode.lower() == "html":
            text, found = parse(source, self.unsupported_tags)
        elif parse_mode.lower() in {"markdown", "markdownv2"}:
            raise bad_request(f"{parse_mode} is not served here, use HTML")
        elif parse_mode:
            raise bad_request("unsupported parse_mode")
        else:
            text, found = source, [_checked(entity, source) for entity in entities or []]
        found = [named for entity in found if (named := self._named(entity)) is not None]
        text, found = _trimmed(_CONTROL.sub(" ", text.replace("\r", "")), _nested(found))
        return Formatted(text, with_links(text, found))

    def _named(self, entity: Json) -> Json | None:
        if entity["type"] != "text_mention":
            return entity
        wanted = entity.pop("user_id", None) or entity.get("user", {}).get("id", 0)
        user = self.user(int(wanted))
        return entity | {"user": user} if user else None


def _checked(entity: Json, text: str) -> Json:
    kind = entity.get("type")
    if kind not in _NAMED_TYPES | _SERVER_TYPES:
        raise bad_request(f"can't parse entities: unsupported entity type {kind}")
    offset, length = int(entity["offset"]), int(entity["length"])
    if offset < 0 or length < 0 or offset + length > utf16_length(text):
        raise bad_request(
            f"entity beginning at UTF-16 offset {offset} ends after the end of the text "
            f"at UTF-16 offset {utf16_length(text)}"
        )
    for edge in (offset, offset + length):
        if utf16_slice(text, 0, edge).endswith("\ufffd"):
            raise bad_request(f"entity begins in a middle of a UTF-16 symbol at byte offset {edge}")
    if kind == "date_time" and not isinstance(entity.get("unix_time"), int):
        raise cannot_parse("Invalid date specified")
    return dict(entity)


def _sorted(entities: list[Json]) -> list[Json]:
    return sorted(entities, key=lambda e: (e["offset"], -e["length"]))


def _nested(entities: list[Json]) -> list[Json]:
    """Nothing is formatted inside code, and a quotation holds no quotation."""
    kept: list[Json] = []
    for entity in _sorted([e for e in entities if e["length"] and e["type"] not in _SERVER_TYPES]):
        around = [other for other in kept if _end(other) > entity["offset"]]
        if any(other["type"] in {"code", "pre"} for other in around):
            continue
        if entity["type"] in _QUOTES and any(other["type"] in _QUOTES for other in around):
            continue
        kept.append(entity)
    return [piece for entity in kept for piece in _outside_code(entity, kept)]


def _outside_code(entity: Json, entities: list[Json]) -> list[Json]:
    if entity["type"] not in _FORMATS:
        return [entity]
    pieces = []
    start, stop = entity["offset"], _end(entity)
    for code in (e for e in entities if e["type"] in {"code", "pre"}):
        if start <= code["offset"] < stop:
            pieces.append((start, code["offset"]))
            start = _end(code)
    pieces.append((start, stop))
    return [entity | {"offset": a, "length": b - a} for a, b in pieces if b > a]


def _end(entity: Json) -> int:
    return int(entity["offset"] + entity["length"])


def _trimmed(text: str, entities: list[Json]) -> tuple[str, list[Json]]:
    """Without white space around, except what stands inside an entity at the beginning."""
    first = min((entity["offset"] for entity in entities), default=utf16_length(text))
    before = utf16_slice(text, 0, first)
    cut = len(before) - len(before.lstrip(" \n\t"))
    text = text[cut:].rstrip()
    if not text.strip():
        return "", []
    length = utf16_length(text)
    moved = [entity | {"offset": entity["offset"] - cut} for entity in entities]
    clipped = [e | {"length": min(e["length"], length - e["offset"])} for e in moved if e["offset"] < length]
    return text, _sorted(clipped)


def with_links(text: str, entities: list[Json]) -> list[Json]:
    """Adds what the server finds by itself: links, commands, mentions; not inside code or links."""
    taken = [e for e in entities if e["type"] not in _FORMATS | _QUOTES]
    found: list[Json] = []
    for kind, pattern in _FOUND_BY_ITSELF:
        for match in pattern.finditer(text):
            offset = utf16_length(text[: match.start()])
            entity: Json = {"type": kind, "offset": offset, "length": utf16_length(match[0])}
            if not any(e["offset"] < _end(entity) and offset < _end(e) for e in taken + found):
                found.append(entity)
    return _sorted(entities + found)


def check_text(formatted: Formatted) -> Json:
    if not formatted.text:
        raise bad_request("text must be non-empty")
    if utf16_length(formatted.text) > MAX_TEXT:
        raise bad_request("message is too long")
    return {"text": formatted.text} | ({"entities": formatted.entities} if formatted.entities else {})


def check_caption(formatted: Formatted) -> Json:
    if utf16_length(formatted.text) > MAX_CAPTION:
        raise bad_request("message caption is too long")
    content: Json = {"caption": formatted.text} if formatted.text else {}
    return content | ({"caption_entities": formatted.entities} if formatted.entities else {})


def entity_list(value: Any) -> list[Json] | None:
    if value is None:
        return None
    if not isinstance(value, list) or not all(isinstance(entity, dict) for entity in value):
        raise bad_request("can't parse entities: expected an Array of MessageEntity")
    return value
