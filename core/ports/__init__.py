"""What the use cases need of a store: repositories inside one transaction."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable
from datetime import datetime
from typing import Protocol, TypeVar

from core.people import Person
from core.ports.calendar import Bookings, Proposals, Slots, TimesOff
from core.ports.finding import Classes, HealthNotes, Intakes, Profiles, Requests, Waits
from core.ports.history import History
from core.ports.ledger import Charges, Contracts, Packages, Payments
from core.ports.oversight import Oversight
from core.ports.people import Clients, Invitations, Places, Trainers
from core.ports.repository import Repository
from core.ports.telling import Drafts, Events, Notices
from core.ports.today_card import TodayCards
from core.series import Series

T = TypeVar("T")


class Unavailable(Exception):
    """The store cannot be reached now; the same may work in a moment."""


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
    def packages(self) -> Packages: ...
    @property
    def contracts(self) -> Contracts: ...
    @property
    def series(self) -> Repository[Series]: ...
    @property
    def times_off(self) -> TimesOff: ...
    @property
    def profiles(self) -> Profiles: ...
    @property
    def requests(self) -> Requests: ...
    @property
    def intakes(self) -> Intakes: ...
    @property
    def health_notes(self) -> HealthNotes: ...
    @property
    def waits(self) -> Waits: ...
    @property
    def classes(self) -> Classes: ...
    @property
    def history(self) -> History: ...
    @property
    def oversight(self) -> Oversight: ...
    @property
    def notices(self) -> Notices: ...
    @property
    def events(self) -> Events: ...
    @property
    def drafts(self) -> Drafts: ...
    @property
    def today_cards(self) -> TodayCards: ...

    async def next_due(self) -> datetime | None:
        """When the tick has something to decide next, of whatever kind; in one statement."""

    async def lock(self, *, trainers: Iterable[int] = (), people: Iterable[int | None] = ()) -> None:
        """Keeps every other writer about these out until the transaction ends."""


class Store(Protocol):
    """Opens transactions; `work` may be run again when the database asks for it.

    Unavailable when the database is away.
    """

    async def write(self, work: Callable[[Books], Awaitable[T]]) -> T: ...

    async def read(self, work: Callable[[Books], Awaitable[T]]) -> T: ...
