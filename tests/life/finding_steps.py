"""Steps of finding each other: requests, times that clients ask for, wishes, make-ups."""

from __future__ import annotations

from datetime import datetime

from core.booking import Booking, Status
from core.errors import Refusal
from core.people import Client, ClientStatus, Opening, Side
from core.proposal import Proposal, ProposalStatus
from core.request import Request, RequestStatus
from core.use_cases import cancelling, ending, making_up, matching, proposing, requesting, self_booking
from core.use_cases.booking import NewBooking, book
from core.use_cases.requesting import Wanted
from storage import tables
from tests.core.studio import HUY, MAI
from tests.life.studio_life import Life, step

_C, _B = tables.clients.c, tables.bookings.c


async def guest(life: Life, n: int) -> tuple[Client, int] | None:
    """Somebody on Huy's list who has Telegram."""
    listed = (_C.trainer_id == HUY, _C.status == ClientStatus.MATCHED, _C.person_id.is_not(None))
    row = await life.one(tables.clients, n, *listed)
    return (Client(**row), row["person_id"]) if row else None


@step
async def stranger_asks(life: Life, n: int, m: int) -> None:
    await life.does(
        requesting.ask, Wanted(HUY, goals="run", injuries="knee"), by=life.strangers[n % len(life.strangers)]
    )


@step
async def request_is_answered(life: Life, n: int, m: int) -> None:
    """By either of the two, now and then one that is answered already."""
    only_open = () if m % 7 == 0 else (tables.requests.c.status == RequestStatus.OPEN,)
    if (row := await life.one(tables.requests, n, *only_open)) is None:
        return
    request = Request(**row)
    match m % 6:
        case 0 | 1:
            await life.does(matching.accept, request.id)
        case 2:
            await life.does(matching.decline, request.id, "I am full")
        case 3:
            await life.does(matching.ask_back, request.id, "Which knee?")
        case 4:
            await life.does(matching.answer, request.id, "Left", by=request.person_id)
        case _:
            await life.does(requesting.withdraw, request.id, by=request.person_id)


@step
async def two_part(life: Life, n: int, m: int) -> None:
    """Seldom with those whom a life begins with."""
    found = await guest(life, n)
    if found is None or (found[1] not in life.strangers and m % 5):
        return
    client, person = found
    await life.does(ending.end, client.id, by=person if m % 2 else HUY)


@step
async def trainer_opens_booking(life: Life, n: int, m: int) -> None:
    if (found := await guest(life, n)) is not None:
        opening = [Opening.BOOK, Opening.ASK, None, Opening.OFF][m % 4]
        await life.does(self_booking.allow, found[0].id, opening)


@step
async def client_books(life: Life, n: int, m: int) -> None:
    """As a request, or at once, as the trainer lets them."""
    if (found := await guest(life, n)) is not None:
        client, person = found
        wanted = self_booking.Wanted(client.id, life.at(m).start, single=bool(n // 3 % 2))
        await life.does(self_booking.book, wanted, by=person)


@step
async def asked_time_is_answered(life: Life, n: int, m: int) -> None:
    if (row := await life.one(tables.bookings, n, _B.status == Status.PENDING)) is None:
        return
    booking = Booking(**row)
    match m % 3:
        case 0:
            await life.does(self_booking.accept, booking.id, version=booking.version)
        case 1:
            await life.does(self_booking.decline, booking.id)
        case _:
            await life.does(self_booking.withdraw, booking.id, by=booking.person_id or 0)


@step
async def somebody_wishes_for_another_time(life: Life, n: int, m: int) -> None:
    """One to three times, the client every other time."""
    row = await life.one(tables.bookings, n, _B.status.in_([Status.PENDING, Status.CONFIRMED]))
    if row is None:
        return
    by = row["person_id"] if m % 2 and row["person_id"] else HUY
    starts: list[datetime] = [life.at(m + more * 10).start for more in range(n % 3 + 1)]
    try:
        penalty = await life.store.read(
            lambda books: proposing.penalty_of_moving(books, row["id"], by, life.now)
        )
    except Refusal:
        return
    shown = penalty.shown if penalty else 0
    await life.does(proposing.propose, row["id"], starts, by=by, fee_shown=shown)


@step
async def wish_is_answered(life: Life, n: int, m: int) -> None:
    row = await life.one(tables.proposals, n, tables.proposals.c.status == ProposalStatus.OPEN)
    if row is None:
        return
    wish = Proposal(**row)
    booking = await life.store.read(lambda books: books.bookings.get(wish.booking_id))
    person = booking.person_id or 0
    other, own = (HUY, person) if wish.by is Side.CLIENT else (person, HUY)
    match m % 5:
        case 0 | 1 | 2:
            with_fee = wish.late and bool(m % 2)
            await life.does(proposing.accept, wish.id, m % len(wish.starts), by=other, with_fee=with_fee)
        case 3:
            await life.does(proposing.decline, wish.id, by=other)
        case _:
            await life.does(proposing.withdraw, booking.id, by=own)


@step
async def client_holds_a_make_up(life: Life, n: int, m: int) -> None:
    """Kept for a quarter of an hour."""
    lost = (_B.status == Status.CANCELLED, _B.cancelled_by == Side.TRAINER, _B.person_id.is_not(None))
    if (row := await life.one(tables.bookings, n, *lost)) is not None:
        await life.does(making_up.hold, row["id"], life.at(m).start, by=row["person_id"])


@step
async def client_books_the_make_up(life: Life, n: int, m: int) -> None:
    held = tables.slots.c.makes_up_id.is_not(None)
    if (row := await life.one(tables.slots, n, held)) is not None:
        lost = await life.store.read(lambda books: books.bookings.get(row["makes_up_id"]))
        await life.does(making_up.book, lost.id, row["starts_at"], by=lost.person_id or 0)


@step
async def another_trainer_books(life: Life, n: int, m: int) -> None:
    """The same person is with Mai as well: Huy's times are no use to them then."""
    await life.does(book, NewBooking(MAI, life.elsewhere.id, life.at(m)), by=MAI)


@step
async def another_trainer_cancels(life: Life, n: int, m: int) -> None:
    if (row := await life.one(tables.bookings, n, _B.trainer_id == MAI)) is not None:
        await life.does(cancelling.cancel, row["id"], by=MAI)
