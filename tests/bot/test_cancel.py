"""Cancelling: the fee is seen before, the other side hears of it, and nothing is charged by itself."""

from dataclasses import replace

import pytest

from core.booking import Status
from tests.bot.story import at, story


async def test_a_client_cancels_in_time_free_of_charge_in_two_taps(database):
    async with story(database) as s:
        booking_id = await s.book(at(17, 18))
        await s.w.press(s.lan, "Cancel")
        assert s.lan.last.text == "Cancel Fri 17 Oct · 18:00?\nIt is free of charge."
        assert s.lan.buttons() == ["Keep it", "Cancel it"]
        await s.w.press(s.lan, "Cancel it")
        assert s.lan.last.text.startswith("Cancelled. Coach Huy has been told.")
        assert s.huy.last.text == (
            "✖️ Lan Anh has cancelled Fri 17 Oct · 18:00–19:00. The time is free again.\nThere is no fee."
        )
        booking = await s.booking(booking_id)
        assert (booking.status, booking.cancelled_by, booking.version) == ("cancelled", "client", 1)
        assert await s.charges(booking_id) == []
        assert s.w.telegram.journal.errors() == []


@pytest.mark.parametrize("minutes, fee", [(1, False), (60, False), (61, True)])
async def test_up_to_an_hour_after_the_first_reminder_cancelling_is_free(database, minutes, fee):
    async with story(database) as s:
        booking_id = await s.book(at(16, 18))
        await s.w.passes(hours=8)
        assert s.lan.last.text.startswith("⏰ Tomorrow 18:00")
        await s.w.passes(minutes=minutes)
        await s.w.press(s.lan, "Cancel")
        assert ("a fee of 250.000 ₫ would apply" in s.lan.last.text) is fee
        await s.w.press(s.lan, "Cancel it")
        assert await s.charges(booking_id) == ([("late_cancel", "pending", 250_000)] if fee else [])


async def test_a_late_fee_is_seen_pending_waived_with_one_tap_and_both_know(database):
    async with story(database) as s:
        booking_id = await s.book(at(15, 15))
        await s.w.press(s.lan, "Cancel")
        assert s.lan.last.text == (
            "Cancel Wed 15 Oct · 15:00?\n"
            "It starts in 5 hours: a fee of 250.000 ₫ would apply. Coach Huy can waive it."
        )
        await s.w.press(s.lan, "Cancel it")
        assert "⚖️ Fee 250.000 ₫: due tomorrow 10:00" in s.lan.last.text
        assert "It was late. 250.000 ₫ would be due tomorrow 10:00." in s.huy.last.text
        await s.w.press(s.huy, "Waive the fee")
        assert s.huy.last.text.startswith("💚 The fee of 250.000 ₫ is waived.")
        assert s.lan.last.text == "💚 Coach Huy has waived the fee of 250.000 ₫ for Wed 15 Oct · 15:00."
        assert await s.charges(booking_id) == [("late_cancel", "waived", 250_000)]
        await s.w.passes(hours=30)
        assert s.heard(s.lan, "is due") == s.heard(s.huy, "is due") == []


async def test_a_fee_that_has_changed_since_it_was_shown_is_shown_again(database):
    async with story(database) as s:
        booking_id = await s.book(at(16, 11))
        await s.w.press(s.lan, "Cancel")
        assert "free of charge" in s.lan.last.text
        asked = s.lan.last
        await s.w.passes(hours=3)
        s.lan.presses("Cancel it", asked)
        await s.w.settle()
        assert asked.text.startswith("Time has passed, and this has changed:\nCancel Thu 16 Oct · 11:00?")
        assert "a fee of 250.000 ₫ would apply" in asked.text
        assert (await s.booking(booking_id)).status == "confirmed"
        s.lan.presses("Cancel it", asked)
        await s.w.settle()
        assert (await s.booking(booking_id)).status == "cancelled"


async def test_without_an_agreement_a_fee_is_only_proposed(database):
    async with story(database, agreed=False) as s:
        booking_id = await s.book(at(15, 15))
        await s.w.press(s.lan, "Cancel")
        assert "Coach Huy may ask for a fee of 250.000 ₫." in s.lan.last.text
        await s.w.press(s.lan, "Cancel it")
        assert "Lan Anh has not agreed to your terms: you decide." in s.huy.last.text
        await s.w.passes(hours=48)
        assert await s.charges(booking_id) == [("late_cancel", "pending", 250_000)]
        notice = next(m for m in s.huy.received if "you decide" in m.text)
        s.huy.presses("Charge it", notice)
        await s.w.settle()
        assert await s.charges(booking_id) == [("late_cancel", "due", 250_000)]
        assert "250.000 ₫ is due" in s.lan.last.text


async def test_a_trainer_cancels_free_of_charge_and_the_client_hears_it_kindly(database):
    async with story(database) as s:
        booking_id = await s.book(at(15, 15))
        await _open(s)
        await s.w.press(s.huy, "Cancel")
        assert s.huy.last.text == (
            "Cancel Lan Anh, Wed 15 Oct · 15:00?\nLan Anh will be told, and it costs them nothing."
        )
        await s.w.press(s.huy, "Cancel it")
        assert s.lan.last.text == (
            "✖️ Coach Huy had to cancel Wed 15 Oct · 15:00–16:00.\n"
            "It costs you nothing.\n"
            "Take another time: a tap holds it for you for 15 minutes."
        )
        assert s.huy.last.text.startswith("Cancelled. Lan Anh has been told, and can take another free time.")
        assert await s.charges(booking_id) == []
        await s.w.press(s.lan, "Write to coach")
        await s.w.says(s.lan, "No problem, Friday?")
        assert s.huy.last.text == "💬 Lan Anh on Wed 15 Oct · 15:00–16:00:\n“No problem, Friday?”"


async def _open(s):
    await s.w.says(s.huy, "/today")
    await s.w.press(s.huy, "15:00 Lan Anh")


async def test_why_can_be_tapped_or_typed_and_reaches_the_other_side(sqlite_url):
    async with story(sqlite_url) as s:
        tapped, typed = await s.book(at(17, 18)), await s.book(at(17, 20))
        first = next(m for m in s.lan.received if "18:00–19:00" in m.text)
        for message, booking_id in ((first, tapped), (s.lan.last, typed)):
            s.lan.presses("Cancel", message)
            await s.w.settle()
            s.lan.presses("Cancel it", message)
            await s.w.settle()
            assert (await s.booking(booking_id)).cancel_reason is None
        s.lan.presses("I am ill", first)
        await s.w.settle()
        assert s.huy.last.text == "💬 Lan Anh on cancelling Fri 17 Oct · 18:00–19:00: “ill”"
        await s.w.press(s.lan, "Type it")
        await s.w.restart()
        await s.w.says(s.lan, "my <mother> visits")
        assert s.huy.last.text.endswith("“my <mother> visits”")
        assert (await s.booking(typed)).cancel_reason == "my <mother> visits"
        assert s.w.telegram.journal.errors() == []


async def test_a_reason_that_is_not_typed_is_no_trap(sqlite_url):
    async with story(sqlite_url) as s:
        booking_id = await s.book(at(17, 18))
        for label in ("Cancel", "Cancel it", "Type it", "Back"):
            await s.w.press(s.lan, label)
        assert "✖️ Cancelled" in s.lan.last.text
        await s.w.says(s.lan, "hello")
        assert (await s.booking(booking_id)).cancel_reason is None


async def test_a_kept_session_stays(sqlite_url):
    async with story(sqlite_url) as s:
        booking_id = await s.book(at(17, 18))
        await s.w.press(s.lan, "Cancel")
        await s.w.press(s.lan, "Keep it")
        assert "Session with Coach Huy" in s.lan.last.text
        assert (await s.booking(booking_id)).version == 0


async def test_tapping_cancel_it_often_cancels_once(database):
    async with story(database) as s:
        booking_id = await s.book(at(15, 15))
        await s.w.press(s.lan, "Cancel")
        s.lan.presses_repeatedly("Cancel it", 5)
        await s.w.settle()
        assert s.lan.last.text.startswith("Cancelled. Coach Huy has been told.")
        assert await s.charges(booking_id) == [("late_cancel", "pending", 250_000)]
        assert len(s.heard(s.huy, "has cancelled")) == 1
        assert s.lan.alerts == []


async def test_when_both_cancel_the_second_sees_that_it_is_done(database):
    async with story(database) as s:
        booking_id = await s.book(at(15, 15))
        await s.w.press(s.lan, "Cancel")
        await _open(s)
        await s.w.press(s.huy, "Cancel")
        await s.w.press(s.huy, "Cancel it")
        asked = next(m for m in s.lan.received if m.text.startswith("Cancel Wed"))
        s.lan.presses("Cancel it", asked)
        await s.w.settle()
        assert "✖️ Cancelled" in asked.text
        assert (await s.booking(booking_id)).cancelled_by == "trainer"
        assert await s.charges(booking_id) == []


async def test_what_had_been_paid_is_said_to_both(sqlite_url):
    async with story(sqlite_url) as s:
        await s.book(at(15, 15))
        await _open(s)
        await s.w.press(s.huy, "Paid")
        await s.w.press(s.huy, "Transfer")
        await s.w.press(s.huy, "✖️ Cancel")
        await s.w.press(s.huy, "Cancel it")
        assert "The 500.000 ₫ that you paid for it stay yours." in s.lan.last.text
        await s.book(at(15, 17))
        await s.w.press(s.lan, "✖️ Cancel")
        await s.w.press(s.lan, "Cancel it")
        assert "had been paid" not in s.huy.last.text


async def test_without_a_price_there_is_no_fee_and_the_trainer_knows_why(sqlite_url):
    async with story(sqlite_url, price=None) as s:
        booking_id = await s.book(at(15, 15))
        await s.w.press(s.lan, "Cancel")
        assert s.lan.last.text.endswith("It is free of charge.")
        await s.w.press(s.lan, "Cancel it")
        assert "It was late, but no price was agreed: so there is no fee." in s.huy.last.text
        assert await s.charges(booking_id) == []


async def test_a_client_without_telegram_is_told_by_the_trainer(sqlite_url):
    async with story(sqlite_url, linked=False) as s:
        await s.book(at(15, 15))
        await _open(s)
        await s.w.press(s.huy, "Cancel")
        assert s.huy.last.text.endswith("Lan Anh is not on Telegram yet: please tell them yourself.")
        await s.w.press(s.huy, "Cancel it")
        assert s.huy.last.text.startswith("Cancelled. Lan Anh is not on Telegram yet: please tell them.")


async def test_nobody_else_can_cancel_or_see_what_it_would_cost(sqlite_url):
    async with story(sqlite_url) as s:
        booking_id = await s.book(at(15, 15))
        eve = s.w.phone("Eve")
        eve.start()
        await s.w.settle()
        for data in (f"cx:{booking_id}:0", f"cy:{booking_id}:0:250000", f"cr:{booking_id}:ill"):
            eve.taps_data(data)
            await s.w.settle()
        assert set(eve.toasts) == {"It is not here any more. /help shows what you can do."}
        assert (await s.booking(booking_id)).status == "confirmed"


async def test_a_session_that_has_begun_cannot_be_cancelled(sqlite_url):
    async with story(sqlite_url) as s:
        booking_id = await s.book(at(15, 15))
        await s.w.press(s.lan, "Cancel")
        asked = s.lan.last
        await s.w.passes(hours=5)
        s.lan.presses("Cancel it", asked)
        await s.w.settle()
        assert s.lan.toasts[-1] == "That is not possible any more."
        assert (await s.booking(booking_id)).status == "confirmed"


async def test_a_request_that_nobody_answered_is_closed_and_both_are_told(database):
    async with story(database) as s:
        booking_id = await s.book(at(17, 18))
        asked = replace(
            await s.booking(booking_id), status=Status.PENDING, lapses_at=at(15, 22), next_at=at(15, 22)
        )
        await s.w.bot.store.write(lambda b: b.bookings.save(asked))
        await s.w.passes(hours=12)
        for phone in (s.huy, s.lan):
            assert phone.last.text == (
                "⌛ The request for Fri 17 Oct · 18:00–19:00 was not answered in time: it is closed."
            )
        booking = await s.booking(booking_id)
        assert (booking.status, booking.cancelled_by) == ("cancelled", "system")
