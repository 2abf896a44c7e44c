"""Make-ups: below a cancellation free times, one tap holds one for 15 minutes, another one books it."""

from datetime import timedelta

import pytest

from core.act import Act
from core.booking import Status
from core.use_cases import cancelling, making_up
from tests.bot.story import at, story
from tests.bot.test_time_off import books, client


async def lost(s, start, booking_id=None):
    """A session that the trainer has cancelled, with the client told."""
    booking_id = booking_id or await s.book(start)
    await s.w.bot.store.write(lambda b: cancelling.cancel(b, booking_id, s.act(s.huy)))
    await s.w.settle()
    return booking_id


async def made_up(s, booking_id):
    return await s.w.bot.store.read(lambda b: b.bookings.making_up(booking_id))


async def test_two_taps_below_the_cancellation_make_up_for_it(database):
    async with story(database) as s:
        gone = await lost(s, at(16, 18))
        assert s.lan.buttons()[:2] == ["Fri 17 Oct · 18:00", "Sat 18 Oct · 18:00"]
        await s.w.press(s.lan, "Fri 17 Oct · 18:00")
        assert s.lan.last.text.startswith("🔒 Fri 17 Oct · 18:00–19:00 is held for you for 15 minutes.")
        assert s.lan.buttons() == ["✅ Book it", "Other times"]
        await s.w.press(s.lan, "Book it")
        assert s.lan.last.text.startswith("Booked. Coach Huy has been told.\n\nSession with Coach Huy")
        assert "🔁 Making up for Thu 16 Oct" in s.lan.last.text
        assert s.huy.last.text.startswith("🔁 Lan Anh has taken a new time\n\n👤 Lan Anh")
        (made,) = await made_up(s, gone)
        assert (made.starts_at, made.price, made.status) == (at(17, 18), 500_000, Status.CONFIRMED)
        assert s.w.telegram.journal.errors() == []


async def test_the_times_are_those_that_are_free_when_it_is_sent(sqlite_url):
    async with story(sqlite_url) as s:
        _, minh = await client(s, "Minh", linked=False)
        await books(s, minh, at(17, 18))
        await lost(s, at(16, 18))
        assert s.lan.buttons()[0] == "Fri 17 Oct · 17:00"
        await s.w.press(s.lan, "Later times ›")
        assert s.lan.buttons()[0] == "Fri 24 Oct · 18:00"
        await s.w.press(s.lan, "Earlier times")
        assert s.lan.buttons()[0] == "Fri 17 Oct · 17:00"


async def test_of_two_who_tap_the_same_time_one_has_it_and_the_other_sees_what_is_free(database):
    async with story(database) as s:
        minh, minh_id = await client(s, "Minh")
        mine, theirs = await lost(s, at(16, 18)), await lost(s, None, await books(s, minh_id, at(16, 20)))
        for phone, gone in ((s.lan, mine), (minh, theirs)):
            phone.taps_data(f"uh:{gone}:{int(at(17, 15).timestamp())}")
        await s.w.settle()
        texts = sorted(phone.last.text for phone in (s.lan, minh))
        assert texts[0].startswith("⚠️ Fri 17 Oct · 15:00 is not free any more.\n\n🔁 Instead of")
        assert texts[1].startswith("🔒 Fri 17 Oct · 15:00–16:00 is held for you for 15 minutes.")
        assert "Minh" not in s.lan.last.text
        assert "Lan" not in minh.last.text


async def test_after_15_minutes_it_is_booked_only_if_nobody_took_it(sqlite_url):
    async with story(sqlite_url) as s:
        _, minh = await client(s, "Minh", linked=False)
        gone = await lost(s, at(16, 18))
        await s.w.press(s.lan, "Fri 17 Oct · 18:00")
        await s.w.passes(minutes=15)
        assert await s.w.bot.store.read(lambda b: b.slots.next_hold()) is None
        await books(s, minh, at(17, 18))
        await s.w.press(s.lan, "Book it")
        assert s.lan.last.text.startswith("⚠️ Fri 17 Oct · 18:00 is not free any more.")
        assert await made_up(s, gone) == []
        await s.w.press(s.lan, "Sat 18 Oct · 18:00")
        await s.w.passes(minutes=20)
        await s.w.press(s.lan, "Book it")
        assert s.lan.last.text.startswith("Booked.")


async def test_a_second_tap_moves_the_hold_and_many_taps_book_once(database):
    async with story(database) as s:
        gone = await lost(s, at(16, 18))
        await s.w.press(s.lan, "Fri 17 Oct · 18:00")
        await s.w.press(s.lan, "Other times")
        await s.w.press(s.lan, "Sat 18 Oct · 18:00")
        _, minh = await client(s, "Minh", linked=False)
        await books(s, minh, at(17, 18))
        await s.w.restart(down_for=timedelta(minutes=1))
        s.lan.presses_repeatedly("Book it", 5)
        await s.w.settle()
        assert s.lan.last.text.startswith("Booked.")
        assert len(await made_up(s, gone)) == 1
        assert len(s.heard(s.huy, "has taken a new time")) == 1


async def test_from_the_sessions_list_it_is_found_again_and_an_old_message_leads_to_it(sqlite_url):
    async with story(sqlite_url) as s:
        await lost(s, at(16, 18))
        notice = s.lan.last
        await s.w.says(s.lan, "/sessions")
        await s.w.press(s.lan, "Cancelled")
        await s.w.press(s.lan, "Thu 16 Oct · 18:00")
        await s.w.press(s.lan, "🔁 New time")
        assert s.lan.last.text.startswith("🔁 Instead of Thu 16 Oct · 18:00 with Coach Huy")
        await s.w.press(s.lan, "Fri 17 Oct · 18:00")
        await s.w.press(s.lan, "Book it")
        s.lan.presses("Sat 18 Oct · 18:00", notice)
        await s.w.settle()
        assert "✖️ Cancelled" in notice.text
        assert not [label for label in s.lan.buttons(notice) if "New time" in label]


async def test_nobody_else_holds_or_books_it(sqlite_url):
    async with story(sqlite_url) as s:
        minh, _ = await client(s, "Minh")
        gone = await lost(s, at(16, 18))
        start = int(at(17, 18).timestamp())
        for phone in (minh, s.huy):
            for data in (f"ut:{gone}:0", f"uh:{gone}:{start}", f"ub:{gone}:{start}", f"ul:{gone}"):
                phone.taps_data(data)
                await s.w.settle()
        assert await made_up(s, gone) == []
        assert await s.w.bot.store.read(lambda b: b.slots.next_hold()) is None
        assert "Thu 16 Oct" not in minh.last.text


async def test_what_the_client_cancelled_is_not_made_up_for(sqlite_url):
    async with story(sqlite_url) as s:
        gone = await s.book(at(17, 18))
        await s.w.press(s.lan, "Cancel")
        await s.w.press(s.lan, "Cancel it")
        assert not [label for label in s.lan.buttons() if "New time" in label]
        s.lan.taps_data(f"uh:{gone}:{int(at(18, 18).timestamp())}")
        await s.w.settle()
        assert s.lan.toasts[-1] == "That is not possible any more."


@pytest.mark.parametrize("minutes, sees", [(0, "🔒 Fri 17 Oct"), (16, "🔁 Instead of Thu 16 Oct")])
async def test_a_tap_that_was_carried_out_before_shows_what_is_held(sqlite_url, minutes, sees):
    async with story(sqlite_url) as s:
        gone = await lost(s, at(16, 18))
        query = s.lan.presses("Fri 17 Oct · 18:00")
        s.w.bot.inbox.replayed.add(query.update_id)
        act = Act(f"u{query.update_id}:0", s.lan.user_id, s.w.clock.now())
        await s.w.bot.store.write(lambda b: making_up.hold(b, gone, at(17, 18), act))
        s.w.clock.set(s.w.clock.now() + timedelta(minutes=minutes))
        await s.w.settle()
        assert s.lan.last.text.startswith(sees)
