"""Buttons of a request: asking, its two sides, and what was told in confidence."""

from __future__ import annotations

from dataclasses import dataclass

from bot.buttons import Button, Key, key
from bot.texts import Words


@dataclass(frozen=True)
class AskCoach(Button, prefix="rqa"):
    """Opens the card of a request to this trainer; nothing is sent yet."""

    trainer_id: int


# The card that is being filled in; each button names its draft.


@dataclass(frozen=True)
class AskPart(Button, prefix="rqp"):
    """The question of one part, or with "card" back to the card."""

    draft: str
    part: str


@dataclass(frozen=True)
class Chip(Button, prefix="rqc"):
    draft: str
    part: str
    name: str


@dataclass(frozen=True)
class Skip(Button, prefix="rqs"):
    """On to the next question, with what is there."""

    draft: str
    part: str


@dataclass(frozen=True)
class Empty(Button, prefix="rqz"):
    """Takes an answer back."""

    draft: str
    part: str


@dataclass(frozen=True)
class OneByOne(Button, prefix="rqg"):
    draft: str


@dataclass(frozen=True)
class FirstMeet(Button, prefix="rqt"):
    """A consultation first, or not."""

    draft: str


@dataclass(frozen=True)
class SendRequest(Button, prefix="rqx"):
    draft: str


@dataclass(frozen=True)
class DropRequest(Button, prefix="rqd"):
    draft: str


# A request that was sent.


@dataclass(frozen=True)
class OpenRequest(Button, prefix="rqo"):
    """`below`: as a new message, because what the button stands on is still needed."""

    request_id: int
    below: bool = False


@dataclass(frozen=True)
class MyRequests(Button, prefix="rqr"):
    pass


@dataclass(frozen=True)
class AskWithdraw(Button, prefix="rqv"):
    request_id: int


@dataclass(frozen=True)
class Withdraw(Button, prefix="rqw"):
    request_id: int


@dataclass(frozen=True)
class AnswerBack(Button, prefix="rqb"):
    request_id: int


@dataclass(frozen=True)
class EraseInjuries(Button, prefix="rqe"):
    """What one told a trainer about oneself."""

    client_id: int


# The trainer's side.


@dataclass(frozen=True)
class ListRequests(Button, prefix="rql"):
    pass


@dataclass(frozen=True)
class Accept(Button, prefix="rqy"):
    request_id: int


@dataclass(frozen=True)
class AskBack(Button, prefix="rqq"):
    request_id: int


@dataclass(frozen=True)
class AskDecline(Button, prefix="rqn"):
    request_id: int


@dataclass(frozen=True)
class Decline(Button, prefix="rqm"):
    request_id: int
    reason: str


@dataclass(frozen=True)
class BookConsultation(Button, prefix="rqk"):
    client_id: int


def list_key(count: int, w: Words) -> list[Key]:
    """Where something waits, on the home screen and on the list of clients."""
    return [key(w.plain("🙋 Requests · {n}", n=count), ListRequests())] if count else []


def erase_key(client_id: int, w: Words) -> Key:
    return key(w.plain("🩹 Erase injuries"), EraseInjuries(client_id))
