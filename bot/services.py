"""What every handler may use: the store, the clock, what the bot remembers, the features' registry."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from telegram import Bot

from bot.clock import Clock
from bot.config import Settings
from bot.feature import Feature, Step
from core.ports import Store


class Memory(Protocol):
    """Small things that the bot remembers about itself."""

    async def recall(self, key: str) -> str | None: ...

    async def remember(self, key: str, value: str) -> None: ...


@dataclass(slots=True)
class Services:
    """One for the whole bot."""

    settings: Settings
    store: Store
    clock: Clock
    memory: Memory
    bot: Bot
    features: tuple[Feature, ...]
    #: What our messages show, so that none is "edited" into what it shows already.
    shown: dict[tuple[int, int], str] = field(default_factory=dict)
    #: Updates that are not answered for the first time: their acts may have been done.
    replayed: set[int] = field(default_factory=set)
    #: What the menu of commands looks like in a chat, as far as it was asked since the start.
    menus: dict[int, str] = field(default_factory=dict)
    #: The server refused the time entity once.
    plain_times: bool = False

    def now(self) -> datetime:
        return self.clock.now()

    def step(self, name: str) -> Step | None:
        return next((f.steps[name] for f in self.features if name in f.steps), None)

    @property
    def username(self) -> str:
        return self.bot.username
