"""From one answer to the next: what a series still lacks is asked in the card's place."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from markupsafe import Markup

from bot import clash, timing
from bot.features.series import screens
from bot.features.series.draft import SeriesDraft
from bot.features.series.screens import Shown
from bot.screen import Screen, lines
from bot.timing import Choices
from bot.visit import Visit
from core.draft import Draft
from core.errors import NotValid, WhichContract
from core.ports import Books
from core.use_cases import crediting, desk, repeating
from core.use_cases.series_plan import Beyond, Plan


async def proceed(
    visit: Visit, draft: Draft, s: SeriesDraft, *, field: str | None = None, lead: Markup | None = None
) -> None:
    """Saves what is known and shows the next question, or the card; NotFound for somebody else's client."""
    await visit.read(desk.own_client, s.client_id, visit.me.id)
    s = s.ahead(visit.now)
    step, plan = field or _missing(s), None
    if step in ("card", "other"):
        step, plan = await visit.read(partial(_planned, visit, s, step))
    if plan is not None:
        found = tuple((o.number, clash.slots_in(o.conflicts)) for o in plan.occurrences if o.conflicts)
        s = replace(s, shown=found)
    draft = await visit.save(replace(draft, step=step, fields=s.row(), parked=False))
    shown = await visit.read(partial(_screen, visit, draft, s, plan))
    await visit.show(replace(shown, text=lines(lead, "", shown.text)) if lead else shown)


async def ask_again(visit: Visit, draft: Draft) -> None:
    """The present question, as it stands."""
    await proceed(visit, draft, SeriesDraft.of(draft.fields), field=draft.step)


def _missing(s: SeriesDraft) -> str:
    if s.readings:
        return "which"
    if not s.rule:
        return "phrase"
    return "card" if s.has_time else "time"


async def _planned(visit: Visit, s: SeriesDraft, step: str, books: Books) -> tuple[str, Plan | None]:
    """The series as it would be booked; a question where that is not clear."""
    try:
        return step, await repeating.preview(books, s.wanted(visit.me.id, Beyond.ASK), visit.now)
    except WhichContract:
        return "package", None
    except NotValid as refusal:
        if refusal.field != "count":
            raise
        return "number", None


async def _screen(  # noqa: PLR0911  # one screen a step
    visit: Visit, draft: Draft, s: SeriesDraft, plan: Plan | None, books: Books
) -> Screen:
    w = visit.w
    match draft.step:
        case "which":
            return screens.which(draft.key, s, w)
        case "phrase":
            return screens.phrase(draft.key, await books.clients.get(s.client_id), w)
        case "often":
            return screens.often(draft.key, s, await books.clients.get(s.client_id), w)
        case "time":
            return screens.time_of_day(draft.key, w)
        case "number":
            known = await crediting.of_client(books, s.client_id)
            left = max((p.tally.left for p in known if p.contract.status.is_open), default=0)
            return screens.number(draft.key, s, 0 if s.single else left, w)
        case "package":
            known = await crediting.of_client(books, s.client_id)
            return screens.package(draft.key, [p for p in known if p.contract.status.is_open], w)
        case _:
            return await _of_plan(visit, draft, s, plan, books)


async def _of_plan(visit: Visit, draft: Draft, s: SeriesDraft, plan: Plan | None, books: Books) -> Screen:
    if plan is None:
        raise LookupError("the draft is not complete")
    client = await books.clients.get(s.client_id)
    if draft.step == "other":
        one = next((o for o in plan.occurrences if o.number == s.asked), None)
        if one is None:
            raise NotValid("times")
        free = await timing.free_near(books, one.period, visit.me, client, visit.now)
        why = visit.w("<b>Which time instead?</b> Type it (“19:00”, “Thu 18:00”) or tap:")
        return screens.other(draft.key, one, Choices(why, free), visit.calendar)
    names = await clash.names_of(books, [c for o in plan.occurrences for c in o.conflicts])
    place = await books.places.find(s.place_id)
    return screens.card(draft.key, s, Shown(plan, client, place, visit.me, names), visit.calendar)
