"""A session of a client with a package: it uses the one that fits, or the trainer is asked."""

import pytest

from core.contract import Billing, Contract
from core.policy import Policy
from core.use_cases import crediting
from storage import tables
from tests.bot.story import at, story


@pytest.fixture
async def s(sqlite_url):
    async with story(sqlite_url) as told:
        yield told


async def contract(s, sessions=10, **options):
    now = s.w.clock.now()
    new = Contract(0, s.huy.user_id, s.client_id, f"{sessions} sessions", sessions, 5_000_000, "VND", now)
    values = {"policy": Policy()} | options
    for name, value in values.items():
        object.__setattr__(new, name, value)
    return await s.w.bot.store.write(lambda books: books.contracts.add(new))


async def bookings(s):
    return await s.w.bot.store.read(lambda books: books.bookings.where(tables.bookings.c.id > 0))


async def test_the_only_contract_that_fits_is_used_and_both_see_the_number(s):
    agreed = await contract(s)

    await s.w.says(s.huy, "Lan tomorrow 18:00")
    assert "would be 1 of 10" in s.huy.last.text
    assert "💰 in package" in s.huy.last.text
    await s.w.press(s.huy, "Create")

    assert "📦 Session 1 of 10" in s.huy.last.text
    assert "📦 Session 1 of 10" in s.lan.last.text
    (booking,) = await bookings(s)
    assert (booking.contract_id, booking.prepaid, booking.price) == (agreed.id, True, 500_000)


async def test_number_is_the_place_by_start_not_by_booking(s):
    await contract(s)
    await s.w.says(s.huy, "Lan thu 6pm")
    await s.w.press(s.huy, "Create")

    await s.w.says(s.huy, "Lan today 6pm")

    assert "would be 1 of 10" in s.huy.last.text
    await s.w.press(s.huy, "Create")
    assert "Session 1 of 10" in s.huy.last.text


async def test_of_two_that_fit_the_trainer_says_which(s):
    await contract(s)
    second = await contract(s, 20)

    await s.w.says(s.huy, "Lan tomorrow 18:00")
    assert "Which package?" in s.huy.last.text
    await s.w.press(s.huy, "20 sessions · 20 left")
    await s.w.press(s.huy, "Create")

    (booking,) = await bookings(s)
    assert booking.contract_id == second.id


async def test_without_a_credit_left_it_is_booked_outside_only_by_a_yes(s):
    await contract(s, 1)
    await s.w.says(s.huy, "Lan tomorrow 18:00")
    await s.w.press(s.huy, "Create")

    await s.w.says(s.huy, "Lan fri 18:00")
    assert "all 1 sessions are used or booked" in s.huy.last.text
    await s.w.press(s.huy, "Outside, paid singly")
    assert "500.000 ₫ · outside the package" in s.huy.last.text
    await s.w.press(s.huy, "Create")

    first, second = await bookings(s)
    assert (first.prepaid, second.prepaid, second.contract_id) == (True, False, None)
    assert "Session" not in s.huy.last.text


async def test_a_price_that_was_said_is_for_this_session_alone(s):
    await contract(s)

    await s.w.says(s.huy, "Lan tomorrow 18:00 700k")
    assert "700.000 ₫ · outside the package" in s.huy.last.text
    await s.w.press(s.huy, "Package")
    await s.w.press(s.huy, "10 sessions · 10 left")

    assert "💰 in package" in s.huy.last.text


async def test_session_after_the_end_is_asked_about(s):
    await contract(s, days=3)
    await s.w.says(s.huy, "Lan tomorrow 18:00")
    await s.w.press(s.huy, "Create")

    await s.w.says(s.huy, "Lan 21/10 18:00")

    assert "10 sessions ends on Sun 19 Oct" in s.huy.last.text
    assert "🗓 Other time" in s.huy.labels()


async def test_session_paid_one_by_one_has_the_worth_of_its_number(s):
    await contract(s, 3, price=1_000_000, billing=Billing.PER_SESSION)

    await s.w.says(s.huy, "Lan tomorrow 18:00")
    assert "💰 333.000 ₫" in s.huy.last.text
    await s.w.press(s.huy, "Create")

    (booking,) = await bookings(s)
    assert (booking.price, booking.prepaid) == (333_000, False)


async def test_late_cancelling_by_the_client_forfeits_the_credit_and_waiving_returns_it(s):
    agreed = await contract(s, agreed_at=s.w.clock.now())
    await s.book(at(15, 18))

    await s.w.says(s.lan, "/sessions")
    await s.w.press(s.lan, "Wed 15 Oct · 18:00")
    await s.w.press(s.lan, "Cancel")
    assert "1 session of the package" in s.lan.last.text
    await s.w.press(s.lan, "Cancel it")

    assert (await tally(s, agreed.id)).forfeited == 1
    assert "1 session of the package" in s.huy.last.text
    await s.w.press(s.huy, "Waive the fee")
    assert (await tally(s, agreed.id)).left == 10


async def tally(s, contract_id):
    return (await s.w.bot.store.read(lambda books: crediting.of(books, contract_id))).tally


async def test_list_of_clients_says_how_many_are_left(s):
    await contract(s)
    await s.book(at(16, 18))

    await s.w.says(s.huy, "/clients")

    assert "📦 9 left" in s.huy.last.text
