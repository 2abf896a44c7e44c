"""The one font of all pictures: what it can write, how wide that is, and how it is made to fit."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from importlib.resources import files

from PIL import Image, ImageDraw, ImageFont

REGULAR, BOLD = 450, 650
_FILE = str(files("fontpkg_inter") / "files" / "Inter[opsz,wght].ttf")
#: Stands for a name of which the font can write nothing.
NOTHING = "–"
_CUT = "…"
#: No code point: what the font shows for it is what it shows for all that it does not know.
_UNKNOWN = "\uffff"


@lru_cache(maxsize=64)
def font(size: int, weight: int = REGULAR) -> ImageFont.FreeTypeFont:
    # The basic layout needs no library that may be missing; letters come composed (see `written`).
    found = ImageFont.truetype(_FILE, size, layout_engine=ImageFont.Layout.BASIC)
    found.set_variation_by_axes([min(32, max(14, size)), weight])
    return found


@lru_cache(maxsize=4096)
def can_write(letter: str) -> bool:
    if letter == " ":
        return True
    if not letter.isprintable() or unicodedata.combining(letter):
        return False
    return _shape(letter) != _shape(_UNKNOWN)


def _shape(letter: str) -> tuple[tuple[int, int], bytes]:
    mask = font(24).getmask(letter)
    return mask.size, bytes(mask)


@lru_cache(maxsize=1024)
def written(text: str) -> str:
    """What of a text the font can write: accents composed, emoji and other scripts left out."""
    kept = "".join(letter for letter in unicodedata.normalize("NFC", text) if can_write(letter))
    return " ".join(kept.split()) or (NOTHING if text.strip() else "")


@lru_cache(maxsize=4096)
def width(text: str, size: int, weight: int = REGULAR) -> int:
    return round(font(size, weight).getlength(text))


@lru_cache(maxsize=4096)
def stamp(text: str, size: int, weight: int = REGULAR) -> tuple[Image.Image, tuple[int, int]]:
    """The letters as a mask, and where its corner is beside the place at which the text begins."""
    left, top, right, bottom = (int(side) for side in font(size, weight).getbbox(text, anchor="la"))
    mask = Image.new("L", (max(1, right - left), max(1, bottom - top)), 0)
    ImageDraw.Draw(mask).text((-left, -top), text, fill=255, font=font(size, weight), anchor="la")
    return mask, (left, top)


def fitted(text: str, most: int, size: int, weight: int = REGULAR) -> str:
    """As much of it as `most` pixels hold, three dots for the rest; nothing when not even a letter fits."""
    text = written(text)
    if width(text, size, weight) <= most:
        return text
    for end in range(len(text) - 1, 0, -1):
        cut = text[:end].rstrip() + _CUT
        if width(cut, size, weight) <= most:
            return cut
    return text[:1] if width(text[:1], size, weight) <= most else ""


def wrapped(text: str, widths: Sequence[int], size: int, weight: int = REGULAR) -> list[str]:
    """In lines of these widths, broken between words; the last one takes what is left and is cut."""
    words = written(text).split(" ")
    found: list[str] = []
    for most in widths[:-1]:
        row, words = _row(words, most, size, weight)
        found.append(row)
    found.append(fitted(" ".join(words), widths[-1], size, weight))
    return [row for row in found if row]


def _row(words: list[str], most: int, size: int, weight: int) -> tuple[str, list[str]]:
    taken = 1
    while taken < len(words) and width(" ".join(words[: taken + 1]), size, weight) <= most:
        taken += 1
    return fitted(" ".join(words[:taken]), most, size, weight), words[taken:]
