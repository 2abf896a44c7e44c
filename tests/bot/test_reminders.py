"""Reminders reach both once, in the words of the moment, and not at all when they would mislead."""

from datetime import time

from core.hours import QuietHours, WorkingHours
from tests.bot.story import at, story

ALL_DAY = WorkingHours.daily(time(0), time(0))


def reminders(phone):
    return [m.text for m in phone.received if m.text.startswith("⏰")]


async def test_each_is_reminded_once_a_day_before_and_the_client_two_hours_before(database):
    async with story(database) as s:
        await s.book(at(17, 18))
        await s.w.passes(hours=31, minutes=59)
        assert reminders(s.huy) == reminders(s.lan) == []
        await s.w.passes(minutes=1)
        assert reminders(s.lan) == ["⏰ Tomorrow 18:00 with Coach Huy"]
        assert reminders(s.huy) == ["⏰ Tomorrow 18:00 · Lan Anh"]
        await s.w.passes(hours=21, minutes=59)
        assert len(reminders(s.lan)) == 1
        await s.w.passes(minutes=1)
        assert reminders(s.lan)[1:] == ["⏰ In 2 hours, today 18:00 with Coach Huy"]
        await s.w.passes(hours=12)
        assert len(reminders(s.lan)) == 2
        assert len(reminders(s.huy)) == 1
        assert s.w.telegram.journal.errors() == []


async def test_a_client_says_that_they_are_coming_and_the_trainer_hears_it_without_a_sound(sqlite_url):
    async with story(sqlite_url) as s:
        booking_id = await s.book(at(16, 18))
        await s.w.passes(hours=8)
        await s.w.press(s.lan, "I'm coming")
        assert s.lan.last.text.startswith("👍 Coach Huy knows that you are coming.")
        assert s.huy.last.text == "👍 Lan Anh is coming: tomorrow 18:00."
        assert s.huy.last.silent
        await s.w.passes(hours=22)
        await s.w.press(s.lan, "I'm coming")
        assert len(s.heard(s.huy, "is coming:")) == 1
        await s.w.press(s.huy, "Open")
        assert "👍 is coming" in s.huy.last.text
        assert (await s.booking(booking_id)).version == 0


async def test_the_confirmation_can_be_answered_with_ok(sqlite_url):
    async with story(sqlite_url) as s:
        await s.book(at(17, 18))
        card = s.lan.last
        assert "Free to cancel until tomorrow 18:00; later it costs 250.000 ₫." in card.text
        await s.w.press(s.lan, "OK")
        assert s.lan.last.message_id == card.message_id
        assert "OK" not in [label.strip("👍 ") for label in s.lan.labels()]
        assert s.huy.last.text == "👍 Lan Anh is coming: Fri 17 Oct 18:00."


async def test_a_session_booked_late_has_only_the_reminders_that_are_still_ahead(sqlite_url):
    async with story(sqlite_url) as s:
        await s.book(at(15, 15))
        await s.w.passes(hours=2, minutes=59)
        assert reminders(s.lan) == []
        await s.w.passes(minutes=1)
        assert reminders(s.lan) == ["⏰ In 2 hours, today 15:00 with Coach Huy"]
        await s.w.passes(hours=3)
        assert reminders(s.huy) == []


async def test_in_quiet_hours_a_reminder_comes_before_the_night(database):
    async with story(database, hours=ALL_DAY) as s:
        await s.book(at(17, 7))
        await s.w.passes(hours=11, minutes=29)
        assert reminders(s.lan) == []
        await s.w.passes(minutes=1)
        assert s.w.clock.now() == at(15, 21, 30)
        assert reminders(s.lan) == []
        # 24 h before is 07:00, outside the night; 2 h before is 05:00 and comes at 21:30.
        await s.w.passes(hours=9, minutes=30)
        assert reminders(s.lan) == ["⏰ Tomorrow 07:00 with Coach Huy"]
        await s.w.passes(hours=14, minutes=30)
        assert reminders(s.lan)[1:] == ["⏰ Tomorrow 07:00 with Coach Huy"]
        assert not s.lan.last.silent


async def test_a_night_without_quiet_hours_is_a_time_like_any_other(sqlite_url):
    async with story(sqlite_url, hours=ALL_DAY, quiet=QuietHours(time(0), time(0))) as s:
        await s.book(at(16, 5))
        await s.w.passes(hours=16, minutes=59)
        assert reminders(s.lan) == []
        await s.w.passes(minutes=1)
        assert reminders(s.lan) == ["⏰ In 2 hours, today 05:00 with Coach Huy"]


async def test_a_bot_that_was_down_sends_what_is_still_useful_in_the_right_words(database):
    async with story(database) as s:
        await s.book(at(16, 18))
        await s.w.restart(down_for=at(16, 15) - s.w.clock.now())
        assert reminders(s.lan) == ["⏰ In 3 hours, today 18:00 with Coach Huy"]
        assert reminders(s.huy) == ["⏰ In 3 hours, today 18:00 · Lan Anh"]
        await s.w.passes(hours=1)
        assert reminders(s.lan)[1:] == ["⏰ In 2 hours, today 18:00 with Coach Huy"]


async def test_of_two_reminders_that_were_missed_only_the_last_is_sent(sqlite_url):
    async with story(sqlite_url) as s:
        await s.book(at(16, 18))
        await s.w.restart(down_for=at(16, 17) - s.w.clock.now())
        assert reminders(s.lan) == ["⏰ In 1 hour, today 18:00 with Coach Huy"]


async def test_no_reminder_is_sent_once_the_session_has_begun(database):
    async with story(database) as s:
        await s.book(at(16, 18))
        await s.w.restart(down_for=at(16, 18) - s.w.clock.now())
        assert reminders(s.lan) == reminders(s.huy) == []


async def test_a_reminder_that_could_not_be_sent_before_the_night_makes_no_sound(sqlite_url):
    async with story(sqlite_url, hours=ALL_DAY) as s:
        await s.book(at(16, 7))
        await s.w.restart(down_for=at(15, 23) - s.w.clock.now())
        assert reminders(s.lan) == ["⏰ Tomorrow 07:00 with Coach Huy"]
        assert s.lan.last.silent


async def test_who_blocks_the_bot_hears_after_the_unblock_only_what_still_matters(database):
    async with story(database) as s:
        await s.book(at(16, 18))
        await s.book(at(17, 9))
        await s.book(at(15, 14))
        s.lan.blocks()
        await s.w.passes(hours=30, minutes=30)
        assert reminders(s.lan) == []
        s.lan.unblocks()
        await s.w.settle()
        assert reminders(s.lan) == [
            "⏰ Tomorrow 09:00 with Coach Huy",
            "⏰ In 1 hour, today 18:00 with Coach Huy",
        ]


async def test_for_a_client_without_telegram_the_trainer_gets_the_text_to_forward(sqlite_url):
    async with story(sqlite_url, linked=False) as s:
        await s.book(at(16, 18))
        await s.w.passes(hours=8)
        assert (
            s.huy.last.text == "⏰ Tomorrow 18:00 · Lan Anh\nLan Anh gets no reminder: not on Telegram yet."
        )
        await s.w.press(s.huy, "Text to forward")
        assert "Thursday 16 October · 18:00–19:00" in s.huy.last.text


async def test_an_old_reminder_shows_the_session_as_it_is(sqlite_url):
    async with story(sqlite_url) as s:
        booking_id = await s.book(at(16, 18))
        await s.w.passes(hours=8)
        reminder = s.lan.last
        await s.w.press(s.lan, "Cancel")
        await s.w.press(s.lan, "Cancel it")
        assert (await s.booking(booking_id)).status == "cancelled"
        s.lan.taps_data(f"rc:{booking_id}:0", reminder)
        await s.w.settle()
        assert "This has changed since" in s.lan.toasts[-1]
        assert "✖️ Cancelled" in s.lan.last.text
