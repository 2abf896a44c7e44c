"""The public phrase corpora, where they lie beside the project: what is read right does not get less."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[3]
CORPORA = ROOT.parent / "shared" / "corpora" / "when"

pytestmark = pytest.mark.skipif(not CORPORA.is_dir(), reason="the public corpora are not beside the project")


def score(name: str) -> dict[str, Any]:
    command = [sys.executable, CORPORA / "score.py", "--json", CORPORA / name]
    reader = [sys.executable, "-m", "bot.when_command", "--jsonl"]
    run = subprocess.run([*command, "--", *reader], cwd=ROOT, capture_output=True, text=True, timeout=120)
    found: dict[str, Any] = json.loads(run.stdout.splitlines()[-1])[name]
    assert found["note"] is None
    assert found["answers"]["none"] == found["false_bookings"] == 0
    return found


def test_english_phrases_and_ranges() -> None:
    found = score("en.jsonl")

    assert found["clear_right_pct"] >= 99
    assert found["clear_range_pct"] >= 99


def test_vietnamese_phrases() -> None:
    assert score("vi.jsonl")["clear_right_pct"] >= 99


def test_recurrences() -> None:
    assert score("rrule.jsonl")["clear_right_pct"] >= 99
