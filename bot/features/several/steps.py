"""From what was picked to what becomes of it; every screen shows the sessions as they are now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from functools import partial

from markupsafe import Markup

from bot import refusals, timing
from bot.features.several import picking, screens
from bot.features.several.draft import SeveralDraft
from bot.screen import Screen, lines
from bot.visit import Visit
from core.booking import Booking
from core.draft import Draft
from core.errors import InThePast, NotFound
from core.people import Trainer
from core.period import Period
from core.ports import Books
from core.use_cases import desk, several
from core.zones import days, week, zone


async def proceed(visit: Visit, draft: Draft, s: SeveralDraft, step: str, lead: Markup | None = None) -> None:
    """Saves what was picked, with the versions that are shown now, and shows the step."""
    picked = await visit.read(partial(_still_there, visit, s, step))
    s = s.of_bookings(picked)
    if step not in ("list", "what") and not picked and s.what != "price":
        step = "list"
    draft = await visit.save(replace(draft, step=step, fields=s.row(), parked=False))
    try:
        shown = await visit.read(partial(_screen, visit, draft, s, picked))
    except InThePast as refusal:
        await proceed(visit, draft, s, "target", refusals.words_for(visit, refusal))
        return
    await visit.show(replace(shown, text=lines(lead, "", shown.text)) if lead else shown)


async def ask_again(visit: Visit, draft: Draft) -> None:
    """The present step, as it stands."""
    await proceed(visit, draft, SeveralDraft.of(draft.fields), draft.step)


async def _still_there(visit: Visit, s: SeveralDraft, step: str, books: Books) -> list[Booking]:
    """Those that can still be changed; the price only of those that it concerns."""
    found = await books.bookings.pick(s.picked)
    mine = [b for b in found if b.trainer_id == visit.me.id]
    ahead = [b for b in mine if b.takes_time and b.starts_at > visit.now]
    if s.what == "price" and step == "confirm":
        ahead = await several.priced(books, ahead)
    return sorted(ahead, key=lambda b: (b.starts_at, b.id))


async def listed(books: Books, s: SeveralDraft, trainer: Trainer, visit: Visit) -> list[Booking]:
    """All that is ahead where they are picked, but seats of classes; NotFound for another's client."""
    if s.source[0] == "c":
        await desk.own_client(books, s.subject, trainer.id)
        found: Sequence[Booking] = await books.bookings.of_client(s.subject)
        found = [b for b in found if b.trainer_id == trainer.id]
    else:
        found = await books.bookings.of_trainer(trainer.id, _span(s, trainer))
    return [b for b in found if b.takes_time and b.class_id is None and b.starts_at > visit.now]


def _span(s: SeveralDraft, trainer: Trainer) -> Period:
    day, tz = timing.day_of(s.subject), zone(trainer.zone)
    if s.source[0] == "d":
        return days(day, tz)
    return week(day, tz)


async def _screen(
    visit: Visit, draft: Draft, s: SeveralDraft, picked: Sequence[Booking], books: Books
) -> Screen:
    w, calendar = visit.w, visit.calendar
    match draft.step:
        case "list" if s.source[0] != "s":
            found = await listed(books, s, visit.me, visit)
            return picking.listing(draft.key, s, found, await _names(books, found), calendar)
        case "target":
            return screens.target(draft.key, len(picked), "what" if s.source[0] == "s" else "list", w)
        case "place":
            return screens.places(draft.key, await books.places.of_trainer(visit.me.id), w)
        case "price":
            return screens.price(draft.key, w)
        case _:
            return await _of_sessions(visit, draft, s, picked, books)


async def _of_sessions(
    visit: Visit, draft: Draft, s: SeveralDraft, picked: Sequence[Booking], books: Books
) -> Screen:
    """What would become of them, with those that stay by name."""
    calendar = visit.calendar
    stays = picking.staying(s, await books.bookings.pick(s.staying), calendar)
    if draft.step != "confirm":
        return picking.what(draft.key, s, picked, stays, calendar)
    if s.what == "cancel":
        return screens.cancelling(draft.key, s, picked, await _names(books, picked), stays, calendar)
    if s.what != "move":
        place = await books.places.find(s.place_id)
        return screens.changing(draft.key, s, picked, place, stays, calendar)
    plan = await several.preview(books, [b.id for b in picked], s.shifts, visit.me.id, visit.now)
    names = await _names(books, picked)
    in_the_way = [i for one in plan.clashing for c in one.conflicts for i in getattr(c, "client_ids", ())]
    names |= {c.id: c.name for c in await books.clients.pick(in_the_way)}
    return screens.moving(draft.key, s, plan, names, stays, calendar)


async def _names(books: Books, found: Sequence[Booking]) -> dict[int, str]:
    return {c.id: c.name for c in await books.clients.pick({b.client_id for b in found})}


async def skipped(visit: Visit, s: SeveralDraft) -> SeveralDraft:
    """Without those that clash; what stays may be in the way of others, which is shown next."""
    picked = [id_ for id_, _ in s.ids]
    plan = await visit.read(several.preview, picked, s.shifts, visit.me.id, visit.now)
    clashing = {one.booking.id for one in plan.clashing}
    return replace(s, ids=tuple(known for known in s.ids if known[0] not in clashing))


def aligned(s: SeveralDraft, first: Booking, trainer: Trainer, *, each: bool) -> SeveralDraft:
    """The time of day for each of them, or for the first one only."""
    shift = s.shifts
    if each and shift.earliest is not None:
        day = first.starts_at.astimezone(zone(trainer.zone)).date()
        by = shift.earliest.date() - day
        return s.shifting(
            replace(shift, earliest=None, at=shift.earliest.time(), days=by // timedelta(days=1))
        )
    if not each and shift.at is not None:
        local = first.starts_at.astimezone(zone(trainer.zone)).replace(tzinfo=None)
        start = local.replace(hour=shift.at.hour, minute=shift.at.minute) + timedelta(days=shift.days)
        return s.shifting(replace(shift, at=None, days=0, earliest=start))
    raise NotFound
