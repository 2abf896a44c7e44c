"""A typed time off: the word that says so, the days, and why in the words that are left."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot import timing
from bot.reading import read_line, read_time
from bot.visit import Visit
from core.period import Period
from core.use_cases.resting import rest_of_day
from core.when.reading import Ask, At, Day, When
from core.when.text import normal
from core.zones import zone

#: A reason that can be told in every language.
ILL = "ill"
_ILL = r"sick|ill|nghỉ ốm|nghỉ bệnh|bị ốm|ốm|nghi om|nghi benh|bi om"
_OFF = (
    r"off|day off|days off|time off|on leave|vacation|holidays?|on holiday|on vacation"
    r"|nghỉ phép|nghỉ lễ|nghỉ dạy|nghỉ làm|nghỉ|nghi phep|nghi le|nghi day|nghi lam"
)
_SUBJECT = r"(?:(?:i am|i'm|im|i'll be|tôi|mình|em)\s+)?(?:(?:taking|take|xin|muốn|sẽ|được)\s+)?"
_LINE = re.compile(
    rf"{_SUBJECT}(?:(?P<ill>{_ILL})|(?P<off>{_OFF}))(?![\w'])[\s:,–-]*(?P<rest>.*)", re.IGNORECASE | re.DOTALL
)
#: Typed without marks it is a name as well.
_BARE = re.compile(r"nghi(?![\w'])[\s:,–-]*(?P<rest>.*)", re.IGNORECASE | re.DOTALL)
_NEEDLESS = re.compile(r"^(?:because(?: of)?|for|due to|vì|do|để|tại|[\s,;:.–-])+", re.IGNORECASE)
_MOST_WORDS = 14


@dataclass(frozen=True, slots=True)
class Meant:
    """The periods that a text can mean; none when it has to be asked."""

    periods: tuple[Period, ...] = ()
    reason: str | None = None
    #: What was said of the days, where it is not clear.
    piece: str = ""


async def read(visit: Visit, text: str) -> Meant | None:
    """Nothing for a line that does not speak of time off."""
    line = normal(text).strip()
    found = _LINE.fullmatch(line)
    if found is None:
        return await _bare(visit, line)
    reason = ILL if found["ill"] else None
    rest = found["rest"].strip()
    if not rest:
        return Meant((rest_of_day(visit.me, visit.now),) if reason else (), reason)
    meant = await days_of(visit, rest)
    if reason is None:
        return meant
    if not meant.periods and not meant.piece:
        # "Sick, back on Monday" says no day: it is about now.
        return Meant((rest_of_day(visit.me, visit.now),), reason)
    return Meant(tuple(_from_now(p, visit) for p in meant.periods), reason, meant.piece)


def _from_now(period: Period, visit: Visit) -> Period:
    return Period(max(period.start, visit.now), period.end) if period.end > visit.now else period


async def _bare(visit: Visit, line: str) -> Meant | None:
    """As "nghi 20/11", without its mark, unless a client is called so or a time of day is said."""
    found = _BARE.fullmatch(line)
    if found is None or (await read_line(visit, line)).clients:
        return None
    meant = await days_of(visit, found["rest"])
    whole = all(p.start.astimezone(zone(visit.me.zone)).hour == 0 for p in meant.periods)
    return meant if meant.periods and whole else None


async def days_of(visit: Visit, text: str) -> Meant:
    """The longest part that is only days, from either end; what is left is the reason."""
    for days, rest in _parts(text):
        reading = await read_time(visit, days, visit.me)
        if reading.unknown or reading.price is not None or reading.when is None:
            continue
        periods = _periods(reading.when, visit)
        reason = _NEEDLESS.sub("", rest).strip(" ,;:.–-")
        return Meant(periods, reason or None, "" if len(periods) == 1 else days)
    return Meant(reason=None, piece=text[:100])


def _parts(text: str) -> Iterator[tuple[str, str]]:
    words = text.split()
    most = min(len(words), _MOST_WORDS)
    for n in range(most, 0, -1):
        yield " ".join(words[:n]), " ".join(words[n:])
        if n < len(words):
            yield " ".join(words[-n:]), " ".join(words[:-n])


def _periods(when: When, visit: Visit) -> tuple[Period, ...]:
    choices = when.choices if isinstance(when, Ask) else (when,)
    found = (_period(choice, visit) for choice in choices)
    return tuple(dict.fromkeys(p for p in found if p is not None))


def _period(when: When, visit: Visit) -> Period | None:
    """Of what is said only what is still ahead; from a time of day without an end, the rest of that day."""
    match when:
        case Day():
            return timing.window_of(when, zone(visit.me.zone))
        case At(length_said=True):
            return when.period
        case At():
            rest = rest_of_day(visit.me, when.period.start)
            return rest if rest.length >= when.period.length else when.period
        case _:
            return None
