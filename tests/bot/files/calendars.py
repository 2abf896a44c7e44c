"""Sessions as files for the readers of calendars: every kind of name, place and moment."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from bot.files import ics
from core.booking import Booking, Status
from core.people import Place, PlaceKind

NOW = datetime(2025, 10, 15, 3, 0, 0, 123456, tzinfo=UTC)
BOT = "HuyTrainerBot"
GYM = Place(1, 1, PlaceKind.GYM, "Gold's Gym; Quận 1, tầng 2", "12 Lê Lợi\\Quận 1", 10.7769, 106.7009)
ONLINE = Place(2, 1, PlaceKind.ONLINE, "Zoom", link="https://zoom.example/j/1?pwd=a;b,c&x=ü")
NAMES = (
    "Lan Anh",
    'Nguyễn "Bé" Ân; Quý, Đỗ',
    "Trần Thị Hồng Nhung với một cái tên thật là dài để dòng này phải được gập lại nhiều lần 🏋️‍♀️ đúng chỗ",
    "Ý\\n Kiên:colon",
)


def booking(n: int, start: datetime, *, minutes: int = 60, **more: object) -> Booking:
    more = {"status": Status.CONFIRMED, "version": n, **more}
    return Booking(
        n, n, 1, 1, start, start + timedelta(minutes=minutes), created_at=NOW, timed_at=NOW, **more
    )  # type: ignore[arg-type]


def entry(known: Booking, name: str = NAMES[0], place: Place | None = GYM) -> ics.Entry:
    return ics.Entry(known, f"{name} 3/10", "Coach Huy", name, place, BOT, f"Training: {name}")


def cases() -> list[tuple[str, list[ics.Entry], bytes]]:
    """Name, what is in it, the file."""
    found = []
    starts = (
        datetime(2025, 10, 20, 11, tzinfo=UTC),
        datetime(2025, 10, 31, 23, 45, tzinfo=UTC),
        datetime(2024, 2, 29, 17, tzinfo=UTC),
        datetime(2025, 3, 9, 9, 30, tzinfo=UTC),
        datetime(2025, 12, 31, 17, tzinfo=UTC),
    )
    for n, (name, place) in enumerate((name, place) for name in NAMES for place in (GYM, ONLINE, None)):
        status = (Status.CONFIRMED, Status.PENDING, Status.CANCELLED, Status.COMPLETED)[n % 4]
        one = entry(booking(n + 1, starts[n % len(starts)], minutes=15 * (n + 1), status=status), name, place)
        found.append((f"one-{n + 1}", [one], ics.one(one, NOW)))
    many = [entries[0] for _, entries, _ in found]
    found.append(("calendar", many, ics.several(many, NOW, "Buổi tập")))
    return found + [(name, [one], ics.one(one, NOW)) for name, one in replaced()]


def replaced() -> list[tuple[str, ics.Entry]]:
    """One session as it was booked, moved to another day and place, and cancelled."""
    first = booking(99, datetime(2025, 10, 24, 11, tzinfo=UTC), version=0)
    day = timedelta(days=1)
    moved = replace(first, starts_at=first.starts_at + day, ends_at=first.ends_at + day, version=1)
    gone = replace(moved, status=Status.CANCELLED, version=2)
    return [
        ("replaced-booked", entry(first, NAMES[2])),
        ("replaced-moved", entry(moved, NAMES[2], ONLINE)),
        ("replaced-cancelled", entry(gone, NAMES[2], ONLINE)),
    ]
