"""What is not Python comes along when the project is installed."""

from pathlib import Path

from hatchling.builders.wheel import WheelBuilder

ROOT = Path(__file__).parents[1]


def test_the_wheel_holds_texts_pages_and_lists():
    packed = {file.distribution_path for file in WheelBuilder(str(ROOT)).recurse_included_files()}
    kept = {
        path.as_posix()
        for package in ("bot", "core", "storage")
        for path in (found.relative_to(ROOT) for found in (ROOT / package).rglob("*") if found.is_file())
        if not any(folder.startswith((".", "__")) for folder in path.parts[:-1])
    }
    assert "core/data/banks_vn.json" in kept
    assert kept - packed == set()
