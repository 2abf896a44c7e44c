"""Telegram's HTML: text with entities at UTF-16 offsets, or the server's very words of refusal."""

import html as escaping
import re
from dataclasses import dataclass

from bot.demo.telegram.errors import Json, bad_request

_SIMPLE = {
    "b": "bold", "strong": "bold", "i": "italic", "em": "italic", "u": "underline",
    "ins": "underline", "s": "strikethrough", "strike": "strikethrough", "del": "strikethrough",
    "tg-spoiler": "spoiler", "span": "spoiler", "code": "code", "pre": "pre",
    "blockquote": "blockquote", "a": "text_link", "tg-emoji": "custom_emoji",
    "tg-time": "date_time",
}  # fmt: skip
_TAG_OF = {
    "bold": "b", "italic": "i", "underline": "u", "strikethrough": "s", "spoiler": "tg-spoiler",
    "code": "code", "blockquote": "blockquote",
}  # fmt: skip
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
_CHARACTER = re.compile(r"&(?:#x([0-9a-fA-F]{1,6})|#([0-9]{1,7})|(lt|gt|amp|quot)(?![a-zA-Z]));?")
_ATTRIBUTE = re.compile(r"\s*([^\s=>]*)\s*(=?)\s*")
_NAME = re.compile(r"[^\s>]*")
_END = re.compile(r"</([^\s>]*)\s*(>?)")
_TOKEN = re.compile(r"[A-Za-z0-9.\-]*")
_DATE_TIME_FORMAT = re.compile(r"r|w?[dD]?[tT]?")


def utf16_length(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def utf16_slice(text: str, offset: int, length: int) -> str:
    units = text.encode("utf-16-le", "surrogatepass")
    return units[2 * offset : 2 * (offset + length)].decode("utf-16-le", "replace")


def cannot_parse(what: str) -> Exception:
    return bad_request(f"can't parse entities: {what}")


def _matched(pattern: re.Pattern[str], source: str, at: int) -> re.Match[str]:
    """For patterns that match everywhere, if only nothing."""
    found = pattern.match(source, at)
    if found is None:
        raise RuntimeError(f"{pattern.pattern} does not match nothing")
    return found


@dataclass
class _Open:
    tag: str
    attributes: dict[str, str]
    offset: int
    start: int


class _Parser:
    def __init__(self, source: str, unsupported: frozenset[str]) -> None:
        self.source = source
        self.unsupported = unsupported
        self.at = 0
        self.text = ""
        self.length = 0
        self.open: list[_Open] = []
        self.entities: list[Json] = []

    def parse(self) -> tuple[str, list[Json]]:
        while self.at < len(self.source):
            if self.source[self.at] == "<":
                self._end_tag() if self.source.startswith("</", self.at) else self._start_tag()
            else:
                self._character()
        if self.open:
            tag = self.open[-1].tag
            raise cannot_parse(f'Can\'t find end tag corresponding to start tag "{tag}"')
        return self.text, self.entities

    def _byte(self, at: int) -> int:
        return len(self.source[:at].encode("utf-8", "surrogatepass"))

    def _character(self) -> None:
        read, self.at = _decoded(self.source, self.at)
        self.text += read
        self.length += utf16_length(read)

    def _start_tag(self) -> None:
        begin = self.at
        name = _matched(_NAME, self.source, begin + 1)
        self.at = name.end()
        if self.at == len(self.source):
            raise cannot_parse(f"Unclosed start tag at byte offset {self._byte(begin)}")
        tag = name[0].lower()
        if tag not in _SIMPLE or tag in self.unsupported:
            where = self._byte(begin)
            raise cannot_parse(f'Unsupported start tag "{tag}" at byte offset {where}')
        attributes = self._attributes(tag, begin)
        if tag == "span" and attributes.get("class") != "tg-spoiler":
            where = self._byte(begin)
            raise cannot_parse(f'Tag "span" must have class "tg-spoiler" at byte offset {where}')
        self.open.append(_Open(tag, attributes, self.length, len(self.text)))

    def _attributes(self, tag: str, begin: int) -> dict[str, str]:
        found: dict[str, str] = {}
        where = f'the tag "{tag}" at byte offset {self._byte(begin)}'
        while True:
            match = _matched(_ATTRIBUTE, self.source, self.at)
            name, equals = match[1], match[2]
            self.at = match.end()
            if not name and self.source.startswith(">", self.at):
                self.at += 1
                return found
            if self.at >= len(self.source):
                raise cannot_parse(f"Unclosed start tag at byte offset {self._byte(begin)}")
            if not name:
                raise cannot_parse(f"Empty attribute name in {where}")
            if not equals and (tag, name) != ("blockquote", "expandable"):
                raise cannot_parse(f"Expected equal sign in declaration of an attribute of {where}")
            found[name.lower()] = self._value(begin) if equals else ""

    def _value(self, begin: int) -> str:
        quote = self.source[self.at]
        if quote not in "'\"":
            return self._token()
        self.at += 1
        value = ""
        while self.at < len(self.source) and self.source[self.at] != quote:
            read, self.at = _decoded(self.source, self.at)
            value += read
        self.at += 1
        if self.at >= len(self.source):
            raise cannot_parse(f"Unclosed start tag at byte offset {self._byte(begin)}")
        return value

    def _token(self) -> str:
        token = _matched(_TOKEN, self.source, self.at)
        start, self.at = self.at, token.end()
        if not (self.source[self.at : self.at + 1].isspace() or self.source[self.at : self.at + 1] == ">"):
            raise cannot_parse(f"Unexpected end of name token at byte offset {self._byte(start)}")
        return token[0].lower()

    def _end_tag(self) -> None:
        begin = self.at
        if not self.open:
            raise cannot_parse(f"Unexpected end tag at byte offset {self._byte(begin)}")
        match = _matched(_END, self.source, begin)
        if not match[2]:
            raise cannot_parse(f"Unclosed end tag at byte offset {self._byte(begin)}")
        found, expected = match[1].lower(), self.open[-1].tag
        if found and found != expected:
            where = f"Unmatched end tag at byte offset {self._byte(begin)}"
            raise cannot_parse(f'{where}, expected "</{expected}>", found "</{found}>"')
        self.at = match.end()
        self._close(self.open.pop())

    def _close(self, opened: _Open) -> None:
        length = self.length - opened.offset
        if not length:
            return
        entity = {"type": _SIMPLE[opened.tag], "offset": opened.offset, "length": length}
        extra = _details(opened, self.text[opened.start :])
        if extra is None:
            return
        last = self.entities[-1] if self.entities else {}
        same = last.get("offset") == opened.offset and last.get("length") == length
        if opened.tag == "pre" and same and last["type"] == "code":
            last["type"] = "pre"
        elif opened.tag == "code" and same and last["type"] == "pre":
            last.update(extra)
        else:
            self.entities.append(entity | extra)


def _details(opened: _Open, inside: str) -> Json | None:
    """What an entity says beside its place; None when the server drops it, as a link to nowhere."""
    attributes = opened.attributes
    if opened.tag == "a":
        return _link(attributes.get("href") or inside)
    if opened.tag == "tg-emoji":
        if not attributes.get("emoji-id", "").isdigit():
            raise cannot_parse("Invalid custom emoji identifier specified")
        return {"custom_emoji_id": attributes["emoji-id"]}
    if opened.tag == "tg-time":
        return _date_time(attributes)
    if opened.tag == "blockquote" and "expandable" in attributes:
        return {"type": "expandable_blockquote"}
    if opened.tag == "code" and attributes.get("class", "").startswith("language-"):
        return {"language": attributes["class"].removeprefix("language-")}
    return {}


def _link(url: str) -> Json | None:
    if mention := re.fullmatch(r"tg://user\?id=(\d+)", url):
        return {"type": "text_mention", "user_id": int(mention[1])}
    if re.fullmatch(r"(tg|tonsite)://\S+", url):
        return {"url": url}
    if re.fullmatch(r"https?://\S+", url):
        return {"url": url if "/" in url.split("://")[1] else f"{url}/"}
    if re.fullmatch(r"[\w.-]+\.[A-Za-z]{2,}(/\S*)?", url):
        return {"url": f"http://{url}" if "/" in url else f"http://{url}/"}
    return None


def _date_time(attributes: dict[str, str]) -> Json:
    unix, shape = attributes.get("unix", ""), attributes.get("format", "")
    if not unix.isdigit() or not 0 < int(unix) < 2**31:
        raise cannot_parse("Invalid date specified")
    if not _DATE_TIME_FORMAT.fullmatch(shape):
        raise cannot_parse("Invalid date format specified")
    return {"unix_time": int(unix)} | ({"date_time_format": shape} if shape else {})


def _decoded(source: str, at: int) -> tuple[str, int]:
    match = _CHARACTER.match(source, at)
    if match is None:
        return source[at], at + 1
    hexadecimal, decimal, name = match.groups()
    code = int(hexadecimal, 16) if hexadecimal else int(decimal or 0)
    if not name and not 0 < code < 0x110000:
        return source[at], at + 1
    return _NAMED[name] if name else chr(code), match.end()


def parse(source: str, unsupported: frozenset[str] = frozenset()) -> tuple[str, list[Json]]:
    text, entities = _Parser(source, unsupported).parse()
    for entity in entities:
        if entity["type"] == "code":
            entity.pop("language", None)
    if any(0xD800 <= ord(character) < 0xE000 for character in text):
        raise cannot_parse(
            "Text contains invalid Unicode characters after decoding HTML entities, "
            "check for unmatched surrogate code units"
        )
    return text, entities


def _tags(entity: Json) -> tuple[str, str]:
    kind = entity["type"]
    if kind in _TAG_OF:
        return f"<{_TAG_OF[kind]}>", f"</{_TAG_OF[kind]}>"
    if kind == "text_link":
        return f'<a href="{escaping.escape(entity["url"])}">', "</a>"
    if kind == "expandable_blockquote":
        return "<blockquote expandable>", "</blockquote>"
    if kind == "pre":
        language = entity.get("language")
        inner = f'<code class="language-{escaping.escape(language)}">' if language else ""
        return f"<pre>{inner}", "</code></pre>" if language else "</pre>"
    if kind == "date_time":
        shape = entity.get("date_time_format")
        return f'<tg-time unix="{entity["unix_time"]}"' + (
            f' format="{shape}">' if shape else ">"
        ), "</tg-time>"
    return "", ""


def render(text: str, entities: list[Json]) -> str:
    """The text as HTML again, escaped; entities the server found by itself stay plain."""
    opening: dict[int, str] = {}
    closing: dict[int, str] = {}
    for entity in sorted(entities, key=lambda e: (e["offset"], -e["length"])):
        start, end = _tags(entity)
        stop = entity["offset"] + entity["length"]
        opening[entity["offset"]] = opening.get(entity["offset"], "") + start
        closing[stop] = end + closing.get(stop, "")
    result, at = "", 0
    for character in text:
        result += closing.get(at, "") + opening.get(at, "") + escaping.escape(character, quote=False)
        at += utf16_length(character)
    return result + closing.get(at, "")
