"""Buttons of a trainer's own profile, and of those who let trainers in."""

from __future__ import annotations

from dataclasses import dataclass

from bot.buttons import Button

#: What is typed below a question about the profile.
DIALOGUE = "profile"


@dataclass(frozen=True)
class Preview(Button, prefix="jv"):
    """The card as clients see it."""


@dataclass(frozen=True)
class SetVisible(Button, prefix="js"):
    """Not a switch, so that a repeated tap changes nothing."""

    listed: bool


@dataclass(frozen=True)
class AskBio(Button, prefix="jb"):
    pass


@dataclass(frozen=True)
class ClearBio(Button, prefix="jc"):
    pass


@dataclass(frozen=True)
class ShowSpecialities(Button, prefix="jt"):
    pass


@dataclass(frozen=True)
class TurnSpeciality(Button, prefix="ju"):
    """`tag`: of one that is there, or could be; `there`: wanted, or not any more."""

    tag: str
    there: bool


@dataclass(frozen=True)
class ShowLanguages(Button, prefix="jl"):
    pass


@dataclass(frozen=True)
class TurnLanguage(Button, prefix="jm"):
    language: str
    there: bool


@dataclass(frozen=True)
class ShowConsultation(Button, prefix="jf"):
    pass


@dataclass(frozen=True)
class SetConsultation(Button, prefix="jg"):
    """`price` in minor units; without one it is not offered."""

    price: int | None


@dataclass(frozen=True)
class SetMinutes(Button, prefix="jh"):
    minutes: int


@dataclass(frozen=True)
class ShowLink(Button, prefix="jk"):
    pass


@dataclass(frozen=True)
class ShowCode(Button, prefix="jq"):
    """The link as a picture."""


@dataclass(frozen=True)
class AskNewLink(Button, prefix="jn"):
    pass


@dataclass(frozen=True)
class NewLink(Button, prefix="jo"):
    """`code`: of the link that it replaces; one that was replaced already stays so."""

    code: str


# An admin's.


@dataclass(frozen=True)
class LetIn(Button, prefix="ji"):
    trainer_id: int


@dataclass(frozen=True)
class LetWait(Button, prefix="jw"):
    trainer_id: int
