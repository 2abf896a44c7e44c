"""Who is in the demo, what they did in the last two weeks and what is ahead: names, times, prices."""

from __future__ import annotations

from dataclasses import dataclass

from core.charge import Method

CAST = {"huy": "Huy", "lan": "Lan Anh", "minh": "Minh", "thao": "Thảo"}
#: On the list by name alone: not on Telegram yet.
NAMED = {"binh": "Bình", "quan": "Quân"}


@dataclass(frozen=True, slots=True)
class Past:
    """A session of the last weeks, `day` counted from the opening, and how it ended."""

    day: int
    hour: float
    who: str
    paid: Method | None = None
    came: bool = True


@dataclass(frozen=True, slots=True)
class Ahead:
    day: int
    hour: float
    who: str
    place: str | None = None
    price: int | None = None
    confirmed: bool = False


CASH, TRANSFER = Method.CASH, Method.TRANSFER
LOGGED = (
    Past(-14, 18, "lan", CASH),
    Past(-13, 6, "minh", TRANSFER),
    Past(-12, 8.5, "thao", TRANSFER),
    Past(-11, 19.5, "binh", CASH),
    Past(-9, 18, "lan", CASH),
    Past(-8, 6, "minh", TRANSFER),
    Past(-7, 18, "lan"),
    Past(-6, 8.5, "thao", TRANSFER),
    Past(-5, 17, "minh", came=False),
    Past(-4, 19.5, "binh", CASH),
)
LIVED = (
    Past(-2, 18, "lan", CASH),
    Past(-1, 8.5, "thao", TRANSFER),
    Past(0, 6, "minh", TRANSFER),
    Past(0, 8, "thao"),
)
AHEAD = (
    Ahead(0, 19.5, "binh"),
    Ahead(1, 8, "lan"),
    Ahead(1, 17, "thao", "home", 600_000, confirmed=True),
    Ahead(2, 18.5, "minh", confirmed=True),
    Ahead(3, 9, "quan", "online", 350_000),
    Ahead(5, 18, "lan"),
    Ahead(6, 6, "minh"),
)

LINES = {
    "en": (
        "Lan tomorrow 6pm",
        "Minh Sat 7-8am 450k",
        "Thảo next Tuesday 5pm at home",
        "/today",
        "/week",
        "/clients",
    ),
    "vi": (
        "Lan mai 18h",
        "Minh thứ 7 7h-8h sáng 450k",
        "Thảo thứ ba tuần sau 17h",
        "/today",
        "/week",
        "/clients",
    ),
}

#: What Huy offers, in each language; Minh has the first one.
OFFERS = {
    "en": (("10 sessions", 10, 4_500_000, 90), ("20 sessions", 20, 8_000_000, 150)),
    "vi": (("Gói 10 buổi", 10, 4_500_000, 90), ("Gói 20 buổi", 20, 8_000_000, 150)),
}
ACCOUNT = {"bank": "970436", "account": "1012345678", "account_name": "NGUYEN QUANG HUY"}
