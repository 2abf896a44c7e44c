"""Every call of the bot: what it asked, what it was answered, how long that took."""

from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from bot.demo.telegram.errors import Json

KEPT = 10_000


@dataclass
class Call:
    """`status` is None until the call is answered; when its line was cut it is `over` without one."""

    number: int
    method: str
    parameters: Json
    at: datetime
    status: int | None = None
    answer: Json = field(default_factory=dict)
    milliseconds: float = 0.0
    over: bool = False

    @property
    def error(self) -> str | None:
        description: str | None = self.answer.get("description")
        return description

    @property
    def result(self) -> Any:
        return self.answer.get("result")


class Journal:
    def __init__(self, kept: int = KEPT) -> None:
        self._calls: deque[Call] = deque(maxlen=kept)
        self._listeners: list[Callable[[Call], None]] = []
        self._number = 0

    def __iter__(self) -> Iterator[Call]:
        return iter(tuple(self._calls))

    def __len__(self) -> int:
        return len(self._calls)

    def opened(self, method: str, parameters: Json, at: datetime) -> Call:
        self._number += 1
        call = Call(self._number, method, parameters, at)
        self._calls.append(call)
        return call

    def closed(self, call: Call, status: int, answer: Json, milliseconds: float) -> None:
        call.status, call.answer, call.milliseconds, call.over = status, answer, milliseconds, True
        for listener in list(self._listeners):
            listener(call)

    def cut(self, call: Call, milliseconds: float) -> None:
        """It got no answer."""
        call.milliseconds, call.over = milliseconds, True

    def listen(self, listener: Callable[[Call], None]) -> Callable[[], None]:
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def calls(self, *methods: str) -> list[Call]:
        """The calls of these methods, of all when none is named."""
        return [call for call in self if not methods or call.method in methods]

    def errors(self) -> list[Call]:
        """The calls that were refused (4xx)."""
        return [call for call in self if call.status is not None and 400 <= call.status < 500]

    def clear(self) -> None:
        self._calls.clear()
