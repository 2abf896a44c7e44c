"""The plan of two: either changes it, the other hears once, and one tap leads to the first series."""

import pytest

from core.contract import Offer
from core.use_cases import contracting
from core.use_cases.coordinating import change
from tests.bot.story import Story, story


async def opens(s: Story, phone) -> str:
    await s.w.says(phone, "/start" if phone is s.lan else "/clients lan")
    await s.w.press(phone, "🤝 Plan together")
    return phone.last.text


async def test_both_change_the_plan_and_the_other_hears_once(database):
    async with story(database) as s:
        assert "Nothing is written down yet" in await opens(s, s.lan)
        await s.w.press(s.lan, "🎯 Goals")
        await s.w.press(s.lan, "Build muscle")
        await s.w.press(s.lan, "Get fitter")
        await s.w.says(s.lan, "10 pull-ups")
        await s.w.press(s.lan, "✨ Expectations")
        await s.w.says(s.lan, "Be strict <please>")
        await s.w.press(s.lan, "🕒 Times")
        await s.w.says(s.lan, "T2 T4 T6 18h")
        assert "🕒 Understood: Mon, Wed, Fri · 18:00" in s.lan.last.text
        await s.w.passes(minutes=6)
        (told,) = s.heard(s.huy, "has changed your plan")
        for line in (
            "🎯 Goals: Build muscle, Get fitter, 10 pull-ups",
            "✨ Expectations: Be strict <please>",
            "🕒 Times: Mon, Wed, Fri · 18:00",
        ):
            assert line in told
        await s.w.press(s.huy, "🤝 Plan together")
        await s.w.press(s.huy, "📍 Place")
        await s.w.says(s.huy, "Park at 6")
        await s.w.passes(minutes=6)
        assert "Coach Huy has changed your plan" in s.lan.last.text
        assert "📍 Place: Park at 6" in s.lan.last.text
        assert s.w.telegram.journal.errors() == []


async def test_a_question_of_the_plan_survives_a_restart(sqlite_url):
    async with story(sqlite_url) as s:
        await opens(s, s.huy)
        await s.w.press(s.huy, "🎯 Goals")
        await s.w.restart()
        await s.w.says(s.huy, "walk without pain")
        assert "🎯 Goals: walk without pain" in s.huy.last.text


async def test_injuries_are_the_clients_to_tell_and_the_coachs_to_read(sqlite_url):
    async with story(sqlite_url) as s:
        await opens(s, s.lan)
        await s.w.press(s.lan, "🩹 Injuries")
        await s.w.says(s.lan, "left knee")
        assert "🩹 Injuries: left knee" in await opens(s, s.huy)
        assert "🩹 Injuries" not in s.huy.labels()
        s.huy.taps_data(f"coa:{s.client_id}:injuries")
        await s.w.settle()
        assert "Injuries, or anything" not in s.huy.last.text
        await opens(s, s.lan)
        await s.w.press(s.lan, "🩹 Erase injuries")
        assert "knee" not in await opens(s, s.huy)


async def package(s: Story) -> None:
    ten = Offer("10 sessions", 10, 5_000_000, "VND")
    await s.w.bot.store.write(lambda b: contracting.agree(b, ten, s.client_id, s.act(s.huy)))
    await s.w.settle()


async def test_the_first_series_is_one_tap_from_readable_times(sqlite_url):
    async with story(sqlite_url) as s:
        await package(s)
        await opens(s, s.huy)
        await s.w.press(s.huy, "🕒 Times")
        await s.w.says(s.huy, "Mon Wed Fri 18:00")
        assert "10 sessions" in s.huy.last.text
        await s.w.press(s.huy, "🔁 First series")
        assert "Mon, Wed, Fri 18:00–19:00" in s.huy.last.text
        assert "10 sessions" in s.huy.last.text
        await s.w.press(s.huy, "Create 10")
        assert s.huy.last.text.startswith("✅ Booked: 10 sessions.")
        first = min(
            b.starts_at for b in await s.w.bot.store.read(lambda b: b.bookings.of_client(s.client_id))
        )
        assert first.date().isoformat() == "2025-10-17"


@pytest.mark.parametrize(
    "times, asked",
    [("", "How often"), ("Mon Wed", "time"), ("sometimes in the morning", "How often")],
)
async def test_what_the_times_leave_open_is_asked(sqlite_url, times, asked):
    async with story(sqlite_url) as s:
        await opens(s, s.huy)
        if times:
            await s.w.press(s.huy, "🕒 Times")
            await s.w.says(s.huy, times)
        await s.w.press(s.huy, "🔁 First series")
        assert asked.lower() in s.huy.last.text.lower()


async def test_nobody_else_opens_or_changes_a_plan(sqlite_url):
    async with story(sqlite_url) as s:
        await s.w.bot.store.write(lambda b: change(b, s.client_id, "goals", "a secret goal", s.act(s.lan)))
        minh = s.w.phone("Minh")
        minh.start()
        await s.w.settle()
        id_ = s.client_id
        for data in (
            f"cop:{id_}:0",
            f"coa:{id_}:goals",
            f"coc:{id_}:goals:fit",
            f"coz:{id_}:goals",
            f"cos:{id_}",
        ):
            minh.taps_data(data)
            await s.w.settle()
        assert all("secret" not in m.text and "Lan Anh" not in m.text for m in minh.received)
        intake = await s.w.bot.store.read(lambda b: b.intakes.get(id_))
        assert intake.goals == "a secret goal"
