"""Steps about packages, series, time off and money: longer things than one session."""

from __future__ import annotations

from datetime import timedelta

from core.charge import Method, Payment
from core.contract import Contract
from core.shift import Shift
from core.time_off import TimeOff
from core.use_cases import concluding, contracting, pausing, repeating, resting, settling, several
from core.use_cases.series_plan import Beyond, NewSeries
from core.use_cases.series_scope import Scope, reach
from core.zones import wall
from storage import tables
from tests.core.studio import HUY, VIETNAM
from tests.life.studio_life import HOUR, Life, step

RULES = ("FREQ=WEEKLY;BYDAY=MO,WE,FR", "FREQ=WEEKLY;BYDAY=TH", "FREQ=DAILY;INTERVAL=2")


async def a_contract(life: Life, n: int) -> Contract | None:
    row = await life.one(tables.contracts, n)
    return Contract(**row) if row else None


@step
async def trainer_books_a_series(life: Life, n: int, m: int) -> None:
    """As many as the package has left, or some of them outside of it."""
    client = life.clients[n % len(life.clients)]
    first = wall(life.at(m % 9 + 3).start, VIETNAM)
    wanted = NewSeries(
        HUY, client.id, RULES[n % 3], first, HOUR, count=m % 7 or None, beyond=list(Beyond)[m % len(Beyond)]
    )
    await life.does(repeating.book_series, wanted)


@step
async def trainer_freezes(life: Life, n: int, m: int) -> None:
    if (contract := await a_contract(life, n)) is not None:
        await life.does(pausing.freeze, contract.id, 7 + m % 10, keep=bool(m % 2))


@step
async def trainer_extends(life: Life, n: int, m: int) -> None:
    if (contract := await a_contract(life, n)) is not None:
        await life.does(contracting.extend, contract.id, 1 + m % 40)


@step
async def trainer_adjusts(life: Life, n: int, m: int) -> None:
    if (contract := await a_contract(life, n)) is not None:
        await life.does(contracting.adjust, contract.id, m % 5 - 2, "a gift")


@step
async def trainer_ends_a_package(life: Life, n: int, m: int) -> None:
    """Now and then: most lives should go on for longer."""
    if m % 6 == 0 and (contract := await a_contract(life, n)) is not None:
        await life.does(concluding.end_early, contract.id)


@step
async def trainer_agrees_one_more(life: Life, n: int, m: int) -> None:
    if m % 3 == 0:
        client = life.clients[n % len(life.clients)]
        await life.does(contracting.agree, life.offer(n), client.id)


@step
async def trainer_is_off(life: Life, n: int, m: int) -> None:
    start = life.at(m).start
    if n % 3 == 0 and (off := await life.one(tables.time_off, m)) is not None:
        await life.does(resting.remove, TimeOff(**off).id)
    else:
        period = life.period(start, timedelta(hours=4 + n % 30))
        await life.does(resting.take_off, HUY, period, None)


@step
async def client_pays_several(life: Life, n: int, m: int) -> None:
    client = life.clients[n % len(life.clients)]
    amount = (1 + m % 9) * 100_000 if m % 2 else None
    await life.does(settling.pay, client.id, Method.TRANSFER, amount=amount)


@step
async def trainer_refunds(life: Life, n: int, m: int) -> None:
    if (row := await life.one(tables.payments, n)) is not None:
        amount = 100_000 if m % 2 else None
        await life.does(settling.refund, Payment(**row).id, amount=amount)


@step
async def trainer_crosses_a_charge_out(life: Life, n: int, m: int) -> None:
    if (charge := await life.charge(n)) is not None and m % 3 == 0:
        await life.does(settling.void, charge.id, "a mistake")


@step
async def trainer_moves_several(life: Life, n: int, m: int) -> None:
    """Up to three, by half an hour or by a day."""
    picked = await some(life, n)
    if picked:
        await life.does(several.move, picked, Shift(days=m % 3 - 1, minutes=30 * (n % 2)))


@step
async def trainer_cancels_several(life: Life, n: int, m: int) -> None:
    if m % 4 == 0 and (picked := await some(life, n)):
        await life.does(several.cancel, picked)


@step
async def trainer_moves_a_series(life: Life, n: int, m: int) -> None:
    """All that are ahead, or this and the following."""
    booking = await life.booking(n)
    if booking is None or booking.series_id is None:
        return
    scope = Scope.AHEAD if m % 2 else Scope.FOLLOWING
    found = await life.store.read(lambda books: reach(books, booking.id, scope, HUY, life.now))
    await life.does(several.move, found.versions, Shift(minutes=60 * (m % 3)), apart=False)


async def some(life: Life, n: int) -> dict[int, int | None]:
    found = [await life.booking(n + more) for more in range(3)]
    return {b.id: b.version for b in found if b is not None}
