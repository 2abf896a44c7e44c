"""What the style asks of every module, where a tool does not say it."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
#: Tables of words and recorded steps from one schema to the next are long by nature.
LONG_BY_NATURE = ("core/when/languages/", "storage/migrations/versions/")
MODULES = [
    path
    for folder in ("bot", "core", "storage")
    for path in sorted((ROOT / folder).rglob("*.py"))
    if not path.relative_to(ROOT).as_posix().startswith(LONG_BY_NATURE)
]


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_a_module_has_at_most_300_lines(path):
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 300


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_a_function_fits_on_a_screen(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    functions = [n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef)]
    long = [(f.name, f.end_lineno - f.lineno + 1) for f in functions if f.end_lineno - f.lineno >= 45]
    assert long == []


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_nothing_is_left_for_later(path):
    unfinished = re.compile(r"\b(?:TODO|FIXME|XXX|HACK)\b|raise NotImplementedError")
    assert unfinished.findall(path.read_text(encoding="utf-8")) == []
