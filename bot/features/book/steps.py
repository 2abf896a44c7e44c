"""From one answer to the next: what is missing is asked in the card's place, one thing at a time."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from markupsafe import Markup

from bot import clash, timing
from bot.features.book import packages, screens
from bot.features.book.draft import SessionDraft
from bot.features.book.packages import Whom
from bot.features.series import entry
from bot.screen import Screen, lines
from bot.visit import Visit
from core.conflicts import Conflict
from core.draft import Draft
from core.people import Side
from core.ports import Books
from core.use_cases import desk
from core.use_cases.booking import clashes
from core.when.reading import Day, Known, When


async def proceed(
    visit: Visit,
    draft: Draft,
    s: SessionDraft,
    *,
    field: str | None = None,
    when: When | None = None,
    found: tuple[Known, ...] = (),
    lead: Markup | None = None,
) -> None:
    """Saves what is known and shows the next question, or the card; NotFound for somebody else's client."""
    if s.is_series and s.client_id is not None and field != "client":
        await entry.take_over(visit, draft, s.repeats, s.for_series)
        return
    step = field or _missing(s)
    if s.client_id is not None and step != "client":
        await visit.read(desk.own_client, s.client_id, visit.me.id)
    if step == "card" and (await visit.read(partial(_whom, visit, s))).is_open_question:
        step = "package"
    in_the_way = await visit.read(partial(_clashes, visit, s)) if step == "card" else ()
    s = replace(s, shown=clash.slots_in(in_the_way))
    draft = await visit.save(replace(draft, step=step, fields=s.row(), parked=False))
    shown = await visit.read(partial(_screen, visit, draft, s, step, when, found))
    await visit.show(replace(shown, text=lines(lead, shown.text)) if lead else shown)


async def ask_again(visit: Visit, draft: Draft) -> None:
    """The present question, as it stands."""
    s = SessionDraft.of(draft.fields)
    await visit.say(await visit.read(partial(_screen, visit, draft, s, draft.step, None, ())))


def _missing(s: SessionDraft) -> str:
    if s.client_id is None:
        return "client"
    return "card" if s.period else "when"


async def _screen(  # noqa: C901, PLR0911  # one screen a step
    visit: Visit,
    draft: Draft,
    s: SessionDraft,
    step: str,
    when: When | None,
    found: tuple[Known, ...],
    books: Books,
) -> Screen:
    w, me = visit.w, visit.me
    match step:
        case "client":
            listed = await books.clients.of_trainer(me.id)
            named = [c for c in listed if c.id in {k.id for k in found}]
            return screens.who(draft.key, s, named or listed, w, several=bool(named))
        case "when":
            client = await books.clients.find(s.client_id)
            if when is None and s.on_day is not None:
                day = timing.day_of(s.on_day)
                when = Day(day, day)
            options = await timing.choices(books, when, me, client, w, visit.now)
            return screens.when(draft.key, s, options, me, visit.calendar)
        case "place":
            return screens.places(draft.key, s, await books.places.of_trainer(me.id), w)
        case "kind":
            return screens.kinds(draft.key, s, w)
        case "price":
            return screens.price(draft.key, s, me, w)
        case "note":
            return screens.note(draft.key, s, w)
        case "package":
            return packages.question(draft.key, s, await _whom(visit, s, books), visit.calendar)
        case _:
            return await _card(visit, draft, s, books)


async def _card(visit: Visit, draft: Draft, s: SessionDraft, books: Books) -> Screen:
    """The card; a clash is shown in its place."""
    client = await desk.own_client(books, s.client_id or 0, visit.me.id)
    if in_the_way := await _clashes(visit, s, books):
        return await _clash_screen(visit, draft, s, in_the_way, books)
    place = await books.places.find(s.place_id)
    whom = await packages.whom(books, client, s, visit.me, visit.now)
    return screens.card(draft.key, s, whom, place, visit.me, visit.calendar)


async def _whom(visit: Visit, s: SessionDraft, books: Books) -> Whom:
    client = await desk.own_client(books, s.client_id or 0, visit.me.id)
    return await packages.whom(books, client, s, visit.me, visit.now)


async def _clashes(visit: Visit, s: SessionDraft, books: Books) -> tuple[Conflict, ...]:
    client = await desk.own_client(books, s.client_id or 0, visit.me.id)
    if s.period is None:
        raise LookupError("the draft is not complete")
    return await clashes(books, s.period, visit.me, client, Side.TRAINER, visit.now)


async def _clash_screen(
    visit: Visit, draft: Draft, s: SessionDraft, found: tuple[Conflict, ...], books: Books
) -> Screen:
    client = await books.clients.find(s.client_id)
    free = await timing.free_near(books, s.period, visit.me, client, visit.now) if s.period else []
    names = await clash.names_of(books, found)
    return screens.taken(draft.key, s, found, names, free, visit.calendar)
