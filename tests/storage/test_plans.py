"""What runs at every check, tick and delivery walks down the indexes that were made for it."""

import re
from datetime import date
from functools import partial

import pytest
from sqlalchemy import event, text

from bot.features.day import agenda, months
from bot.features.sessions.listing import mine_within
from bot.features.timeline.history import history
from core.contract import Offer
from core.figures import Span
from core.use_cases import contracting, counting
from core.zones import days
from storage import guards
from storage.outbox import SqlOutbox
from tests.core.studio import HUY, NOW, VIETNAM, period, studio
from tests.migrated import retire

WANTED = period(16, 18)


@pytest.fixture(autouse=True)
def _nothing_is_known_of_rows() -> None:
    """PostgreSQL plans by what it has counted before."""
    retire()


QUERIES = {
    "what is near": (lambda b: b.slots.near(HUY, WANTED), {"ix_slots_taken", "ix_slots_anyway"}),
    "what is near over weeks": (lambda b: b.slots.across(HUY, WANTED), {"ix_slots_anyway"}),
    "a day": (lambda b: b.bookings.of_trainer(HUY, WANTED), {"ix_bookings_trainer"}),
    "sessions due": (lambda b: b.bookings.due(NOW, 100), {"ix_bookings_next"}),
    "next due of all": (
        lambda b: b.next_due(),
        {
            *("ix_bookings_next", "ix_contracts_next", "ix_trainers_next_list", "ix_trainers_next_holiday"),
            *("ix_charges_due", "ix_charges_remind", "ix_proposals_due", "ix_slots_hold"),
        },
    ),
    "fees due": (lambda b: b.charges.due(NOW, 100), {"ix_charges_due"}),
    "wishes due": (lambda b: b.proposals.due(NOW, 100), {"ix_proposals_due"}),
    "requests due": (lambda b: b.requests.due(NOW, 100), {"ix_requests_next"}),
    "what a message was": (lambda b: b.notices.shown_as(HUY, 7), {"ix_notices_message"}),
    "cards that may have changed": (lambda b: b.today_cards.pulse(0), {"ix_today_cards_next"}),
    "lists due": (lambda b: b.trainers.listing(NOW), {"ix_trainers_next_list"}),
    "an act": (lambda b: b.events.seen("draft"), {"uq_events_key"}),
}


async def plans(engine, work):
    """The plans of all statements that `work` executes on the engine."""
    seen = []

    def heard(connection, cursor, statement, parameters, context, executemany):
        if statement.startswith(("SELECT", "UPDATE")):
            seen.append((statement, parameters))

    event.listen(engine.sync_engine, "before_cursor_execute", heard)
    try:
        await work()
    finally:
        event.remove(engine.sync_engine, "before_cursor_execute", heard)
    async with engine.connect() as connection, connection.begin() as transaction:
        found = [await _plan(connection, *one) for one in seen]
        await transaction.rollback()
    return "\n".join(found)


async def _plan(connection, statement, parameters):
    sqlite = connection.dialect.name == "sqlite"
    if not sqlite:
        # With this few rows it would read them all; asked is whether the index could serve.
        await connection.execute(text("SET LOCAL enable_seqscan = off"))
    explain = "EXPLAIN QUERY PLAN " if sqlite else "EXPLAIN "
    rows = (await connection.exec_driver_sql(explain + statement, parameters)).fetchall()
    return "\n".join(str(row[-1]) for row in rows)


@pytest.mark.parametrize("name", QUERIES)
async def test_query_uses_its_indexes(store, name):
    work, wanted = QUERIES[name]

    plan = await plans(store.engines.reader, lambda: store.read(work))

    assert wanted <= {index for index in wanted if index in plan}, plan
    assert "SCAN slots\n" not in plan
    assert "Seq Scan" not in plan


MONTH = days(date(2025, 10, 1), VIETNAM, 31)


async def test_no_view_reads_a_whole_table(database):
    async with studio(database) as s:
        lan = await s.client("Lan")
        contract = await s.does(contracting.agree, Offer("Ten", 10, 5_000_000, "VND"), lan.id)
        for day in (16, 17):
            await s.session(lan, period(day, 18), contract_id=contract.id)
        huy = await s.store.read(lambda b: b.trainers.get(HUY))
        views = {
            "a month": lambda b: months.read(b, huy, MONTH),
            "a week or a day": lambda b: agenda.read(b, huy, MONTH),
            "a client's own": lambda b: mine_within(b, lan.person_id, MONTH),
            "figures": lambda b: counting.facts(b, huy, Span.ALL, NOW),
            "a search": lambda b: b.bookings.search(HUY, clients=[lan.id], places=[1], most=60),
            "a timeline": lambda b: history(b, lan.id, HUY),
            "the last note": lambda b: b.bookings.last_noted(lan.id, NOW),
            "the last notes": lambda b: b.bookings.notes_before([1, 2]),
        }
        for name, view in views.items():
            plan = await plans(s.store.engines.reader, partial(s.store.read, view))
            assert re.findall(r"^(?:SCAN|.*Seq Scan).*", plan, re.MULTILINE) == [], name


async def test_days_are_found_by_their_start(database):
    """Both bounds are in the index: the rows before and after are not looked at."""
    async with studio(database) as s:
        for find in (
            lambda b: b.bookings.of_trainer(HUY, MONTH),
            lambda b: b.bookings.of_person_within(1, MONTH),
        ):
            plan = await plans(s.store.engines.reader, partial(s.store.read, find))
            sqlite = r"ix_bookings_(trainer|person) \(\w+=\? AND starts_at>\? AND starts_at<\?\)"
            postgres = r"ix_bookings_(trainer|person) .*\n.*Index Cond: .*starts_at <.*starts_at >"
            assert re.search(f"{sqlite}|{postgres}", plan), plan


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
async def test_sessions_of_a_client_are_found_by_both_indexes(store):
    """PostgreSQL chooses by the number of rows, of which there are none here."""
    plan = await plans(
        store.engines.reader, lambda: store.read(lambda b: b.bookings.of_client_near(1, 2, WANTED))
    )

    assert "ix_bookings_client" in plan
    assert "ix_bookings_person" in plan


async def test_taking_what_is_due_uses_the_index_of_those_that_wait(store):
    outbox = SqlOutbox(store.engines)

    plan = await plans(store.engines.writer, lambda: outbox.claim(NOW, 20))

    assert "ix_notices_due" in plan or "ix_notices_waiting" in plan, plan
    assert "SCAN notices\n" not in plan


async def test_guard_of_the_client_uses_its_index(store):
    if not store.engines.is_sqlite:
        async with store.engines.reader.connect() as connection:
            constraint = (
                "SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conname = 'guard_client_time'"
            )
            assert "USING gist" in await connection.scalar(text(constraint))
        return
    owner = guards.GUARDS[1].owner.format(row="")
    query = (
        f"SELECT ends_at FROM bookings WHERE {owner} = 5 AND takes_time = 1 AND double = 0 "  # noqa: S608
        "AND starts_at < '2030' ORDER BY starts_at DESC LIMIT 1"
    )
    async with store.engines.reader.connect() as connection:
        assert "ix_bookings_client_time" in await _plan(connection, query, ())
