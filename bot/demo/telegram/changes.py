"""Lets anybody wait until something in the chats changes, without asking again and again."""

import asyncio
from collections.abc import Callable

Listener = Callable[[str, int | None], None]


class Changes:
    """Tells what changed (`message`, `update`, `call`, …) and in which chat."""

    def __init__(self) -> None:
        self.count = 0
        self._waiting: set[asyncio.Future[None]] = set()
        self._listeners: list[Listener] = []

    def tell(self, what: str, chat_id: int | None = None) -> None:
        self.count += 1
        for listener in list(self._listeners):
            listener(what, chat_id)
        for future in self._waiting:
            if not future.done():
                future.set_result(None)
        self._waiting.clear()

    def listen(self, listener: Listener) -> Callable[[], None]:
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    async def next(self) -> None:
        future = asyncio.get_running_loop().create_future()
        self._waiting.add(future)
        try:
            await future
        finally:
            self._waiting.discard(future)

    async def until(self, holds: Callable[[], object], within: float) -> bool:
        """True as soon as `holds()` does, False when `within` seconds passed before."""
        try:
            async with asyncio.timeout(within):
                while not holds():
                    await self.next()
        except TimeoutError:
            return bool(holds())
        return True
