"""A client finds a free time, asks for it or books it; the trainer answers with one tap."""

from datetime import time, timedelta

import pytest

from core.booking import Status
from core.contract import Offer
from core.hours import WorkingHours
from core.people import Opening
from core.use_cases import contracting
from core.use_cases.inviting import add_client, invite, join
from tests.bot.story import at, story

MORNINGS = {"hours": WorkingHours.daily(time(8), time(11))}


def asking(**more):
    return {"opening": Opening.ASK} | more


async def bookings(s):
    return await s.w.bot.store.read(lambda b: b.bookings.of_client(s.client_id))


def shown(phone):
    """The buttons of the last message."""
    return [label for row in phone.last.rows for label in row]


async def second_client(s):
    minh, store = s.w.phone("Minh"), s.w.bot.store
    minh.start()
    await s.w.settle()
    client = await store.write(lambda b: add_client(b, s.huy.user_id, "Minh", s.act(s.huy)))
    await store.write(lambda b: invite(b, client.id, "other", s.act(s.huy)))
    await store.write(lambda b: join(b, "other", s.act(minh)))
    await s.w.settle()
    return minh, client.id


async def test_three_taps_from_the_days_to_a_request_and_one_to_a_yes(database):
    async with story(database, **asking(**MORNINGS)) as s:
        await s.w.says(s.lan, "/sessions")
        await s.w.press(s.lan, "Book a session")
        assert s.lan.last.text.startswith("Free times with Coach Huy")
        assert shown(s.lan)[:2] == ["Thu 16 Oct · 5 free", "Fri 17 Oct · 5 free"]
        await s.w.press(s.lan, "Fri 17 Oct · 5 free")
        assert shown(s.lan)[:5] == ["08:00", "08:30", "09:00", "09:30", "10:00"]
        await s.w.press(s.lan, "09:00")
        assert s.lan.last.text == (
            "Ask for this time?\n"
            "👤 Coach Huy\n"
            "🗓 Fri 17 Oct · 09:00–10:00 (1 h)\n"
            "💰 500.000 ₫\n"
            "Free to cancel until Thu 16 Oct 09:00; later it costs 250.000 ₫.\n"
            "The time is held for you until the answer, at most until today 22:00."
        ).replace("Thu 16 Oct 09:00", "tomorrow 09:00")
        await s.w.press(s.lan, "Send request")
        assert s.lan.last.text.startswith("📨 Asked. Coach Huy has until today 22:00 to answer.")
        assert s.huy.last.text.startswith("🙋 Lan Anh would like this time")
        assert s.huy.last.rows[0] == ["✅ Yes", "🔁 Other time"]
        await s.w.press(s.huy, "Yes")
        assert s.huy.last.text.startswith("✅ Booked. Lan Anh has been told.")
        assert s.lan.last.text.startswith("✅ Coach Huy says yes")
        (booking,) = await bookings(s)
        assert booking.status is Status.CONFIRMED
        assert s.w.telegram.journal.errors() == []


async def ask_for_friday(s):
    await s.w.says(s.lan, "friday 18:00")
    await s.w.press(s.lan, "Send request")


async def test_a_no_is_told_kindly_with_a_way_on(sqlite_url):
    async with story(sqlite_url, **asking()) as s:
        await ask_for_friday(s)
        await s.w.press(s.huy, "No")
        assert s.huy.last.text.startswith("Declined. Lan Anh has been told.")
        assert s.lan.last.text == "✖️ Coach Huy cannot take you on Fri 17 Oct · 18:00–19:00."
        await s.w.press(s.lan, "Book a session")
        assert s.lan.last.text.startswith("Free times with Coach Huy")


async def test_another_time_is_proposed_and_accepted(sqlite_url):
    async with story(sqlite_url, **asking()) as s:
        await ask_for_friday(s)
        await s.w.press(s.huy, "Other time")
        await s.w.says(s.huy, "friday 20:00")
        await s.w.press(s.huy, "Send")
        assert s.lan.last.text.startswith("🔁 Coach Huy proposes another time")
        await s.w.press(s.lan, "Accept")
        (booking,) = await bookings(s)
        assert (booking.status, booking.starts_at) == (Status.CONFIRMED, at(17, 20))
        assert s.w.telegram.journal.errors() == []


async def test_a_request_is_taken_back(sqlite_url):
    async with story(sqlite_url, **asking()) as s:
        await ask_for_friday(s)
        await s.w.press(s.lan, "Take back")
        assert s.lan.last.text.startswith("Taken back: the time is free again.")
        assert s.huy.last.text == (
            "↩️ Lan Anh does not need Fri 17 Oct · 18:00–19:00 any more. The time is free again."
        )


async def test_a_request_without_an_answer_lapses_and_both_are_told(sqlite_url):
    async with story(sqlite_url, **asking()) as s:
        await ask_for_friday(s)
        await s.w.passes(hours=13)
        for phone in (s.huy, s.lan):
            assert s.heard(phone, "was not answered in time")


async def test_booked_at_once_where_the_trainer_lets_them(sqlite_url):
    async with story(sqlite_url, opening=Opening.BOOK) as s:
        await s.w.says(s.lan, "thứ 6 7h tối")
        assert s.lan.last.text.startswith("Book this time?")
        await s.w.press(s.lan, "✅ Book")
        assert s.lan.last.text.startswith("✅ Booked. Coach Huy has been told.")
        assert s.huy.last.text.startswith("🆕 Lan Anh has booked a session")
        (booking,) = await bookings(s)
        assert booking.starts_at == at(17, 19)


async def test_a_bare_time_is_of_the_day_that_is_shown(sqlite_url):
    async with story(sqlite_url, **asking()) as s:
        await s.w.says(s.lan, "friday")
        assert s.lan.last.text.startswith("Fri 17 Oct · Coach Huy")
        await s.w.says(s.lan, "/sessions")
        await s.w.press(s.lan, "Book a session")
        await s.w.press(s.lan, next(x for x in s.lan.labels() if x.startswith("Fri 17 Oct")))
        await s.w.says(s.lan, "18:15")
        assert "Fri 17 Oct · 18:15–19:15" in s.lan.last.text


async def test_a_line_about_a_session_is_about_the_session(sqlite_url):
    async with story(sqlite_url, **asking()) as s:
        await s.book(at(17, 18))
        await s.w.says(s.lan, "friday 18:00")
        assert s.lan.last.text.startswith("Session with Coach Huy")
        await s.w.says(s.lan, "I am sick on friday 9:00")
        assert s.lan.last.text.startswith("Session with Coach Huy")
        await s.w.says(s.lan, "friday 9:00")
        assert s.lan.last.text.startswith("Ask for this time?")
        assert "💬 Send to coach" in s.lan.labels()


async def test_a_line_about_what_was_is_for_the_coach(sqlite_url):
    async with story(sqlite_url, **asking()) as s:
        for line in ("great yesterday 18:00", "thanks for yesterday"):
            await s.w.says(s.lan, line)
            assert s.lan.last.text.startswith("Shall I pass this on to your coach?")


async def test_where_it_is_not_open_a_line_goes_to_the_coach(sqlite_url):
    async with story(sqlite_url) as s:
        await s.w.says(s.lan, "friday 9:00")
        assert s.lan.last.text.startswith("Shall I pass this on to your coach?")
        await s.w.says(s.lan, "/sessions")
        assert "➕ Book a session" not in s.lan.labels()


async def test_of_two_who_tap_the_second_sees_what_is_free_near_it(sqlite_url):
    async with story(sqlite_url, opening=Opening.BOOK) as s:
        minh, _ = await second_client(s)
        for phone in (s.lan, minh):
            await s.w.says(phone, "friday 18:00")
        await s.w.press(minh, "✅ Book")
        await s.w.press(s.lan, "✅ Book")
        assert s.lan.last.text == (
            "😔 Somebody was quicker by a moment.\n"
            "Fri 17 Oct · 18:00–19:00: ⚠️ This time is not free.\n"
            "Free near it:"
        )
        assert "Fri 17 Oct · 17:00" in s.lan.labels()
        assert "⏳ Tell me when free" in s.lan.labels()
        assert "Minh" not in s.lan.last.text


async def test_a_tap_repeated_books_once(sqlite_url):
    async with story(sqlite_url, opening=Opening.BOOK) as s:
        await s.w.says(s.lan, "friday 18:00")
        s.lan.presses_repeatedly("✅ Book", 5)
        await s.w.settle()
        assert len(await bookings(s)) == 1
        assert len(s.heard(s.huy, "has booked a session")) == 1


async def test_in_a_package_it_says_which_session(sqlite_url):
    async with story(sqlite_url, **asking()) as s:
        ten = Offer("10 sessions", 10, 5_000_000, "VND")
        await s.w.bot.store.write(lambda b: contracting.agree(b, ten, s.client_id, s.act(s.huy)))
        await s.w.settle()
        await s.w.says(s.lan, "friday 18:00")
        assert "📦 Session 1 of 10" in s.lan.last.text
        assert "💰 in package" in s.lan.last.text


async def test_beyond_the_package_the_price_is_shown_or_the_coach_is_asked(sqlite_url):
    async with story(sqlite_url, **asking()) as s:
        one = Offer("1 session", 1, 500_000, "VND")
        await s.w.bot.store.write(lambda b: contracting.agree(b, one, s.client_id, s.act(s.huy)))
        await s.book(at(16, 18))
        await s.w.says(s.lan, "friday 18:00")
        assert "📦 No session is left in your package" in s.lan.last.text
        assert "💰 500.000 ₫ · outside the package" in s.lan.last.text
        await s.w.press(s.lan, "Send request")
        assert s.lan.last.text.startswith("📨 Asked.")
        await s.changes(opening=Opening.BOOK)
        await s.w.says(s.lan, "saturday 18:00")
        assert "✅ Book" not in s.lan.labels()
        assert "💬 Write" in s.lan.labels()


async def test_as_many_as_allowed_is_said_with_what_to_do(sqlite_url):
    async with story(sqlite_url, **asking(most_open=1)) as s:
        await ask_for_friday(s)
        await s.w.says(s.lan, "saturday 18:00")
        assert s.lan.last.text.startswith("You have 1 session ahead that you booked yourself")
        assert "🗓 My sessions" in s.lan.labels()


async def test_the_trainer_opens_it_in_the_settings_and_for_one_client(sqlite_url):
    async with story(sqlite_url) as s:
        await s.w.says(s.huy, "/settings")
        await s.w.press(s.huy, "Clients book")
        await s.w.press(s.huy, "ask me first")
        await s.w.press(s.huy, "How soon")
        await s.w.says(s.huy, "4h")
        await s.w.press(s.huy, "How far ahead")
        await s.w.says(s.huy, "10")
        await s.w.press(s.huy, "How many")
        await s.w.press(s.huy, "5")
        trainer = await s.w.bot.store.read(lambda b: b.trainers.get(s.huy.user_id))
        kept = (trainer.opening, trainer.notice_minutes, trainer.horizon_days, trainer.most_open)
        assert kept == (Opening.ASK, 240, 10, 5)
        await s.w.says(s.huy, "/clients lan")
        await s.w.press(s.huy, "May book")
        await s.w.press(s.huy, "book at once")
        client = await s.w.bot.store.read(lambda b: b.clients.get(s.client_id))
        assert client.opening is Opening.BOOK
        await s.w.says(s.lan, "today 13:30")
        assert "too soon: at least 4 h ahead" in s.lan.last.text
        await s.w.says(s.lan, "30 October 18:00")
        assert "too far ahead: at most 10 days" in s.lan.last.text
        await s.w.says(s.lan, "friday 18:00")
        assert "✅ Book" in s.lan.labels()


async def test_a_client_in_another_zone_reads_their_own_clock(sqlite_url):
    async with story(sqlite_url, **asking(**MORNINGS)) as s:

        async def abroad(books):
            from dataclasses import replace

            person = await books.people.get(s.lan.user_id)
            await books.people.save(replace(person, zone="Europe/Berlin"))

        await s.w.bot.store.write(abroad)
        await s.w.says(s.lan, "/sessions")
        await s.w.press(s.lan, "Book a session")
        assert "Times in Europe/Berlin." in s.lan.last.text
        await s.w.press(s.lan, shown(s.lan)[0])
        assert "03:00" in shown(s.lan)


async def test_buttons_of_others_do_nothing(sqlite_url):
    async with story(sqlite_url, **asking()) as s:
        minh, _ = await second_client(s)
        await ask_for_friday(s)
        stolen = s.huy.find("Yes")
        minh.taps_data(stolen[1]["callback_data"])
        await s.w.settle()
        (booking,) = await bookings(s)
        assert booking.status is Status.PENDING


async def test_a_cancelled_session_leads_to_free_times(sqlite_url):
    async with story(sqlite_url, **asking()) as s:
        await s.book(at(18, 18))
        await s.w.press(s.lan, "Cancel")
        await s.w.press(s.lan, "Cancel it")
        assert "➕ Book a session" in s.lan.labels()


@pytest.mark.parametrize("down", [timedelta(0), timedelta(minutes=5)])
async def test_it_goes_on_after_a_restart(sqlite_url, down):
    async with story(sqlite_url, **asking()) as s:
        await s.w.says(s.lan, "friday 18:00")
        await s.w.restart(down_for=down)
        await s.w.press(s.lan, "Send request")
        await s.w.restart(down_for=down)
        await s.w.press(s.huy, "Yes")
        (booking,) = await bookings(s)
        assert booking.status is Status.CONFIRMED
