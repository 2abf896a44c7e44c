"""Notices reach their readers once, in their order, whatever the network, Telegram or the reader does."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.demo.telegram.faults import Delay, Drop, Fail
from core.booking import Status
from core.notice import Notice, NoticeKind, NoticeState
from storage import tables
from tests.bot.story import at, story


@pytest.fixture
async def s(sqlite_url):
    async with story(sqlite_url) as told:
        yield told


async def notices(s, **wanted):
    found = await s.w.bot.store.read(lambda books: books.notices.where(tables.notices.c.id > 0))
    return [n for n in found if all(getattr(n, name) == value for name, value in wanted.items())]


def sessions(phone):
    return [m for m in phone.received if "A session for you" in m.text or "Session with Coach" in m.text]


# What the network and Telegram do.


@pytest.mark.parametrize("fault, doubts", [(Fail(500), 0), (Fail(502), 0), (Drop(), 1)], ids=repr)
async def test_notice_that_was_not_taken_is_sent_later(s, fault, doubts):
    s.w.telegram.faults.before("sendMessage", 1, fault)

    await s.book(at(16, 18))
    assert sessions(s.lan) == []
    await s.w.passes(minutes=1)

    assert len(sessions(s.lan)) == 1
    (sent,) = await notices(s, kind=NoticeKind.BOOKED)
    assert (sent.state, sent.attempts, sent.doubts) == (NoticeState.SENT, 2, doubts)


async def test_notice_moves_by_what_telegram_asks(s):
    s.w.telegram.faults.before("sendMessage", 1, Fail(429, retry_after=40))

    await s.book(at(16, 18))

    (waiting,) = await notices(s, kind=NoticeKind.BOOKED)
    assert waiting.due_at == s.w.clock.now() + timedelta(seconds=40)
    assert sessions(s.lan) == []


async def test_notice_that_nobody_saw_arrive_is_sent_once_more_and_not_for_ever(s):
    for nth in range(1, 6):
        s.w.telegram.faults.after("sendMessage", nth, Drop())

    await s.book(at(16, 18))
    await s.w.passes(hours=1)

    assert len(sessions(s.lan)) == 2
    (failed,) = await notices(s, kind=NoticeKind.BOOKED)
    assert (failed.state, failed.doubts) == (NoticeState.FAILED, 1)


async def test_doubt_after_plain_failures_is_still_tried_once_more(s):
    for nth in (1, 2, 3):
        s.w.telegram.faults.before("sendMessage", nth, Fail(500))
    s.w.telegram.faults.after("sendMessage", 4, Drop())

    await s.book(at(16, 18))
    await s.w.passes(hours=1)

    (sent,) = await notices(s, kind=NoticeKind.BOOKED)
    assert (sent.state, sent.attempts, sent.doubts) == (NoticeState.SENT, 5, 1)
    assert len(sessions(s.lan)) == 2


async def test_server_that_fails_for_days_loses_nothing(s):
    stop = s.w.telegram.faults.always(Fail(500), "sendMessage")
    await s.book(at(18, 18))
    for _ in range(48):
        s.w.clock.set(s.w.clock.now() + timedelta(minutes=30))
        await s.w.bot.settle()
    stop()

    await s.w.passes(minutes=15)

    assert len(sessions(s.lan)) == 1


async def test_slow_reader_does_not_hold_up_the_others(s):
    """Lan's line is slow; Huy's notice goes out meanwhile."""
    arrived = asyncio.Event()
    s.w.telegram.faults.before("sendMessage", 1, lambda: arrived.set() or Delay(1))
    booking = asyncio.create_task(s.book(at(16, 18)))
    await arrived.wait()

    told = Notice(
        0, "other", s.huy.user_id, NoticeKind.JOINED, at(15, 10), at(15, 10), {"client_id": s.client_id}
    )
    before = len(s.huy.received)
    await s.w.bot.store.write(lambda books: books.notices.add([told]))
    await s.w.telegram.changes.until(lambda: len(s.huy.received) > before, 5)

    assert sessions(s.lan) == []
    await booking
    assert len(sessions(s.lan)) == 1


async def test_one_reader_is_told_in_order(s):
    for hour in (12, 14, 16):
        s.w.telegram.faults.before("sendMessage", 1, Delay(0.05))
        await s.book(at(16, hour))

    times = [m.text.split("· ")[1][:5] for m in sessions(s.lan)]
    assert times == ["12:00", "14:00", "16:00"]


# What the reader does.


async def test_reader_who_blocked_the_bot_is_told_nothing_and_the_trainer_hears_it_once(s):
    s.lan.blocks()
    await s.w.settle()

    await s.book(at(16, 18))
    await s.book(at(17, 18))

    lost = [m.text for m in s.huy.received if "Lan Anh" in m.text and "reach" in m.text]
    assert len(lost) == 1, [m.text for m in s.huy.received]
    assert {n.state for n in await notices(s, kind=NoticeKind.BOOKED)} == {NoticeState.WAITING}
    forbidden = [c for c in s.w.telegram.journal.errors() if c.status == 403]
    assert len(forbidden) <= 1
    assert s.w.telegram.journal.errors() == forbidden


async def test_any_sign_of_life_resumes_and_what_still_matters_is_sent(s):
    s.lan.blocks()
    await s.w.settle()
    kept = await s.book(at(16, 18))
    gone = await s.book(at(17, 18))
    await s.w.says(s.huy, "/week")
    booking = await s.booking(gone)
    changed = replace(booking, status=Status.CANCELLED, takes_time=False)
    await s.w.bot.store.write(lambda books: books.bookings.save(changed))

    s.lan.start()
    await s.w.settle()

    assert [m.text.count("Thu 16 Oct") for m in sessions(s.lan)] == [1]
    assert (await s.booking(kept)).status == "confirmed"
    assert {n.state for n in await notices(s, kind=NoticeKind.BOOKED)} == {
        NoticeState.SENT,
        NoticeState.DROPPED,
    }


async def test_reader_who_blocks_between_two_messages_loses_neither(s):
    """The act of the one who is still there goes through; the other hears of it when they are back."""
    await s.book(at(16, 18))
    s.lan.blocks()
    await s.w.says(s.huy, "/today")
    await s.book(at(17, 18))
    s.lan.start()
    await s.w.settle()

    assert s.lan.person.blocked is False
    assert [c.status for c in s.w.telegram.journal.errors() if c.status != 403] == []


# What the server does not know.


async def test_server_without_the_time_entity_gets_plain_text_from_then_on(s):
    s.w.telegram.world.unsupported_tags = frozenset({"tg-time"})
    await s.book(at(16, 18))
    await s.w.passes(hours=8)
    refused = len(s.w.telegram.journal.errors())
    texts = [m.text for m in s.lan.received if m.text.startswith("⏰")]
    # The trainer's reminder may have been on its way at the same moment.
    assert refused in (1, 2)
    assert texts == ["⏰ Tomorrow 18:00 with Coach Huy"]

    await s.w.restart()
    await s.w.passes(hours=22)

    assert len(s.w.telegram.journal.errors()) == refused
    assert sum(m.text.startswith("⏰") for m in s.lan.received) == 2


async def test_notice_that_cannot_be_put_into_words_is_given_up_and_the_others_go_on(s):
    broken = Notice(0, "broken", s.lan.user_id, NoticeKind.MOVED, at(15, 9), at(15, 9), {}, None)
    await s.w.bot.store.write(lambda books: books.notices.add([broken]))

    await s.book(at(16, 18))

    states = {n.key: n.state for n in await notices(s, person_id=s.lan.user_id)}
    assert states.pop("broken") == NoticeState.FAILED
    assert set(states.values()) == {NoticeState.SENT}


# When the bot stops.


async def test_what_is_on_its_way_is_finished_before_the_bot_stops(s):
    under_way = asyncio.Event()
    s.w.telegram.faults.after("sendMessage", 1, lambda: under_way.set() or Delay(0.5))
    booking = asyncio.create_task(s.book(at(16, 18)))
    await under_way.wait()

    await s.w.bot.stop()
    booking.cancel()
    await asyncio.gather(booking, return_exceptions=True)
    s.w.bot = s.w._bot()
    await s.w.bot.start()
    await s.w.settle()

    assert len(sessions(s.lan)) == 1
