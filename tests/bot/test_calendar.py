"""Day, week and month: turned in one message, of one client, searched, as pictures; each sees their own."""

from datetime import date

import pytest

from bot.features.day.buttons import SearchFor, ShowDay, ShowMonth, ShowWeek
from bot.features.day.months import typed_month
from bot.features.sessions.buttons import MyDay, MyMonth, MyWeek
from bot.screen import MOST_BELOW
from core.booking import Status
from core.people import Place, PlaceKind
from core.time_off import TimeOff
from core.use_cases import ending
from core.use_cases.cancelling import cancel
from core.use_cases.inviting import add_client
from tests.bot.story import Story, at, story


async def minh(s: Story) -> int:
    """Another client, without Telegram."""
    client = await s.w.bot.store.write(lambda b: add_client(b, s.huy.user_id, "Minh", s.act(s.huy)))
    return client.id


async def book_for(s: Story, client_id: int, *starts, **wanted) -> None:
    lan, s.client_id = s.client_id, client_id
    for start in starts:
        await s.book(start, **wanted)
    s.client_id = lan


async def test_a_week_is_a_picture_with_its_agenda_below(sqlite_url):
    async with story(sqlite_url) as s:
        await s.book(at(16, 18))
        await s.w.says(s.huy, "/week")
        assert s.huy.last.media == "photo"
        assert s.huy.downloads().startswith(b"\x89PNG")
        assert "Wed 15 Oct ◂: nothing on\nThu 16 Oct\n🕕 18:00–19:00 Lan Anh\n" in s.huy.last.text
        assert s.w.telegram.journal.errors() == []


async def test_day_week_and_month_are_one_message(sqlite_url):
    async with story(sqlite_url) as s:
        await s.book(at(16, 18))
        await s.w.says(s.huy, "/today")
        count = len(s.huy.messages)
        seen = []
        for label in ("Week", "›", "‹", "16", "Month", "🖼 Picture", "›", "Month", "This month", "Day"):
            await s.w.press(s.huy, label)
            seen.append((s.huy.last.media, s.huy.last.text.splitlines()[0]))
        assert seen == [
            ("photo", "Mon 13 Oct – Sun 19 Oct"),
            ("photo", "Mon 20 Oct – Sun 26 Oct"),
            ("photo", "Mon 13 Oct – Sun 19 Oct"),
            (None, "Thursday 16 October · 1 session"),
            (None, "October 2025 · 1 session"),
            ("photo", "October 2025 · 1 session"),
            (None, "November 2025 · 0 sessions"),
            (None, "November 2025 · 0 sessions"),
            (None, "October 2025 · 1 session"),
            (None, "Wednesday 1 October · 0 sessions"),
        ]
        assert len(s.huy.messages) == count
        assert s.w.telegram.journal.errors() == []


async def test_a_month_is_a_grid_of_days_with_counts_and_today_marked(sqlite_url):
    async with story(sqlite_url) as s:
        for day in (20, 22, 24, 27, 29, 31):
            await s.book(at(day, 18))
        await s.book(at(31, 9))
        await s.w.says(s.huy, "/month")
        grid = s.huy.last.rows[:6]
        assert grid == [
            ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"],
            ["·", "·", "1", "2", "3", "4", "5"],
            ["6", "7", "8", "9", "10", "11", "12"],
            ["13", "14", "•15•", "16", "17", "18", "19"],
            ["20¹", "21", "22¹", "23", "24¹", "25", "26"],
            ["27¹", "28", "29¹", "30", "31²", "·", "·"],
        ]
        await s.w.press(s.huy, "31²")
        assert s.huy.last.text.startswith("Friday 31 October · 2 sessions")
        assert s.w.telegram.journal.errors() == []


@pytest.mark.parametrize(
    "typed, first",
    [
        ("/month", "October 2025"),
        ("/month 10", "October 2025"),
        ("/month 1", "January 2026"),
        ("/month 12/2026", "December 2026"),
        ("/month tháng 9", "September 2025"),
        ("/month 20/11", "November 2025"),
    ],
)
async def test_a_month_can_be_typed(sqlite_url, typed, first):
    async with story(sqlite_url) as s:
        await s.w.says(s.huy, typed)
        assert s.huy.last.text.startswith(first)


@pytest.mark.parametrize(
    "text, today, first",
    [
        ("10", date(2025, 10, 15), date(2025, 10, 1)),
        ("1", date(2025, 10, 15), date(2026, 1, 1)),
        ("12", date(2025, 1, 15), date(2024, 12, 1)),
        ("4", date(2025, 10, 15), date(2026, 4, 1)),
        ("03/2027", date(2025, 10, 15), date(2027, 3, 1)),
        ("13", date(2025, 10, 15), None),
        ("friday", date(2025, 10, 15), None),
    ],
)
def test_the_nearest_month_of_a_number_is_meant(text, today, first):
    assert typed_month(text, today) == first


async def test_both_lines_of_a_conflict_are_marked(sqlite_url):
    async with story(sqlite_url) as s:
        taken = await s.booking(await s.book(at(16, 18)))
        await book_for(s, await minh(s), at(16, 18, 30), over=(taken.slot_id,))
        await s.w.says(s.huy, "/today thursday")
        assert [line[:2] for line in s.huy.last.text.splitlines() if "–" in line and "free" not in line] == [
            "⚠️",
            "⚠️",
        ]
        await s.w.press(s.huy, "Month")
        assert s.huy.last.text.count("⚠️") == 2


async def test_below_the_picture_of_a_month_stands_what_it_shows(sqlite_url):
    async with story(sqlite_url) as s:
        await s.book(at(20, 18))
        await book_for(s, await minh(s), at(20, 9), at(31, 9))
        await s.w.says(s.huy, "/month")
        await s.w.press(s.huy, "🖼 Picture")
        assert s.huy.last.text.splitlines() == [
            "October 2025 · 3 sessions",
            "Mon 20 Oct 🕕 09:00 Minh · 🕕 18:00 Lan Anh",
            "Fri 31 Oct 🕕 09:00 Minh",
        ]
        for day in range(16, 32):
            for hour in (6, 7, 8, 10, 11):
                if day not in (19, 26):
                    await s.book(at(day, hour))
        await s.w.says(s.huy, "/month")
        await s.w.press(s.huy, "🖼 Picture")
        assert s.huy.last.text.splitlines()[:3] == [
            "October 2025 · 73 sessions",
            "Thu 16 Oct · 5 sessions",
            "Fri 17 Oct · 5 sessions",
        ]
        assert s.w.telegram.journal.errors() == []


async def test_only_one_client_is_shown_when_chosen_and_stays_so(sqlite_url):
    async with story(sqlite_url) as s:
        await s.book(at(16, 18))
        await book_for(s, await minh(s), at(16, 9), at(17, 9))
        await s.w.says(s.huy, "/today thursday")
        await s.w.press(s.huy, "👤 All clients")
        await s.w.press(s.huy, "Minh")
        assert s.huy.last.text.splitlines() == [
            "Thursday 16 October · 1 session · Minh",
            "🕕 09:00–10:00 Minh",
        ]
        await s.w.press(s.huy, "Week")
        assert "Lan" not in s.huy.last.text
        await s.w.press(s.huy, "Month")
        assert s.huy.last.text.startswith("October 2025 · 2 sessions · Minh")
        await s.w.press(s.huy, "👤 Minh")
        await s.w.press(s.huy, "👥 All clients")
        assert s.huy.last.text.startswith("October 2025 · 3 sessions\n")
        assert s.w.telegram.journal.errors() == []


async def test_a_long_week_says_how_many_and_leads_to_the_days(sqlite_url):
    async with story(sqlite_url) as s:
        for day in range(16, 19):
            for hour in range(6, 21):
                await s.book(at(day, hour))
        await s.w.says(s.huy, "/week")
        assert len(s.huy.last.text) <= MOST_BELOW
        assert "Thu 16 Oct · 15 sessions · 06:00–21:00\n" in s.huy.last.text
        assert "…" not in s.huy.last.text
        await s.w.press(s.huy, "16")
        assert s.huy.last.text.count("Lan Anh") == 15
        assert s.w.telegram.journal.errors() == []


async def test_pictures_become_dark_and_stay_so(sqlite_url):
    async with story(sqlite_url) as s:
        await s.w.says(s.huy, "/week")
        light = s.huy.downloads()
        await s.w.press(s.huy, "🌙")
        dark = s.huy.downloads()
        assert dark != light
        await s.w.restart()
        await s.w.says(s.huy, "/week")
        assert s.huy.downloads() == dark
        await s.w.press(s.huy, "☀️")
        assert s.huy.downloads() == light


async def test_a_picture_is_uploaded_once(sqlite_url):
    async with story(sqlite_url) as s:
        await s.w.says(s.huy, "/week")
        uploaded = len(s.w.telegram.world.files)
        first = s.huy.last.file_id
        await s.w.says(s.huy, "/week")
        await s.w.restart()
        await s.w.says(s.huy, "/week")
        assert s.huy.last.file_id == first
        assert len(s.w.telegram.world.files) == uploaded


async def test_a_picture_that_telegram_has_lost_is_uploaded_again(sqlite_url):
    async with story(sqlite_url) as s:
        await s.w.says(s.huy, "/week")
        shown = s.huy.downloads()
        s.w.telegram.world.files.clear()
        await s.w.says(s.huy, "/week")
        assert s.huy.downloads() == shown


@pytest.mark.parametrize("typed", ["lan", "ÁNH", "gold", "no-show", "vắng mặt"])
async def test_a_search_finds_by_name_place_or_status(sqlite_url, typed):
    async with story(sqlite_url) as s:
        gym = Place(0, s.huy.user_id, PlaceKind.GYM, "Gold's Gym")
        place = await s.w.bot.store.write(lambda b: b.places.add(gym))
        await s.book(at(15, 11), place_id=place.id)
        await book_for(s, await minh(s), at(17, 9))
        await s.w.passes(hours=2)
        await s.w.press(s.huy, "No-show")
        await s.w.says(s.huy, "/today")
        await s.w.press(s.huy, "🔍 Search")
        await s.w.says(s.huy, typed)
        assert s.huy.last.text.splitlines()[2:] == ["🚫 Wed 15 Oct · 11:00 Lan Anh 📍Gold's Gym"]
        await s.w.press(s.huy, "15/10 11:00 Lan Anh")
        assert "Lan Anh" in s.huy.last.text
        assert s.w.telegram.journal.errors() == []


async def test_a_search_for_a_date_leads_to_the_day(sqlite_url):
    async with story(sqlite_url) as s:
        await s.w.says(s.huy, "/today")
        await s.w.press(s.huy, "🔍 Search")
        await s.w.says(s.huy, "20/10")
        await s.w.press(s.huy, "Mon 20 Oct")
        assert s.huy.last.text.startswith("Monday 20 October")


async def test_a_search_without_a_hit_says_what_can_be_typed_and_waits_on(database):
    async with story(database) as s:
        await s.w.says(s.huy, "/today")
        await s.w.press(s.huy, "🔍 Search")
        await s.w.says(s.huy, "banana")
        assert s.huy.last.text.startswith("I found nothing for “banana”.")
        await s.w.restart()
        await s.book(at(16, 18))
        await s.w.says(s.huy, "lan")
        assert "🕕 Thu 16 Oct · 18:00 Lan Anh" in s.huy.last.text


@pytest.mark.parametrize(
    "typed, day",
    [("mai", "Tomorrow, Thu 16 Oct"), ("hôm qua", "Tue 14 Oct"), ("thứ sáu", "Fri 17 Oct")],
)
async def test_a_day_is_searched_in_vietnamese(sqlite_url, typed, day):
    async with story(sqlite_url) as s:
        await s.w.says(s.huy, "/today")
        await s.w.press(s.huy, "🔍 Search")
        await s.w.says(s.huy, typed)
        assert s.huy.last.text.startswith("🗓")
        assert day in s.huy.buttons()


async def test_a_name_that_is_a_day_too_leads_to_both(sqlite_url):
    async with story(sqlite_url) as s:
        mai = await s.w.bot.store.write(lambda b: add_client(b, s.huy.user_id, "Mai", s.act(s.huy)))
        await book_for(s, mai.id, at(17, 9))
        await s.w.says(s.huy, "/today")
        await s.w.press(s.huy, "🔍 Search")
        await s.w.says(s.huy, "mai")
        assert "🕕 Fri 17 Oct · 09:00 Mai" in s.huy.last.text
        await s.w.press(s.huy, "Tomorrow, Thu 16 Oct")
        assert s.huy.last.text.startswith("Thursday 16 October")


async def test_who_has_left_is_found_too(sqlite_url):
    async with story(sqlite_url) as s:
        await s.book(at(13, 18))
        act = s.act(s.huy)
        await s.w.bot.store.write(lambda b: ending.end(b, s.client_id, act))
        await s.w.says(s.huy, "/today")
        await s.w.press(s.huy, "🔍 Search")
        assert "13 Oct · 18:00 Lan Anh" in (await s.w.says(s.huy, "lan")).text


async def test_a_status_that_was_tapped_is_named_in_words(sqlite_url):
    async with story(sqlite_url) as s:
        await s.w.says(s.huy, "/today")
        await s.w.press(s.huy, "🔍 Search")
        await s.w.press(s.huy, "🚫 No-show")
        assert s.huy.last.text.startswith("I found nothing for “No-show”.")


async def test_a_status_is_searched_by_one_tap(sqlite_url):
    async with story(sqlite_url) as s:
        await s.w.says(s.huy, "/today")
        await s.w.press(s.huy, "🔍 Search")
        await s.w.press(s.huy, "✖️ Cancelled")
        assert s.huy.last.text.startswith("I found nothing")


async def test_a_day_off_stands_in_the_month(sqlite_url):
    async with story(sqlite_url) as s:
        off = TimeOff(0, s.huy.user_id, at(20, 0), at(23, 0), s.w.clock.now(), "vacation")
        await s.w.bot.store.write(lambda b: b.times_off.add(off))
        await s.w.says(s.huy, "/month")
        assert "🏝 Mon 20 Oct – Wed 22 Oct" in s.huy.last.text
        await s.w.press(s.huy, "🖼 Picture")
        assert s.w.telegram.journal.errors() == []


async def test_a_client_sees_own_sessions_by_day_week_and_month(sqlite_url):
    async with story(sqlite_url) as s:
        await s.book(at(16, 18))
        await book_for(s, await minh(s), at(16, 9), at(17, 9))
        await s.w.says(s.lan, "/sessions")
        count = len(s.lan.messages)
        seen = []
        for label in ("Week", "16", "Month", "🖼 Picture", "🌙", "🗓 List"):
            await s.w.press(s.lan, label)
            seen.append((s.lan.last.media, s.lan.last.text.splitlines()[0]))
            assert "Minh" not in s.lan.last.text
            assert "09:00" not in s.lan.last.text
        assert seen == [
            ("photo", "Mon 13 Oct – Sun 19 Oct"),
            (None, "Thursday 16 October"),
            (None, "October 2025 · 1 session"),
            ("photo", "October 2025 · 1 session"),
            ("photo", "October 2025 · 1 session"),
            (None, "Your sessions"),
        ]
        assert len(s.lan.messages) == count
        assert s.w.telegram.journal.errors() == []


async def test_a_client_s_calendar_has_only_those_days_and_nothing_cancelled(database):
    async with story(database) as s:
        gone = await s.book(at(16, 9))
        for day in (14, 16, 21):
            await s.book(at(day, 18))
        act = s.act(s.huy)
        await s.w.bot.store.write(lambda b: cancel(b, gone, act))
        await s.w.says(s.lan, "/sessions")
        await s.w.press(s.lan, "Week")
        assert [row.partition(" ")[2].strip() for row in s.lan.last.text.splitlines()[1:]] == [
            "Tue 14 Oct · 18:00–19:00",
            "Tomorrow, Thu 16 Oct · 18:00–19:00",
        ]
        await s.w.press(s.lan, "16")
        assert "09:00" not in s.lan.last.text


def forged(s: Story) -> list[str]:
    day = date(2025, 10, 16).toordinal()
    mine = s.client_id
    buttons = (ShowDay(day, mine), ShowWeek(day, mine), ShowMonth(day, mine), SearchFor(Status.CONFIRMED))
    return [button.pack() for button in buttons]


async def test_a_trainer_sees_nothing_of_another_ones_clients(sqlite_url):
    async with story(sqlite_url) as s:
        await s.book(at(16, 18))
        mai = s.w.phone("Mai")
        mai.start()
        await s.w.settle()
        await s.w.press(mai, "I am a trainer")
        await s.w.says(mai, "500k")
        await s.w.says(mai, "/today")
        for data in forged(s):
            mai.taps_data(data)
            await s.w.settle()
            assert "Lan Anh" not in mai.last.text
            assert "18:00–19:00" not in mai.last.text


async def test_a_client_cannot_open_the_trainers_calendar(sqlite_url):
    async with story(sqlite_url) as s:
        await s.book(at(16, 18))
        await book_for(s, await minh(s), at(16, 9))
        await s.w.says(s.lan, "/sessions")
        day = date(2025, 10, 16).toordinal()
        for data in [*forged(s), MyDay(day).pack(), MyWeek(day).pack(), MyMonth(day).pack()]:
            s.lan.taps_data(data)
            await s.w.settle()
            assert "Minh" not in s.lan.last.text
            assert "09:00" not in s.lan.last.text
