"""Pictures: as approved by eye, nothing clipped or covered, everything readable and in the font."""

from io import BytesIO
from itertools import combinations

import pytest
from PIL import Image

from bot.pictures import charts, font, month, week
from bot.pictures.canvas import Part, Rect
from bot.pictures.plates import State, Words
from bot.pictures.theme import THEMES, contrast
from bot.pictures.week import Block, Span
from tests.pictures.approve import APPROVED
from tests.pictures.cases import CASES, DARK, LAN, NOW, ORDINARY, SERIES, a_month, a_week, block
from tests.pictures.distance import distance, packed, small

THEMED = [(case, theme) for case in CASES for theme in THEMES]
NAMES = [f"{case.name}_{theme}" for case, theme in THEMED]
#: Half of what the smallest change that matters makes (see the test of the distance itself).
NEAR = 0.03


@pytest.mark.parametrize(
    "case, theme", [(case, theme) for case, theme in THEMED if theme == "light" or case.name in DARK]
)
def test_a_picture_is_as_it_was_approved(case, theme):
    approved = Image.open(APPROVED / f"{case.name}_{theme}.png")
    assert distance(small(case.drawn(theme).png), approved) < NEAR


CHANGED = {
    "moved by a quarter": a_week(*ORDINARY[:-1], block(4, "18:15", "19:15", ORDINARY[-1].words), **NOW),
    "another name": a_week(*ORDINARY[:-1], block(4, "18:00", "19:00", "Bảo"), **NOW),
    "another state": a_week(*ORDINARY[:-1], block(4, "18:00", "19:00", LAN, state=State.DONE), **NOW),
    "no line for now": a_week(*ORDINARY, today=2),
    "over a conflict": a_week(
        *ORDINARY[:-1], block(4, "18:00", "19:00", ORDINARY[-1].words, over=True), **NOW
    ),
}


@pytest.mark.parametrize("changed", CHANGED.values(), ids=CHANGED)
def test_the_distance_sees_what_matters(changed):
    before = packed(small(week.drawn(a_week(*ORDINARY, **NOW)).png))
    assert distance(small(week.drawn(changed).png), before) > NEAR


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_picture_has_its_size_and_is_a_small_file(case):
    png = case.drawn().png
    high = 1080 if isinstance(case.content, charts.Income | charts.Heat | charts.Attendance) else 1350
    assert Image.open(BytesIO(png)).size == (1080, high)
    assert len(png) < 200_000


@pytest.mark.parametrize("case, theme", THEMED, ids=NAMES)
def test_every_text_can_be_read_on_what_it_stands_on(case, theme):
    poor = [
        (box.text, round(contrast(box.ink, ground), 2))
        for box in case.drawn(theme).of(Part.TEXT)
        for ground in box.grounds
        if contrast(box.ink, ground) < 4.5
    ]
    assert poor == []


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_every_letter_is_in_the_font(case):
    texts = {box.text for box in case.drawn().of(Part.TEXT)}
    assert {letter for text in texts for letter in text if not font.can_write(letter)} == set()


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_nothing_is_clipped_and_no_text_covers_another(case):
    picture = case.drawn()
    sheet = Rect(0, 0, *Image.open(BytesIO(picture.png)).size)
    assert [box for box in picture.boxes if not sheet.holds(box.rect)] == []
    texts = picture.of(Part.TEXT)
    assert [(a.text, b.text) for a, b in combinations(texts, 2) if a.rect.overlaps(b.rect)] == []


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_sessions_stand_apart_with_their_words_inside(case):
    picture = case.drawn()
    blocks = picture.of(Part.BLOCK)
    assert [(a.text, b.text) for a, b in combinations(blocks, 2) if a.rect.overlaps(b.rect)] == []
    cut = [
        (text.text, text.rect, box.rect)
        for text in picture.of(Part.TEXT)
        for box in blocks
        if text.rect.overlaps(box.rect) and not box.rect.holds(text.rect)
    ]
    assert cut == []


def test_overlapping_sessions_share_their_column():
    first, second, third = Span(1, 60, 120), Span(1, 90, 150), Span(1, 130, 190)
    after = Span(1, 190, 200)
    found = week.side_by_side([Block(span, LAN) for span in (after, third, second, first)])
    assert [(b.span, lane, lanes) for b, lane, lanes in found] == [
        (first, 0, 2),
        (second, 1, 2),
        (third, 0, 2),
        (after, 0, 1),
    ]


def test_an_hour_stands_at_its_line():
    picture = week.drawn(a_week(block(0, "09:00", "10:00"), block(3, "23:00", "24:00")))
    lines = {box.text: box.rect.top for box in picture.of(Part.HOUR)}
    morning, night = picture.of(Part.BLOCK)
    assert (morning.rect.top - 1, morning.rect.bottom + 1) == (lines["09:00"], lines["10:00"])
    assert (night.rect.top - 1, night.rect.bottom + 1) == (lines["23:00"], lines["24:00"])


def test_october_2025_begins_on_a_wednesday_and_ends_on_a_friday():
    picture = month.drawn(a_month(SERIES))
    days = {box.text: box.rect for box in picture.of(Part.DAY)}
    columns = sorted({rect.left for rect in days.values()})
    weekday = {day: columns.index(rect.left) for day, rect in days.items()}
    assert (weekday["1"], weekday["31"], len(days)) == (2, 4, 31)
    held = [day for box in picture.of(Part.BLOCK) for day, rect in days.items() if rect.holds(box.rect)]
    assert held == ["20", "22", "24", "27", "29", "31"]
    assert [weekday[day] for day in held] == [0, 2, 4] * 2


def test_a_full_day_says_how_many_more_there_are():
    cells = [cell for case in CASES if case.name == "month_six_weeks" for cell in [case.drawn()]]
    assert [box.text for box in cells[0].of(Part.TEXT) if box.text.startswith("+")] == ["+6"] * 31


@pytest.mark.parametrize(
    "typed, shown",
    [
        ("Nguye\u0302\u0303n", "Nguyễn"),
        ("Lan 💪🏽 Anh", "Lan Anh"),
        ("小明", "–"),
        ("", ""),
        ("Ẵẩợữỷ Đđ", "Ẵẩợữỷ Đđ"),
        ("a\u200bb\u0007c", "abc"),
    ],
)
def test_what_the_font_does_not_know_is_left_out(typed, shown):
    assert font.written(typed) == shown


@pytest.mark.parametrize("most", [0, 5, 20, 60, 200])
def test_a_cut_text_fits(most):
    assert font.width(font.fitted("Nguyễn Thị Đỗ Quyên", most, 22), 22) <= most


def test_each_state_has_its_own_look_even_without_colours():
    """Lightness, hatching, dashes or sign: no two plates are alike in grey."""
    drawn = [week.drawn(a_week(block(0, "08:00", "09:30", Words("Lan"), state=state))) for state in State]
    plates = [
        Image.open(BytesIO(picture.png)).convert("L").crop((box.left, box.top, box.right, box.bottom))
        for picture in drawn
        for box in [picture.of(Part.BLOCK)[0].rect]
    ]
    assert min(distance(one, other) for one, other in combinations(plates, 2)) > 2 * NEAR
