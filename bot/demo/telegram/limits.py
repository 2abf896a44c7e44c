"""How fast a bot may write: 30 a second in all, 1 a second a chat, 20 a minute a group."""

import math
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field

from bot.demo.telegram.errors import too_many_requests

COUNTED = ("send", "copymessage", "forwardmessage", "editmessage")
FREE = {"sendchataction"}


@dataclass
class Bucket:
    """Lets `rate` a second through, and at most `burst` at once."""

    rate: float
    burst: float
    level: float = field(init=False)
    at: float = field(init=False, default=0.0)

    def __post_init__(self) -> None:
        self.level = self.burst

    def wait(self, now: float) -> float:
        """Seconds until the next one may pass; 0 when it may now."""
        self.level = min(self.burst, self.level + (now - self.at) * self.rate)
        self.at = now
        return max(0.0, (1 - self.level) / self.rate)


class Limits:
    """Refuses with 429 what the real server would; nothing while it is off."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self.on = False
        self._now = now
        self._all = Bucket(rate=30, burst=30)
        self._chats: dict[int, Bucket] = {}
        self._groups: dict[int, deque[float]] = {}

    def check(self, method: str, chat_id: int | None) -> None:
        name = method.lower()
        if not self.on or chat_id is None or name in FREE or not name.startswith(COUNTED):
            return
        now = self._now()
        chat = self._chats.setdefault(chat_id, Bucket(rate=1, burst=5))
        wait = max(self._all.wait(now), chat.wait(now), self._group_wait(chat_id, now))
        if wait > 0:
            raise too_many_requests(max(1, math.ceil(wait)))
        self._all.level -= 1
        chat.level -= 1
        if chat_id < 0:
            self._groups[chat_id].append(now)

    def _group_wait(self, chat_id: int, now: float) -> float:
        if chat_id > 0:
            return 0.0
        sent = self._groups.setdefault(chat_id, deque())
        while sent and sent[0] <= now - 60:
            sent.popleft()
        return sent[0] + 60 - now if len(sent) >= 20 else 0.0
