"""Working hours on one date: typed, asked back, seen, taken back, and in force for what is booked next."""

from datetime import date, time, timedelta

import pytest

from tests.bot.story import at, story

EIGHT, NOON = time(8), time(12)
CHRISTMAS_EVE = date(2025, 12, 24)


async def days_of(s):
    trainer = await s.w.bot.store.read(lambda b: b.trainers.get(s.huy.user_id))
    return dict(trainer.hours.days)


async def opens_dates(s):
    await s.w.says(s.huy, "/settings")
    await s.w.press(s.huy, "Working hours")
    await s.w.press(s.huy, "On one date")


async def test_date_is_added_seen_and_taken_back(database):
    async with story(database) as s:
        await opens_dates(s)
        assert "None yet" in s.huy.last.text
        await s.w.press(s.huy, "+ A date")
        await s.w.says(s.huy, "24/12 8h-12h")
        assert s.huy.last.text.splitlines()[0] == "✅ 📅 On one date: Wed 24 Dec 08:00–12:00"
        await s.w.says(s.huy, "25/12 nghỉ")

        assert await days_of(s) == {CHRISTMAS_EVE: ((EIGHT, NOON),), date(2025, 12, 25): ()}
        assert "Wed 24 Dec: 08:00–12:00\nThu 25 Dec: off" in s.huy.last.text
        assert s.huy.last.rows == [["✕ Wed 24 Dec", "✕ Thu 25 Dec"], ["+ A date"], ["‹ Back"]]
        await s.w.press(s.huy, "✕ Wed 24 Dec")
        assert await days_of(s) == {date(2025, 12, 25): ()}
        assert "Wed 24 Dec" not in s.huy.last.text
        await s.w.press(s.huy, "Back")
        assert "When do you work?" in s.huy.last.text
        assert s.w.telegram.journal.errors() == []


TYPED = [
    ("24/12 8h-12h", {CHRISTMAS_EVE: ((EIGHT, NOON),)}),
    ("24/12: 8-12", {CHRISTMAS_EVE: ((EIGHT, NOON),)}),
    ("8-12 on 24/12", {CHRISTMAS_EVE: ((EIGHT, NOON),)}),
    ("Dec 24 from 8am to 12", {CHRISTMAS_EVE: ((EIGHT, NOON),)}),
    ("24 tháng 12 8h - 12h", {CHRISTMAS_EVE: ((EIGHT, NOON),)}),
    ("24/12 8h-12h, 14h-17h", {CHRISTMAS_EVE: ((EIGHT, NOON), (time(14), time(17)))}),
    ("24/12 14-17 and 8-12", {CHRISTMAS_EVE: ((EIGHT, NOON), (time(14), time(17)))}),
    ("24/12 20-24", {CHRISTMAS_EVE: ((time(20), time(0)),)}),
    ("24/12 off", {CHRISTMAS_EVE: ()}),
    ("nghỉ 24/12", {CHRISTMAS_EVE: ()}),
    ("2025-12-24 off", {CHRISTMAS_EVE: ()}),
    ("tomorrow off", {date(2025, 10, 16): ()}),
    ("today 12-20", {date(2025, 10, 15): ((NOON, time(20)),)}),
    ("Sunday 8-12", {date(2025, 10, 19): ((EIGHT, NOON),)}),
    ("24/12-26/12 off", {CHRISTMAS_EVE + timedelta(days=n): () for n in range(3)}),
]


async def test_date_and_hours_are_typed_as_people_write_them(sqlite_url):
    async with story(sqlite_url) as s:
        usual = (await s.w.bot.store.read(lambda b: b.trainers.get(s.huy.user_id))).hours
        await opens_dates(s)
        for text, expected in TYPED:
            await s.w.says(s.huy, text)

            assert await days_of(s) == expected, text
            await s.changes(hours=usual)


async def test_typed_as_usual_takes_it_back(sqlite_url):
    async with story(sqlite_url) as s:
        await opens_dates(s)
        for text in ("24/12 as usual", "24/12 như thường"):
            await s.w.says(s.huy, "24/12 off")
            assert await days_of(s) == {CHRISTMAS_EVE: ()}
            await s.w.says(s.huy, text)
            assert await days_of(s) == {}


ASKED_BACK = [
    "31/2 off",
    "off",
    "8h-12h",
    "10/10/2025 off",
    "24/12-20/1 off",
    "whenever",
    "24/12 off 25/12 off 26/12 off 27/12 off 28/12 off 29/12 off 30/12 off",
]


@pytest.mark.parametrize("screen", ["list", "question"])
async def test_what_is_not_understood_is_asked_back(sqlite_url, screen):
    async with story(sqlite_url) as s:
        await opens_dates(s)
        if screen == "question":
            await s.w.press(s.huy, "+ A date")
        for text in ASKED_BACK:
            await s.w.says(s.huy, text)
            assert s.huy.last.text.startswith("I did not get that. Type a coming date"), text
        assert await days_of(s) == {}
        await s.w.says(s.huy, "24/12 off")
        assert await days_of(s) == {CHRISTMAS_EVE: ()}


@pytest.mark.parametrize("text", ["24/12", "24/12 8h", "24/12 12h-8h", "24/12 8-12, 10-14"])
async def test_date_without_clear_hours_is_offered_with_some(sqlite_url, text):
    async with story(sqlite_url) as s:
        await opens_dates(s)
        await s.w.says(s.huy, text)
        assert s.huy.last.text.startswith("Do you mean this?")
        assert s.huy.buttons()[0] == "Wed 24 Dec: off"
        await s.w.press(s.huy, "Wed 24 Dec: 08:00–12:00")

        assert await days_of(s) == {CHRISTMAS_EVE: ((EIGHT, NOON),)}


async def test_date_that_can_be_two_is_chosen(sqlite_url):
    async with story(sqlite_url) as s:
        await opens_dates(s)
        await s.w.says(s.huy, "6/5 8-12")
        assert s.huy.buttons()[:2] == ["Wed 6 May 2026: 08:00–12:00", "Fri 5 Jun 2026: 08:00–12:00"]
        await s.w.press(s.huy, "Fri 5 Jun")

        assert await days_of(s) == {date(2026, 6, 5): ((EIGHT, NOON),)}


async def test_past_dates_drop_out(sqlite_url):
    async with story(sqlite_url) as s:
        await opens_dates(s)
        await s.w.says(s.huy, "tomorrow off")
        await s.w.says(s.huy, "24/12 off")
        await s.w.passes(hours=14 + 24)
        await opens_dates(s)
        assert [row[0] for row in s.huy.last.rows] == ["✕ Wed 24 Dec", "+ A date", "‹ Back"]
        await s.w.says(s.huy, "25/12 off")

        assert list(await days_of(s)) == [CHRISTMAS_EVE, date(2025, 12, 25)]


async def test_offer_of_a_day_that_is_over_changes_nothing(sqlite_url):
    async with story(sqlite_url) as s:
        await opens_dates(s)
        await s.w.says(s.huy, "tomorrow")
        await s.w.passes(days=2)
        await s.w.press(s.huy, "Thu 16 Oct: off")

        assert await days_of(s) == {}
        assert s.w.telegram.journal.errors() == []


async def test_changed_week_keeps_the_dates(sqlite_url):
    async with story(sqlite_url) as s:
        await opens_dates(s)
        await s.w.says(s.huy, "24/12 off")
        await s.w.press(s.huy, "Back")
        for change in ("mon-fri 7-20", "Sat 8-12"):
            await s.w.says(s.huy, change)
            assert await days_of(s) == {CHRISTMAS_EVE: ()}
        await s.w.press(s.huy, "Mon–Sat 06–21")
        assert await days_of(s) == {CHRISTMAS_EVE: ()}
        assert "✓ Mon–Sat 06–21" in s.huy.buttons()


async def test_more_dates_than_fit_are_refused(sqlite_url):
    async with story(sqlite_url) as s:
        await opens_dates(s)
        for text in ("1/11-14/11 off", "15/11-28/11 off", "1/12-12/12 off"):
            await s.w.says(s.huy, text)
        assert len(await days_of(s)) == 40
        await s.w.says(s.huy, "24/12 off")

        assert len(await days_of(s)) == 40
        assert s.w.telegram.journal.errors() == []


async def test_session_typed_meanwhile_is_booked(sqlite_url):
    async with story(sqlite_url) as s:
        await opens_dates(s)
        await s.w.says(s.huy, "Lan tomorrow 18:00")

        assert "Tomorrow, Thu 16 Oct · 18:00–19:00" in s.huy.last.text
        assert await days_of(s) == {}


async def test_day_off_is_in_force_for_what_is_booked_next(sqlite_url):
    async with story(sqlite_url) as s:
        await opens_dates(s)
        await s.w.says(s.huy, "tomorrow off")
        await s.w.press(s.huy, "Back")
        await s.w.press(s.huy, "Back")
        await s.w.says(s.huy, "Lan tomorrow 18:00")

        assert "working hours" in s.huy.last.text
        assert s.huy.buttons()[0].startswith("Fri 17 Oct")
        assert "Book anyway" in s.huy.buttons()


async def test_exception_survives_a_restart(database):
    async with story(database) as s:
        await opens_dates(s)
        await s.w.press(s.huy, "+ A date")
        await s.w.restart(down_for=timedelta(hours=1))
        await s.w.says(s.huy, "24/12 off")
        await s.w.restart()

        assert await days_of(s) == {CHRISTMAS_EVE: ()}


async def test_dates_are_closed_to_a_client(sqlite_url):
    async with story(sqlite_url) as s:
        await s.book(at(16, 18))
        for data in ("sts:dates", "sts:date", "stp:dates:2025-12-24 off", "stp:date:nonsense"):
            s.lan.taps_data(data)
            await s.w.settle()

        assert await days_of(s) == {}
        assert s.lan.unanswered == []
