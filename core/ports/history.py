"""What has happened, for figures: narrow rows of a whole period in a statement each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Protocol

from core.account import Source
from core.booking import Booking
from core.charge import Charge, Payment
from core.figures.facts import Got, Sitting
from core.period import Period


class History(Protocol):
    async def reach(self, trainer_id: int) -> Period | None:
        """From the first session's start to the last one's end."""

    async def sittings(self, trainer_id: int, within: Period) -> Sequence[Sitting]:
        """Sessions that were held, cancelled, asked for or made in the period, by start."""

    async def bookings(
        self, trainer_id: int, within: Period, after: Booking | None, most: int
    ) -> Sequence[Booking]:
        """Whole ones by start, cancelled too: a page of them, the next one after the last of that before."""

    async def payments(
        self, trainer_id: int, within: Period, after: Payment | None, most: int
    ) -> Sequence[Payment]:
        """The same of money that came in or was given back, but what was taken back."""

    async def charges(self, trainer_id: int, within: Period) -> Sequence[Charge]:
        """Of these sessions, or due or settled in the period, and what they share their money with."""

    async def paid(self, trainer_id: int) -> Mapping[Source, int]:
        """What came in for each session and contract, in minor units."""

    async def got(self, trainer_id: int, within: Period) -> Sequence[Got]: ...

    async def stays(self, trainer_id: int, until: datetime) -> Mapping[int, tuple[datetime, datetime]]:
        """Of each client, the start of the first and of the last session that took place."""
