"""A feature is one line in `contents.py`, and comes with its words, its help and its rights."""

from dataclasses import dataclass, replace

import pytest

from bot.buttons import Button, key
from bot.contents import FEATURES
from bot.feature import Command, Feature, Tap, Who
from bot.screen import Screen
from bot.texts import N_
from bot.visit import Visit
from tests.texts import catalogue
from tests.world import world


@dataclass(frozen=True)
class Wave(Button, prefix="zz"):
    times: int


async def hello(visit: Visit) -> None:
    await visit.say(Screen(visit.w("What you can do"), [[key("wave", Wave(3))]]))


async def wave(visit: Visit, button: Wave) -> None:
    await visit.show(Screen(visit.w("{sign} {text}", sign="👋" * button.times, text=visit.person.name)))


SAMPLE = Feature(
    name="sample",
    help=N_("What you can do"),
    who=Who.ANYONE,
    commands=(Command("hello", hello, N_("What you can do")),),
    taps=(Tap(Wave, wave),),
)


def complaints(feature: Feature) -> list[str]:
    """What keeps a feature from being used by people."""
    texts = [feature.help, *(c.about for c in feature.commands)]
    found = [f"no Vietnamese for {t!r}" for t in texts if t and not _in_vietnamese(t)]
    if not feature.help.strip():
        found.append("no line in /help")
    used = (feature, *feature.commands, *feature.taps)
    found += [f"nobody says who may use {u}" for u in used if not isinstance(u.who, Who)]
    found += [f"/{c.name} says nothing in the menu" for c in feature.commands if not c.about.strip()]
    return found


def _in_vietnamese(text: str) -> bool:
    message = catalogue("vi").get(text)
    return bool(message and message.string)


@pytest.mark.parametrize("feature", FEATURES, ids=lambda f: f.name)
def test_every_feature_has_words_help_and_rights(feature):
    assert complaints(feature) == []


@pytest.mark.parametrize(
    "broken, complaint",
    [
        (
            replace(SAMPLE, help="Nobody has translated this"),
            "no Vietnamese for 'Nobody has translated this'",
        ),
        (replace(SAMPLE, help=""), "no line in /help"),
        (replace(SAMPLE, who=None), "nobody says who may use"),
        (replace(SAMPLE, taps=(Tap(Wave, wave, None),)), "nobody says who may use"),
        (replace(SAMPLE, commands=(Command("hello", hello, ""),)), "/hello says nothing in the menu"),
    ],
)
def test_a_feature_that_is_not_ready_is_found(broken, complaint):
    assert any(found.startswith(complaint) for found in complaints(broken))


async def test_a_feature_works_from_its_one_line(sqlite_url):
    async with world(sqlite_url, features=(*FEATURES, SAMPLE)) as w:
        minh = w.phone("Minh", "vi")
        minh.start()
        await w.settle()
        await w.says(minh, "/hello")
        await w.press(minh, "wave")
        assert minh.last.text == "👋👋👋 Minh"
        await w.says(minh, "/help")
        assert "/hello" in minh.last.text


def test_no_two_features_share_a_command_or_a_name():
    names = [f.name for f in FEATURES]
    commands = [c.name for f in FEATURES for c in f.commands]
    assert len(set(names)) == len(names)
    assert len(set(commands)) == len(commands)
