"""What was understood of a phrase, for reading by people and by programs."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from core.when.reading import Ask, At, Day, Reading, Repeats, TimeOnly, When, Wrong


def record(reading: Reading, zone: ZoneInfo) -> dict[str, Any]:
    """The fields of the phrase corpora: start, end, rrule, count, status.

    A clock time alone stands for its next occurrence, as in the corpora; a past time is asked back.
    """
    answer = {
        "start": None,
        "end": None,
        "rrule": None,
        "count": None,
        "status": "ask",
        **_of(reading.when, zone),
    }
    if reading.unknown:
        answer["unknown"] = list(reading.unknown)
    return answer


def _of(when: When | None, zone: ZoneInfo) -> dict[str, Any]:
    if isinstance(when, At):
        status = "ask" if when.past else "ok"
        return {"start": _iso(when.period.start, zone), "end": _iso(when.period.end, zone), "status": status}
    if isinstance(when, Repeats):
        return _repeats(when, zone)
    if isinstance(when, Day):
        return {"start": _iso(when.first), "end": None if when.first == when.last else _iso(when.last)}
    if isinstance(when, TimeOnly):
        return {**_of(when.nearest, zone), "status": "ok"}
    if isinstance(when, Ask):
        return {
            **(_of(when.choices[0], zone) if when.choices else {}),
            "status": "ask",
            "choices": [_of(c, zone) for c in when.choices],
        }
    return (
        {"status": "error", "reason": when.reason.value, "piece": when.piece}
        if isinstance(when, Wrong)
        else {}
    )


def _repeats(when: Repeats, zone: ZoneInfo) -> dict[str, Any]:
    end = when.start + when.length if when.start else None
    return {
        "start": _iso(when.start, zone) or _iso(when.first),
        "end": _iso(end, zone),
        "rrule": when.rrule + (f";UNTIL={when.until:%Y%m%d}" if when.until else ""),
        "count": when.count,
        "status": "ok" if when.start else "ask",
    }


def _iso(moment: date | None, zone: ZoneInfo | None = None) -> str | None:
    """Moments as the wall shows them."""
    if isinstance(moment, datetime):
        return moment.astimezone(zone).isoformat()
    return None if moment is None else moment.isoformat()


def describe(reading: Reading, zone: ZoneInfo) -> list[str]:
    """Lines for a person: what each word was taken for, then what it all means."""
    width = max((len(w.text) for w in reading.words), default=0)
    rows = [f"  {w.text:<{width}}  {w.taken_for}" for w in reading.words]
    rows += [f"= {line}" for line in _said(reading.when, zone)]
    for label, known in (("client", reading.clients), ("place", reading.places)):
        rows += [f"  {label}: {' or '.join(k.name for k in known)}"] if known else []
    if reading.price is not None:
        price, digits = reading.price, reading.price.digits
        rows.append(f"  price: {price.amount / 10**digits:,.{digits}f} {price.currency}")
    if reading.length is not None:
        rows.append(f"  length: {reading.length}")
    return rows


def _said(when: When | None, zone: ZoneInfo) -> list[str]:
    if isinstance(when, Ask):
        return [f"which one? ({when.piece})", *(f"  {_line(c, zone)}" for c in when.choices)]
    return [_line(when, zone)]


def _line(when: When | None, zone: ZoneInfo) -> str:
    if isinstance(when, At):
        start, end = (moment.astimezone(zone) for moment in (when.period.start, when.period.end))
        until = f"{end:%H:%M}" if end.date() == start.date() else f"{end:%a %d %b %Y %H:%M}"
        return f"{start:%a %d %b %Y %H:%M}–{until}" + (" (past)" if when.past else "")
    if isinstance(when, Repeats):
        return _rule(when, zone)
    if isinstance(when, Day):
        days = f"{when.first:%a %d %b %Y}" + (
            f" – {when.last:%a %d %b %Y}" if when.last != when.first else ""
        )
        return f"{days}{', ' + when.part.value if when.part else ''}: the time is missing"
    if isinstance(when, TimeOnly):
        end_said = f"–{when.end:%H:%M}" if when.end else ""
        return f"{when.start:%H:%M}{end_said}: the day is missing"
    return f"{when.reason.value}: {when.piece}" if isinstance(when, Wrong) else "no time"


def _rule(when: Repeats, zone: ZoneInfo) -> str:
    first = f"{when.start.astimezone(zone):%a %d %b %Y %H:%M}" if when.start else "the time is missing"
    ends = [f"{when.count} sessions"] if when.count else []
    ends += [f"until {when.until:%a %d %b %Y}"] if when.until else []
    return ", ".join([when.rrule, f"from {first}" if when.start else first, *ends])
