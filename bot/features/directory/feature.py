"""Looking for a trainer: everybody may, by the list or by a trainer's own link."""

from __future__ import annotations

from bot.feature import Command, Feature, Step, Tap, Who
from bot.features.directory import buttons as b
from bot.features.directory import card, listing, narrowing, searching
from bot.texts import N_

feature = Feature(
    name="directory",
    help=N_("/trainers helps to find a coach."),
    who=Who.ANYONE,
    commands=(Command("trainers", listing.browse, N_("Find a coach")),),
    taps=(
        Tap(b.ShowTrainers, listing.show),
        Tap(b.ChooseFilter, narrowing.choose),
        Tap(b.AskWords, searching.ask_words),
        Tap(b.OpenTrainer, card.show),
        Tap(b.ShowReviews, card.show_reviews),
    ),
    steps={f"{b.DIALOGUE}:{searching.WORDS}": Step(searching.ask_again, searching.answer)},
    links={card.PREFIX: card.open_link},
)
