"""How the bot presents itself, by scope and language."""

import pytest
import telegram as ptb

COMMANDS = [("book", "Book a session"), ("today", "Today")]


async def test_menu_shows_the_narrowest_scope_in_the_persons_language(bot, lan, telegram):
    huy = telegram.phone("Huy", language="en")
    await bot.set_my_commands([("start", "Start")])
    await bot.set_my_commands([("start", "Bắt đầu")], language_code="vi")
    await bot.set_my_commands(COMMANDS, scope=ptb.BotCommandScopeChat(huy.user_id))

    assert lan.commands == [("start", "Bắt đầu")]
    assert huy.commands == COMMANDS


async def test_commands_are_read_back_and_deleted(bot, lan):
    scope = ptb.BotCommandScopeAllPrivateChats()
    await bot.set_my_commands(COMMANDS, scope=scope, language_code="en")

    shown = await bot.get_my_commands(scope=scope, language_code="en")
    assert [(command.command, command.description) for command in shown] == COMMANDS
    assert await bot.get_my_commands() == ()

    await bot.delete_my_commands(scope=scope, language_code="en")
    assert await bot.get_my_commands(scope=scope, language_code="en") == ()


@pytest.mark.parametrize(
    "commands,description",
    [
        ([{"command": "Book", "description": "a"}], "BOT_COMMAND_INVALID"),
        ([{"command": "b" * 33, "description": "a"}], "BOT_COMMAND_INVALID"),
        ([{"command": "book", "description": ""}], "BOT_COMMAND_DESCRIPTION_INVALID"),
        ([{"command": "book", "description": "a" * 257}], "BOT_COMMAND_DESCRIPTION_INVALID"),
        ([{"command": "book"}], "can't parse BotCommand: Can't find field \"description\""),
        ([{"command": "book", "description": "a"}] * 2, "BOT_COMMAND_DUPLICATE"),
        ([{"command": f"c{i}", "description": "a"} for i in range(101)], "BOT_COMMANDS_TOO_MUCH"),
    ],
)
async def test_bad_commands_are_refused(call, commands, description):
    assert await call("setMyCommands", commands=commands) == (400, f"Bad Request: {description}")


@pytest.mark.parametrize(
    "method,field,most",
    [
        ("setMyName", "name", 64),
        ("setMyDescription", "description", 512),
        ("setMyShortDescription", "short_description", 120),
    ],
)
async def test_profile_texts_have_a_length(call, method, field, most):
    assert (await call(method, **{field: "a" * most}))[0] == 200
    assert (await call(method, **{field: "a" * (most + 1)}))[0] == 400


async def test_description_is_kept_by_language(bot):
    await bot.set_my_description("Your calendar")
    await bot.set_my_description("Lịch của bạn", language_code="vi")

    assert (await bot.get_my_description(language_code="vi")).description == "Lịch của bạn"
    assert (await bot.get_my_description(language_code="de")).description == "Your calendar"


async def test_language_that_is_none_is_refused(call):
    assert await call("setMyDescription", description="a", language_code="english") == (
        400,
        "Bad Request: LANG_CODE_INVALID",
    )


async def test_menu_button_is_kept_by_chat(bot, lan):
    button = ptb.MenuButtonWebApp("Calendar", ptb.WebAppInfo("https://example.org/app"))
    await bot.set_chat_menu_button(lan.user_id, button)

    assert await bot.get_chat_menu_button(lan.user_id) == button
    assert await bot.get_chat_menu_button() == ptb.MenuButtonCommands()
