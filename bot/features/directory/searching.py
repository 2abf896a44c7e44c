"""🔍: trainers by typed words: a name, a gym, what they do, what they say of themselves."""

from __future__ import annotations

from bot.dialogue import begin
from bot.features.directory import buttons as b
from bot.features.directory.buttons import DIALOGUE, Spot
from bot.features.directory.listing import screen
from bot.features.directory.narrowing import back_to
from bot.screen import Screen
from bot.texts import Words
from bot.visit import Visit
from core.draft import Draft

WORDS = "words"


async def ask_words(visit: Visit, button: b.AskWords) -> None:
    await begin(visit, DIALOGUE, WORDS, spot=button.spot)
    await visit.show(_question(Spot.read(button.spot), visit.w))


async def ask_again(visit: Visit, draft: Draft) -> None:
    await visit.say(_question(Spot.read(draft.fields["spot"]), visit.w))


def _question(spot: Spot, w: Words) -> Screen:
    text = w(
        "🔍 <b>What do you look for?</b> Type a name, a gym, or what you want to train. Marks do not matter."
    )
    return Screen(text, [[back_to(spot, w)]])


async def answer(visit: Visit, draft: Draft, text: str) -> None:
    spot = Spot.read(draft.fields["spot"])
    await visit.close()
    await visit.say(await screen(visit, Spot(spot.filter.searching(text))))
