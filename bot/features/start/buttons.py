"""Buttons of the first screens."""

from __future__ import annotations

from dataclasses import dataclass

from bot.buttons import Button


@dataclass(frozen=True)
class Speak(Button, prefix="speak"):
    """A language; with a client's id on the screen of an invitation."""

    language: str
    client_id: int | None = None


@dataclass(frozen=True)
class BeTrainer(Button, prefix="train"):
    pass


@dataclass(frozen=True)
class BeClient(Button, prefix="come"):
    pass


@dataclass(frozen=True)
class Answer(Button, prefix="setup"):
    """An answer to one of the first questions, as it could have been typed; without one it is skipped."""

    step: str
    value: str | None = None


@dataclass(frozen=True)
class ShowTerms(Button, prefix="terms"):
    """The policy of the coach on whose list the person stands as this client."""

    client_id: int


@dataclass(frozen=True)
class Agree(Button, prefix="agree"):
    """`shown`: the policy that stood on the screen."""

    client_id: int
    shown: str


@dataclass(frozen=True)
class NotNow(Button, prefix="later"):
    client_id: int
