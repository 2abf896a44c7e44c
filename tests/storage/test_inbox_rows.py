"""Updates kept until they are answered, notices taken one a person, and what the bot remembers."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from core.notice import LEASE, Notice, NoticeKind, NoticeState
from storage import tables
from storage.inbox import SqlInbox, SqlMemory
from storage.outbox import SqlOutbox
from tests.core.studio import HUY, MAI, NOW, Studio


@pytest.fixture
def inbox(store):
    return SqlInbox(store.engines)


def ids(found):
    return [u.update_id for u in found]


async def test_update_is_kept_once_and_given_back_until_it_is_answered(inbox):
    batch = [(7, 1, "seven"), (8, 2, "eight")]

    assert ids(await inbox.keep(batch, NOW)) == [7, 8]
    assert ids(await inbox.keep([*batch, (9, 1, "nine")], NOW)) == [7, 8, 9]
    await inbox.done([7, 8], NOW)
    assert ids(await inbox.keep(batch, NOW)) == []
    assert [(u.update_id, u.chat_id, u.body) for u in await inbox.waiting()] == [(9, 1, "nine")]


async def test_updates_wait_in_the_order_in_which_they_came(inbox):
    """After a quiet week Telegram may begin anew with lower numbers."""
    await inbox.keep([(900, 1, "old")], NOW)
    await inbox.keep([(5, 1, "new")], NOW + timedelta(days=8))

    assert ids(await inbox.waiting()) == [900, 5]


async def test_body_of_an_answered_update_is_erased(store, inbox):
    await inbox.keep([(7, 1, "what Lan wrote")], NOW)
    await inbox.done([7], NOW)

    async with store.engines.reader.connect() as connection:
        row = (await connection.execute(select(tables.inbox))).mappings().one()
    assert (row["update_id"], row["body"], row["done_at"]) == (7, None, NOW)


async def test_tries_are_counted_and_old_updates_forgotten(inbox):
    await inbox.keep([(7, 1, "seven"), (8, 1, "eight")], NOW)
    await inbox.tried(8)
    await inbox.tried(8)
    await inbox.done([7], NOW)

    assert [(u.update_id, u.attempts) for u in await inbox.waiting()] == [(8, 2)]
    await inbox.forget_before(NOW + timedelta(days=1))
    assert ids(await inbox.keep([(7, 1, "seven"), (8, 1, "eight")], NOW)) == [7, 8]


async def test_memory_keeps_the_last_value(store):
    memory = SqlMemory(store.engines)

    assert await memory.recall("plain_times") is None
    await memory.remember("plain_times", "1")
    await memory.remember("plain_times", "2")
    assert await memory.recall("plain_times") == "2"


@pytest.fixture
async def told(store):
    """Three notices to Huy and two to Mai."""
    studio = Studio(store)
    await studio.trainer(HUY, "Huy")
    await studio.trainer(MAI, "Mai")
    people = (HUY, HUY, HUY, MAI, MAI)
    notices = [
        Notice(0, f"n{n}", to, NoticeKind.JOINED, NOW, NOW + timedelta(minutes=n))
        for n, to in enumerate(people)
    ]
    await store.write(lambda books: books.notices.add([*notices, notices[0]]))
    return SqlOutbox(store.engines)


LATER = NOW + timedelta(hours=1)


def keys(found):
    return [n.key for n in found]


async def save(store, notice, **changes):
    changed = replace(notice, leased_until=None, **changes)
    await store.write(lambda books: books.notices.save(changed))


async def test_one_notice_a_person_is_taken_the_oldest_first(store, told):
    first = await told.claim(LATER, 20)
    assert keys(first) == ["n0", "n3"]
    assert await told.claim(LATER, 20) == []

    await save(store, first[0], state=NoticeState.SENT)

    assert keys(await told.claim(LATER, 20)) == ["n1"]


async def test_nothing_is_taken_before_it_is_due_nor_out_of_turn(store, told):
    assert keys(await told.claim(NOW, 20)) == ["n0"]
    (first,) = await store.read(lambda books: books.notices.where(tables.notices.c.key == "n0"))

    await save(store, first, due_at=NOW + timedelta(minutes=90))

    assert keys(await told.claim(LATER, 1)) == ["n1"]


async def test_notices_of_a_person_who_blocked_the_bot_wait(store, told):
    async def block(books):
        await books.people.save(replace(await books.people.get(HUY), blocked_at=NOW))

    await store.write(block)

    assert keys(await told.claim(LATER, 20)) == ["n3"]
    assert await told.due_next() == NOW + timedelta(minutes=4)


async def test_notice_that_was_taken_and_never_reported_is_free_after_its_lease_or_a_restart(told):
    assert keys(await told.claim(NOW, 1)) == ["n0"]
    assert await told.claim(NOW + LEASE / 2, 1) == []
    assert [n.attempts for n in await told.claim(NOW + LEASE, 1)] == [2]

    await told.release()

    assert [n.attempts for n in await told.claim(NOW + LEASE, 1)] == [3]


async def test_two_that_take_at_once_never_take_the_same(told):
    found = await asyncio.gather(*(told.claim(LATER, 1) for _ in range(6)))

    assert sorted(key for taken in found for key in keys(taken)) == ["n0", "n3"]
