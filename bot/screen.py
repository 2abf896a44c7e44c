"""A screen: the words of one message and the buttons below it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from markupsafe import Markup
from telegram import (
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    LinkPreviewOptions,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
)

Keyboard = ReplyKeyboardMarkup | ReplyKeyboardRemove

NO_PREVIEW = LinkPreviewOptions(is_disabled=True)


@dataclass(frozen=True, slots=True)
class Screen:
    """Text in Telegram's HTML. `keyboard` stands where the letters are, and only in a new message."""

    text: Markup
    rows: Sequence[Sequence[InlineKeyboardButton]] = field(default=())
    keyboard: Keyboard | None = None
    silent: bool = False

    @property
    def inline(self) -> InlineKeyboardMarkup | None:
        rows = [row for row in self.rows if row]
        return InlineKeyboardMarkup(rows) if rows else None

    @property
    def markup(self) -> InlineKeyboardMarkup | Keyboard | None:
        return self.inline or self.keyboard


def lines(*parts: Markup | str | None) -> Markup:
    """Lines one below the other; what is None is left out, an empty one stays."""
    return Markup("\n").join(p for p in parts if p is not None)
