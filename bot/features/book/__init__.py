"""Booking: a typed line becomes a card, what is missing is asked, one tap makes it a session."""

from __future__ import annotations

from dataclasses import replace

from bot import cards, timing
from bot.feature import Command, Feature, Step, Tap, Who
from bot.features.book import buttons as b
from bot.features.book import screens, steps
from bot.features.book.draft import DIALOGUE, SessionDraft, fresh, starting
from bot.reading import read_line
from bot.texts import N_
from bot.visit import Visit
from core.booking import Booking, Status
from core.draft import Draft
from core.errors import InConflict
from core.ports import Books
from core.use_cases.booking import book
from core.use_cases.inviting import add_client
from core.use_cases.placing import own_place
from core.when.reading import Day, Reading


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
    unknown = list(reading.unknown)
    if len(reading.clients) == 1:
        s = replace(s, client_id=reading.clients[0].id, new_name=None)
    elif not reading.clients and s.client_id is None and unknown:
        s = replace(s, new_name=unknown.pop(0)[:64])
    if reading.places:
        s = replace(s, place_id=reading.places[0].id)
    if reading.price is not None:
        s = replace(s, price=reading.price.amount)
    if (period := timing.settled(reading.when)) is not None:
        s = s.at(period)
    s = replace(s, unknown=(*s.unknown, *unknown))
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


# Taps on the card.


async def opened(visit: Visit, key: str) -> tuple[Draft, SessionDraft] | None:
    """The draft of a tapped card; one that became a session shows it, one that is gone says so."""
    draft = await visit.read(lambda books: books.drafts.by_key(key))
    if draft is not None and draft.person_id == visit.person.id:
        return draft, SessionDraft.of(draft.fields)
    event = await visit.read(lambda books: books.events.seen(key))
    if event is not None and event.by == visit.person.id and event.booking_id is not None:
        await cards.show(visit, event.booking_id)
    else:
        await visit.show(screens.closed(visit.w))
    return None


async def ask_field(visit: Visit, button: b.AskField) -> None:
    if (card := await opened(visit, button.draft)) is not None:
        known = {"card", "client", "when", "place", "kind", "price", "note"}
        await steps.proceed(visit, *card, field=button.field if button.field in known else None)


async def pick_client(visit: Visit, button: b.PickClient) -> None:
    if (card := await opened(visit, button.draft)) is not None:
        draft, s = card
        await steps.proceed(visit, draft, replace(s, client_id=button.client_id, new_name=None))


async def add_named(visit: Visit, button: b.AddNamed) -> None:
    """The typed name goes on the list and on the card, in one transaction."""
    if (card := await opened(visit, button.draft)) is None:
        return
    draft, s = card

    async def work(books: Books) -> SessionDraft:
        # A card may bring several new names on the list, one after the other.
        act = visit.act(f"{draft.key}:client:{draft.last_update_id}")
        client = await add_client(books, visit.me.id, s.new_name or "", act)
        added = replace(s, client_id=client.id, new_name=None)
        await visit.save(replace(draft, fields=added.row()), books)
        return added

    await steps.proceed(visit, draft, s if s.client_id else await visit.write(work))


async def pick_time(visit: Visit, button: b.PickTime) -> None:
    if (card := await opened(visit, button.draft)) is not None:
        draft, s = card
        await steps.proceed(visit, draft, s.at(timing.period_of(button.start, button.minutes)))


async def pick_day(visit: Visit, button: b.PickDay) -> None:
    if (card := await opened(visit, button.draft)) is not None:
        day = timing.day_of(button.day)
        await steps.proceed(visit, *card, field="when", when=Day(day, day))


async def pick_place(visit: Visit, button: b.PickPlace) -> None:
    if (card := await opened(visit, button.draft)) is not None:
        draft, s = card
        if button.place_id is not None:
            await visit.read(own_place, button.place_id, visit.me.id)
        await steps.proceed(visit, draft, replace(s, place_id=button.place_id))


async def pick_kind(visit: Visit, button: b.PickKind) -> None:
    if (card := await opened(visit, button.draft)) is not None:
        draft, s = card
        await steps.proceed(visit, draft, replace(s, kind=button.kind))


async def pick_price(visit: Visit, button: b.PickPrice) -> None:
    if (card := await opened(visit, button.draft)) is not None:
        draft, s = card
        await steps.proceed(visit, draft, s.at_price(button.amount))


async def leftover(visit: Visit, button: b.Leftover) -> None:
    if (card := await opened(visit, button.draft)) is not None:
        draft, s = card
        words = " ".join(s.unknown)
        note = f"{s.note} {words}".strip() if s.note else words
        s = replace(s, unknown=(), note=note[:500] if button.as_note else s.note)
        await steps.proceed(visit, draft, s)


async def discard(visit: Visit, button: b.Discard) -> None:
    if (card := await opened(visit, button.draft)) is not None:
        await visit.close(draft=card[0])
        await visit.show(screens.discarded(visit.w))


async def create(visit: Visit, button: b.Create | b.Anyway) -> None:
    """The act's key is the draft's: however often it is tapped, there is one session."""
    if (card := await opened(visit, button.draft)) is None:
        return
    draft, s = card

    async def work(books: Books) -> Booking:
        booking = await book(books, s.wanted(visit.me.id), visit.act(draft.key))
        await visit.close(books, draft)
        return booking

    try:
        booking = await visit.write(work)
    except InConflict:
        await steps.proceed(visit, draft, replace(s, over=None))
        return
    await _booked(visit, booking)


async def _booked(visit: Visit, booking: Booking) -> None:
    w = visit.w
    name = (await visit.read(lambda books: books.clients.get(booking.client_id))).name
    if booking.status is Status.COMPLETED:
        lead = w("Logged.")
    elif booking.person_id is None:
        lead = w("Booked. {name} is not on Telegram yet: no reminder can reach them.", name=name)
    else:
        lead = w("Booked. {name} has been told.", name=name)
    await cards.show(visit, booking.id, lead)


async def anyway(visit: Visit, button: b.Anyway) -> None:
    """Over what was shown to be in the way, and nothing else."""
    if (card := await opened(visit, button.draft)) is None:
        return
    draft, s = card
    await visit.save(replace(draft, fields=replace(s, over=s.shown).row()))
    await create(visit, button)


_TYPED = {
    "card": amend,
    "client": answer_client,
    "when": answer_when,
    "place": answer_place,
    "kind": ask_kind_again,
    "price": answer_price,
    "note": answer_note,
}

feature = Feature(
    name="book",
    help=N_("Type a session as you say it: “Lan tomorrow 18:00”. Or /book, step by step."),
    who=Who.TRAINER,
    commands=(Command("book", start_empty, N_("Book a session"), Who.TRAINER),),
    taps=(
        Tap(b.NewSession, start_on_day, Who.TRAINER),
        Tap(b.BookClient, start_for_client, Who.TRAINER),
        Tap(b.Create, create, Who.TRAINER),
        Tap(b.Anyway, anyway, Who.TRAINER),
        Tap(b.AskField, ask_field, Who.TRAINER),
        Tap(b.PickClient, pick_client, Who.TRAINER),
        Tap(b.AddNamed, add_named, Who.TRAINER),
        Tap(b.PickTime, pick_time, Who.TRAINER),
        Tap(b.PickDay, pick_day, Who.TRAINER),
        Tap(b.PickPlace, pick_place, Who.TRAINER),
        Tap(b.PickKind, pick_kind, Who.TRAINER),
        Tap(b.PickPrice, pick_price, Who.TRAINER),
        Tap(b.Leftover, leftover, Who.TRAINER),
        Tap(b.Discard, discard, Who.TRAINER),
    ),
    steps={f"{DIALOGUE}:{name}": Step(steps.ask_again, answer) for name, answer in _TYPED.items()},
    lines=(read_booking,),
)
