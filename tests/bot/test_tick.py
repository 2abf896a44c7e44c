"""What time brings is decided even if one thing cannot be, and what is no longer needed is cleared away."""

from dataclasses import replace

import pytest
from sqlalchemy import func, select

from core.charge import Charge, ChargeKind, ChargeStatus
from storage import tables
from tests.bot.story import at, story


@pytest.fixture
async def s(sqlite_url):
    async with story(sqlite_url) as told:
        yield told


async def broken(s, booking_id):
    """A fee for a session that took place: no rule makes it, and none can decide it."""
    now = s.w.clock.now()
    charge = Charge(
        0, s.huy.user_id, s.client_id, booking_id, ChargeKind.SESSION, ChargeStatus.PENDING, 1, "VND",
        created_at=now, due_at=now,
    )  # fmt: skip
    return await s.w.bot.store.write(lambda books: books.charges.add(charge))


async def test_one_that_cannot_be_decided_stops_nothing_and_is_said_once(s, capsys):
    booking_id = await s.book(at(16, 18))
    await broken(s, booking_id)
    capsys.readouterr()

    for _ in range(5):
        await s.w.bot.heartbeat.beat()
    await s.w.passes(hours=24)

    said = capsys.readouterr()
    assert (said.out + said.err).count("tick could not decide") == 1
    assert sum(m.text.startswith("⏰") for m in s.lan.received) == 1
    assert (await s.booking(booking_id)).next_at > s.w.clock.now()


async def test_one_that_can_be_decided_again_is_decided(s):
    booking_id = await s.book(at(16, 18))
    charge = await broken(s, booking_id)
    await s.w.bot.heartbeat.beat()
    mended = replace(charge, kind=ChargeKind.LATE_CANCEL)
    await s.w.bot.store.write(lambda books: books.charges.save(mended))

    await s.w.settle()

    assert (await s.charge(booking_id)).status is ChargeStatus.DUE


async def test_what_is_answered_is_forgotten_after_some_days_and_untouched_drafts_are_closed(s):
    await s.w.says(s.huy, "Lan tomorrow 18:00")
    await s.w.passes(hours=23)
    assert await counted(s, tables.drafts) == 1
    before = await counted(s, tables.inbox)

    await s.w.passes(hours=2)
    assert await counted(s, tables.drafts) == 0
    await s.w.passes(days=3)

    assert before > 0
    assert await counted(s, tables.inbox) == 0


async def counted(s, table):
    async with s.w.bot.engines.reader.connect() as connection:
        return await connection.scalar(select(func.count()).select_from(table))
