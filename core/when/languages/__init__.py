"""The languages that phrases are read in: one module of words and a few rules each."""

from core.when.language import Language
from core.when.languages.en import ENGLISH
from core.when.languages.vi import VIETNAMESE

LANGUAGES = {spoken.code: spoken for spoken in (ENGLISH, VIETNAMESE)}


def language(code: str) -> Language:
    """The language of that code ("vi", "en-GB"), English where there is none."""
    return LANGUAGES.get(code.lower().replace("_", "-").partition("-")[0], ENGLISH)
