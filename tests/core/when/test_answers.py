"""What is typed after "When?", with a day or a time chosen before; other zones, languages and hours."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from core.hours import WorkingHours
from core.period import Period
from core.when import read, read_answer, warm
from core.when.reading import At, Reading
from tests.core.when.notation import HABITS, NOW, ZONE, written

FRIDAY = date(2025, 10, 17)


def answer(text: str, lang: str = "en", *, day: date | None = None, at: time | None = None) -> str:
    return written(read_answer(text, lang=lang, now=NOW, zone=ZONE, habits=HABITS, day=day, at=at))


@pytest.mark.parametrize(
    "text, expected",
    [
        ("18h", "Fri 17 Oct 18:00-19:00"),
        ("6-7pm", "Fri 17 Oct 18:00-19:00"),
        ("10", "Fri 17 Oct 10:00-11:00"),
        ("6", "ask Fri 17 Oct 18:00-19:00 | Fri 17 Oct 06:00-07:00"),
        ("noon", "Fri 17 Oct 12:00-13:00"),
        ("6pm for 90 min", "Fri 17 Oct 18:00-19:30"),
        ("evening", "day Fri 17 Oct evening"),
        ("evening 7", "Fri 17 Oct 19:00-20:00"),
        ("tomorrow 18h", "Thu 16 Oct 18:00-19:00"),
        ("25:00", 'wrong no such time "25:00"'),
    ],
)
def test_with_a_chosen_day_a_time_is_enough(text: str, expected: str) -> None:
    assert answer(text, day=FRIDAY) == expected


@pytest.mark.parametrize(
    "text, lang, expected",
    [
        ("Friday", "en", "Fri 17 Oct 18:00-19:00"),
        ("thứ 6", "vi", "Fri 17 Oct 18:00-19:00"),
        ("mai", "vi", "Thu 16 Oct 18:00-19:00"),
        ("next Friday", "en", "ask Fri 24 Oct 18:00-19:00 | Fri 17 Oct 18:00-19:00"),
        ("friday 7pm", "en", "Fri 17 Oct 19:00-20:00"),
        ("31/2", "vi", 'wrong no such day "31/2"'),
    ],
)
def test_with_a_chosen_time_a_day_is_enough(text: str, lang: str, expected: str) -> None:
    assert answer(text, lang, at=time(18)) == expected


def test_the_working_hours_settle_an_open_hour_where_they_leave_one() -> None:
    evenings = replace(HABITS, hours=WorkingHours.daily(time(16), time(22)))
    mornings = replace(HABITS, hours=WorkingHours.daily(time(5), time(12)))

    assert written(read("mai 6h", lang="vi", now=NOW, zone=ZONE, habits=evenings)) == "Thu 16 Oct 18:00-19:00"
    assert written(read("mai 6h", lang="vi", now=NOW, zone=ZONE, habits=mornings)) == "Thu 16 Oct 06:00-07:00"
    assert answer("mai 6h", "vi").startswith("ask ")


def test_the_usual_length_is_the_trainers() -> None:
    habits = replace(HABITS, length=timedelta(minutes=45))

    when = read("tomorrow 6pm", lang="en", now=NOW, zone=ZONE, habits=habits).when
    said = read("tomorrow 6-7pm", lang="en", now=NOW, zone=ZONE, habits=habits).when

    assert isinstance(when, At)
    assert isinstance(said, At)
    assert (when.period.length, when.length_said) == (timedelta(minutes=45), False)
    assert (said.period.length, said.length_said) == (timedelta(hours=1), True)


BERLIN = ZoneInfo("Europe/Berlin")


def in_berlin(text: str) -> At:
    """Said on Saturday 25 October 2025, the evening before the clocks go back at three."""
    now = datetime(2025, 10, 25, 20, 0, tzinfo=BERLIN)
    when = read(text, lang="en", now=now, zone=BERLIN, habits=HABITS).when
    assert isinstance(when, At)
    return when


def test_days_are_those_of_the_wall_over_a_clock_change() -> None:
    assert in_berlin("tomorrow 9am").period == Period.of(
        datetime(2025, 10, 26, 9, tzinfo=BERLIN), timedelta(hours=1)
    )
    assert in_berlin("tomorrow 2:30am").period.start == datetime(2025, 10, 26, 0, 30, tzinfo=UTC)


def test_hours_from_now_are_those_of_the_clock_of_the_world() -> None:
    start = in_berlin("in 8 hours").period.start

    assert start.astimezone(BERLIN) == datetime(2025, 10, 26, 3, 0, tzinfo=BERLIN)


def test_the_day_is_that_of_the_trainers_zone() -> None:
    late = datetime(2025, 10, 15, 23, 30, tzinfo=ZONE)

    when = read(
        "today 11:45pm", lang="en", now=late.astimezone(ZoneInfo("UTC")), zone=ZONE, habits=HABITS
    ).when

    assert isinstance(when, At)
    assert when.period.start == datetime(2025, 10, 15, 23, 45, tzinfo=ZONE)


@pytest.mark.parametrize("lang", ["vi-VN", "VI", "vi_VN"])
def test_a_language_may_have_a_region(lang: str) -> None:
    assert (
        written(read("chiều mai 5 rưỡi", lang=lang, now=NOW, zone=ZONE, habits=HABITS))
        == "Thu 16 Oct 17:30-18:30"
    )


@pytest.mark.parametrize("lang", ["de", "", "xx-YY"])
def test_another_language_is_read_as_english(lang: str) -> None:
    assert (
        written(read("tomorrow 6pm", lang=lang, now=NOW, zone=ZONE, habits=HABITS))
        == "Thu 16 Oct 18:00-19:00"
    )


@pytest.mark.parametrize(
    "text",
    [
        "2025-10-16T18:00",
        "2025-10-16 18:00:00",
        "Thu Oct 16 18:00:00 2025",
        "Thu, 16 Oct 2025 18:00:00 +0700",
    ],
)
def test_dates_as_programs_write_them(text: str) -> None:
    warm()

    assert answer(text) == "Thu 16 Oct 18:00-19:00"


@pytest.mark.parametrize(
    "text", ["2024-10-16T18:00", "2025-13-45T18:00", "order 2025 18:00:00:00", "call 2025/99 at 18:00"]
)
def test_what_only_looks_like_such_a_date_is_not_booked(text: str) -> None:
    assert not answer(text).startswith("Thu 16 Oct")
    reading = read(text, lang="en", now=NOW, zone=ZONE, habits=HABITS)
    assert not isinstance(reading.when, At) or reading.when.past


def test_a_text_too_long_is_handed_back_whole() -> None:
    for text in ("tomorrow 6pm " + "x" * 1_000, "tomorrow 6pm " + "a b " * 40):
        reading = read(text, lang="en", now=NOW, zone=ZONE, habits=HABITS)
        assert reading == Reading(unknown=(text,), words=reading.words)
        assert [w.text for w in reading.words] == [text]
