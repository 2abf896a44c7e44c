"""What Telegram shows around the chat: the menu of commands, and what the bot is for.

Set only where it differs from what is there. Everybody has the commands of everybody; whoever is a
trainer or a client, or reads in another language than their app's, has a menu of their own.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import structlog
from telegram import Bot, BotCommand, BotCommandScopeChat, MenuButtonCommands, User
from telegram.constants import MenuButtonType
from telegram.error import TelegramError

from bot.feature import EVERYBODY, Command, Feature, Who
from bot.services import Services
from bot.texts import LANGUAGES, Words, language_of, words
from bot.visit import Visit

log = structlog.get_logger()

#: Telegram asks for the texts of a language by its code; the first one is for all others.
_CODES = tuple((language, "" if language == LANGUAGES[0] else language) for language in LANGUAGES)


def commands_for(features: Sequence[Feature], roles: frozenset[Who]) -> list[Command]:
    """The everyday ones of the person's roles first, those of everybody last."""
    mine = [c for f in features for c in f.commands if c.who in roles]
    return sorted(mine, key=lambda c: c.who is Who.ANYONE)


def commands_of(features: Sequence[Feature], w: Words, roles: frozenset[Who]) -> list[BotCommand]:
    commands = commands_for(features, roles)
    return [BotCommand(c.name, w.plain(c.about)) for c in commands]


async def publish(services: Services) -> None:
    """What everybody sees; a refusal is logged, and the bot works without."""
    try:
        for language, code in _CODES:
            await _publish_in(services.bot, services.features, words(language), code)
        button = await services.bot.get_chat_menu_button()
        if button.type not in (MenuButtonType.COMMANDS, MenuButtonType.DEFAULT):
            await services.bot.set_chat_menu_button(menu_button=MenuButtonCommands())
    except TelegramError as error:
        log.warning("could not set the menu of commands", error=str(error))


async def _publish_in(bot: Bot, features: Sequence[Feature], w: Words, code: str) -> None:
    wanted = commands_of(features, w, EVERYBODY)
    if list(await bot.get_my_commands(language_code=code)) != wanted:
        await bot.set_my_commands(wanted, language_code=code)
    about = w.plain(
        "A personal trainer's calendar. The trainer types “Lan tomorrow 18:00” and it is booked; the client "
        "knows, both are reminded, and money is not forgotten.\n\nTrainers and clients: press Start."
    )
    if (await bot.get_my_description(language_code=code)).description != about:
        await bot.set_my_description(about, language_code=code)
    short = w.plain("A personal trainer's calendar: sessions, reminders, payments.")
    if (await bot.get_my_short_description(language_code=code)).short_description != short:
        await bot.set_my_short_description(short, language_code=code)


async def keep_up(visit: Visit) -> None:
    """The menu of this chat, when the person's roles or language are not those of the menu shown."""
    services, person = visit.services, visit.person
    wanted = _own_menu(visit)
    look = _look(wanted)
    if services.menus.get(person.id) == look:
        return
    name = f"menu:{person.id}"
    shown = await services.memory.recall(name) or ""
    if shown != look:
        if not await _set(services.bot, person.id, wanted):
            return
        await services.memory.remember(name, look)
    services.menus[person.id] = look


def _look(commands: Sequence[BotCommand]) -> str:
    """Another one for other commands too: a newer version of the bot may have some."""
    told = "\n".join(f"{c.command} {c.description}" for c in commands)
    return hashlib.sha256(told.encode()).hexdigest() if told else ""


def _own_menu(visit: Visit) -> list[BotCommand]:
    """Nothing for whom the common menu fits."""
    user = visit.update.effective_user
    same = user is not None and _app_language(user) == visit.w.language
    if visit.roles == EVERYBODY and same:
        return []
    return commands_of(visit.services.features, visit.w, visit.roles)


def _app_language(user: User) -> str:
    """The language in which the app asks for the common menu."""
    return language_of(user.language_code, LANGUAGES[0])


async def _set(bot: Bot, chat_id: int, wanted: list[BotCommand]) -> bool:
    scope = BotCommandScopeChat(chat_id)
    try:
        if wanted:
            await bot.set_my_commands(wanted, scope=scope)
        else:
            await bot.delete_my_commands(scope=scope)
    except TelegramError as error:
        log.warning("could not set the commands of a chat", person=chat_id, error=str(error))
        return False
    return True
