"""The local Telegram: as strict as the real one, for tests and for the demo."""

from bot.demo.telegram.errors import Json, Refusal
from bot.demo.telegram.faults import Delay, Drop, Fail, Moment
from bot.demo.telegram.local import TOKEN, LocalTelegram
from bot.demo.telegram.model import CallbackQuery, Group, Letter, Message, Person
from bot.demo.telegram.phone import Phone

__all__ = [
    "TOKEN",
    "CallbackQuery",
    "Delay",
    "Drop",
    "Fail",
    "Group",
    "Json",
    "Letter",
    "LocalTelegram",
    "Message",
    "Moment",
    "Person",
    "Phone",
    "Refusal",
]
