"""Taps on lists of sessions, on a series, and on what would become of them."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from bot import answering
from bot.features.leading import PickSeveral
from bot.features.several import buttons as b
from bot.features.several import picking, screens, steps
from bot.features.several.draft import DIALOGUE, SeveralDraft, fresh
from bot.features.several.reading import target
from bot.reading import read_price
from bot.screen import Screen
from bot.visit import Visit
from core.act import Act
from core.booking import Booking
from core.draft import Draft
from core.errors import InConflict, NotPossible, NotValid, Stale
from core.ports import Books
from core.shift import Shift
from core.use_cases import several
from core.use_cases.placing import own_place
from core.use_cases.series_scope import Scope, reach

#: No offset of ours is longer.
_FURTHEST = 366


async def pick_several(visit: Visit, button: PickSeveral) -> None:
    if button.source[:1] not in ("d", "w", "c") or not button.source[1:].isdecimal():
        raise NotValid("day")
    s = SeveralDraft(button.source)
    await steps.proceed(visit, fresh(visit.me, visit.now, s, "list"), s, "list")


async def series_menu(visit: Visit, button: b.SeriesMenu) -> None:
    async def work(books: Books) -> Screen:
        ahead, following = [
            await reach(books, button.booking_id, scope, visit.me.id, visit.now)
            for scope in (Scope.AHEAD, Scope.FOLLOWING)
        ]
        name = (await books.clients.get(ahead.booking.client_id)).name
        return picking.scopes(ahead, following, name, visit.calendar)

    await visit.show(await visit.read(work))


async def pick_scope(visit: Visit, button: b.PickScope) -> None:
    s = await _within(visit, button.booking_id, button.scope)
    await steps.proceed(visit, fresh(visit.me, visit.now, s, "what"), s, "what")


async def _within(visit: Visit, booking_id: int, scope: Scope) -> SeveralDraft:
    """All of the series that such a change would reach."""
    found = await visit.read(reach, booking_id, scope, visit.me.id, visit.now)
    return SeveralDraft(
        f"s{booking_id}",
        apart=scope is Scope.ONE,
        staying=tuple(one.id for one in found.apart),
        over=len(found.over),
        scope=scope.value,
    ).of_bookings(found.changing)


async def opened(visit: Visit, key: str) -> tuple[Draft, SeveralDraft] | None:
    draft = await visit.read(lambda books: books.drafts.by_key(key))
    if draft is not None and draft.person_id == visit.person.id and draft.dialogue == DIALOGUE:
        return draft, SeveralDraft.of(draft.fields)
    event = await visit.read(lambda books: books.events.seen(key))
    done = event is not None and event.by == visit.person.id
    await visit.show(Screen(visit.w("✅ That is done.")) if done else picking.gone(visit.w))
    return None


async def tick(visit: Visit, button: b.Tick) -> None:
    if (known := await opened(visit, button.draft)) is not None:
        draft, s = known
        here = await visit.read(partial(steps.listed, s=s, trainer=visit.me, visit=visit))
        one = next((b for b in here if b.id == button.booking_id), None)
        await steps.proceed(visit, draft, s.toggled(one) if one else s, "list")


async def tick_all(visit: Visit, button: b.TickAll) -> None:
    if (known := await opened(visit, button.draft)) is not None:
        draft, s = known
        here = (
            await visit.read(partial(steps.listed, s=s, trainer=visit.me, visit=visit)) if button.on else []
        )
        await steps.proceed(visit, draft, s.of_bookings(here), "list")


async def turn(visit: Visit, button: b.TurnList) -> None:
    if (known := await opened(visit, button.draft)) is not None:
        draft, s = known
        await steps.proceed(visit, draft, replace(s, page=max(0, button.page)), "list")


async def ask_what(visit: Visit, button: b.AskWhat) -> None:
    """Where to, or right to what it would be; "list" and "what" go back."""
    if (known := await opened(visit, button.draft)) is None:
        return
    draft, s = known
    steps_of = {"move": "target", "cancel": "confirm", "place": "place", "price": "price"}
    if (step := steps_of.get(button.what)) is not None:
        await steps.proceed(visit, draft, replace(s, what=button.what), step)
    elif s.source[0] == "s":
        await steps.proceed(visit, draft, await _within(visit, s.subject, Scope(s.scope)), "what")
    else:
        await steps.proceed(visit, draft, replace(s, what=""), "list")


async def shift_by(visit: Visit, button: b.ShiftBy) -> None:
    if abs(button.days) > _FURTHEST or abs(button.minutes) > _FURTHEST:
        raise NotValid("time")
    if (known := await opened(visit, button.draft)) is not None:
        draft, s = known
        shift = Shift(days=button.days, minutes=button.minutes)
        await steps.proceed(visit, draft, s.shifting(shift), "confirm")


async def each_at(visit: Visit, button: b.EachAt) -> None:
    if (known := await opened(visit, button.draft)) is not None:
        draft, s = known
        found = await visit.read(lambda books: books.bookings.pick(s.picked))
        first = min(found, key=lambda b: b.starts_at)
        await steps.proceed(visit, draft, steps.aligned(s, first, visit.me, each=button.each), "confirm")


async def pick_place(visit: Visit, button: b.PickAllPlace) -> None:
    if (known := await opened(visit, button.draft)) is not None:
        draft, s = known
        if button.place_id is not None:
            await visit.read(own_place, button.place_id, visit.me.id)
        s = replace(s, what="place", place_id=button.place_id)
        await steps.proceed(visit, draft, s, "confirm")


async def skip_clashing(visit: Visit, button: b.SkipClashing) -> None:
    if (known := await opened(visit, button.draft)) is not None:
        draft, s = known
        await steps.proceed(visit, draft, await steps.skipped(visit, s), "confirm")


async def do_it(visit: Visit, button: b.DoIt) -> None:
    """What was shown and nothing else; the act's key is the draft's."""
    if (known := await opened(visit, button.draft)) is None:
        return
    draft, s = known
    if button.mark != s.mark:
        await steps.proceed(visit, draft, s, "confirm")
        return

    async def work(books: Books) -> list[Booking]:
        changed = await _carried_out(books, s, visit.act(draft.key))
        await visit.close(books, draft)
        return changed

    try:
        changed = await visit.write(work)
    except (InConflict, Stale, NotPossible):
        lead = visit.w("⚠️ Something has changed meanwhile. Please look again.")
        await steps.proceed(visit, draft, s, "confirm", lead)
        return
    untold = {b.client_id for b in changed if b.person_id is None}
    clients = await visit.read(lambda books: books.clients.pick(untold))
    await visit.show(screens.done(s, changed, [c.name for c in clients], visit.w))


async def _carried_out(books: Books, s: SeveralDraft, act: Act) -> list[Booking]:
    match s.what:
        case "move":
            return await several.move(books, s.picked, s.shifts, act, apart=s.apart)
        case "cancel":
            return await several.cancel(books, s.picked, act)
        case "place":
            return await several.set_place(books, s.picked, s.place_id, act, apart=s.apart)
        case _:
            return await several.set_price(books, s.picked, s.price or 0, act, apart=s.apart)


# What is typed.


async def answer_target(visit: Visit, draft: Draft, text: str) -> None:
    s = SeveralDraft.of(draft.fields)
    bookings = await visit.read(lambda books: books.bookings.pick(s.picked))
    shift = await target(visit, bookings, text) if bookings else None
    if shift is None:
        lead = visit.w("I did not get “{words}”.", words=text[:100])
        await steps.proceed(visit, draft, s, "target", lead)
    else:
        await steps.proceed(visit, draft, s.shifting(shift), "confirm")


async def answer_price(visit: Visit, draft: Draft, text: str) -> None:
    s = SeveralDraft.of(draft.fields)
    price = await read_price(visit, text)
    if price is None:
        lead = visit.w("That is not a price I can take. Type it like 500k or 500.000.")
        await steps.proceed(visit, draft, s, "price", lead)
    else:
        await steps.proceed(visit, draft, replace(s, what="price", price=price.amount), "confirm")


async def answer_confirm(visit: Visit, draft: Draft, text: str) -> None:
    """Another target, where they are to move; else it is a line like any other."""
    s = SeveralDraft.of(draft.fields)
    bookings = await visit.read(lambda books: books.bookings.pick(s.picked))
    shift = await target(visit, bookings, text) if s.what == "move" and bookings else None
    if shift is not None:
        await steps.proceed(visit, draft, s.shifting(shift), "confirm")
    else:
        await leave(visit, draft, text)


async def leave(visit: Visit, draft: Draft, text: str) -> None:
    """Nothing is asked here: what is typed has nothing to do with the list."""
    await visit.close(draft=draft)
    await answering.line(visit)
