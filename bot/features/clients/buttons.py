"""Buttons about a client; those of an invitation stand on the client's card too."""

from __future__ import annotations

from dataclasses import dataclass

from bot.buttons import Button


@dataclass(frozen=True)
class ShowClients(Button, prefix="kl"):
    """A page of the list, or the page on which a client stands."""

    page: int = 0
    around: int | None = None


@dataclass(frozen=True)
class AskSearch(Button, prefix="ks"):
    pass


@dataclass(frozen=True)
class NewClient(Button, prefix="kn"):
    pass


@dataclass(frozen=True)
class OpenClient(Button, prefix="ko"):
    """`below`: as a new message, because what the button stands on is still needed."""

    client_id: int
    below: bool = False


@dataclass(frozen=True)
class ClientSessions(Button, prefix="ke"):
    client_id: int
    page: int = 0


@dataclass(frozen=True)
class AskName(Button, prefix="kr"):
    """Asks for the client's new name."""

    client_id: int


@dataclass(frozen=True)
class SamePerson(Button, prefix="kp"):
    """The newcomer of a draft is this client."""

    draft: str
    client_id: int


@dataclass(frozen=True)
class AnotherOne(Button, prefix="ka"):
    """The newcomer only has the same name."""

    draft: str


@dataclass(frozen=True)
class Invite(Button, prefix="iv"):
    """`replaces`: the invitation that was open when the button was shown; `username`: where to send it."""

    client_id: int
    replaces: int | None = None
    username: str = ""


@dataclass(frozen=True)
class AskRevoke(Button, prefix="ir"):
    client_id: int


@dataclass(frozen=True)
class Revoke(Button, prefix="ik"):
    client_id: int


@dataclass(frozen=True)
class TextToForward(Button, prefix="tf"):
    """A text about a session, for a client whom the bot cannot reach."""

    booking_id: int


# Ending a relation, and the way back.


@dataclass(frozen=True)
class AskEnd(Button, prefix="xe"):
    """Shows what ending would mean."""

    client_id: int


@dataclass(frozen=True)
class EndIt(Button, prefix="xy"):
    """`mark` tells whether it is still what was shown."""

    client_id: int
    mark: int


@dataclass(frozen=True)
class LeaveCoach(Button, prefix="xc"):
    """A client's way out: which coach."""


@dataclass(frozen=True)
class FormerClients(Button, prefix="xl"):
    page: int = 0


@dataclass(frozen=True)
class TakeBack(Button, prefix="xb"):
    client_id: int
