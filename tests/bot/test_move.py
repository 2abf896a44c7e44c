"""Moving by the trainer: one tap, one typed time, one tap; the client hears of it."""

from dataclasses import replace
from datetime import timedelta

from core.booking import Status
from core.period import Period
from core.use_cases.inviting import add_client
from core.use_cases.moving import Move, move_several
from tests.bot.story import at, story

HOUR = timedelta(hours=1)


async def open_card(s, day="›"):
    """The session card, from the day's list."""
    await s.w.says(s.huy, "/today")
    if day:
        await s.w.press(s.huy, day)
    await s.w.press(s.huy, "18:00 Lan Anh")


async def other_client(s, start, name="Minh"):
    """A session of somebody else in the trainer's calendar."""
    store = s.w.bot.store
    client = await store.write(lambda b: add_client(b, s.huy.user_id, name, s.act(s.huy)))
    first, s.client_id = s.client_id, client.id
    booking_id = await s.book(start)
    s.client_id = first
    return booking_id


async def test_a_session_moves_with_one_tap_one_typed_time_and_one_tap(database):
    async with story(database) as s:
        booking_id = await s.book(at(16, 18))
        await open_card(s)
        before = len(s.huy.queries)

        await s.w.press(s.huy, "Move")
        await s.w.says(s.huy, "thứ 6 7h tối")
        assert "Thu 16 Oct · 18:00–19:00" in s.huy.last.text
        assert "Fri 17 Oct · 19:00–20:00 (1 h)" in s.huy.last.text
        await s.w.press(s.huy, "Move it")

        assert len(s.huy.queries) - before == 2
        assert s.huy.last.text.startswith("Moved. Lan Anh has been told.")
        assert "Fri 17 Oct · 19:00–20:00" in s.huy.last.text
        booking = await s.booking(booking_id)
        assert (booking.starts_at, booking.version) == (at(17, 19), 1)
        assert s.lan.last.text.startswith(
            "🗓 Moved by Coach Huy: was Thu 16 Oct · 18:00, now Fri 17 Oct · 19:00."
        )
        assert [label[2:].strip() for row in s.lan.last.rows for label in row][:3] == [
            "OK",
            "Change",
            "Cancel",
        ]
        assert s.w.telegram.journal.errors() == []


async def test_free_times_are_offered_and_one_tap_takes_one(sqlite_url):
    async with story(sqlite_url) as s:
        await s.book(at(16, 18))
        await other_client(s, at(18, 18))
        await open_card(s)
        await s.w.press(s.huy, "Move")
        offered = [label for row in s.huy.last.rows[:-1] for label in row]
        assert offered == [
            "Thu 16 Oct · 17:30",
            "Thu 16 Oct · 18:30",
            "Fri 17 Oct · 18:00",
            "Mon 20 Oct · 18:00",
            "Tue 21 Oct · 18:00",
            "Wed 22 Oct · 18:00",
        ]
        await s.w.press(s.huy, "Fri 17 Oct")
        await s.w.press(s.huy, "Move it")
        assert "Fri 17 Oct · 18:00–19:00" in s.lan.last.text


UNSETTLED = [
    ("19h", "Which day?", "Thu 16 Oct · 19:00"),
    ("Friday 6", "“Friday 6” can be two times:", "Fri 17 Oct · 18:00"),
    ("31/2 18h", "There is no “31/2” in the calendar.", "Thu 16 Oct · 17:30"),
    ("abc", "I did not get “abc”.", "Thu 16 Oct · 17:30"),
    ("yesterday 18h", "That time is over.", "Thu 16 Oct · 17:30"),
    ("tomorrow 18:00", "It is at that time already.", "Thu 16 Oct · 17:30"),
    ("25:00", "There is no such time as “25:00”.", "Thu 16 Oct · 17:30"),
    ("Friday", "What time? Type it, or tap a free one:", "Fri 17 Oct · 06:00"),
]


async def test_a_time_that_is_not_settled_is_asked_and_nothing_moves(sqlite_url):
    async with story(sqlite_url) as s:
        booking_id = await s.book(at(16, 18))
        await open_card(s)
        await s.w.press(s.huy, "Move")
        for typed, asked, first in UNSETTLED:
            await s.w.says(s.huy, typed)
            assert asked in s.huy.last.text
            assert s.huy.buttons()[0] == first
            assert "✅ Move it" not in s.huy.buttons()
        assert (await s.booking(booking_id)).version == 0


async def test_a_day_that_was_typed_is_kept_for_the_time_typed_next(sqlite_url):
    async with story(sqlite_url) as s:
        await s.book(at(16, 18))
        await open_card(s)
        await s.w.press(s.huy, "Move")
        await s.w.says(s.huy, "Friday")
        await s.w.says(s.huy, "19h")
        assert "Fri 17 Oct · 19:00–20:00" in s.huy.last.text
        assert s.huy.buttons()[0] == "✅ Move it"


async def test_the_length_stays_unless_another_one_is_typed(sqlite_url):
    async with story(sqlite_url) as s:
        await s.book(at(16, 18), minutes=90)
        await open_card(s)
        await s.w.press(s.huy, "Move")
        await s.w.says(s.huy, "Friday 18:00")
        assert "Fri 17 Oct · 18:00–19:30" in s.huy.last.text
        await s.w.says(s.huy, "Friday 18:00-18:45")
        assert "Fri 17 Oct · 18:00–18:45" in s.huy.last.text


async def test_a_clash_shows_who_is_in_the_way_and_what_is_free_near_it(sqlite_url):
    async with story(sqlite_url) as s:
        booking_id = await s.book(at(16, 18))
        await other_client(s, at(17, 18, 30))
        await open_card(s)
        await s.w.press(s.huy, "Move")
        await s.w.says(s.huy, "Friday 18:00")

        assert "⚠️ Taken by Minh (18:30–19:30)." in s.huy.last.text
        assert s.huy.last.rows == [["16:30", "17:00", "17:30"], ["Other time", "Move anyway"], ["‹ Back"]]
        await s.w.press(s.huy, "Move anyway")

        assert "Fri 17 Oct · 18:00–19:00 (1 h) ⚠️" in s.huy.last.text
        assert (await s.booking(booking_id)).starts_at == at(17, 18)
        await s.w.press(s.huy, "Move")
        await s.w.says(s.huy, "Friday 10:00")
        await s.w.press(s.huy, "Move it")
        assert "⚠️" not in s.huy.last.text
        assert s.w.telegram.journal.errors() == []


async def test_a_clash_that_came_up_meanwhile_is_shown_first(sqlite_url):
    async with story(sqlite_url) as s:
        booking_id = await s.book(at(16, 18))
        await other_client(s, at(17, 18))
        await open_card(s)
        await s.w.press(s.huy, "Move")
        await s.w.says(s.huy, "Friday 17:30")
        await other_client(s, at(17, 17), name="Thảo")
        await s.w.press(s.huy, "Move anyway")
        assert "Taken by Thảo (17:00–18:00)" in s.huy.last.text
        assert (await s.booking(booking_id)).version == 0
        await s.w.press(s.huy, "Move anyway")
        assert (await s.booking(booking_id)).starts_at == at(17, 17, 30)


async def test_the_dialogue_goes_on_after_a_restart_and_the_buttons_too(database):
    async with story(database) as s:
        booking_id = await s.book(at(16, 18))
        await open_card(s)
        await s.w.press(s.huy, "Move")
        await s.w.restart()
        await s.w.says(s.huy, "Friday 19:00")
        await s.w.restart()
        await s.w.press(s.huy, "Move it")
        assert (await s.booking(booking_id)).starts_at == at(17, 19)


async def test_back_leaves_the_session_and_what_is_typed_next_is_no_time(sqlite_url):
    async with story(sqlite_url) as s:
        booking_id = await s.book(at(16, 18))
        await open_card(s)
        await s.w.press(s.huy, "Move")
        await s.w.press(s.huy, "Back")
        assert "Tomorrow, Thu 16 Oct · 18:00–19:00" in s.huy.last.text
        await s.w.says(s.huy, "Friday 19:00")
        assert "Who?" in s.huy.last.text
        assert (await s.booking(booking_id)).version == 0


async def test_old_buttons_show_how_it_is_now(sqlite_url):
    async with story(sqlite_url) as s:
        booking_id = await s.book(at(16, 18))
        await open_card(s)
        old = {"card": "mv:1:0", "time": "mt:1:0:1760702400:60", "yes": "mi:1:0:1760702400:60:"}
        await s.w.press(s.huy, "Move")
        await s.w.says(s.huy, "Friday 19:00")
        await s.w.press(s.huy, "Move it")
        await s.w.press(s.huy, "Move")
        await s.w.says(s.huy, "Friday 20:00")
        await s.w.press(s.huy, "Move it")
        for data in old.values():
            s.huy.taps_data(data)
            await s.w.settle()
            assert s.huy.toasts[-1] == "This has changed since. Here is how it is now."
            assert "Fri 17 Oct · 20:00–21:00" in s.huy.last.text
        assert (await s.booking(booking_id)).version == 2
        assert len(s.heard(s.lan, "Moved by Coach Huy")) == 2


async def test_a_session_that_changed_while_a_time_was_typed_is_shown_as_it_is(sqlite_url):
    async with story(sqlite_url) as s:
        booking_id = await s.book(at(18, 18))
        await s.w.says(s.huy, "/week")
        await s.w.press(s.huy, "18")
        await s.w.press(s.huy, "18:00 Lan Anh")
        await s.w.press(s.huy, "Move")
        await s.w.press(s.lan, "Cancel")
        await s.w.press(s.lan, "Cancel it")
        await s.w.says(s.huy, "Friday 19:00")
        assert "✖️ Cancelled" in s.huy.last.text
        assert (await s.booking(booking_id)).status is Status.CANCELLED
        await s.w.says(s.huy, "Friday 19:00")
        assert "Who?" in s.huy.last.text


async def test_64_taps_on_one_button_move_once(sqlite_url):
    async with story(sqlite_url) as s:
        booking_id = await s.book(at(16, 18))
        await open_card(s)
        await s.w.press(s.huy, "Move")
        await s.w.says(s.huy, "Friday 19:00")
        s.huy.presses_repeatedly("Move it", 64)
        await s.w.telegram.quiet(60)
        await s.w.settle()
        assert (await s.booking(booking_id)).version == 1
        assert len(s.heard(s.lan, "Moved by Coach Huy")) == 1
        assert s.huy.last.text.startswith("Moved. Lan Anh has been told.")
        assert s.huy.unanswered == []
        assert s.w.telegram.journal.errors() == []


async def test_nobody_else_can_move_a_session(sqlite_url):
    async with story(sqlite_url) as s:
        booking_id = await s.book(at(16, 18))
        mai = s.w.phone("Mai")
        mai.start()
        await s.w.settle()
        trainer = await s.w.bot.store.read(lambda b: b.trainers.get(s.huy.user_id))
        await s.w.bot.store.write(lambda b: b.trainers.add(replace(trainer, id=mai.user_id, name="Mai")))
        for phone in (s.lan, mai):
            for data in ("mv:1:0", "mt:1:0:1760702400:60", "mi:1:0:1760702400:60:", "my:1:0:739541", "mk:1"):
                phone.taps_data(data, phone.received[0])
                await s.w.settle()
        assert (await s.booking(booking_id)).version == 0
        assert not any("Lan Anh" in m.text for m in mai.received)
        assert s.lan.unanswered == mai.unanswered == []


async def test_a_forged_time_is_refused_with_a_sentence(sqlite_url):
    async with story(sqlite_url) as s:
        await s.book(at(16, 18))
        await open_card(s)
        for data in ("mt:1:0:99999999999999:60", "mt:1:0:1760702400:0", "mi:1:0:-1:60:x", "my:1:0:-5"):
            s.huy.taps_data(data)
            await s.w.settle()
            assert not s.heard(s.huy, "went wrong")


async def test_a_client_who_is_not_on_telegram_has_to_be_told_by_the_trainer(sqlite_url):
    async with story(sqlite_url, linked=False) as s:
        await s.book(at(16, 18))
        await open_card(s)
        await s.w.press(s.huy, "Move")
        await s.w.says(s.huy, "Friday 19:00")
        assert "Lan Anh is not on Telegram yet: you tell them." in s.huy.last.text
        await s.w.press(s.huy, "Move it")
        assert s.huy.last.text.startswith("Moved. Lan Anh is not on Telegram yet: please tell them.")


async def test_of_two_moves_in_a_row_the_client_is_told_the_newest_once_when_back(sqlite_url):
    async with story(sqlite_url) as s:
        await s.book(at(18, 18))
        s.lan.blocks()
        for start in ("Friday 19:00", "Friday 10:00"):
            await s.w.passes(minutes=5)
            await s.w.says(s.huy, "/week")
            await s.w.press(s.huy, "18" if start.endswith("19:00") else "17")
            await s.w.press(s.huy, "Lan Anh")
            await s.w.press(s.huy, "Move")
            await s.w.says(s.huy, start)
            await s.w.press(s.huy, "Move it")
        await s.w.passes(minutes=5)
        s.lan.start()
        await s.w.settle()
        await s.w.passes(minutes=1)
        assert len(s.heard(s.lan, "Moved by Coach Huy")) == 1
        assert "now Fri 17 Oct · 10:00" in s.heard(s.lan, "Moved by Coach Huy")[0]


async def test_what_was_moved_and_then_cancelled_is_told_as_cancelled_only(sqlite_url):
    async with story(sqlite_url) as s:
        await s.book(at(18, 18))
        s.lan.blocks()
        await s.w.says(s.huy, "/week")
        await s.w.press(s.huy, "18")
        await s.w.press(s.huy, "Lan Anh")
        await s.w.press(s.huy, "Move")
        await s.w.says(s.huy, "Friday 19:00")
        await s.w.press(s.huy, "Move it")
        await s.w.press(s.huy, "Cancel")
        await s.w.press(s.huy, "Cancel it")
        s.lan.start()
        await s.w.settle()
        assert s.heard(s.lan, "Moved by") == []
        assert s.heard(s.lan, "Coach Huy had to cancel")


async def test_several_moves_are_one_message_with_a_button_for_each(sqlite_url):
    async with story(sqlite_url) as s:
        ids = [await s.book(at(16, 18)), await s.book(at(18, 18))]
        moves = [Move(id_, Period.of(at(day, 19), HOUR)) for id_, day in zip(ids, (16, 18), strict=True)]
        await s.w.bot.store.write(lambda b: move_several(b, moves, s.act(s.huy)))
        await s.w.settle()
        assert s.lan.last.text.splitlines() == [
            "🗓 Coach Huy has moved your sessions:",
            "Thu 16 Oct · 18:00 → Thu 16 Oct · 19:00",
            "Sat 18 Oct · 18:00 → Sat 18 Oct · 19:00",
        ]
        await s.w.press(s.lan, "Sat 18 Oct · 19:00")
        assert "Session with Coach Huy" in s.lan.last.text
        assert s.w.telegram.journal.errors() == []


# After the session: it was moved.


async def at_the_end(s):
    booking_id = await s.book(at(15, 18))
    await s.w.passes(hours=(at(15, 19) - s.w.clock.now()).total_seconds() / 3600)
    await s.w.press(s.huy, "It was moved")
    return booking_id


async def test_a_session_that_is_still_to_come_is_moved_after_all(database):
    async with story(database) as s:
        booking_id = await at_the_end(s)
        assert "When was it, or when will it be?" in s.huy.last.text
        await s.w.says(s.huy, "tomorrow 18:00")
        await s.w.press(s.huy, "Move it")
        booking = await s.booking(booking_id)
        assert (booking.status, booking.starts_at) == (Status.CONFIRMED, at(16, 18))
        assert s.lan.last.text.startswith("🗓 Moved by Coach Huy")
        await s.w.passes(hours=24)
        assert "How was it with Lan Anh?" in s.huy.last.text


async def test_a_session_that_took_place_earlier_is_completed_at_its_real_time(database):
    async with story(database) as s:
        booking_id = await at_the_end(s)
        await s.w.says(s.huy, "14h")
        assert s.huy.buttons()[0] == "Wed 15 Oct · 14:00"
        await s.w.press(s.huy, "Wed 15 Oct · 14:00")
        assert "Did Lan Anh train then?" in s.huy.last.text
        await s.w.press(s.huy, "It took place")
        assert s.huy.last.text.startswith("Noted: it took place then.")
        booking = await s.booking(booking_id)
        assert (booking.status, booking.starts_at, booking.version) == (Status.COMPLETED, at(15, 14), 1)
        assert await s.charges(booking_id) == [("session", "due", 500_000)]
        assert s.heard(s.lan, "Moved") == []
        assert s.w.telegram.journal.errors() == []


async def test_it_cannot_have_taken_place_over_another_held_session_without_a_yes(sqlite_url):
    async with story(sqlite_url) as s:
        await other_client(s, at(15, 14))
        await s.w.passes(hours=5)
        await s.w.press(s.huy, "Completed")
        booking_id = await at_the_end(s)
        await s.w.says(s.huy, "today 14h")
        assert "Taken by Minh (14:00–15:00)" in s.huy.last.text
        assert s.huy.last.rows == [["Other time", "Note it anyway"], ["‹ Back"]]
        await s.w.press(s.huy, "Note it anyway")
        assert (await s.booking(booking_id)).starts_at == at(15, 14)


async def test_what_is_further_back_than_two_weeks_cannot_be_noted(sqlite_url):
    async with story(sqlite_url) as s:
        await at_the_end(s)
        await s.w.says(s.huy, "1 Oct 2025 18:00")
        assert s.huy.last.text.startswith("A past session can be logged for 14 days.")
