"""What trainers type, and how it is read on Wednesday 15 October 2025 at 10:00 in Vietnam.

The tables are phrases_en.txt and phrases_vi.txt; notation.py says how an expectation is written.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple

import pytest
from dateutil.rrule import rrulestr

from core.when import read
from tests.core.when.notation import HABITS, NOW, ZONE, written

MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
DAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
TODAY = NOW.date()
SAID_DAY = re.compile(r"(Mon|Tue|Wed|Thu|Fri|Sat|Sun) (\d+) ([A-Z][a-z]{2})(?: (\d{4}))?")
SESSION = re.compile(SAID_DAY.pattern + r" (\d\d):(\d\d)-(\d\d):(\d\d)(?: past)?")
RULE = re.compile(r"every (\S+) from (.+?) \d\d:")


class Phrase(NamedTuple):
    lang: str
    text: str
    expected: str


def phrases(lang: str) -> list[Phrase]:
    lines = (Path(__file__).parent / f"phrases_{lang}.txt").read_text("utf-8").splitlines()
    rows = [line.split(" => ") for line in lines if " => " in line]
    return [Phrase(lang, text.strip(), expected.strip()) for text, expected in rows]


ALL = [*phrases("en"), *phrases("vi")]


@pytest.mark.parametrize("phrase", ALL, ids=lambda p: f"{p.lang}: {p.text}")
def test_a_phrase_is_read_as_the_table_says(phrase: Phrase) -> None:
    reading = read(phrase.text, lang=phrase.lang, now=NOW, zone=ZONE, habits=HABITS)

    assert written(reading) == phrase.expected


@pytest.mark.parametrize("lang", ["en", "vi"])
def test_the_tables_are_large_and_a_quarter_of_them_is_asked_or_refused(lang: str) -> None:
    table = phrases(lang)
    booked = [p for p in table if SESSION.match(p.expected) or p.expected.startswith("every ")]

    assert len({p.text for p in table}) == len(table) >= 400
    assert len(table) - len(booked) >= len(table) / 4


def zeller(day: int, month: int, year: int) -> int:
    """The weekday by arithmetic alone, Monday 0."""
    if month < 3:
        month, year = month + 12, year - 1
    saturday_0 = (
        day + 13 * (month + 1) // 5 + year % 100 + year % 100 // 4 + year // 400 - 2 * (year // 100)
    ) % 7
    return (saturday_0 + 5) % 7


def in_date(match: re.Match[str]) -> date:
    return date(int(match[4] or TODAY.year), MONTHS.index(match[3]) + 1, int(match[2]))


def test_the_weekdays_of_the_table_are_those_of_its_dates() -> None:
    for _, text, expected in ALL:
        for match in SAID_DAY.finditer(expected):
            day = in_date(match)
            assert zeller(day.day, day.month, day.year) == DAYS.index(match[1]), text


def test_weekdays_of_the_table_are_those_of_the_phrase() -> None:
    """By their names, with patterns of their own, where one session is expected."""
    english = re.compile(
        r"\b(mon|tue|wed|thu|fri|sat|sun)(?:s|days?|nesday|rs|rsday|sday|urday)?\b", re.IGNORECASE
    )
    vietnamese = re.compile(r"\b(?:t|thứ |thu )([2-7])\b", re.IGNORECASE)
    checked = 0
    for lang, text, expected in ALL:
        session = SESSION.match(expected)
        named = [DAYS.index(m[1].capitalize()) for m in english.finditer(text)]
        if lang == "vi":
            named = [int(m[1]) - 2 for m in vietnamese.finditer(text)] + [6] * bool(
                re.search(r"\bcn\b", text, re.IGNORECASE)
            )
        if session and len(named) == 1 and "24:00" not in text:
            assert in_date(session).weekday() == named[0], text
            checked += 1
    assert checked > 90


@pytest.mark.parametrize("word, days", [(r"\b(tomorrow|tmrw?|mai)\b", 1), (r"\b(today|tonight|nay)\b", 0)])
def test_days_of_the_table_are_those_of_the_words(word: str, days: int) -> None:
    checked = 0
    for _, text, expected in ALL:
        session = SESSION.match(expected)
        if session and re.search(word, text) and not re.search("after|ngày mai sau|yesterday", text):
            assert in_date(session) == TODAY + timedelta(days=days), text
            checked += 1
    assert checked > 20


def test_hours_of_the_table_are_those_of_the_phrase() -> None:
    clock = re.compile(
        r"(?<![\d:.h/])(\d{1,2})(?:[:hg] ?(\d\d(?!\d| ?p(?![.m])|'))?| ?(?=[ap]m))"
        r"\s*(am|pm|sáng|chiều|tối)?\b",
        re.IGNORECASE,
    )
    checked = 0
    for _, text, expected in ALL:
        session, said = SESSION.match(expected), clock.search(text)
        if (
            not session
            or not said
            or re.search(r"-|–|~| (to|and|đến|tới|den|kém|rưỡi|past)\b|giờ|\d,\d|\d \d\d ?pm", text)
        ):
            continue
        hour = int(said[1])
        shown = int(session[5])
        if said[3]:
            assert shown == hour % 12 + 12 * (said[3].lower() in {"pm", "chiều", "tối"}), text
        else:
            assert shown % 12 == hour % 12, text
        assert int(session[6]) == int(said[2] or 0), text
        checked += 1
    assert checked > 150


def test_counts_of_the_table_are_weeks_times_days() -> None:
    checked = 0
    for _, text, expected in ALL:
        said = re.search(
            r"(?:for |trong )?(\d+) (?:weeks?|tuần|tuan)\b(?! from| nữa| on| 1 lần| một lần| 3 buổi)", text
        )
        count = re.search(r" x(\d+)", expected)
        if said and count and "BYDAY=" in expected:
            days = expected.partition("BYDAY=")[2].split(" ")[0].count(",") + 1
            assert int(count[1]) == int(said[1]) * days, text
            checked += 1
    assert checked > 8


def test_the_first_session_of_each_series_is_one_of_its_rule() -> None:
    checked = 0
    for _, text, expected in ALL:
        for rule in RULE.finditer(expected):
            said = SAID_DAY.match(rule[2])
            if said is None or "BYDAY" not in rule[1]:
                continue
            first = in_date(said)
            expanded = rrulestr(
                f"FREQ={rule[1]}", dtstart=NOW.replace(tzinfo=None, month=first.month, day=first.day)
            )
            assert expanded[0].date() == first, text
            checked += 1
    assert checked > 60
