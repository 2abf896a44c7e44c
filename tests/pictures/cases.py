"""What the approved pictures show: ordinary weeks and months, and everything that is hard to draw."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from bot.pictures import charts, month, week
from bot.pictures.canvas import Picture
from bot.pictures.month import DayCell, Entry, Month
from bot.pictures.plates import State, Words
from bot.pictures.week import Block, Off, Span, Week

STATES = (
    (State.CONFIRMED, "booked"),
    (State.DONE, "done"),
    (State.MISSED, "no-show"),
    (State.ASKED, "asked for"),
)
VIETNAMESE = (
    (State.CONFIRMED, "đã đặt"),
    (State.DONE, "đã tập"),
    (State.MISSED, "vắng mặt"),
    (State.ASKED, "chờ xác nhận"),
)
NAMES = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
LAN = Words("Lan Anh", "3/10", "Gold's Gym District 1")


def clock(text: str) -> int:
    hour, minute = text.split(":")
    return int(hour) * 60 + int(minute)


def span(day: int, start: str, end: str) -> Span:
    return Span(day, clock(start), clock(end))


def block(day: int, start: str, end: str, words: Words | str = LAN, **changes: object) -> Block:
    words = Words(words) if isinstance(words, str) else words
    return replace(Block(span(day, start, end), words), **changes)


WORKING = tuple(span(day, "06:00", "21:00") for day in range(6))


def a_week(*blocks: Block, **changes: object) -> Week:
    """Monday 13 to Sunday 19 October 2025."""
    days = tuple((name, str(13 + n)) for n, name in enumerate(NAMES))
    aside = f"{len(blocks)} sessions"
    usual = Week(
        "13 – 19 October 2025", days, WORKING, blocks, aside=aside, states=STATES, conflict="conflict"
    )
    return replace(usual, **changes)


ORDINARY = (
    block(0, "06:00", "07:00", Words("Minh", "7/10", "Gold's Gym"), state=State.DONE),
    block(0, "18:00", "19:00", LAN, state=State.DONE),
    block(1, "09:00", "10:30", Words("Thảo", "2/20", "Home"), state=State.MISSED),
    block(2, "06:00", "07:00", Words("Minh", "8/10", "Gold's Gym"), state=State.DONE),
    block(2, "09:00", "10:00", Words("Thảo", "3/20", "Home")),
    block(2, "18:00", "19:00", Words("Lan Anh", "4/10", "Gold's Gym District 1")),
    block(3, "18:00", "19:00", Words("Bình", "", "Online"), state=State.ASKED),
    block(4, "06:00", "07:00", Words("Minh", "9/10", "Gold's Gym")),
    block(4, "18:00", "19:00", Words("Lan Anh", "5/10", "Gold's Gym District 1")),
)
NOW = {"now": (2, clock("10:00")), "today": 2}

QUYEN = Words("Nguyễn Thị Đỗ Quyên", "12/36", "Phòng tập Kỳ Hoà, Quận 10")


def full(step: int, length: int) -> tuple[Block, ...]:
    """From six to nine, one after the other, every day but Sunday."""
    people = ("Minh", "Thảo", "Lan Anh", "Bình", "Quỳnh Như", "Đức", "Hương", "Ngọc Ánh")
    found = []
    for day in range(6):
        for n, start in enumerate(range(6 * 60, 21 * 60 - length + 1, step)):
            state = (State.DONE, State.DONE, State.CONFIRMED, State.MISSED)[(day + n) % 4]
            name = people[(day * 3 + n) % len(people)]
            words = Words(name, f"{n % 10 + 1}/10", "Gold's Gym")
            found.append(Block(Span(day, start, start + length), words, state))
    return tuple(found)


OVERLAPS = (
    block(1, "18:00", "19:00", LAN, over=True),
    block(1, "18:30", "19:30", Words("Bình", "", "Gold's Gym"), over=True),
    block(3, "09:00", "11:00", Words("Minh", "7/10", "Gold's Gym"), over=True),
    block(3, "09:30", "10:00", Words("Thảo", "2/20", "Home"), over=True),
    block(3, "10:00", "12:00", Words("Lan Anh", "3/10", "Home"), over=True),
    block(4, "17:00", "18:00", Words("Đức"), over=True),
    block(4, "17:00", "18:00", Words("Hương"), over=True),
    block(4, "17:30", "18:30", QUYEN, over=True, state=State.ASKED),
    block(5, "08:00", "09:00", Words("Minh", "8/10")),
    block(5, "09:00", "10:00", Words("Thảo", "3/20")),
)


def a_month(entries: dict[int, tuple[Entry, ...]] | None = None, **changes: object) -> Month:
    """October 2025: the 1st is a Wednesday, the 31st a Friday."""
    closed = {5, 12, 19, 26}
    days = tuple(DayCell(n, (entries or {}).get(n, ()), n in closed) for n in range(1, 32))
    usual = Month("October 2025", NAMES, 2, days, 15, "38 sessions", STATES, "conflict")
    return replace(usual, **changes)


def entry(at: str, name: str, state: State = State.CONFIRMED, **changes: object) -> Entry:
    return replace(Entry(at, name, state), **changes)


#: Mon/Wed/Fri at 18:00 from the 20th on.
SERIES = {day: (entry("18:00", "Lan Anh"),) for day in (20, 22, 24, 27, 29, 31)}
BUSY = {
    day: tuple(
        entry(
            f"{6 + n}:00".zfill(5),
            ("Minh", "Thảo", "Nguyễn Thị Đỗ Quyên")[n % 3],
            State.DONE if day < 15 else State.CONFIRMED,
        )
        for n in range(day % 8)
    )
    for day in range(1, 32)
}
BROKEN = SERIES | {
    7: (entry("09:00", "Minh", State.MISSED), entry("18:00", "Lan Anh", State.DONE)),
    16: (entry("18:00", "Lan Anh", over=True), entry("18:30", "Bình", over=True)),
    17: (entry("07:30", "Thảo", State.ASKED),),
}
AWAY = tuple(
    replace(cell, off="holiday" if cell.number == 6 else "") if 6 <= cell.number <= 10 else cell
    for cell in a_month(BROKEN).days
)


def income_months(count: int) -> tuple[charts.Bars, ...]:
    names = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
    found = []
    for n in range(count):
        values = (12_000 + 900 * n, 10_000 + 1_000 * n, max(0, 2_000 - 300 * n))
        found.append(charts.Bars(names[n % 12], values, tuple(f"{v / 1000:.1f}M" for v in values)))
    return tuple(found)


INCOME = charts.Income("Income by month", ("delivered", "collected", "outstanding"), income_months(10))
HEAT = charts.Heat(
    "When sessions are held",
    NAMES,
    5,
    tuple(tuple((day * 7 + hour * 5) % 13 if day < 6 else 0 for hour in range(18)) for day in range(7)),
)
CLIENTS = tuple(
    charts.Client(name, attended, held)
    for name, attended, held in (
        ("Minh", 20, 20),
        ("Lan Anh", 17, 20),
        ("Nguyễn Thị Đỗ Quyên", 9, 12),
        ("Thảo", 5, 10),
        ("Bình", 0, 3),
    )
)


@dataclass(frozen=True)
class Case:
    name: str
    draw: Callable[..., Picture]
    content: Week | Month | charts.Income | charts.Heat | charts.Attendance

    def drawn(self, theme: str = "light") -> Picture:
        return self.draw(replace(self.content, theme=theme))


def _weeks() -> Iterator[tuple[str, Week]]:
    yield "ordinary", a_week(*ORDINARY, **NOW)
    yield "empty", a_week(empty="Nothing is booked in this week.", **NOW)
    yield "nothing_at_all", a_week(working=(), aside="", states=(), conflict="")
    yield "overlaps", a_week(*OVERLAPS)
    yield "full_hours", a_week(*full(60, 60), **NOW)
    yield "full_half_hours", a_week(*full(30, 30), **NOW)
    yield "full_quarters", a_week(*full(15, 15))
    yield (
        "short_and_long",
        a_week(
            block(0, "08:00", "08:15"),
            block(0, "08:15", "08:30", QUYEN),
            block(0, "09:00", "09:30"),
            block(1, "08:00", "08:45", QUYEN),
            block(2, "08:00", "12:00", QUYEN),
            block(3, "06:00", "21:00"),
        ),
    )
    quarters = (("08:00", "08:15"), ("08:15", "08:30"), ("08:30", "08:45"), ("16:45", "17:00"))
    yield "quarters_of_a_day", a_week(*(block(d, *span) for d in range(5) for span in quarters))
    yield (
        "long_names",
        a_week(
            *(block(day, "08:00", "09:00", QUYEN) for day in range(3)),
            block(
                3,
                "08:00",
                "09:00",
                Words("Maximiliana-Bartholomäus von Hohenstaufenberg", "100/100", "X" * 60),
            ),
            block(4, "08:00", "09:30", Words("W" * 64, "1/1", "W" * 64)),
            block(5, "08:00", "08:30", Words("Ng. Th. Đỗ Quyên-Hồng-Ngọc", "1/10")),
        ),
    )
    yield (
        "early_and_late",
        a_week(
            block(0, "05:00", "06:00"),
            block(2, "23:00", "24:00"),
            block(3, "00:00", "00:30"),
            block(4, "05:30", "06:00", "Thảo"),
        ),
    )
    yield "early_to_late", a_week(block(0, "05:00", "06:00"), block(4, "22:00", "23:00", QUYEN))
    yield (
        "time_off",
        a_week(
            *ORDINARY[:4],
            off=(
                Off(span(2, "12:00", "24:00"), "dentist"),
                *(Off(span(d, "00:00", "24:00"), "holiday") for d in (4, 5)),
            ),
            **NOW,
        ),
    )
    yield "off_over_sessions", a_week(*ORDINARY, off=(Off(span(4, "00:00", "24:00"), "sick"),), **NOW)
    yield (
        "split_hours",
        a_week(
            *ORDINARY,
            working=tuple(
                span(d, *hours) for d in range(5) for hours in (("06:00", "10:00"), ("16:00", "21:00"))
            ),
        ),
    )
    yield (
        "every_state",
        a_week(
            *(block(day, "08:00", "09:00", LAN, state=state) for day, (state, _) in enumerate(STATES)),
            *(block(day, "10:00", "10:30", LAN, state=state) for day, (state, _) in enumerate(STATES)),
            *(
                block(day, "12:00", "13:00", LAN, state=state, over=True)
                for day, (state, _) in enumerate(STATES)
            ),
        ),
    )
    yield (
        "vietnamese",
        a_week(
            block(0, "08:00", "09:00", Words("Đặng Ngọc Ưng Hoàng", "3/10", "Phòng tập Quận 1")),
            block(1, "08:00", "09:00", Words("Nguye\u0302\u0303n Thu\u031b", "ẩẫậ ằẳẵặ", "ợỡở ữựử")),
            block(2, "09:00", "10:00", QUYEN, state=State.ASKED),
            title="Tuần 13 – 19 tháng 10, 2025",
            days=tuple(
                (name, str(13 + n)) for n, name in enumerate(("T2", "T3", "T4", "T5", "T6", "T7", "CN"))
            ),
            aside="3 buổi",
            states=VIETNAMESE,
            conflict="trùng giờ",
        ),
    )
    yield (
        "other_scripts",
        a_week(
            block(0, "08:00", "09:00", Words("Lan 💪🏽 Anh", "3/10", "🏠 Home")),
            block(1, "08:00", "09:00", Words("小明", "1/5", "健身房")),
            block(2, "08:00", "09:00", Words("Иван Петров", "2/5", "Μαρία")),
            block(3, "08:00", "09:00", Words("سارة", "2/5")),
        ),
    )


def _months() -> Iterator[tuple[str, Month]]:
    yield "october_2025", a_month(SERIES)
    yield "month_empty", a_month(aside="")
    yield "month_busy", a_month(BUSY)
    yield "month_marks", a_month(days=AWAY)
    cells = tuple(DayCell(n, (entry("05:00", "Lan Anh"),) * 9) for n in range(1, 32))
    yield "month_six_weeks", a_month(days=cells, first=6, title="March 2026", today=31)
    yield (
        "month_four_weeks",
        a_month(days=cells[:28], first=0, title="Tháng 2, 2027", today=1, states=VIETNAMESE),
    )


def _charts() -> Iterator[Case]:
    yield Case("income", charts.income, INCOME)
    yield Case("income_year", charts.income, replace(INCOME, months=income_months(12)))
    yield Case("income_empty", charts.income, replace(INCOME, months=(), empty="Nothing yet."))
    yield Case("heat", charts.heat, HEAT)
    yield Case("attendance", charts.attendance, charts.Attendance("Who comes", CLIENTS))
    yield Case("attendance_many", charts.attendance, charts.Attendance("Who comes", CLIENTS * 5))


CASES = [
    *(Case(f"week_{name}", week.drawn, content) for name, content in _weeks()),
    *(Case(name, month.drawn, content) for name, content in _months()),
    *_charts(),
]

#: Approved in the dark as well; the others differ from the light ones by the colours alone.
DARK = {
    "week_ordinary",
    "week_every_state",
    "week_overlaps",
    "week_time_off",
    "month_marks",
    "income",
    "heat",
}
