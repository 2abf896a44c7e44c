"""How long a phrase takes to be read, beside dateparser on the same phrases in the same run."""

from __future__ import annotations

import gc
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial

from dateparser.date import DateDataParser

from core.when import read, warm
from tests.bench import Row
from tests.core.when.notation import HABITS, NOW, ZONE
from tests.core.when.test_phrases import ALL, Phrase

#: Times that each phrase is read; the fastest counts, because the machine may be busy with something else.
ROUNDS = 3
LONGEST = 60
#: Milliseconds that half and that nearly all of the phrases may take.
LIMITS = {0.5: 1.0, 0.95: 3.0}
SETTINGS = {
    "RELATIVE_BASE": NOW.replace(tzinfo=None),
    "PREFER_DATES_FROM": "future",
    "DATE_ORDER": "DMY",
}


def milliseconds(act: Callable[[], object]) -> float:
    best = float("inf")
    for _ in range(ROUNDS):
        begun = time.perf_counter()
        act()
        best = min(best, time.perf_counter() - begun)
    return best * 1000


def quantile(values: list[float], share: float) -> float:
    return sorted(values)[min(len(values) - 1, int(share * len(values)))]


def ours(phrase: Phrase) -> Callable[[], object]:
    return partial(read, phrase.text, lang=phrase.lang, now=NOW, zone=ZONE, habits=HABITS)


@contextmanager
def without_collecting() -> Iterator[None]:
    gc.collect()
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def first_call() -> Row:
    begun = time.perf_counter()
    warm()
    return Row("warmed, once at start", (time.perf_counter() - begun) * 1000, "ms")


async def run() -> list[Row]:
    rows = [first_call()]
    phrases = [p for p in ALL if len(p.text) <= LONGEST]
    parsers = {lang: DateDataParser(languages=[lang], settings=SETTINGS) for lang in ("en", "vi")}
    with without_collecting():
        reads = [milliseconds(ours(p)) for p in phrases]
        references = [milliseconds(partial(parsers[p.lang].get_date_data, p.text)) for p in phrases]
    for share, limit in LIMITS.items():
        figure = quantile(reads, share)
        rows.append(
            Row(f"phrase, p{share:.0%}".rstrip("%"), figure, "ms", quantile(references, share), "dateparser")
        )
        if figure > limit:
            sys.exit(f"A phrase took {figure:.2f} ms at p{share:.0%}, at most {limit} ms are allowed.")
    rows.append(Row("phrase, slowest", max(reads), "ms", max(references), "dateparser"))
    return rows
