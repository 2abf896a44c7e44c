"""A client's own sessions in three tabs, and what a client types outside of any dialogue."""

from dataclasses import replace

import pytest

from bot.features.sessions.lines import is_about_a_session
from core.act import Act
from core.people import Place, PlaceKind, Trainer
from core.use_cases import cancelling, outcome
from core.use_cases.inviting import add_client, invite, join
from tests.bot.story import at, story


async def second_coach(s):
    """Mai trains Lan Anh too."""
    mai, store = s.w.phone("Mai"), s.w.bot.store
    mai.start()
    await s.w.settle()
    await store.write(
        lambda b: b.trainers.add(Trainer(mai.user_id, "Mai", "Asia/Ho_Chi_Minh", s.w.clock.now()))
    )
    client = await store.write(lambda b: add_client(b, mai.user_id, "Lan", s.act(mai)))
    await store.write(lambda b: invite(b, client.id, "other", s.act(mai)))
    await store.write(lambda b: join(b, "other", s.act(s.lan)))
    await s.w.settle()
    return mai, client


async def acts(s, work, booking_id):
    act = Act(f"past:{booking_id}", s.huy.user_id, s.w.clock.now())
    await s.w.bot.store.write(lambda b: work(b, booking_id, act))
    await s.w.settle()


def listed(phone):
    return phone.last.text.splitlines()


async def test_the_three_tabs_are_one_message(database):
    async with story(database) as s:
        done = await s.book(at(15, 11))
        gone = await s.book(at(17, 9))
        await s.book(at(16, 18))
        await s.book(at(20, 7))
        await acts(s, cancelling.cancel, gone)
        await s.w.passes(hours=2)
        await acts(s, outcome.complete, done)

        await s.w.says(s.lan, "/sessions")
        message = s.lan.last
        assert listed(s.lan) == [
            "Your sessions",
            "🕕 Tomorrow, Thu 16 Oct · 18:00–19:00",
            "🕕 Mon 20 Oct · 07:00–08:00",
        ]
        assert message.rows == [
            ["• Upcoming", "Past", "Cancelled"],
            ["Thu 16 Oct · 18:00", "Mon 20 Oct · 07:00"],
            ["💰 To pay: 500.000 ₫"],
            ["Week", "Month"],
            ["📊 My progress", "📅 .ics"],
        ]
        await s.w.press(s.lan, "Past")
        assert listed(s.lan) == ["Your past sessions", "☑️ Today, Wed 15 Oct · 11:00–12:00"]
        await s.w.press(s.lan, "Cancelled")
        assert listed(s.lan) == ["Cancelled sessions", "✖️ Fri 17 Oct · 09:00–10:00"]
        assert s.lan.last.message_id == message.message_id
        assert s.w.telegram.journal.errors() == []


async def test_a_button_opens_the_card_and_back_leads_to_the_tab(sqlite_url):
    async with story(sqlite_url) as s:
        gone = await s.book(at(17, 9))
        await acts(s, cancelling.cancel, gone)
        await s.w.says(s.lan, "/sessions")
        await s.w.press(s.lan, "Cancelled")
        await s.w.press(s.lan, "Fri 17 Oct · 09:00")
        assert "Session with Coach Huy" in s.lan.last.text
        await s.w.press(s.lan, "Back")
        assert listed(s.lan)[0] == "Cancelled sessions"


async def test_empty_tabs_say_what_to_do(sqlite_url):
    async with story(sqlite_url) as s:
        await s.w.says(s.lan, "/sessions")
        assert "Nothing is booked. Type a line here, and I pass it on to your coach." in s.lan.last.text
        for tab, said in (("Past", "Nothing yet"), ("Cancelled", "Nothing was cancelled.")):
            await s.w.press(s.lan, tab)
            assert said in s.lan.last.text


async def test_many_sessions_come_in_pages(sqlite_url):
    async with story(sqlite_url) as s:
        for day in range(16, 26):
            await s.book(at(day, 9), over=())
        await s.w.says(s.lan, "/sessions")
        assert len(listed(s.lan)) == 9
        assert s.lan.last.rows[-3] == ["1/2", "›"]
        await s.w.press(s.lan, "›")
        assert listed(s.lan)[1:] == ["🕕 Fri 24 Oct · 09:00–10:00", "🕕 Sat 25 Oct · 09:00–10:00"]
        assert s.lan.last.rows[-3] == ["‹", "2/2"]


async def test_with_several_coaches_each_line_names_one_and_online_ones_have_their_link(sqlite_url):
    async with story(sqlite_url) as s:
        mai, client = await second_coach(s)
        place = Place(0, s.huy.user_id, PlaceKind.ONLINE, "Zoom", link="https://zoom.example/huy")
        place = await s.w.bot.store.write(lambda b: b.places.add(place))
        await s.book(at(16, 18), place_id=place.id)
        huy, s.huy, own = s.huy, mai, s.client_id
        s.client_id = client.id
        await s.book(at(17, 18))
        s.huy, s.client_id = huy, own

        await s.w.says(s.lan, "/sessions")

        assert listed(s.lan)[2] == "Coach Huy · 💻 Zoom"
        assert "https://zoom.example/huy" in s.lan.last.html
        assert listed(s.lan)[4] == "Coach Mai"
        await s.w.says(huy, "/week")
        assert "Fri 17 Oct: nothing on" in huy.last.text


async def test_the_times_are_the_readers_own(sqlite_url):
    async with story(sqlite_url) as s:

        async def travels(books):
            person = await books.people.get(s.lan.user_id)
            await books.people.save(replace(person, zone="Asia/Tokyo"))

        await s.w.bot.store.write(travels)
        await s.book(at(16, 18))
        await s.w.says(s.lan, "/sessions")
        assert listed(s.lan)[1] == "🕕 Tomorrow, Thu 16 Oct · 20:00–21:00 (Asia/Tokyo)"


async def test_who_is_on_no_list_hears_how_to_get_there(sqlite_url):
    async with story(sqlite_url) as s:
        stranger = s.w.phone("Stranger")
        stranger.start()
        await s.w.says(stranger, "/sessions")
        assert "Open the invitation link that your coach sends you" in stranger.last.text
        stranger.taps_data("sm:1:ahead:0")
        await s.w.settle()
        assert not any("Huy" in m.text for m in stranger.received)


async def test_a_trainer_who_is_a_client_too_sees_only_their_own_training(sqlite_url):
    async with story(sqlite_url) as s:
        await second_coach(s)
        await s.book(at(16, 18))
        me = Trainer(s.lan.user_id, "Lan", "Asia/Ho_Chi_Minh", s.w.clock.now(), price=100_000)
        await s.w.bot.store.write(lambda b: b.trainers.add(me))
        bob = await s.w.bot.store.write(lambda b: add_client(b, s.lan.user_id, "Bob", s.act(s.lan)))
        await s.w.says(s.lan, "Bob friday 10:00")
        await s.w.press(s.lan, "Create")
        assert bob
        await s.w.says(s.lan, "/sessions")
        assert listed(s.lan)[1:] == ["🕕 Tomorrow, Thu 16 Oct · 18:00–19:00", "Coach Huy"]


# What a client types.


@pytest.mark.parametrize(
    "text, expected",
    [
        ("huỷ buổi thứ 6 nhé", True),
        ("Hủy!", True),
        ("xin huy buoi mai", True),
        ("em bận rồi", True),
        ("em ban roi", True),
        ("doi lich giup em", True),
        ("dời sang thứ 7", True),
        ("I can’t come on friday", True),
        ("please RESCHEDULE", True),
        ("cảm ơn bạn", False),
        ("cam on ban", False),
        ("Hi Huy", False),
        ("I'll be there", False),
        ("em nghĩ là được", False),
        ("", False),
    ],
)
def test_words_of_cancelling_and_moving_are_known_with_and_without_marks(text, expected):
    assert is_about_a_session(text) is expected


async def test_a_line_about_one_session_shows_its_card(sqlite_url):
    async with story(sqlite_url) as s:
        await s.book(at(16, 18))
        await s.book(at(20, 7))
        for text in ("huỷ buổi mai nhé", "tomorrow?", "18h", "dời lịch thứ năm", "mai 18h"):
            await s.w.says(s.lan, text)
            assert s.lan.last.text.startswith("Session with Coach Huy\n🗓 Tomorrow, Thu 16 Oct · 18:00–19:00")
            assert {"🔁 Change", "✖️ Cancel", "💬 Send to coach"} <= set(s.lan.buttons())


async def test_a_line_that_may_mean_several_sessions_asks_which(sqlite_url):
    async with story(sqlite_url) as s:
        await s.book(at(16, 18))
        await s.book(at(20, 7))
        await s.w.says(s.lan, "I have to cancel")
        assert listed(s.lan)[0] == "Which session?"
        await s.w.press(s.lan, "Mon 20 Oct · 07:00")
        assert "Mon 20 Oct · 07:00–08:00" in s.lan.last.text
        assert "✖️ Cancel" in s.lan.buttons()


async def test_any_other_line_is_passed_on_once_with_a_tap(database):
    async with story(database) as s:
        await s.w.says(s.lan, "Can I bring <b>a friend</b>?")
        assert "“Can I bring <b>a friend</b>?”" in s.lan.last.text
        s.lan.presses_repeatedly("Send to coach", 5)
        await s.w.settle()
        assert s.lan.last.text == "💬 Your coach has it."
        assert s.heard(s.huy, "a friend") == ["💬 Lan Anh:\nCan I bring <b>a friend</b>?"]
        assert s.w.telegram.journal.errors() == []


async def test_a_line_about_a_session_is_passed_on_with_it(sqlite_url):
    async with story(sqlite_url) as s:
        await s.book(at(16, 18))
        await s.w.says(s.lan, "tomorrow I come ten minutes late")
        await s.w.press(s.lan, "Send to coach")
        assert s.huy.last.text.startswith("💬 Lan Anh on Thu 16 Oct · 18:00–19:00:")
        assert "ten minutes late" in s.huy.last.text


async def test_with_several_coaches_the_line_asks_for_whom_it_is(sqlite_url):
    async with story(sqlite_url) as s:
        mai, _ = await second_coach(s)
        await s.w.says(s.lan, "hello there")
        await s.w.press(s.lan, "Send to coach")
        await s.w.press(s.lan, "Mai")
        assert s.heard(mai, "hello there") == ["💬 Lan:\nhello there"]
        assert s.heard(s.huy, "hello there") == []


async def test_each_message_sends_its_own_line_even_after_a_restart(sqlite_url):
    async with story(sqlite_url) as s:
        await s.w.says(s.lan, "the first")
        first = s.lan.last
        await s.w.says(s.lan, "the second")
        await s.w.restart()
        s.lan.presses("Send to coach", first)
        await s.w.settle()
        assert s.huy.last.text == "💬 Lan Anh:\nthe first"
        await s.w.passes(hours=25)
        await s.w.press(s.lan, "Send to coach")
        assert s.lan.last.text == "I have not kept this line. Please type it again."


async def test_a_line_is_sent_only_by_the_one_who_typed_it(sqlite_url):
    async with story(sqlite_url) as s:
        _, client = await second_coach(s)
        await s.w.says(s.lan, "for Huy only")
        draft = _draft_of(s.lan.last)
        minh = s.w.phone("Minh")
        minh.start()
        await s.w.settle()
        minh.taps_data(f"sl:{draft}:{client.id}:", minh.received[0])
        await s.w.settle()
        assert s.heard(s.huy, "for Huy only") == []
        assert not any("for Huy only" in m.text for m in minh.received)


def _draft_of(message):
    data = [b["callback_data"] for row in message.buttons for b in row]
    return next(d for d in data if d.startswith("sl:")).split(":")[1]


async def test_a_trainers_line_stays_a_booking_and_a_strangers_line_is_not_ours(sqlite_url):
    async with story(sqlite_url) as s:
        await s.w.says(s.huy, "Lan tomorrow 18:00")
        assert "New session" in s.huy.last.text
        stranger = s.w.phone("Stranger")
        stranger.start()
        await s.w.says(stranger, "cancel tomorrow")
        assert "Send to coach" not in str(stranger.buttons())
