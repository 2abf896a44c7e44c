"""A consultation: its own price and length, never on a package, and a package as the next step."""

from dataclasses import replace
from datetime import timedelta

import pytest

from core.booking import Kind
from core.period import Period
from core.use_cases.booking import NewBooking, book
from core.use_cases.contracting import Offer, agree
from tests.bot.story import at, story


async def offers(s, price, minutes=30):
    async def work(books):
        profile = await books.profiles.get(s.huy.user_id)
        await books.profiles.save(replace(profile, consultation_price=price, consultation_minutes=minutes))

    await s.w.bot.store.write(work)


async def newest(s):
    found = await s.w.bot.store.read(lambda b: b.bookings.of_client(s.client_id))
    return max(found, key=lambda b: b.id)


@pytest.mark.parametrize("line", ["Lan consultation tomorrow 18:00", "Lan tư vấn mai 18h"])
async def test_a_consultation_takes_its_own_price_and_length(sqlite_url, line):
    async with story(sqlite_url) as s:
        await offers(s, 100_000)
        await s.w.says(s.huy, line)
        assert "☕ Consultation" in s.huy.last.text
        assert "Thu 16 Oct · 18:00–18:30" in s.huy.last.text
        assert "100.000 ₫" in s.huy.last.text
        await s.w.press(s.huy, "✅ Create")
        booked = await newest(s)
        assert (booked.kind, booked.price, booked.contract_id) == (Kind.CONSULTATION, 100_000, None)
        assert "☕ Consultation with Coach Huy" in s.lan.last.text
        assert s.w.telegram.journal.errors() == []


async def test_what_is_said_counts_more_than_what_is_usual(sqlite_url):
    async with story(sqlite_url) as s:
        await offers(s, 100_000)
        await s.w.says(s.huy, "Lan consultation tomorrow 18:00-19:30 200k")
        assert "18:00–19:30" in s.huy.last.text
        assert "200.000 ₫" in s.huy.last.text


async def test_a_free_one_has_no_charge_and_no_fee(database):
    async with story(database) as s:
        await offers(s, 0)
        await s.w.says(s.huy, "Lan consultation tomorrow 18:00")
        assert "free of charge" in s.huy.last.text
        await s.w.press(s.huy, "✅ Create")
        booking = await newest(s)
        await s.w.passes(days=1, hours=9)
        await s.w.press(s.huy, "✅ Completed")
        assert await s.charges(booking.id) == []


async def test_it_uses_no_credit_of_a_package(database):
    async with story(database) as s:
        await s.w.bot.store.write(
            lambda b: agree(
                b,
                Offer("10 sessions", 10, 4_000_000, "VND", kind=Kind.CONSULTATION),
                s.client_id,
                s.act(s.huy),
            )
        )
        period = Period.of(at(16, 18), timedelta(hours=1))
        new = NewBooking(s.huy.user_id, s.client_id, period, kind=Kind.CONSULTATION)
        booked = await s.w.bot.store.write(lambda b: book(b, new, s.act(s.huy)))
        assert (booked.contract_id, booked.price) == (None, 0)


async def test_a_package_is_the_next_step_after_it(sqlite_url):
    async with story(sqlite_url) as s:
        await offers(s, 0)
        await s.book(at(16, 18), kind=Kind.CONSULTATION)
        await s.w.passes(days=1, hours=10)
        await s.w.press(s.huy, "✅ Completed")
        assert "📦 Offer a package" in s.huy.labels(s.huy.last)
        await s.w.press(s.huy, "📦 Offer a package")
        assert "Lan Anh" in s.huy.last.text


async def test_the_kind_can_be_changed_on_the_card(sqlite_url):
    async with story(sqlite_url) as s:
        await offers(s, 100_000)
        await s.w.says(s.huy, "Lan tomorrow 18:00")
        await s.w.press(s.huy, "💪 Kind")
        await s.w.press(s.huy, "Consultation")
        assert "18:00–18:30" in s.huy.last.text
        await s.w.press(s.huy, "💪 Kind")
        await s.w.press(s.huy, "Personal training")
        assert "500.000 ₫" in s.huy.last.text
        assert "☕" not in s.huy.last.text
