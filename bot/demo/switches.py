"""Faults that a developer switches on in the page, to see that nothing is lost by them."""

from __future__ import annotations

from collections.abc import Callable

from bot.demo.telegram.faults import Delay, Drop, Fail, Fault, Faults

FAULTS: dict[str, Fault] = {
    "429": Fail(429, retry_after=1),
    "500": Fail(500),
    "drop": Drop(),
    "slow": Delay(2),
}


class Switches:
    def __init__(self, faults: Faults) -> None:
        self._faults = faults
        self._on: dict[str, Callable[[], None]] = {}

    @property
    def on(self) -> list[str]:
        return list(self._on)

    def turn(self, name: str, *, on: bool) -> None:
        """LookupError for a fault that is not there."""
        fault = FAULTS[name]
        if on and name not in self._on:
            self._on[name] = self._faults.always(fault)
        elif not on and name in self._on:
            self._on.pop(name)()

    def clear(self) -> None:
        for name in self.on:
            self.turn(name, on=False)
