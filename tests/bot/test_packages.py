"""Packages through the true bot: offered, agreed, counted, changed, warned of, over, rated; in time."""

from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta

import pytest

from core.contract import Billing, ContractStatus, Offer
from core.policy import Forfeit
from core.use_cases import contracting
from tests.bot.story import at, story

TEN = Offer("10 sessions", 10, 5_000_000, "VND")


async def contracts(s):
    return await s.w.bot.store.read(lambda books: books.contracts.of_client(s.client_id))


async def contract(s):
    return (await contracts(s))[-1]


async def agree(s, offer=TEN):
    made = await s.w.bot.store.write(lambda b: contracting.agree(b, offer, s.client_id, s.act(s.huy)))
    await s.w.settle()
    return made


@asynccontextmanager
async def with_package(database, offer=TEN, **options):
    async with story(database, **options) as s:
        await agree(s, offer)
        yield s


async def card(s):
    """The package's card on the trainer's phone."""
    await s.w.says(s.huy, "/clients")
    await s.w.press(s.huy, "Lan Anh")
    await s.w.press(s.huy, "Package")
    return s.huy.last.text


async def more(s, label):
    await card(s)
    await s.w.press(s.huy, "More")
    await s.w.press(s.huy, label)
    return s.huy.last.text


async def complete(s, start):
    """Booked, held and said to be completed."""
    await s.book(start)
    await s.w.passes(seconds=(start + timedelta(hours=1) - s.w.clock.now()).total_seconds())
    await s.w.press(s.huy, "Completed")


# What is offered.


@pytest.mark.parametrize(
    "typed, reads",
    [
        ("10 sessions 5tr 90 days", ["📦 10 sessions", "5.000.000 ₫, paid in advance", "90 days"]),
        ("10 buổi 5.000.000 90 ngày", ["📦 10 sessions", "5.000.000 ₫, paid in advance", "90 days"]),
        ("Gold: 20 sessions, 8tr5, 3 months", ["📦 Gold · 20 sessions", "8.500.000 ₫", "90 days"]),
        (
            "8 sessions 400k each",
            ["📦 8 sessions", "3.200.000 ₫ in all, 400.000 ₫ after each session", "90 days"],
        ),
        ("3 consultations 900k", ["📦 3 sessions", "💪 Consultation"]),
        ("gói giảm mỡ 12 buổi 6 triệu 8 tuần", ["📦 giảm mỡ · 12 sessions", "6.000.000 ₫", "56 days"]),
    ],
)
async def test_a_package_is_understood_from_one_line(sqlite_url, typed, reads):
    async with story(sqlite_url) as s:
        await s.w.says(s.huy, "/settings")
        await s.w.press(s.huy, "Packages")
        assert s.huy.last.text.startswith("No packages yet.")
        await s.w.press(s.huy, "New package")
        await s.w.says(s.huy, typed)
        for part in reads:
            assert part in s.huy.last.text


async def test_what_is_missing_is_asked_and_a_restart_loses_nothing(sqlite_url):
    async with story(sqlite_url) as s:
        await s.w.says(s.huy, "/settings")
        await s.w.press(s.huy, "Packages")
        await s.w.press(s.huy, "New package")
        await s.w.says(s.huy, "Starter 30 days")
        assert s.huy.last.text.startswith("How many sessions?")
        await s.w.restart()
        await s.w.press(s.huy, "5 sessions")
        assert s.huy.last.text.startswith("How much is it in all?")
        assert "2.500.000 ₫" in s.huy.buttons()
        await s.w.says(s.huy, "what?")
        assert s.huy.last.text.startswith("I did not get that.")
        await s.w.says(s.huy, "2tr")
        assert "📦 Starter · 5 sessions\n💰 2.000.000 ₫, paid in advance" in s.huy.last.text
        await s.w.press(s.huy, "Pay each session")
        assert "400.000 ₫ after each session" in s.huy.last.text
        await s.w.press(s.huy, "Change")
        await s.w.says(s.huy, "6 sessions 3tr")
        assert "📦 Starter · 6 sessions" in s.huy.last.text
        await s.w.press(s.huy, "Remove")
        await s.w.press(s.huy, "Keep it")
        await s.w.press(s.huy, "Remove")
        await s.w.press(s.huy, "Remove it")
        assert s.huy.last.text.startswith("Starter is removed.")
        assert s.w.telegram.journal.errors() == []


async def test_a_session_typed_below_the_question_is_a_session(sqlite_url):
    async with story(sqlite_url) as s:
        await s.w.says(s.huy, "/settings")
        await s.w.press(s.huy, "Packages")
        await s.w.press(s.huy, "New package")
        await s.w.says(s.huy, "Lan tomorrow 18:00")
        assert "New session" in s.huy.last.text


@pytest.mark.parametrize("typed", ["0 sessions 5tr", "501 sessions 5tr", "10 sessions 5tr 2000 days"])
async def test_what_cannot_be_is_said_and_asked_again(sqlite_url, typed):
    async with story(sqlite_url) as s:
        await s.w.says(s.huy, "/settings")
        await s.w.press(s.huy, "Packages")
        await s.w.press(s.huy, "New package")
        await s.w.says(s.huy, typed)
        assert "Please type it again." in s.huy.last.text
        assert "What is in the package?" in s.huy.last.text


# Agreeing.


async def test_typed_terms_are_agreed_with_the_client_and_accepted_once(database):
    async with story(database) as s:
        assert (await card(s)).startswith("Which package for Lan Anh? Type it in one line")
        await s.w.says(s.huy, "10 sessions 5tr 90 days")
        lines = [
            "📦 10 sessions with Coach Huy",
            "💰 5.000.000 ₫, paid in advance",
            "⏳ Valid for 90 days from the first session",
            "🟢 Cancel or move free of charge until 24 h before; later it takes 1 session of the package",
            "🚫 Not coming without a word takes 1 session of the package",
        ]
        assert s.huy.last.text == "\n".join(["Agree this with Lan Anh?", "", *lines])
        s.huy.presses_repeatedly("Agree it", 3)
        await s.w.settle()
        assert len(await contracts(s)) == 1
        assert s.lan.last.text == "\n".join(["🆕 A package for you", "", *lines])
        s.lan.presses_repeatedly("Agree", 3)
        await s.w.settle()
        assert s.heard(s.huy, "has agreed to 10") == ["🤝 Lan Anh has agreed to 10 sessions."]
        assert (await contract(s)).agreed_at == s.w.clock.now()
        assert "🤝 Agreed on Wed 15 Oct" in await card(s)
        assert s.w.telegram.journal.errors() == []


async def test_one_who_is_not_on_telegram_can_have_a_package_too(sqlite_url):
    async with story(sqlite_url, linked=False) as s:
        await card(s)
        await s.w.says(s.huy, "10 sessions 5tr")
        await s.w.press(s.huy, "Agree it")
        assert s.huy.last.text.startswith("Agreed. Lan Anh is not on Telegram yet.")
        assert "✉️ Invite" in s.huy.buttons()


async def test_the_card_counts_and_names_what_is_next(sqlite_url):
    async with with_package(sqlite_url) as s:
        await complete(s, at(15, 11))
        await s.w.press(s.huy, "For next time")
        await s.w.says(s.huy, "knee: no jumps")
        await s.book(at(17, 18))
        text = await card(s)
        assert "👤 Lan Anh · 10 sessions · 5.000.000 ₫ · until Tue 13 Jan 2026" in text
        assert "█▓░░░░░░░░ 1 done · 1 booked · 8 left" in text
        assert "Next: Fri 17 Oct · 18:00 · last note: “knee: no jumps”" in text
        await s.w.says(s.lan, "/sessions")
        assert "█▓░░░░░░░░ 1 done · 1 booked · 8 left" in s.lan.last.text
        await s.w.press(s.lan, "Agree to package")
        assert "knee" not in s.lan.last.text
        await s.w.press(s.lan, "Agree")
        assert "🤝 You agreed on Wed 15 Oct" in s.lan.last.text


async def test_a_stranger_sees_and_changes_nothing(sqlite_url):
    async with with_package(sqlite_url) as s:
        forged = ["gu:1:0", "gz:1", "ge:1", "gt:1:0:7", "g1:1:0:0", "gs:1:0:7:0:0", "gj:1:0:5:gift", "g2:1"]
        eve = s.w.phone("Eve")
        eve.start()
        await s.w.settle()
        await s.w.press(eve, "I am a trainer")
        message = eve.last
        for data in forged:
            eve.taps_data(data, message)
            await s.w.settle()
        assert not [m.text for m in eve.received if "Lan Anh" in m.text or "10 sessions" in m.text]
        assert (await contract(s)).version == 0
        # The client may read their own, and change nothing of it.
        for data in ("gt:1:0:7", "gj:1:0:5:gift", "g1:1:0:0", "ge:1"):
            s.lan.taps_data(data, s.lan.last)
            await s.w.settle()
        assert (await contract(s)).version == 0


# By hand.


async def test_sessions_are_given_with_a_reason_typed_in_one_line(sqlite_url):
    async with with_package(sqlite_url) as s:
        await more(s, "± Sessions")
        await s.w.says(s.huy, "+2 birthday gift")
        assert s.huy.last.text.startswith("✅ +2 sessions: birthday gift.")
        assert s.lan.last.text.startswith("📦 Coach Huy has added 2 sessions to your package: birthday gift")
        await more(s, "± Sessions")
        await s.w.says(s.huy, "-1")
        assert "−1 session: 12 → 11, 11 left then." in s.huy.last.text
        await s.w.says(s.huy, "counted wrong")
        assert (await contract(s)).total == 11
        await more(s, "± Sessions")
        await s.w.says(s.huy, "-12 too many")
        assert s.huy.last.text.startswith("Not that many: what is used or booked stays.")
        await card(s)
        await s.w.press(s.huy, "History")
        assert "+2 sessions, birthday gift" in s.huy.last.text


@pytest.mark.parametrize(
    "typed, said",
    [
        ("10 days", "✅ 10 days more: valid until Fri 23 Jan 2026."),
        ("2 tuần", "✅ 14 days more: valid until Tue 27 Jan 2026."),
        ("20/1/2026", "✅ 7 days more: valid until Tue 20 Jan 2026."),
        ("soon", "I did not get that."),
        ("1/1/2026", "A package is valid for 1 to 1098 days in all."),
    ],
)
async def test_days_are_typed_as_a_number_or_as_the_last_day(sqlite_url, typed, said):
    async with with_package(sqlite_url) as s:
        await complete(s, at(15, 11))
        await more(s, "Extend")
        await s.w.says(s.huy, typed)
        assert s.huy.last.text.startswith(said)


async def test_a_session_typed_below_a_question_about_days_is_a_session(sqlite_url):
    async with with_package(sqlite_url) as s:
        for question in ("Extend", "Freeze", "± Sessions"):
            await more(s, question)
            await s.w.says(s.huy, "Lan tomorrow 18:00")
            assert s.huy.last.text.startswith("New session")
            await s.w.press(s.huy, "Discard")


async def test_freezing_shows_what_lies_inside_and_tells_the_client_once(database):
    async with with_package(database) as s:
        await complete(s, at(15, 11))
        inside, outside = await s.book(at(17, 18)), await s.book(at(27, 18))
        await more(s, "Freeze")
        await s.w.says(s.huy, "6")
        assert s.huy.last.text.startswith("A freeze has at least 7 days, and at most 30 in all.")
        await s.w.press(s.huy, "7 days")
        assert "Freeze Lan Anh's package until Tue 21 Oct (7 days)?" in s.huy.last.text
        assert "1 session lies inside:\n· Fri 17 Oct · 18:00–19:00" in s.huy.last.text
        assert s.huy.buttons()[0] == "‹ Not now"
        before = len(s.lan.received)
        s.huy.presses_repeatedly("Freeze, cancel 1", 2)
        await s.w.settle()
        assert len(s.lan.received) == before + 1
        assert s.lan.last.text.startswith("❄️ Your package with Coach Huy is frozen until Tue 21 Oct.")
        assert "· Fri 17 Oct · 18:00–19:00" in s.lan.last.text
        assert not (await s.booking(inside)).takes_time
        assert (await s.booking(outside)).takes_time
        assert (await contract(s)).status is ContractStatus.FROZEN
        await s.w.passes(days=6, hours=15)
        assert (await contract(s)).status is ContractStatus.ACTIVE
        assert s.w.telegram.journal.errors() == []


async def test_ending_early_says_what_is_owed_to_both(sqlite_url):
    async with with_package(sqlite_url) as s:
        await complete(s, at(15, 11))
        ahead = await s.book(at(17, 18))
        text = await more(s, "End early")
        assert "1 session ahead is cancelled:\n· Fri 17 Oct · 18:00–19:00" in text
        assert "Used: 1 session, worth 500.000 ₫. Paid: 0 ₫." in text
        assert s.huy.buttons()[0] == "‹ Keep it"
        await s.w.press(s.huy, "End it")
        assert "💰 Still to be paid: 500.000 ₫." in s.huy.last.text
        assert "💰 Still to be paid: 500.000 ₫." in s.lan.last.text
        assert not (await s.booking(ahead)).takes_time


async def test_what_was_shown_and_is_so_no_longer_is_shown_anew(sqlite_url):
    async with with_package(sqlite_url) as s:
        await more(s, "End early")
        await s.book(at(17, 18))
        await s.w.press(s.huy, "End it")
        assert "This has changed since." in s.huy.toasts[-1]
        assert (await contract(s)).status is ContractStatus.ACTIVE


# What time does.


async def test_warnings_come_at_nine_and_after_a_week_down_only_the_nearest(database):
    async with with_package(database, replace(TEN, days=20)) as s:
        await complete(s, at(15, 11))
        await s.w.passes(days=5, hours=20)
        assert s.heard(s.huy, "package ends in") == []
        await s.w.passes(hours=1, minutes=1)
        assert s.heard(s.huy, "package ends in")[0].startswith(
            "⏳ Lan Anh's package ends in 14 days, after Tue 4 Nov."
        )
        assert s.lan.last.text.startswith("⏳ Your package with Coach Huy ends in 14 days, after Tue 4 Nov.")
        # Down over the one of the 28th.
        await s.w.restart(down_for=timedelta(days=8))
        await s.w.passes(minutes=1)
        assert [t.split(",")[0] for t in s.heard(s.huy, "package ends in")] == [
            "⏳ Lan Anh's package ends in 14 days",
            "⏳ Lan Anh's package ends in 6 days",
        ]
        await s.w.press(s.huy, "Extend")
        await s.w.press(s.huy, "+14 days")
        assert s.huy.last.text.startswith("✅ 14 days more: valid until Tue 18 Nov.")
        await s.w.passes(hours=1)
        assert len(s.heard(s.lan, "Your package with Coach Huy ends")) == 2
        assert s.w.telegram.journal.errors() == []


async def test_a_bot_that_was_down_for_a_week_over_the_end_tells_it_once_in_the_morning(database):
    async with with_package(database, replace(TEN, days=5)) as s:
        await complete(s, at(15, 11))
        # 22:00 of the 26th: the end was at midnight after the 20th.
        await s.w.restart(down_for=timedelta(days=11, hours=10))
        await s.w.passes(hours=1)
        assert (await contract(s)).status is ContractStatus.EXPIRED
        assert s.heard(s.huy, "package ended") == []
        await s.w.passes(hours=8)
        (told,) = s.heard(s.huy, "package ended")
        assert told.startswith("⌛ Lan Anh's package ended on Mon 20 Oct.\n9 sessions were not used")
        assert s.heard(s.lan, "ends in") == []
        assert len(s.heard(s.lan, "package with Coach Huy ended")) == 1
        await s.w.press(s.huy, "Extend")
        await s.w.press(s.huy, "+14 days")
        assert (await contract(s)).status is ContractStatus.ACTIVE
        assert "9 left" in s.huy.last.text
        assert s.w.telegram.journal.errors() == []


async def test_sessions_beyond_the_end_are_named_when_they_are_cancelled(sqlite_url):
    async with with_package(sqlite_url, replace(TEN, days=5)) as s:
        beyond = await s.book(at(22, 18))
        await complete(s, at(15, 11))
        await s.w.passes(days=5, hours=19)
        assert not (await s.booking(beyond)).takes_time
        for phone in (s.huy, s.lan):
            (text,) = s.heard(phone, "package ended") + s.heard(phone, "Coach Huy ended")
            assert "Cancelled, free of charge:\n· Wed 22 Oct · 18:00–19:00" in text
        assert s.heard(s.lan, "is cancelled") == []


async def test_the_last_two_are_announced_and_the_end_is_rated_and_renewed(database):
    async with with_package(database, replace(TEN, name="3 sessions", sessions=3)) as s:
        await s.w.press(s.lan, "Agree")
        for day in (15, 16, 17):
            await complete(s, at(day, 11))
        assert [t.split("\n")[0] for t in s.heard(s.huy, "to go")] == [
            "📦 2 sessions to go for Lan Anh: 3 sessions."
        ]
        assert len(s.heard(s.lan, "2 sessions to go in your package")) == 1
        assert (await contract(s)).status is ContractStatus.COMPLETED
        (asked,) = [m for m in s.lan.received if "All done" in m.text]
        s.lan.presses("5 ★", asked)
        await s.w.settle()
        assert "A word for Coach Huy?" in asked.text
        await s.w.restart()
        await s.w.says(s.lan, "Strong again. Thank you!")
        assert s.heard(s.huy, "from Lan Anh for 3 sessions") == [
            "⭐ ★★★★★ from Lan Anh for 3 sessions.\nAll ratings: ★ 5.0 (1)"
        ]
        assert s.huy.last.text == "💬 Lan Anh adds: “Strong again. Thank you!”"
        (done,) = [m for m in s.huy.received if "has completed 3 sessions" in m.text]
        s.huy.presses("Renew", done)
        await s.w.settle()
        await s.w.press(s.huy, "Agree it")
        assert [c.renews_id for c in await contracts(s)] == [None, (await contracts(s))[0].id]
        assert s.w.telegram.journal.errors() == []


async def test_a_renewal_may_be_another_package_and_is_used_after_the_first(sqlite_url):
    async with with_package(sqlite_url, replace(TEN, sessions=1, name="Trial")) as s:
        await more(s, "Renew")
        await s.w.press(s.huy, "Another package")
        await s.w.says(s.huy, "20 sessions 9tr")
        assert s.huy.last.text.startswith("Renew with Lan Anh?")
        await s.w.press(s.huy, "Agree it")
        first, second = await contracts(s)
        assert second.renews_id == first.id
        booked = [await s.booking(await s.book(at(day, 18))) for day in (16, 17)]
        assert [b.contract_id for b in booked] == [first.id, second.id]
        await s.w.says(s.huy, "/clients lan")
        await s.w.press(s.huy, "Package")
        assert s.huy.last.text.startswith("Lan Anh · packages")
        assert [row[0][:5] for row in s.huy.last.rows[:2]] == ["20 se", "Trial"]


# What a penalty takes.


@pytest.mark.parametrize(
    "typed, forfeit",
    [
        ("package money", Forfeit.MONEY),
        ("package nothing", Forfeit.NOTHING),
        ("gói trừ buổi", Forfeit.CREDIT),
        ("gói không trừ", Forfeit.NOTHING),
        ("prepaid: money", Forfeit.MONEY),
    ],
)
async def test_what_a_fee_takes_of_a_package_is_typed(sqlite_url, typed, forfeit):
    async with story(sqlite_url) as s:
        await s.w.says(s.huy, "/settings")
        await s.w.press(s.huy, "Cancelling")
        await s.w.says(s.huy, typed)
        trainer = await s.w.bot.store.read(lambda b: b.trainers.get(s.huy.user_id))
        assert trainer.policy.prepaid is forfeit


async def test_what_a_fee_takes_of_a_package_is_tapped_and_read_by_the_client(sqlite_url):
    async with story(sqlite_url) as s:
        await s.w.says(s.huy, "/settings")
        await s.w.press(s.huy, "Cancelling")
        await s.w.press(s.huy, "📦 money")
        assert "📦 In a package that is paid ahead, it is money too" in s.huy.last.text
        await agree(s)
        assert "later it takes half the price" in s.lan.last.text


async def test_sessions_paid_one_by_one_cost_what_they_are_worth(sqlite_url):
    async with with_package(sqlite_url, replace(TEN, billing=Billing.PER_SESSION)) as s:
        await s.book(at(15, 11))
        await s.w.passes(hours=2)
        await s.w.press(s.huy, "Completed")
        assert s.huy.last.text
        (booking,) = await s.w.bot.store.read(lambda b: b.bookings.of_client(s.client_id))
        assert await s.charges(booking.id) == [("session", "due", 500_000)]
