"""What a Telegram knows: people, groups, messages, callback queries, files. Plain state."""

from dataclasses import dataclass, field
from typing import Any

from bot.demo.telegram.errors import Json
from bot.demo.telegram.html import render

MEDIA = (
    "photo", "document", "video", "animation", "audio", "voice", "video_note", "sticker", "venue",
    "location", "contact", "invoice", "users_shared", "chat_shared",
)  # fmt: skip


@dataclass
class Person:
    user_id: int
    first_name: str
    last_name: str | None = None
    username: str | None = None
    language: str | None = None
    zone: str = "UTC"
    phone_number: str | None = None
    started: bool = False
    blocked: bool = False
    deactivated: bool = False
    keyboard: Json | None = None

    @property
    def name(self) -> str:
        return f"{self.first_name} {self.last_name or ''}".strip()


@dataclass
class Group:
    chat_id: int
    title: str
    members: list[int] = field(default_factory=list)
    bot_status: str = "left"


@dataclass
class Message:
    """One message of one chat; what the person sees changes with its edits."""

    chat_id: int
    message_id: int
    sender_id: int
    date: int
    content: Json
    markup: Json | None = None
    edit_date: int | None = None
    deleted: bool = False
    silent: bool = False
    pinned: bool = False
    protected: bool = False
    reply_to: int | None = None
    origin: Json | None = None
    update_id: int | None = None
    payload: str | None = None
    revision: int = 0
    #: An invoice that was paid here has no button any more.
    paid: bool = False

    @property
    def text(self) -> str:
        """The plain text, or a picture's or file's caption."""
        return str(self.content.get("text", self.content.get("caption", "")))

    @property
    def is_service(self) -> bool:
        """A line of Telegram's own about what happened in the chat."""
        return "pinned_message" in self.content

    @property
    def entities(self) -> list[Json]:
        found: list[Json] | None = self.content.get("entities") or self.content.get("caption_entities")
        return found or []

    @property
    def html(self) -> str:
        return render(self.text, self.entities)

    @property
    def buttons(self) -> list[list[Json]]:
        rows: list[list[Json]] = (self.markup or {}).get("inline_keyboard", [])
        if self.media == "invoice" and not rows and not self.paid:
            return [[{"text": "Pay", "pay": True}]]
        return rows

    @property
    def rows(self) -> list[list[str]]:
        """The labels of the inline keyboard, row by row."""
        return [[button["text"] for button in row] for row in self.buttons]

    @property
    def edited(self) -> bool:
        return self.edit_date is not None

    @property
    def media(self) -> str | None:
        """What it carries beside text, as `photo`, `document` or `venue`."""
        return next((kind for kind in MEDIA if kind in self.content), None)

    @property
    def file_id(self) -> str | None:
        media: Any = self.content.get(self.media or "")
        newest = media[-1] if isinstance(media, list) else media
        return newest.get("file_id") if isinstance(newest, dict) else None


@dataclass
class Answer:
    """What a person sees after a tap: nothing, a toast or an alert."""

    text: str = ""
    show_alert: bool = False
    url: str | None = None


@dataclass
class CallbackQuery:
    id: str
    person_id: int
    chat_id: int
    message_id: int
    data: str
    label: str
    asked_at: float
    update_id: int
    answer: Answer | None = None


@dataclass
class PreCheckout:
    id: str
    person_id: int
    chat_id: int
    message_id: int
    asked_at: float
    answered: bool = False
    #: Why the bot did not want the money.
    error: str | None = None


@dataclass
class Letter:
    """What one person passed on to another outside the bot: a shared link, a forwarded text."""

    sender_id: int
    text: str
    url: str | None
    date: int
    after: int
    entities: list[Json] = field(default_factory=list)


@dataclass
class StoredFile:
    file_id: str
    unique_id: str
    path: str
    name: str
    mime_type: str
    content: bytes
