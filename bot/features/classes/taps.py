"""Taps on the card of a class that is being made."""

from __future__ import annotations

import secrets
from dataclasses import replace

from bot import timing
from bot.features.classes import buttons as b
from bot.features.classes import screens
from bot.features.classes.buttons import Field
from bot.features.classes.card import card, show
from bot.features.classes.draft import DIALOGUE, ClassDraft
from bot.features.classes.making import proceed, weeks
from bot.visit import Visit
from core.draft import Draft
from core.errors import InConflict
from core.group_class import GroupClass
from core.ports import Books
from core.use_cases.classes import planning
from core.use_cases.placing import own_place


async def _opened(visit: Visit, key: str) -> tuple[Draft, ClassDraft] | None:
    """The draft of a tapped card; one that became a class shows it, one that is gone says so."""
    draft = await visit.read(lambda books: books.drafts.by_key(key))
    if draft is not None and draft.person_id == visit.person.id and draft.dialogue == DIALOGUE:
        return draft, ClassDraft.of(draft.fields)
    event = await visit.read(lambda books: books.events.seen(key))
    if event is not None and event.by == visit.person.id and event.data is not None:
        await show(visit, event.data["class_id"])
    else:
        await visit.show(screens.closed(visit.w))
    return None


async def ask_field(visit: Visit, button: b.AskField) -> None:
    if (found := await _opened(visit, button.draft)) is not None:
        draft, s = found
        await proceed(visit, draft, s, field=None if button.field is Field.CARD else button.field)


async def pick_number(visit: Visit, button: b.PickNumber) -> None:
    if (found := await _opened(visit, button.draft)) is None:
        return
    draft, s = found
    if button.field is Field.WEEKS:
        await weeks(visit, draft, s, f"{button.number} weeks")
        return
    if button.field is Field.PLACE and button.number:
        await visit.read(own_place, button.number, visit.me.id)
    await proceed(visit, draft, s.with_number(button.field, button.number))


async def pick_time(visit: Visit, button: b.PickTime) -> None:
    if (found := await _opened(visit, button.draft)) is not None:
        draft, s = found
        await proceed(visit, draft, s.at(timing.period_of(button.start, button.minutes)))


async def pick_reading(visit: Visit, button: b.PickReading) -> None:
    if (found := await _opened(visit, button.draft)) is not None:
        draft, s = found
        if 0 <= button.number < len(s.readings):
            s = s.read_as(s.readings[button.number])
        await proceed(visit, draft, s)


async def show_to(visit: Visit, button: b.ShowTo) -> None:
    if (found := await _opened(visit, button.draft)) is not None:
        draft, s = found
        await proceed(visit, draft, replace(s, listed=button.listed))


async def discard(visit: Visit, button: b.Discard) -> None:
    if (found := await _opened(visit, button.draft)) is not None:
        await visit.close(draft=found[0])
        await visit.show(screens.discarded(visit.w))


async def create(visit: Visit, button: b.Create | b.CreateAnyway) -> None:
    """The act's key is the draft's: however often it is tapped, it is planned once."""
    if (found := await _opened(visit, button.draft)) is None:
        return
    draft, s = found
    anyway = isinstance(button, b.CreateAnyway)
    wanted = replace(s, over=s.shown if anyway else s.over)

    async def work(books: Books) -> list[GroupClass]:
        code = secrets.token_urlsafe(6)
        made = await planning.create(books, wanted.wanted(visit.me), code, visit.act(draft.key))
        await visit.close(books, draft)
        return made

    try:
        made = await visit.write(work)
    except InConflict:
        await proceed(visit, draft, replace(s, over=None))
        return
    w = visit.w
    lead = w("🤸 <b>Planned.</b> Invite people, or add clients of yours:")
    if len(made) > 1:
        count = w.many("{n} class is planned.", "{n} classes are planned.", len(made))
        lead = w("🤸 <b>{count}</b> This is the first one:", count=count)
    await visit.show(await card(visit, made[0].id, lead))
