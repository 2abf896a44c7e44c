"""Every text is there in Vietnamese, with the same facts and the same markup."""

import re

import pytest

from bot.texts import Words
from tests.texts import catalogue, fields, in_code

TEXTS = in_code()
TAG = re.compile(r"</?[a-z-]+")


def forms(text):
    return (text,) if isinstance(text, str) else text


def translated(text):
    message = catalogue("vi").get(forms(text)[0])
    found = message.string if message else ""
    return tuple(f for f in ((found,) if isinstance(found, str) else found) if f)


def test_every_text_is_translated():
    assert [t for t in TEXTS if not translated(t)] == []


def test_no_translation_is_left_over_or_unsure():
    known = {forms(t)[0] for t in TEXTS}
    catalog = catalogue("vi")
    kept = [m for m in catalog if m.id]
    assert [m.id for m in kept if (m.id if isinstance(m.id, str) else m.id[0]) not in known] == []
    assert [m.id for m in kept if m.fuzzy] == []
    assert not catalog.obsolete


@pytest.mark.parametrize("text", TEXTS, ids=lambda t: forms(t)[0][:40])
def test_a_translation_says_the_same_facts(text):
    wanted = set().union(*(fields(f) for f in forms(text)))
    for form in translated(text):
        assert fields(form) == wanted
        assert sorted(TAG.findall(form)) == sorted(TAG.findall(forms(text)[-1]))


@pytest.mark.parametrize(
    "language, n, expected", [("en", 1, "1 session"), ("en", 2, "2 sessions"), ("vi", 2, "2 buổi")]
)
def test_numbers_are_said_as_the_language_counts(language, n, expected):
    assert str(Words(language).many("{n} session", "{n} sessions", n)) == expected


def test_what_people_typed_is_never_markup():
    assert Words("en")("{sign} {text}", sign="•", text="<b>&") == "• &lt;b&gt;&amp;"
