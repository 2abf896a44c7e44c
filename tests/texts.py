"""The texts that stand in the code, found by the extractor that also feeds the catalogues."""

from __future__ import annotations

import string
from functools import cache
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

BOT = Path(__file__).parents[1] / "bot"
#: `w.many` takes two forms; everything else takes one.
KEYWORDS = {"w": None, "plain": None, "N_": None, "many": (1, 2)}


@cache
def in_code(folder: Path = BOT) -> dict[str | tuple[str, ...], str]:
    """Text (or its two forms) → the file it stands in."""
    found = {}
    for name, _line, text, _comments, _context in extract_from_dir(str(folder), keywords=KEYWORDS):
        found[text if isinstance(text, str) else tuple(text)] = name
    return found


@cache
def catalogue(language: str) -> Catalog:
    with (BOT / "locales" / f"{language}.po").open("rb") as file:
        return read_po(file, locale=language)


def fields(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}
