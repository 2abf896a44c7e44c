"""Buttons of the directory. Where one is in it travels along, so that every way back leads there."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from bot.buttons import Button
from core.directory import Filter

#: What is typed below the question of the search.
DIALOGUE = "directory"
#: No list of ours is longer.
MOST_PAGES = 9999


@dataclass(frozen=True, slots=True)
class Spot:
    """A page of the list, as it is narrowed down."""

    filter: Filter = field(default_factory=Filter)
    page: int = 0

    @property
    def packed(self) -> str:
        f = self.filter
        return f"{f.place}.{f.speciality}.{f.language}.{self.page or ''}.{f.words}".rstrip(".")

    @classmethod
    def read(cls, packed: str) -> Spot:
        """What a button of ours said; anything else is the beginning of the list."""
        place, speciality, language, page, words = (packed.split(".", 4) + [""] * 5)[:5]
        number = int(page) if page.isdecimal() else 0
        return cls(Filter(place, speciality, language, words), min(number, MOST_PAGES))

    def narrowed(self, **by: str) -> Spot:
        """Another filter begins on its first page."""
        return Spot(replace(self.filter, **by))


@dataclass(frozen=True)
class ShowTrainers(Button, prefix="va"):
    spot: str = ""


@dataclass(frozen=True)
class ChooseFilter(Button, prefix="vb"):
    """`what`: place, speciality or language, by its first letter; `page` of the choices."""

    what: str
    page: int
    spot: str = ""


@dataclass(frozen=True)
class AskWords(Button, prefix="vc"):
    spot: str = ""


@dataclass(frozen=True)
class OpenTrainer(Button, prefix="vd"):
    """By the code of the trainer's link: it leads to one who is not on the list too."""

    code: str
    spot: str = ""


@dataclass(frozen=True)
class ShowReviews(Button, prefix="ve"):
    code: str
    page: int
    spot: str = ""
