"""Benchmarks: every module here that has `async def run() -> list[Row]` is one, found by its name."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Row:
    """One figure, and the one it is held against: an earlier design, a bare driver, another program."""

    name: str
    figure: float
    unit: str
    reference: float | None = None
    reference_name: str = ""

    @property
    def ratio(self) -> float | None:
        return self.figure / self.reference if self.reference else None
