"""`python -m tests.pictures.approve [NAME ...]` keeps pictures as approved, when they were looked at."""

import sys
from pathlib import Path

from tests.pictures.cases import CASES, DARK
from tests.pictures.distance import packed, small

APPROVED = Path(__file__).parent / "approved"


def main(wanted: list[str]) -> None:
    APPROVED.mkdir(exist_ok=True)
    for case in CASES:
        for theme in ("light", "dark"):
            name = f"{case.name}_{theme}"
            if (theme == "light" or case.name in DARK) and (not wanted or case.name in wanted):
                packed(small(case.drawn(theme).png)).save(APPROVED / f"{name}.png", optimize=True)


if __name__ == "__main__":
    main(sys.argv[1:])
