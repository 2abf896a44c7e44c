"""Messages that stay what they are: a tap on one of their buttons is answered by another message below."""

from __future__ import annotations

from dataclasses import dataclass

from telegram import Message

from bot.buttons import Button


@dataclass(frozen=True)
class Refresh(Button, prefix="tdc"):
    """The card's own button, by which it is known for what it is, whatever became of its day."""


def stays(message: Message) -> bool:
    rows = message.reply_markup.inline_keyboard if message.reply_markup else ()
    own = Refresh().pack()
    return any(key.callback_data == own for row in rows for key in row)
