"""What is known so far of a request that is being filled in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Self

from core.use_cases.requesting import Wanted

DIALOGUE = "request"
CARD = "card"
#: In the order in which they are asked.
PARTS = ("goals", "experience", "injuries", "times", "place", "message")


@dataclass(frozen=True, slots=True)
class RequestDraft:
    """Fields of the draft row; `guided`: one question after the other."""

    trainer_id: int
    goals: str | None = None
    experience: str | None = None
    injuries: str | None = None
    times: str | None = None
    place: str | None = None
    message: str | None = None
    consultation: bool = False
    guided: bool = False

    @classmethod
    def of(cls, fields: Mapping[str, Any]) -> Self:
        return cls(**fields)

    def row(self) -> dict[str, Any]:
        return asdict(self)

    def part(self, name: str) -> str | None:
        value: str | None = getattr(self, name)
        return value

    def wanted(self) -> Wanted:
        return Wanted(**{name: value for name, value in self.row().items() if name != "guided"})
