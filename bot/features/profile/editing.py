"""What a trainer says of themselves: typed or tapped, one part after the other."""

from __future__ import annotations

from typing import Any

from bot import answering, saying_profile, typed
from bot.dialogue import begin, leave
from bot.feature import Step, Who
from bot.features.profile import buttons as b
from bot.features.profile import screens
from bot.features.profile.overview import mine, show_profile
from bot.reading import is_session, read_amount
from bot.visit import Visit
from core.directory import tag
from core.draft import Draft
from core.errors import NotValid
from core.ports import Books
from core.profile import LONGEST_BIO, LONGEST_SPECIALITY, MOST_SPECIALITIES, SPECIALITIES, SPOKEN
from core.use_cases import presenting

_BIO, _SPECIALITY, _CONSULTATION = "bio", "speciality", "consultation"
#: A line this short, in which a day and a time stand, is a session and not what somebody says of themselves.
_SHORT = 60


async def ask_bio(visit: Visit, button: b.AskBio) -> None:
    await begin(visit, b.DIALOGUE, _BIO)
    await visit.show(screens.bio(await mine(visit), visit.w))


async def clear_bio(visit: Visit, button: b.ClearBio) -> None:
    await visit.write(presenting.change, {"bio": None}, visit.act())
    await show_profile(visit, visit.w("🗑 Erased."))


async def answer_bio(visit: Visit, draft: Draft, text: str) -> None:
    if len(text) <= _SHORT and await _was_a_session(visit, draft, text):
        return
    if len(text.strip()) > LONGEST_BIO:
        lead = visit.w("That is {n} characters. Please say it in fewer.", n=len(text.strip()))
        await visit.say(screens.bio(await mine(visit), visit.w, lead))
        return
    await _keep_typed(visit, draft, {"bio": text})
    await show_profile(visit, visit.w("✅ Kept."))


async def _was_a_session(visit: Visit, draft: Draft, text: str) -> bool:
    """A question left open is no trap: a session that is typed meanwhile is booked."""
    if await is_session(visit, text) and await answering.read_as_line(visit, Who.TRAINER):
        await visit.close(draft=draft)
        return True
    return False


async def _keep_typed(visit: Visit, draft: Draft, changes: dict[str, Any]) -> None:
    act = visit.act()

    async def work(books: Books) -> None:
        await presenting.change(books, changes, act)
        await visit.close(books, draft)

    await visit.write(work)


# Specialities and languages.


async def show_specialities(visit: Visit, button: b.ShowSpecialities) -> None:
    await begin(visit, b.DIALOGUE, _SPECIALITY)
    await visit.show(screens.specialities(await mine(visit), visit.w))


async def turn_speciality(visit: Visit, button: b.TurnSpeciality) -> None:
    """By its tag; one that was typed and taken away already is not known any more."""
    known = (*SPECIALITIES, *(await mine(visit)).specialities)
    value = next((s for s in known if tag(s) == button.tag), None)
    if value is not None:
        await _set_speciality(visit, value, there=button.there)
    await begin(visit, b.DIALOGUE, _SPECIALITY)
    await visit.show(screens.specialities(await mine(visit), visit.w))


async def _set_speciality(visit: Visit, value: str, *, there: bool) -> None:
    try:
        await visit.write(presenting.set_speciality, value, visit.act(), there=there)
    except NotValid:
        await visit.toast(visit.w.plain("That is {n} already: take one away first.", n=MOST_SPECIALITIES))


async def answer_speciality(visit: Visit, draft: Draft, text: str) -> None:
    """The question stays: there may be several."""
    if await _was_a_session(visit, draft, text):
        return
    value, w = saying_profile.speciality_typed(text), visit.w
    lead = w("✅ {name}", name=saying_profile.speciality(value, w))
    try:
        await visit.write(presenting.set_speciality, value, visit.act(), there=True)
    except NotValid as refusal:
        lead = w("That is {n} already: take one away first.", n=MOST_SPECIALITIES)
        if refusal.field == "speciality":
            lead = w("One or two words, please: up to {n} characters.", n=LONGEST_SPECIALITY)
    await visit.save(draft)
    await visit.say(screens.specialities(await mine(visit), w, lead))


async def show_languages(visit: Visit, button: b.ShowLanguages) -> None:
    await leave(visit, b.DIALOGUE)
    await visit.show(screens.languages(await mine(visit), visit.w))


async def turn_language(visit: Visit, button: b.TurnLanguage) -> None:
    if button.language not in SPOKEN:
        await answering.unknown_button(visit)
        return
    act = visit.act()
    profile = await visit.write(presenting.set_language, button.language, act, there=button.there)
    await visit.show(screens.languages(profile, visit.w))


# The consultation.


async def show_consultation(visit: Visit, button: b.ShowConsultation) -> None:
    await begin(visit, b.DIALOGUE, _CONSULTATION)
    await visit.show(screens.consultation(await mine(visit), visit))


async def set_consultation(visit: Visit, button: b.SetConsultation) -> None:
    await _set_consultation(visit, {"consultation_price": button.price})


async def set_minutes(visit: Visit, button: b.SetMinutes) -> None:
    await _set_consultation(visit, {"consultation_minutes": button.minutes})


async def _set_consultation(visit: Visit, changes: dict[str, int | None]) -> None:
    profile = await visit.write(presenting.change, changes, visit.act())
    await begin(visit, b.DIALOGUE, _CONSULTATION)
    await visit.show(screens.consultation(profile, visit))


async def answer_consultation(visit: Visit, draft: Draft, text: str) -> None:
    """A price, or with its unit a length."""
    changes = await _consultation_typed(visit, text)
    if changes is None:
        if await _was_a_session(visit, draft, text):
            return
        meant = typed.in_thousands(text, visit.me.currency)
        lead = visit.w("Do you mean this?") if meant else visit.w("Type a price like “200k”, or “45 min”.")
        guesses = [meant] if meant else []
        await visit.say(screens.consultation(await mine(visit), visit, lead, guesses))
        return
    try:
        await _keep_typed(visit, draft, dict(changes))
    except NotValid:
        lead = visit.w("A consultation lasts from 10 minutes to 3 hours.")
        await visit.say(screens.consultation(await mine(visit), visit, lead))
        return
    await show_profile(visit, visit.w("✅ Kept."))


async def _consultation_typed(visit: Visit, text: str) -> dict[str, int | None] | None:
    if typed.is_nothing(text) and text.strip() != "0":
        return {"consultation_price": None}
    minutes = None if text.strip().isdecimal() else typed.minutes(text)
    if minutes is not None:
        return {"consultation_minutes": minutes}
    amount = await read_amount(visit, text)
    return None if amount is None else {"consultation_price": amount.amount}


async def ask_again(visit: Visit, draft: Draft) -> None:
    profile, w = await mine(visit), visit.w
    if draft.step == _BIO:
        await visit.say(screens.bio(profile, w))
    elif draft.step == _SPECIALITY:
        await visit.say(screens.specialities(profile, w))
    else:
        await visit.say(screens.consultation(profile, visit))


_ANSWERS = {_BIO: answer_bio, _SPECIALITY: answer_speciality, _CONSULTATION: answer_consultation}
STEPS = {f"{b.DIALOGUE}:{step}": Step(ask_again, answer) for step, answer in _ANSWERS.items()}
