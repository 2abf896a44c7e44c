"""Taps on the card of a session to be booked."""

from __future__ import annotations

from dataclasses import replace

from bot import cards, timing
from bot.features.book import buttons as b
from bot.features.book import consulting, screens, steps
from bot.features.book.draft import DIALOGUE, SessionDraft
from bot.features.series import entry
from bot.visit import Visit
from core.booking import Booking, Kind, Status
from core.draft import Draft
from core.errors import InConflict, WhichContract
from core.ports import Books
from core.use_cases.booking import book
from core.use_cases.inviting import add_client
from core.use_cases.placing import own_place
from core.when.reading import Day


async def opened(visit: Visit, key: str) -> tuple[Draft, SessionDraft] | None:
    """The draft of a tapped card; one that became a session shows it, one that is gone says so."""
    draft = await visit.read(lambda books: books.drafts.by_key(key))
    if draft is not None and draft.person_id == visit.person.id and draft.dialogue == DIALOGUE:
        return draft, SessionDraft.of(draft.fields)
    event = await visit.read(lambda books: books.events.seen(key))
    if event is not None and event.by == visit.person.id and event.booking_id is not None:
        await cards.show(visit, event.booking_id)
    else:
        await visit.show(screens.closed(visit.w))
    return None


async def ask_field(visit: Visit, button: b.AskField) -> None:
    if (card := await opened(visit, button.draft)) is not None:
        known = {"card", "client", "when", "place", "kind", "price", "note", "package"}
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
        if button.kind is Kind.CONSULTATION:
            s = await consulting.as_consultation(visit, s, length_said=False)
        else:
            s = consulting.another_kind(s, button.kind)
        await steps.proceed(visit, draft, s)


async def pick_price(visit: Visit, button: b.PickPrice) -> None:
    if (card := await opened(visit, button.draft)) is not None:
        draft, s = card
        await steps.proceed(visit, draft, s.at_price(button.amount))


async def pick_package(visit: Visit, button: b.PickPackage) -> None:
    """Which contract it uses; none: paid by itself."""
    if (card := await opened(visit, button.draft)) is not None:
        draft, s = card
        in_package = button.contract_id is not None
        price = None if in_package else s.price
        s = replace(s, contract_id=button.contract_id, single=not in_package, price=price)
        await steps.proceed(visit, draft, s)


async def leftover(visit: Visit, button: b.Leftover) -> None:
    if (card := await opened(visit, button.draft)) is not None:
        draft, s = card
        words = " ".join(s.unknown)
        note = f"{s.note} {words}".strip() if s.note else words
        s = replace(s, unknown=(), note=note[:500] if button.as_note else s.note)
        await steps.proceed(visit, draft, s)


async def repeat(visit: Visit, button: b.RepeatIt) -> None:
    """Not one session but many: from the one on the card on."""
    if (card := await opened(visit, button.draft)) is None:
        return
    draft, s = card
    if s.client_id is None or s.period is None:
        await steps.proceed(visit, draft, s)
        return
    await entry.repeat(visit, draft, s.period, s.for_series)


async def take_series(visit: Visit, button: b.TakeSeries) -> None:
    if (card := await opened(visit, button.draft)) is not None:
        draft, s = card
        await steps.proceed(visit, draft, replace(s, is_series=bool(s.repeats)))


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
    except (InConflict, WhichContract):
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
