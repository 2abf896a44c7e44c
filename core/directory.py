"""Who can be found, by what: the rows of the directory, what narrows it down, the order they stand in."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from core.when.text import folded

#: So many bytes of what is searched for travel in a button.
MOST_WORDS = 20


@dataclass(frozen=True, slots=True)
class Listing:
    """One who may be found, with as much as stands on the list.

    Of a place only a gym's name: a home is somebody's, and how to meet online is for those who do.
    """

    id: int
    code: str
    name: str
    currency: str
    specialities: tuple[str, ...]
    languages: tuple[str, ...]
    #: The sum of all stars, and how many ratings there are.
    stars: int
    ratings: int
    #: What a session costs, and the cheapest one in a package.
    price: int | None
    in_package: int | None
    gyms: tuple[str, ...]
    at_home: bool
    online: bool
    #: Only where it is searched.
    bio: str | None = None

    @property
    def price_from(self) -> int | None:
        return min((p for p in (self.price, self.in_package) if p is not None), default=None)

    @property
    def rating(self) -> float:
        """As it is shown; 0 before the first."""
        return round(self.stars / self.ratings, 1) if self.ratings else 0.0


@dataclass(frozen=True, slots=True)
class Review:
    """What a client said when a package was over, and nothing of who said it."""

    stars: int
    words: str | None


@dataclass(frozen=True, slots=True)
class Filter:
    """What narrows the list down: tags of values, and words; nothing of it lets everybody through."""

    place: str = ""
    speciality: str = ""
    language: str = ""
    words: str = ""

    @property
    def is_open(self) -> bool:
        return self == Filter()

    def lets(self, one: Listing) -> bool:
        """By all but the words: what they are compared with depends on who reads."""
        return (
            (not self.place or any(tag(p) == self.place for p in places_of(one)))
            and (not self.speciality or any(tag(s) == self.speciality for s in one.specialities))
            and (not self.language or self.language in one.languages)
        )

    def searching(self, typed: str) -> Filter:
        """For what was typed, as far as a button carries it."""
        words = " ".join(folded(typed).split()).encode()[:MOST_WORDS]
        return replace(self, words=words.decode(errors="ignore").strip())


#: Places that are not named.
AT_HOME, ONLINE = "@home", "@online"


def places_of(one: Listing) -> tuple[str, ...]:
    """Gyms by their names, homes and meeting links by their kinds."""
    return (*one.gyms, *((AT_HOME,) if one.at_home else ()), *((ONLINE,) if one.online else ()))


def tag(value: str) -> str:
    """A few letters that stand for a value in a button, whatever its length, case and marks."""
    return hashlib.blake2b(folded(value).encode(), digest_size=3).hexdigest()


#: Of names above all: they are compared again for each page.
_compared = lru_cache(maxsize=1 << 15)(folded.__wrapped__)
_APART = re.compile(r"\W+")
_MARKS = re.compile("[\u0300-\u036f]+")


def ordered(found: Iterable[Listing]) -> list[Listing]:
    """The best rated first, then by name."""
    return sorted(found, key=lambda one: (-one.rating, _compared(one.name), one.id))


def counted(values: Iterable[str]) -> list[tuple[str, int]]:
    """Each value with how often it is there, the commonest first; spellings of one count as one."""
    numbers: dict[str, int] = {}
    spelled: dict[str, str] = {}
    for value in values:
        numbers[tag(value)] = numbers.get(tag(value), 0) + 1
        spelled.setdefault(tag(value), value)
    found = [(spelled[short], n) for short, n in numbers.items()]
    return sorted(found, key=lambda pair: (-pair[1], folded(pair[0])))


def has_words(words: str, said: Sequence[str]) -> bool:
    """Whether each typed word begins a word of what is said of somebody; what is none finds nobody."""
    wanted = [word for word in _APART.split(_plain(words)) if word]
    text = f" {_APART.sub(' ', _plain(' '.join(said)))}"
    return bool(wanted) and all(f" {word}" in text for word in wanted)


def _plain(text: str) -> str:
    """As `folded`, for thousands of long texts at once: decomposed, and never shown."""
    return _MARKS.sub("", unicodedata.normalize("NFD", text.lower().replace("đ", "d")))
