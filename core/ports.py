"""What the use cases need of a store: repositories inside one transaction."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Protocol, TypeVar

from core.act import Event
from core.booking import Booking, Slot
from core.charge import Charge, Payment
from core.conflicts import Neighbour
from core.draft import Draft
from core.notice import Notice, NoticeKind
from core.people import Client, Invitation, Person, Place, Trainer
from core.period import Period
from core.proposal import Proposal

E = TypeVar("E")
T = TypeVar("T")


class Unavailable(Exception):
    """The store cannot be reached now; the same may work in a moment."""


class Repository(Protocol[E]):
    """One table of entities by id."""

    async def get(self, id_: int) -> E:
        """NotFound when there is none."""

    async def find(self, id_: int | None) -> E | None: ...

    async def add(self, entity: E) -> E:
        """The entity with its new id (an id above zero is kept)."""

    async def save(self, entity: E) -> None: ...


class Trainers(Repository[Trainer], Protocol):
    async def of_person(self, person_id: int) -> Sequence[Trainer]:
        """Everybody on whose list the person is."""

    async def listing(self, now: datetime) -> Sequence[Trainer]:
        """Trainers whose daily list is due."""

    async def next_due(self) -> datetime | None: ...


class Clients(Repository[Client], Protocol):
    async def of_trainer(self, trainer_id: int) -> Sequence[Client]:
        """Everybody on the list but the ended, by name."""

    async def of_person(self, person_id: int) -> Sequence[Client]: ...


class Places(Repository[Place], Protocol):
    async def of_trainer(self, trainer_id: int) -> Sequence[Place]: ...


class Invitations(Repository[Invitation], Protocol):
    async def by_digest(self, digest: str) -> Invitation | None: ...

    async def open_for(self, client_id: int, now: datetime) -> Sequence[Invitation]: ...


class Slots(Repository[Slot], Protocol):
    async def near(self, trainer_id: int, period: Period) -> Sequence[Neighbour]:
        """What takes the trainer's time and overlaps `period`, with the clients in it."""

    async def is_taken(self, trainer_id: int, period: Period) -> bool: ...

    async def free(self, ids: Iterable[int]) -> None:
        """Lets several slots and their bookings go before they take their new times."""


class Bookings(Repository[Booking], Protocol):
    async def by_slot(self, slot_id: int) -> Sequence[Booking]: ...

    async def of_trainer(self, trainer_id: int, within: Period) -> Sequence[Booking]:
        """All but the cancelled that overlap, by start."""

    async def of_client(self, client_id: int) -> Sequence[Booking]: ...

    async def of_person(self, person_id: int) -> Sequence[Booking]: ...

    async def of_client_near(
        self, client_id: int, person_id: int | None, period: Period
    ) -> Sequence[Booking]:
        """What takes the client's time with any trainer and overlaps `period`."""

    async def mark(self, booking_id: int, *, double: bool) -> None:
        """Only that: the rest may be another trainer's to change at this moment."""

    async def plan(self, booking_id: int, next_at: datetime | None) -> None:
        """Only when the tick looks at it next."""

    async def due(self, now: datetime, most: int) -> Sequence[Booking]:
        """Those at which the tick has to look."""

    async def next_due(self) -> datetime | None: ...

    async def ahead(self, trainer_id: int, now: datetime) -> Sequence[Booking]:
        """Pending and confirmed ones with a moment still to come."""

    async def unanswered(self, trainer_id: int, now: datetime) -> Sequence[Booking]:
        """Confirmed ones that have ended."""


class Charges(Repository[Charge], Protocol):
    async def of_booking(self, booking_id: int) -> Sequence[Charge]: ...

    async def of_client(self, client_id: int) -> Sequence[Charge]: ...

    async def due(self, now: datetime, most: int) -> Sequence[Charge]: ...

    async def next_due(self) -> datetime | None: ...


class Payments(Repository[Payment], Protocol):
    async def of_booking(self, booking_id: int) -> Sequence[Payment]: ...

    async def totals(self, booking_ids: Iterable[int]) -> Mapping[int, int]:
        """What was paid for each of the bookings, in minor units."""


class Proposals(Repository[Proposal], Protocol):
    async def open_of(self, booking_id: int) -> Proposal | None: ...

    async def due(self, now: datetime, most: int) -> Sequence[Proposal]: ...

    async def next_due(self) -> datetime | None: ...


class Notices(Protocol):
    async def get(self, id_: int) -> Notice: ...

    async def save(self, entity: Notice) -> None: ...

    async def add(self, notices: Iterable[Notice]) -> None:
        """Keys that are there already are left as they are."""

    async def sent(self, booking_id: int, kind: NoticeKind, person_id: int) -> Sequence[Notice]:
        """Those of one booking that reached the person, in order."""

    async def made(self, booking_id: int, kind: NoticeKind) -> Sequence[Notice]: ...


class Events(Protocol):
    async def seen(self, key: str) -> Event | None: ...

    async def add(self, entity: Event) -> Event: ...

    async def of_booking(self, booking_id: int) -> Sequence[Event]: ...


class Drafts(Repository[Draft], Protocol):
    async def current(self, person_id: int) -> Draft | None:
        """The dialogue that is open and not parked."""

    async def named(self, person_id: int, dialogue: str) -> Draft | None: ...

    async def by_key(self, key: str) -> Draft | None: ...

    async def all_open(self) -> Sequence[Draft]: ...

    async def close(self, draft_id: int) -> None: ...

    async def close_untouched_since(self, moment: datetime) -> int: ...


class Books(Protocol):
    """All repositories inside one transaction."""

    @property
    def people(self) -> Repository[Person]: ...
    @property
    def trainers(self) -> Trainers: ...
    @property
    def clients(self) -> Clients: ...
    @property
    def places(self) -> Places: ...
    @property
    def invitations(self) -> Invitations: ...
    @property
    def slots(self) -> Slots: ...
    @property
    def bookings(self) -> Bookings: ...
    @property
    def charges(self) -> Charges: ...
    @property
    def payments(self) -> Payments: ...
    @property
    def proposals(self) -> Proposals: ...
    @property
    def notices(self) -> Notices: ...
    @property
    def events(self) -> Events: ...
    @property
    def drafts(self) -> Drafts: ...

    async def lock(self, *, trainers: Iterable[int] = (), people: Iterable[int | None] = ()) -> None:
        """Keeps every other writer about these out until the transaction ends."""


class Store(Protocol):
    """Opens transactions; `work` may be run again when the database asks for it.

    Unavailable when the database is away.
    """

    async def write(self, work: Callable[[Books], Awaitable[T]]) -> T: ...

    async def read(self, work: Callable[[Books], Awaitable[T]]) -> T: ...
