"""A screen: the words of one message and the buttons below it."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from markupsafe import Markup
from telegram import (
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    LinkPreviewOptions,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
)

from core.money import Money

Keyboard = ReplyKeyboardMarkup | ReplyKeyboardRemove

#: So long may a text be for Telegram, tags not counted.
MOST = 4096
#: And so long below a picture.
MOST_BELOW = 1024
_TAG = re.compile(r"<[^>]+>")
NO_PREVIEW = LinkPreviewOptions(is_disabled=True)


@dataclass(frozen=True, slots=True)
class Media:
    """What somebody sent, by its name in Telegram: a "photo" or a "voice" message."""

    kind: str
    file_id: str


@dataclass(frozen=True, slots=True)
class Screen:
    """Text in Telegram's HTML. `keyboard` stands where the letters are, and only in a new message."""

    text: Markup
    rows: Sequence[Sequence[InlineKeyboardButton]] = field(default=())
    keyboard: Keyboard | None = None
    silent: bool = False
    #: A PNG above the text; such a message cannot become one of text alone.
    photo: bytes | None = None
    #: What is passed on with the text below it; such a message is only ever sent, not edited.
    media: Media | None = None

    def fitted(self) -> Screen:
        """As many of its lines as one message holds: what is cut off ends with three dots."""
        most = MOST if self.photo is None and self.media is None else MOST_BELOW
        kept, room = [], most - len("\n…")
        for line in self.text.split("\n"):
            room -= units(line) + 1
            if room < 0:
                break
            kept.append(line)
        if units(self.text) <= most:
            return self
        return replace(self, text=lines(*kept, "…"))

    @property
    def inline(self) -> InlineKeyboardMarkup | None:
        rows = [row for row in self.rows if row]
        return InlineKeyboardMarkup(rows) if rows else None

    @property
    def markup(self) -> InlineKeyboardMarkup | Keyboard | None:
        return self.inline or self.keyboard


@dataclass(frozen=True, slots=True)
class Invoice:
    """What Telegram asks the provider to take; `payload` comes back with the payment."""

    title: str
    about: str
    payload: str
    amount: Money


def units(text: Markup) -> int:
    """How long it is as Telegram counts, tags left out: an emoji is two, or more."""
    return len(bare(text).encode("utf-16-le")) // 2


def bare(text: Markup) -> str:
    """As it is read: without its tags."""
    return html.unescape(_TAG.sub("", str(text)))


def lines(*parts: Markup | str | None) -> Markup:
    """Lines one below the other; what is None is left out, an empty one stays."""
    return Markup("\n").join(p for p in parts if p is not None)
