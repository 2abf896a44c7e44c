"""The state of one small Telegram with one bot: who is there, what was said, what the bot is to be told."""

import hashlib
import itertools
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

from bot.demo.telegram.changes import Changes
from bot.demo.telegram.errors import Json, bad_request, forbidden
from bot.demo.telegram.model import (
    CallbackQuery,
    Group,
    Letter,
    Message,
    Person,
    PreCheckout,
    StoredFile,
)
from bot.demo.telegram.texts import Reader

FIRST_PERSON_ID = 5_000_000_001
FIRST_UPDATE_ID = 700_000_001
QUERY_LIVES = 60.0
NOT_TOLD_UNASKED = {"chat_member", "message_reaction", "message_reaction_count"}


class World:
    def __init__(self, clock: Callable[[], datetime], bot_id: int, username: str, name: str) -> None:
        self.clock = clock
        self.bot_id = bot_id
        self.username = username
        self.name = name
        self.unsupported_tags: frozenset[str] = frozenset()
        self.persons: dict[int, Person] = {}
        self.groups: dict[int, Group] = {}
        self.messages: dict[int, list[Message]] = {}
        self.queries: dict[str, CallbackQuery] = {}
        self.checkouts: dict[str, PreCheckout] = {}
        self.files: dict[str, StoredFile] = {}
        self.commands: dict[str, list[Json]] = {}
        self.profile: dict[str, str] = {}
        self.menu_buttons: dict[str, Json] = {}
        self.letters: dict[int, list[Letter]] = {}
        self.updates: list[Json] = []
        self.allowed_updates: list[str] | None = None
        self.webhook: Json = {}
        self.next_update_id = FIRST_UPDATE_ID
        self.serial = 1
        self.actions: dict[int, tuple[str, float]] = {}
        self.changes = Changes()

    def now(self) -> float:
        return self.clock().timestamp()

    def bot(self) -> Json:
        return {
            "id": self.bot_id,
            "is_bot": True,
            "first_name": self.name,
            "username": self.username,
        }

    def user(self, user_id: int) -> Json | None:
        if user_id == self.bot_id:
            return self.bot()
        person = self.persons.get(user_id)
        return user_json(person) if person else None

    def reader(self) -> Reader:
        return Reader(self.user, self.unsupported_tags)

    def add_person(self, person: Person) -> Person:
        self.persons[person.user_id] = person
        self.changes.tell("person", person.user_id)
        return person

    def person_id(self) -> int:
        return next(i for i in itertools.count(FIRST_PERSON_ID) if i not in self.persons)

    def chat_json(self, chat_id: int) -> Json:
        if group := self.groups.get(chat_id):
            return {
                "id": chat_id,
                "type": "group",
                "title": group.title,
                "all_members_are_administrators": True,
            }
        person = self.persons[chat_id]
        chat: Json = {"id": chat_id, "type": "private", "first_name": person.first_name}
        named = {"last_name": person.last_name, "username": person.username}
        return chat | {key: value for key, value in named.items() if value}

    def chat_id(self, given: Any) -> int:
        """The chat that a `chat_id` means: a number, or a person's @username."""
        text = str(given).strip() if given is not None else ""
        if not text:
            raise bad_request("chat_id is empty")
        if text.startswith("@"):
            named = (p.user_id for p in self.persons.values() if p.username == text[1:])
            text = str(next(named, ""))
        if not text.removeprefix("-").isdigit():
            raise bad_request("chat not found")
        if int(text) not in self.persons and int(text) not in self.groups and int(text) != self.bot_id:
            raise bad_request("chat not found")
        return int(text)

    def writable(self, given: Any) -> int:
        """The chat, if the bot may write there now."""
        chat_id = self.chat_id(given)
        if chat_id == self.bot_id:
            raise forbidden("bots can't send messages to bots")
        if group := self.groups.get(chat_id):
            if group.bot_status == "kicked":
                raise forbidden("bot was kicked from the group chat")
            if group.bot_status == "left":
                raise forbidden("bot is not a member of the group chat")
            return chat_id
        person = self.persons[chat_id]
        if person.deactivated:
            raise forbidden("user is deactivated")
        if person.blocked:
            raise forbidden("bot was blocked by the user")
        if not person.started:
            raise forbidden("bot can't initiate conversation with a user")
        return chat_id

    def add_message(self, chat_id: int, sender_id: int, content: Json, **more: Any) -> Message:
        history = self.messages.setdefault(chat_id, [])
        message_id = history[-1].message_id + 1 if history else 1
        message = Message(chat_id, message_id, sender_id, int(self.now()), content, **more)
        message.revision = self.changes.count + 1
        history.append(message)
        self.actions.pop(chat_id, None)
        self.changes.tell("message", chat_id)
        return message

    def message(self, chat_id: int, message_id: int | None) -> Message | None:
        """A message that still exists."""
        if message_id is None or not 0 < message_id <= len(self.messages.get(chat_id, ())):
            return None
        message = self.messages[chat_id][message_id - 1]
        return None if message.deleted else message

    def alive(self, chat_id: int) -> list[Message]:
        return [message for message in self.messages.get(chat_id, []) if not message.deleted]

    def add_file(self, name: str, mime_type: str, content: bytes, folder: str) -> StoredFile:
        unique = hashlib.sha256(content + name.encode()).hexdigest()[:16]
        number = self.unique()
        suffix = name.rpartition(".")[2] if "." in name else "bin"
        path = f"{folder}/file_{number}.{suffix}"
        file = StoredFile(f"AgACAgUAAx{number:06d}{unique}", unique, path, name, mime_type, content)
        self.files[file.file_id] = file
        return file

    def unique(self) -> int:
        self.serial += 1
        return self.serial

    def push(self, kind: str, body: Json) -> int:
        """Queues an update; one of a kind that the bot did not ask for is not even kept."""
        update_id = self.next_update_id
        self.next_update_id += 1
        asked = self.allowed_updates
        if (kind in asked) if asked else (kind not in NOT_TOLD_UNASKED):
            self.updates.append({"update_id": update_id, kind: body})
            self.changes.tell("update")
        return update_id

    def confirm(self, below: int) -> None:
        self.updates[:] = [update for update in self.updates if update["update_id"] >= below]

    def spinning(self) -> list[CallbackQuery]:
        """Taps that still can be answered and were not."""
        since = self.now() - QUERY_LIVES
        return [q for q in self.queries.values() if q.answer is None and q.asked_at >= since]

    def chats_of(self, person_id: int) -> Iterator[int]:
        yield person_id
        yield from (group.chat_id for group in self.groups.values() if person_id in group.members)


def user_json(person: Person) -> Json:
    user: Json = {"id": person.user_id, "is_bot": False, "first_name": person.first_name}
    more = {
        "last_name": person.last_name,
        "username": person.username,
        "language_code": person.language,
    }
    return user | {key: value for key, value in more.items() if value}
