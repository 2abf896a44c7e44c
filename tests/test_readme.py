"""The README's tables are what the code does."""

import re
from pathlib import Path

from bot.config import Settings
from bot.contents import FEATURES

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")


PICTURES = re.findall(r'<img [^>]*alt="([^"]+)" src="([^"]+)">|!\[([^\]]+)\]\(([^)]+)\)', README)


def rows(heading: str) -> list[list[str]]:
    section = README.split(f"## {heading}\n")[1].split("\n## ")[0]
    lines = [line for line in section.splitlines() if line.startswith("| ")][1:]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


def default_of(field) -> str:
    value = field.default
    if hasattr(value, "get_secret_value"):
        value = value.get_secret_value()
    return "" if value in (None, ()) else f"`{value}`"


def test_the_settings_table_is_the_settings_class():
    expected = [
        [f"`{name.upper()}`", default_of(field), field.description or ""]
        for name, field in Settings.model_fields.items()
    ]
    assert rows("Settings") == expected


def test_every_command_is_listed_for_its_role():
    listed = {(row[0], name) for row in rows("Commands") for name in re.findall(r"/(\w+)", row[1])}
    roles = {"anyone": "all", "trainer": "trainer", "client": "client", "admin": "admin"}
    assert {(roles[c.who.value], c.name) for f in FEATURES for c in f.commands} == listed


def test_every_picture_is_there_and_said_in_words():
    shown = {(alt or said, path or file) for alt, path, said, file in PICTURES}
    assert len(shown) == README.count("<img ") + README.count("![") > 2
    assert [file for _, file in shown if not (ROOT / file).is_file()] == []
