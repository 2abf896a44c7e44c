"""A wish to move a session: up to three times, answered by the other side; the old time stays held."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from core.booking import request_lapses
from core.errors import NotPossible
from core.people import Side

#: So many times may be wished for at once.
MOST_WISHES = 3
#: So often one session is moved because its client wishes it.
MOST_MOVES = 2


class ProposalStatus(StrEnum):
    OPEN = "open"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    LAPSED = "lapsed"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Proposal:
    """`late`: asked for by the client inside the limit, so that accepting may cost the late fee."""

    id: int
    booking_id: int
    trainer_id: int
    by: Side
    starts: tuple[datetime, ...]
    created_at: datetime
    lapses_at: datetime
    late: bool = False
    status: ProposalStatus = ProposalStatus.OPEN
    answered_at: datetime | None = None

    def answered(self, status: ProposalStatus, now: datetime) -> Proposal:
        lapsed = now >= self.lapses_at and status is not ProposalStatus.WITHDRAWN
        if lapsed or self.status is not ProposalStatus.OPEN:
            raise NotPossible(self.booking_id, "answer", self.status.value)
        return replace(self, status=status, answered_at=now)


def lapse_of(start: datetime, now: datetime) -> datetime:
    """After 12 h or 2 h before the start; closer to the start than that, at the start."""
    return request_lapses(start, now)
