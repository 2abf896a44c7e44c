"""Asking a coach: one card that can be sent at once, filled in part by part, or question after question."""

from __future__ import annotations

import secrets
from dataclasses import replace
from functools import partial

from markupsafe import Markup

from bot import preferences
from bot.features.requests import buttons as b
from bot.features.requests import screens
from bot.features.requests.draft import CARD, DIALOGUE, PARTS, RequestDraft
from bot.features.requests.screens import Coach
from bot.features.requests.sent import show_request
from bot.screen import Screen
from bot.visit import Visit
from core.draft import Draft
from core.errors import NotAskable
from core.ports import Books
from core.request import Request
from core.use_cases import requesting
from core.use_cases.requesting import LONGEST_ANSWER, LONGEST_MESSAGE

_CHIPS = {
    "goals": {*preferences.GOALS},
    "experience": {*preferences.EXPERIENCE},
    "times": {*preferences.PARTS, *(f"d{n}" for n in range(7))},
    "place": {*preferences.HOME},
}


async def ask(visit: Visit, button: b.AskCoach) -> None:
    """A request to this coach that was begun goes on; one that is open is shown."""
    waiting = await visit.read(lambda books: books.requests.open_between(button.trainer_id, visit.person.id))
    if waiting is not None:
        await show_request(visit, waiting.id)
        return
    await visit.read(requesting.askable, button.trainer_id, visit.person.id, visit.now)
    draft = await visit.read(lambda books: books.drafts.named(visit.person.id, DIALOGUE))
    if draft is None or draft.fields["trainer_id"] != button.trainer_id:
        r = RequestDraft(button.trainer_id)
        draft = Draft(0, secrets.token_hex(8), visit.person.id, DIALOGUE, CARD, visit.now, fields=r.row())
    await _proceed(visit, draft, RequestDraft.of(draft.fields), CARD)


async def _proceed(
    visit: Visit, draft: Draft, r: RequestDraft, step: str, lead: Markup | None = None
) -> None:
    draft = await visit.save(replace(draft, step=step, fields=r.row(), parked=False))
    await visit.show(await _screen(visit, draft, lead))


async def ask_again(visit: Visit, draft: Draft) -> None:
    await visit.say(await _screen(visit, draft))


async def _screen(visit: Visit, draft: Draft, lead: Markup | None = None) -> Screen:
    r = RequestDraft.of(draft.fields)
    coach = await visit.read(partial(_coach, trainer_id=r.trainer_id))
    if draft.step == CARD:
        return screens.card(draft.key, r, coach, visit.w, lead)
    shown = screens.question(draft.key, r, draft.step, coach, visit.w)
    return replace(shown, text=Markup("{}\n\n{}").format(lead, shown.text)) if lead else shown


async def _coach(books: Books, trainer_id: int) -> Coach:
    return Coach(
        await books.trainers.get(trainer_id),
        await books.profiles.find(trainer_id),
        await books.places.of_trainer(trainer_id),
    )


async def _mine(visit: Visit, key_of: str) -> Draft | None:
    """The draft of a button; when it was sent the request is shown, and nothing when it is gone."""
    draft: Draft | None = await visit.read(lambda books: books.drafts.by_key(key_of))
    if draft is not None and draft.person_id == visit.person.id and draft.dialogue == DIALOGUE:
        return draft
    event = await visit.read(lambda books: books.events.seen(key_of))
    if event is not None and event.by == visit.person.id and event.data:
        await show_request(visit, event.data["request_id"])
    else:
        w = visit.w
        await visit.show(Screen(w("This question is closed. Open the coach's card to ask again: /trainers")))
    return None


# Part by part.


async def ask_part(visit: Visit, button: b.AskPart) -> None:
    draft = await _mine(visit, button.draft)
    if draft is not None:
        r = replace(RequestDraft.of(draft.fields), guided=False)
        await _proceed(visit, draft, r, button.part if button.part in PARTS else CARD)


async def one_by_one(visit: Visit, button: b.OneByOne) -> None:
    if (draft := await _mine(visit, button.draft)) is not None:
        r = replace(RequestDraft.of(draft.fields), guided=True)
        await _proceed(visit, draft, r, PARTS[0])


async def skip(visit: Visit, button: b.Skip) -> None:
    if (draft := await _mine(visit, button.draft)) is not None:
        await _next(visit, draft, RequestDraft.of(draft.fields), button.part)


async def empty(visit: Visit, button: b.Empty) -> None:
    draft = await _mine(visit, button.draft)
    if draft is not None and button.part in PARTS:
        await _proceed(visit, draft, _with(RequestDraft.of(draft.fields), button.part, None), button.part)


async def chip(visit: Visit, button: b.Chip) -> None:
    """Several can be tapped of goals and times; a single one is an answer and leads on."""
    draft = await _mine(visit, button.draft)
    if draft is None:
        return
    r, part = RequestDraft.of(draft.fields), button.part
    if part == "place" and button.name.startswith("p"):
        name = await _place_name(visit, r, button.name)
        await _next(visit, draft, replace(r, place=name), part)
    elif button.name not in _CHIPS.get(part, ()):
        await _proceed(visit, draft, r, CARD)
    elif part in ("goals", "times"):
        value = preferences.toggled(r.part(part), button.name)
        await _proceed(visit, draft, _with(r, part, value), part)
    else:
        await _next(visit, draft, _with(r, part, preferences.code(button.name)), part)


async def _place_name(visit: Visit, r: RequestDraft, name: str) -> str | None:
    coach = await visit.read(partial(_coach, trainer_id=r.trainer_id))
    return next((place.name for place in coach.shown_places if f"p{place.id}" == name), r.place)


def _with(r: RequestDraft, part: str, value: str | None) -> RequestDraft:
    changed = r.row() | {part: value}
    return RequestDraft.of(changed)


async def _next(visit: Visit, draft: Draft, r: RequestDraft, part: str, lead: Markup | None = None) -> None:
    """The next question when they are asked one by one, else the card."""
    after = PARTS[PARTS.index(part) + 1 :] if part in PARTS else ()
    if r.guided and after:
        await _proceed(visit, draft, r, after[0], lead)
    else:
        await _proceed(visit, draft, replace(r, guided=False), CARD, lead)


async def answer(visit: Visit, draft: Draft, text: str) -> None:
    """On the card itself what is typed is the message."""
    r, part = RequestDraft.of(draft.fields), draft.step if draft.step in PARTS else "message"
    most = LONGEST_MESSAGE if part == "message" else LONGEST_ANSWER
    value, lead = preferences.typed(text), None
    if part == "times":
        trainer = await visit.read(lambda books: books.trainers.get(r.trainer_id))
        value = await preferences.understood(visit, text, trainer)
        lead = preferences.read_back(value, visit.w)
    elif part == "goals":
        value = preferences.with_typed(r.goals, text)
    if not value or len(value) > most:
        await _proceed(visit, draft, r, draft.step, screens.too_long(part, visit.w))
        return
    await _next(visit, draft, _with(r, part, value), part, lead)


async def first_meet(visit: Visit, button: b.FirstMeet) -> None:
    if (draft := await _mine(visit, button.draft)) is None:
        return
    r = RequestDraft.of(draft.fields)
    coach = await visit.read(partial(_coach, trainer_id=r.trainer_id))
    await _proceed(visit, draft, replace(r, consultation=coach.has_consultation and not r.consultation), CARD)


# The end of it.


async def send(visit: Visit, button: b.SendRequest) -> None:
    """The act's key is the draft's: however often it is tapped, it is asked once."""
    draft = await _mine(visit, button.draft)
    if draft is None:
        return
    act = visit.act(draft.key)

    async def work(books: Books) -> Request:
        request = await requesting.ask(books, RequestDraft.of(draft.fields).wanted(), act)
        await visit.close(books, draft)
        return request

    try:
        request = await visit.write(work)
    except NotAskable:
        await visit.close(draft=draft)
        raise
    visit.is_client = True
    w, asked = visit.w, await visit.read(requesting.seen, request.id, visit.person.id)
    lead = w("✅ Sent. Coach {name} has it; the answer comes here.", name=asked.trainer.name)
    await show_request(visit, request.id, lead)


async def drop(visit: Visit, button: b.DropRequest) -> None:
    draft = await _mine(visit, button.draft)
    if draft is not None:
        await visit.close(draft=draft)
        await visit.show(Screen(visit.w("All right, nothing was sent. /trainers shows all coaches.")))
