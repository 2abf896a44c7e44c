"""Clients and places in a line, above all names that are words of time as well."""

from __future__ import annotations

from dataclasses import replace

import pytest

from core.when import folded, matches, read
from core.when.reading import Known
from tests.core.when.notation import HABITS, NOW, ZONE, written


def known(*names: str) -> tuple[Known, ...]:
    return tuple(Known(n, name) for n, name in enumerate(names, start=1))


NAMESAKES = known(
    "Mai", "Lan", "Năm", "Sáu", "Ba", "Tư", "Thu", "May", "April", "Sun", "Hai", "Sang", "Chín", "Ngày"
)


@pytest.mark.parametrize(
    "lang, text, expected",
    [
        ("vi", "Mai mai 18h", "Thu 16 Oct 18:00-19:00 [Mai]"),
        ("vi", "Lan mai 18h", "Thu 16 Oct 18:00-19:00 [Lan]"),
        ("vi", "Mai thứ 6 18h", "Fri 17 Oct 18:00-19:00 [Mai]"),
        ("vi", "Mai 18h", "ask Wed 15 Oct 18:00-19:00 | Thu 16 Oct 18:00-19:00 [Mai]"),
        ("vi", "mai 6h sáng", "Thu 16 Oct 06:00-07:00 [Mai]"),
        ("vi", "Sáng mai 6h", "Thu 16 Oct 06:00-07:00"),
        ("en", "Mai tomorrow 6pm", "Thu 16 Oct 18:00-19:00 [Mai]"),
        ("vi", "Năm mai 18h", "Thu 16 Oct 18:00-19:00 [Năm]"),
        ("vi", "năm thứ năm 18h", "Thu 16 Oct 18:00-19:00 [Năm]"),
        ("vi", "thứ năm 18h Năm", "Thu 16 Oct 18:00-19:00 [Năm]"),
        ("vi", "Năm năm giờ chiều mai", "Thu 16 Oct 17:00-18:00 [Năm]"),
        ("vi", "Sáu thứ sáu 18h", "Fri 17 Oct 18:00-19:00 [Sáu]"),
        ("vi", "Sáu T6 6h chiều", "Fri 17 Oct 18:00-19:00 [Sáu]"),
        ("vi", "Ba thứ ba 18h", "Tue 21 Oct 18:00-19:00 [Ba]"),
        ("vi", "Tư thứ tư tuần sau 18h", "Wed 22 Oct 18:00-19:00 [Tư]"),
        ("vi", "Hai thứ hai 18h", "Mon 20 Oct 18:00-19:00 [Hai]"),
        ("vi", "Thu thứ 6 18h", "Fri 17 Oct 18:00-19:00 [Thu]"),
        ("vi", "Thu 18h mai", "Thu 16 Oct 18:00-19:00 [Thu]"),
        ("vi", "Sang 18h mai", "Thu 16 Oct 18:00-19:00 [Sang]"),
        ("vi", "Sang sáng mai 6h", "Thu 16 Oct 06:00-07:00 [Sang]"),
        ("vi", "Chín 9h sáng mai", "Thu 16 Oct 09:00-10:00 [Chín]"),
        ("vi", "Ngày ngày mai 18h", "Thu 16 Oct 18:00-19:00 [Ngày]"),
        ("en", "May 5 May 6pm", "Tue 5 May 2026 18:00-19:00 [May]"),
        ("en", "May tomorrow 6pm", "Thu 16 Oct 18:00-19:00 [May]"),
        ("en", "April fri 6pm", "Fri 17 Oct 18:00-19:00 [April]"),
        ("en", "Sun sun 6pm", "Sun 19 Oct 18:00-19:00 [Sun]"),
        ("en", "Sun 6pm", "ask Wed 15 Oct 18:00-19:00 | Sun 19 Oct 18:00-19:00 [Sun]"),
        ("en", "Thu fri 6pm", "Fri 17 Oct 18:00-19:00 [Thu]"),
    ],
)
def test_names_that_are_words_too(lang: str, text: str, expected: str) -> None:
    habits = replace(HABITS, clients=NAMESAKES, places=())

    assert written(read(text, lang=lang, now=NOW, zone=ZONE, habits=habits)) == expected


def test_a_word_of_time_that_fits_nowhere_is_asked_though_it_may_be_a_name() -> None:
    reading = read("Thu 18h ngày 20/10", lang="vi", now=NOW, zone=ZONE, habits=HABITS)

    assert written(reading) == 'ask Mon 20 Oct 18:00-19:00 ?"Thu"'


@pytest.mark.parametrize("lang", ["en", "vi"])
@pytest.mark.parametrize(
    "name", ["Tâm", "Thắng", "Tuấn", "Hải", "Khoa", "Tùng", "Hương", "Quỳnh", "John", "Kate"]
)
def test_an_unknown_name_is_shown_and_does_not_disturb(name: str, lang: str) -> None:
    reading = read(f"{name} mai 18h", lang=lang, now=NOW, zone=ZONE, habits=HABITS)

    assert written(reading) == f'Thu 16 Oct 18:00-19:00 ?"{name}"'


def test_folded_is_without_case_and_diacritics() -> None:
    assert folded("Nguyễn Đình ÂN") == "nguyen dinh an"
    assert folded("Nguye\u0302\u0303n") == "nguyen"


CLIENTS = known("Lan Anh", "Ân", "An", "Hoàng Nam", "Nam Phương", "Nam", "Gold's Gym District 1")


@pytest.mark.parametrize(
    "query, names",
    [
        ("lan", ["Lan Anh"]),
        ("anh", ["Lan Anh"]),
        ("LAN ANH", ["Lan Anh"]),
        ("an", ["Ân", "An"]),
        ("ân", ["Ân"]),
        ("hoang nam", ["Hoàng Nam"]),
        ("phuong", ["Nam Phương"]),
        ("nam", ["Nam"]),
        ("gold", ["Gold's Gym District 1"]),
        ("golds", ["Gold's Gym District 1"]),
        ("Gold's Gym", ["Gold's Gym District 1"]),
        ("gold’s gym", ["Gold's Gym District 1"]),
        ("gym district", ["Gold's Gym District 1"]),
        ("anh lan", []),
        ("la", []),
        ("", []),
        ("!", []),
    ],
)
def test_names_are_found_by_their_parts(query: str, names: list[str]) -> None:
    assert [k.name for k in matches(query, CLIENTS)] == names
