"""What must hold after every step, computed from the rows alone and as plainly as can be."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from itertools import combinations
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncEngine

from storage import tables

Row = Mapping[str, Any]
TABLES = (
    "bookings",
    "charges",
    "classes",
    "clients",
    "contracts",
    "health",
    "notices",
    "payments",
    "proposals",
    "requests",
    "slots",
    "time_off",
    "trainers",
    "waits",
)
HELD = {"pending", "confirmed"}
OPEN = {"pending", "due"}
#: From which status to which; everything else is a mistake.
MOVES = {
    ("pending", "confirmed"),
    ("pending", "cancelled"),
    ("confirmed", "cancelled"),
    ("confirmed", "completed"),
    ("confirmed", "no_show"),
    ("completed", "no_show"),
    ("no_show", "completed"),
}


class Ledger:
    """All rows at one moment, and the statuses that bookings had before."""

    def __init__(self, rows: Mapping[str, Sequence[Row]], before: Ledger | None, now: datetime) -> None:
        self.rows, self.now = rows, now
        self.before: Mapping[int, str] = before.statuses if before else {}
        #: Whom something was offered before, and until when.
        self.offers: Mapping[int, datetime | None] = before.standing if before else {}
        #: What the tick holds for the next moment, and whether it has just looked.
        self.next_due: datetime | None = None
        self.ticked = False
        self.bookings = {b["id"]: b for b in rows["bookings"]}
        self.contracts = {c["id"]: c for c in rows["contracts"]}

    @classmethod
    async def read(cls, engine: AsyncEngine, before: Ledger | None, now: datetime) -> Ledger:
        async with engine.connect() as connection:
            rows = {
                name: (await connection.execute(select(tables.metadata.tables[name]))).mappings().all()
                for name in TABLES
            }
        return cls(rows, before, now)

    @property
    def statuses(self) -> dict[int, str]:
        return {id_: b["status"].value for id_, b in self.bookings.items()}

    @property
    def standing(self) -> dict[int, datetime | None]:
        return {w["id"]: w["offered_until"] for w in self.rows["waits"] if w["status"] == "offered"}

    def penalties(self, booking_id: int) -> list[Row]:
        found = [c for c in self.rows["charges"] if c["booking_id"] == booking_id]
        return [c for c in found if c["kind"] in ("late_cancel", "no_show") and c["status"] in OPEN]


def nobody_is_double_booked(ledger: Ledger) -> None:
    taken = [s for s in ledger.rows["slots"] if s["takes_time"] and not s["anyway"]]
    for one, other in combinations(taken, 2):
        together = one["starts_at"] < other["ends_at"] and other["starts_at"] < one["ends_at"]
        assert not (together and one["trainer_id"] == other["trainer_id"]), (one, other)
    live = [b for b in ledger.bookings.values() if b["takes_time"] and not b["double"]]
    for one, other in combinations(live, 2):
        together = one["starts_at"] < other["ends_at"] and other["starts_at"] < one["ends_at"]
        same = one["client_id"] == other["client_id"]
        same |= one["person_id"] is not None and one["person_id"] == other["person_id"]
        assert not (together and same), (one, other)
    for booking in live:
        (slot,) = [s for s in ledger.rows["slots"] if s["id"] == booking["slot_id"]]
        assert (slot["starts_at"], slot["ends_at"]) == (booking["starts_at"], booking["ends_at"])
        assert slot["takes_time"]


def credits_add_up(ledger: Ledger) -> None:
    """Each session of a contract uses one credit or none, and never more are used than there are."""
    for contract in ledger.contracts.values():
        mine = [b for b in ledger.bookings.values() if b["contract_id"] == contract["id"]]
        used = 0
        for booking in mine:
            forfeits = [c for c in ledger.penalties(booking["id"]) if c["credit"]]
            assert len(forfeits) <= 1, f"{booking['id']} forfeits twice"
            stands = booking["status"] in HELD | {"completed"}
            assert not (stands and forfeits), f"{booking['id']} is {booking['status']} and forfeited"
            used += bool(stands or forfeits)
        total = contract["sessions"] + contract["adjustments"]
        assert 0 <= used <= total, f"contract {contract['id']}: {used} of {total}"


def money_adds_up(ledger: Ledger) -> None:
    """What was received settles open charges, or is more than is owed; each thing is charged once."""
    for booking in ledger.bookings.values():
        own = [c for c in ledger.rows["charges"] if c["booking_id"] == booking["id"]]
        session = [c for c in own if c["kind"] == "session" and c["status"] in OPEN]
        assert len(session) <= 1
        if booking["status"] in ("cancelled", "no_show") or booking["prepaid"]:
            assert not session, f"{booking['id']} is {booking['status']} and charged"
        elif booking["status"] == "completed" and booking["outcome_by"] is not None and booking["price"]:
            logged = booking["created_at"] >= booking["ends_at"]
            crossed_out = any(c["kind"] == "session" and c["reason"] for c in own)
            assert session or logged or crossed_out, f"{booking['id']} took place and is not charged"
        assert len(ledger.penalties(booking["id"])) <= 1
        assert all(c["amount"] == 0 for c in own if c["credit"])
        _never_below_nothing(ledger, own)
    for contract in ledger.contracts.values():
        own = [
            c
            for c in ledger.rows["charges"]
            if c["contract_id"] == contract["id"] and c["booking_id"] is None and c["status"] in OPEN
        ]
        assert len(own) <= 1, f"contract {contract['id']} is charged twice"
        _never_below_nothing(ledger, own)


def _never_below_nothing(ledger: Ledger, own: Sequence[Row]) -> None:
    ids = {c["id"] for c in own}
    kept = [p for p in ledger.rows["payments"] if p["charge_id"] in ids and p["voided_at"] is None]
    assert all(p["amount"] > 0 for p in kept)
    assert sum(-p["amount"] if p["refund"] else p["amount"] for p in kept) >= 0


def each_is_told_once(ledger: Ledger) -> None:
    """One notice of a kind for a person, an act and a session, whatever was repeated."""
    told = Counter(
        (n["key"].partition(":")[0], n["kind"], n["person_id"], n["booking_id"])
        for n in ledger.rows["notices"]
        if n["key"].startswith("step")
    )
    assert not [key for key, count in told.items() if count > 1]


def statuses_only_move_as_they_may(ledger: Ledger) -> None:
    for id_, status in ledger.statuses.items():
        was = ledger.before.get(id_, status)
        assert was == status or (was, status) in MOVES, f"{id_}: {was} to {status}"
        booking = ledger.bookings[id_]
        assert booking["takes_time"] == (status in HELD)


INVARIANTS: tuple[Callable[[Ledger], None], ...] = (
    nobody_is_double_booked,
    credits_add_up,
    money_adds_up,
    each_is_told_once,
    statuses_only_move_as_they_may,
)
