"""Buttons about classes; those of one that is being made carry its draft's key."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Self

from bot.buttons import Button
from core.charge import Method
from core.group_class import MOST_SEATS

#: A seat is a bit, and four of them a digit.
_MOST_DIGITS = -(-MOST_SEATS // 4)


class Field(StrEnum):
    """What is asked of a new class, or changed of one that is planned."""

    CARD = "card"
    NAME = "name"
    WHEN = "when"
    WEEKS = "weeks"
    SEATS = "seats"
    PRICE = "price"
    PLACE = "place"
    MINIMUM = "minimum"


class Seats(str):
    """Seat numbers as the bits of a number, in hexadecimal digits; ValueError for anything else."""

    __slots__ = ()

    def __new__(cls, digits: str) -> Self:
        if not digits.isalnum() or len(digits) > _MOST_DIGITS:
            raise ValueError(f"no seats: {digits!r}")
        return super().__new__(cls, f"{int(digits, 16):x}")

    @classmethod
    def of(cls, seats: Iterable[int]) -> Self:
        return cls(f"{sum(1 << n for n in set(seats)):x}")

    @property
    def numbers(self) -> set[int]:
        bits = int(self, 16)
        return {n for n in range(bits.bit_length()) if bits >> n & 1}


# A new one.


@dataclass(frozen=True)
class AskField(Button, prefix="Cf"):
    draft: str
    field: Field


@dataclass(frozen=True)
class PickNumber(Button, prefix="Cp"):
    """Seats, a price, a minimum, weeks, or the place by its id."""

    draft: str
    field: Field
    number: int


@dataclass(frozen=True)
class PickTime(Button, prefix="Ct"):
    """`start` in seconds since 1970."""

    draft: str
    start: int
    minutes: int


@dataclass(frozen=True)
class PickReading(Button, prefix="Cr"):
    """What was typed can be several things: this one."""

    draft: str
    number: int


@dataclass(frozen=True)
class ShowTo(Button, prefix="Cs"):
    """In the directory and to one's own clients, or by invitation only."""

    draft: str
    listed: bool


@dataclass(frozen=True)
class Create(Button, prefix="Cc"):
    draft: str


@dataclass(frozen=True)
class CreateAnyway(Button, prefix="Ca"):
    draft: str


@dataclass(frozen=True)
class Discard(Button, prefix="Cd"):
    draft: str


# One's own.


@dataclass(frozen=True)
class MyClasses(Button, prefix="Cm"):
    page: int = 0


@dataclass(frozen=True)
class AskHeads(Button, prefix="Ch"):
    """Whom to add, from one's own list."""

    class_id: int


@dataclass(frozen=True)
class TickHead(Button, prefix="Ck"):
    """As it would be after the tap, so that a repeated one changes nothing."""

    draft: str
    client_id: int
    picked: bool
    page: int


@dataclass(frozen=True)
class HeadsPage(Button, prefix="Cg"):
    draft: str
    page: int


@dataclass(frozen=True)
class WholeRun(Button, prefix="C9"):
    """To this class alone, or to all of its run from there on."""

    draft: str
    following: bool


@dataclass(frozen=True)
class AddThem(Button, prefix="Cb"):
    draft: str


@dataclass(frozen=True)
class InviteTo(Button, prefix="Ci"):
    class_id: int


@dataclass(frozen=True)
class ChangeClass(Button, prefix="Cu"):
    class_id: int


@dataclass(frozen=True)
class AskChange(Button, prefix="Cq"):
    class_id: int
    field: Field


@dataclass(frozen=True)
class SetNumber(Button, prefix="Cv"):
    """`version`: of the class as it stood on the screen."""

    class_id: int
    version: int
    field: Field
    number: int


@dataclass(frozen=True)
class SetListed(Button, prefix="Cw"):
    class_id: int
    version: int
    listed: bool


@dataclass(frozen=True)
class SetTime(Button, prefix="Cz"):
    class_id: int
    version: int
    start: int
    minutes: int
    #: Over what was shown to be in the way, by its mark; free without one.
    mark: str


@dataclass(frozen=True)
class AskCancelClass(Button, prefix="Cx"):
    class_id: int


@dataclass(frozen=True)
class CancelClass(Button, prefix="Cy"):
    class_id: int
    version: int
    following: bool
    reason: str | None


@dataclass(frozen=True)
class HoldIt(Button, prefix="Ce"):
    """It takes place with however many there are."""

    class_id: int


# Who was there.


@dataclass(frozen=True)
class Attendance(Button, prefix="C1"):
    """`there`: the seats that are ticked, as the bits of a number; as nobody has said yet, everybody."""

    class_id: int
    page: int
    there: Seats | None


@dataclass(frozen=True)
class SaveList(Button, prefix="C2"):
    class_id: int
    there: Seats


@dataclass(frozen=True)
class HeadsPaid(Button, prefix="C3"):
    class_id: int
    page: int


@dataclass(frozen=True)
class AskHow(Button, prefix="C4"):
    class_id: int
    booking_id: int


@dataclass(frozen=True)
class HeadPaid(Button, prefix="C5"):
    """`after`: how many payments the trainer saw."""

    class_id: int
    booking_id: int
    method: Method
    after: int


# For those who join.


@dataclass(frozen=True)
class ShowOffer(Button, prefix="C6"):
    """A class by the code of its link: whoever has it may see it."""

    code: str


@dataclass(frozen=True)
class Join(Button, prefix="C7"):
    """`shown`: what it costs and the policy, as they stood on the screen."""

    code: str
    shown: str


@dataclass(frozen=True)
class WaitForSeat(Button, prefix="C8"):
    code: str
