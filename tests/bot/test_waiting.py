"""A client waits for a time, a day or a seat, is offered what is freed, takes it or passes it on."""

from datetime import time, timedelta

from core.booking import Status
from core.contract import Offer
from core.hours import WorkingHours
from core.people import Opening
from core.period import Period
from core.use_cases import cancelling, contracting, reaching, waiting
from core.use_cases.booking import NewBooking, book
from core.use_cases.classes import joining, planning
from tests.bot.story import at, story
from tests.bot.test_free_times import second_client, shown

HOURS = {"opening": Opening.BOOK, "hours": WorkingHours.daily(time(17), time(19))}


async def books_for(s, client_id, start, minutes=60):
    new = NewBooking(s.huy.user_id, client_id, Period.of(start, timedelta(minutes=minutes)))
    booking = await s.w.bot.store.write(lambda b: book(b, new, s.act(s.huy)))
    await s.w.settle()
    return booking.id


async def cancels(s, booking_id):
    await s.w.bot.store.write(lambda b: cancelling.cancel(b, booking_id, s.act(s.huy)))
    await s.w.settle()


async def of_lan(s):
    return await s.w.bot.store.read(lambda b: b.bookings.of_client(s.client_id))


async def test_a_taken_time_is_waited_for_offered_and_taken(database):
    async with story(database, opening=Opening.BOOK) as s:
        _, minh_id = await second_client(s)
        taken = await books_for(s, minh_id, at(17, 18))
        await s.w.says(s.lan, "thứ 6 18h")
        await s.w.press(s.lan, "Tell me when free")
        assert s.lan.last.text.startswith("⏳ You wait for Fri 17 Oct · 18:00–19:00.")
        await s.w.says(s.lan, "/sessions")
        assert "⏳ Waiting: 1" in shown(s.lan)

        await cancels(s, taken)
        assert s.lan.last.text == (
            "🔔 It is free: Fri 17 Oct · 18:00–19:00 with Coach Huy\n"
            "It is kept for you until today 10:30; then the next one is asked."
        )
        assert s.lan.last.rows == [["✅ Take it"], ["Not this one", "Leave the list"]]
        await s.w.press(s.lan, "Take it")
        assert s.lan.last.text.startswith("✅ It is yours. Coach Huy has been told.")
        (booking,) = await of_lan(s)
        assert (booking.status, booking.starts_at) == (Status.CONFIRMED, at(17, 18))
        assert s.huy.last.text.startswith("🆕 Lan Anh has booked a session")
        assert s.w.telegram.journal.errors() == []


async def test_a_full_day_is_waited_for_and_seen_by_the_trainer(sqlite_url):
    async with story(sqlite_url, **HOURS) as s:
        _, minh_id = await second_client(s)
        await books_for(s, minh_id, at(17, 17), minutes=120)
        await s.w.says(s.lan, "/sessions")
        await s.w.press(s.lan, "Book a session")
        await s.w.press(s.lan, "Fri 17 Oct · full")
        await s.w.press(s.lan, "Tell me when free")
        assert s.lan.last.text.startswith("⏳ You wait for Fri 17 Oct.")
        await s.w.says(s.huy, "/today friday")
        assert "⏳ 1 waits for this day" in s.huy.last.text
        await s.w.press(s.huy, "Who waits")
        assert s.huy.last.text == "Who waits for Fri 17 Oct, in order:\n1. Lan Anh · Fri 17 Oct"
        await s.w.press(s.huy, "Back")
        assert "⏳ 1 waits for this day" in s.huy.last.text


async def test_the_client_leaves_the_list(sqlite_url):
    async with story(sqlite_url, opening=Opening.BOOK) as s:
        await wait_for_friday(s)
        await s.w.says(s.lan, "/sessions")
        await s.w.press(s.lan, "Waiting: 1")
        assert "⏳ Fri 17 Oct · 18:00–19:00 · Coach Huy" in s.lan.last.text
        await s.w.press(s.lan, "✖️ Fri 17 Oct 18:00")
        assert s.lan.last.text == "✅ You are off this list.\n\nYou wait for nothing at the moment."


async def wait_for_friday(s, phone=None):
    """Minh has it; returns his phone and his session."""
    minh, minh_id = await second_client(s)
    taken = await books_for(s, minh_id, at(17, 18))
    await s.w.says(phone or s.lan, "friday 18:00")
    await s.w.press(phone or s.lan, "Tell me when free")
    return minh, taken


async def test_passing_on_and_letting_lapse_are_kind(sqlite_url):
    async with story(sqlite_url, opening=Opening.BOOK) as s:
        _, taken = await wait_for_friday(s)
        await cancels(s, taken)
        offer = s.lan.last
        await s.w.press(s.lan, "Not this one")
        assert s.lan.last.text.startswith("Passed on.")
        assert offer.message_id == s.lan.last.message_id


async def test_an_offer_that_is_over_says_so(sqlite_url):
    async with story(sqlite_url, opening=Opening.BOOK) as s:
        _, taken = await wait_for_friday(s)
        await cancels(s, taken)
        offer = s.lan.last
        await s.w.passes(minutes=31)
        assert s.lan.last.text == "⌛ Fri 17 Oct · 18:00–19:00: your wait is over."
        s.lan.presses("Take it", offer)
        await s.w.settle()
        assert s.heard(s.lan, "This one is not offered to you any more.")
        assert await of_lan(s) == []


async def test_the_trainer_sees_that_it_is_held_and_books_over_it(sqlite_url):
    async with story(sqlite_url, opening=Opening.BOOK) as s:
        _, taken = await wait_for_friday(s)
        await cancels(s, taken)
        offer = s.lan.last
        await s.w.says(s.huy, "Minh friday 18:00")
        assert "a held time" in s.huy.last.text
        assert "Lan" not in s.huy.last.text
        await s.w.press(s.huy, "Book anyway")
        assert s.huy.last.text.startswith("Booked.")
        s.lan.presses("Take it", offer)
        await s.w.settle()
        assert await of_lan(s) == []
        assert s.w.telegram.journal.errors() == []


async def test_nobody_else_takes_or_leaves_for_them(sqlite_url):
    async with story(sqlite_url, opening=Opening.BOOK) as s:
        minh, taken = await wait_for_friday(s)
        await cancels(s, taken)
        before = len(minh.received)
        for label in ("Take it", "Not this one", "Leave the list"):
            _, button = s.lan.find(label)
            minh.taps_data(button["callback_data"])
            await s.w.settle()
        assert not any("Lan" in m.text for m in minh.received[before:])
        await s.w.press(s.lan, "Take it")
        assert len(await of_lan(s)) == 1


async def test_it_survives_a_restart_at_any_point(sqlite_url):
    async with story(sqlite_url, opening=Opening.BOOK) as s:
        _, taken = await wait_for_friday(s)
        await s.w.restart()
        await cancels(s, taken)
        await s.w.restart()
        await s.w.press(s.lan, "Take it")
        assert len(await of_lan(s)) == 1
        assert s.lan.last.text.startswith("✅ It is yours.")


async def test_the_freed_time_is_told_once_and_in_the_morning(sqlite_url):
    async with story(sqlite_url, opening=Opening.BOOK) as s:
        _, taken = await wait_for_friday(s)
        await s.w.passes(hours=13)
        await cancels(s, taken)
        assert s.heard(s.lan, "It is free") == []
        await s.w.passes(hours=7, minutes=31)
        assert len(s.heard(s.lan, "It is free")) == 1


async def test_the_trainer_sees_on_the_day_what_is_kept_for_whom(sqlite_url):
    async with story(sqlite_url, opening=Opening.BOOK) as s:
        _, taken = await wait_for_friday(s)
        await cancels(s, taken)
        await s.w.says(s.huy, "/today friday")
        assert "🔒 18:00–19:00 kept for Lan Anh until today 10:30" in s.huy.last.text


async def test_a_seat_in_a_full_class_is_offered(sqlite_url):
    async with story(sqlite_url) as s:
        minh, minh_id = await second_client(s)
        new = planning.NewClass(s.huy.user_id, "Yoga", Period.of(at(18, 9), timedelta(hours=1)), 1, price=0)
        store = s.w.bot.store
        (group,) = await store.write(lambda b: planning.create(b, new, "yoga", s.act(s.huy)))
        seat = await store.write(lambda b: joining.join(b, group.id, minh_id, s.act(minh)))
        await store.write(lambda b: waiting.wait_for_seat(b, s.client_id, group.id, s.act(s.lan)))
        await s.w.settle()
        await store.write(lambda b: cancelling.cancel(b, seat.id, s.act(minh)))
        await s.w.settle()
        assert s.lan.last.text.startswith("🔔 A seat is free: Yoga, Sat 18 Oct · 09:00–10:00")
        await s.w.press(s.lan, "Take it")
        (booking,) = await of_lan(s)
        assert (booking.class_id, booking.status) == (group.id, Status.CONFIRMED)
        assert s.w.telegram.journal.errors() == []


async def test_who_had_blocked_the_bot_is_offered_it_when_they_are_back(sqlite_url):
    async with story(sqlite_url, opening=Opening.BOOK) as s:
        _, taken = await wait_for_friday(s)
        s.lan.blocks()

        async def unreachable(books):
            await reaching.lost(books, s.lan.user_id, s.w.clock.now())

        await s.w.bot.store.write(unreachable)
        await cancels(s, taken)
        assert s.heard(s.lan, "It is free") == []
        s.lan.unblocks()
        await s.w.says(s.lan, "/start")
        assert s.heard(s.lan, "It is free")


async def test_where_the_trainer_is_asked_taking_it_is_a_request(sqlite_url):
    async with story(sqlite_url, opening=Opening.ASK) as s:
        _, taken = await wait_for_friday(s)
        await cancels(s, taken)
        await s.w.press(s.lan, "Take it")
        assert s.lan.last.text.startswith("📨 Asked. Coach Huy has until today 22:00 to answer.")
        await s.w.press(s.huy, "Yes")
        (booking,) = await of_lan(s)
        assert booking.status is Status.CONFIRMED


async def test_beyond_the_package_what_is_offered_can_only_be_asked_for(sqlite_url):
    async with story(sqlite_url, opening=Opening.ASK) as s:
        one = Offer("1 session", 1, 500_000, "VND")
        await s.w.bot.store.write(lambda b: contracting.agree(b, one, s.client_id, s.act(s.huy)))
        await s.book(at(16, 18))
        _, taken = await wait_for_friday(s)
        await cancels(s, taken)
        await s.w.press(s.lan, "Take it")
        assert s.lan.last.text == "📦 Your package cannot take it. It would cost 500.000 ₫."
        await s.w.press(s.lan, "Send request")
        assert s.lan.last.text.startswith("📨 Asked.")
