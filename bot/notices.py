"""Notices become messages: rendered when they are sent, from the booking as it is then."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.saying import Calendar
from bot.screen import Screen
from bot.services import Services
from bot.texts import Words, words
from core.errors import NotFound, NotYours
from core.notice import Notice
from core.people import Person
from core.ports import Books


@dataclass(frozen=True, slots=True)
class Telling:
    """A notice about to be told to its reader."""

    services: Services
    books: Books
    notice: Notice
    reader: Person
    now: datetime

    @property
    def w(self) -> Words:
        return words(self.reader.language)

    @property
    def facts(self) -> Any:
        return self.notice.facts

    def calendar(self, place_zone: str) -> Calendar:
        return Calendar.of(self.w, self.reader.zone, place_zone, self.now)


async def rendered(services: Services, books: Books, notice: Notice, now: datetime) -> Screen | None:
    """The message, or nothing when what it would tell is not true any more."""
    reader = await books.people.get(notice.person_id)
    render = next(f.notices[notice.kind] for f in services.features if notice.kind in f.notices)
    try:
        return await render(Telling(services, books, notice, reader, now))
    except (NotFound, NotYours):
        # What it is about is not this person's any more.
        return None
