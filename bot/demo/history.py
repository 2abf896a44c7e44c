"""Who is in the demo, what they did in the last two months and what is ahead: names, times, prices."""

from __future__ import annotations

from dataclasses import dataclass, replace

from core.booking import Performance
from core.charge import Method

#: In the order of their phones; the first three are on show where there is room.
CAST = {
    "huy": "Huy",
    "lan": "Lan Anh",
    "mai": "Mai",
    "minh": "Minh",
    "thao": "Thảo",
    "ngoc": "Ngọc",
    "trang": "Trang",
    "khoa": "Khoa",
}
COACHES = ("huy", "trang", "khoa")
CLIENTS = ("lan", "minh", "thao")
#: Nobody's client yet, and whoever looks after all of it.
NEWCOMER, ADMIN = "mai", "ngoc"
#: On the list by name alone: not on Telegram yet.
NAMED = {"binh": "Bình", "quan": "Quân"}


@dataclass(frozen=True, slots=True)
class Past:
    """A session of the last months, `day` counted from the opening, and how it ended."""

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
#: The evening on which the trainer begins with the bot.
FIRST_DAY = -50
#: What is noted down week after week until the packages come: it began with two clients.
WEEKLY = (
    Past(1, 6, "minh", TRANSFER),
    Past(3, 19.5, "binh", CASH),
    Past(0, 18, "lan", CASH),
    Past(2, 8.5, "thao", TRANSFER),
)
EARLIER = tuple(
    replace(past, day=past.day - 7 * week, came=(week, past.who) not in {(4, "binh"), (6, "thao")})
    for week, clients in ((7, 2), (6, 4), (5, 3), (4, 4), (3, 4))
    for past in sorted(WEEKLY[:clients], key=lambda p: p.day)
)
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
#: Thảo was to come on Friday, and cannot.
CANCELLED = Ahead(2, 8.5, "thao")
#: After the first session that is lived through.
NOTES = {
    "en": {
        "exercises": "Squats 4×8 60 kg, deadlifts 3×5 80 kg, plank 3×1 min",
        "next_note": "Squats with 65 kg; look after the left knee",
    },
    "vi": {
        "exercises": "Squat 4×8 60 kg, deadlift 3×5 80 kg, plank 3×1 phút",
        "next_note": "Squat lên 65 kg; để ý đầu gối trái",
    },
}
HOW_IT_WAS = Performance.GOOD

LINES = {
    "en": (
        "Lan tomorrow 6pm",
        "Minh Sat 7-8am 450k",
        "Thảo next Tuesday 5pm at home",
        "Yoga class Sun 9am 8 seats 150k",
        "/today",
        "/week",
        "/stats",
        "/clients",
    ),
    "vi": (
        "Lan mai 18h",
        "Minh thứ 7 7h-8h sáng 450k",
        "Thảo thứ ba tuần sau 17h",
        "Lớp yoga chủ nhật 9h 8 chỗ 150k",
        "/today",
        "/week",
        "/stats",
        "/clients",
    ),
}

#: What Huy offers, in each language; Minh has the first one.
OFFERS = {
    "en": (("10 sessions", 10, 4_500_000, 90), ("20 sessions", 20, 8_000_000, 150)),
    "vi": (("Gói 10 buổi", 10, 4_500_000, 90), ("Gói 20 buổi", 20, 8_000_000, 150)),
}
ACCOUNT = {"bank": "970436", "account": "1012345678", "account_name": "NGUYEN QUANG HUY"}

#: Two packages that are over, so that somebody could say how it was: sessions, price, stars, words.
RATED = {
    "en": {
        "lan": (2, 1_000_000, 5, "Patient and exact. My back has stopped hurting."),
        "thao": (2, 1_000_000, 4, "Always on time, and every session is different."),
    },
    "vi": {
        "lan": (2, 1_000_000, 5, "Kiên nhẫn, chỉnh từng động tác. Mình hết đau lưng rồi."),
        "thao": (2, 1_000_000, 4, "Luôn đúng giờ, buổi nào cũng có bài mới."),
    },
}
#: How a coach presents himself or herself to those who look for one.
PROFILES = {
    "en": {
        "huy": "Strength without pain: ten years in the gym, six as a coach. Beginners welcome.",
        "trang": "Yoga and Pilates for people who sit all day. Small steps, every week.",
    },
    "vi": {
        "huy": "Tập khoẻ, không đau: mười năm trong phòng gym, sáu năm làm HLV. Người mới cứ đến.",
        "trang": "Yoga và Pilates cho người ngồi cả ngày. Từng bước nhỏ, đều mỗi tuần.",
    },
}
DOES = {"huy": ("strength", "weight_loss", "rehab"), "trang": ("yoga", "pilates")}
PLACE_OF_TRANG = {"en": "Yoga Loft District 3", "vi": "Yoga Loft Quận 3"}
#: On Saturday, with one seat left.
CLASS_NAME, CLASS_SEATS, CLASS_PRICE = "HIIT", 4, 150_000
CLASS = Ahead(3, 16, "thao")
#: Minh's, for which Thảo waits.
WAITED_FOR = Ahead(2, 18.5, "thao")
