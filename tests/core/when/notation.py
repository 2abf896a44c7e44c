"""A reading in one short line, as the corpora of phrases write what is expected.

`Thu 16 Oct 18:00-19:00` is a session, `day` and `days` are without a time, `time` is without a day, `every` a
recurrence, `ask` a question with its choices, `wrong` an error with its piece. Behind it stand the client in
brackets, @place, the price, ?"what was not understood" and the length where no time was said.
"""

from __future__ import annotations

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from core.hours import WorkingHours
from core.when.reading import Ask, At, Day, Habits, Known, Reading, Repeats, TimeOnly, When, Wrong

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
#: A Wednesday.
NOW = datetime(2025, 10, 15, 10, 0, tzinfo=ZONE)
HABITS = Habits(
    WorkingHours.daily(time(6), time(21), range(6)),
    clients=tuple(
        Known(n, name)
        for n, name in enumerate(
            ["Lan Anh", "Ân", "Minh", "Thảo", "Bình", "Hoàng Nam", "Nam Phương"], start=1
        )
    ),
    places=(Known(1, "Gold's Gym District 1"), Known(2, "Home"), Known(3, "California Thảo Điền")),
)


def written(reading: Reading, now: datetime = NOW) -> str:
    parts = [_when(reading.when, now.year)]
    parts += [f"[{' / '.join(k.name for k in reading.clients)}]"] if reading.clients else []
    parts += [f"@{' / '.join(k.name for k in reading.places)}"] if reading.places else []
    parts += [f"{reading.price.amount} {reading.price.currency}"] if reading.price else []
    parts += [f'?"{piece}"' for piece in reading.unknown]
    if reading.length:
        parts.append(f"length {reading.length.seconds // 60}")
    return " ".join(p for p in parts if p) or "nothing"


def _when(when: When | None, year: int) -> str:  # noqa: PLR0911  # one form a kind of reading
    match when:
        case At():
            start, end = (m.astimezone(ZONE) for m in (when.period.start, when.period.end))
            return f"{_day(start, year)} {start:%H:%M}-{end:%H:%M}{' past' if when.past else ''}"
        case Repeats():
            return _repeats(when, year)
        case Day():
            days = f"day {_day(when.first, year)}" if when.first == when.last else f"days {_run(when, year)}"
            return days + (f" {when.part.value}" if when.part else "")
        case TimeOnly():
            return f"time {when.start:%H:%M}" + (f"-{when.end:%H:%M}" if when.end else "")
        case Ask():
            return " ".join(["ask", " | ".join(_when(choice, year) for choice in when.choices)]).strip()
        case Wrong():
            return f'wrong {when.reason.value} "{when.piece}"'
    return ""


def _run(days: Day, year: int) -> str:
    return f"{_day(days.first, year)}..{_day(days.last, year)}"


def _repeats(when: Repeats, year: int) -> str:
    said = ["every", when.rrule.removeprefix("FREQ=")]
    if when.start is not None:
        start, end = (m.astimezone(ZONE) for m in (when.start, when.start + when.length))
        said += ["from", _day(start, year), f"{start:%H:%M}-{end:%H:%M}"]
    elif when.first is not None:
        said += ["from", _day(when.first, year)]
    said += [f"x{when.count}"] if when.count else []
    said += ["until", _day(when.until, year)] if when.until else []
    return " ".join(said)


def _day(day: date, year: int) -> str:
    return f"{day:%a} {day.day} {day:%b}" + ("" if day.year == year else f" {day.year}")
