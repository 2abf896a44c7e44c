"""The list of clients: added in three ways, found without marks, each with a card that counts."""

from datetime import timedelta

import pytest

from bot.going import Go
from core.act import Act
from core.charge import Method
from core.people import Trainer
from core.use_cases import inviting, money, outcome
from core.use_cases.cancelling import cancel
from tests.bot.story import at, story
from tests.world import world

NOBODY = "Nobody is on your list yet."
GONE = "It is not here any more. /help shows what you can do."


async def a_trainer(w, name="Mai"):
    """Another trainer, with an empty list."""
    phone = w.phone(name)
    phone.start()
    await w.settle()
    new = Trainer(phone.user_id, name, "Asia/Ho_Chi_Minh", w.clock.now(), daily_list=None)
    await w.bot.store.write(lambda b: b.trainers.add(new))
    return phone


async def add(s, *names, by=None):
    """Names straight onto the list."""
    trainer = (by or s.huy).user_id
    found = []
    for name in names:
        act = Act(f"add:{trainer}:{name}:{len(found)}", trainer, s.w.clock.now())
        found.append(
            await s.w.bot.store.write(lambda b, n=name, a=act: inviting.add_client(b, trainer, n, a))
        )
    return found


async def listed(s, phone):
    clients = await s.w.bot.store.read(lambda b: b.clients.of_trainer(phone.user_id))
    return [c.name for c in clients]


def sent_since(phone, count):
    return [m.text for m in phone.received[count:]]


async def test_an_empty_list_says_what_to_do(sqlite_url):
    async with world(sqlite_url) as w:
        mai = await a_trainer(w)
        await w.says(mai, "/clients")

        assert mai.last.text.startswith(NOBODY)
        assert mai.buttons() == ["➕ New client"]


async def test_the_list_says_who_is_on_telegram_and_what_comes_next(sqlite_url):
    async with story(sqlite_url) as s:
        await add(s, "Ân", "Zoe")
        await s.book(at(17, 18))
        await s.book(at(20, 18))
        await s.w.says(s.huy, "/clients")

        assert s.huy.last.text.splitlines() == [
            "Your clients · 3",
            "○ Ân · no session ahead · not on Telegram yet",
            "● Lan Anh · Fri 17 Oct 18:00",
            "○ Zoe · no session ahead · not on Telegram yet",
        ]
        assert s.huy.buttons()[:3] == ["Ân", "Lan Anh", "Zoe"]


async def test_the_list_has_pages_and_back_returns_to_the_right_one(sqlite_url):
    async with story(sqlite_url) as s:
        await add(s, *(f"Client {n:02}" for n in range(1, 25)))
        await s.w.says(s.huy, "/clients")
        shown = s.huy.last
        assert shown.text.splitlines()[0] == "Your clients · 25 · 1/3"
        assert len(shown.text.splitlines()) == 11

        await s.w.press(s.huy, "›")
        assert shown.text.splitlines()[0] == "Your clients · 25 · 2/3"
        await s.w.press(s.huy, "Client 15")
        await s.w.press(s.huy, "Back")
        assert shown.text.splitlines()[0] == "Your clients · 25 · 2/3"
        await s.w.press(s.huy, "›")
        await s.w.press(s.huy, "›")
        assert shown.text.splitlines()[0] == "Your clients · 25 · 1/3"
        await s.w.press(s.huy, "‹")
        assert shown.text.splitlines()[-1].startswith("● Lan Anh")
        assert len(s.huy.messages) == len([m for m in s.huy.messages if m.message_id <= shown.message_id])
        assert s.w.telegram.journal.errors() == []


# Looking for somebody.


@pytest.mark.parametrize("typed", ["an", "ÂN", "ân"])
async def test_search_needs_neither_marks_nor_capitals(sqlite_url, typed):
    async with story(sqlite_url) as s:
        await add(s, "Trần Văn Ân", "Đức")
        await s.w.says(s.huy, "/clients")
        await s.w.press(s.huy, "Search")
        await s.w.says(s.huy, typed)

        assert "Trần Văn Ân" in s.huy.last.text
        assert "Đức" not in s.huy.last.text


async def test_search_shows_all_hits_and_a_part_of_a_name_is_enough(sqlite_url):
    async with story(sqlite_url) as s:
        await add(s, "Nguyễn Đức", "Đức Minh", "Bình")
        await s.w.says(s.huy, "/clients duc")
        assert s.huy.buttons() == ["Đức Minh", "Nguyễn Đức", "‹ Back"]
        await s.w.says(s.huy, "/clients nguy")
        assert s.huy.last.text.startswith("👤 Nguyễn Đức")


async def test_nobody_found_asks_again_and_offers_to_add(sqlite_url):
    async with story(sqlite_url) as s:
        await s.w.says(s.huy, "/clients <b>Quân</b>")
        assert s.huy.last.text == "Nobody on your list is called “<b>Quân</b>”. Type another name:"
        assert s.huy.buttons() == ["➕ New client", "‹ Back"]
        await s.w.says(s.huy, "lan")
        assert s.huy.last.text.startswith("👤 Lan Anh")


async def test_a_button_that_leads_to_the_list_shows_the_list(sqlite_url):
    async with story(sqlite_url) as s:
        await s.w.says(s.huy, "/help")
        s.huy.taps_data(Go("clients").pack(), s.huy.last)
        await s.w.settle()

        assert s.huy.last.text.startswith("Your clients")


async def test_a_found_client_ends_the_search(sqlite_url):
    async with story(sqlite_url) as s:
        await s.w.says(s.huy, "/clients")
        await s.w.press(s.huy, "Search")
        await s.w.says(s.huy, "lan")
        await s.w.says(s.huy, "Lan tomorrow 18:00")

        assert s.huy.last.text.startswith("New session")


@pytest.mark.parametrize("button", ["Search", "New client"])
async def test_a_session_typed_in_a_dialogue_about_clients_is_a_session(sqlite_url, button):
    async with story(sqlite_url) as s:
        await s.w.says(s.huy, "/clients")
        await s.w.press(s.huy, button)
        await s.w.says(s.huy, "Lan tomorrow 18:00")

        assert s.huy.last.text.startswith("New session")
        assert await listed(s, s.huy) == ["Lan Anh"]


async def test_back_leaves_the_search(sqlite_url):
    async with story(sqlite_url) as s:
        await s.w.says(s.huy, "/clients")
        await s.w.press(s.huy, "Search")
        await s.w.press(s.huy, "Back")
        assert s.huy.last.text.startswith("Your clients")
        await s.w.says(s.huy, "lan tomorrow 18:00")
        assert s.huy.last.text.startswith("New session")


# A client's card.


async def test_the_card_of_a_new_client(sqlite_url):
    async with story(sqlite_url, linked=False) as s:
        await s.w.says(s.huy, "/clients lan")

        assert s.huy.last.text.splitlines() == [
            "👤 Lan Anh",
            "○ Not on Telegram yet: no reminder can reach them",
            "🗓 No session ahead",
            "📋 No sessions so far",
        ]
        assert s.huy.last.rows == [
            ["➕ Session", "🗓 Sessions"],
            ["✉️ Invite"],
            ["📦 Package", "💰 Money"],
            ["🔁 Series", "📋 Timeline"],
            ["🤝 Plan together"],
            ["✏️ Rename", "⋯ End", "‹ Back"],
        ]


async def test_the_card_counts_what_was_and_what_is_owed(database):
    async with story(database) as s:
        store = s.w.bot.store
        held, paid, missed, cancelled = [await s.book(at(15, hour)) for hour in (11, 12, 13, 16)]
        await store.write(lambda b: cancel(b, cancelled, s.act(s.lan), fee_shown=250_000))
        await s.w.passes(hours=5)
        for id_ in (held, paid):
            await store.write(lambda b, id_=id_: outcome.complete(b, id_, s.act(s.huy)))
        await store.write(lambda b: money.pay(b, paid, Method.CASH, s.act(s.huy)))
        await store.write(lambda b: outcome.miss(b, missed, s.act(s.huy)))
        for day in range(20, 25):
            await s.book(at(day, 18))
        await s.w.says(s.huy, "/clients lan")

        assert s.huy.last.text.splitlines() == [
            "👤 Lan Anh",
            "● On Telegram · agreed to your policy",
            "🗓 Mon 20 Oct · 18:00–19:00",
            "🗓 Tue 21 Oct · 18:00–19:00",
            "🗓 Wed 22 Oct · 18:00–19:00",
            "… and 2 more",
            "📋 Held 2 · no-show 1 · cancelled 1",
            "💰 To be paid: 500.000 ₫",
            "⚖️ Fees not settled yet: 750.000 ₫",
        ]
        assert s.huy.last.rows == [
            ["➕ Session", "🗓 Sessions"],
            ["📦 Package", "💰 Money"],
            ["🔁 Series", "☑️ Several", "📋 Timeline"],
            ["🤝 Plan together", "💬 Write"],
            ["🙋 May book"],
            ["✏️ Rename", "⋯ End", "‹ Back"],
        ]


async def test_the_card_says_what_was_not_agreed_and_who_blocks(sqlite_url):
    async with story(sqlite_url, agreed=False) as s:
        await s.w.says(s.huy, "/clients lan")
        assert "● On Telegram · has not agreed to your policy yet" in s.huy.last.text
        await s.book(at(20, 18))
        s.lan.blocks()
        await s.book(at(21, 18))
        await s.w.says(s.huy, "/clients lan")
        assert "🔕 Has blocked the bot: no message arrives" in s.huy.last.text
        assert "💬 Text to forward" in s.huy.buttons()


async def test_nothing_is_owed_where_all_is_paid(sqlite_url):
    async with story(sqlite_url) as s:
        await s.book(at(14, 9), price=0)
        await s.w.says(s.huy, "/clients lan")

        assert s.huy.last.text.splitlines()[-1] == "💰 Nothing is owed"


async def test_a_session_is_booked_from_the_card(sqlite_url):
    async with story(sqlite_url) as s:
        await s.w.says(s.huy, "/clients lan")
        await s.w.press(s.huy, "Session")
        await s.w.says(s.huy, "tomorrow 18:00")
        await s.w.press(s.huy, "Create")

        assert s.huy.last.text.startswith("Booked. Lan Anh has been told.")
        await s.w.press(s.huy, "Client")
        assert "Tomorrow, Thu 16 Oct · 18:00–19:00" in s.huy.last.text


async def test_sessions_are_listed_from_the_next_on_and_open(sqlite_url):
    async with story(sqlite_url) as s:
        for day in (9, 10, 20, 17):
            await s.book(at(day, 18))
        await s.w.says(s.huy, "/clients lan")
        await s.w.press(s.huy, "🗓 Sessions")

        assert s.huy.last.text.splitlines() == [
            "Lan Anh · sessions · 4",
            "Fri 17 Oct · 18:00–19:00 · ✅ Confirmed",
            "Mon 20 Oct · 18:00–19:00 · ✅ Confirmed",
            "Fri 10 Oct · 18:00–19:00 · ☑️ Completed",
            "Thu 9 Oct · 18:00–19:00 · ☑️ Completed",
        ]
        await s.w.press(s.huy, "Fri 10 Oct 18:00")
        assert "☑️ Completed" in s.huy.last.text
        await s.w.press(s.huy, "Client")
        await s.w.press(s.huy, "🗓 Sessions")
        await s.w.press(s.huy, "Back")
        assert s.huy.last.text.startswith("👤 Lan Anh")


async def test_many_sessions_have_pages(sqlite_url):
    async with story(sqlite_url) as s:
        for hour in range(6, 18):
            await s.book(at(17, hour))
        await s.w.says(s.huy, "/clients lan")
        await s.w.press(s.huy, "🗓 Sessions")
        assert len(s.huy.last.text.splitlines()) == 11
        await s.w.press(s.huy, "›")
        assert s.huy.last.text.splitlines()[1:] == [
            "Fri 17 Oct · 16:00–17:00 · ✅ Confirmed",
            "Fri 17 Oct · 17:00–18:00 · ✅ Confirmed",
        ]


async def test_a_client_without_sessions_is_offered_one(sqlite_url):
    async with story(sqlite_url) as s:
        await s.w.says(s.huy, "/clients lan")
        await s.w.press(s.huy, "🗓 Sessions")

        assert s.huy.last.text == "Lan Anh has no sessions yet."
        assert s.huy.buttons() == ["➕ Session", "‹ Back"]


async def test_a_client_gets_a_new_name(sqlite_url):
    async with story(sqlite_url) as s:
        await s.w.says(s.huy, "/clients lan")
        await s.w.press(s.huy, "Rename")
        await s.w.says(s.huy, "x" * 65)
        assert s.huy.last.text == "A name has 1 to 64 characters. Please type it again."
        await s.w.restart()
        await s.w.says(s.huy, "  Lan   <Anh> Q7 ")

        assert s.huy.last.text.splitlines()[:3] == ["Renamed.", "", "👤 Lan <Anh> Q7"]
        assert await listed(s, s.huy) == ["Lan <Anh> Q7"]
        await s.w.says(s.huy, "Lan tomorrow 18:00")
        assert s.huy.last.text.startswith("New session")
        assert s.w.telegram.journal.errors() == []


async def test_back_from_renaming_keeps_the_name(sqlite_url):
    async with story(sqlite_url) as s:
        await s.w.says(s.huy, "/clients lan")
        await s.w.press(s.huy, "Rename")
        await s.w.press(s.huy, "Back")
        await s.w.says(s.huy, "Bình tomorrow 18:00")

        assert await listed(s, s.huy) == ["Lan Anh"]


async def test_a_sticker_repeats_the_question(sqlite_url):
    async with story(sqlite_url) as s:
        await s.w.says(s.huy, "/clients lan")
        await s.w.press(s.huy, "Rename")
        s.huy.sends_sticker()
        await s.w.settle()
        assert s.huy.last.text.startswith("What shall Lan Anh be called?")
        await s.w.says(s.huy, "Lan Q7")
        assert await listed(s, s.huy) == ["Lan Q7"]


# Adding somebody.


async def asks_for_new(s, phone=None):
    phone = phone or s.huy
    await s.w.says(phone, "/clients")
    await s.w.press(phone, "New client")


async def test_a_name_alone_is_enough(database):
    async with story(database) as s:
        await asks_for_new(s)
        assert s.huy.last.text.startswith("Who is it?")
        assert s.huy.reply_keyboard == [["👤 Pick in Telegram"], ["‹ Nobody"]]
        await s.w.says(s.huy, "Minh Quân")

        assert [m.text.splitlines()[0] for m in s.huy.received[-2:]] == [
            "Minh Quân is on your list.",
            "👤 Minh Quân",
        ]
        assert s.huy.reply_keyboard == []
        assert "✉️ Invite" in s.huy.buttons()
        assert await listed(s, s.huy) == ["Lan Anh", "Minh Quân"]
        assert s.w.telegram.journal.errors() == []


async def test_a_name_that_is_a_word_of_time_is_a_name(sqlite_url):
    async with story(sqlite_url) as s:
        await asks_for_new(s)
        await s.w.says(s.huy, "Mai")

        assert await listed(s, s.huy) == ["Lan Anh", "Mai"]


async def test_nobody_takes_the_picker_away(sqlite_url):
    async with story(sqlite_url) as s:
        await asks_for_new(s)
        s.huy.presses("Nobody")
        await s.w.settle()

        assert s.huy.last.text == "Nobody was added. /clients shows your list."
        assert s.huy.reply_keyboard == []
        await s.w.says(s.huy, "Lan tomorrow 18:00")
        assert s.huy.last.text.startswith("New session")


async def test_leaving_the_question_takes_the_picker_away(sqlite_url):
    async with story(sqlite_url) as s:
        await asks_for_new(s)
        await s.w.says(s.huy, "/cancel")

        assert s.huy.reply_keyboard == []
        await s.w.says(s.huy, "Lan tomorrow 18:00")
        assert s.huy.last.text.startswith("New session")


async def test_somebody_is_picked_in_telegram_and_not_told(sqlite_url):
    async with story(sqlite_url) as s:
        quan = s.w.phone("Minh Quân", username="quan")
        quan.start()
        await s.w.settle()
        before = len(quan.received)
        await asks_for_new(s)
        s.huy.shares_users(1, [quan])
        await s.w.settle()

        assert s.huy.last.text.splitlines()[0] == "👤 Minh Quân"
        assert "○ Not on Telegram yet" in s.huy.last.text
        assert s.huy.reply_keyboard == []
        assert len(quan.received) == before
        await s.w.press(s.huy, "Invite")
        await s.w.press(s.huy, "Send")
        assert s.huy.opened[-1].startswith("https://t.me/quan?text=")
        assert s.w.telegram.journal.errors() == []


async def test_a_picked_person_who_is_on_the_list_is_shown(sqlite_url):
    async with story(sqlite_url) as s:
        await asks_for_new(s)
        s.huy.shares_users(1, [s.lan])
        await s.w.settle()

        assert [m.text.splitlines()[0] for m in s.huy.received[-2:]] == [
            "Lan Anh is on your list already.",
            "👤 Lan Anh",
        ]
        assert await listed(s, s.huy) == ["Lan Anh"]


async def test_the_trainer_is_no_client_of_their_own(sqlite_url):
    async with story(sqlite_url) as s:
        await asks_for_new(s)
        s.huy.shares_users(1, [s.huy])
        await s.w.settle()
        assert s.huy.last.text.startswith("That is you.")
        await s.w.says(s.huy, "Quân")
        assert await listed(s, s.huy) == ["Lan Anh", "Quân"]


async def test_a_contact_brings_the_phone_number_at_any_time(sqlite_url):
    async with story(sqlite_url) as s:
        s.huy.shares_contact("+84 901 234 567", "Quân")
        await s.w.settle()
        assert s.huy.last.text.splitlines()[:3] == [
            "👤 Quân",
            "○ Not on Telegram yet: no reminder can reach them",
            "📞 +84 901 234 567",
        ]
        s.huy.shares_contact("84901234567", "Quân Nguyễn")
        await s.w.settle()
        assert s.huy.received[-2].text == "Quân is on your list already."
        assert await listed(s, s.huy) == ["Lan Anh", "Quân"]


async def test_a_contact_without_a_name_is_asked_for(sqlite_url):
    async with story(sqlite_url) as s:
        nameless = s.w.phone("x")
        nameless.person.first_name = ""
        s.huy.shares_contact("+84901", user=nameless)
        await s.w.settle()

        assert s.huy.last.text.startswith("Telegram did not tell me the name.")
        await s.w.says(s.huy, "Quân")
        assert await listed(s, s.huy) == ["Lan Anh", "Quân"]


async def test_a_contact_of_somebody_who_is_no_trainer_adds_nobody(sqlite_url):
    async with story(sqlite_url) as s:
        s.lan.shares_contact("+84901", "Quân")
        await s.w.settle()

        assert s.lan.last.text.startswith("This is for trainers.")
        assert await listed(s, s.huy) == ["Lan Anh"]


async def test_a_name_that_is_there_already_is_asked_about(sqlite_url):
    async with story(sqlite_url) as s:
        await asks_for_new(s)
        await s.w.says(s.huy, "lan ánh")

        assert s.huy.received[-2].text == "You have a Lan Anh already."
        assert s.huy.buttons() == ["👤 Same person", "👥 Another one"]
        assert s.huy.reply_keyboard == []
        await s.w.press(s.huy, "Same person")
        assert s.huy.last.text.startswith("👤 Lan Anh")
        assert await listed(s, s.huy) == ["Lan Anh"]


async def test_another_one_of_the_name_is_added_once(database):
    async with story(database) as s:
        await asks_for_new(s)
        await s.w.says(s.huy, "Lan Anh")
        question = s.huy.last
        data = question.buttons[1][0]["callback_data"]
        await s.w.restart()
        for _ in range(5):
            s.huy.taps_data(data, question)
        await s.w.settle()

        assert await listed(s, s.huy) == ["Lan Anh", "Lan Anh"]
        assert s.huy.unanswered == []
        assert s.w.telegram.journal.errors() == []


async def test_a_name_that_tells_two_apart_can_be_typed_instead(sqlite_url):
    async with story(sqlite_url) as s:
        await asks_for_new(s)
        await s.w.says(s.huy, "Lan Anh")
        await s.w.says(s.huy, "Lan Anh Q7")

        assert await listed(s, s.huy) == ["Lan Anh", "Lan Anh Q7"]


async def test_several_of_a_name_can_be_told_apart_in_the_question(sqlite_url):
    async with story(sqlite_url) as s:
        await add(s, "Lan Anh")
        s.huy.shares_contact("+84901", "Lan Anh")
        await s.w.settle()
        assert s.huy.buttons() == [
            "👤 Lan Anh · on Telegram",
            "👤 Lan Anh · not on Telegram",
            "👥 Another one",
        ]
        await s.w.press(s.huy, "not on Telegram")

        assert "📞 +84901" in s.huy.last.text
        assert await listed(s, s.huy) == ["Lan Anh", "Lan Anh"]


async def test_an_earlier_question_does_not_add_a_later_newcomer(sqlite_url):
    async with story(sqlite_url) as s:
        await add(s, "Minh")
        s.huy.shares_contact("+841", "Lan Anh")
        await s.w.settle()
        earlier = s.huy.last
        s.huy.shares_contact("+842", "Minh")
        await s.w.settle()
        s.huy.presses("Another one", earlier)
        await s.w.settle()

        assert earlier.text == "This question is closed. /clients shows your list."
        assert await listed(s, s.huy) == ["Lan Anh", "Minh"]


async def test_a_replayed_name_is_added_once(sqlite_url):
    async with story(sqlite_url) as s:
        await asks_for_new(s)
        update_id = s.huy.types("Quân").update_id
        s.w.bot.inbox.replayed.add(update_id)
        act = Act(f"u{update_id}:0", s.huy.user_id, s.w.clock.now())
        await s.w.bot.store.write(lambda b: inviting.add_client(b, s.huy.user_id, "Quân", act))
        await s.w.settle()

        assert await listed(s, s.huy) == ["Lan Anh", "Quân"]
        assert s.huy.last.text.startswith("👤 Quân")


# Whose clients they are.


async def test_buttons_of_another_trainers_client_do_nothing(sqlite_url):
    async with story(sqlite_url, linked=False) as s:
        mai = await a_trainer(s.w)
        await s.w.says(s.huy, "/clients lan")
        card = s.huy.last
        await s.w.says(mai, "/clients")
        for label in ("🗓 Sessions", "✏️ Rename", "✉️ Invite"):
            data = s.huy.find(label, card)[1]["callback_data"]
            mai.taps_data(data, mai.last)
            await s.w.settle()

        assert "Lan" not in "".join(m.text for m in mai.received)
        assert mai.toasts == 3 * [GONE]
        assert mai.last.text.startswith(NOBODY)
        assert await listed(s, s.huy) == ["Lan Anh"]
        assert mai.unanswered == []


async def test_another_trainers_client_cannot_be_booked(sqlite_url):
    async with story(sqlite_url, linked=False) as s:
        mai = await a_trainer(s.w)
        await s.w.says(s.huy, "/clients lan")
        data = s.huy.find("➕ Session")[1]["callback_data"]
        await s.w.says(mai, "/clients")
        mai.taps_data(data, mai.last)
        await s.w.settle()

        assert mai.toasts == [GONE]
        assert mai.last.text.startswith(NOBODY)


async def test_a_client_cannot_use_the_trainers_list(sqlite_url):
    async with story(sqlite_url) as s:
        await s.w.says(s.lan, "/clients")

        assert s.lan.last.text.startswith("This is for trainers.")


async def test_names_in_html_are_shown_as_typed(sqlite_url):
    async with story(sqlite_url) as s:
        (client,) = await add(s, "<i>Ân</i> & Co")
        await s.w.says(s.huy, "/clients")
        assert "<i>Ân</i> & Co" in s.huy.last.text
        await s.w.says(s.huy, "/clients co")
        assert s.huy.last.text.startswith("👤 <i>Ân</i> & Co")
        assert client.name == "<i>Ân</i> & Co"
        assert s.w.telegram.journal.errors() == []


async def test_the_longest_names_fit_everywhere(sqlite_url):
    async with story(sqlite_url) as s:
        await add(s, *("&" * 62 + f"{n:02}" for n in range(12)))
        await s.w.says(s.huy, "/clients")
        await s.w.press(s.huy, "›")
        await s.w.says(s.huy, f"/clients {'&' * 40}")

        assert all(len(label) <= 21 for label in s.huy.buttons())
        assert s.w.telegram.journal.errors() == []


async def test_the_card_survives_a_day(sqlite_url):
    async with story(sqlite_url) as s:
        await s.book(at(16, 18))
        await s.w.says(s.huy, "/clients")
        shown = s.huy.last
        await s.w.passes(days=2)
        await s.w.restart(down_for=timedelta(hours=1))
        s.huy.presses("Lan Anh", shown)
        await s.w.settle()

        assert shown.text.startswith("👤 Lan Anh")
