"""An admin oversees: sessions of everybody, conflicts resolved, coaches let in, the log, a word to all."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from bot.demo.telegram.phone import Phone
from core.people import Trainer
from core.period import Period
from core.profile import Profile, Standing
from core.use_cases.booking import NewBooking, book
from core.use_cases.inviting import add_client, invite, join
from tests.bot.story import Story, at, story


@asynccontextmanager
async def overseen(database: str) -> AsyncIterator[tuple[Story, Phone]]:
    """Huy and Lan Anh, and somebody whom the settings name as an admin."""
    async with story(database) as s:
        admin = s.w.phone("Admin")
        s.w.bot.services.settings = s.w.bot.settings.model_copy(update={"admin_ids": (admin.user_id,)})
        admin.start()
        await s.w.settle()
        yield s, admin


async def booked_twice(s: Story) -> tuple[int, int]:
    """Binh stands over Lan Anh on Friday at 18:00, booked anyway."""
    first = await s.book(at(17, 18))
    slot = (await s.booking(first)).slot_id

    async def work(books: Any) -> int:
        binh = await add_client(books, s.huy.user_id, "Bình", s.act(s.huy))
        wanted = NewBooking(s.huy.user_id, binh.id, Period(at(17, 18, 30), at(17, 19, 30)), over=(slot,))
        return (await book(books, wanted, s.act(s.huy))).id

    return first, await s.w.bot.store.write(work)


async def events(s: Story) -> list[tuple[str, int]]:
    found = await s.w.bot.store.read(lambda b: b.oversight.events(None, [], 0, 5))
    return [(e.kind, e.by) for e in found]


async def test_nobody_else_learns_that_there_is_an_admin(sqlite_url):
    async with overseen(sqlite_url) as (s, admin):
        await s.book(at(17, 18))
        for phone in (s.huy, s.lan):
            await s.w.says(phone, "/admin")
            assert "/help" in phone.last.text
            assert "Admin" not in phone.last.text
        await s.w.says(admin, "/admin")
        await s.w.press(admin, "📅 Sessions")
        for button in (button for row in admin.last.markup["inline_keyboard"] for button in row):
            s.lan.taps_data(button["callback_data"])
            await s.w.settle()
        assert not s.heard(s.lan, "📅 Sessions")
        assert not s.heard(s.lan, "· Coach Huy")


async def test_sessions_are_found_by_name_status_and_day(sqlite_url):
    async with overseen(sqlite_url) as (s, admin):
        await booked_twice(s)
        await s.w.says(admin, "/admin")
        await s.w.press(admin, "📅 Sessions")
        assert "Lan Anh · Coach Huy" in admin.last.text
        assert "⚠️✅ Fri 17 Oct · 18:30–19:30 Bình · Coach Huy" in admin.last.text

        await s.w.press(admin, "🔍 Name or date")
        await s.w.says(admin, "binh")
        await s.w.press(admin, "👤 Bình · Huy")
        assert "Lan Anh" not in admin.last.text
        assert "Bình · Coach Huy" in admin.last.text

        await s.w.press(admin, "Any status")
        await s.w.press(admin, "✖️ Cancelled")
        assert "No such session" in admin.last.text

        await s.w.press(admin, "🔍 Name or date")
        await s.w.says(admin, "friday")
        assert "Fri 17 Oct" in admin.last.text
        await s.w.press(admin, "🔍 Name or date")
        await s.w.says(admin, "qwertz")
        assert "I found nobody called “qwertz”" in admin.last.text
        assert s.w.telegram.journal.errors() == []


async def test_a_conflict_is_moved_by_an_admin_and_both_are_told_why(database):
    async with overseen(database) as (s, admin):
        first, second = await booked_twice(s)
        await s.w.says(admin, "/admin")
        assert "1 conflict ahead" in admin.last.text
        await s.w.press(admin, "⚠️ Conflicts")
        await s.w.press(admin, "17/10 18:30 Bình")
        assert "stands over something else" in admin.last.text
        await s.w.press(admin, "🗓 Move")
        await s.w.says(admin, "friday 18:15")
        await s.w.press(admin, "agreed with both")
        assert "Taken" in admin.last.text
        await s.w.says(admin, "friday 20:00")
        await s.w.press(admin, "agreed with both")

        assert "Moved. Coach and client have been told." in admin.last.text
        assert (await s.booking(second)).starts_at == at(17, 20)
        (told,) = s.heard(s.huy, "An admin has moved the session with Bình")
        assert "“agreed with both”" in told
        assert (await events(s))[0] == ("overseen_moved", admin.user_id)
        assert (await s.booking(first)).starts_at == at(17, 18)
        await s.w.says(admin, "/admin")
        assert "No conflicts" in admin.last.text


async def test_a_session_is_cancelled_free_of_charge_however_late(database):
    async with overseen(database) as (s, admin):
        booking_id = await s.book(at(15, 12))
        await s.w.says(admin, "/admin")
        await s.w.press(admin, "📅 Sessions")
        await s.w.press(admin, "15/10 12:00 Lan Anh")
        await s.w.press(admin, "✖️ Cancel, no fee")
        assert admin.labels(admin.last)[0] == "Leave it as it is"
        await s.w.says(admin, "The gym is closed")

        cancelled = await s.booking(booking_id)
        assert (cancelled.status.value, cancelled.cancelled_by.value) == ("cancelled", "system")
        assert await s.charges(booking_id) == []
        assert s.heard(s.lan, "An admin had to cancel your session with Coach Huy. It costs you nothing.")
        assert s.heard(s.huy, "An admin had to cancel the session with Lan Anh")
        assert s.heard(s.lan, "“The gym is closed”")
        assert (await events(s))[0] == ("overseen_cancelled", admin.user_id)


async def test_a_conflict_that_is_allowed_leaves_the_list_until_it_moves(database):
    async with overseen(database) as (s, admin):
        _, second = await booked_twice(s)
        await s.w.says(admin, "/admin")
        await s.w.press(admin, "⚠️ Conflicts")
        await s.w.press(admin, "17/10 18:30 Bình")
        await s.w.press(admin, "✅ Allow it")
        await s.w.press(admin, "it was a mistake")

        assert "✅ Allowed: it was a mistake" in admin.last.text
        assert s.heard(s.huy, "it may stand over the other one")
        assert await s.w.bot.store.read(lambda b: b.oversight.count_clashes(s.w.clock.now())) == 0
        assert (await s.booking(second)).allowed == "mistake"


async def test_a_stale_button_changes_nothing(sqlite_url):
    async with overseen(sqlite_url) as (s, admin):
        booking_id = await s.book(at(17, 18))
        await s.w.says(admin, "/admin")
        await s.w.press(admin, "📅 Sessions")
        await s.w.press(admin, "17/10 18:00 Lan Anh")
        await s.w.press(admin, "✖️ Cancel, no fee")
        await s.w.says(s.lan, "/sessions")
        await s.w.press(s.lan, "Fri 17 Oct · 18:00")
        await s.w.press(s.lan, "✖️ Cancel")
        await s.w.press(s.lan, "Cancel it")
        await s.w.press(admin, "ill")

        assert (await s.booking(booking_id)).cancelled_by.value == "client"
        assert s.w.telegram.journal.errors() == []


async def test_coaches_are_let_in_and_paused(sqlite_url):
    async with overseen(sqlite_url) as (s, admin):
        mai = s.w.phone("Mai")
        mai.start()
        await s.w.settle()
        now = s.w.clock.now()

        async def work(books: Any) -> None:
            await books.trainers.add(Trainer(mai.user_id, "Mai", "Asia/Ho_Chi_Minh", now))
            await books.profiles.add(Profile(mai.user_id, "mai-code", now, Standing.WAITING))

        await s.w.bot.store.write(work)
        await s.w.says(admin, "/admin")
        assert "1 coach waits to be let in" in admin.last.text
        await s.w.press(admin, "🏋️ Coaches")
        assert admin.last.text.index("Mai") < admin.last.text.index("Huy")
        await s.w.press(admin, "⏳ Mai")
        await s.w.press(admin, "✅ Let in")
        assert "Takes on clients" in admin.last.text
        await s.w.press(admin, "⏸ Pause")
        assert "Paused" in admin.last.text
        kinds = [kind for kind, _ in await events(s)]
        assert kinds[:2] == ["trainer_paused", "trainer_admitted"]


async def test_figures_are_those_of_all_coaches(sqlite_url):
    async with overseen(sqlite_url) as (s, admin):
        await s.book(at(14, 8))
        await s.book(at(20, 8))
        await s.w.says(admin, "/admin")
        await s.w.press(admin, "📊 Figures")
        assert "1 coach with sessions · 👥 1 client" in admin.last.text
        assert "☑️ 1 completed · 🕕 1 ahead" in admin.last.text
        assert "Delivered: 500.000 ₫" in admin.last.text


async def test_the_log_says_who_did_what_and_is_narrowed(sqlite_url):
    async with overseen(sqlite_url) as (s, admin):
        await s.book(at(17, 18))
        await s.w.says(admin, "/admin")
        await s.w.press(admin, "📜 Log")
        assert "Huy: session booked · Lan Anh" in admin.last.text
        assert "Lan Anh: joined the list" in admin.last.text
        await s.w.press(admin, "Sessions")
        assert "joined the list" not in admin.last.text
        await s.w.press(admin, "Admins")
        assert "Nothing yet" in admin.last.text


async def test_a_word_to_all_is_seen_first_and_sent_once(database):
    async with overseen(database) as (s, admin):
        await s.w.says(admin, "/admin")
        await s.w.press(admin, "📣 Word to all")
        await s.w.says(admin, "We are <b>off</b> on Sunday, 2-4 am.")
        assert "We are <b>off</b> on Sunday" in admin.last.text
        admin.presses_repeatedly("📣 Send to 3 people", 3)
        await s.w.settle()

        for phone in (s.huy, s.lan, admin):
            assert len(s.heard(phone, "From the team of this calendar\n\nWe are <b>off</b>")) == 1
        assert (await events(s))[0] == ("announced", admin.user_id)


async def test_a_word_to_all_waits_for_the_morning(sqlite_url):
    async with overseen(sqlite_url) as (s, admin):
        await s.w.passes(hours=13)
        await s.w.says(admin, "/admin")
        await s.w.press(admin, "📣 Word to all")
        await s.w.says(admin, "Good news.")
        await s.w.press(admin, "📣 Send to 3 people")
        assert s.heard(s.lan, "Good news.") == []
        await s.w.passes(hours=8)
        assert len(s.heard(s.lan, "Good news.")) == 1


async def test_who_is_no_admin_any_more_cannot_finish_what_was_begun(sqlite_url):
    async with overseen(sqlite_url) as (s, admin):
        await s.w.says(admin, "/admin")
        await s.w.press(admin, "📣 Word to all")
        s.w.bot.services.settings = s.w.bot.settings.model_copy(update={"admin_ids": ()})
        await s.w.says(admin, "I was an admin")
        assert "/help" in admin.last.text
        assert await s.w.bot.store.read(lambda b: b.drafts.current(admin.user_id)) is None


async def test_double_bookings_of_a_person_who_joins_are_conflicts_too(database):
    async with overseen(database) as (s, admin):
        await s.book(at(17, 18))
        mai = s.w.phone("Mai")
        mai.start()
        await s.w.settle()
        now = s.w.clock.now()

        async def work(books: Any) -> None:
            await books.trainers.add(Trainer(mai.user_id, "Mai", "Asia/Ho_Chi_Minh", now, price=300_000))
            await books.profiles.add(Profile(mai.user_id, "mai-code", now))
            client = await add_client(books, mai.user_id, "Lan", s.act(mai))
            wanted = NewBooking(mai.user_id, client.id, Period(at(17, 18), at(17, 19)))
            await book(books, wanted, s.act(mai))
            await invite(books, client.id, "second", s.act(mai))
            await join(books, "second", s.act(s.lan))

        await s.w.bot.store.write(work)
        await s.w.says(admin, "/admin")
        await s.w.press(admin, "⚠️ Conflicts")
        assert "Coach Mai" in admin.last.text
