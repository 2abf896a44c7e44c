"""What a person sees: the chat with the bot, its keyboards, answers to taps, the command menu."""

import re

from bot.demo.telegram.commands import commands_shown
from bot.demo.telegram.errors import Json
from bot.demo.telegram.model import CallbackQuery, Letter, Message, Person
from bot.demo.telegram.world import World

_SIGNS = re.compile(r"^[^\w+]+|[^\w?!+]+$")


def matching(buttons: list[Json], label: str) -> Json | None:
    """The one button meant: by its whole label, without signs, by how it begins, by words in it."""
    words = re.compile(rf"(?<!\w){re.escape(label)}(?!\w)")
    for means in (
        lambda text: text == label,
        lambda text: _SIGNS.sub("", text) == label,
        lambda text: _SIGNS.sub("", text).startswith(label),
        lambda text: words.search(text) is not None,
    ):
        found = [button for button in buttons if means(button["text"])]
        if len(found) > 1:
            raise LookupError(f"{label!r} can be {[button['text'] for button in found]}")
        if found:
            return found[0]
    return None


class Screen:
    def __init__(self, world: World, user_id: int) -> None:
        self.world = world
        self.user_id = user_id
        self.clipboard: str | None = None
        self.opened: list[str] = []
        self._acted = 0

    def __repr__(self) -> str:
        return f"<{type(self).__name__} of {self.person.name}>"

    @property
    def person(self) -> Person:
        return self.world.persons[self.user_id]

    @property
    def history(self) -> list[Message]:
        """All messages of the chat with the bot, deleted ones too."""
        return list(self.world.messages.get(self.user_id, []))

    @property
    def messages(self) -> list[Message]:
        return self.world.alive(self.user_id)

    @property
    def received(self) -> list[Message]:
        """What the bot wrote and did not delete."""
        return [m for m in self.messages if m.sender_id == self.world.bot_id and not m.is_service]

    @property
    def last(self) -> Message:
        """The newest message of the bot."""
        if not self.received:
            raise LookupError(f"{self.person.name} has no message from the bot")
        return self.received[-1]

    @property
    def pinned(self) -> Message | None:
        return next((m for m in reversed(self.messages) if m.pinned), None)

    @property
    def letters(self) -> list[Letter]:
        """What other people shared or forwarded to this person."""
        return list(self.world.letters.get(self.user_id, []))

    @property
    def reply_keyboard(self) -> list[list[str]]:
        """The labels of the keyboard below the chat, row by row."""
        rows: list[list[Json]] = (self.person.keyboard or {}).get("keyboard", [])
        return [[button["text"] for button in row] for row in rows]

    @property
    def commands(self) -> list[tuple[str, str]]:
        """The command menu: name without slash, description."""
        shown = commands_shown(self.world, self.user_id, self.user_id)
        return [(command["command"], command["description"]) for command in shown]

    @property
    def queries(self) -> list[CallbackQuery]:
        return [q for q in self.world.queries.values() if q.person_id == self.user_id]

    @property
    def unanswered(self) -> list[CallbackQuery]:
        """Taps whose button is still spinning."""
        return [query for query in self.queries if query.answer is None]

    @property
    def toasts(self) -> list[str]:
        """The texts of answers to taps, alerts included; silent answers are left out."""
        return [q.answer.text for q in self.queries if q.answer is not None and q.answer.text]

    @property
    def alerts(self) -> list[str]:
        return [q.answer.text for q in self.queries if q.answer is not None and q.answer.show_alert]

    @property
    def refusals(self) -> list[str]:
        """What stood on the form of payments that the bot did not want."""
        mine = (c for c in self.world.checkouts.values() if c.person_id == self.user_id)
        return [c.error for c in mine if c.error]

    def buttons(self, message: Message | None = None) -> list[str]:
        """The labels of a message's inline keyboard, of the newest message when none is given."""
        return [label for row in (message or self.last).rows for label in row]

    def downloads(self, message: Message | None = None) -> bytes:
        """The picture or file of a message."""
        file_id = (message or self.last).file_id
        if file_id is None:
            raise LookupError("the message carries no file")
        return self.world.files[file_id].content

    async def sees(self, text: str, within: float = 5.0) -> Message:
        """The bot's message with this text, new or edited since this person last did something."""
        await self.world.changes.until(lambda: self._fresh(text), within)
        found = self._fresh(text)
        if found is None:
            shown = "\n---\n".join(message.text for message in self.received[-3:])
            raise AssertionError(f"{self.person.name} does not see {text!r} but:\n{shown}")
        return found

    def _fresh(self, text: str) -> Message | None:
        fresh = (m for m in reversed(self.received) if m.revision > self._acted)
        return next((message for message in fresh if text in message.text), None)

    async def answered(self, query: CallbackQuery, within: float = 5.0) -> str:
        """The text of the answer to a tap, once it is there."""
        await self.world.changes.until(lambda: query.answer, within)
        if query.answer is None:
            raise AssertionError(f"the tap on {query.label!r} was not answered")
        return query.answer.text

    def find(self, label: str, message: Message | None = None) -> tuple[Message, Json]:
        """The button of that label on the newest message that has one.

        The signs around a label may be left out, and so may words, as long as one button is meant.
        """
        for candidate in [message] if message else reversed(self.received):
            buttons = [button for row in candidate.buttons for button in row]
            if found := matching(buttons, label):
                return candidate, found
        raise LookupError(f"{self.person.name} has no button {label!r}, only {self.labels(message)}")

    def labels(self, message: Message | None = None) -> list[str]:
        """All labels that can be pressed now."""
        shown = [message] if message else self.received
        inline = [label for m in shown for row in m.rows for label in row]
        return inline + [label for row in self.reply_keyboard for label in row]
