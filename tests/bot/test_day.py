"""The trainer's days and weeks: what is on, where it is free, and how to turn the pages."""

import pytest

from tests.bot.story import at, story


async def test_a_day_shows_its_sessions_and_the_free_time_between(sqlite_url):
    async with story(sqlite_url) as s:
        await s.book(at(16, 9))
        await s.book(at(16, 18))
        await s.w.says(s.huy, "/today thursday")
        lines = s.huy.last.text.splitlines()
        assert lines == [
            "Thursday 16 October · 2 sessions",
            "· free 06:00–09:00 (3 h)",
            "🕕 09:00–10:00 Lan Anh",
            "· free 10:00–18:00 (8 h)",
            "🕕 18:00–19:00 Lan Anh",
            "· free 19:00–21:00 (2 h)",
        ]
        assert s.w.telegram.journal.errors() == []


@pytest.mark.parametrize(
    "typed, first",
    [
        ("/week", "Mon 13 Oct"),
        ("/week next week", "Mon 20 Oct"),
        ("/week tuần sau", "Mon 20 Oct"),
        ("/week 10/11", "Mon 10 Nov"),
        ("/today thứ sáu", "Friday 17 October"),
        ("/today hôm qua", "Tuesday 14 October"),
    ],
)
async def test_a_day_or_a_week_can_be_typed(sqlite_url, typed, first):
    async with story(sqlite_url) as s:
        await s.w.says(s.huy, typed)
        assert s.huy.last.text.startswith(first)


async def test_a_week_that_is_no_time_is_asked_back(sqlite_url):
    async with story(sqlite_url) as s:
        await s.w.says(s.huy, "/week banana")
        assert s.huy.last.text == "I did not get “banana”. Try “/week next week”."


async def test_the_pages_of_a_day_turn_in_one_message(sqlite_url):
    async with story(sqlite_url) as s:
        await s.w.says(s.huy, "/today")
        count = len(s.huy.messages)
        for label in ("›", "›", "‹", "Week", "17", "Today"):
            await s.w.press(s.huy, label)
        assert s.huy.last.text.startswith("Wednesday 15 October")
        assert len(s.huy.messages) == count
        assert s.w.telegram.journal.errors() == []
