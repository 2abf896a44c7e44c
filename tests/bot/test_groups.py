"""Groups: one sentence, then out, whatever else was said there."""

import pytest

from bot.demo.telegram.views import member_update
from tests.world import world


async def starts(w, name):
    phone = w.phone(name)
    phone.start()
    await w.settle()
    return phone


def sentences(w, group):
    return [m.text for m in w.telegram.world.alive(group.chat_id) if m.sender_id == w.telegram.world.bot_id]


async def test_in_a_group_one_sentence_is_said_and_the_bot_leaves(database):
    async with world(database) as w:
        huy = await starts(w, "Huy")
        group = w.telegram.group("Gym", huy)
        for text in ("/start@coach_calendar_bot", "/help", "/book"):
            huy.types(text, to=group)
        await w.settle()

        (sentence,) = sentences(w, group)
        assert sentence == "I work in private chats only: write to me there. Bye!"
        assert group.bot_status == "left"
        assert w.telegram.journal.errors() == []


async def test_what_was_said_before_it_left_finds_no_second_sentence_after_a_restart(sqlite_url):
    async with world(sqlite_url) as w:
        huy = await starts(w, "Huy")
        group = w.telegram.group("Gym", huy)
        await w.settle()
        await w.restart()
        huy.types("/start", to=group)
        await w.settle()

        assert len(sentences(w, group)) == 1
        assert w.telegram.journal.errors() == []


@pytest.mark.parametrize("status, times", [("member", 2), ("left", 1), ("kicked", 1)])
async def test_group_that_takes_the_bot_in_again_hears_it_again(sqlite_url, status, times):
    async with world(sqlite_url) as w:
        huy = await starts(w, "Huy")
        group = w.telegram.group("Gym", huy)
        await w.settle()
        if status == "member":
            group.bot_status = "member"
        old = "left" if status == "member" else "member"
        update = member_update(w.telegram.world, group.chat_id, huy.user_id, old, status)
        w.telegram.world.push("my_chat_member", update)
        await w.settle()

        assert len(sentences(w, group)) == times
        assert w.telegram.journal.errors() == []
