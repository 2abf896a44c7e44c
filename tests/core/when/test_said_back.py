"""What the bot says, typed again, is read as the same time: a year of random periods in both languages."""

from __future__ import annotations

from datetime import date, time, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from core.period import Period
from core.when import read
from core.when.reading import At
from core.zones import at_wall
from tests.core.when.notation import HABITS, NOW, ZONE

TODAY = NOW.date()
VIETNAMESE = ["Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ Nhật"]

minutes = st.integers(0, 24 * 12 - 1).map(lambda n: n * 5)
lengths = st.integers(3, 36).map(lambda n: n * 5)


@st.composite
def periods(draw: st.DrawFn) -> Period:
    day = TODAY + timedelta(days=draw(st.integers(0, 365)))
    start = draw(minutes)
    length = min(draw(lengths), 24 * 60 - 5 - start)
    begin = at_wall(day, time(start // 60, start % 60), ZONE)
    return Period.of(begin, timedelta(minutes=max(length, 5)))


def english(day: date) -> str:
    return f"{day:%a} {day.day} {day:%b}" + (f" {day.year}" if day.year != TODAY.year else "")


def vietnamese(day: date) -> str:
    shown = f"{day.day}/{day.month}" + (f"/{day.year}" if day.year != TODAY.year else "")
    return f"{VIETNAMESE[day.weekday()]} {shown}"


def hours(period: Period) -> str:
    return "–".join(f"{m.astimezone(ZONE):%H:%M}" for m in (period.start, period.end))


def near(day: date, today: str, tomorrow: str) -> str:
    return {0: today, 1: tomorrow}.get((day - TODAY).days, "")


@settings(deadline=None)
@given(periods())
def test_english(period: Period) -> None:
    day = period.start.astimezone(ZONE).date()

    said = f"{near(day, 'Today, ', 'Tomorrow, ')}{english(day)} · {hours(period)}"

    assert_same(said, "en", period)


@settings(deadline=None)
@given(periods())
def test_vietnamese(period: Period) -> None:
    day = period.start.astimezone(ZONE).date()

    said = f"{near(day, 'Hôm nay, ', 'Mai, ')}{vietnamese(day)} · {hours(period)}"

    assert_same(said, "vi", period)


def assert_same(said: str, lang: str, period: Period) -> None:
    reading = read(said, lang=lang, now=NOW, zone=ZONE, habits=HABITS)

    past = period.start <= NOW
    assert reading.when == At(period, past, length_said=period.length != HABITS.length), said
    assert reading.unknown == ()


def test_the_forms_of_the_cards() -> None:
    tomorrow_at_six = Period.of(at_wall(TODAY + timedelta(days=1), time(18), ZONE), HABITS.length)

    for lang, said in [
        ("en", "Tomorrow, Thu 16 Oct · 18:00–19:00"),
        ("en", "🗓 Tomorrow, Thu 16 Oct · 18:00–19:00 (1 h)"),
        ("en", "Thu 16 Oct · 18:00–19:00 (tomorrow)"),
        ("vi", "Mai, Thứ Năm 16/10 · 18:00–19:00"),
        ("vi", "🗓 Mai, Thứ Năm 16/10 · 18:00–19:00 (1 giờ)"),
        ("vi", "Thứ Năm 16/10 · 18:00–19:00"),
    ]:
        assert read(said, lang=lang, now=NOW, zone=ZONE, habits=HABITS).when == At(tomorrow_at_six), said
