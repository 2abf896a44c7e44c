"""Whether somebody's pictures are dark or light: as they chose last."""

from __future__ import annotations

from bot.buttons import Button, Key, key
from bot.visit import Visit

DARK, LIGHT = "dark", "light"


def _place(visit: Visit) -> str:
    return f"light:{visit.person.id}"


async def theme(visit: Visit) -> str:
    return DARK if await visit.services.memory.recall(_place(visit)) == DARK else LIGHT


async def turn(visit: Visit) -> None:
    other = LIGHT if await theme(visit) == DARK else DARK
    await visit.services.memory.remember(_place(visit), other)


def light_key(now: str, turns: Button) -> Key:
    return key("☀️" if now == DARK else "🌙", turns)
