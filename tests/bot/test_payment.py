"""Paid: one tap and how, never more than is owed, and taken back when the tap was wrong."""

import pytest

from core.charge import Charge, ChargeKind, ChargeStatus
from tests.bot.story import at, story


async def _open(s, label="11:00 Lan Anh"):
    await s.w.says(s.huy, "/today")
    await s.w.press(s.huy, label)


@pytest.mark.parametrize(
    "label, how", [("Paid cash", "in cash"), ("Transfer", "by transfer"), ("Card", "by card")]
)
async def test_a_session_is_paid_ahead_however_it_was_paid(sqlite_url, label, how):
    async with story(sqlite_url) as s:
        booking_id = await s.book(at(15, 11))
        await _open(s)
        await s.w.press(s.huy, "Paid")
        assert s.huy.last.text == "Lan Anh has paid 500.000 ₫: how?"
        await s.w.press(s.huy, label)
        assert s.huy.last.text.startswith(f"💰 500.000 ₫ {how}, noted.")
        assert "💰 500.000 ₫ · paid" in s.huy.last.text
        assert "💵 Paid" not in s.huy.buttons()
        assert await s.paid(booking_id) == 500_000


async def test_it_is_never_paid_twice(database):
    async with story(database) as s:
        booking_id = await s.book(at(15, 11))
        await _open(s)
        await s.w.press(s.huy, "Paid")
        s.huy.presses_repeatedly("Paid cash", 4)
        await s.w.settle()
        assert await s.paid(booking_id) == 500_000
        await s.w.passes(hours=2)
        await s.w.press(s.huy, "Completed")
        assert s.huy.last.text == "Done. Lan Anh · 11:00–12:00\n💰 500.000 ₫ · paid"
        assert "Paid cash" not in " ".join(s.huy.buttons())
        assert await s.charges(booking_id) == [("session", "due", 500_000)]
        assert s.w.telegram.journal.errors() == []


async def test_a_wrong_tap_is_taken_back(database):
    async with story(database) as s:
        booking_id = await s.book(at(15, 11))
        await _open(s)
        await s.w.press(s.huy, "Paid")
        await s.w.press(s.huy, "Card")
        await s.w.press(s.huy, "Undo payment")
        assert s.huy.last.text.startswith("↩️ Taken back: 500.000 ₫ is not counted as paid.")
        assert await s.paid(booking_id) == 0
        # A session that is still ahead owes nothing.
        assert await s.charges(booking_id) == [("session", "void", 500_000)]
        await s.w.press(s.huy, "Paid")
        await s.w.press(s.huy, "Paid cash")
        assert await s.paid(booking_id) == 500_000


async def test_a_session_without_a_price_has_it_asked_and_a_restart_does_not_matter(database):
    async with story(database, price=None) as s:
        booking_id = await s.book(at(15, 11))
        await s.w.passes(hours=2)
        await s.w.press(s.huy, "Completed")
        await s.w.press(s.huy, "Transfer")
        assert s.huy.last.text.endswith("How much was it? No price was agreed. Type it, like “500k”.")
        for line in ("-5", "0", "a lot", "450k and a coffee"):
            await s.w.says(s.huy, line)
            assert s.huy.last.text.startswith("That is not a price I can take.")
        await s.w.restart()
        await s.w.says(s.huy, "450k")
        assert s.huy.last.text.startswith("💰 450.000 ₫ by transfer, noted.")
        booking = await s.booking(booking_id)
        assert (booking.price, booking.version) == (450_000, 2)
        assert await s.charges(booking_id) == [("session", "due", 450_000)]
        assert s.w.telegram.journal.errors() == []


async def test_a_price_typed_short_is_offered_and_a_session_typed_instead_opens_its_card(sqlite_url):
    async with story(sqlite_url, price=None) as s:
        first, second = await s.book(at(15, 11)), await s.book(at(15, 13))
        await _open(s)
        await s.w.press(s.huy, "Paid")
        await s.w.press(s.huy, "Paid cash")
        await s.w.says(s.huy, "450")
        await s.w.press(s.huy, "450.000 ₫")
        assert await s.paid(first) == 450_000
        await _open(s, "13:00 Lan Anh")
        await s.w.press(s.huy, "Paid")
        await s.w.press(s.huy, "Paid cash")
        await s.w.says(s.huy, "Lan Anh tomorrow 18:00")
        assert s.huy.last.text.startswith("New session")
        assert await s.paid(second) == 0


async def test_the_usual_price_is_one_tap_and_back_writes_nothing(sqlite_url):
    async with story(sqlite_url, price=None) as s:
        booking_id = await s.book(at(15, 11))
        await s.changes(price=300_000)
        for label in ("Back", "Usual: 300.000 ₫"):
            await _open(s)
            await s.w.press(s.huy, "Paid")
            await s.w.press(s.huy, "Paid cash")
            await s.w.press(s.huy, label)
            assert await s.paid(booking_id) == (0 if label == "Back" else 300_000)


async def test_paying_a_fee_settles_it_and_nobody_is_told_that_it_is_due(database):
    async with story(database) as s:
        booking_id = await s.book(at(15, 11))
        await s.w.press(s.lan, "Cancel")
        await s.w.press(s.lan, "Cancel it")
        s.huy.presses("Open", s.huy.last)
        await s.w.settle()
        await s.w.press(s.huy, "Paid")
        assert s.huy.last.text == "Lan Anh has paid 250.000 ₫: how?"
        await s.w.press(s.huy, "Paid cash")
        assert "⚖️ Fee 250.000 ₫ · paid" in s.huy.last.text
        assert await s.paid(booking_id) == 250_000
        await s.w.passes(hours=25)
        assert await s.charges(booking_id) == [("late_cancel", "due", 250_000)]
        assert s.heard(s.lan, "is due") == s.heard(s.huy, "is due") == []


async def test_a_fee_for_moving_late_stays_when_the_session_took_place_and_is_paid_after_it(sqlite_url):
    async with story(sqlite_url) as s:
        booking_id = await s.book(at(15, 11))
        opened = Charge(
            0,
            s.huy.user_id,
            s.client_id,
            booking_id,
            ChargeKind.LATE_CANCEL,
            ChargeStatus.PENDING,
            250_000,
            "VND",
            created_at=at(15, 10),
            due_at=at(16, 10),
        )
        await s.w.bot.store.write(lambda b: b.charges.add(opened))
        await s.w.passes(hours=2)
        await s.w.press(s.huy, "Completed")
        await s.w.press(s.huy, "Paid cash")
        assert s.huy.last.text.startswith("💰 500.000 ₫ in cash, noted.")
        await s.w.press(s.huy, "Paid")
        assert s.huy.last.text == "Lan Anh has paid 250.000 ₫: how?"
        await s.w.press(s.huy, "Transfer")
        assert "⚖️ Fee 250.000 ₫ · paid" in s.huy.last.text
        assert "💵 Paid" not in s.huy.buttons()
        assert await s.charges(booking_id) == [
            ("late_cancel", "pending", 250_000),
            ("session", "due", 500_000),
        ]


async def test_a_waived_fee_cannot_be_paid(sqlite_url):
    async with story(sqlite_url) as s:
        booking_id = await s.book(at(15, 11))
        await s.w.passes(hours=2)
        await s.w.press(s.huy, "No-show")
        s.huy.taps_data(f"py:{booking_id}")
        await s.w.settle()
        asked = s.huy.last
        await s.w.press(s.huy, "Back")
        await s.w.press(s.huy, "Waive the fee")
        s.huy.taps_data(f"pm:{booking_id}:cash:0", asked)
        await s.w.settle()
        assert await s.paid(booking_id) == 0
        assert s.huy.toasts[-1] == "That is not possible any more."


async def test_only_the_trainer_says_what_was_paid(sqlite_url):
    async with story(sqlite_url) as s:
        booking_id = await s.book(at(15, 11))
        await s.w.says(s.lan, "/start")
        for data in (
            f"py:{booking_id}",
            f"pm:{booking_id}:cash:0",
            f"pu:{booking_id}:1",
            f"pp:{booking_id}:cash:1",
        ):
            s.lan.taps_data(data)
            await s.w.settle()
        assert await s.paid(booking_id) == 0
