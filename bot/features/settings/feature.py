"""Settings: one screen with every value, one for each question; tapped or typed, shown at once."""

from __future__ import annotations

from markupsafe import Markup

from bot import answering
from bot.dialogue import begin, leave
from bot.feature import Command, Feature, Step, Tap, Who
from bot.features.settings import screens
from bot.features.settings.screens import SECTIONS
from bot.features.settings.section import OpenSection, Pick, Section
from bot.reading import is_session
from bot.texts import N_
from bot.visit import Visit
from core.act import Act, Event
from core.draft import Draft
from core.errors import NotValid
from core.people import Person, Trainer
from core.ports import Books
from core.use_cases.profile import Changes

DIALOGUE = "settings"


async def show_all(visit: Visit) -> None:
    await leave(visit, DIALOGUE)
    await visit.show(await screens.overview(visit))


async def open_section(visit: Visit, button: OpenSection) -> None:
    section = SECTIONS.get(button.name)
    if section is None:
        await answering.unknown_button(visit)
    elif await answering.may(visit, section.who):
        await _open(visit, section)


async def _open(visit: Visit, section: Section, lead: Markup | None = None) -> None:
    """What is typed next is for this section, where it can be typed."""
    if section.is_typed:
        await begin(visit, DIALOGUE, section.name)
    else:
        await leave(visit, DIALOGUE)
    await visit.show(screens.one(visit, section, lead))


async def pick(visit: Visit, button: Pick) -> None:
    section = SECTIONS.get(button.section)
    if section is None:
        await answering.unknown_button(visit)
    elif await answering.may(visit, section.who):
        changes = await section.read(visit, button.value)
        if changes is None:
            await answering.unknown_button(visit)
        else:
            await _change(visit, section, changes)


async def answer(visit: Visit, draft: Draft, text: str) -> None:
    """A typed value. What is none, but reads as a session, is booked: a question left open is no trap."""
    section = SECTIONS[draft.step]
    try:
        changes = await section.read(visit, text)
        if changes is not None:
            await _change(visit, section, changes)
            return
    except NotValid:
        pass
    else:
        if await is_session(visit, text) and await answering.read_as_line(visit, Who.TRAINER):
            await visit.close(draft=draft)
            return
    guesses = await section.guess(visit, text)
    lead = visit.w("Do you mean this?") if guesses else section.hint(visit.w)
    await visit.say(screens.one(visit, section, lead, guesses))


async def ask_again(visit: Visit, draft: Draft) -> None:
    await visit.say(screens.one(visit, SECTIONS[draft.step]))


async def _change(visit: Visit, section: Section, changes: Changes) -> None:
    """Keeps it, and shows it where it stands: in the section while there is more to set, else among all."""
    await visit.write(_kept, section, changes, visit.act())
    visit.person, visit.trainer = await visit.read(_reloaded, visit.person.id)
    done = screens.changed(visit, section)
    stays = section if section.stays else SECTIONS.get(section.parent or "")
    if stays is not None:
        await _open(visit, stays, done)
    else:
        await leave(visit, DIALOGUE)
        await visit.show(await screens.overview(visit, done))


async def _kept(books: Books, section: Section, changes: Changes, act: Act) -> None:
    await section.keep(books, changes, act)


async def _reloaded(books: Books, person_id: int) -> tuple[Person, Trainer | None]:
    return await books.people.get(person_id), await books.trainers.find(person_id)


async def present(visit: Visit, event: Event) -> bool:
    """After a change that was made before."""
    if event.kind != "settings":
        return False
    await show_all(visit)
    return True


feature = Feature(
    name="settings",
    help=N_(
        "/settings: language and time zone; for trainers also price, hours, places, rules and reminders."
    ),
    who=Who.ANYONE,
    commands=(Command("settings", show_all, N_("Language, time zone and all that is usual")),),
    taps=(Tap(OpenSection, open_section), Tap(Pick, pick)),
    steps={
        f"{DIALOGUE}:{section.name}": Step(ask_again, answer)
        for section in SECTIONS.values()
        if section.is_typed
    },
    present=present,
)
