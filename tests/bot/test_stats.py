"""/stats: the dashboard, each number explained, charts, who cancels; a client's own figures."""

from __future__ import annotations

from bot.features.stats import saying as say
from bot.texts import words
from core.charge import Method
from core.contract import Offer
from core.figures.sessions import Share
from core.use_cases import contracting, money, outcome
from core.use_cases.cancelling import cancel
from tests.bot.story import Story, at, story

EN = words("en")


async def a_month(s: Story) -> None:
    """Two held, one of them paid, one missed, one cancelled by Lan, one ahead."""
    held = [await s.book(at(13, 18)), await s.book(at(14, 18))]
    missed = await s.book(at(15, 8), minutes=60)
    gone = await s.book(at(20, 18))
    await s.book(at(22, 18))
    store = s.w.bot.store
    await store.write(lambda b: money.pay(b, held[0], Method.CASH, s.act(s.huy)))
    await store.write(lambda b: outcome.miss(b, missed, s.act(s.huy)))
    await store.write(lambda b: cancel(b, gone, s.act(s.lan)))
    await s.w.settle()


async def test_the_dashboard_has_every_number(sqlite_url):
    async with story(sqlite_url) as s:
        await a_month(s)
        text = (await s.w.says(s.huy, "/stats")).text
        assert text.startswith("📊 This month · Wed 1 Oct – Fri 31 Oct")
        assert "☑️ 2 completed · 🕕 1 ahead · 🚫 1 no-show · ✖️ 1 cancelled" in text
        assert "Completion: 50 % (2 of 4)" in text
        assert "Cancelled: 25 % · by you 0 % · by clients 25 %" in text
        assert "Delivered: 1.000.000 ₫\nCollected: 500.000 ₫\nExpected: 500.000 ₫" in text
        assert "Outstanding: 500.000 ₫" in text
        assert "Retention: –" in text
        assert "Notice before cancelling: 5 days" in text
        assert s.w.telegram.journal.errors() == []


async def test_another_period_has_its_own_numbers(sqlite_url):
    async with story(sqlite_url) as s:
        await a_month(s)
        await s.w.says(s.huy, "/stats")
        assert "Nothing to count in these days yet." in (await s.w.press(s.huy, "Last month")).text
        assert "50 % (2 of 4)" in (await s.w.press(s.huy, "This year")).text
        assert "50 % (2 of 4)" in (await s.w.press(s.huy, "All time")).text


async def test_each_number_says_what_it_counts_and_of_what_it_is_made(sqlite_url):
    async with story(sqlite_url) as s:
        await a_month(s)
        await s.w.says(s.huy, "/stats")
        for topic, *told in (
            (
                "ℹ️ Sessions",
                "In all: 4",
                "Completion: 50 % (2 of 4)",
                "what is still ahead does not count",
                "Cancelled: 25 % (1 of 4)",
                "you 0 % (0 of 4), clients 25 % (1 of 4)",
                "No-show: 25 % (1 of 4)",
                "Ahead: 1",
                "Booked: 5",
            ),
            (
                "ℹ️ Money",
                "Delivered: 1.000.000 ₫",
                "completed sessions (2), paid or not",
                "Fees are not in it.",
                "Collected: 500.000 ₫",
                "Expected: 500.000 ₫",
                "confirmed sessions (1) still ahead",
                "Outstanding: 500.000 ₫",
                "Lost or waived:",
            ),
            ("ℹ️ Time", "Utilisation:", "4 h with sessions", "Preferred times: Mon 18:00 (1)", ": 4 in"),
            (
                "ℹ️ Clients",
                "Retention: –",
                "30 days",
                "Sessions each: 2",
                "(2), shared among the clients who had any (1)",
                "Months each: 0 months",
                "Notice before cancelling: 5 days",
                "over what they cancelled (1)",
            ),
        ):
            text = (await s.w.press(s.huy, topic)).text
            assert [words_ for words_ in told if words_ not in text] == []
            await s.w.press(s.huy, "Back")


async def test_the_other_screens_are_explained_too(sqlite_url):
    async with story(sqlite_url) as s:
        await a_month(s)
        for screen, told in (
            ("Who cancels", "Cancelled by clients: 25 % (1 of 4)"),
            ("📈 Income", "Collected: 500.000 ₫"),
            ("📈 Times", "Preferred times: Mon 18:00 (1)"),
            ("📈 Clients", "Completion: 50 % (2 of 4)"),
        ):
            await s.w.says(s.huy, "/stats")
            await s.w.press(s.huy, screen)
            assert told in (await s.w.press(s.huy, "What it means")).text
            assert (await s.w.press(s.huy, "Back")).text.startswith("📊")
        assert s.w.telegram.journal.errors() == []


async def test_figures_are_a_tap_from_the_beginning(sqlite_url):
    async with story(sqlite_url) as s:
        await s.w.says(s.huy, "/start")
        assert (await s.w.press(s.huy, "📊 Figures")).text.startswith("📊 This month")
        await s.w.says(s.lan, "/start")
        assert "📊 Figures" not in s.lan.labels()


async def test_a_package_that_is_not_paid_is_outstanding_without_any_session(sqlite_url):
    async with story(sqlite_url) as s:
        ten = Offer("Ten", 10, 5_000_000, "VND")
        await s.w.bot.store.write(lambda b: contracting.agree(b, ten, s.client_id, s.act(s.huy)))
        assert "Outstanding: 5.000.000 ₫" in (await s.w.says(s.huy, "/stats")).text
        await s.w.passes(days=40)
        assert "Nothing to count" in (await s.w.says(s.huy, "/stats")).text
        assert "Outstanding: 5.000.000 ₫" in (await s.w.press(s.huy, "All time")).text


async def test_who_cancels_when_and_what_it_cost(sqlite_url):
    async with story(sqlite_url) as s:
        await a_month(s)
        await s.w.says(s.huy, "/stats")
        text = (await s.w.press(s.huy, "Who cancels")).text
        assert "Lan Anh: 1 cancelled, 1 no-show of 4" in text
        assert "Mon 18:00 (1)" in text
        assert "Revenue lost:" in text


async def test_charts_come_as_pictures_with_their_numbers_in_words(sqlite_url):
    async with story(sqlite_url) as s:
        await a_month(s)
        for chart, told in (
            ("📈 Income", "delivered 1.000.000 ₫"),
            ("📈 Times", "Mon 18:00"),
            ("📈 Clients", "all together 50 %"),
        ):
            await s.w.says(s.huy, "/stats")
            shown = await s.w.press(s.huy, chart)
            assert shown.media == "photo"
            assert told in shown.text
        await s.w.press(s.huy, "🌙")
        assert "☀️" in s.huy.labels()
        assert (await s.w.press(s.huy, "Back")).text.startswith("📊")
        assert s.w.telegram.journal.errors() == []


async def test_a_client_sees_the_own_figures_and_no_others(sqlite_url):
    async with story(sqlite_url) as s:
        await a_month(s)
        await s.w.says(s.lan, "/sessions")
        text = (await s.w.press(s.lan, "My progress")).text
        assert "With Coach Huy\nAttendance: 50 % (2 of 4)" in text
        assert "☑️ 2 held · 🚫 1 missed · ✖️ 1 cancelled by you · 🕕 1 ahead" in text
        assert "Booked: 5" in text
        assert "₫" not in text
        meant = (await s.w.press(s.lan, "What it means")).text
        assert "Attendance: 50 % (2 of 4)\nSessions that you trained" in meant
        assert "Notice before cancelling: 5 days\n" in meant
        assert "over what you cancelled (1)" in meant
        refused = (await s.w.says(s.lan, "/stats")).text
        assert "📊" not in refused


async def test_a_stranger_with_a_forwarded_button_learns_nothing(sqlite_url):
    async with story(sqlite_url) as s:
        await a_month(s)
        mai = s.w.phone("Mai")
        mai.start()
        await s.w.settle()
        for data in (
            "es:month",
            "ex:month:money",
            "ex:month:cancels",
            "ey",
            "ec:month",
            "ep:month:income",
            "er:month:heat",
            "ef:month",
            "em:all:xlsx",
        ):
            mai.taps_data(data)
            await s.w.settle()
            assert "Lan" not in mai.last.text
            assert "₫" not in mai.last.text
        mai.taps_data(f"et:{s.client_id}:0")
        mai.taps_data("ei:1")
        await s.w.settle()
        assert all(m.media is None for m in mai.received)
        assert "Lan" not in mai.last.text


def test_shares_are_said_as_one_would():
    assert say.of(None) == "–"
    assert say.of(Share(2, 120)) == "1.7 %"
    assert say.of(Share(0, 9)) == "0 %"
    assert say.of(Share(108, 120)) == "90 %"
    assert say.amounts({}, "VND", EN) == "0 ₫"
    assert say.amounts({"VND": -5000}, "VND", EN) == "−5.000 ₫"
    assert say.number(12.0) == "12"
    assert say.number(2.25) == "2.2"
    assert say.months(6.04, EN) == "6 months"
