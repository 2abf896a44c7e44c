"""The first minute of a trainer and of a client, and what /start shows later on."""

from datetime import time, timedelta

import pytest

from bot.demo.telegram.faults import Drop
from core.act import Act
from core.policy import Policy
from core.use_cases import inviting, profile
from tests.bot.story import at, story
from tests.world import world

SECRET = "secret"


async def starts(w, name="Huy", language="en", payload=None):
    phone = w.phone(name, language)
    phone.start(payload)
    await w.settle()
    return phone


async def a_trainer(w, name="Huy"):
    phone = await starts(w, name)
    await w.press(phone, "I am a trainer")
    return phone


async def trainer_of(w, phone):
    return await w.bot.store.read(lambda b: b.trainers.find(phone.user_id))


async def place_of(w, phone):
    trainer = await trainer_of(w, phone)
    return await w.bot.store.read(lambda b: b.places.find(trainer.place_id))


# Somebody new.


async def test_newcomer_is_asked_who_they_are_in_the_language_of_the_app(sqlite_url):
    async with world(sqlite_url) as w:
        huy, lan = await starts(w, "Huy", "de"), await starts(w, "Lan", "vi")

        assert huy.last.text.startswith("Hello, Huy!")
        assert huy.last.rows == [
            ["🏋️ I am a trainer", "🙋 I am a client"],
            ["✓ English", "Tiếng Việt"],
        ]
        assert lan.last.rows[1] == ["English", "✓ Tiếng Việt"]


async def test_language_is_changed_in_the_same_message(sqlite_url):
    async with world(sqlite_url) as w:
        huy = await starts(w)
        await w.press(huy, "Tiếng Việt")

        assert len(huy.received) == 1
        assert huy.last.rows[1] == ["English", "✓ Tiếng Việt"]
        person = await w.bot.store.read(lambda b: b.people.get(huy.user_id))
        assert person.language == "vi"


async def test_client_without_an_invitation_is_told_what_to_do_and_comes_back(sqlite_url):
    async with world(sqlite_url) as w:
        lan = await starts(w, "Lan")
        await w.press(lan, "I am a client")
        assert "Ask your coach for an invitation" in lan.last.text

        await w.press(lan, "Back")
        assert lan.last.text.startswith("Hello, Lan!")
        assert len(lan.received) == 1


# A trainer's two questions.


async def test_trainer_books_a_first_session_by_3_taps_and_3_typed_answers(database):
    async with world(database) as w:
        huy = await starts(w)
        await w.press(huy, "I am a trainer")
        await w.says(huy, "500k")
        await w.says(huy, "Gold's Gym")
        assert "500.000 ₫" in huy.last.text
        assert "Mon–Sat 06:00–21:00" in huy.last.text
        await w.says(huy, "Lan tomorrow 18:00")
        await w.press(huy, "Add Lan")
        await w.press(huy, "Create")

        assert "Thu 16 Oct · 18:00–19:00" in huy.last.text
        assert "Gold's Gym" in huy.last.text
        assert "500.000 ₫" in huy.last.text
        typed = [m for m in huy.history if m.sender_id == huy.user_id and not m.text.startswith("/")]
        assert (len(huy.queries), len(typed)) == (3, 3)
        assert w.telegram.journal.errors() == []


async def test_trainer_who_answers_nothing_has_a_calendar_that_works(sqlite_url):
    async with world(sqlite_url) as w:
        huy = await a_trainer(w)
        await w.press(huy, "Say it later")
        assert "Where do you train?" in huy.last.text
        await w.press(huy, "Say it later")

        assert "All set, Coach Huy." in huy.last.text
        trainer = await trainer_of(w, huy)
        assert (trainer.price, trainer.length_minutes, trainer.place_id) == (None, 60, None)
        # The list of tomorrow morning: the one of today, 06:30, is over.
        assert trainer.next_list_at == at(16, 6, 30)


async def test_session_typed_at_once_is_booked_and_the_questions_do_not_come_back(sqlite_url):
    async with world(sqlite_url) as w:
        huy = await a_trainer(w)
        await w.says(huy, "Lan tomorrow 18:00")
        await w.press(huy, "Add Lan")
        await w.press(huy, "Create")
        assert huy.last.text.startswith("Booked.")

        await w.says(huy, "500k")
        assert (await trainer_of(w, huy)).price is None


async def test_session_typed_in_place_of_the_gym_is_no_gym(sqlite_url):
    async with world(sqlite_url) as w:
        huy = await a_trainer(w)
        await w.says(huy, "500k")
        await w.says(huy, "Lan tomorrow 18:00")

        assert "is not on your list" in huy.last.text
        assert await place_of(w, huy) is None


NO_PRICES = [
    ("abc", "not a price I can take"),
    ("-500k", "not a price I can take"),
    ("99999999999999k", "not a price I can take"),
    ("$50", "not a price I can take"),
    ("500", "Do you mean this?"),
    ("a" * 1001, "longer than 1,000 characters"),
]


async def test_price_that_cannot_be_is_asked_again(sqlite_url):
    async with world(sqlite_url) as w:
        huy = await a_trainer(w)
        for typed, said in NO_PRICES:
            await w.says(huy, typed)
            assert said in huy.last.text
            assert (await trainer_of(w, huy)).price is None

        await w.says(huy, "1tr2")
        assert "Where do you train?" in huy.last.text
        assert (await trainer_of(w, huy)).price == 1_200_000


async def test_small_number_is_offered_as_thousands(sqlite_url):
    async with world(sqlite_url) as w:
        huy = await a_trainer(w)
        await w.says(huy, "450")
        assert huy.last.rows[0] == ["450.000 ₫"]
        await w.press(huy, "450.000")

        assert (await trainer_of(w, huy)).price == 450_000


async def test_whatever_comes_between_the_question_stays_open(sqlite_url):
    async with world(sqlite_url) as w:
        acts = (
            lambda huy: huy.sends_sticker(),
            lambda huy: huy.sends_voice(),
            lambda huy: huy.edits(huy.history[0], "/start again"),
            lambda huy: huy.types("/nothing"),
            lambda huy: huy.types("/today"),
        )
        for act in acts:
            huy = await a_trainer(w)
            before = len(huy.received)
            act(huy)
            await w.settle()
            assert len(huy.received) > before

            await w.says(huy, "500k")
            assert "Where do you train?" in huy.last.text
            await w.says(huy, "Gold's Gym")
            assert (await place_of(w, huy)).name == "Gold's Gym"
        assert w.telegram.journal.errors() == []


async def test_questions_outlive_the_process(database):
    async with world(database) as w:
        huy = await a_trainer(w)
        await w.restart(down_for=timedelta(hours=1))
        await w.says(huy, "500k")
        await w.restart(down_for=timedelta(hours=1))
        await w.says(huy, "Gold's Gym")

        assert "All set" in huy.last.text
        assert (await place_of(w, huy)).name == "Gold's Gym"


async def test_name_of_a_gym_that_is_too_long_is_asked_again(sqlite_url):
    async with world(sqlite_url) as w:
        huy = await a_trainer(w)
        await w.says(huy, "500k")
        await w.says(huy, "g" * 65)
        assert "1 to 64 characters" in huy.last.text
        await w.says(huy, "Gym")
        assert "All set" in huy.last.text


@pytest.mark.parametrize(
    "step, said",
    [("tap", "What does a session cost?"), ("price", "Where do you train?"), ("place", "Gold's Gym")],
)
async def test_answer_that_did_not_get_through_is_given_again_and_nothing_is_done_twice(database, step, said):
    async with world(database) as w:
        huy = await starts(w)
        if step == "tap":
            w.telegram.faults.before("editMessageText", 1, Drop())
        await w.press(huy, "I am a trainer")
        for name, text in (("price", "500k"), ("place", "Gold's Gym")):
            if step == "tap":
                break
            if step == name:
                w.telegram.faults.before("sendMessage", 1, Drop())
            await w.says(huy, text)
            if step == name:
                break

        assert said in huy.last.text
        places = await w.bot.store.read(lambda b: b.places.of_trainer(huy.user_id))
        assert len(places) == (step == "place")


async def test_old_buttons_of_the_first_screen_lead_home(sqlite_url):
    async with world(sqlite_url) as w:
        huy = await starts(w)
        first = huy.last
        huy.types("/start")
        await w.settle()
        await w.press(huy, "I am a trainer")
        await w.says(huy, "500k")
        question = huy.last
        await w.says(huy, "Gold's Gym")

        huy.presses("I am a trainer", first)
        await w.settle()
        assert first.text.startswith("Hello, Coach Huy.")
        huy.presses("Say it later", question)
        await w.settle()
        assert question.text.startswith("Hello, Coach Huy.")
        assert (await place_of(w, huy)).name == "Gold's Gym"


# Home.


async def test_trainer_sees_the_day_and_the_next_session(sqlite_url):
    async with story(sqlite_url) as s:
        await s.book(at(15, 18))
        await s.book(at(15, 20))
        await s.w.says(s.huy, "/start")

        assert "Today: 2 sessions." in s.huy.last.text
        assert "18:00 Lan Anh" in s.huy.last.text
        await s.w.press(s.huy, "Today")
        assert "Wednesday 15 October" in s.huy.last.text


async def test_client_sees_the_next_session_with_each_coach(sqlite_url):
    async with story(sqlite_url) as s:
        await s.w.says(s.lan, "/start")
        assert "Nothing is booked with Coach Huy yet." in s.lan.last.text

        await s.book(at(16, 18))
        await s.w.says(s.lan, "/start")
        assert "Next with Coach Huy: Tomorrow, Thu 16 Oct · 18:00–19:00." in s.lan.last.text
        await s.w.press(s.lan, "My sessions")
        assert "18:00" in s.lan.last.text


async def test_person_can_be_client_and_trainer(sqlite_url):
    async with story(sqlite_url) as s:
        await s.book(at(16, 18))
        await s.w.says(s.lan, "/start")
        await s.w.press(s.lan, "I am a trainer")
        await s.w.says(s.lan, "400k")
        await s.w.says(s.lan, "Yoga Hub")
        await s.w.says(s.lan, "/start")

        assert "Hello, Coach Lan Anh." in s.lan.last.text
        assert "Next with Coach Huy" in s.lan.last.text
        ways = ["📅 Today", "👥 Clients", "📊 Figures", "🗓 My sessions", "🔎 Find a coach", "⚙️ Settings"]
        assert [label for label in s.lan.buttons() if label in ways] == ways


# An invitation.


async def invited(s, client_id=None, secret=SECRET):
    act = s.act(s.huy)
    await s.w.bot.store.write(lambda b: inviting.invite(b, client_id or s.client_id, secret, act))


async def client_of(s):
    return await s.w.bot.store.read(lambda b: b.clients.get(s.client_id))


async def test_client_joins_by_start_and_one_tap(database):
    async with story(database, linked=False) as s:
        await s.book(at(16, 18))
        await s.book(at(17, 18))
        await invited(s)
        s.lan.start("secret")
        await s.w.settle()

        text = s.lan.last.text
        assert "You are on the list of Coach Huy." in text
        assert "2 sessions are booked, the next one: Tomorrow, Thu 16 Oct · 18:00–19:00." in text
        assert "Until 24 h before the start: cancel or move free of charge." in text
        assert "Later than that: half the price." in text
        assert "Without it a fee is only a proposal" in text
        assert (await client_of(s)).agreed_at is None

        await s.w.press(s.lan, "Agree")
        assert "Agreed. Coach Huy knows." in s.lan.last.text
        assert (await client_of(s)).agreed_at == s.w.clock.now()
        assert len(s.lan.queries) == 1
        assert s.w.telegram.journal.errors() == []


async def test_client_who_does_not_agree_is_on_the_list_all_the_same(sqlite_url):
    async with story(sqlite_url, linked=False) as s:
        await s.book(at(16, 18))
        await invited(s)
        s.lan.start("secret")
        await s.w.settle()
        await s.w.press(s.lan, "Not now")
        assert "Next with Coach Huy" in s.lan.last.text
        assert (await client_of(s)).agreed_at is None

        await s.w.says(s.lan, "/start")
        await s.w.press(s.lan, "If I cancel")
        await s.w.press(s.lan, "Agree")
        assert (await client_of(s)).agreed_at is not None
        assert "If I cancel" not in " ".join(s.lan.buttons())


async def test_agreeing_twice_is_told_once(sqlite_url):
    async with story(sqlite_url, linked=False) as s:
        await invited(s)
        s.lan.start("secret")
        await s.w.settle()
        s.lan.presses_repeatedly("Agree", 3)
        await s.w.settle()

        assert len(s.heard(s.huy, "has agreed")) == 1
        assert s.lan.unanswered == []


async def test_invitation_is_read_in_the_other_language_without_losing_it(sqlite_url):
    async with story(sqlite_url, linked=False) as s:
        await invited(s)
        s.lan.start("secret")
        await s.w.settle()
        await s.w.press(s.lan, "Tiếng Việt")
        assert s.lan.last.rows[-1] == ["English"]
        await s.w.press(s.lan, "English")

        assert "You are on the list of Coach Huy." in s.lan.last.text
        assert len(s.lan.received) == 1


async def test_own_policy_is_told_without_threats_where_nothing_is_charged(sqlite_url):
    policy = Policy(free_hours=0, late_percent=50, no_show_percent=0)
    async with story(sqlite_url, linked=False, policy=policy) as s:
        await invited(s)
        s.lan.start("secret")
        await s.w.settle()

        assert "Until the start: cancel or move free of charge." in s.lan.last.text
        assert "Later than that" not in s.lan.last.text
        assert "Not coming without a word: nothing." in s.lan.last.text


async def test_closed_invitation_says_what_to_do(sqlite_url):
    async with story(sqlite_url, linked=False) as s:
        await invited(s)
        await invited(s, secret="newer")
        await invited(s, secret="newest")
        s.w.phone("Minh").start("newest")
        await s.w.settle()
        said = {"unknown": "do not know", "newer": "no longer valid", "newest": "used already"}
        for secret, why in said.items():
            s.lan.start(secret)
            await s.w.settle()

            assert why in s.lan.last.text
            assert "Ask your coach for a new one" in s.lan.last.text


async def test_invitation_runs_out(sqlite_url):
    async with story(sqlite_url, linked=False) as s:
        await invited(s)
        await s.w.passes(days=15)
        s.lan.start(SECRET)
        await s.w.settle()

        assert "no longer valid" in s.lan.last.text
        assert (await client_of(s)).person_id is None


async def test_own_invitation_is_for_the_client(sqlite_url):
    async with story(sqlite_url, linked=False) as s:
        await invited(s)
        s.huy.start("secret")
        await s.w.settle()

        assert "Send it to your client" in s.huy.last.text
        assert (await client_of(s)).person_id is None


async def test_own_used_link_shows_the_same_again(sqlite_url):
    async with story(sqlite_url, linked=False) as s:
        await invited(s)
        for _ in range(2):
            s.lan.start("secret")
            await s.w.settle()

        first, second = s.lan.received
        assert first.text == second.text
        assert len(s.heard(s.huy, "Lan Anh")) == 1


async def test_second_entry_of_one_person_leads_to_the_first(sqlite_url):
    async with story(sqlite_url) as s:
        act = s.act(s.huy)
        extra = await s.w.bot.store.write(lambda b: inviting.add_client(b, s.huy.user_id, "Lan", act))
        await invited(s, extra.id, "again")
        s.lan.start("again")
        await s.w.settle()

        assert "You are on the list of Coach Huy." in s.lan.last.text


async def test_opened_invitation_that_did_not_get_through_is_shown_again(database):
    async with story(database, linked=False) as s:
        await invited(s)
        s.w.telegram.faults.before("sendMessage", 1, Drop())
        s.lan.start("secret")
        await s.w.settle()

        assert "You are on the list of Coach Huy." in s.lan.last.text
        assert (await client_of(s)).person_id == s.lan.user_id
        assert len(s.heard(s.huy, "Lan Anh")) == 1


async def test_buttons_of_a_clients_welcome_do_nothing_for_others(sqlite_url):
    async with story(sqlite_url, linked=False) as s:
        await invited(s)
        s.lan.start("secret")
        await s.w.settle()
        minh = await starts(s.w, "Minh")
        for data in (f"agree:{s.client_id}", f"terms:{s.client_id}", f"later:{s.client_id}"):
            minh.taps_data(data)
            await s.w.settle()

        assert (await client_of(s)).agreed_at is None
        assert "Huy" not in " ".join([*minh.toasts, *(m.text for m in minh.received)])


async def test_profile_is_made_once_however_often_it_is_asked_for(database):
    async with world(database) as w:
        huy = await starts(w)
        acts = [Act(f"be:{n}", huy.user_id, w.clock.now()) for n in range(2)]
        first = await w.bot.store.write(lambda b: profile.become_trainer(b, "VND", acts[0], code="one"))
        act = Act("early", huy.user_id, w.clock.now())
        await w.bot.store.write(lambda b: profile.change(b, {"daily_list": time(5)}, act))
        second = await w.bot.store.write(lambda b: profile.become_trainer(b, "USD", acts[1], code="two"))

        assert first.currency == second.currency == "VND"
        assert second.daily_list == time(5)
