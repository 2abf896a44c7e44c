"""The first minute: trainer or client, and the few things a trainer's calendar needs to begin."""

from __future__ import annotations

from dataclasses import dataclass

from bot.buttons import Button, key
from bot.feature import Command, Feature, Tap, Who
from bot.screen import Screen
from bot.texts import N_
from bot.visit import Visit
from core.people import Trainer
from core.ports import Books
from core.use_cases.inviting import join


@dataclass(frozen=True)
class BeTrainer(Button, prefix="st"):
    pass


async def start(visit: Visit) -> None:
    w = visit.w
    secret = visit.text.partition(" ")[2].strip()
    if secret:
        trainer, _client = await visit.write(join, secret, visit.act())
        await visit.say(Screen(w("You are on the list of Coach {name}.", name=trainer.name)))
        return
    if visit.trainer is not None:
        await visit.say(
            Screen(
                w("Welcome back, {name}. Type a session, like “Lan tomorrow 18:00”.", name=visit.trainer.name)
            )
        )
        return
    rows = [[key(w.plain("🏋️ I am a trainer"), BeTrainer())]]
    await visit.say(Screen(w("Hello! Are you a trainer?"), rows))


async def be_trainer(visit: Visit, button: BeTrainer) -> None:
    async def work(books: Books) -> None:
        if await books.trainers.find(visit.person.id) is None:
            currency = visit.services.settings.default_currency
            trainer = Trainer(visit.person.id, visit.person.name, visit.person.zone, visit.now, currency)
            await books.trainers.add(trainer)

    await visit.write(work)
    await visit.show(Screen(visit.w("Your calendar is ready. Type a session, like “Lan tomorrow 18:00”.")))


feature = Feature(
    name="start",
    help=N_("/start begins, and shows where you are."),
    who=Who.ANYONE,
    commands=(Command("start", start, N_("Begin")),),
    taps=(Tap(BeTrainer, be_trainer),),
)
