"""Ways into a new series: a phrase that repeats, and the booking card's own client, place and price."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any

from bot.features.series import steps
from bot.features.series.draft import DIALOGUE, SeriesDraft, fresh
from bot.visit import Visit
from core.draft import Draft
from core.period import Period
from core.when.reading import Ask, Repeats, When
from core.zones import wall, zone


def repeating(visit: Visit, when: When | None) -> list[dict[str, Any]]:
    """What a phrase says of a series, as fields that a draft can keep; nothing when it is of one session."""
    choices = when.choices if isinstance(when, Ask) else (when,)
    tz = zone(visit.me.zone)
    read = [SeriesDraft(0).repeating(choice, tz) for choice in choices if isinstance(choice, Repeats)]
    names = ("rule", "first", "minutes", "count", "until")
    return [{name: value for name, value in s.row().items() if name in names} for s in read]


def is_sure(when: When | None) -> bool:
    """Nothing but a series can be meant."""
    return not isinstance(when, Ask) or all(isinstance(choice, Repeats) for choice in when.choices)


async def take_over(
    visit: Visit, draft: Draft, readings: Sequence[Mapping[str, Any]], known: Mapping[str, Any]
) -> None:
    """The card of one session becomes that of a series; `known`: the client and all else that was said."""
    said = readings[0] if len(readings) == 1 else {"readings": tuple(readings)}
    s = SeriesDraft(**known, **said)
    await steps.proceed(visit, replace(draft, dialogue=DIALOGUE), s)


async def repeat(visit: Visit, draft: Draft, period: Period, known: Mapping[str, Any]) -> None:
    """The same from a session on that is not booked yet."""
    first = wall(period.start, zone(visit.me.zone))
    minutes = int(period.length.total_seconds()) // 60
    s = SeriesDraft(**known, first=first.isoformat(), minutes=minutes).weekly({first.weekday()}, 1)
    await steps.proceed(visit, replace(draft, dialogue=DIALOGUE), s, field="often")


async def begin(visit: Visit, known: Mapping[str, Any], days: Collection[int], *, count: int | None) -> None:
    """A new series on these days of the week, or on such as are still to be said."""
    s = SeriesDraft(**known, count=count if days else None)
    s = s.weekly(days, 1) if days else s
    await steps.proceed(visit, fresh(visit.me, visit.now, s), s)
