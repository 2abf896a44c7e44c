"""The same button tapped twice, the same card used twice, and an update that is answered again."""

from core.charge import ChargeKind
from core.money import Money
from core.policy import Penalty
from core.use_cases import desk, money
from tests.bot.story import at, story


async def test_two_new_names_can_be_added_from_one_card(sqlite_url):
    async with story(sqlite_url) as s:
        await s.w.says(s.huy, "/book")
        await s.w.says(s.huy, "Bo Tran")
        await s.w.press(s.huy, "Add Bo Tran")
        await s.w.says(s.huy, "tomorrow 18:00")
        await s.w.press(s.huy, "👤 Client")
        await s.w.says(s.huy, "Cuong Le")
        await s.w.press(s.huy, "Add Cuong Le")
        assert "👤 Cuong Le" in s.huy.last.text
        await s.w.press(s.huy, "Create")
        assert "Booked. Cuong Le" in s.huy.last.text


async def _late_fee(s, booking_id):
    async def work(books):
        session = await desk.opened(books, booking_id, s.act(s.huy))
        fee = Penalty(Money(250_000))
        await money.penalise(books, session, ChargeKind.LATE_CANCEL, fee, s.w.clock.now())

    await s.w.bot.store.write(work)


async def test_paid_tapped_twice_pays_what_was_shown_and_not_the_fee_too(sqlite_url):
    async with story(sqlite_url) as s:
        booking_id = await s.book(at(15, 11))
        await _late_fee(s, booking_id)
        await s.w.says(s.huy, "/today")
        await s.w.press(s.huy, "11:00 Lan Anh")
        await s.w.press(s.huy, "Paid")
        assert s.huy.last.text == "Lan Anh has paid 500.000 ₫: how?"
        s.huy.presses_repeatedly("Paid cash", 3)
        await s.w.settle()
        assert await s.paid(booking_id) == 500_000


async def test_undo_tapped_twice_takes_back_one_payment(sqlite_url):
    async with story(sqlite_url) as s:
        booking_id = await s.book(at(15, 11))
        await _late_fee(s, booking_id)
        await s.w.says(s.huy, "/today")
        await s.w.press(s.huy, "11:00 Lan Anh")
        for _ in range(2):
            await s.w.press(s.huy, "Paid")
            await s.w.press(s.huy, "Paid cash")
        assert await s.paid(booking_id) == 750_000
        s.huy.presses_repeatedly("Undo payment", 3)
        await s.w.settle()
        assert await s.paid(booking_id) == 500_000
        assert s.w.telegram.journal.errors() == []
