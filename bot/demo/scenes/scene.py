"""What a scene is: a name, a title, and what is played on the stage."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.demo.telegram.errors import Json

if TYPE_CHECKING:
    from bot.demo.stage import Stage


@dataclass(frozen=True, slots=True)
class Said:
    """Captions and titles stand in both languages where they are written, as a scene is one file."""

    english: str
    vietnamese: str

    def in_(self, language: str) -> str:
        return self.vietnamese if language == "vi" else self.english


@dataclass(frozen=True, slots=True)
class Scene:
    """`steps` captions in about `seconds`; a test plays the scene and compares."""

    name: str
    title: Said
    about: Said
    steps: int
    seconds: int
    play: Callable[[Stage], Awaitable[None]]
    #: Whose phones are on show.
    cast: tuple[str, ...] = ("huy", "lan")

    def as_json(self, language: str) -> Json:
        return {
            "name": self.name,
            "title": self.title.in_(language),
            "about": self.about.in_(language),
            "seconds": self.seconds,
        }
