"""Packages, contracts, charges and payments."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from core.charge import Charge, Payment
from core.contract import Contract, Package
from core.directory import Review
from core.period import Period
from core.ports.repository import Repository


class Packages(Repository[Package], Protocol):
    async def of_trainer(self, trainer_id: int) -> Sequence[Package]:
        """Those that are offered."""


class Contracts(Repository[Contract], Protocol):
    async def of_client(self, client_id: int) -> Sequence[Contract]:
        """All of them, the oldest first."""

    async def of_trainer(self, trainer_id: int) -> Sequence[Contract]: ...

    async def due(self, now: datetime, most: int) -> Sequence[Contract]:
        """Those at which the tick has to look."""

    async def rating(self, trainer_id: int) -> tuple[int, int]:
        """The sum of all stars, and how many ratings there are."""

    async def reviews(self, trainer_id: int, *, most: int, skip: int = 0) -> Sequence[Review]:
        """The newest first; words only where their writer knew that others read them."""


class Charges(Repository[Charge], Protocol):
    async def of_booking(self, booking_id: int) -> Sequence[Charge]: ...

    async def of_bookings(self, booking_ids: Iterable[int]) -> Sequence[Charge]: ...

    async def of_client(self, client_id: int) -> Sequence[Charge]: ...

    async def of_contracts(self, contract_ids: Iterable[int]) -> Sequence[Charge]:
        """What is owed for the contracts, and the penalties of their sessions."""

    async def open_of_trainer(self, trainer_id: int) -> Sequence[Charge]:
        """Pending and due ones of all clients."""

    async def to_remind(self, now: datetime, most: int) -> Sequence[Charge]:
        """Debts of which the client is to be reminded."""

    async def due(self, now: datetime, most: int) -> Sequence[Charge]: ...


class Payments(Repository[Payment], Protocol):
    async def of_booking(self, booking_id: int) -> Sequence[Payment]: ...

    async def of_client(self, client_id: int) -> Sequence[Payment]: ...

    async def of_trainer(self, trainer_id: int, within: Period) -> Sequence[Payment]:
        """Received or given back in the period, but what was taken back."""

    async def totals(self, booking_ids: Iterable[int]) -> Mapping[int, int]:
        """What was received for each of the bookings, in minor units."""

    async def totals_of_contracts(self, contract_ids: Iterable[int]) -> Mapping[int, int]:
        """What was received for each of the contracts' own charges, in minor units."""
