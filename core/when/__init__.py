"""What people type: phrases in English and Vietnamese → a period, a recurrence, a day, a question.

A phrase is read in steps: `text` makes it comparable and cuts it into tokens, `language` and `names` give the
tokens their meanings, `grammar` joins them by rules, `covering` finds the likeliest way to divide the line,
and `single`, `series`, `days` and `slots` say what that means seen from now.
"""

from __future__ import annotations

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from core.when.found import Situation
from core.when.languages import language
from core.when.names import matches
from core.when.reader import prepare, reading
from core.when.reading import Habits, Reading
from core.when.text import folded

__all__ = ["folded", "matches", "read", "read_answer", "warm"]


def read(text: str, *, lang: str, now: datetime, zone: ZoneInfo, habits: Habits) -> Reading:
    """What a line says; `now` is aware, days and hours are those of `zone`.

    A clock time without a day is `TimeOnly` ("18h"), or a question with the nearest day of each reading where
    the hour is open ("6h"): the day is never assumed. An hour without a part of the day is settled by the
    working hours when they leave one reading, else asked. A name that is also a word ("Mai 18h") is asked
    when both ways make sense; where the client is known already, pass habits without clients.
    """
    return reading(text, Situation(now, zone, habits, language(lang)))


def read_answer(
    text: str,
    *,
    lang: str,
    now: datetime,
    zone: ZoneInfo,
    habits: Habits,
    day: date | None = None,
    at: time | None = None,
) -> Reading:
    """The answer to "When?": with a chosen `day` "18h" is enough, with a chosen time (`at`) "Friday" is.

    What is typed goes before what was chosen.
    """
    minutes = None if at is None else at.hour * 60 + at.minute
    return reading(text, Situation(now, zone, habits, language(lang), day, minutes))


def warm() -> None:
    """Builds what the first phrase would otherwise wait for; to be called in a thread at start."""
    prepare()
