"""Help by role, privacy, /cancel, and messages that are edited."""

from tests.bot.story import at, story


async def starts(w, name="Minh", language="en"):
    phone = w.phone(name, language)
    phone.start()
    await w.settle()
    return phone


def commands_in(text):
    return [line.split()[0] for line in text.splitlines() if line.startswith("/")]


# /help


async def test_help_is_made_of_what_the_features_say_to_each_role(sqlite_url):
    async with story(sqlite_url) as s:
        minh = await starts(s.w)
        for phone in (s.huy, s.lan, minh):
            await s.w.says(phone, "/help")

        everybody = ["/start", "/help", "/cancel", "/privacy", "/settings", "/trainers"]
        assert commands_in(minh.last.text) == everybody
        assert "/sessions" in commands_in(s.lan.last.text)
        assert "/book" not in commands_in(s.lan.last.text)
        trainers = commands_in(s.huy.last.text)
        assert {"/book", "/today", "/week", "/clients"} < set(trainers)
        assert trainers[-len(everybody) :] == everybody
        for feature in s.w.features:
            assert (feature.help in s.huy.last.text) == (feature.who in ("anyone", "trainer"))


async def test_help_of_all_roles_fits_into_one_message(sqlite_url):
    async with story(sqlite_url) as s:
        await s.w.says(s.lan, "/start")
        await s.w.press(s.lan, "I am a trainer")
        await s.w.says(s.lan, "/help")

        assert "/sessions" in s.lan.last.text
        assert "/book" in s.lan.last.text
        assert len(s.lan.last.text) < 3500


# /privacy


async def test_privacy_names_what_is_stored_who_sees_it_how_long_and_how_to_erase(sqlite_url):
    async with story(sqlite_url) as s:
        for phone in (s.huy, s.lan):
            await s.w.says(phone, "/privacy")

        for text in (s.huy.last.text, s.lan.last.text):
            for part in ("Everybody:", "Who sees it.", "How long.", "Erasing."):
                assert part in text
        assert "A coach:" in s.huy.last.text
        assert "A client:" not in s.huy.last.text
        assert "A client:" in s.lan.last.text


# /cancel


async def test_nothing_open_is_nothing_to_cancel(sqlite_url):
    async with story(sqlite_url) as s:
        await s.book(at(16, 18))
        await s.w.says(s.lan, "/cancel")

        assert s.lan.last.text == "Nothing to cancel. A session is cancelled on its card."


async def test_cancel_ends_the_open_card_and_its_buttons(sqlite_url):
    async with story(sqlite_url) as s:
        await s.w.says(s.huy, "Lan tomorrow 18:00")
        await s.w.says(s.huy, "/cancel")
        assert s.huy.last.text == "All right, I dropped it. What was done before stays."
        await s.w.press(s.huy, "Create")

        assert s.heard(s.huy, "This card is closed") != []
        await s.w.says(s.huy, "/cancel")
        assert s.huy.last.text.startswith("Nothing to cancel.")


# Edited messages.


async def test_edited_message_is_answered_and_changes_nothing(sqlite_url):
    async with story(sqlite_url) as s:
        line = s.huy.types("Lan tomorrow 18:00")
        await s.w.settle()
        card = s.huy.last
        s.huy.edits(line, "Lan tomorrow 19:00")
        await s.w.settle()

        assert "Please send it anew." in s.huy.last.text
        assert "18:00–19:00" in card.text
        await s.w.press(s.huy, "Create")
        assert card.text.startswith("Booked.")


async def test_live_location_that_moves_on_asks_for_no_answer(sqlite_url):
    async with story(sqlite_url) as s:
        sent = s.lan.sends_location(10.5, 106.5)
        await s.w.settle()
        answers = len(s.lan.received)
        body = {"message_id": sent.message_id, "date": sent.date, "edit_date": sent.date + 1}
        person = {"id": s.lan.user_id, "is_bot": False, "first_name": "Lan"}
        chat = {"id": s.lan.user_id, "type": "private", "first_name": "Lan"}
        where = {"location": {"latitude": 10.6, "longitude": 106.5}}
        s.w.telegram.world.push("edited_message", body | {"from": person, "chat": chat} | where)
        await s.w.settle()

        assert len(s.lan.received) == answers
