"""`python -m tests.bench [NAME ...]` runs all benchmarks, or those named, and prints their figures."""

import asyncio
import importlib
import pkgutil
import sys
from collections.abc import Iterator, Sequence

from tests import bench
from tests.bench import Row

HEADINGS = ("what", "figure", "unit", "reference", "ratio", "")


def names() -> list[str]:
    found = (module.name for module in pkgutil.iter_modules(bench.__path__))
    return sorted(name for name in found if not name.startswith("_"))


def number(value: float | None) -> str:
    if value is None:
        return ""
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"


def cells(row: Row) -> tuple[str, ...]:
    ratio = f"{row.ratio:.2f}x" if row.ratio is not None else ""
    return row.name, number(row.figure), row.unit, number(row.reference), ratio, row.reference_name


def table(rows: Sequence[Row]) -> Iterator[str]:
    lines = [HEADINGS, *map(cells, rows)]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    for line in lines:
        texts = (
            cell.rjust(width) if column in (1, 3, 4) else cell.ljust(width)
            for column, (cell, width) in enumerate(zip(line, widths, strict=True))
        )
        yield "  ".join(texts).rstrip()


async def main(wanted: Sequence[str]) -> None:
    known = names()
    if unknown := set(wanted).difference(known):
        sys.exit(f"No such benchmark: {', '.join(sorted(unknown))}. There are: {', '.join(known)}.")
    for name in wanted or known:
        rows = await importlib.import_module(f"tests.bench.{name}").run()
        print(f"\n{name}", *table(rows), sep="\n  ", flush=True)


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1:]))
