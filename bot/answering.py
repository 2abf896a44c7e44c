"""Every update gets exactly one visible outcome: the way in, the rights, the refusals, the leftovers."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import datetime

import structlog
from telegram import Update
from telegram.error import Forbidden

from bot import refusals
from bot.feature import Who
from bot.services import Services
from bot.texts import language_of
from bot.visit import Visit
from core.errors import AlreadyDone, Refusal
from core.people import Person
from core.ports import Books

log = structlog.get_logger()

#: A tap whose result takes longer is answered without words first.
_PATIENCE = 0.7

Answer = Callable[[Visit], Awaitable[None]]


async def welcome(services: Services, update: Update) -> Visit | None:
    """Who this is. A sign of life makes notices flow again; nothing for what nobody sent."""
    user = update.effective_user
    if user is None:
        return None
    now = services.now()
    settings = services.settings
    person = Person(
        user.id,
        user.full_name[:64],
        language_of(user.language_code, settings.default_language),
        settings.default_timezone,
        now,
        user.username,
    )

    async def work(books: Books) -> Visit:
        known = await _known(books, person, now)
        return Visit(
            services,
            update,
            known,
            await books.trainers.find(user.id),
            await books.clients.knows(user.id),
            now,
            update.update_id in services.replayed,
            draft=await books.drafts.current(user.id),
        )

    known = await services.store.read(lambda books: _seen(books, person, work))
    return known or await services.store.write(work)


async def _seen(books: Books, person: Person, work: Callable[[Books], Awaitable[Visit]]) -> Visit | None:
    """Reading is enough for somebody who is known and reachable."""
    known = await books.people.find(person.id)
    if known is None or known.blocked_at is not None or known.username != person.username:
        return None
    return await work(books)


async def _known(books: Books, person: Person, now: datetime) -> Person:
    known = await books.people.find(person.id)
    if known is None:
        return await books.people.add(person)
    changed = replace(known, blocked_at=None, username=person.username)
    if changed != known:
        await books.people.save(changed)
    if known.blocked_at is not None:
        # They can be offered again what they wait for.
        await books.waits.wake([], now, people=[known.id])
    return changed


async def carefully(visit: Visit, answer: Answer) -> None:
    """Runs a handler so that its refusals are said, and a tap never keeps its spinner."""
    async with _patience(visit):
        try:
            await _once(visit, answer)
        except Refusal as refusal:
            await refusals.say(visit, refusal)
        except Forbidden:
            log.info("blocked while being answered", person=visit.person.id)
    await visit.toast()


async def _once(visit: Visit, answer: Answer) -> None:
    """An act that was carried out before shows how things are, as far as they are still this person's."""
    try:
        if not await _was_done(visit):
            await answer(visit)
    except AlreadyDone as done:
        await refusals.show_present(visit, done.event)


@asynccontextmanager
async def _patience(visit: Visit) -> AsyncIterator[None]:
    """A tap whose result takes long is answered without words meanwhile; that answer is never cut off."""
    early: list[asyncio.Task[None]] = []
    timer = None
    if visit.update.callback_query is not None:
        loop = asyncio.get_running_loop()
        timer = loop.call_later(_PATIENCE, lambda: early.append(loop.create_task(visit.toast())))
    try:
        yield
    finally:
        if timer is not None:
            timer.cancel()
        # One that failed is given again in the end.
        await asyncio.gather(*early, return_exceptions=True)


async def _was_done(visit: Visit) -> bool:
    """A repeated update whose act was carried out shows how things are now."""
    if not visit.replayed:
        return False
    event = await visit.read(lambda books: books.events.seen(f"u{visit.update.update_id}:0"))
    if event is None:
        return False
    await refusals.show_present(visit, event)
    return True


async def may(visit: Visit, who: Who) -> bool:
    """Says kindly for whom something is."""
    if who is Who.TRAINER and visit.trainer is None:
        await visit.show(refusals.for_trainers(visit))
        return False
    if who is Who.CLIENT and not visit.is_client:
        await visit.show(refusals.for_clients(visit))
        return False
    if who is Who.ADMIN and who not in visit.roles:
        # Nobody else needs to know that there is such a command.
        await unknown_command(visit)
        return False
    return True


async def replied(visit: Visit) -> bool:
    """Whether it replies to a message of ours that takes replies, and was answered there."""
    message = visit.update.message
    to = message.reply_to_message if message else None
    if to is None:
        return False
    notice = await visit.read(lambda books: books.notices.shown_as(visit.person.id, to.message_id))
    for feature in visit.services.features if notice is not None else ():
        if notice is not None and notice.kind in feature.replies:
            await feature.replies[notice.kind](visit, notice)
            return True
    return False


async def step(visit: Visit) -> None:
    """A typed answer in an open dialogue; one that was counted already repeats the question."""
    if await replied(visit):
        return
    draft = visit.draft
    found = visit.services.step(f"{draft.dialogue}:{draft.step}") if draft else None
    if draft is None or found is None:
        await line(visit)
    elif visit.update.update_id <= draft.last_update_id:
        await found.ask(visit, draft)
    elif len(visit.text) > found.most:
        await visit.say(refusals.too_long(visit))
    else:
        await found.answer(visit, draft, visit.text)


async def line(visit: Visit) -> None:
    """A typed line outside any dialogue: the first feature that can read it answers."""
    if await replied(visit):
        return
    if visit.draft is not None:
        await step(visit)
        return
    if len(visit.text) > 1000:
        await visit.say(refusals.too_long(visit))
        return
    if not await read_as_line(visit):
        await visit.say(refusals.not_understood(visit))


async def read_as_line(visit: Visit, only: Who | None = None) -> bool:
    """Whether some feature, or one for those only, could read what was typed, and has answered it."""
    for feature in visit.services.features:
        for read in feature.lines if only in (None, feature.who) else ():
            if await read(visit, visit.text):
                return True
    return False


async def not_text(visit: Visit) -> None:
    """A picture, a sticker, a voice message: some dialogues take them."""
    if await replied(visit):
        return
    draft = visit.draft
    found = visit.services.step(f"{draft.dialogue}:{draft.step}") if draft else None
    if draft is not None and found is not None and found.other is not None:
        await found.other(visit, draft)
    elif draft is not None and found is not None:
        await visit.say(refusals.text_please(visit))
        await found.ask(visit, draft)
    else:
        await visit.say(refusals.text_please(visit))


async def edited(visit: Visit) -> None:
    """What was sent has been answered, and perhaps done, as it was."""
    await visit.say(refusals.edited(visit))


async def unknown_command(visit: Visit) -> None:
    await visit.say(refusals.unknown_command(visit))


async def unknown_button(visit: Visit) -> None:
    """A button of an earlier version of the bot, or one that nobody made."""
    await visit.toast(
        visit.w.plain("This button is from an older message. Here is the start: /help"), alert=True
    )
