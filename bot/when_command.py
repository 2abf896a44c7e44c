"""`trainerbot when`: how a phrase is understood, for a person at a terminal or line by line for a program."""

from __future__ import annotations

import json
import sys
import time as clock
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, time
from typing import Annotated, Any
from zoneinfo import ZoneInfo

import typer

from core.hours import WorkingHours
from core.when import read, warm
from core.when.explain import describe, record
from core.when.reading import Habits
from core.zones import zone

#: Of no certain trainer: wide enough to leave 5 to 9 o'clock open, and to know that 10 is not 22.
HABITS = Habits(WorkingHours.daily(time(5), time(22)))


def when(
    text: Annotated[str, typer.Argument(help="A phrase, as one would type it to the bot.")] = "",
    *,
    lang: Annotated[str, typer.Option(help="Language: en or vi.")] = "en",
    now: Annotated[str, typer.Option(help="When it is said, ISO 8601; now if not given.")] = "",
    tz: Annotated[str, typer.Option(help="IANA time zone.")] = "Asia/Ho_Chi_Minh",
    jsonl: Annotated[bool, typer.Option("--jsonl", help="Read and write JSON lines.")] = False,
) -> None:
    """Shows how a phrase is understood."""
    if jsonl:
        for line in answers(sys.stdin):
            typer.echo(line)
        return
    if not text:
        raise typer.BadParameter("say a phrase, or --jsonl")
    local = _zone(tz)
    reading = read(text, lang=lang, now=_moment(now, local), zone=local, habits=HABITS)
    for row in describe(reading, local):
        typer.echo(row)


def answers(lines: Iterable[str]) -> Iterator[str]:
    """One JSON line for each, in order; `ms` is the time that the phrase took."""
    warm()
    for line in lines:
        if line.strip():
            yield json.dumps(_answer(json.loads(line)), ensure_ascii=False)


def _answer(asked: dict[str, Any]) -> dict[str, Any]:
    local = _zone(asked.get("tz") or "Asia/Ho_Chi_Minh")
    now = _moment(asked.get("ref") or "", local)
    begun = clock.perf_counter()
    reading = read(asked["text"], lang=asked.get("lang") or "en", now=now, zone=local, habits=HABITS)
    taken = round((clock.perf_counter() - begun) * 1000, 3)
    return {"id": asked.get("id"), **record(reading, local), "ms": taken}


def _zone(name: str) -> ZoneInfo:
    try:
        return zone(name)
    except ValueError as error:
        raise typer.BadParameter(str(error)) from error


def _moment(text: str, local: ZoneInfo) -> datetime:
    if not text:
        return datetime.now(UTC).astimezone(local)
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise typer.BadParameter(f"not a moment: {text}") from error
    return moment if moment.tzinfo else moment.replace(tzinfo=local)


if __name__ == "__main__":
    typer.run(when)
