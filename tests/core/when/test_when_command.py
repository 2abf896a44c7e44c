"""`trainerbot when`: readable for a person, JSON lines for a program."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from bot.when_command import answers

ROOT = Path(__file__).parents[3]
NOW = "2025-10-15T10:00:00+07:00"


def asked(text: str, lang: str = "en", **more: str) -> dict[str, Any]:
    question = {"id": "1", "text": text, "lang": lang, "ref": NOW, "tz": "Asia/Ho_Chi_Minh", **more}
    answer: dict[str, Any] = json.loads(next(answers([json.dumps(question)])))
    assert answer.pop("id") == "1"
    assert answer.pop("ms") >= 0
    return answer


@pytest.mark.parametrize(
    "text, lang, start, end, status",
    [
        ("tomorrow 6-7:30pm", "en", "2025-10-16T18:00:00+07:00", "2025-10-16T19:30:00+07:00", "ok"),
        ("mai 18h", "vi", "2025-10-16T18:00:00+07:00", "2025-10-16T19:00:00+07:00", "ok"),
        ("mai", "vi", "2025-10-16", None, "ask"),
        ("tuần sau", "vi", "2025-10-20", "2025-10-26", "ask"),
        ("9am", "en", "2025-10-16T09:00:00+07:00", "2025-10-16T10:00:00+07:00", "ok"),
        ("mai 6h", "vi", "2025-10-16T18:00:00+07:00", "2025-10-16T19:00:00+07:00", "ask"),
        ("yesterday 6pm", "en", "2025-10-14T18:00:00+07:00", "2025-10-14T19:00:00+07:00", "ask"),
        ("31/2 6pm", "en", None, None, "error"),
        ("hello", "en", None, None, "ask"),
    ],
)
def test_an_answer_has_start_end_and_status(
    text: str, lang: str, start: str | None, end: str | None, status: str
) -> None:
    answer = asked(text, lang)

    assert (answer["start"], answer["end"], answer["status"]) == (start, end, status)


def test_a_recurrence_has_its_rule_and_count() -> None:
    answer = asked("T2 T4 T6 18h30 12 tuan", "vi")

    assert (answer["rrule"], answer["count"], answer["status"]) == ("FREQ=WEEKLY;BYDAY=MO,WE,FR", 36, "ok")
    assert answer["start"] == "2025-10-15T18:30:00+07:00"


def test_an_end_day_is_in_the_rule() -> None:
    assert asked("tue thu 6pm until 30 nov")["rrule"] == "FREQ=WEEKLY;BYDAY=TU,TH;UNTIL=20251130"


def test_what_was_not_understood_is_named() -> None:
    assert asked("tomorrow 6pm legs")["unknown"] == ["legs"]


def command(*arguments: str) -> subprocess.CompletedProcess[str]:
    whole = [sys.executable, "-m", "bot.when_command", *arguments]
    return subprocess.run(whole, cwd=ROOT, capture_output=True, text=True, timeout=60)


def test_a_person_sees_what_each_word_was_taken_for() -> None:
    run = command("mai 18h-19h 500k chân", "--lang", "vi", "--now", NOW)

    assert run.stdout.splitlines() == [
        "  mai      day",
        "  18h-19h  span",
        "  500k     price",
        "  chân     unknown",
        "= Thu 16 Oct 2025 18:00–19:00",
        "  price: 500,000 VND",
    ]


def test_a_person_sees_the_choices() -> None:
    assert command("Friday 6", "--now", NOW).stdout.splitlines()[-3:] == [
        "= which one? (Friday 6)",
        "=   Fri 17 Oct 2025 18:00–19:00",
        "=   Fri 17 Oct 2025 06:00–07:00",
    ]


@pytest.mark.parametrize(
    "arguments", [(), ("tomorrow", "--tz", "Mars/Olympus"), ("tomorrow", "--now", "soon")], ids=str
)
def test_a_wrong_call_is_refused(arguments: tuple[str, ...]) -> None:
    run = command(*arguments)

    assert run.returncode == 2
    assert "Traceback" not in run.stderr
