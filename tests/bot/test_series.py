"""A series through the true bot: typed, previewed, booked in one go, told in one message."""

from dataclasses import replace
from datetime import timedelta

from core.contract import Contract
from core.period import Period
from core.use_cases.booking import NewBooking, book
from core.use_cases.inviting import add_client
from tests.bot.story import at, story
from tests.world import WEDNESDAY

LINE = "Lan Mon Wed Fri 6pm-7pm, 12 weeks"


async def package(s, sessions=10, **changes):
    new = Contract(0, s.huy.user_id, s.client_id, "Ten", sessions, 500_000 * sessions, "VND", WEDNESDAY)
    return await s.w.bot.store.write(lambda books: books.contracts.add(replace(new, **changes)))


async def sessions(s):
    found = await s.w.bot.store.read(lambda books: books.bookings.of_client(s.client_id))
    return [b for b in found if b.takes_time]


async def test_the_briefs_case_asks_and_makes_ten_with_one_message(database):
    async with story(database) as s:
        contract = await package(s)
        before = len(s.lan.received)

        await s.w.says(s.huy, LINE)
        assert "Mon, Wed, Fri 18:00–19:00" in s.huy.last.text
        assert "36 sessions" in s.huy.last.text
        assert "10 sessions fit in it, 26 would be outside" in s.huy.last.text
        assert await sessions(s) == []
        await s.w.press(s.huy, "10 in the package")

        assert s.huy.last.text.startswith("✅ Booked: 10 sessions. Lan Anh has been told.")
        booked = await sessions(s)
        assert len(booked) == 10
        assert {b.contract_id for b in booked} == {contract.id}
        (told,) = s.lan.received[before:]
        assert "Coach Huy has booked a series for you" in told.text
        assert "10 sessions:" in told.text
        assert s.w.telegram.journal.errors() == []


async def test_all_of_it_with_the_rest_paid_singly(database):
    async with story(database) as s:
        await package(s)
        before = len(s.lan.received)
        await s.w.says(s.huy, LINE)
        await s.w.press(s.huy, "All 36, 26 paid singly")
        booked = await sessions(s)
        assert [b.contract_id is None for b in booked] == [False] * 10 + [True] * 26
        (told,) = s.lan.received[before:]
        assert "… and 24 more" in told.text
        assert s.w.telegram.journal.errors() == []


async def test_vietnamese_line(sqlite_url):
    async with story(sqlite_url) as s:
        await s.w.says(s.huy, "Lan T2 T4 T6 18h 12 tuần")
        assert "36 sessions" in s.huy.last.text
        await s.w.press(s.huy, "Create 36")
        assert len(await sessions(s)) == 36


def offers(phone, label):
    return any(label in known for known in phone.labels())


async def a_clash(s, *days):
    """Minh has these evenings."""
    act = s.act(s.huy)
    minh = await s.w.bot.store.write(lambda b: add_client(b, s.huy.user_id, "Minh", act))
    for day in days:
        new = NewBooking(s.huy.user_id, minh.id, Period.of(at(day, 18, 30), timedelta(hours=1)))
        act = s.act(s.huy)
        await s.w.bot.store.write(lambda b, new=new, act=act: book(b, new, act))


async def test_clashes_are_left_out_moved_or_booked_anyway_with_one_tap_each(sqlite_url):
    async with story(sqlite_url) as s:
        await a_clash(s, 17, 20, 22)
        await s.w.says(s.huy, "Lan Mon Wed Fri 18:00, 10 sessions")
        assert offers(s.huy, "Create 7")
        assert "Taken by Minh (18:30–19:30)." in s.huy.last.text
        await s.w.press(s.huy, "Fri 17 Oct: anyway")
        assert "booked anyway" in s.huy.last.text
        await s.w.press(s.huy, "Mon 20 Oct: other time")
        await s.w.says(s.huy, "8pm")
        assert "Mon 20 Oct · 20:00–21:00: another time" in s.huy.last.text
        await s.w.restart()
        await s.w.press(s.huy, "Create 9")

        starts = [b.starts_at for b in await sessions(s)]
        assert len(starts) == 9
        assert at(17, 18) in starts
        assert at(20, 20) in starts
        assert not {at(20, 18), at(22, 18)} & set(starts)
        assert s.w.telegram.journal.errors() == []


async def test_a_line_without_a_known_client_asks_who_first(sqlite_url):
    async with story(sqlite_url) as s:
        await s.w.says(s.huy, "Bình every Tuesday 7pm, 5 sessions")
        assert "Who?" in s.huy.last.text
        await s.w.press(s.huy, "Add Bình")
        assert "every Tuesday 19:00–20:00" in s.huy.last.text
        await s.w.press(s.huy, "Create 5")
        assert "Booked: 5 sessions. Bình is not on Telegram yet" in s.huy.last.text


async def test_without_a_number_it_asks_and_takes_weeks(sqlite_url):
    async with story(sqlite_url) as s:
        await s.w.says(s.huy, "Lan Mon Wed Fri 18:00")
        assert "How many sessions?" in s.huy.last.text
        await s.w.says(s.huy, "many")
        assert "I did not get “many”" in s.huy.last.text
        await s.w.says(s.huy, "4 weeks")
        assert "12 sessions" in s.huy.last.text
        await s.w.press(s.huy, "How many")
        await s.w.says(s.huy, "until 31 Oct")
        assert offers(s.huy, "Create 8")
        await s.w.press(s.huy, "How many")
        await s.w.press(s.huy, "24")
        assert offers(s.huy, "Create 24")


async def test_without_a_number_it_takes_what_the_package_has_left(sqlite_url):
    async with story(sqlite_url) as s:
        await package(s, 4)
        await s.w.says(s.huy, "Lan every Mon 7am")
        assert "📦 Ten" in s.huy.last.text
        await s.w.press(s.huy, "Create 4")
        assert len(await sessions(s)) == 4


async def test_two_readings_are_asked(sqlite_url):
    async with story(sqlite_url) as s:
        await s.w.says(s.huy, "Lan Mon Wed Fri 6, 12 weeks")
        assert "Which one do you mean?" in s.huy.last.text
        await s.w.press(s.huy, "Mon, Wed, Fri 18:00–19:00")
        assert offers(s.huy, "Create 36")


async def test_a_rhythm_without_a_time_asks_for_it(sqlite_url):
    async with story(sqlite_url) as s:
        await s.w.says(s.huy, "Lan Tue Thu for 3 weeks")
        assert "What time?" in s.huy.last.text
        await s.w.says(s.huy, "7pm-8:30pm")
        assert "Tue, Thu 19:00–20:30" in s.huy.last.text
        await s.w.press(s.huy, "Create 6")


async def test_a_booking_card_is_repeated_by_taps(sqlite_url):
    async with story(sqlite_url) as s:
        await s.w.says(s.huy, "Lan tomorrow 18:00")
        await s.w.press(s.huy, "Repeat")
        assert "How often?" in s.huy.last.text
        await s.w.press(s.huy, "Mon")
        assert "Mon, Thu 18:00–19:00" in s.huy.last.text
        await s.w.press(s.huy, "Next")
        await s.w.press(s.huy, "10")
        await s.w.press(s.huy, "Create 10")
        starts = [b.starts_at for b in await sessions(s)]
        assert starts[:3] == [at(16, 18), at(20, 18), at(23, 18)]
        assert s.w.telegram.journal.errors() == []


async def test_a_booked_session_is_repeated_from_the_next_day_on(sqlite_url):
    async with story(sqlite_url) as s:
        await s.book(at(16, 18))
        await s.w.says(s.huy, "/week")
        await s.w.press(s.huy, "16")
        await s.w.press(s.huy, "18:00 Lan Anh")
        await s.w.press(s.huy, "Repeat")
        await s.w.says(s.huy, "Thursday 18:00, 3 sessions")
        await s.w.press(s.huy, "Create 3")
        assert [b.starts_at for b in await sessions(s)] == [at(n, 18) for n in (16, 23, 30)] + [
            at(30, 18) + timedelta(days=7)
        ]


async def test_a_second_tap_shows_what_was_booked(sqlite_url):
    async with story(sqlite_url) as s:
        await s.w.says(s.huy, "Lan Mon 18:00, 3 sessions")
        s.huy.presses_repeatedly("Create 3", 5)
        await s.w.settle()
        assert len(await sessions(s)) == 3
        assert "Booked: 3 sessions." in s.huy.last.text
        assert len(s.heard(s.lan, "booked a series")) == 1


async def test_a_clash_that_came_meanwhile_is_shown_and_nothing_is_booked(sqlite_url):
    async with story(sqlite_url) as s:
        await s.w.says(s.huy, "Lan Mon 18:00, 3 sessions")
        await a_clash(s, 20)
        await s.w.press(s.huy, "Create 3")
        assert "Something has changed meanwhile" in s.huy.last.text
        assert await sessions(s) == []
        await s.w.press(s.huy, "Create 2")
        assert len(await sessions(s)) == 2


async def test_one_session_or_a_series_is_asked(sqlite_url):
    async with story(sqlite_url) as s:
        await s.w.says(s.huy, "Lan tomorrow 18:00, 10 sessions")
        assert offers(s.huy, "Thu 16 Oct · 18:00")
        await s.w.press(s.huy, "As a series")
        assert "every Thursday 18:00–19:00" in s.huy.last.text
        await s.w.press(s.huy, "Create 10")
        assert len(await sessions(s)) == 10


async def test_the_card_is_amended_by_typing(sqlite_url):
    async with story(sqlite_url) as s:
        await s.w.says(s.huy, "Lan Mon Wed 18:00, 10 sessions")
        await s.w.says(s.huy, "6 weeks")
        assert offers(s.huy, "Create 12")
        await s.w.says(s.huy, "Tue Thu 7pm")
        assert "Tue, Thu 19:00–20:00" in s.huy.last.text
        assert offers(s.huy, "Create 12")
        await s.w.says(s.huy, "400k")
        assert "400.000 ₫ each" in s.huy.last.text
        await s.w.says(s.huy, "blah blah")
        assert "I did not get “blah blah”." in s.huy.last.text
        await s.w.says(s.huy, "Lan tomorrow 9:00")
        assert "New session" in s.huy.last.text
        assert s.w.telegram.journal.errors() == []


async def test_an_old_card_of_one_session_does_nothing_once_it_is_a_series(sqlite_url):
    async with story(sqlite_url) as s:
        await s.w.says(s.huy, "Lan tomorrow 18:00")
        card = s.huy.last
        await s.w.says(s.huy, "every Thursday 18:00, 3 sessions")
        s.huy.presses("Create", card)
        await s.w.settle()
        assert await sessions(s) == []
        assert s.w.telegram.journal.errors() == []


async def test_a_client_without_telegram_and_one_from_the_card(sqlite_url):
    async with story(sqlite_url, linked=False) as s:
        await s.w.says(s.huy, "/clients Lan")
        await s.w.press(s.huy, "Series")
        assert "How often does Lan Anh come?" in s.huy.last.text
        await s.w.says(s.huy, "T2 T4 18h, 8 buổi")
        await s.w.press(s.huy, "Create 8")
        assert "please tell them" in s.huy.last.text


async def test_of_two_packages_one_is_chosen(sqlite_url):
    async with story(sqlite_url) as s:
        await package(s)
        other = await package(s, 5, name="Five")
        await s.w.says(s.huy, "Lan Mon Wed 18:00, 4 sessions")
        assert "Which package?" in s.huy.last.text
        await s.w.press(s.huy, "Five · 5 left")
        await s.w.press(s.huy, "Create 4")
        assert {b.contract_id for b in await sessions(s)} == {other.id}


async def test_the_client_reads_the_series_in_their_own_zone(sqlite_url):
    async with story(sqlite_url) as s:

        async def moves_to_berlin(books):
            lan = await books.people.get(s.lan.user_id)
            await books.people.save(replace(lan, zone="Europe/Berlin"))

        await s.w.bot.store.write(moves_to_berlin)
        await s.w.says(s.huy, "Lan Mon 18:00, 3 sessions")
        await s.w.press(s.huy, "Create 3")
        (told,) = s.heard(s.lan, "has booked a series")
        assert "Mon 20 Oct · 13:00–14:00 (Europe/Berlin)" in told
        assert "Mon 27 Oct · 12:00–13:00 (Europe/Berlin)" in told
        assert "18:00" not in told
