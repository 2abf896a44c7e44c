"""A whole Telegram as plain data, to be kept and put back."""

import base64
import copy
from dataclasses import asdict
from typing import Any

from bot.demo.telegram.errors import Json
from bot.demo.telegram.model import (
    Answer,
    CallbackQuery,
    Group,
    Letter,
    Message,
    Person,
    PreCheckout,
    StoredFile,
)
from bot.demo.telegram.world import World

_PLAIN = (
    "name", "commands", "profile", "menu_buttons", "updates", "allowed_updates", "webhook",
    "next_update_id", "serial",
)  # fmt: skip


def dump(world: World) -> Json:
    """Nothing but JSON; files are in base64."""
    taken: Json = {name: copy.deepcopy(getattr(world, name)) for name in _PLAIN}
    taken["persons"] = [asdict(person) for person in world.persons.values()]
    taken["groups"] = [asdict(group) for group in world.groups.values()]
    taken["messages"] = [asdict(m) for history in world.messages.values() for m in history]
    taken["queries"] = [asdict(query) for query in world.queries.values()]
    taken["checkouts"] = [asdict(checkout) for checkout in world.checkouts.values()]
    taken["letters"] = {str(i): [asdict(x) for x in letters] for i, letters in world.letters.items()}
    taken["files"] = [
        asdict(f) | {"content": base64.b64encode(f.content).decode()} for f in world.files.values()
    ]
    return copy.deepcopy(taken)


def load(world: World, taken: Json) -> None:
    """Update ids never go back: the bot may have stored the later ones already."""
    taken = copy.deepcopy(taken)
    taken["next_update_id"] = max(taken["next_update_id"], world.next_update_id)
    for name in _PLAIN:
        setattr(world, name, taken[name])
    world.persons = {p["user_id"]: Person(**p) for p in taken["persons"]}
    world.groups = {g["chat_id"]: Group(**g) for g in taken["groups"]}
    world.messages = {}
    for message in taken["messages"]:
        world.messages.setdefault(message["chat_id"], []).append(Message(**message))
    world.queries = {q["id"]: _query(q) for q in taken["queries"]}
    world.checkouts = {c["id"]: PreCheckout(**c) for c in taken["checkouts"]}
    world.letters = {int(i): [Letter(**x) for x in xs] for i, xs in taken["letters"].items()}
    files = [f | {"content": base64.b64decode(f["content"])} for f in taken["files"]]
    world.files = {f["file_id"]: StoredFile(**f) for f in files}
    # What is new is told from what was there by this count.
    world.changes.count = max([world.changes.count, *(m["revision"] for m in taken["messages"])])
    world.actions = {}
    world.changes.tell("restored")


def _query(taken: dict[str, Any]) -> CallbackQuery:
    answer = Answer(**taken["answer"]) if taken["answer"] else None
    return CallbackQuery(**taken | {"answer": answer})
