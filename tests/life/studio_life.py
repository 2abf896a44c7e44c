"""One trainer's studio, and everything that people and the clock can do in it, one step at a time."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select, update

from bot.tick import DECIDE
from core.act import Act
from core.booking import Booking
from core.charge import Charge, Method
from core.contract import Billing, Offer
from core.errors import Refusal
from core.notice import NoticeState
from core.people import Client
from core.period import Period
from core.use_cases import cancelling, money, moving, outcome, ticking
from core.use_cases.booking import NewBooking, book
from storage import tables
from storage.store import SqlStore
from tests.core.studio import HUY, NOW, Studio
from tests.life.finding_ledger import FINDING
from tests.life.ledger import INVARIANTS, Ledger

HOUR = timedelta(hours=1)
Step = Callable[["Life", int, int], Awaitable[None]]
Work = Callable[..., Awaitable[Any]]
STEPS: dict[str, Step] = {}


def step(work: Step) -> Step:
    STEPS[work.__name__] = work
    return work


class Life:
    """Each step has an act of its own and is carried out twice, as an update that comes again."""

    def __init__(
        self, studio: Studio, clients: Sequence[Client], elsewhere: Client, strangers: Sequence[int]
    ) -> None:
        self.studio, self.clients = studio, clients
        #: The first of them on another trainer's list, and people who are on nobody's yet.
        self.elsewhere, self.strangers = elsewhere, strangers
        self.now = NOW
        self.steps = 0
        self.ticked = False
        self.ledger: Ledger | None = None

    @property
    def store(self) -> SqlStore:
        return self.studio.store

    async def takes(self, name: str, n: int, m: int) -> None:
        """One step, refused or not, and all that must hold afterwards."""
        self.steps += 1
        self.ticked = False
        await STEPS[name](self, n, m)
        await self.check()

    async def check(self) -> None:
        ledger = await Ledger.read(self.store.engines.reader, self.ledger, self.now)
        ledger.next_due = await self.store.read(lambda books: books.next_due())
        ledger.ticked = self.ticked
        for holds in (*INVARIANTS, *FINDING):
            holds(ledger)
        self.ledger = ledger

    async def passes(self, **span: float) -> None:
        """The tick comes once afterwards, as after a night that it was down, and looks until it is done."""
        self.now += timedelta(**span)
        await everything_arrives(self)
        looked_at: set[tuple[str, int]] = set()
        while due := [item for item in await self._due() if item not in looked_at]:
            for kind, id_ in due:
                looked_at.add((kind, id_))
                await decided(self, kind, id_)
        self.ticked = True

    async def _due(self) -> Sequence[tuple[str, int]]:
        return await self.store.read(lambda books: ticking.work_due(books, self.now))

    async def does(
        self, work: Callable[..., Awaitable[Any]], *args: Any, by: int = HUY, **options: Any
    ) -> None:
        act = Act(f"step{self.steps}", by, self.now)
        for _ in range(2):
            with suppress(Refusal):
                await self.store.write(lambda books: work(books, *args, act, **options))

    async def one(self, table: Any, n: int, *conditions: Any) -> Any:
        """Any of the rows, or nothing."""
        async with self.store.engines.reader.connect() as connection:
            rows = (
                await connection.execute(select(table).where(*conditions).order_by(table.c.id))
            ).mappings()
            found = rows.all()
        return found[n % len(found)] if found else None

    async def booking(self, n: int) -> Booking | None:
        """Of Huy's, whatever its status: the rules say what can be done with it."""
        row = await self.one(tables.bookings, n, tables.bookings.c.trainer_id == HUY)
        return Booking(**row) if row else None

    async def charge(self, n: int) -> Charge | None:
        row = await self.one(tables.charges, n)
        return Charge(**row) if row else None

    @staticmethod
    def offer(n: int) -> Offer:
        billing = list(Billing)[n % 2]
        return Offer("3 sessions", 3, 1_000_000, "VND", days=20, billing=billing)

    @staticmethod
    def period(start: datetime, length: timedelta) -> Period:
        return Period.of(start, length)

    def at(self, m: int) -> Period:
        """One of three hours of a day, from two days ago to six days ahead: few enough to meet."""
        day = self.now.replace(hour=9, minute=0, second=0, microsecond=0) + (m % 9 - 2) * 24 * HOUR
        start = day + (m // 9 % 3) * HOUR
        return Period.of(start, HOUR)


@step
async def time_passes(life: Life, n: int, m: int) -> None:
    """In leaps of up to two days."""
    await life.passes(hours=1 + m % 48)


async def everything_arrives(life: Life) -> None:
    """Questions have to reach the trainer before silence means anything."""
    waiting = tables.notices.c.state == NoticeState.WAITING
    sent = update(tables.notices).where(waiting).values(state=NoticeState.SENT, sent_at=life.now)
    async with life.store.engines.writer.begin() as connection:
        await connection.execute(sent)


async def decided(life: Life, kind: str, id_: int) -> None:
    await life.store.write(lambda books: DECIDE[kind](books, id_, life.now))


@step
async def trainer_books(life: Life, n: int, m: int) -> None:
    client = life.clients[n % len(life.clients)]
    over = () if n % 5 else None
    await life.does(book, NewBooking(HUY, client.id, life.at(m), over=over, single=n % 7 == 0))


@step
async def trainer_moves(life: Life, n: int, m: int) -> None:
    if (booking := await life.booking(n)) is not None:
        await life.does(moving.move_several, [moving.Move(booking.id, life.at(m))])


@step
async def somebody_cancels(life: Life, n: int, m: int) -> None:
    booking = await life.booking(n)
    if booking is None:
        return
    by = booking.person_id if m % 2 and booking.person_id else HUY
    try:
        cost = await life.store.read(lambda books: cancelling.terms(books, booking.id, by, life.now))
    except Refusal:
        return
    await life.does(cancelling.cancel, booking.id, by=by, fee_shown=cost.shown)


@step
async def trainer_completes(life: Life, n: int, m: int) -> None:
    if (booking := await life.booking(n)) is not None:
        await life.does(outcome.complete, booking.id)


@step
async def trainer_marks_a_no_show(life: Life, n: int, m: int) -> None:
    if (booking := await life.booking(n)) is not None:
        await life.does(outcome.miss, booking.id)


@step
async def trainer_waives(life: Life, n: int, m: int) -> None:
    if (charge := await life.charge(n)) is not None:
        await life.does(money.waive, charge.id)


@step
async def client_objects_or_trainer_insists(life: Life, n: int, m: int) -> None:
    charge = await life.charge(n)
    if charge is None:
        return
    client = await life.store.read(lambda books: books.clients.get(charge.client_id))
    if m % 2 and client.person_id is not None:
        await life.does(money.object_to, charge.id, by=client.person_id)
    else:
        await life.does(money.insist, charge.id)


@step
async def client_pays(life: Life, n: int, m: int) -> None:
    if (booking := await life.booking(n)) is not None:
        await life.does(money.pay, booking.id, list(Method)[m % 3])


@step
async def trainer_takes_a_payment_back(life: Life, n: int, m: int) -> None:
    if (booking := await life.booking(n)) is not None:
        await life.does(money.unpay, booking.id)
