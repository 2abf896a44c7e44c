"""Typed buttons: what a tap means travels in the button itself, so that it works after a restart."""

from __future__ import annotations

import types
from dataclasses import dataclass, fields
from typing import Any, ClassVar, Self, Union, get_args, get_origin, get_type_hints

from telegram import CopyTextButton, InlineKeyboardButton

#: Telegram's limit, in bytes.
LIMIT = 64
#: No id of ours is larger, and no database takes a larger one.
_LARGEST = 2**63 - 1

_kinds: dict[str, type[Button]] = {}


@dataclass(frozen=True)
class Button:
    """A subclass names its prefix; its fields are int, str, bool or None. Text that may hold ':' is last."""

    prefix: ClassVar[str]

    def __init_subclass__(cls, prefix: str) -> None:
        taken = _kinds.get(prefix)
        if taken is not None and taken.__qualname__ != cls.__qualname__:
            raise TypeError(f"two buttons with the prefix {prefix}")
        cls.prefix = prefix
        _kinds[prefix] = cls

    def pack(self) -> str:
        data = ":".join([self.prefix, *(_packed(getattr(self, f.name)) for f in fields(self))])
        if len(data.encode()) > LIMIT:
            raise ValueError(f"more than {LIMIT} bytes: {data}")
        return data

    @classmethod
    def unpack(cls, data: str) -> Self:
        """ValueError when this is not, or no longer, such a button."""
        names = [f.name for f in fields(cls)]
        prefix, *values = data.split(":", len(names))
        if prefix != cls.prefix or len(values) != len(names):
            raise ValueError(f"not a {cls.__name__}: {data!r}")
        hints = get_type_hints(cls)
        return cls(**{n: _unpacked(v, hints[n]) for n, v in zip(names, values, strict=True)})


def _packed(value: object) -> str:
    if value is None:
        return ""
    return str(int(value)) if isinstance(value, bool) else str(value)


def _unpacked(text: str, hint: Any) -> Any:
    if get_origin(hint) in (types.UnionType, Union):
        if not text:
            return None
        hint = next(h for h in get_args(hint) if h is not type(None))
    if hint is bool:
        return text == "1"
    value = hint(text)
    if isinstance(value, int) and abs(value) > _LARGEST:
        raise ValueError(f"not a number of ours: {text}")
    return value


def kinds() -> dict[str, type[Button]]:
    """All kinds of buttons there are, by prefix."""
    return dict(_kinds)


Key = InlineKeyboardButton
Rows = list[list[InlineKeyboardButton]]


def key(label: str, does: Button) -> InlineKeyboardButton:
    return InlineKeyboardButton(label, callback_data=does.pack())


def link(label: str, url: str) -> InlineKeyboardButton:
    return InlineKeyboardButton(label, url=url)


def copy(label: str, text: str) -> InlineKeyboardButton:
    """A tap copies `text`."""
    return InlineKeyboardButton(label, copy_text=CopyTextButton(text))


def short(name: str) -> str:
    """A name as it fits on a button."""
    return name if len(name) <= 20 else f"{name[:19]}…"


def in_rows(keys: list[InlineKeyboardButton], width: int) -> Rows:
    return [keys[n : n + width] for n in range(0, len(keys), width)]
