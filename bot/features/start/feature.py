"""The first minute: trainer or client, an invitation opened, and where somebody stands later on."""

from __future__ import annotations

from bot import answering
from bot.feature import Command, Feature, Tap, Who
from bot.features.start import buttons as b
from bot.features.start import home, joining, setup
from bot.going import Go, go
from bot.texts import LANGUAGE_NAMES, N_
from bot.visit import Visit
from core.act import Event
from core.use_cases import profile


async def start(visit: Visit) -> None:
    """With a payload it opens a link or an invitation; without, it shows where the person is."""
    message = visit.update.message
    secret = (message.text or "").partition(" ")[2].strip() if message else ""
    if not secret:
        await visit.show(await home.home(visit))
    elif not await _by_link(visit, secret):
        await joining.open_invitation(visit, secret)


async def _by_link(visit: Visit, payload: str) -> bool:
    """Whether it was a link of some feature's, and was opened."""
    for feature in visit.services.features:
        for prefix, opens in feature.links.items():
            if payload.startswith(prefix) and await opens(visit, payload.removeprefix(prefix)):
                return True
    return False


async def speak(visit: Visit, button: b.Speak) -> None:
    """The same screen in another language; the present one is a way back to it."""
    if button.language not in LANGUAGE_NAMES:
        await answering.unknown_button(visit)
        return
    if button.language != visit.person.language:
        visit.person = await visit.write(profile.speak, button.language, visit.act())
    if button.client_id is None:
        await visit.show(await home.home(visit))
    else:
        await visit.show(await joining.welcome(visit, button.client_id))


async def be_client(visit: Visit, button: b.BeClient) -> None:
    await visit.show(await home.home(visit) if visit.is_client else home.uninvited(visit))


async def present(visit: Visit, event: Event) -> bool:
    """After an act that was carried out before: where it led."""
    if event.kind in ("joined", "already_listed") and event.client_id is not None:
        visit.is_client = True
        await visit.show(await joining.welcome(visit, event.client_id))
    elif event.kind in ("became_trainer", "settings", "place_added") and await setup.present(visit):
        pass
    elif event.kind in ("became_trainer", "agreed"):
        await visit.show(await home.home(visit))
    else:
        return False
    return True


feature = Feature(
    name="start",
    help=N_("/start begins, and shows where you are."),
    who=Who.ANYONE,
    commands=(Command("start", start, N_("Where you are, and what comes next")),),
    taps=(
        Tap(b.Speak, speak),
        Tap(b.BeTrainer, setup.be_trainer),
        Tap(b.BeClient, be_client),
        Tap(b.Answer, setup.tapped, Who.TRAINER),
        Tap(b.ShowTerms, joining.show_terms),
        Tap(b.Agree, joining.agree),
        Tap(b.NotNow, joining.not_now),
        Tap(Go, go),
    ),
    steps=setup.STEPS,
    present=present,
)
