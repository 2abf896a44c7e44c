"""What was understood of a phrase, for reading by people and by programs."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

from core.when.reading import Ask, At, Day, Reading, Repeats, TimeOnly, When, Wrong


def record(reading: Reading) -> dict[str, Any]:
    """The fields of the phrase corpora: start, end, rrule, count, status.

    A clock time alone stands for its next occurrence, as in the corpora; a past time, and a number that was
    not understood, are asked back.
    """
    answer = {"start": None, "end": None, "rrule": None, "count": None, "status": "ask", **_of(reading.when)}
    if answer["status"] == "ok" and any(c.isdigit() for piece in reading.unknown for c in piece):
        answer["status"] = "ask"
    if reading.unknown:
        answer["unknown"] = list(reading.unknown)
    return answer


def _of(when: When | None) -> dict[str, Any]:
    if isinstance(when, At):
        status = "ask" if when.past else "ok"
        return {"start": _iso(when.period.start), "end": _iso(when.period.end), "status": status}
    if isinstance(when, Repeats):
        return _repeats(when)
    if isinstance(when, Day):
        return {"start": _iso(when.first), "end": None if when.first == when.last else _iso(when.last)}
    if isinstance(when, TimeOnly):
        return {**_of(when.nearest), "status": "ok"}
    if isinstance(when, Ask):
        return {
            **(_of(when.choices[0]) if when.choices else {}),
            "status": "ask",
            "choices": [_of(c) for c in when.choices],
        }
    return (
        {"status": "error", "reason": when.reason.value, "piece": when.piece}
        if isinstance(when, Wrong)
        else {}
    )


def _repeats(when: Repeats) -> dict[str, Any]:
    end = when.start + when.length if when.start else None
    return {
        "start": _iso(when.start or when.first),
        "end": _iso(end),
        "rrule": when.rrule + (f";UNTIL={when.until:%Y%m%d}" if when.until else ""),
        "count": when.count,
        "status": "ok" if when.start else "ask",
    }


def _iso(moment: date | datetime | time | None) -> str | None:
    return None if moment is None else moment.isoformat()


def describe(reading: Reading) -> list[str]:
    """Lines for a person: what each word was taken for, then what it all means."""
    width = max((len(w.text) for w in reading.words), default=0)
    rows = [f"  {w.text:<{width}}  {w.taken_for}" for w in reading.words]
    rows += [f"= {line}" for line in _said(reading.when)]
    for label, known in (("client", reading.clients), ("place", reading.places)):
        rows += [f"  {label}: {' or '.join(k.name for k in known)}"] if known else []
    if reading.price is not None:
        rows.append(
            f"  price: {reading.price.amount / 10**reading.price.digits:,.{reading.price.digits}f} {reading.price.currency}"
        )
    if reading.length is not None:
        rows.append(f"  length: {reading.length}")
    return rows


def _said(when: When | None) -> list[str]:
    if isinstance(when, Ask):
        return [f"which one? ({when.piece})", *(f"  {_line(c)}" for c in when.choices)]
    return [_line(when)]


def _line(when: When | None) -> str:
    if isinstance(when, At):
        start, end = when.period.start, when.period.end
        until = f"{end:%H:%M}" if end.date() == start.date() else f"{end:%a %d %b %Y %H:%M}"
        return f"{start:%a %d %b %Y %H:%M}–{until}" + (" (past)" if when.past else "")
    if isinstance(when, Repeats):
        return _rule(when)
    if isinstance(when, Day):
        days = f"{when.first:%a %d %b %Y}" + (
            f" – {when.last:%a %d %b %Y}" if when.last != when.first else ""
        )
        return f"{days}{', ' + when.part.value if when.part else ''}: the time is missing"
    if isinstance(when, TimeOnly):
        end_said = f"–{when.end:%H:%M}" if when.end else ""
        return f"{when.start:%H:%M}{end_said}: the day is missing"
    return f"{when.reason.value}: {when.piece}" if isinstance(when, Wrong) else "no time"


def _rule(when: Repeats) -> str:
    first = f"{when.start:%a %d %b %Y %H:%M}" if when.start else "the time is missing"
    ends = [f"{when.count} sessions"] if when.count else []
    ends += [f"until {when.until:%a %d %b %Y}"] if when.until else []
    return ", ".join([when.rrule, f"from {first}" if when.start else first, *ends])
