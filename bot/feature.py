"""What a feature is: its commands, buttons, dialogues and notices, and who may use it.

A feature is registered with one line in `app.py`; words, help and rights come with it.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from telegram import InlineKeyboardButton

from bot.buttons import Button
from bot.screen import Screen
from bot.texts import Words
from core.act import Event
from core.draft import Draft
from core.notice import Notice, NoticeKind

if TYPE_CHECKING:
    from bot.cards import SessionView
    from bot.notices import Telling
    from bot.visit import Visit

Handler = Callable[["Visit"], Awaitable[None]]
TapHandler = Callable[["Visit", Any], Awaitable[None]]
StepHandler = Callable[["Visit", Draft, str], Awaitable[None]]
Asker = Callable[["Visit", Draft], Awaitable[None]]
Renderer = Callable[["Telling"], Awaitable[Screen | None]]
#: True when the line was this feature's, and has been answered.
LineReader = Callable[["Visit", str], Awaitable[bool]]
#: Start with what a link carries after its prefix; False when it is none of this feature's.
LinkOpener = Callable[["Visit", str], Awaitable[bool]]
CardKeys = Callable[["SessionView", Words], list[InlineKeyboardButton]]
Presenter = Callable[["Visit", Event], Awaitable[bool]]
#: An answer to a message of ours by replying to it; the notice is what became that message.
Replier = Callable[["Visit", Notice], Awaitable[None]]


class Who(StrEnum):
    """Who may use something; anyone is also a person who has not said yet what they are."""

    ANYONE = "anyone"
    TRAINER = "trainer"
    CLIENT = "client"
    ADMIN = "admin"


#: The roles of somebody who has none of their own.
EVERYBODY = frozenset({Who.ANYONE})


@dataclass(frozen=True, slots=True)
class Command:
    """`about` is the text in the menu and in /help."""

    name: str
    handler: Handler
    about: str
    who: Who = Who.ANYONE


@dataclass(frozen=True, slots=True)
class Tap:
    """A kind of button and what it does."""

    button: type[Button]
    handler: TapHandler
    who: Who = Who.ANYONE


@dataclass(frozen=True, slots=True)
class Step:
    """One question of a dialogue: how it is asked (again), and what a typed answer does."""

    ask: Asker
    answer: StepHandler
    #: What is done with a picture, a voice message or another thing that is no text; else text is asked for.
    other: Asker | None = None
    #: So many characters are taken at once.
    most: int = 1_000


@dataclass(frozen=True, slots=True)
class Feature:
    """Everything that one module brings. `lines` read what is typed outside dialogues, in order."""

    name: str
    help: str
    who: Who
    commands: tuple[Command, ...] = ()
    taps: tuple[Tap, ...] = ()
    #: Steps of this feature's dialogues, by "dialogue:step".
    steps: Mapping[str, Step] = field(default_factory=dict)
    notices: Mapping[NoticeKind, Renderer] = field(default_factory=dict)
    lines: tuple[LineReader, ...] = ()
    #: Links to the bot, by what the start of their payload is.
    links: Mapping[str, LinkOpener] = field(default_factory=dict)
    #: What comes by Telegram's own pickers, and what is sent in place of text.
    on_users_shared: Handler | None = None
    on_contact: Handler | None = None
    on_location: Handler | None = None
    #: A payment in Telegram: about to be made (it has ten seconds to be answered), and made.
    on_checkout: Handler | None = None
    on_payment: Handler | None = None
    #: What is sent as a reply to a message of ours that was a notice of this kind: it goes before all else.
    replies: Mapping[NoticeKind, Replier] = field(default_factory=dict)
    #: Buttons that this feature adds to the card of a session, as it is.
    on_card: CardKeys | None = None
    #: Shows how things are after an act that was carried out before; False when it is not this feature's.
    present: Presenter | None = None
