"""Draws each picture once: the same content, asked for again, is the same file."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Hashable
from functools import lru_cache
from typing import Any

from bot.pictures.canvas import Picture

#: About 60 kB each.
_KEPT = 128


@lru_cache(maxsize=_KEPT)
def _drawn(draw: Callable[[Any], Picture], content: Hashable) -> bytes:
    return draw(content).png


async def draw(how: Callable[[Any], Picture], content: Hashable) -> bytes:
    """The PNG of `content`, without keeping the others waiting."""
    return await asyncio.to_thread(_drawn, how, content)
