"""Buttons on the card of a new session; they carry the draft's key, so that old ones are known."""

from __future__ import annotations

from dataclasses import dataclass

from bot.buttons import Button
from core.booking import Kind


@dataclass(frozen=True)
class NewSession(Button, prefix="bn"):
    """`day` as an ordinal, where the button stood below a day."""

    day: int | None = None


@dataclass(frozen=True)
class BookClient(Button, prefix="bl"):
    """A new session from a client's card."""

    client_id: int


@dataclass(frozen=True)
class Create(Button, prefix="bc"):
    draft: str


@dataclass(frozen=True)
class Anyway(Button, prefix="ba"):
    draft: str


@dataclass(frozen=True)
class AskField(Button, prefix="bf"):
    """Opens the question for one field, or goes back to the card."""

    draft: str
    field: str


@dataclass(frozen=True)
class PickClient(Button, prefix="bk"):
    draft: str
    client_id: int


@dataclass(frozen=True)
class AddNamed(Button, prefix="bm"):
    """Puts the typed name on the list."""

    draft: str


@dataclass(frozen=True)
class PickTime(Button, prefix="bt"):
    """`start` in seconds since 1970."""

    draft: str
    start: int
    minutes: int


@dataclass(frozen=True)
class PickPlace(Button, prefix="bp"):
    draft: str
    place_id: int | None


@dataclass(frozen=True)
class PickKind(Button, prefix="bx"):
    draft: str
    kind: Kind


@dataclass(frozen=True)
class Leftover(Button, prefix="bu"):
    """What was not understood: a note, or nothing."""

    draft: str
    as_note: bool


@dataclass(frozen=True)
class RepeatIt(Button, prefix="bi"):
    """The card becomes that of a series."""

    draft: str


@dataclass(frozen=True)
class TakeSeries(Button, prefix="b1"):
    """What was typed can be one session or a series: a series."""

    draft: str


@dataclass(frozen=True)
class Discard(Button, prefix="bd"):
    draft: str


@dataclass(frozen=True)
class PickDay(Button, prefix="by"):
    """`day` as an ordinal."""

    draft: str
    day: int


@dataclass(frozen=True)
class PickPackage(Button, prefix="bq"):
    """Without a contract: outside the package, paid by itself."""

    draft: str
    contract_id: int | None


@dataclass(frozen=True)
class PickPrice(Button, prefix="br"):
    draft: str
    amount: int
