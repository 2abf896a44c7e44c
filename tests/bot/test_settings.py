"""Every setting: tapped and typed, shown at once, refused kindly, and true for what is still to be sent."""

from datetime import time, timedelta

import pytest

from bot.demo.telegram.faults import Drop
from core.hours import QuietHours, WorkingHours
from core.people import OutcomeRule
from core.policy import Policy
from tests.bot.story import at, story

SIX, ELEVEN, TWO, NINE = time(6), time(11), time(14), time(21)


async def trainer_of(s):
    return await s.w.bot.store.read(lambda b: b.trainers.get(s.huy.user_id))


async def person(s, phone):
    return await s.w.bot.store.read(lambda b: b.people.get(phone.user_id))


async def opens(s, section, phone=None):
    phone = phone or s.huy
    await s.w.says(phone, "/settings")
    await s.w.press(phone, section)


async def types(s, section, text):
    await opens(s, section)
    await s.w.says(s.huy, text)
    return s.huy.last


# All at a glance.


async def test_trainer_sees_every_value_at_once(sqlite_url):
    async with story(sqlite_url) as s:
        await s.w.says(s.huy, "/settings")

        assert s.huy.last.text.splitlines() == [
            "Settings. Tap what you want to change.",
            "🌐 Language: English",
            "🕰 Time zone: Ho Chi Minh (UTC+7)",
            "👤 Name: Huy",
            "💰 Price: 500.000 ₫",
            "⏱ Length: 1 h",
            "↔️ Buffer: none",
            "🕘 Working hours: Mon–Sat 06:00–21:00",
            "⚖️ Cancelling: free until 24 h before · late 50 % · no-show 100 % · package: a session",
            "❓ No answer: no-show after 2 h of silence",
            "🙋 Clients book: only through me",
            "💳 Getting paid: no account yet",
            "🔔 Client reminders: 24 h, 2 h before",
            "⏰ My reminders: 24 h before",
            "🌙 Quiet hours: 21:30–06:30",
            "📋 Daily list: switched off",
            "📌 Today card: switched off",
            "📍 Places: none yet",
            "📦 Packages: none yet",
            "🏝 Time off: none ahead",
        ]


async def test_client_has_language_and_time_zone(sqlite_url):
    async with story(sqlite_url) as s:
        await s.w.says(s.lan, "/settings")
        assert s.lan.last.rows == [["🌐 Language", "🕰 Time zone"], ["👋 Leave a coach"], ["‹ Back"]]


async def test_every_section_leads_back_in_one_message(sqlite_url):
    async with story(sqlite_url) as s:
        await s.w.says(s.huy, "/settings")
        shown = len(s.huy.received)
        labels = [label for label in s.huy.buttons() if label != "‹ Back"]
        for label in labels:
            await s.w.press(s.huy, label)
            assert s.huy.buttons()[-1] == "‹ Back"
            await s.w.press(s.huy, "Back")
            assert s.huy.last.text.startswith("Settings.")

        assert len(labels) == 20
        assert len(s.huy.received) == shown
        assert s.w.telegram.journal.errors() == []


async def test_trainers_settings_are_closed_to_a_client(sqlite_url):
    async with story(sqlite_url) as s:
        await s.w.says(s.lan, "/settings")
        for data in ("sts:price", "stp:price:1k", "sts:nonsense", "stp:nonsense:1", "stp:zone:Mars"):
            s.lan.taps_data(data)
            await s.w.settle()

        assert (await trainer_of(s)).price == 500_000
        assert s.lan.unanswered == []


# Tapped.


TAPPED = [
    ("Price", "400.000", "price", 400_000),
    ("Price", "No usual price", "price", None),
    ("Length", "1 h 30", "length_minutes", 90),
    ("Buffer", "15 min", "buffer_minutes", 15),
    ("No answer", "Ask me", "outcome_rule", OutcomeRule.ASK),
    ("Quiet hours", "22:00–07:00", "quiet", QuietHours(time(22), time(7))),
    ("Daily list", "06:00", "daily_list", time(6)),
    ("Today card", "Pinned", "today_card", True),
]


async def test_tapped_value_is_kept_and_shown_among_all(sqlite_url):
    async with story(sqlite_url) as s:
        await s.w.says(s.huy, "/settings")
        shown = len(s.huy.received)
        for section, label, field, value in TAPPED:
            await s.w.press(s.huy, section)
            await s.w.press(s.huy, label)

            assert getattr(await trainer_of(s), field) == value
            assert s.huy.last.text.startswith("✅ ")
            assert section in s.huy.last.text.splitlines()[0]
        assert len(s.huy.received) == shown


async def test_working_hours_by_preset_and_by_day(sqlite_url):
    async with story(sqlite_url) as s:
        await opens(s, "Working hours")
        await s.w.press(s.huy, "Mon–Fri 06–21")
        assert "Saturday: off" in s.huy.last.text
        await s.w.press(s.huy, "Sat")
        await s.w.press(s.huy, "08:00–12:00")
        assert "Saturday: 08:00–12:00" in s.huy.last.text
        await s.w.press(s.huy, "Fri")
        await s.w.press(s.huy, "off")

        week = (await trainer_of(s)).hours.week
        assert week == (((SIX, NINE),),) * 4 + ((), ((time(8), time(12)),), ())
        await s.w.press(s.huy, "Back")
        assert "Working hours: Mon–Thu 06:00–21:00; Sat 08:00–12:00" in s.huy.last.text


async def test_policy_is_shown_as_clients_read_it(sqlite_url):
    async with story(sqlite_url) as s:
        await opens(s, "Cancelling")
        await s.w.press(s.huy, "Free: 12 h")
        await s.w.press(s.huy, "Late: 100 %")
        await s.w.press(s.huy, "No-show: 0 %")

        assert "Until 12 h before the start" in s.huy.last.text
        assert "Later than that: the full price." in s.huy.last.text
        assert (await trainer_of(s)).policy == Policy(12, 100, 0)


async def test_leads_are_added_and_removed(sqlite_url):
    async with story(sqlite_url) as s:
        await opens(s, "Client reminders")
        await s.w.press(s.huy, "48 h")
        await s.w.press(s.huy, "✓ 24 h")
        assert (await trainer_of(s)).client_leads == (48 * 60, 2 * 60)
        await s.w.press(s.huy, "No reminders")
        assert (await trainer_of(s)).client_leads == ()
        await s.w.press(s.huy, "Back")
        assert "Client reminders: switched off" in s.huy.last.text


# Typed.


TYPED = [
    ("Name", "  Huy   Nguyễn ", "name", "Huy Nguyễn"),
    ("Price", "1tr2", "price", 1_200_000),
    ("Price", "0", "price", 0),
    ("Length", "75 min", "length_minutes", 75),
    ("Length", "1 giờ 15", "length_minutes", 75),
    ("Buffer", "20", "buffer_minutes", 20),
    ("Buffer", "120", "buffer_minutes", 120),
    ("Cancelling", "12h, no-show 80%", "policy", Policy(12, 50, 80)),
    ("Client reminders", "2h, 1 day, 30 min", "client_leads", (1440, 120, 30)),
    ("My reminders", "off", "trainer_leads", ()),
    ("Quiet hours", "22-7", "quiet", QuietHours(time(22), time(7))),
    ("Quiet hours", "none", "quiet", QuietHours(time(21, 30), time(21, 30))),
    ("Daily list", "6h15", "daily_list", time(6, 15)),
    ("Today card", "On", "today_card", True),
    ("Today card", "off", "today_card", False),
    ("Working hours", "6:00-21:00", "hours", WorkingHours.daily(SIX, NINE, range(6))),
    ("Working hours", "Mon-Fri 6-21", "hours", WorkingHours.daily(SIX, NINE, range(5))),
    (
        "Working hours",
        "6-11, 14-21",
        "hours",
        WorkingHours((((SIX, ELEVEN), (TWO, NINE)),) * 6 + ((),)),
    ),
]


async def test_typed_value_is_kept(sqlite_url):
    async with story(sqlite_url) as s:
        first = await trainer_of(s)
        for section, text, field, value in TYPED:
            last = await types(s, section, text)

            assert getattr(await trainer_of(s), field) == value
            assert last.text.startswith("✅ ")
            await s.changes(**{field: getattr(first, field)})
        assert s.w.telegram.journal.errors() == []


ABSURD = [
    ("Name", "n" * 65, "1 to 64 characters"),
    ("Price", "-500k", "Type it like 500k"),
    ("Price", "99999999999999k", "Type it like 500k"),
    ("Length", "0", "from 10 minutes to 12 hours"),
    ("Length", "13h", "from 10 minutes to 12 hours"),
    ("Length", "-60", "from 10 minutes to 12 hours"),
    ("Length", "long", "from 10 minutes to 12 hours"),
    ("Buffer", "121", "0 to 120 minutes"),
    ("Buffer", "-5", "0 to 120 minutes"),
    ("Cancelling", "999h", "At most 336 hours"),
    ("Cancelling", "late 101%", "0 to 100 %"),
    ("Cancelling", "-5%", "0 to 100 %"),
    ("Client reminders", "1 min", "from 5 minutes"),
    ("Client reminders", "15 days", "14 days"),
    ("Client reminders", "1h, 2h, 3h, 4h, 5h", "Up to four"),
    ("Quiet hours", "6-5", "Up to 16 hours"),
    ("Quiet hours", "25-30", "Up to 16 hours"),
    ("Daily list", "25:00", "no time of day"),
    ("Working hours", "21-6", "until 24:00"),
    ("Working hours", "6-11, 10-21", "until 24:00"),
    ("Working hours", "25-30", "until 24:00"),
    ("Working hours", "every day off", "until 24:00"),
    ("Time zone", "Zzzzz", "type a bigger city"),
]


async def test_absurd_value_is_refused_with_an_example_and_asked_again(sqlite_url):
    async with story(sqlite_url) as s:
        before = await trainer_of(s)
        for section, text, said in ABSURD:
            last = await types(s, section, text)

            assert said in last.text.splitlines()[0]
            assert last.rows[-1] == ["‹ Back"]
        assert await trainer_of(s) == before


async def test_one_day_is_typed_on_its_own_screen(sqlite_url):
    async with story(sqlite_url) as s:
        await opens(s, "Working hours")
        await s.w.press(s.huy, "Sun")
        await s.w.says(s.huy, "tomorrow maybe")
        assert "I did not get these hours" in s.huy.last.text
        await s.w.says(s.huy, "8-10, 16-18")

        assert (await trainer_of(s)).hours.week[6] == ((time(8), time(10)), (time(16), time(18)))
        # The week is open again: what is typed now is for all days that are worked.
        await s.w.says(s.huy, "Sun off")
        assert (await trainer_of(s)).hours.week[6] == ()


async def test_session_typed_while_a_setting_is_open_is_booked(sqlite_url):
    async with story(sqlite_url) as s:
        for section in ("Price", "Name", "Working hours", "Cancelling"):
            await types(s, section, "Lan tomorrow 18:00")
            assert "Tomorrow, Thu 16 Oct · 18:00–19:00" in s.huy.last.text
            await s.w.press(s.huy, "Discard")

        assert (await trainer_of(s)).name == "Huy"


async def test_line_after_back_is_not_taken_for_the_setting(sqlite_url):
    async with story(sqlite_url) as s:
        await opens(s, "Name")
        await s.w.press(s.huy, "Back")
        await s.w.says(s.huy, "Somebody")

        assert (await trainer_of(s)).name == "Huy"


async def test_cancel_leaves_the_setting(sqlite_url):
    async with story(sqlite_url) as s:
        await opens(s, "Name")
        await s.w.says(s.huy, "/cancel")
        await s.w.says(s.huy, "Somebody")

        assert (await trainer_of(s)).name == "Huy"


async def test_question_survives_what_comes_between(sqlite_url):
    async with story(sqlite_url) as s:
        acts = (
            s.huy.sends_sticker,
            lambda: s.huy.types("n" * 1001),
            lambda: s.huy.types("/today"),
            lambda: None,
        )
        for number, act in enumerate(acts):
            await opens(s, "Name")
            act()
            await s.w.settle()
            if number == 3:
                await s.w.restart(down_for=timedelta(hours=2))
            await s.w.says(s.huy, f"Huy {number}")

            assert (await trainer_of(s)).name == f"Huy {number}"
        assert s.w.telegram.journal.errors() == []


@pytest.mark.parametrize("how", ["tapped", "typed"])
async def test_change_that_was_made_before_its_answer_failed_is_shown(database, how):
    async with story(database) as s:
        await opens(s, "Price")
        if how == "tapped":
            s.w.telegram.faults.before("editMessageText", 1, Drop())
            await s.w.press(s.huy, "400.000")
        else:
            s.w.telegram.faults.before("sendMessage", 1, Drop())
            await s.w.says(s.huy, "400k")

        assert "💰 Price: 400.000 ₫" in s.huy.last.text
        assert (await trainer_of(s)).price == 400_000


# Language and time zone.


async def test_language_changes_at_once_and_for_later_notices(sqlite_url):
    async with story(sqlite_url) as s:
        await opens(s, "Language", s.lan)
        await s.w.press(s.lan, "Tiếng Việt")
        assert "Tiếng Việt" in s.lan.last.text
        assert (await person(s, s.lan)).language == "vi"

        await s.book(at(16, 18))
        assert "Thứ Năm 16/10" in s.lan.last.text


ZONES = [
    ("Tokyo", "Asia/Tokyo"),
    ("hà nội", "Asia/Ho_Chi_Minh"),
    ("europe/paris", "Europe/Paris"),
    ("Nhật Bản", "Asia/Tokyo"),
]


async def test_zone_is_found_by_what_people_call_it(sqlite_url):
    async with story(sqlite_url) as s:
        for text, zone in ZONES:
            await types(s, "Time zone", text)

            assert (await trainer_of(s)).zone == (await person(s, s.huy)).zone == zone


async def test_zone_that_is_not_sure_is_offered(sqlite_url):
    async with story(sqlite_url) as s:
        for text in ("Germany", "Berln"):
            await types(s, "Time zone", text)
            assert s.huy.last.text.startswith("Do you mean this?")
        assert (await trainer_of(s)).zone == "Asia/Ho_Chi_Minh"
        await s.w.press(s.huy, "Berlin")

        assert (await trainer_of(s)).zone == "Europe/Berlin"


# What is still to be sent follows at once; what is booked keeps its terms.


async def test_new_lead_holds_for_sessions_that_are_booked(database):
    async with story(database) as s:
        await s.book(at(15, 18))
        await types(s, "Client reminders", "3h")
        await s.w.passes(hours=4, minutes=59)
        assert s.heard(s.lan, "⏰") == []
        await s.w.passes(minutes=1)

        assert len(s.heard(s.lan, "⏰")) == 1
        await s.w.passes(hours=3)
        assert len(s.heard(s.lan, "⏰")) == 1


async def test_new_quiet_hours_hold_for_sessions_that_are_booked(sqlite_url):
    async with story(sqlite_url) as s:
        await s.book(at(16, 8))
        await types(s, "Client reminders", "2h")
        await types(s, "Quiet hours", "none")
        # 06:00 is no longer in the night: the reminder is not sent the evening before.
        await s.w.passes(hours=19, minutes=59)
        assert s.heard(s.lan, "⏰") == []
        await s.w.passes(minutes=1)
        assert len(s.heard(s.lan, "⏰")) == 1


async def test_zone_of_a_client_moves_their_night(sqlite_url):
    async with story(sqlite_url) as s:
        await s.book(at(16, 8))
        await types(s, "Client reminders", "2h")
        # 06:00 in Vietnam is 08:00 in Tokyo and a bit: the client is awake there.
        await opens(s, "Time zone", s.lan)
        await s.w.press(s.lan, "Tokyo")
        await s.w.passes(hours=19, minutes=59)
        assert s.heard(s.lan, "⏰") == []
        await s.w.passes(minutes=1)

        assert len(s.heard(s.lan, "⏰")) == 1
        assert "Asia/Tokyo" in s.heard(s.lan, "⏰")[0]


async def test_asking_only_stops_a_mark_that_was_on_its_way(sqlite_url):
    async with story(sqlite_url) as s:
        booking_id = await s.book(at(15, 11))
        await s.w.passes(hours=3)
        await opens(s, "No answer")
        await s.w.press(s.huy, "Ask me")
        await s.w.passes(hours=5)

        assert (await s.booking(booking_id)).status.value == "confirmed"


async def test_daily_list_follows_its_hour_and_the_zone(sqlite_url):
    async with story(sqlite_url) as s:
        await types(s, "Daily list", "5:00")
        assert (await trainer_of(s)).next_list_at == at(16, 5)
        await opens(s, "Time zone")
        await s.w.press(s.huy, "Tokyo")
        assert (await trainer_of(s)).next_list_at == at(16, 3)
        await types(s, "Daily list", "off")

        assert (await trainer_of(s)).next_list_at is None


async def test_new_policy_and_price_never_reach_back(sqlite_url):
    async with story(sqlite_url) as s:
        before = await s.booking(await s.book(at(16, 18)))
        await types(s, "Price", "900k")
        await types(s, "Cancelling", "48h 100% 100%")
        await types(s, "Length", "90")

        assert await s.booking(before.id) == before
        after = await s.booking(await s.book(at(17, 18)))
        assert (after.price, after.policy) == (900_000, Policy(48, 100, 100))


async def test_session_keeps_its_moment_in_a_new_zone(sqlite_url):
    async with story(sqlite_url) as s:
        booking_id = await s.book(at(16, 18))
        await types(s, "Time zone", "Tokyo")

        assert (await s.booking(booking_id)).starts_at == at(16, 18)
        await s.w.says(s.huy, "/week")
        assert "20:00–21:00" in s.huy.last.text
