"""What a trainer shows to people who look for one, and who may be found."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from core.money import Money

LONGEST_BIO = 600
MOST_SPECIALITIES = 8
LONGEST_SPECIALITY = 32
SHORTEST_CONSULTATION, LONGEST_CONSULTATION = 10, 180

#: What most trainers choose from; kept by these names, and read in the reader's language.
SPECIALITIES = (
    "weight_loss",
    "muscle",
    "strength",
    "functional",
    "running",
    "boxing",
    "yoga",
    "pilates",
    "mobility",
    "rehab",
    "prenatal",
    "seniors",
    "kids",
    "nutrition",
    "swimming",
    "dance",
)
#: In what trainers and clients talk, the likeliest here first.
SPOKEN = ("vi", "en", "zh", "ko", "ja", "fr", "ru", "de")


class Standing(StrEnum):
    """Where TRAINER_SIGNUP is approve, an admin lets trainers in."""

    WAITING = "waiting"
    ADMITTED = "admitted"
    #: By an admin: not to be found, and nobody new; what is agreed goes on.
    PAUSED = "paused"


@dataclass(frozen=True, slots=True)
class Profile:
    """`id` is the trainer's; `code` stands in the link that they share.

    A consultation without a price is not offered; one of 0 is free.
    """

    id: int
    code: str
    created_at: datetime
    standing: Standing = Standing.ADMITTED
    #: The trainer's own switch: shown to everybody who looks for a trainer.
    listed: bool = False
    bio: str | None = None
    specialities: tuple[str, ...] = ()
    #: Languages in which they train: "en", "vi".
    languages: tuple[str, ...] = ()
    consultation_price: int | None = None
    consultation_minutes: int = 30

    @property
    def is_found(self) -> bool:
        return self.listed and self.standing is Standing.ADMITTED

    def consultation(self, currency: str) -> Money | None:
        return None if self.consultation_price is None else Money(self.consultation_price, currency)
