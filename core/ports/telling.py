"""Notices, the log of events, drafts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Protocol

from core.act import Event
from core.draft import Draft
from core.notice import Notice, NoticeKind
from core.ports.repository import Repository


class Notices(Protocol):
    async def get(self, id_: int) -> Notice: ...

    async def save(self, entity: Notice) -> None: ...

    async def add(self, notices: Iterable[Notice]) -> None:
        """Keys that are there already are left as they are."""

    async def sent(self, booking_id: int, kind: NoticeKind, person_id: int) -> Sequence[Notice]:
        """Those of one booking that reached the person, in order."""

    async def made(self, booking_id: int, kind: NoticeKind) -> Sequence[Notice]: ...

    async def undelivered(self, kind: NoticeKind, before: datetime) -> Sequence[Notice]:
        """Still waiting, and made before that."""

    async def shown_as(self, person_id: int, message_id: int) -> Notice | None:
        """What became this message in the person's chat."""


class Events(Protocol):
    async def seen(self, key: str) -> Event | None: ...

    async def add(self, entity: Event) -> Event: ...

    async def add_all(self, entities: Sequence[Event]) -> list[Event]: ...

    async def of_client(self, client_id: int) -> Sequence[Event]: ...

    async def count(self, client_id: int, kind: str, by: int, since: datetime) -> int: ...

    async def of_booking(self, booking_id: int) -> Sequence[Event]: ...


class Drafts(Repository[Draft], Protocol):
    async def current(self, person_id: int) -> Draft | None:
        """The dialogue that is open and not parked."""

    async def named(self, person_id: int, dialogue: str) -> Draft | None: ...

    async def by_key(self, key: str) -> Draft | None: ...

    async def all_open(self) -> Sequence[Draft]: ...

    async def close(self, draft_id: int) -> None: ...

    async def close_untouched_since(self, moment: datetime) -> int: ...
