"""Dates in full in forms that the grammar does not know, as programs write them: "2025-10-16T18:00".

dateparser reads many forms, and often something else than what is written. So it gets only short texts of one
shape, a year and a time with a colon among them, and its answer counts only when every number of it is
written there and it lies ahead.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from core.period import Period
from core.when.found import Situation
from core.when.languages import LANGUAGES
from core.when.reading import At, Reading, Word
from core.zones import at_wall

_SHAPE = re.compile(r"(?=.*\b20[0-9]{2}(?:\b|T))(?=.*[0-9]{1,2}:[0-9]{2})[A-Za-z0-9 ,.:/+-]{12,40}")


def prepare() -> None:
    for code in LANGUAGES:
        _parser(code).get_date_data("2025-10-16T18:00")


def reading(line: str, situation: Situation) -> Reading | None:
    if not _SHAPE.fullmatch(line):
        return None
    data: Any = _parser(situation.language.code).get_date_data(line)
    local = data.date_obj
    if local is None or (data.period != "time" and not _says_all(line, local)):
        return None
    if local.tzinfo is not None:
        start = local.astimezone(UTC)
    else:
        start = at_wall(local.date(), local.time().replace(second=0, microsecond=0), situation.zone)
    if start <= situation.now or not _says_all(line, local):
        return None
    return Reading(At(Period.of(start, situation.habits.length)), words=(Word(line, "time"),))


def _says_all(line: str, moment: datetime) -> bool:
    written = {int(n) for n in re.findall(r"[0-9]+", line)}
    return {moment.year, moment.day, moment.minute} <= written and bool(
        {moment.hour, moment.hour % 12} & written
    )


@lru_cache(maxsize=4)
def _parser(code: str) -> Any:
    # Loading it takes longer than a tap may: see `warm`.
    from dateparser.date import DateDataParser  # noqa: PLC0415

    return DateDataParser(languages=[code], settings={"RETURN_TIME_AS_PERIOD": True, "DATE_ORDER": "DMY"})
