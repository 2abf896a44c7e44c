"""Several sessions at once through the true bot: ticked on a list, or all of a series."""

from datetime import UTC, datetime, time, timedelta

import pytest

from bot.features.several.reading import offset
from core.booking import Status
from core.hours import WorkingHours
from core.people import Place, PlaceKind
from core.period import Period
from core.shift import Shift
from core.use_cases.booking import NewBooking, book
from core.use_cases.inviting import add_client
from core.use_cases.moving import Move, move
from core.use_cases.repeating import book_series
from core.use_cases.series_plan import NewSeries
from tests.bot.story import VIETNAM, at, story

HOUR = timedelta(hours=1)


async def evenings(s, count=12, rule="FREQ=WEEKLY;BYDAY=MO,WE,FR"):
    """Mon Wed Fri 18:00–19:00 from Friday 17 October on."""
    wall = at(17, 18).replace(tzinfo=None)
    new = NewSeries(s.huy.user_id, s.client_id, rule, wall, HOUR, count)
    booked = await s.w.bot.store.write(lambda b: book_series(b, new, s.act(s.huy)))
    await s.w.settle()
    return booked


async def sessions(s):
    found = await s.w.bot.store.read(lambda books: books.bookings.of_client(s.client_id))
    return [b for b in found if b.takes_time]


async def opens(s, day, label="18:00 Lan Anh"):
    """The card of a session, from its day."""
    await s.w.says(s.huy, f"/today {day}")
    await s.w.press(s.huy, label)


async def minh_at(s, *starts):
    minh = await s.w.bot.store.write(lambda b: add_client(b, s.huy.user_id, "Minh", s.act(s.huy)))
    for start in starts:
        new = NewBooking(s.huy.user_id, minh.id, Period.of(start, HOUR))
        await s.w.bot.store.write(lambda b, new=new: book(b, new, s.act(s.huy)))


@pytest.mark.parametrize(
    "typed, shift",
    [
        ("+30 min", Shift(minutes=30)),
        ("-1h", Shift(minutes=-60)),
        ("− 2 giờ", Shift(minutes=-120)),
        ("+15 phút", Shift(minutes=15)),
        ("+1 tiếng", Shift(minutes=60)),
        ("+1 day", Shift(days=1)),
        ("-2 ngày", Shift(days=-2)),
        ("+1 tuần", Shift(days=7)),
        ("+2 weeks", Shift(days=14)),
        ("30 min", None),
        ("+1 year", None),
    ],
)
def test_an_offset_is_read_as_it_is_typed(typed, shift):
    assert offset(typed) == shift


# A series.


async def test_all_to_another_time_moves_the_future_ones_with_one_message(database):
    async with story(database) as s:
        booked = await evenings(s)
        await s.w.bot.store.write(
            lambda b: move(b, Move(booked[4].id, Period.of(at(27, 9), HOUR)), s.act(s.huy))
        )
        await s.w.passes(days=4)
        before = len(s.lan.received)
        await opens(s, "22/10")

        await s.w.press(s.huy, "Series…")
        await s.w.press(s.huy, "All ahead: 10")
        assert "Stays, changed by itself: Mon 27 Oct · 09:00–10:00" in s.huy.last.text
        assert "1 that is over stays as it was." in s.huy.last.text
        await s.w.press(s.huy, "Time")
        await s.w.says(s.huy, "7pm")
        assert "Move 10 sessions?" in s.huy.last.text
        await s.w.restart()
        await s.w.press(s.huy, "Move 10")

        assert "Moved: 10 sessions." in s.huy.last.text
        after = await s.w.bot.store.read(lambda b: b.bookings.of_client(s.client_id))
        hours = [b.starts_at.astimezone(VIETNAM).hour for b in after]
        assert hours == [18, 19, 19, 19, 9] + [19] * 7
        (told,) = [m for m in s.lan.received[before:] if "moved" in m.text]
        assert told.text.count("→") == 10
        assert s.w.telegram.journal.errors() == []


async def test_a_long_list_is_cut_and_counted(sqlite_url):
    async with story(sqlite_url) as s:
        await evenings(s, 36)
        await opens(s, "17/10")
        await s.w.press(s.huy, "Series…")
        await s.w.press(s.huy, "All ahead: 36")
        await s.w.press(s.huy, "Time")
        await s.w.press(s.huy, "+1 h")
        await s.w.press(s.huy, "Move 36")
        (told,) = s.heard(s.lan, "has moved your sessions")
        assert told.count("→") == 12
        assert "… and 24 more" in told


async def test_this_and_following_are_cancelled_with_one_message(sqlite_url):
    async with story(sqlite_url) as s:
        await evenings(s)
        await opens(s, "24/10")
        await s.w.press(s.huy, "Series…")
        await s.w.press(s.huy, "This and following: 9")
        await s.w.press(s.huy, "Cancel")
        assert "Cancel 9 sessions?" in s.huy.last.text
        await s.w.press(s.huy, "Cancel 9")
        assert len(await sessions(s)) == 3
        (told,) = s.heard(s.lan, "has cancelled your sessions")
        assert "Fri 24 Oct" in told
        await s.w.press(s.lan, "Other times")
        assert s.w.telegram.journal.errors() == []


async def test_place_and_price_of_a_series(sqlite_url):
    async with story(sqlite_url) as s:
        await evenings(s, 3)
        gym = Place(0, s.huy.user_id, PlaceKind.GYM, "Gold's Gym")
        await s.w.bot.store.write(lambda b: b.places.add(gym))
        await opens(s, "17/10")
        await s.w.press(s.huy, "Series…")
        await s.w.press(s.huy, "All ahead: 3")
        await s.w.press(s.huy, "Place")
        await s.w.press(s.huy, "Gold's Gym")
        await s.w.press(s.huy, "Change 3")
        assert "Gold's Gym" in s.heard(s.lan, "has changed the place")[0]
        await opens(s, "17/10")
        await s.w.press(s.huy, "Series…")
        await s.w.press(s.huy, "All ahead: 3")
        await s.w.press(s.huy, "Price")
        await s.w.says(s.huy, "cheap")
        await s.w.says(s.huy, "300k")
        await s.w.press(s.huy, "Change 3")
        assert {b.price for b in await sessions(s)} == {300_000}
        assert "300.000 ₫ each" in s.heard(s.lan, "has changed the price")[0]
        assert s.w.telegram.journal.errors() == []


async def test_a_clash_is_named_and_the_others_can_move(sqlite_url):
    async with story(sqlite_url) as s:
        await evenings(s, 4)
        await minh_at(s, at(20, 19))
        await opens(s, "17/10")
        await s.w.press(s.huy, "Series…")
        await s.w.press(s.huy, "All ahead: 4")
        await s.w.press(s.huy, "Time")
        await s.w.says(s.huy, "19:00")
        assert "Taken by Minh (19:00–20:00)" in s.huy.last.text
        await s.w.press(s.huy, "Move the other 3")
        await s.w.press(s.huy, "Move 3")
        hours = [b.starts_at.astimezone(VIETNAM).hour for b in await sessions(s)]
        assert hours == [19, 18, 19, 19]


async def test_only_this_one_leaves_the_series_alone(sqlite_url):
    async with story(sqlite_url) as s:
        await evenings(s, 3)
        await opens(s, "20/10")
        await s.w.press(s.huy, "Series…")
        await s.w.press(s.huy, "Only this one")
        await s.w.press(s.huy, "Time")
        await s.w.says(s.huy, "tue 9:00")
        await s.w.press(s.huy, "Move 1")
        assert [b.starts_at for b in await sessions(s)] == [at(17, 18), at(21, 9), at(22, 18)]
        assert [b.apart for b in await sessions(s)] == [False, True, False]


async def test_berlin_keeps_its_wall_time_over_the_clock_change(sqlite_url):
    start = datetime(2025, 10, 20, 16, tzinfo=UTC)
    hours = WorkingHours.daily(time(6), time(21))
    async with story(sqlite_url) as s:
        await s.changes(zone="Europe/Berlin", hours=hours)
        await s.w.says(s.huy, "Lan every Monday 18:00, 3 sessions")
        await s.w.press(s.huy, "Create 3")
        assert [b.starts_at for b in await sessions(s)] == [
            start,
            start + timedelta(days=7, hours=1),
            start + timedelta(days=14, hours=1),
        ]


# Ticked on a list.


async def test_a_day_is_moved_by_half_an_hour(database):
    async with story(database) as s:
        await s.book(at(16, 18))
        await minh_at(s, at(16, 19))
        await s.w.says(s.huy, "/today tomorrow")
        await s.w.press(s.huy, "Several")
        await s.w.press(s.huy, "18:00 Lan Anh")
        await s.w.press(s.huy, "19:00 Minh")
        await s.w.press(s.huy, "Move 2")
        await s.w.says(s.huy, "+30 min")
        assert "Thu 16 Oct · 18:30" in s.huy.last.text
        await s.w.press(s.huy, "Move 2")
        assert "Not on Telegram yet, please tell them: Minh." in s.huy.last.text
        assert [b.starts_at for b in await sessions(s)] == [at(16, 18, 30)]
        assert len(s.heard(s.lan, "has moved your sessions")) == 1
        assert s.w.telegram.journal.errors() == []


async def test_the_first_at_a_time_and_the_others_keep_their_distance(sqlite_url):
    async with story(sqlite_url) as s:
        await s.book(at(16, 18))
        await minh_at(s, at(16, 19))
        await s.w.says(s.huy, "/today tomorrow")
        await s.w.press(s.huy, "Several")
        await s.w.press(s.huy, "All 2")
        await s.w.press(s.huy, "Move 2")
        await s.w.says(s.huy, "15:15")
        assert "Minh: Thu 16 Oct · 19:00 → Thu 16 Oct · 16:15" in s.huy.last.text
        await s.w.press(s.huy, "Move 2")
        assert [b.starts_at for b in await sessions(s)] == [at(16, 15, 15)]


async def test_a_client_is_cancelled_over_two_pages(sqlite_url):
    async with story(sqlite_url) as s:
        await evenings(s)
        await s.w.says(s.huy, "/clients Lan")
        await s.w.press(s.huy, "Several")
        await s.w.press(s.huy, "Fri 17 Oct · 18:00")
        await s.w.press(s.huy, "›")
        await s.w.press(s.huy, "Wed 12 Nov · 18:00")
        await s.w.press(s.huy, "Cancel 2")
        await s.w.press(s.huy, "Keep them")
        await s.w.press(s.huy, "Cancel 2")
        await s.w.press(s.huy, "Cancel 2")
        assert len(await sessions(s)) == 10
        whole = await s.w.bot.store.read(lambda b: b.bookings.of_client(s.client_id))
        assert whole[0].status is Status.CANCELLED
        assert s.w.telegram.journal.errors() == []


async def test_what_is_typed_below_a_list_is_a_line_like_any_other(sqlite_url):
    async with story(sqlite_url) as s:
        await evenings(s)
        await s.w.says(s.huy, "/week next week")
        await s.w.press(s.huy, "Several")
        await s.w.says(s.huy, "Lan tomorrow 9:00")
        assert "New session" in s.huy.last.text


async def test_another_trainers_sessions_are_neither_seen_nor_moved(sqlite_url):
    async with story(sqlite_url) as s:
        booked = await evenings(s, 3)
        mai = s.w.phone("Mai")
        mai.start()
        await s.w.settle()
        await s.w.press(mai, "I am a trainer")
        mai.taps_data(f"qs:c{s.client_id}")
        mai.taps_data(f"qi:{booked[0].id}")
        mai.taps_data(f"qc:{booked[0].id}:ahead")
        mai.taps_data(f"rs:{booked[0].id}")
        mai.taps_data(f"rl:{s.client_id}")
        await s.w.settle()
        assert not [m for m in mai.received if "Lan" in m.text or "18:00" in m.text]
