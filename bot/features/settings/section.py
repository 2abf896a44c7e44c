"""One setting: what it is now, how it is asked for, what can be tapped and typed, and how it is kept."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass

from markupsafe import Markup

from bot.buttons import Button, Key, Rows, key
from bot.feature import Who
from bot.texts import Words
from bot.visit import Visit
from core.act import Act
from core.ports import Books
from core.use_cases import profile
from core.use_cases.profile import Changes


@dataclass(frozen=True)
class OpenSection(Button, prefix="sts"):
    name: str


@dataclass(frozen=True)
class Pick(Button, prefix="stp"):
    """`value` as it could have been typed: taps and typed answers are read by the same reader."""

    section: str
    value: str


async def _changed(books: Books, changes: Changes, act: Act) -> object:
    return await profile.change(books, changes, act)


async def _no_guess(visit: Visit, text: str) -> list[Key]:
    return []


@dataclass(frozen=True, slots=True)
class Section:
    """`hint` says how to type it, when what was typed was not understood or cannot be."""

    name: str
    label: Callable[[Words], str]
    value: Callable[[Visit], str]
    ask: Callable[[Visit], Markup]
    choices: Callable[[Visit], Rows]
    #: The changes that a text means, or nothing when it was not understood; NotValid when it is for this
    #: section, but cannot be.
    read: Callable[[Visit, str], Awaitable[Changes | None]]
    hint: Callable[[Words], Markup]
    keep: Callable[[Books, Changes, Act], Awaitable[object]] = _changed
    #: What may have been meant by something that was not understood.
    guess: Callable[[Visit, str], Awaitable[list[Key]]] = _no_guess
    who: Who = Who.TRAINER
    is_typed: bool = True
    #: It has several values, so that one change does not leave it.
    stays: bool = False
    #: The question itself shows what it is now.
    tells: bool = False
    #: The section that this one is a part of.
    parent: str | None = None


def pick(section: str, label: str, value: str, *, chosen: bool = False) -> Key:
    return key(f"✓ {label}" if chosen else label, Pick(section, value))


def picks(section: str, options: Iterable[tuple[str, str]], present: str) -> list[Key]:
    """(label, value) each; the present one is ticked."""
    return [pick(section, label, value, chosen=value == present) for label, value in options]
