"""Booking: a typed line becomes a card, what is missing is asked, one tap makes it a session."""

from __future__ import annotations

from dataclasses import replace

from bot import timing
from bot.feature import Command, Feature, Step, Tap, Who
from bot.features.book import buttons as b
from bot.features.book import consulting, steps, taps
from bot.features.book.draft import DIALOGUE, SessionDraft, fresh, starting
from bot.features.series import entry
from bot.reading import read_line
from bot.texts import N_
from bot.visit import Visit
from core.draft import Draft
from core.when.reading import At, Reading


async def start_empty(visit: Visit) -> None:
    """/book: everything is asked."""
    s = starting(visit.me)
    await steps.proceed(visit, fresh(visit.me, visit.now, s), s)


async def start_on_day(visit: Visit, button: b.NewSession) -> None:
    day = None if button.day is None else timing.day_of(button.day).toordinal()
    s = replace(starting(visit.me), on_day=day)
    await steps.proceed(visit, fresh(visit.me, visit.now, s), s)


async def start_for_client(visit: Visit, button: b.BookClient) -> None:
    s = replace(starting(visit.me), client_id=button.client_id)
    await steps.proceed(visit, fresh(visit.me, visit.now, s), s)


async def read_booking(visit: Visit, text: str) -> bool:
    """A trainer's line; without a known client or a time it is none of ours."""
    if visit.trainer is None:
        return False
    reading = await read_line(visit, text)
    if reading.when is None and not reading.clients:
        return False
    s = starting(visit.me)
    await _take(visit, fresh(visit.me, visit.now, s), s, reading)
    return True


async def _take(visit: Visit, draft: Draft, s: SessionDraft, reading: Reading) -> None:
    """Adds to the card whatever a line said; asks for what it left open."""
    s, unknown = await consulting.read(visit, s, reading)
    if len(reading.clients) == 1:
        s = replace(s, client_id=reading.clients[0].id, new_name=None)
    elif not reading.clients and s.client_id is None and unknown:
        s = replace(s, new_name=unknown.pop(0)[:64])
    if reading.places:
        s = replace(s, place_id=reading.places[0].id)
    if reading.price is not None:
        s = replace(s, price=reading.price.amount)
    if isinstance(reading.when, At) and reading.when.length_said:
        s = replace(s, minutes=None)
    if (period := timing.settled(reading.when)) is not None:
        s = s.at(period)
    s = replace(s, unknown=(*s.unknown, *unknown))
    if readings := entry.repeating(visit, reading.when):
        s = replace(s, repeats=tuple(readings), is_series=entry.is_sure(reading.when))
    open_time = reading.when is not None and period is None
    field = "when" if open_time and s.client_id is not None else None
    await steps.proceed(visit, draft, s, field=field, when=reading.when, found=reading.clients)


async def amend(visit: Visit, draft: Draft, text: str) -> None:
    """A line typed while a card is open: a whole new session, or a change to this one."""
    reading = await read_line(visit, text)
    if reading.when is not None and reading.clients and draft.step == "card":
        s = starting(visit.me)
        await _take(visit, fresh(visit.me, visit.now, s), s, reading)
        return
    await _take(visit, draft, SessionDraft.of(draft.fields), reading)


async def answer_client(visit: Visit, draft: Draft, text: str) -> None:
    """A name, perhaps with a time; an unknown one can be added."""
    s = SessionDraft.of(draft.fields)
    reading = await read_line(visit, text)
    if not reading.clients and not reading.unknown:
        s = replace(s, new_name=" ".join(text.split())[:64])
        await steps.proceed(visit, draft, s, field="client")
        return
    await _take(visit, draft, replace(s, client_id=None, new_name=None), reading)


async def answer_when(visit: Visit, draft: Draft, text: str) -> None:
    s = SessionDraft.of(draft.fields)
    reading = await read_line(visit, text)
    if reading.when is None:
        lead = visit.w("I did not get “{words}”.", words=text[:100])
        await steps.proceed(visit, draft, s, field="when", lead=lead)
        return
    await _take(visit, draft, s, replace(reading, clients=()) if s.client_id else reading)


async def answer_place(visit: Visit, draft: Draft, text: str) -> None:
    reading = await read_line(visit, text)
    s = SessionDraft.of(draft.fields)
    if len(reading.places) == 1:
        await steps.proceed(visit, draft, replace(s, place_id=reading.places[0].id))
    else:
        lead = visit.w("I do not know “{words}” as a place.", words=text[:100])
        await steps.proceed(visit, draft, s, field="place", lead=lead)


async def answer_price(visit: Visit, draft: Draft, text: str) -> None:
    reading = await read_line(visit, text)
    s = SessionDraft.of(draft.fields)
    if reading.price is not None and not reading.unknown:
        await steps.proceed(visit, draft, replace(s, price=reading.price.amount))
    elif text.strip() == "0":
        await steps.proceed(visit, draft, replace(s, price=0))
    else:
        lead = visit.w("That is not a price I can take. Type it like 500k or 500.000.")
        await steps.proceed(visit, draft, s, field="price", lead=lead)


async def answer_note(visit: Visit, draft: Draft, text: str) -> None:
    s = replace(SessionDraft.of(draft.fields), note=text.strip()[:500])
    await steps.proceed(visit, draft, s)


async def ask_kind_again(visit: Visit, draft: Draft, text: str) -> None:
    await steps.ask_again(visit, draft)


_TYPED = {
    "card": amend,
    "client": answer_client,
    "when": answer_when,
    "place": answer_place,
    "kind": ask_kind_again,
    "price": answer_price,
    "note": answer_note,
    "package": ask_kind_again,
}

feature = Feature(
    name="book",
    help=N_("Type a session as you say it: “Lan tomorrow 18:00”. Or /book, step by step."),
    who=Who.TRAINER,
    commands=(Command("book", start_empty, N_("Book a session"), Who.TRAINER),),
    taps=(
        Tap(b.NewSession, start_on_day, Who.TRAINER),
        Tap(b.BookClient, start_for_client, Who.TRAINER),
        Tap(b.Create, taps.create, Who.TRAINER),
        Tap(b.Anyway, taps.anyway, Who.TRAINER),
        Tap(b.AskField, taps.ask_field, Who.TRAINER),
        Tap(b.PickClient, taps.pick_client, Who.TRAINER),
        Tap(b.AddNamed, taps.add_named, Who.TRAINER),
        Tap(b.PickTime, taps.pick_time, Who.TRAINER),
        Tap(b.PickDay, taps.pick_day, Who.TRAINER),
        Tap(b.PickPlace, taps.pick_place, Who.TRAINER),
        Tap(b.PickKind, taps.pick_kind, Who.TRAINER),
        Tap(b.PickPrice, taps.pick_price, Who.TRAINER),
        Tap(b.PickPackage, taps.pick_package, Who.TRAINER),
        Tap(b.Leftover, taps.leftover, Who.TRAINER),
        Tap(b.RepeatIt, taps.repeat, Who.TRAINER),
        Tap(b.TakeSeries, taps.take_series, Who.TRAINER),
        Tap(b.Discard, taps.discard, Who.TRAINER),
    ),
    steps={f"{DIALOGUE}:{name}": Step(steps.ask_again, answer) for name, answer in _TYPED.items()},
    lines=(read_booking,),
)
