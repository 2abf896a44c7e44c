"""A line of text made comparable: one form of each letter, without regard to case and diacritics."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

#: What is longer was pasted, not typed: it is not read as a time.
LONGEST_TEXT = 1_000
#: More pieces than any booking has; what follows is handed back unread.
MOST_TOKENS = 64

_BARRED = str.maketrans("đĐ", "dd")
_APOSTROPHES = str.maketrans("’‘`´", "''''")
#: "18hmai" is an hour and a word, "2hours" and "7giờ" are not.
_SCAN = re.compile(
    r"(?P<dated>[0-9]{1,2}\.[0-9]{1,2}\.(?:[0-9]{4}|[0-9]{2})(?![0-9]))"
    r"|(?P<grouped>[0-9]{1,3}(?:([.,])[0-9]{3})(?:\3[0-9]{3})*(?![0-9]))"
    r"|(?P<dotted>(?<![0-9][.,])[0-9]+[.,][0-9]+(?![.,]?[0-9]))"
    r"|(?P<number>[0-9]+)"
    r"|(?P<hour>(?<=[0-9])[hg](?!ours?\b|rs?\b|i[oờ]\b)(?=[^\W\d_]{3}))"
    r"|(?P<word>[^\W\d_]+(?:'[^\W\d_]+)*)"
    r"|(?P<mark>\S)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Token:
    """A run of letters, a number or one mark; `start` and `end` are places in the normal text."""

    kind: str
    text: str
    bare: str
    start: int
    end: int
    #: Nothing stands between this token and the one before.
    glued: bool


@lru_cache(maxsize=4096)
def folded(text: str) -> str:
    """Without case and diacritics, đ as d: the form in which names and words are compared."""
    if text.isascii():
        return text.lower()
    plain = unicodedata.normalize("NFD", text.lower().translate(_BARRED))
    return unicodedata.normalize("NFC", "".join(c for c in plain if not unicodedata.combining(c)))


def normal(text: str) -> str:
    """Composed letters and one kind of apostrophe; the length of the text may change, its words do not."""
    return unicodedata.normalize("NFC", text).translate(_APOSTROPHES)


@lru_cache(maxsize=4096)
def spelled_like(typed: str, proper: str) -> bool:
    """Whether `typed` may stand for `proper`: marks may be left out, none may be another one.

    So "thu" and "thư" can be "thứ", and "nam" can be "năm", but "Tâm" is never "tám".
    """
    typed, proper = (unicodedata.normalize("NFD", t.lower()) for t in (typed, proper))
    return _letters(typed) == _letters(proper) and all(
        given <= wanted for given, wanted in zip(_marks(typed), _marks(proper), strict=True)
    )


def _letters(decomposed: str) -> str:
    return "".join(c for c in decomposed if not unicodedata.combining(c)).translate(_BARRED)


def _marks(decomposed: str) -> list[set[str]]:
    marks: list[set[str]] = []
    for c in decomposed:
        if unicodedata.combining(c) and marks:
            marks[-1].add(c)
        else:
            marks.append({c} if c in "đĐ" else set())
    return marks


def tokens(text: str) -> list[Token]:
    """The tokens of a normal text, at most one more than are looked at."""
    found: list[Token] = []
    before = -1
    for match in _SCAN.finditer(text):
        word = match.group()
        start, end = match.span()
        kind = "word" if match.lastgroup == "hour" else match.lastgroup or "mark"
        found.append(Token(kind, word, folded(word), start, end, start == before))
        before = end
        if len(found) > MOST_TOKENS:
            break
    return found
