"""What figures are read from: the narrow rows of a period, against all that there is."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import partial

from sqlalchemy import insert

from core.booking import Status
from core.contract import Offer
from core.figures import Span, board
from core.period import Period
from core.time_off import TimeOff
from core.use_cases import contracting, counting, money, outcome
from storage import guards, tables
from storage.rows import to_row
from tests.core.histories import a_year
from tests.core.studio import HOUR, HUY, MAI, NOW, Studio, at, period, studio

MARCH = Period(datetime(2025, 3, 1, tzinfo=UTC), datetime(2025, 4, 1, tzinfo=UTC))


async def filled(s: Studio, count: int = 1200) -> tuple:
    """Two trainers with the same history, one of them a day later."""
    clients = [await s.client(f"Client {n}", linked=False) for n in range(4)]
    history = a_year(count, [c.id for c in clients], HUY)
    named = zip((tables.slots, tables.bookings, tables.charges, tables.payments), history, strict=True)
    async with s.store.engines.writer.begin() as connection:
        await connection.run_sync(guards.drop)
        for table, entities in named:
            await connection.execute(insert(table), [to_row(e) for e in entities])
    return history


async def test_a_period_is_read_with_all_that_counts_in_it(database):
    async with studio(database) as s:
        _, bookings, charges, payments = await filled(s)
        found = await s.store.read(lambda b: b.history.sittings(HUY, MARCH))
        expected = {
            b.id
            for b in bookings
            if MARCH.start - 12 * HOUR < b.starts_at < MARCH.end
            or (b.cancelled_at is not None and MARCH.start <= b.cancelled_at < MARCH.end)
        }
        assert {x.id for x in found} == expected
        owed = await s.store.read(lambda b: b.history.charges(HUY, MARCH))
        due = {c.id for c in charges if MARCH.start <= c.due_at < MARCH.end}
        assert {c.id for c in owed} == due | {c.id for c in charges if c.booking_id in expected}
        got = await s.store.read(lambda b: b.history.got(HUY, MARCH))
        inside = [p for p in payments if MARCH.start <= p.paid_at < MARCH.end]
        assert sum(g.amount for g in got) == 500_000 * len(inside)
        assert await s.store.read(lambda b: b.history.sittings(MAI, MARCH)) == []


async def test_pages_hold_everything_once_and_in_order(database):
    async with studio(database) as s:
        _, bookings, _, payments = await filled(s, 300)

        async def all_of(read) -> list:
            found: list = []
            while page := await s.store.read(partial(read, last=found[-1] if found else None)):
                found += page
            return found

        whole = Period(datetime(2024, 1, 1, tzinfo=UTC), datetime(2026, 1, 1, tzinfo=UTC))
        read = await all_of(lambda b, last: b.history.bookings(HUY, whole, last, 70))
        assert [b.id for b in read] == [b.id for b in bookings]
        money = await all_of(lambda b, last: b.history.payments(HUY, whole, last, 70))
        assert [p.id for p in money] == [p.id for p in payments]


async def test_the_figures_of_a_year_are_those_of_its_sessions(database):
    async with studio(database) as s:
        _, bookings, _, payments = await filled(s)
        trainer = await s.store.read(lambda b: b.trainers.get(HUY))
        now = datetime(2025, 12, 1, tzinfo=UTC)
        found = board(await s.store.read(lambda b: counting.facts(b, trainer, Span.ALL, now)))
        assert found.counts.completed == sum(b.status is Status.COMPLETED for b in bookings)
        assert found.counts.base == len(bookings)
        assert found.revenue.collected == {"VND": 500_000 * len(payments)}
        charged = 500_000 * len(bookings)
        # Money for a session that was cancelled or missed covers its penalty.
        assert found.revenue.outstanding == {"VND": charged - 500_000 * len(payments)}
        stay = {b.client_id: b.starts_at for b in bookings if b.status is Status.COMPLETED}
        assert set(found.clients) == set(stay)


async def test_the_last_session_of_a_package_has_what_dividing_left(sqlite_url):
    async with studio(sqlite_url) as s:
        lan = await s.client("Lan")
        offer = Offer("Three", 3, 1_000_000, "VND")
        contract = await s.does(contracting.agree, offer, lan.id)
        for day in (11, 12, 13):
            await s.session(lan, period(day, 18), contract_id=contract.id)
        trainer = await s.store.read(lambda b: b.trainers.get(HUY))
        found = board(await s.store.read(lambda b: counting.facts(b, trainer, Span.MONTH, NOW)))
        assert found.revenue.delivered == {"VND": 1_000_000}


async def test_a_fee_waived_is_lost_and_a_credit_forfeited_is_not(sqlite_url):
    async with studio(sqlite_url) as s:
        lan = await s.client("Lan")
        missed = await s.session(lan, period(15, 10, minutes=30))
        await s.does(outcome.miss, missed.id, now=at(15, 11))
        trainer = await s.store.read(lambda b: b.trainers.get(HUY))

        async def lost(now: datetime) -> dict:
            known = await s.store.read(lambda b: counting.facts(b, trainer, Span.MONTH, now))
            return dict(board(known).revenue.lost)

        assert await lost(at(15, 12)) == {}
        (charge,) = await s.store.read(lambda b: b.charges.of_booking(missed.id))
        await s.does(money.waive, charge.id, now=at(15, 13))
        assert await lost(at(15, 14)) == {"VND": 500_000}


async def test_working_hours_are_less_the_time_off(sqlite_url):
    async with studio(sqlite_url) as s:
        trainer = await s.store.read(lambda b: b.trainers.get(HUY))
        before = board(await s.store.read(lambda b: counting.facts(b, trainer, Span.MONTH, NOW))).use
        off = TimeOff(0, HUY, at(20, 0), at(22, 0), NOW)
        await s.store.write(lambda b: b.times_off.add(off))
        after = board(await s.store.read(lambda b: counting.facts(b, trainer, Span.MONTH, NOW))).use
        assert before.working - after.working == timedelta(days=2)
