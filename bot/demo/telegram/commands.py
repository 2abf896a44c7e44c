"""How the bot presents itself: commands by scope and language, descriptions, name, menu button."""

import json
import re
from collections.abc import Callable, Iterator
from typing import Any

from bot.demo.telegram.errors import Json, bad_request
from bot.demo.telegram.html import utf16_length
from bot.demo.telegram.params import Params
from bot.demo.telegram.world import World

_COMMAND = re.compile("[a-z0-9_]{1,32}")
_SCOPES = {
    "default": set[str](),
    "all_private_chats": set[str](),
    "all_group_chats": set[str](),
    "all_chat_administrators": set[str](),
    "chat": {"chat_id"},
    "chat_administrators": {"chat_id"},
    "chat_member": {"chat_id", "user_id"},
}
_LENGTHS = {"name": 64, "description": 512, "short_description": 120}


def _key(scope: Json, language: str) -> str:
    return json.dumps(scope, sort_keys=True) + language


def _scope(world: World, call: Params) -> Json:
    given = call.json("scope", "BotCommandScope") or {"type": "default"}
    kind = given.get("type") if isinstance(given, dict) else None
    if kind not in _SCOPES or set(given) != _SCOPES[kind] | {"type"}:
        raise bad_request("can't parse BotCommandScope: Unsupported type specified")
    if "chat_id" in given:
        given = given | {"chat_id": world.chat_id(given["chat_id"])}
    return dict(given)


def _language(call: Params) -> str:
    language = call.text("language_code")
    if language and not re.fullmatch("[a-z]{2}", language):
        raise bad_request("LANG_CODE_INVALID")
    return language


def _command(given: Any) -> Json:
    if not isinstance(given, dict):
        raise bad_request("can't parse BotCommand: expected an Object")
    for name in ("command", "description"):
        if not isinstance(given.get(name), str):
            raise bad_request(f"can't parse BotCommand: Can't find field \"{name}\"")
    command = given["command"].removeprefix("/")
    if not _COMMAND.fullmatch(command):
        raise bad_request("BOT_COMMAND_INVALID")
    if not 1 <= utf16_length(given["description"].strip()) <= 256:
        raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
    return {"command": command, "description": given["description"].strip()}


def set_my_commands(world: World, call: Params) -> bool:
    given = call.json("commands", "commands")
    if not isinstance(given, list):
        raise bad_request("expected an Array of BotCommand")
    if len(given) > 100:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    commands = [_command(command) for command in given]
    if len({command["command"] for command in commands}) < len(commands):
        raise bad_request("BOT_COMMAND_DUPLICATE")
    world.commands[_key(_scope(world, call), _language(call))] = commands
    world.changes.tell("commands")
    return True


def get_my_commands(world: World, call: Params) -> list[Json]:
    return world.commands.get(_key(_scope(world, call), _language(call)), [])


def delete_my_commands(world: World, call: Params) -> bool:
    world.commands.pop(_key(_scope(world, call), _language(call)), None)
    world.changes.tell("commands")
    return True


def _scopes_for(chat_id: int, person_id: int) -> Iterator[Json]:
    """From the narrowest to the widest, in the order that the apps look them up."""
    if chat_id < 0:
        yield {"type": "chat_member", "chat_id": chat_id, "user_id": person_id}
    yield {"type": "chat", "chat_id": chat_id}
    yield {"type": "all_group_chats" if chat_id < 0 else "all_private_chats"}
    yield {"type": "default"}


def commands_shown(world: World, chat_id: int, person_id: int) -> list[Json]:
    """The menu of one person in one chat: each scope first in their language, then in any."""
    language = world.persons[person_id].language or ""
    for scope in _scopes_for(chat_id, person_id):
        for code in (language[:2], ""):
            if found := world.commands.get(_key(scope, code)):
                return found
    return []


def _setter(field: str) -> Callable[[World, Params], bool]:
    def set_it(world: World, call: Params) -> bool:
        text, language = call.text(field).strip(), _language(call)
        if utf16_length(text) > _LENGTHS[field]:
            raise bad_request(f"{field.replace('_', ' ')} is too long")
        world.profile[f"{field}|{language}"] = text
        if field == "name" and not language and text:
            world.name = text
        world.changes.tell("profile")
        return True

    return set_it


def _getter(field: str) -> Callable[[World, Params], Json]:
    def get_it(world: World, call: Params) -> Json:
        return {field: shown(world, field, _language(call))}

    return get_it


def shown(world: World, field: str, language: str) -> str:
    """The text in that language, or the one for all languages."""
    default = world.profile.get(f"{field}|") or (world.name if field == "name" else "")
    return world.profile.get(f"{field}|{language[:2]}") or default


def set_chat_menu_button(world: World, call: Params) -> bool:
    button = call.json("menu_button", "menu button") or {"type": "default"}
    if button.get("type") not in {"default", "commands", "web_app"}:
        raise bad_request("can't parse menu button: MenuButton has unsupported type")
    if button["type"] == "web_app":
        if not button.get("text"):
            raise bad_request("can't parse menu button: Can't find field \"text\"")
        if not button.get("web_app", {}).get("url", "").startswith("https://"):
            raise bad_request("menu button URL is invalid: Only HTTPS links are allowed")
    world.menu_buttons[_menu_chat(world, call)] = button
    world.changes.tell("commands")
    return True


def get_chat_menu_button(world: World, call: Params) -> Json:
    default = world.menu_buttons.get("", {"type": "commands"})
    return world.menu_buttons.get(_menu_chat(world, call), default)


def _menu_chat(world: World, call: Params) -> str:
    return str(world.chat_id(call.values["chat_id"])) if "chat_id" in call else ""


METHODS = {
    "setMyCommands": set_my_commands,
    "getMyCommands": get_my_commands,
    "deleteMyCommands": delete_my_commands,
    "setMyName": _setter("name"),
    "getMyName": _getter("name"),
    "setMyDescription": _setter("description"),
    "getMyDescription": _getter("description"),
    "setMyShortDescription": _setter("short_description"),
    "getMyShortDescription": _getter("short_description"),
    "setChatMenuButton": set_chat_menu_button,
    "getChatMenuButton": get_chat_menu_button,
}
