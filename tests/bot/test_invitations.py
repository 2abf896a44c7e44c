"""From a name to a person: the link, who may open it, what the trainer hears, and the text to forward."""

import asyncio
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest

from core.act import Act
from core.people import Trainer
from core.policy import Policy
from core.use_cases import inviting
from core.use_cases.cancelling import cancel
from tests.bot.story import at, story

GONE = "It is not here any more. /help shows what you can do."


async def invites(s, name="lan"):
    """Makes an invitation by the card's button; returns its link."""
    await s.w.says(s.huy, f"/clients {name}")
    await s.w.press(s.huy, "Invite")
    return link_in(s.huy.last)


def link_in(message):
    return next(line for line in message.text.splitlines() if line.startswith("https://t.me/"))


async def opens(s, phone, link):
    phone.opens(link)
    await s.w.settle()


async def person(s, name, **options):
    return s.w.phone(name, **options)


async def another_trainer(s, name="Mai"):
    """Somebody else, with Lan on the list too."""
    phone = s.w.phone(name)
    phone.start()
    await s.w.settle()
    store, now = s.w.bot.store, s.w.clock.now()
    new = Trainer(phone.user_id, name, "Asia/Ho_Chi_Minh", now, daily_list=None)
    await store.write(lambda b: b.trainers.add(new))
    act = Act("elsewhere:add", phone.user_id, now)
    client = await store.write(lambda b: inviting.add_client(b, phone.user_id, "Lan", act))
    act = Act("elsewhere:invite", phone.user_id, now)
    await store.write(lambda b: inviting.invite(b, client.id, "elsewhere", act))
    s.lan.start()
    await s.w.settle()
    act = Act("elsewhere:join", s.lan.user_id, now)
    await store.write(lambda b: inviting.join(b, "elsewhere", act))
    await s.w.settle()
    return phone, client


async def books_elsewhere(s, mai, client, start):
    told, s.huy, s.client_id = (s.huy, s.client_id), mai, client.id
    booking = await s.book(start)
    s.huy, s.client_id = told
    return booking


# The link.


async def test_an_invitation_is_a_link_to_share_and_to_copy(sqlite_url):
    async with story(sqlite_url, linked=False) as s:
        link = await invites(s)

        assert s.huy.last.text.splitlines() == [
            "✉️ Invitation for Lan Anh",
            "Send them this link:",
            link,
            "It works once, until Wed 29 Oct · 10:00. A new link ends this one.",
        ]
        secret = parse_qs(urlsplit(link).query)["start"][0]
        assert len(secret) == 22
        s.huy.presses("Copy")
        assert s.huy.clipboard == link
        s.huy.presses("Share")
        letter = s.huy.shares(s.huy.opened[-1], s.lan)
        assert (letter.url, letter.text) == (
            link,
            "Coach Huy invites you: your sessions and reminders in Telegram.",
        )


async def test_the_client_joins_by_the_link_and_the_trainer_hears_it(database):
    async with story(database, linked=False) as s:
        await s.book(at(17, 18))
        await opens(s, s.lan, await invites(s))

        assert s.heard(s.huy, "has joined")[0].splitlines()[:3] == [
            "🎉 Lan Anh has joined: from now on reminders reach them.",
            "",
            "👤 Lan Anh",
        ]
        assert "Invite" not in " ".join(s.huy.buttons())
        await s.w.passes(hours=32)
        assert s.heard(s.lan, "⏰ Tomorrow 18:00 with Coach Huy")
        assert s.w.telegram.journal.errors() == []


async def test_the_secret_is_stored_nowhere(sqlite_url, memory):
    async with story(sqlite_url, linked=False) as s:
        link = await invites(s)
    secret = parse_qs(urlsplit(link).query)["start"][0]
    kept = [path for path in memory.rglob("*") if path.is_file()]

    assert kept
    assert not [path.name for path in kept if secret.encode() in path.read_bytes()]


async def test_an_old_button_never_ends_a_fresh_link(sqlite_url):
    async with story(sqlite_url, linked=False) as s:
        await s.w.says(s.huy, "/clients lan")
        card = s.huy.last
        await s.w.press(s.huy, "Invite")
        link = link_in(s.huy.last)
        s.huy.presses("Invite", card)
        await s.w.settle()

        assert card.text.startswith("There is an invitation already")
        assert card.rows[1] == ["✉️ New invitation", "Revoke"]
        await opens(s, s.lan, link)
        assert s.heard(s.huy, "has joined")


async def test_a_new_invitation_ends_the_one_before(sqlite_url):
    async with story(sqlite_url, linked=False) as s:
        old = await invites(s)
        await s.w.says(s.huy, "/clients lan")
        assert "✉️ Invited: the link works until Wed 29 Oct · 10:00" in s.huy.last.text
        await s.w.press(s.huy, "New invitation")
        new = link_in(s.huy.last)

        await opens(s, s.lan, old)
        assert "no longer valid" in s.lan.last.text
        await opens(s, s.lan, new)
        assert s.heard(s.huy, "has joined")


async def test_revoking_asks_first_and_the_safe_button_keeps_the_link(sqlite_url):
    async with story(sqlite_url, linked=False) as s:
        link = await invites(s)
        await s.w.says(s.huy, "/clients lan")
        await s.w.press(s.huy, "Revoke")
        assert s.huy.buttons() == ["Keep it", "Revoke it"]
        await s.w.press(s.huy, "Keep it")
        assert "✉️ Invited" in s.huy.last.text
        await s.w.press(s.huy, "Revoke")
        await s.w.press(s.huy, "Revoke it")

        assert s.huy.last.text.splitlines()[0] == "Revoked: the link does not work any more."
        assert "✉️ Invite" in s.huy.buttons()
        await opens(s, s.lan, link)
        assert "no longer valid" in s.lan.last.text
        assert await clients_of(s, s.lan) == []


async def test_a_link_is_over_after_14_days(sqlite_url):
    async with story(sqlite_url, linked=False) as s:
        link = await invites(s)
        await s.w.passes(days=14)
        await opens(s, s.lan, link)

        assert "no longer valid" in s.lan.last.text
        await s.w.says(s.huy, "/clients lan")
        assert "✉️ Invite" in s.huy.buttons()


async def test_the_trainer_cannot_use_the_own_link(sqlite_url):
    async with story(sqlite_url, linked=False) as s:
        link = await invites(s)
        await opens(s, s.huy, link)
        assert "Send it to your client." in s.huy.last.text
        await opens(s, s.lan, link)
        assert s.heard(s.huy, "has joined")


async def clients_of(s, phone):
    return await s.w.bot.store.read(lambda b: b.clients.of_person(phone.user_id))


async def test_of_many_who_open_one_link_one_joins(database):
    async with story(database, linked=False) as s:
        await s.book(at(17, 18))
        link = await invites(s)
        crowd = [await person(s, f"P{n}") for n in range(16)]
        for phone in crowd:
            phone.opens(link)
        await s.w.settle()

        joined = [phone for phone in crowd if await clients_of(s, phone)]
        assert len(joined) == 1
        assert len(s.heard(s.huy, "has joined")) == 1
        refused = [phone for phone in crowd if "This invitation was used already" in phone.last.text]
        assert len(refused) == 15
        assert not [phone for phone in refused if any("17 Oct" in m.text for m in phone.received)]
        assert s.w.telegram.journal.errors() == []


async def test_an_invitation_whose_link_was_lost_can_be_made_anew(sqlite_url):
    async with story(sqlite_url, linked=False) as s:
        await s.w.says(s.huy, "/clients lan")
        query = s.huy.presses("Invite")
        act = Act(f"u{query.update_id}:0", s.huy.user_id, s.w.clock.now())
        await s.w.bot.store.write(lambda b: inviting.invite(b, s.client_id, "lost", act))
        await s.w.settle()

        assert "New invitation" in " ".join(s.huy.buttons())


# What the trainer hears.


async def test_a_client_who_is_called_otherwise_on_telegram_is_named(sqlite_url):
    async with story(sqlite_url, linked=False) as s:
        stranger = await person(s, "Nguyễn Lan", username="lan_n")
        await opens(s, stranger, await invites(s))

        assert "On Telegram as Nguyễn Lan (@lan_n)" in s.huy.last.text


async def test_agreeing_is_told(sqlite_url):
    async with story(sqlite_url, agreed=False) as s:
        await s.w.bot.store.write(lambda b: inviting.agree(b, s.client_id, Policy(), s.act(s.lan)))
        await s.w.settle()

        assert s.huy.last.text.splitlines()[0] == "🤝 Lan Anh has agreed to your policy."
        assert "· agreed to your policy" in s.huy.last.text


async def offered(s):
    """Lan is on the list; she opens the invitation for another entry, which has a session."""
    known = s.client_id
    extra = await s.w.bot.store.write(lambda b: inviting.add_client(b, s.huy.user_id, "Lan Q7", s.act(s.huy)))
    s.client_id = extra.id
    booking = await s.book(at(17, 18))
    await opens(s, s.lan, await invites(s, "q7"))
    s.client_id = known
    return booking


async def test_two_entries_of_one_person_are_merged_on_request(database):
    async with story(database) as s:
        booking = await offered(s)
        offer = s.huy.last
        assert offer.text.startswith("🔎 Lan Anh has opened the invitation for Lan Q7")
        await s.w.press(s.huy, "The same: merge")

        assert offer.text.splitlines()[:3] == [
            "Done: everything of “Lan Q7” is here now.",
            "",
            "👤 Lan Anh",
        ]
        assert "🗓 Fri 17 Oct · 18:00–19:00" in offer.text
        assert "Session with Coach Huy" in s.lan.last.text
        assert (await s.booking(booking)).person_id == s.lan.user_id
        await s.w.says(s.huy, "/clients")
        assert s.huy.last.text.splitlines()[0] == "Your clients · 1"
        assert s.w.telegram.journal.errors() == []


async def test_merging_twice_is_merging_once(database):
    async with story(database) as s:
        await offered(s)
        offer = s.huy.last
        data = offer.buttons[0][0]["callback_data"]
        for _ in range(8):
            s.huy.taps_data(data, offer)
        await s.w.settle()

        assert offer.text.splitlines()[2] == "👤 Lan Anh"
        assert len(s.heard(s.lan, "Session with Coach Huy")) == 1
        assert s.huy.unanswered == []


async def test_different_people_stay_apart(sqlite_url):
    async with story(sqlite_url) as s:
        booking = await offered(s)
        await s.w.press(s.huy, "Different people")

        assert s.huy.last.text.splitlines()[:3] == [
            "They stay apart. The link has been used up: make a new invitation.",
            "",
            "👤 Lan Q7",
        ]
        assert "✉️ Invite" in s.huy.buttons()
        assert (await s.booking(booking)).person_id is None


async def test_two_who_are_both_on_telegram_are_not_merged(sqlite_url):
    async with story(sqlite_url) as s:
        await offered(s)
        offer = s.huy.last
        await opens(s, await person(s, "Lan Phạm"), await invites(s, "q7"))
        s.huy.presses("The same: merge", offer)
        await s.w.settle()

        assert offer.text.splitlines()[0] == "They are two people on Telegram, so they stay apart."


@pytest.mark.parametrize("label", ["The same: merge", "Different people"])
async def test_an_offer_pressed_by_another_trainer_does_nothing(sqlite_url, label):
    async with story(sqlite_url) as s:
        mai, _ = await another_trainer(s)
        await offered(s)
        data = s.huy.find(label)[1]["callback_data"]
        mai.taps_data(data, mai.last)
        await s.w.settle()

        assert mai.toasts[-1] == GONE
        assert "Q7" not in "".join(m.text for m in mai.received)
        assert len(await s.w.bot.store.read(lambda b: b.clients.of_trainer(s.huy.user_id))) == 2


# A clash with sessions elsewhere.


async def test_a_clash_found_by_joining_is_told_to_both_without_names(database):
    async with story(database, linked=False) as s:
        mai, client = await another_trainer(s)
        elsewhere = await books_elsewhere(s, mai, client, at(17, 17, 30))
        await s.w.passes(minutes=1)
        here = await s.book(at(17, 18))
        await opens(s, s.lan, await invites(s))

        (to_huy,) = s.heard(s.huy, "is busy then")
        assert to_huy.startswith("⚠️ Lan Anh is busy then. Please agree on another time for this session:")
        assert "18:00–19:00" in to_huy
        (to_mai,) = s.heard(mai, "is busy then")
        assert to_mai.startswith("⚠️ Lan is busy then.")
        assert "17:30–18:30" in to_mai
        for text, other in ((to_huy, ("Mai", "17:30")), (to_mai, ("Huy", "Lan Anh", "19:00"))):
            assert not [word for word in other if word in text]
        assert (await s.booking(here)).double
        assert not (await s.booking(elsewhere)).double
        assert s.w.telegram.journal.errors() == []


async def test_a_clash_that_is_over_before_it_can_be_told_is_dropped(sqlite_url):
    async with story(sqlite_url, linked=False) as s:
        mai, client = await another_trainer(s)
        elsewhere = await books_elsewhere(s, mai, client, at(17, 17, 30))
        await s.book(at(17, 18))
        link = await invites(s)
        secret = parse_qs(urlsplit(link).query)["start"][0]
        store = s.w.bot.store
        s.w.bot.store.on_commit = lambda: None
        await store.write(lambda b: inviting.join(b, secret, s.act(s.lan)))
        await store.write(lambda b: cancel(b, elsewhere, s.act(mai)))
        await s.w.settle()

        assert s.heard(s.huy, "has joined")
        assert s.heard(s.huy, "is busy then") == s.heard(mai, "is busy then") == []


async def test_moving_the_session_away_clears_the_warning(sqlite_url):
    async with story(sqlite_url, linked=False) as s:
        mai, client = await another_trainer(s)
        await books_elsewhere(s, mai, client, at(17, 17, 30))
        here = await s.book(at(17, 18))
        await opens(s, s.lan, await invites(s))
        await s.w.press(s.huy, "Move")
        await s.w.says(s.huy, "Fri 19:00")
        await s.w.press(s.huy, "Move it")

        assert not (await s.booking(here)).double
        assert "⚠️" not in s.huy.last.text


# Clients whom no message reaches.


async def test_booking_an_unlinked_client_offers_the_way_out(database):
    async with story(database, linked=False) as s:
        await s.w.says(s.huy, "Lan tomorrow 18:00")
        await s.w.press(s.huy, "Create")
        assert s.huy.last.text.startswith("Booked. Lan Anh is not on Telegram yet")
        card = s.huy.last
        assert {"✉️ Invite", "💬 Text to forward"} <= set(s.huy.buttons())
        await s.w.press(s.huy, "Text to forward")

        text = (
            "Hi Lan Anh! Your session with Coach Huy is booked:\n"
            "🗓 Thursday 16 October · 18:00–19:00\n"
            "See you there!"
        )
        assert s.huy.last.text == text
        assert s.huy.last.message_id != card.message_id
        s.huy.presses("Copy")
        assert s.huy.clipboard == text
        assert s.huy.forwards(s.huy.last, to=s.lan).text == text
        s.huy.presses("Invite", card)
        await s.w.settle()
        await opens(s, s.lan, link_in(s.huy.last))
        assert s.heard(s.huy, "has joined")
        assert s.w.telegram.journal.errors() == []


async def test_the_text_to_forward_comes_in_the_trainers_language_and_can_be_switched(sqlite_url):
    async with story(sqlite_url, linked=False) as s:
        await s.book(at(17, 18))
        await s.w.says(s.huy, "/clients lan")
        await s.w.press(s.huy, "Text to forward")
        shown = s.huy.last
        assert shown.text.startswith("Hi Lan Anh!")
        assert shown.rows[0][1:] == ["Tiếng Việt"]
        await s.w.press(s.huy, "Tiếng Việt")
        assert "Thứ Sáu" in shown.text
        assert "English" in s.huy.buttons(shown)
        await s.w.press(s.huy, "English")
        assert shown.text.startswith("Hi Lan Anh!")


async def test_a_cancelled_session_has_a_text_to_forward_too(sqlite_url):
    async with story(sqlite_url, linked=False) as s:
        booking = await s.book(at(17, 18))
        await s.w.bot.store.write(lambda b: cancel(b, booking, s.act(s.huy)))
        await s.w.says(s.huy, "/clients lan")
        await s.w.press(s.huy, "🗓 Sessions")
        await s.w.press(s.huy, "Fri 17 Oct 18:00")
        await s.w.press(s.huy, "Text to forward")

        assert s.huy.last.text.startswith("Hi Lan Anh! Your session with Coach Huy is cancelled:")


async def test_a_session_that_is_over_has_nothing_to_forward(sqlite_url):
    async with story(sqlite_url, linked=False) as s:
        await s.book(at(15, 18))
        await s.w.says(s.huy, "/clients lan")
        button = s.huy.find("Text to forward")[1]["callback_data"]
        await s.w.passes(hours=10)
        s.huy.taps_data(button, s.huy.last)
        await s.w.settle()

        assert s.huy.toasts[-1] == "It is over: there is nothing to tell any more."


async def test_a_long_text_is_copied_as_far_as_telegram_lets_it(sqlite_url):
    from bot.features.forwarding import copied

    lines = ["x" * 100, "y" * 100, "z" * 100]
    assert copied(lines) == "\n".join(lines[:2])
    assert copied(["🏋️" * 200]).encode("utf-16-le")[-2:]
    assert len(copied(["🏋️" * 200]).encode("utf-16-le")) // 2 <= 256
    assert copied(["short"]) == "short"


async def test_the_session_of_a_linked_client_offers_no_invitation(sqlite_url):
    async with story(sqlite_url) as s:
        await s.w.says(s.huy, "Lan tomorrow 18:00")
        await s.w.press(s.huy, "Create")

        assert "👤 Client" in s.huy.buttons()
        assert not {"✉️ Invite", "💬 Text to forward"} & set(s.huy.buttons())
        assert "👤 Client" not in s.lan.buttons()


async def test_a_client_who_blocks_the_bot_is_told_of_with_the_text_to_forward(database):
    async with story(database) as s:
        await s.book(at(16, 18))
        s.lan.blocks()
        await s.w.passes(hours=9)

        (text,) = s.heard(s.huy, "has blocked the bot")
        assert text.splitlines() == [
            "🔕 Lan Anh has blocked the bot: reminders do not arrive.",
            "You can tell them yourself:",
            "Hi Lan Anh! Your session with Coach Huy is booked:",
            "🗓 Thursday 16 October · 18:00–19:00",
            "See you there!",
        ]
        await s.w.press(s.huy, "Text to forward")
        assert s.huy.last.text.startswith("Hi Lan Anh!")
        await s.w.passes(hours=12)
        assert len(s.heard(s.huy, "has blocked the bot")) == 1


async def test_a_client_who_is_back_at_once_is_not_told_of(sqlite_url):
    async with story(sqlite_url) as s:
        s.lan.blocks()
        await s.book(at(16, 18))
        before = len(s.heard(s.huy, "has blocked the bot"))
        s.lan.start()
        await s.w.settle()
        await s.w.passes(hours=9)

        assert before == 1
        assert len(s.heard(s.huy, "has blocked the bot")) == 1
        assert s.heard(s.lan, "⏰")


async def test_the_text_to_forward_is_for_the_trainer_alone(sqlite_url):
    async with story(sqlite_url, linked=False) as s:
        mai, _ = await another_trainer(s)
        await s.book(at(17, 18))
        await s.w.says(s.huy, "/clients lan")
        data = s.huy.find("Text to forward")[1]["callback_data"]
        await asyncio.gather(*(tap(s, phone, data) for phone in (mai, s.lan)))

        for phone in (mai, s.lan):
            assert "17 Oct" not in phone.last.text
            assert phone.unanswered == []


async def tap(s, phone, data):
    phone.taps_data(data, phone.last)
    await s.w.settle()


async def test_the_link_outlives_a_restart(sqlite_url):
    async with story(sqlite_url, linked=False) as s:
        link = await invites(s)
        await s.w.restart(down_for=timedelta(hours=5))
        await opens(s, s.lan, link)

        assert s.heard(s.huy, "has joined")
