"""Things that go wrong on the way: hooks around each call, cut lines, errors, slowness."""

import inspect
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Literal

When = Literal["before", "after"]


@dataclass(frozen=True, slots=True)
class Drop:
    """The connection is cut without an answer."""


@dataclass(frozen=True, slots=True)
class Fail:
    """The answer is an error: 429 with `retry_after`, 500 or 502."""

    status: int
    retry_after: int = 1


@dataclass(frozen=True, slots=True)
class Delay:
    """The call, or its answer, takes that long."""

    seconds: float


Fault = Drop | Fail | Delay


@dataclass(frozen=True, slots=True)
class Moment:
    """A call about to be executed, or executed and about to be answered.

    `nth` counts the calls of this method, `total` all calls but getUpdates; both from 1.
    """

    when: When
    method: str
    nth: int
    total: int


Hook = Callable[[Moment], Fault | Awaitable[Fault | None] | None]


class Faults:
    def __init__(self) -> None:
        self._hooks: list[Hook] = []
        self._counts: dict[str, int] = {}
        self.total = 0

    def on(self, hook: Hook) -> Callable[[], None]:
        """Asks `hook` at every moment; the result takes it away again."""
        self._hooks.append(hook)
        return lambda: self._hooks.remove(hook)

    def always(self, fault: Fault, method: str | None = None) -> Callable[[], None]:
        """Before every call of the method, of any but getUpdates when none is named."""

        def hook(moment: Moment) -> Fault | None:
            matches = moment.method == method if method else moment.method != "getUpdates"
            return fault if moment.when == "before" and matches else None

        return self.on(hook)

    def before(self, method: str | None, nth: int, what: Fault | Callable[[], object]) -> Callable[[], None]:
        """Once, before the nth call (from now on) is executed."""
        return self._once("before", method, nth, what)

    def after(self, method: str | None, nth: int, what: Fault | Callable[[], object]) -> Callable[[], None]:
        """Once, after the nth call (from now on) was executed and before it is answered."""
        return self._once("after", method, nth, what)

    def _once(
        self, when: When, method: str | None, nth: int, what: Fault | Callable[[], object]
    ) -> Callable[[], None]:
        start = self._counts.get(method, 0) if method else self.total

        async def hook(moment: Moment) -> Fault | None:
            count = moment.nth if method else moment.total
            matches = moment.method == method if method else moment.method != "getUpdates"
            if moment.when != when or not matches or count != start + nth:
                return None
            if isinstance(what, Drop | Fail | Delay):
                return what
            outcome = what()
            if inspect.isawaitable(outcome):
                outcome = await outcome
            return outcome if isinstance(outcome, Drop | Fail | Delay) else None

        return self.on(hook)

    def clear(self) -> None:
        self._hooks.clear()

    def counted(self, method: str) -> Moment:
        self._counts[method] = self._counts.get(method, 0) + 1
        self.total += method != "getUpdates"
        return Moment("before", method, self._counts[method], self.total)

    async def ask(self, moment: Moment) -> Fault | None:
        for hook in list(self._hooks):
            fault = hook(moment)
            if inspect.isawaitable(fault):
                fault = await fault
            if fault is not None:
                return fault
        return None
