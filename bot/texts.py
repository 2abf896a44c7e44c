"""Words in a person's language. English stands in the code; other languages are `locales/*.po`."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po
from markupsafe import Markup

LANGUAGES = ("en", "vi")
#: As their speakers call them.
LANGUAGE_NAMES = {"en": "English", "vi": "Tiếng Việt"}
_LOCALES = Path(__file__).parent / "locales"


@cache
def _catalog(language: str) -> Catalog:
    path = _LOCALES / f"{language}.po"
    if not path.exists():
        return Catalog(locale=language)
    with path.open("rb") as file:
        return read_po(file, locale=language)


def N_(text: str) -> str:  # noqa: N802  # gettext's own name for "a text that is looked up later"
    return text


class Words:
    """Looks texts up in one language and fills in facts, which are escaped for HTML.

    `w("…", name=…)` is for messages, `w.plain` for labels and toasts, `w.many` for counts.
    """

    def __init__(self, language: str) -> None:
        self.language = language if language in LANGUAGES else LANGUAGES[0]
        self._catalog = _catalog(self.language)

    def __call__(self, text: str, /, **facts: Any) -> Markup:
        return Markup(self._found(text)).format(**facts)  # noqa: S704  # texts are ours, facts are escaped

    def plain(self, text: str, /, **facts: Any) -> str:
        return self._found(text).format(**facts)

    def many(self, one: str, other: str, n: int, **facts: Any) -> Markup:
        """`one` or `other` by the number, as the language counts; {n} is the number."""
        message = self._catalog.get(one)
        forms = message.string if message is not None else None
        chosen = one if n == 1 else other
        if isinstance(forms, list | tuple) and forms[0]:
            # Our languages have one form, or one for 1 and another for the rest.
            chosen = forms[0] if n == 1 or len(forms) == 1 else forms[1]
        return Markup(chosen).format(n=n, **facts)  # noqa: S704  # as above

    def _found(self, text: str) -> str:
        message = self._catalog.get(text)
        found = message.string if message is not None else ""
        return found if isinstance(found, str) and found else text


@cache
def words(language: str) -> Words:
    return Words(language)


def language_of(code: str | None, default: str) -> str:
    """Our language for a Telegram language code."""
    short = (code or "").split("-")[0].lower()
    return short if short in LANGUAGES else default
