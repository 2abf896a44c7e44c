"""How it went: asked at the end, answered with a tap, never marked unless the question arrived."""

import pytest

from core.people import OutcomeRule
from tests.bot.story import at, story


async def test_completed_and_paid_in_cash_in_two_taps_from_the_question(database):
    async with story(database) as s:
        booking_id = await s.book(at(15, 18))
        await s.w.passes(hours=9)
        question = s.huy.last
        assert question.text == "How was it with Lan Anh? (18:00–19:00)"
        assert question.rows == [["✅ Completed", "🚫 No-show"], ["🔁 It was moved", "Ask me later"]]
        await s.w.press(s.huy, "Completed")
        assert question.text == "Done. Lan Anh · 18:00–19:00\n💰 500.000 ₫ · not paid yet"
        assert question.rows == [
            ["💵 Paid cash", "🏦 Transfer"],
            ["💳 Card", "Not yet"],
            ["🏋️ Exercises", "⭐ How was it"],
            ["📌 For next time", "Open"],
        ]
        await s.w.press(s.huy, "Paid cash")
        assert s.huy.last.message_id == question.message_id
        assert question.text.startswith("💰 500.000 ₫ in cash, noted.")
        assert (await s.booking(booking_id)).status == "completed"
        assert await s.charges(booking_id) == [("session", "due", 500_000)]
        assert await s.paid(booking_id) == 500_000
        done, receipt = s.lan.received[-2:]
        assert done.text.startswith("✅ Well done!")
        assert receipt.text.startswith("🧾 500.000 ₫ received, in cash.")
        assert receipt.silent
        assert s.lan.last.silent
        await s.w.passes(hours=24)
        assert s.heard(s.huy, "How was it") == s.heard(s.huy, "no-show") == []
        assert s.w.telegram.journal.errors() == []


async def test_not_yet_leaves_it_unpaid(sqlite_url):
    async with story(sqlite_url) as s:
        booking_id = await s.book(at(15, 18))
        await s.w.passes(hours=9)
        await s.w.press(s.huy, "Completed")
        await s.w.press(s.huy, "Not yet")
        assert s.huy.last.rows == [["🏋️ Exercises", "⭐ How was it"], ["📌 For next time", "Open"]]
        assert await s.paid(booking_id) == 0


async def test_the_question_is_asked_once_more_and_silence_becomes_a_no_show(database):
    async with story(database) as s:
        booking_id = await s.book(at(15, 17))
        await s.w.passes(hours=8, minutes=59)
        assert s.heard(s.huy, "Still open") == []
        await s.w.passes(minutes=1)
        assert s.huy.last.text == (
            "Still open:\nHow was it with Lan Anh? (17:00–18:00)\n"
            "Without a word it counts as a no-show today 20:00."
        )
        await s.w.passes(minutes=59)
        assert (await s.booking(booking_id)).status == "confirmed"
        await s.w.passes(minutes=1)
        assert s.huy.last.text == (
            "🚫 I marked Lan Anh, Wed 15 Oct · 17:00 as a no-show: no answer for 2 hours.\n"
            "500.000 ₫ would be due tomorrow 20:00."
        )
        assert s.huy.buttons() == ["✅ It took place", "💚 Waive the fee", "Leave it"]
        assert s.lan.last.text == (
            "🚫 We missed you at your session with Coach Huy:\n"
            "🗓 Wed 15 Oct · 17:00–18:00\n"
            "A fee of 500.000 ₫ becomes due tomorrow 20:00, unless Coach Huy waives it."
        )
        assert len(s.heard(s.huy, "How was it")) == 2
        await s.w.press(s.huy, "It took place")
        assert s.huy.last.text.startswith("Done. Lan Anh · 17:00–18:00")
        assert "Coach Huy has put it right: you were there, and there is no fee." in s.lan.last.text
        assert await s.charges(booking_id) == [("no_show", "void", 500_000), ("session", "due", 500_000)]
        await s.w.passes(hours=48)
        assert s.heard(s.lan, "is due") == []
        assert s.w.telegram.journal.errors() == []


async def test_quiet_hours_do_not_count(database):
    async with story(database) as s:
        booking_id = await s.book(at(15, 20))
        await s.w.passes(hours=11)
        assert s.huy.last.text.startswith("How was it with Lan Anh?")
        await s.w.passes(hours=10, minutes=59)
        assert s.w.clock.now() == at(16, 7, 59)
        assert (await s.booking(booking_id)).status == "confirmed"
        assert s.huy.last.text.startswith("Still open:\nHow was it with Lan Anh? (Wed 15 Oct · 20:00–21:00)")
        await s.w.passes(minutes=1)
        assert (await s.booking(booking_id)).status == "no_show"


async def test_nothing_is_marked_when_the_question_could_not_arrive(database):
    async with story(database) as s:
        booking_id = await s.book(at(15, 14))
        s.huy.blocks()
        await s.w.passes(hours=30)
        assert (await s.booking(booking_id)).status == "confirmed"
        s.huy.start()
        await s.w.settle()
        assert s.w.clock.now() == at(16, 16)
        assert any("Wed 15 Oct · 14:00–15:00" in text for text in s.heard(s.huy, "How was it"))
        await s.w.passes(hours=1, minutes=59)
        assert (await s.booking(booking_id)).status == "confirmed"
        await s.w.passes(minutes=1)
        assert (await s.booking(booking_id)).status == "no_show"


async def test_a_bot_that_was_down_over_the_end_asks_first_and_marks_nothing(database):
    async with story(database) as s:
        booking_id = await s.book(at(15, 13))
        await s.w.restart(down_for=at(15, 19) - s.w.clock.now())
        assert s.huy.last.text == "How was it with Lan Anh? (13:00–14:00)"
        assert (await s.booking(booking_id)).status == "confirmed"
        await s.w.passes(hours=2)
        assert (await s.booking(booking_id)).status == "no_show"
        await s.w.press(s.huy, "It took place")
        assert (await s.booking(booking_id)).status == "completed"


async def test_a_tap_made_while_the_bot_was_down_is_worth_more_than_silence(database):
    async with story(database) as s:
        booking_id = await s.book(at(15, 13))
        await s.w.passes(hours=4)
        question = s.huy.last
        await s.w.passes(hours=3)
        assert (await s.booking(booking_id)).status == "no_show"
        s.huy.presses("Completed", question)
        await s.w.settle()
        assert question.text.startswith("Done. Lan Anh")
        assert (await s.booking(booking_id)).status == "completed"


async def test_a_trainer_can_be_asked_and_never_overruled(database):
    async with story(database, outcome_rule=OutcomeRule.ASK) as s:
        booking_id = await s.book(at(15, 13))
        await s.w.passes(hours=60)
        assert (await s.booking(booking_id)).status == "confirmed"
        assert len(s.heard(s.huy, "How was it")) == 2
        assert s.huy.last.text == "Still open:\nHow was it with Lan Anh? (13:00–14:00)"


async def test_a_client_without_telegram_is_marked_without_a_fee(database):
    async with story(database, linked=False) as s:
        booking_id = await s.book(at(15, 13))
        await s.w.passes(hours=6)
        assert s.huy.last.text.endswith("There is no fee: Lan Anh is not on Telegram yet.")
        assert s.huy.buttons() == ["✅ It took place", "Leave it"]
        assert await s.charges(booking_id) == []
        await s.w.press(s.huy, "Leave it")
        assert s.huy.last.text.startswith("Left as it is.")
        assert (await s.booking(booking_id)).status == "no_show"


async def test_ask_me_later_asks_again_and_marks_nothing_before(database):
    async with story(database) as s:
        booking_id = await s.book(at(15, 13))
        await s.w.passes(hours=5, minutes=30)
        assert s.huy.last.text.startswith("Still open")
        await s.w.press(s.huy, "Ask me later")
        assert s.huy.last.text.startswith("I will ask again today 17:30.")
        await s.w.passes(hours=2)
        assert s.huy.last.text == "How was it with Lan Anh? (13:00–14:00)"
        await s.w.passes(hours=1, minutes=59)
        assert (await s.booking(booking_id)).status == "confirmed"
        await s.w.passes(minutes=1)
        assert (await s.booking(booking_id)).status == "no_show"


async def test_a_no_show_said_by_the_trainer_is_pending_and_put_right_with_a_tap(sqlite_url):
    async with story(sqlite_url) as s:
        booking_id = await s.book(at(15, 13))
        await s.w.passes(hours=4)
        await s.w.press(s.huy, "No-show")
        assert s.huy.last.text == (
            "🚫 Noted: Lan Anh did not come · 13:00–14:00\n500.000 ₫ would be due tomorrow 14:00."
        )
        assert await s.charges(booking_id) == [("no_show", "pending", 500_000)]
        assert s.lan.last.text.startswith("🚫 We missed you")
        await s.w.press(s.huy, "It took place")
        assert await s.charges(booking_id) == [("no_show", "void", 500_000), ("session", "due", 500_000)]


@pytest.mark.parametrize("days, possible", [(7, True), (8, False)])
async def test_an_outcome_can_be_corrected_for_a_week(sqlite_url, days, possible):
    async with story(sqlite_url) as s:
        booking_id = await s.book(at(15, 13))
        await s.w.passes(hours=4)
        await s.w.press(s.huy, "Completed")
        await s.w.passes(days=days)
        await s.w.press(s.huy, "Open")
        assert ("🚫 Was a no-show" in s.huy.buttons()) is possible
        if possible:
            await s.w.press(s.huy, "Was a no-show")
            assert (await s.booking(booking_id)).status == "no_show"
            assert s.lan.last.text.startswith("🚫 Coach Huy has corrected it: you were not there.")
            assert "I object" in s.lan.buttons()[0]


async def test_from_the_card_once_it_has_begun(sqlite_url):
    async with story(sqlite_url) as s:
        booking_id = await s.book(at(15, 11))
        await _open(s)
        assert not {"✅ Completed", "🚫 No-show"} & set(s.huy.buttons())
        await s.w.passes(hours=1)
        await _open(s)
        await s.w.press(s.huy, "Completed")
        assert (await s.booking(booking_id)).status == "completed"
        await s.w.passes(hours=3)
        assert s.heard(s.huy, "How was it with") == []


async def _open(s):
    await s.w.says(s.huy, "/today")
    await s.w.press(s.huy, "11:00 Lan Anh")


async def test_two_quick_taps_complete_once_and_show_the_same(database):
    async with story(database) as s:
        booking_id = await s.book(at(15, 13))
        await s.w.passes(hours=4)
        s.huy.presses_repeatedly("Completed", 4)
        await s.w.settle()
        assert s.huy.last.text.startswith("Done. Lan Anh")
        assert (await s.booking(booking_id)).version == 1
        assert len(s.heard(s.lan, "Well done!")) == 1


async def test_exercises_how_it_was_and_a_note_for_next_time(sqlite_url):
    async with story(sqlite_url) as s:
        booking_id = await s.book(at(15, 13))
        await s.w.passes(hours=4)
        await s.w.press(s.huy, "Completed")
        await s.w.press(s.huy, "Exercises")
        assert "What did you do? Type it; Lan Anh sees it too." in s.huy.last.text
        await s.w.restart()
        await s.w.says(s.huy, "Squats 4×8 & plank")
        assert "🏋️ Squats 4×8 & plank" in s.huy.last.text
        await s.w.press(s.huy, "How was it")
        assert s.huy.buttons() == ["Excellent", "Good", "Average", "Needs work", "‹ Back"]
        await s.w.press(s.huy, "Good")
        await s.w.press(s.huy, "For next time")
        await s.w.says(s.huy, "knee: no jumps")
        assert "⭐ Good\n📌 Next time: knee: no jumps" in s.huy.last.text
        booking = await s.booking(booking_id)
        assert (booking.exercises, booking.performance) == ("Squats 4×8 & plank", "good")
        assert booking.version == 1


async def test_what_a_trainer_notes_is_for_the_trainer_only(sqlite_url):
    async with story(sqlite_url) as s:
        booking_id = await s.book(at(15, 13), note="back pain")
        await s.w.passes(hours=4)
        await s.w.press(s.huy, "Completed")
        await s.w.press(s.huy, "How was it")
        await s.w.press(s.huy, "Needs work")
        await s.w.press(s.huy, "For next time")
        await s.w.says(s.huy, "slower")
        eve = s.w.phone("Eve")
        eve.start()
        await s.w.settle()
        for phone in (eve, s.lan):
            for data in (
                f"so:{booking_id}",
                f"nt:{booking_id}:note:0",
                f"nh:{booking_id}",
                f"nx:{booking_id}:note",
            ):
                phone.taps_data(data)
                await s.w.settle()
        for secret in ("back pain", "slower", "Needs work"):
            assert s.heard(s.lan, secret) == s.heard(eve, secret) == []
        assert (await s.booking(booking_id)).note == "back pain"


async def test_a_note_is_added_to_written_anew_and_removed(sqlite_url):
    async with story(sqlite_url) as s:
        booking_id = await s.book(at(15, 11), note="back pain")
        await _open(s)
        await s.w.press(s.huy, "Note")
        assert "“back pain”\nIt is added to this." in s.huy.last.text
        await s.w.says(s.huy, "left knee")
        assert (await s.booking(booking_id)).note == "back pain\nleft knee"
        await s.w.press(s.huy, "Note")
        await s.w.press(s.huy, "Write anew")
        await s.w.says(s.huy, "all fine")
        assert (await s.booking(booking_id)).note == "all fine"
        await s.w.press(s.huy, "Note")
        await s.w.says(s.huy, "x" * 995)
        assert s.huy.last.text.startswith("Together that is more than 1,000 characters.")
        await s.w.press(s.huy, "Back")
        await s.w.press(s.huy, "Note")
        await s.w.press(s.huy, "Remove")
        assert (await s.booking(booking_id)).note is None
        assert s.w.telegram.journal.errors() == []


async def test_a_sticker_in_a_dialogue_repeats_the_question(sqlite_url):
    async with story(sqlite_url) as s:
        await s.book(at(15, 11))
        await s.w.press(s.lan, "Note to coach")
        s.lan.sends_sticker()
        await s.w.settle()
        assert s.lan.last.text == "What shall I tell Coach Huy about Wed 15 Oct · 11:00–12:00? Type it."
        await s.w.says(s.lan, "I bring my own mat")
        assert s.huy.last.text == "💬 Lan Anh on Wed 15 Oct · 11:00–12:00:\n“I bring my own mat”"


async def test_who_was_away_is_not_told_old_news(sqlite_url):
    async with story(sqlite_url) as s:
        done, missed = await s.book(at(15, 13)), await s.book(at(15, 15))
        s.lan.blocks()
        await s.w.passes(hours=4)
        await s.w.press(s.huy, "Completed")
        await s.w.passes(hours=2)
        await s.w.press(s.huy, "No-show")
        await s.w.passes(days=3)
        before = len(s.lan.received)
        s.lan.start()
        await s.w.settle()
        news = [m.text for m in s.lan.received[before:]]
        assert not [t for t in news if "Well done" in t]
        assert [t for t in news if t.startswith("🚫 We missed you")]
        assert [t for t in news if "500.000 ₫ is due" in t]
        assert (await s.charges(done), await s.charges(missed)) == (
            [("session", "due", 500_000)],
            [("no_show", "due", 500_000)],
        )
