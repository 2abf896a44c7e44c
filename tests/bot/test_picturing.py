"""From sessions to pictures: whose clock, which day, what is marked; and each picture drawn once."""

import asyncio
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.pictures import album, week
from bot.pictures.canvas import Picture
from bot.pictures.week import Span
from bot.picturing import Shown, clashing, month_days, month_name, month_picture, next_month, week_picture
from bot.saying import Calendar
from bot.texts import words
from core.booking import Booking, Status
from core.period import Period
from tests.pictures.cases import ORDINARY, a_week

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
MONDAY = date(2025, 10, 13)


def calendar(tz: str = "Asia/Ho_Chi_Minh", language: str = "en") -> Calendar:
    return Calendar(words(language), ZoneInfo(tz), datetime(2025, 10, 15, 3, tzinfo=UTC))


def held(id_: int, start: datetime, minutes: int = 60, status: Status = Status.CONFIRMED) -> Booking:
    end = start + timedelta(minutes=minutes)
    takes_time = status.takes_time
    return Booking(id_, id_, 1, 1, start, end, status, start, start, takes_time=takes_time)


def spans(*bookings: Booking, tz: str = "Asia/Ho_Chi_Minh", monday: date = MONDAY) -> list[Span]:
    shown = Shown(bookings, {b.id: "Lan" for b in bookings})
    return [block.span for block in week_picture(shown, monday, calendar(tz)).blocks]


def test_a_session_stands_on_the_readers_clock():
    evening = held(1, datetime(2025, 10, 16, 18, tzinfo=VIETNAM))
    assert spans(evening) == [Span(3, 18 * 60, 19 * 60)]
    assert spans(evening, tz="America/New_York") == [Span(3, 7 * 60, 8 * 60)]
    assert spans(evening, tz="Pacific/Auckland") == [Span(4, 0, 60)]


def test_a_session_over_midnight_stands_on_both_days():
    night = held(1, datetime(2025, 10, 16, 23, 30, tzinfo=VIETNAM))
    assert spans(night) == [Span(3, 23 * 60 + 30, 24 * 60), Span(4, 0, 30)]


def test_of_a_session_over_the_end_of_the_week_only_its_part_is_drawn():
    sunday = held(1, datetime(2025, 10, 19, 23, 30, tzinfo=VIETNAM))
    assert spans(sunday) == [Span(6, 23 * 60 + 30, 24 * 60)]
    assert spans(sunday, monday=MONDAY + timedelta(days=7)) == [Span(0, 0, 30)]


def test_a_session_in_the_hour_that_comes_twice_can_be_seen():
    """On 26 October 2025 the clocks of Berlin go from 3:00 back to 2:00."""
    turned = held(1, datetime(2025, 10, 26, 0, 45, tzinfo=UTC), minutes=30)
    (span,) = spans(turned, tz="Europe/Berlin", monday=date(2025, 10, 20))
    assert (span.day, span.start) == (6, 2 * 60 + 45)
    assert span.end > span.start


def test_what_overlaps_is_marked_and_what_touches_is_not():
    start = datetime(2025, 10, 16, 18, tzinfo=VIETNAM)
    long, inside = held(1, start, 180), held(2, start + timedelta(minutes=10), 20)
    late, after = held(3, start + timedelta(minutes=170)), held(4, start + timedelta(minutes=230))
    assert clashing([after, late, inside, long]) == {1, 2, 3}
    assert clashing([long, held(5, start, status=Status.COMPLETED)]) == frozenset()


def test_the_line_for_now_stands_in_its_own_week_only():
    shown = Shown([], {})
    assert week_picture(shown, MONDAY, calendar()).now == (2, 10 * 60)
    assert week_picture(shown, MONDAY + timedelta(days=7), calendar()).now is None


def test_october_2025_has_its_days_and_the_series_its_weekdays():
    days = [20, 22, 24, 27, 29, 31]
    bookings = [held(day, datetime(2025, 10, day, 18, tzinfo=VIETNAM)) for day in days]
    drawn = month_picture(Shown(bookings, {b.id: "Lan" for b in bookings}), date(2025, 10, 1), calendar())
    assert (drawn.first, len(drawn.days), drawn.today, drawn.title) == (2, 31, 15, "October 2025")
    assert [cell.number for cell in drawn.days if cell.entries] == days
    assert [(drawn.first + day - 1) % 7 for day in days] == [0, 2, 4, 0, 2, 4]


@pytest.mark.parametrize(
    "first, step, other",
    [((2025, 10), 1, (2025, 11)), ((2025, 12), 1, (2026, 1)), ((2026, 1), -1, (2025, 12))],
)
def test_the_months_go_on_over_the_year(first, step, other):
    assert next_month(date(*first, 1), step) == date(*other, 1)


def test_a_month_is_named_in_the_readers_language():
    assert month_name(date(2025, 10, 1), words("vi")).lower().startswith("tháng 10")
    assert len(month_days(date(2028, 2, 1))) == 29


async def test_the_same_content_is_drawn_once_and_lets_others_go_on():
    drawn = []

    def draw(content: week.Week) -> Picture:
        drawn.append(content)
        return week.drawn(content)

    drawing = asyncio.create_task(album.draw(draw, a_week(*ORDINARY)))
    await asyncio.sleep(0)
    assert not drawing.done()
    assert await drawing == await album.draw(draw, a_week(*ORDINARY))
    assert len(drawn) == 1


def test_free_time_outside_the_days_is_not_drawn():
    within = Period(datetime(2025, 10, 12, 6, tzinfo=VIETNAM), datetime(2025, 10, 13, 7, tzinfo=VIETNAM))
    shown = Shown([], {}, working=[within])
    assert week_picture(shown, MONDAY, calendar()).working == (Span(0, 0, 7 * 60),)
