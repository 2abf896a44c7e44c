"""The log of sessions: the timeline of a client, and what was noted for next time when that comes."""

from __future__ import annotations

from core.booking import Performance
from core.charge import Method
from core.contract import Offer
from core.use_cases import contracting, money, outcome
from tests.bot.story import Story, at, story


async def noted(s: Story, booking_id: int, **fields) -> None:
    await s.w.bot.store.write(lambda b: outcome.note(b, booking_id, s.act(s.huy), fields))
    await s.w.settle()


async def timeline(s: Story) -> str:
    await s.w.says(s.huy, "/clients Lan Anh")
    return (await s.w.press(s.huy, "Timeline")).text


async def test_a_timeline_has_sessions_packages_and_payments_by_month(sqlite_url):
    async with story(sqlite_url) as s:
        offer = Offer("Ten", 10, 4_000_000, "VND")
        contract = await s.w.bot.store.write(lambda b: contracting.agree(b, offer, s.client_id, s.act(s.huy)))
        held = await s.book(at(13, 18), contract_id=contract.id)
        paid = await s.book(at(14, 18), single=True)
        await s.w.bot.store.write(lambda b: money.pay(b, paid, Method.CASH, s.act(s.huy)))
        await noted(
            s,
            held,
            exercises="Squats 3×10",
            performance=Performance.GOOD,
            note="Knee hurts",
            next_note="Lighter, please",
        )
        text = await timeline(s)
        assert text.startswith("📋 Lan Anh · timeline\nAttendance 100 % (2 of 2)\n")
        assert "October 2025" in text
        assert (
            "☑️ Completed · Mon 13 Oct 18:00 · 1/10\n  🏋️ Squats 3×10\n  ⭐ Good\n  📝 Knee hurts\n"
            "  📌 Lighter, please"
        ) in text
        assert "💰 500.000 ₫ · Wed 15 Oct · cash" in text
        assert "📦 Ten · Wed 15 Oct\n  █░░░░░░░░░ 1 done · 0 booked · 9 left" in text
        assert s.w.telegram.journal.errors() == []


async def test_an_empty_timeline_says_what_will_stand_there(sqlite_url):
    async with story(sqlite_url) as s:
        assert "After a session its exercises and your notes stand here." in await timeline(s)


async def test_a_long_timeline_has_pages_the_newest_first(sqlite_url):
    async with story(sqlite_url) as s:
        for day in (16, 17, 18, 20, 21, 22, 23, 24, 25, 27, 28, 29, 30):
            await s.book(at(day, 18))
        assert "Thu 30 Oct" in await timeline(s)
        text = (await s.w.press(s.huy, "›")).text
        assert "Sat 18 Oct" in text
        assert "Thu 16 Oct" in text
        assert "Thu 30 Oct" not in text
        assert "Thu 30 Oct" in (await s.w.press(s.huy, "‹")).text


async def test_a_client_gets_no_timeline(sqlite_url):
    async with story(sqlite_url) as s:
        await noted(s, await s.book(at(13, 18)), next_note="Tell nobody")
        s.lan.taps_data(f"et:{s.client_id}:0")
        await s.w.settle()
        assert "Tell nobody" not in s.lan.last.text


async def test_the_last_note_is_there_when_the_next_session_is_near(sqlite_url):
    async with story(sqlite_url) as s:
        await noted(s, await s.book(at(11, 18)), next_note="Older")
        await noted(s, await s.book(at(13, 18)), next_note="Left shoulder: <slowly>")
        await s.book(at(14, 18))
        id_ = await s.book(at(17, 18))
        s.huy.taps_data(f"so:{id_}")
        await s.w.settle()
        assert "📌 Last time: Left shoulder: <slowly>" in s.huy.last.text
        await s.w.passes(hours=32)
        reminder = s.heard(s.huy, "⏰")[-1]
        assert "📌 Last time: Left shoulder: <slowly>" in reminder
        assert "Older" not in reminder
        assert s.heard(s.lan, "Left shoulder") == []


async def test_the_last_note_stands_in_the_day_when_it_is_near(sqlite_url):
    async with story(sqlite_url) as s:
        await noted(s, await s.book(at(11, 18)), next_note="Older")
        await noted(s, await s.book(at(13, 18)), next_note="Knee:\n<no jumps>" + " and on" * 40)
        await s.book(at(15, 18))
        await s.book(at(18, 18))
        today = (await s.w.says(s.huy, "/today")).text
        assert "18:00–19:00 Lan Anh\n    📌 Knee: <no jumps> and on" in today
        assert "Older" not in today
        assert max(map(len, today.splitlines())) < 100
        assert "📌" not in (await s.w.says(s.huy, "/today saturday")).text
        assert "📌" not in (await s.w.says(s.huy, "/week")).text
        await s.w.passes(hours=9)
        assert "📌" not in (await s.w.says(s.huy, "/today")).text
        assert s.w.telegram.journal.errors() == []


async def test_a_session_that_is_over_shows_its_own_note_alone(sqlite_url):
    async with story(sqlite_url) as s:
        await noted(s, await s.book(at(11, 18)), next_note="Older")
        id_ = await s.book(at(13, 18))
        await noted(s, id_, next_note="Newer")
        s.huy.taps_data(f"so:{id_}")
        await s.w.settle()
        assert "📌 Next time: Newer" in s.huy.last.text
        assert "Older" not in s.huy.last.text
