"""Saved moments: the whole demo as it was, to go back to. A copy of the database, and of the phones."""

from __future__ import annotations

import shutil
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from bot.clock import SetClock
from bot.demo.telegram.errors import Json

KEPT = 40
#: SQLite keeps what is not yet in the file itself in these.
_BESIDE = ("-wal", "-shm")


class ReturningClock(SetClock):
    """The demo's clock goes back to a saved moment, together with everything else."""

    def back_to(self, moment: datetime) -> None:
        self._now = moment


@dataclass(frozen=True, slots=True)
class Moment:
    """`name` is what was done next: undoing takes that back."""

    id: int
    at: datetime
    name: str
    phones: Json
    database: Path
    language: str

    def put_database(self, file: Path) -> None:
        """In place of the present one, which nobody may have open."""
        for end in _BESIDE:
            file.with_name(file.name + end).unlink(missing_ok=True)
        shutil.copyfile(self.database, file)

    def forget(self) -> None:
        self.database.unlink(missing_ok=True)

    def as_json(self) -> Json:
        return {"id": self.id, "at": self.at.timestamp(), "name": self.name}


class Moments:
    """The newest first. The oldest are forgotten."""

    def __init__(self) -> None:
        self._kept: deque[Moment] = deque()

    def __iter__(self) -> Iterator[Moment]:
        return iter(tuple(self._kept))

    def keep(self, moment: Moment) -> None:
        self._kept.appendleft(moment)
        while len(self._kept) > KEPT:
            self._kept.pop().forget()

    def back_to(self, id_: int) -> Moment:
        """The moment; those after it, which have not happened any more, are forgotten."""
        wanted = next((m for m in self._kept if m.id == id_), None)
        if wanted is None:
            raise LookupError("that moment is gone")
        while self._kept[0] is not wanted:
            self._kept.popleft().forget()
        return self._kept.popleft()


def span_named(by: timedelta) -> str:
    """As the buttons of the time bar say it."""
    minutes = int(by.total_seconds()) // 60
    days, hours = divmod(minutes, 1440)[0], minutes // 60
    return f"+{days} d" if days else f"+{hours} h" if hours else f"+{minutes} min"
