"""A coach's own profile: the switch, what is said, the consultation, the link and its picture."""

import pytest

from bot.features.profile.buttons import NewLink, SetVisible, TurnSpeciality
from core.directory import tag
from tests.bot.story import story


async def profile(s):
    return await s.w.bot.store.read(lambda b: b.profiles.get(s.huy.user_id))


async def opened(s):
    await s.w.says(s.huy, "/settings")
    await s.w.press(s.huy, "Profile")
    return s.huy


async def test_profile_of_somebody_new_says_what_is_not_there_yet(sqlite_url):
    async with story(sqlite_url) as s:
        huy = await opened(s)

        assert huy.last.text.splitlines() == [
            "🪪 Your profile. People who look for a coach read it.",
            "🙈 Not visible: only who has your link sees your page",
            "📝 About you: none yet",
            "🏷 Specialities: none yet",
            "🌐 Languages: none yet",
            "☕ Consultation: not offered",
        ]
        assert huy.last.rows == [
            ["👁 Show me", "👀 As clients see it"],
            ["📝 About you", "🏷 Specialities"],
            ["🌐 Languages", "☕ Consultation"],
            ["🔗 My link"],
            ["‹ Back"],
        ]
        await s.w.press(huy, "‹ Back")
        assert huy.last.text.startswith("Settings.")


async def test_switch_shows_the_coach_and_says_what_is_missing(sqlite_url):
    async with story(sqlite_url) as s:
        huy = await opened(s)
        await s.w.press(huy, "Show me")
        assert huy.last.text.startswith(
            "👁 You are visible.\n"
            "Clients would like to read more: a few words about you, your specialities, your languages."
        )
        await s.w.says(s.lan, "/trainers")
        assert "Huy · from 500k" in s.lan.buttons()

        huy.presses("Hide me")
        await s.w.settle()
        assert huy.last.text.startswith("🙈 Hidden. Your link still leads to your page.")
        await s.w.says(s.lan, "/trainers")
        assert s.lan.last.text.startswith("No coach can be found here yet.")


async def test_a_tap_that_comes_twice_leaves_the_switch_on(sqlite_url):
    async with story(sqlite_url) as s:
        huy = await opened(s)
        for _ in range(2):
            huy.taps_data(SetVisible(True).pack())
            await s.w.settle()

        assert (await profile(s)).listed


async def test_preview_is_the_card_as_clients_see_it(sqlite_url):
    async with story(sqlite_url) as s:
        huy = await opened(s)
        await s.w.press(huy, "As clients see it")
        assert huy.last.text.startswith(
            "👀 This is what clients see:\n\nCoach Huy\n\n💰 500.000 ₫ a session (1 h)"
        )
        await s.w.press(huy, "Edit")
        assert huy.last.text.startswith("🪪 Your profile.")


# What is said.


async def test_bio_is_typed_read_by_everybody_and_erased(sqlite_url):
    async with story(sqlite_url) as s:
        huy = await opened(s)
        await s.w.press(huy, "About you")
        await s.w.says(huy, "Ten years of <boxing>.\nFor beginners.")
        assert huy.last.text.startswith("✅ Kept.")
        assert "📝 About you: Ten years of <boxing>. For beginners." in huy.last.text
        await s.w.press(huy, "About you")
        assert "Ten years of <boxing>.\nFor beginners." in huy.last.text
        await s.w.press(huy, "Erase it")
        assert (await profile(s)).bio is None


async def test_bio_that_is_too_long_is_asked_again(sqlite_url):
    async with story(sqlite_url) as s:
        huy = await opened(s)
        await s.w.press(huy, "About you")
        await s.w.says(huy, "x" * 601)
        assert huy.last.text.startswith("That is 601 characters. Please say it in fewer.")
        await s.w.says(huy, "y" * 600)
        assert (await profile(s)).bio == "y" * 600


async def test_a_session_typed_while_the_bio_is_asked_for_is_booked(sqlite_url):
    async with story(sqlite_url) as s:
        huy = await opened(s)
        await s.w.press(huy, "About you")
        await s.w.says(huy, "Lan tomorrow 18:00")

        assert huy.last.text.startswith("New session")
        assert (await profile(s)).bio is None


async def test_specialities_are_tapped_typed_and_taken_away(sqlite_url):
    async with story(sqlite_url) as s:
        huy = await opened(s)
        await s.w.press(huy, "Specialities")
        await s.w.press(huy, "boxing")
        assert "✓ boxing" in huy.buttons()
        await s.w.says(huy, "  Múa   cột ")
        await s.w.says(huy, "giảm cân")
        await s.w.says(huy, "WEIGHT loss")
        known = (await profile(s)).specialities
        assert known[:2] == ("boxing", "Múa cột")
        assert known[-1] == "weight_loss"

        await s.w.press(huy, "✓ Múa cột")
        await s.w.press(huy, "✓ boxing")
        assert "Múa cột" not in (await profile(s)).specialities
        huy.taps_data(TurnSpeciality(tag("Múa cột"), False).pack())
        await s.w.settle()
        assert "✓ weight loss" in huy.buttons()
        assert s.w.telegram.journal.errors() == []


async def test_specialities_are_eight_at_most_and_short(sqlite_url):
    async with story(sqlite_url) as s:
        huy = await opened(s)
        await s.w.press(huy, "Specialities")
        await s.w.says(huy, "one two three four five six seven eight")
        assert huy.last.text.startswith("One or two words, please: up to 32 characters.")
        for n in range(8):
            await s.w.says(huy, f"art {n}")
        await s.w.says(huy, "art 8")

        assert huy.last.text.startswith("That is 8 already: take one away first.")
        assert len((await profile(s)).specialities) == 8
        await s.w.press(huy, "yoga")
        assert len((await profile(s)).specialities) == 8


async def test_languages_are_tapped(sqlite_url):
    async with story(sqlite_url) as s:
        huy = await opened(s)
        await s.w.press(huy, "Languages")
        await s.w.press(huy, "English")
        await s.w.press(huy, "Tiếng Việt")
        assert (await profile(s)).languages == ("vi", "en")
        await s.w.press(huy, "✓ English")
        assert (await profile(s)).languages == ("vi",)


# The consultation.


@pytest.mark.parametrize(
    "typed, price, minutes, said",
    [
        ("200k", 200_000, 30, "200.000 ₫ · 30 min"),
        ("0", 0, 30, "free of charge · 30 min"),
        ("45 min", None, 45, "not offered"),
        ("none", None, 30, "not offered"),
    ],
)
async def test_first_meeting_is_typed(sqlite_url, typed, price, minutes, said):
    async with story(sqlite_url) as s:
        huy = await opened(s)
        await s.w.press(huy, "☕ Consultation")
        await s.w.says(huy, typed)

        known = await profile(s)
        assert (known.consultation_price, known.consultation_minutes) == (price, minutes)
        assert f"☕ Consultation: {said}" in huy.last.text


async def test_first_meeting_is_tapped(sqlite_url):
    async with story(sqlite_url) as s:
        huy = await opened(s)
        await s.w.press(huy, "☕ Consultation")
        assert huy.last.rows[0] == ["✓ Not offered", "Free of charge"]
        await s.w.press(huy, "Free of charge")
        await s.w.press(huy, "45 min")
        assert "Now: free of charge · 45 min" in huy.last.text
        await s.w.press(huy, "Not offered")
        assert "Now: not offered" in huy.last.text


@pytest.mark.parametrize(
    "typed, said",
    [("500", "Do you mean this?"), ("5 h", "A consultation lasts from"), ("hm", "Type a price like")],
)
async def test_first_meeting_that_cannot_be_is_asked_again(sqlite_url, typed, said):
    async with story(sqlite_url) as s:
        huy = await opened(s)
        await s.w.press(huy, "☕ Consultation")
        await s.w.says(huy, typed)

        assert huy.last.text.startswith(said)
        assert (await profile(s)).consultation_price is None


# The link.


async def test_link_is_copied_shared_and_shown_as_a_picture(sqlite_url):
    async with story(sqlite_url) as s:
        huy, binh = await opened(s), s.w.phone("Bình")
        await s.w.press(huy, "My link")
        url = f"https://t.me/{s.w.telegram.world.username}?start=t-huy-code"
        assert url in huy.last.text
        await s.w.press(huy, "Copy")
        assert huy.clipboard == url
        await s.w.press(huy, "QR code")
        assert huy.last.media == "photo"
        assert huy.last.text == "🔳 Coach Huy. Scan it, and my page opens."

        binh.opens(url)
        await s.w.settle()
        assert binh.last.text.startswith("Coach Huy")


async def test_new_link_ends_the_old_one_once(sqlite_url):
    async with story(sqlite_url) as s:
        huy, binh = await opened(s), s.w.phone("Bình")
        await s.w.press(huy, "My link")
        await s.w.press(huy, "New link")
        assert huy.last.rows == [["Keep it", "New link"]]
        await s.w.press(huy, "New link")
        fresh = (await profile(s)).code
        assert fresh != "huy-code"
        assert f"start=t-{fresh}" in huy.last.text

        huy.taps_data(NewLink("huy-code").pack())
        await s.w.settle()
        assert (await profile(s)).code == fresh
        binh.start("t-huy-code")
        await s.w.settle()
        assert binh.last.text.startswith("This page is not here any more.")


async def test_client_has_no_profile_and_their_forged_taps_change_nothing(sqlite_url):
    async with story(sqlite_url) as s:
        for data in ("js:1", "jb", "jo:huy-code", "jg:0", "jv"):
            s.lan.taps_data(data)
            await s.w.settle()

        assert "This is for trainers." in s.lan.last.text
        known = await profile(s)
        assert (known.listed, known.code, known.consultation_price) == (False, "huy-code", None)
