"""What one person must not learn of another, and what no message may fail by."""

from dataclasses import replace
from datetime import time, timedelta

from core.act import Act
from core.people import OutcomeRule
from core.period import Period
from core.use_cases.booking import NewBooking, book
from core.use_cases.inviting import add_client
from core.use_cases.profile import change
from tests.bot.story import at, story

FAULT = "Something went wrong on my side"


async def _another(s, name, start, **wanted):
    async def work(books):
        client = await add_client(books, s.huy.user_id, name, s.act(s.huy))
        new = NewBooking(s.huy.user_id, client.id, Period.of(start, timedelta(hours=1)), **wanted)
        return await book(books, new, s.act(s.huy))

    return await s.w.bot.store.write(work)


async def test_a_client_is_not_shown_that_their_coach_has_booked_over_somebody(sqlite_url):
    async with story(sqlite_url) as s:
        other = await _another(s, "Bo", at(16, 18))
        booking_id = await s.book(at(16, 18, 30), over=(other.slot_id,))
        assert "⚠️" not in s.lan.last.text
        s.huy.taps_data(f"so:{booking_id}", s.huy.received[0])
        await s.w.settle()
        assert "⚠️" in s.huy.received[0].text


NAMES = ("\u202eevil\u202c", "\u200f\u200f", "a\x00b", "<b>Bo</b> & </i>", "🏋️‍♀️" * 12, "{name} %s {0}")
LINES = ("🏋" * 999, "x\x00y" * 100, "\u202e" * 500, "🏋" * 4000, "9" * 900)


async def test_strange_names_break_nothing(database):
    async with story(database) as s:
        for name in NAMES:
            await s.w.says(s.huy, "/clients")
            await s.w.press(s.huy, "New client")
            await s.w.says(s.huy, name)
            await s.w.says(s.huy, f"{name} tomorrow 18:00")
            await s.w.says(s.huy, "/cancel")
        await s.w.says(s.huy, "/clients")
        assert not s.heard(s.huy, FAULT)
        assert s.w.telegram.journal.errors() == []


async def test_strange_lines_break_nothing(database):
    async with story(database) as s:
        booking_id = await s.book(at(16, 18))
        for text in LINES:
            await s.w.says(s.huy, text)
            await s.w.says(s.lan, text)
            s.huy.taps_data(f"nt:{booking_id}:note:1", s.huy.received[0])
            s.lan.taps_data(f"nc:{booking_id}", s.lan.received[0])
            await s.w.settle()
            await s.w.says(s.huy, text)
            await s.w.says(s.lan, text)
        assert not s.heard(s.huy, FAULT)
        assert not s.heard(s.lan, FAULT)
        assert s.w.telegram.journal.errors() == []


async def test_a_card_full_of_notes_is_still_shown(sqlite_url):
    async with story(sqlite_url) as s:
        booking_id = await s.book(at(15, 11))

        async def work(books):
            found = await books.bookings.get(booking_id)
            full = dict.fromkeys(("note", "exercises", "next_note"), "🏋" * 1000)
            await books.bookings.save(replace(found, **full))

        await s.w.bot.store.write(work)
        await s.w.says(s.huy, "/today")
        await s.w.press(s.huy, "11:00 Lan Anh")
        assert not s.heard(s.huy, FAULT)
        assert s.w.telegram.journal.errors() == []


async def test_a_full_week_is_still_shown(sqlite_url):
    async with story(sqlite_url) as s:
        for n in range(65):
            await _another(s, f"{n} {'Nguyen Thi Lan Anh ' * 3}"[:64], at(13 + n // 13, 7 + n % 13))
        await s.w.says(s.huy, "/week")
        assert "Mon 13 Oct" in s.huy.last.text
        assert s.w.telegram.journal.errors() == []


async def test_many_open_questions_do_not_stop_the_daily_list(sqlite_url):
    async with story(sqlite_url, outcome_rule=OutcomeRule.ASK) as s:
        for n in range(60):
            await _another(
                s,
                f"Client number {n:03} of many, whose name is rather a long one",
                at(16 + n // 12, 7 + n % 12),
                over=(),
            )
        act = Act("list", s.huy.user_id, s.w.clock.now())
        await s.w.bot.store.write(lambda b: change(b, {"daily_list": time(6, 30)}, act))
        await s.w.passes(days=12)
        assert "Still open" in s.heard(s.huy, "Monday 27 October")[-1]
        assert s.w.telegram.journal.errors() == []
