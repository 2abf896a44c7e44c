"""Filling a class: the trainer's own clients are ticked on a list, others get a link to forward."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from urllib.parse import quote

from markupsafe import Markup

from bot import dialogue
from bot.buttons import Key, copy, in_rows, key, link, short
from bot.features.classes import buttons as b
from bot.features.classes.card import show
from bot.features.classes.screens import price_line
from bot.features.leading import OpenClass
from bot.screen import Screen, lines
from bot.texts import Words
from bot.visit import Visit
from core.draft import Draft
from core.errors import ClassFull
from core.people import Client
from core.ports import Books
from core.use_cases.classes import joining, roster
from core.use_cases.classes.joining import Added
from core.use_cases.classes.roster import Roster
from core.when.text import folded

DIALOGUE, PICK = "class_heads", "pick"
_A_PAGE = 20


async def ask(visit: Visit, button: b.AskHeads) -> None:
    await visit.read(roster.seen, button.class_id, visit.person.id)
    draft = await dialogue.begin(visit, DIALOGUE, PICK, class_id=button.class_id, picked=[], following=False)
    await visit.show(await _screen(visit, draft, 0))


async def ask_again(visit: Visit, draft: Draft) -> None:
    await visit.say(await _screen(visit, draft, 0))


async def _screen(visit: Visit, draft: Draft, page: int, lead: Markup | None = None) -> Screen:
    return await visit.read(partial(_listing, visit=visit, draft=draft, page=page, lead=lead))


async def _listing(books: Books, visit: Visit, draft: Draft, page: int, lead: Markup | None) -> Screen:
    """Everybody on the list who is not in it yet."""
    w = visit.w
    known = await roster.seen(books, draft.fields["class_id"], visit.me.id)
    free = await roster.free_seats(books, known.group, visit.now)
    found = await _outside(books, known)
    picked = set(draft.fields["picked"])
    pages = max(1, -(-len(found) // _A_PAGE))
    page = min(max(page, 0), pages - 1)
    keys = [
        key(f"{'✓ ' if c.id in picked else ''}{short(c.name)}", _tick(draft, c, picked, page))
        for c in found[page * _A_PAGE : (page + 1) * _A_PAGE]
    ]
    turn = [key("‹", b.HeadsPage(draft.key, page - 1))] if page else []
    turn += [key("›", b.HeadsPage(draft.key, page + 1))] if page < pages - 1 else []
    count = w.many("{n} seat is free", "{n} seats are free", max(0, free)) if free > 0 else w("Full")
    text = lines(
        lead,
        w("<b>Who joins {name}?</b> {free}.", name=known.group.name, free=count),
        w("Tap names, then [Add]. Whoever is on Telegram is told at once and can leave again.")
        if found
        else w("Everybody on your list is in it. [✉️ Invite] makes a link for others."),
    )
    run = await joining.after(books, known.group)
    done = [key(w.plain("➕ Add {n}", n=len(picked)), b.AddThem(draft.key))] if picked else []
    back = key(w.plain("‹ Back"), OpenClass(known.group.id))
    return Screen(text, [*in_rows(keys, 2), turn, _run(draft, len(run), w), [back, *done]])


def _run(draft: Draft, more: int, w: Words) -> list[Key]:
    """Of a run they can be in all that come after it too."""
    if not more:
        return []
    following = draft.fields["following"]
    tick = "✓ " if following else ""
    label = w.plain("🔁 And the {n} after it", n=more)
    return [key(f"{tick}{label}", b.WholeRun(draft.key, not following))]


def _tick(draft: Draft, client: Client, picked: set[int], page: int) -> b.TickHead:
    return b.TickHead(draft.key, client.id, client.id not in picked, page)


async def _outside(books: Books, known: Roster) -> list[Client]:
    there = {s.client_id for s in known.seats}
    return [c for c in await books.clients.of_trainer(known.trainer.id) if c.id not in there]


async def _opened(visit: Visit, key_: str) -> Draft | None:
    """One that was carried out shows the class; one that is gone says so."""
    draft: Draft | None = await visit.read(lambda books: books.drafts.by_key(key_))
    if draft is not None and draft.person_id == visit.person.id and draft.dialogue == DIALOGUE:
        return draft
    event = await visit.read(lambda books: books.events.seen(key_))
    if event is not None and event.by == visit.person.id and event.data is not None:
        await show(visit, event.data["class_id"])
    else:
        await visit.show(Screen(visit.w("This list is closed. Open the class again.")))
    return None


async def tick(visit: Visit, button: b.TickHead) -> None:
    if (draft := await _opened(visit, button.draft)) is None:
        return
    picked = [id_ for id_ in draft.fields["picked"] if id_ != button.client_id]
    if button.picked:
        picked.append(button.client_id)
    draft = await visit.save(replace(draft, fields={**draft.fields, "picked": picked}, parked=False))
    await visit.show(await _screen(visit, draft, button.page))


async def turn_page(visit: Visit, button: b.HeadsPage) -> None:
    if (draft := await _opened(visit, button.draft)) is not None:
        await visit.show(await _screen(visit, draft, button.page))


async def whole_run(visit: Visit, button: b.WholeRun) -> None:
    if (draft := await _opened(visit, button.draft)) is not None:
        fields = {**draft.fields, "following": button.following}
        draft = await visit.save(replace(draft, fields=fields, parked=False))
        await visit.show(await _screen(visit, draft, 0))


async def answer(visit: Visit, draft: Draft, text: str) -> None:
    """A typed name ticks whoever is called so."""
    wanted = folded(" ".join(text.split()))

    async def work(books: Books) -> Sequence[Client]:
        known = await roster.seen(books, draft.fields["class_id"], visit.me.id)
        return [c for c in await _outside(books, known) if wanted and wanted in folded(c.name)]

    found = await visit.read(work)
    if len(found) != 1:
        lead = visit.w("I know nobody called “{words}” who is not in it.", words=text[:64])
        if found:
            lead = visit.w("“{words}” can be several: tap the one you mean.", words=text[:64])
        await visit.say(await _screen(visit, draft, 0, lead))
        return
    picked = [*(id_ for id_ in draft.fields["picked"] if id_ != found[0].id), found[0].id]
    draft = await visit.save(replace(draft, fields={**draft.fields, "picked": picked}))
    await visit.say(await _screen(visit, draft, 0))


async def add(visit: Visit, button: b.AddThem) -> None:
    """The act's key is the draft's: however often it is tapped, they are added once."""
    if (draft := await _opened(visit, button.draft)) is None:
        return
    class_id, act = draft.fields["class_id"], visit.act(draft.key)

    async def work(books: Books) -> Added:
        added = await joining.add(
            books, class_id, draft.fields["picked"], act, following=draft.fields["following"]
        )
        await visit.close(books, draft)
        return added

    try:
        added = await visit.write(work)
    except ClassFull:
        lead = visit.w("There are not so many seats free. Take fewer, or give the class more seats.")
        await visit.show(await _screen(visit, draft, 0, lead))
        return
    await show(visit, class_id, _said(visit, added))


def _said(visit: Visit, added: Added) -> Markup:
    w = visit.w
    heads = len({s.client_id for s in added.seats})
    count = w.many("{n} is in now.", "{n} are in now.", heads)
    names = ", ".join(c.name for c in added.busy)
    busy = w("Not added, because they are busy then: {names}.", names=names) if added.busy else None
    days = ", ".join(visit.calendar.day(visit.calendar.local(g.starts_at).date()) for g in added.full)
    full = w("Full, so left out: {days}.", days=days) if added.full else None
    return lines(count if added.seats else None, busy, full)


# A link for everybody else.


def address(username: str, code: str) -> str:
    return f"https://t.me/{username}?start=c-{code}"


async def invite(visit: Visit, button: b.InviteTo) -> None:
    """It works as long as the class is ahead; who has it can join."""
    known = await visit.read(roster.seen, button.class_id, visit.person.id)
    w, group = visit.w, known.group
    url = address(visit.services.username, group.code)
    when = visit.calendar.period_named(group.period)
    words = w.plain(
        "{name} with Coach {coach}, {when}: join here.", name=group.name, coach=visit.me.name, when=when
    )
    text = lines(
        w("✉️ <b>{name}</b>, {when}", name=group.name, when=when),
        price_line(group.cost, w),
        w("Send this link to whoever you like, or into a group:"),
        url,
    )
    share = f"https://t.me/share/url?url={quote(url, safe='')}&text={quote(words, safe='')}"
    keys = [link(w.plain("📤 Share"), share), copy(w.plain("📋 Copy"), url)]
    await visit.show(Screen(text, [keys, [key(w.plain("‹ Back"), OpenClass(group.id))]]))
