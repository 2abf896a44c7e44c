"""The menu of commands, the bot's description: set where they differ, by language and by role."""

from structlog.testing import capture_logs
from telegram import BotCommand

from bot.demo.telegram.faults import Fail
from bot.menu import publish
from bot.texts import words
from tests.bot.story import story
from tests.world import world

EVERYBODY = ["start", "help", "cancel", "privacy", "settings", "trainers"]
SETTERS = ("setMyCommands", "setMyDescription", "setMyShortDescription", "setChatMenuButton")


async def starts(w, name="Huy", language="en"):
    phone = w.phone(name, language)
    phone.start()
    await w.settle()
    return phone


async def published(w):
    """Waits for what is set beside the bot's work."""
    for task in w.bot._asides:
        await task


def names(phone):
    return [name for name, _about in phone.commands]


def made(w, *methods):
    return [call.parameters for call in w.telegram.journal.calls(*methods)]


async def test_everybody_finds_commands_in_their_language(sqlite_url):
    async with world(sqlite_url) as w:
        await published(w)
        phones = [w.phone("Huy", "en"), w.phone("Minh", "vi"), w.phone("Jo", "fr"), w.phone("Al", None)]

        assert [names(p) for p in phones] == [EVERYBODY] * 4
        english, vietnamese, french, unknown = (p.commands for p in phones)
        assert english == french == unknown
        assert english[1] == ("help", "What you can do")
        assert vietnamese[1] == ("help", words("vi").plain("What you can do"))
        by_language = [c["language_code"] for c in made(w, "setMyCommands") if "scope" not in c]
        assert by_language == ["", "vi"]


async def test_bot_says_what_it_is_for(sqlite_url):
    async with world(sqlite_url) as w:
        await published(w)
        profile = w.telegram.world.profile

        assert profile["description|"].startswith("A personal trainer's calendar.")
        assert (
            profile["short_description|"] == "A personal trainer's calendar: sessions, reminders, payments."
        )


async def test_what_is_there_already_is_not_set_again(sqlite_url):
    async with world(sqlite_url) as w:
        await published(w)
        assert made(w, *SETTERS)
        w.telegram.journal.clear()
        await w.restart()
        await published(w)

        assert made(w, "getMyCommands")
        assert made(w, *SETTERS) == []


async def test_what_differs_is_set_again(sqlite_url):
    async with world(sqlite_url) as w:
        await published(w)
        await w.bot.application.bot.set_my_commands([BotCommand("old", "Of an earlier version")])
        w.telegram.journal.clear()
        await publish(w.bot.services)

        assert len(made(w, *SETTERS)) == 1
        assert names(w.phone("Huy")) == EVERYBODY


async def test_bot_works_where_the_menu_cannot_be_set(sqlite_url):
    async with world(sqlite_url) as w:
        await published(w)
        for method in ("getMyCommands", "setMyCommands"):
            w.telegram.faults.always(Fail(500), method)
        with capture_logs() as logs:
            await publish(w.bot.services)
        assert [entry["event"] for entry in logs] == ["could not set the menu of commands"]
        huy = await starts(w)
        await w.press(huy, "I am a trainer")

        assert "Your calendar is ready" in huy.last.text
        w.telegram.faults.clear()
        await w.says(huy, "/start")
        assert "book" in names(huy)


async def test_trainer_and_client_have_menus_of_their_own(sqlite_url):
    async with story(sqlite_url) as s:
        for phone in (s.huy, s.lan):
            await s.w.says(phone, "/start")

        assert {"book", "today", "week", "clients"} < set(names(s.huy))
        assert names(s.huy)[-len(EVERYBODY) :] == EVERYBODY
        assert "sessions" in names(s.lan)
        assert "book" not in names(s.lan)


async def test_menu_follows_role_and_language_at_once(sqlite_url):
    async with world(sqlite_url) as w:
        huy = await starts(w)
        assert names(huy) == EVERYBODY
        await w.press(huy, "I am a trainer")
        assert "book" in names(huy)

        await w.says(huy, "/settings")
        await w.press(huy, "Language")
        await w.press(huy, "Tiếng Việt")
        assert dict(huy.commands)["book"] == words("vi").plain("Book a session")


async def test_menu_of_a_chat_is_set_once(sqlite_url):
    async with story(sqlite_url) as s:
        await published(s.w)
        await s.w.says(s.huy, "/start")
        s.w.telegram.journal.clear()
        await s.w.says(s.huy, "/today")
        await s.w.restart()
        await published(s.w)
        await s.w.says(s.huy, "/today")

        assert made(s.w, "setMyCommands") == []


async def test_language_that_is_not_the_apps_brings_a_menu_and_its_return_removes_it(sqlite_url):
    async with world(sqlite_url) as w:
        await published(w)
        minh = await starts(w, "Minh", "vi")
        await w.press(minh, "English")
        assert minh.commands[1] == ("help", "What you can do")
        assert '"chat"' in made(w, "setMyCommands")[-1]["scope"]
        await w.press(minh, "Tiếng Việt")

        assert minh.commands[1] == ("help", words("vi").plain("What you can do"))
        assert len(made(w, "deleteMyCommands")) == 1
