"""What must not reach anybody else: words, amounts, numbers and times that are found nowhere else."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass

from core.money import Money

_BETWEEN_DIGITS = re.compile(r"(?<=\d)[.,\s\u00a0\u202f](?=\d{3}(?!\d))")


@dataclass(frozen=True, slots=True)
class Private:
    """One person's life with a trainer. Each word begins with `mark`; sessions begin at `minute`."""

    mark: str
    minute: int
    price: int
    phone: str

    def says(self, topic: str) -> str:
        """A word about a topic: what leaks is seen from what was found."""
        return f"{self.mark}{topic}"

    @property
    def package_price(self) -> int:
        return self.price * 7 + 1000

    @property
    def cost(self) -> Money:
        return Money(self.price, "VND")

    @property
    def home(self) -> str:
        return f"{self.says('street')} {self.says('gate')}"

    def marks(self, *, times: bool = True) -> list[re.Pattern[str]]:
        """`times`: also the minutes at which all of their sessions begin and end."""
        amounts = (self.price, self.price // 2, self.package_price)
        numbers = [f"{amount}" for amount in amounts] + [f"{amount // 1000}k" for amount in amounts]
        plain = [rf"{self.mark}\w*", *(rf"(?<!\d){n}(?!\d)" for n in numbers), re.escape(self.phone[-9:])]
        # In files of calendars and tables too.
        minutes = [rf"\b[012]?\d[:h]{self.minute}\b", rf"T\d\d{self.minute}00"] if times else []
        return [re.compile(p, re.IGNORECASE) for p in (*plain, *minutes)]


def leaks(heard: Iterable[str], marks: Iterable[re.Pattern[str]], typed: Iterable[str] = ()) -> list[str]:
    """What was found, with what stood around it; `typed`: words that the reader has said first."""
    known = {word.lower() for text in typed for word in re.findall(r"\w+", text)}
    found = []
    for text in heard:
        bare = _BETWEEN_DIGITS.sub("", text)
        for mark in marks:
            hits = (h for h in mark.finditer(bare) if h.group().lower() not in known)
            if (hit := next(hits, None)) is not None:
                found.append(f"{hit.group()} in {bare[max(hit.start() - 200, 0) : hit.end() + 80]!r}")
    return found


def read(content: bytes) -> str:
    """All that a file says: an Excel file is an archive of others."""
    if not zipfile.is_zipfile(io.BytesIO(content)):
        return content.decode("utf-8", "replace")
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return "\n".join(archive.read(name).decode("utf-8", "replace") for name in archive.namelist())


BINH = Private("zorq", 35, 731_000, "+84977135246")
CUC = Private("cuqa", 25, 843_000, "+84966224135")
#: Lan's own, once with Huy and once with Mai: neither of the two learns it of the other.
LAN_WITH_HUY = Private("kestr", 10, 967_000, "+84955313024")
EVE = Private("evow", 15, 571_000, "+84933491802")
LAN_WITH_MAI = Private("wimb", 50, 689_000, "+84944402913")
