"""The same for requests, wishes, holds, waiting and classes; and that the tick forgets nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta

from core.people import Trainer
from core.zones import zone
from tests.life.ledger import Ledger, Row

HALF_AN_HOUR = timedelta(minutes=30)
#: Where a moment stands at which the tick has to look, and while the row is like that.
MOMENTS: dict[str, tuple[tuple[str, dict[str, object]], ...]] = {
    "bookings": (("next_at", {}),),
    "contracts": (("next_at", {}),),
    "trainers": (("next_list_at", {}), ("next_holiday_at", {})),
    "charges": (("due_at", {"status": "pending"}), ("remind_at", {})),
    "proposals": (("lapses_at", {"status": "open"}),),
    "slots": (("hold_until", {"takes_time": True}),),
    "requests": (("next_at", {}),),
    "waits": (("next_at", {}),),
    "classes": (("next_at", {}),),
}


def overlap(one: Row, other: Row) -> bool:
    return bool(one["starts_at"] < other["ends_at"] and other["starts_at"] < one["ends_at"])


def seats_of(ledger: Ledger, group: Row) -> list[Row]:
    theirs = [b for b in ledger.bookings.values() if b["class_id"] == group["id"]]
    return [b for b in theirs if b["status"] != "cancelled"]


def offered(ledger: Ledger) -> list[Row]:
    """Offers that still stand."""
    found = [w for w in ledger.rows["waits"] if w["status"] == "offered"]
    return [w for w in found if w["offered_until"] > ledger.now]


def due(row: Row, now: datetime) -> bool:
    return row["next_at"] is not None and row["next_at"] <= now


def a_class_has_no_more_heads_than_seats(ledger: Ledger) -> None:
    """What is offered to somebody who waits is taken as well."""
    slots = {s["id"]: s for s in ledger.rows["slots"]}
    for group in ledger.rows["classes"]:
        slot, seats = slots[group["slot_id"]], seats_of(ledger, group)
        if group["status"] == "cancelled":
            assert not seats, f"class {group['id']} is cancelled with {len(seats)} in it"
            assert not slot["takes_time"]
            continue
        kept = [w for w in offered(ledger) if w["class_id"] == group["id"]]
        assert len(seats) + len(kept) <= group["capacity"], f"class {group['id']}: {len(seats)}+{len(kept)}"
        assert len({b["seat"] for b in seats}) == len(seats), f"class {group['id']}: a seat twice"
        assert slot["capacity"] == group["capacity"]
        for row in (slot, *seats):
            assert (row["starts_at"], row["ends_at"]) == (group["starts_at"], group["ends_at"])


def every_head_is_accounted_for(ledger: Ledger) -> None:
    """One seat for each, on a package of their own or at the price of the class."""
    for group in ledger.rows["classes"]:
        seats = seats_of(ledger, group)
        assert len({b["client_id"] for b in seats}) == len(seats), f"somebody is twice in {group['id']}"
        for seat in seats:
            contract = ledger.contracts.get(seat["contract_id"])
            own = seat["price"] == group["price"] and not seat["prepaid"]
            theirs = contract is not None and contract["client_id"] == seat["client_id"]
            assert theirs if contract else own, f"seat {seat['id']} at {seat['price']}"
        for gone in ledger.bookings.values():
            if gone["class_id"] == group["id"] and gone["cancelled_by"] == "trainer":
                assert not ledger.penalties(gone["id"]), f"seat {gone['id']} costs though it was taken away"


def an_offer_is_kept(ledger: Ledger) -> None:
    """Each has one time that nobody else can have, and each such time belongs to one offer."""
    slots = {s["id"]: s for s in ledger.rows["slots"]}
    for wait in offered(ledger):
        if wait["class_id"] is not None or due(wait, ledger.now):
            continue
        hold = slots.get(wait["hold_id"] or 0)
        assert hold is not None, f"{wait['id']} is offered what nobody keeps"
        assert hold["takes_time"], f"{wait['id']} is offered what was let go"
        assert hold["kind"] == "hold"
        assert hold["hold_until"] == wait["offered_until"]
        assert wait["starts_at"] <= hold["starts_at"] < hold["ends_at"] <= wait["ends_at"]
    known = Counter(w["hold_id"] for w in offered(ledger) if w["hold_id"] is not None)
    for slot in ledger.rows["slots"]:
        for_an_offer = slot["kind"] == "hold" and slot["makes_up_id"] is None and slot["takes_time"]
        if for_an_offer and slot["hold_until"] > ledger.now:
            assert known[slot["id"]] == 1, f"{slot['id']} is kept for {known[slot['id']]}"


def offers_are_made_in_order(ledger: Ledger) -> None:
    """Nobody is offered what somebody before them could have had."""
    waits = sorted(ledger.rows["waits"], key=lambda w: (w["created_at"], w["id"]))
    slots = {s["id"]: s for s in ledger.rows["slots"]}
    for place, wait in enumerate(waits):
        if not ledger.ticked or wait not in offered(ledger) or ledger.offers.get(wait["id"]):
            continue
        for earlier in waits[:place]:
            if earlier["status"] != "waiting" or earlier["class_id"] != wait["class_id"]:
                continue
            if wait["class_id"] is not None:
                assert not _could_come(ledger, earlier), f"{earlier['id']} was before {wait['id']}"
            else:
                hold = slots[wait["hold_id"]]
                assert not _could_have(ledger, earlier, hold, but=hold["id"]), (
                    f"{earlier['id']} was before {wait['id']}"
                )


def nobody_waits_in_vain(ledger: Ledger) -> None:
    """Where something is free for somebody, the tick is to look at once; and it always looks again."""
    for wait in ledger.rows["waits"]:
        if wait["status"] not in ("waiting", "offered"):
            continue
        assert wait["next_at"] is not None, f"{wait['id']} is never looked at again"
        theirs = [w for w in ledger.rows["waits"] if w["trainer_id"] == wait["trainer_id"]]
        if wait["status"] == "offered" or any(due(w, ledger.now) for w in theirs):
            continue
        if wait["class_id"] is not None:
            (group,) = [g for g in ledger.rows["classes"] if g["id"] == wait["class_id"]]
            kept = [w for w in offered(ledger) if w["class_id"] == group["id"]]
            free = len(seats_of(ledger, group)) + len(kept) < group["capacity"]
            assert not (free and _could_come(ledger, wait)), f"{wait['id']} waits for a free seat"
        else:
            found = [s for s in _starts(wait) if _could_have(ledger, wait, s)]
            assert not found, f"{wait['id']} waits for {found[0]}"


def _starts(wait: Row) -> Iterator[Row]:
    length = timedelta(minutes=wait["length_minutes"])
    start = wait["starts_at"]
    while start + length <= wait["ends_at"]:
        yield {"starts_at": start, "ends_at": start + length}
        start += HALF_AN_HOUR


def _could_have(ledger: Ledger, wait: Row, wanted: Row, but: int = 0) -> bool:
    """Told in the morning if it is night now, and soon enough for the trainer then."""
    (trainer,) = [t for t in ledger.rows["trainers"] if t["id"] == wait["trainer_id"]]
    soonest = _awake(ledger, trainer) + timedelta(minutes=trainer["notice_minutes"])
    latest = ledger.now + timedelta(days=trainer["horizon_days"])
    fits = wait["starts_at"] <= wanted["starts_at"] and wanted["ends_at"] <= wait["ends_at"]
    passed = wanted["starts_at"] in wait["passed"]
    if passed or not fits or not soonest <= wanted["starts_at"] <= latest:
        return False
    return (
        _may_book(ledger, wait, trainer)
        and not _is_busy(ledger, wait, wanted)
        and not _is_taken(ledger, wait["trainer_id"], wanted, but)
    )


def _could_come(ledger: Ledger, wait: Row) -> bool:
    (group,) = [g for g in ledger.rows["classes"] if g["id"] == wait["class_id"]]
    (trainer,) = [t for t in ledger.rows["trainers"] if t["id"] == wait["trainer_id"]]
    in_time = group["status"] == "planned" and _awake(ledger, trainer) < group["starts_at"]
    return in_time and group["starts_at"] not in wait["passed"] and not _is_busy(ledger, wait, group)


def _awake(ledger: Ledger, trainer: Row) -> datetime:
    """Everybody lives where their trainer does."""
    night = Trainer(**trainer).quiet.around(ledger.now, zone(trainer["zone"]))
    return night.end if night else ledger.now


def _may_book(ledger: Ledger, wait: Row, trainer: Row) -> bool:
    (client,) = [c for c in ledger.rows["clients"] if c["id"] == wait["client_id"]]
    own = [
        b
        for b in ledger.bookings.values()
        if b["client_id"] == client["id"]
        and b["self_booked"]
        and b["takes_time"]
        and b["starts_at"] > ledger.now
    ]
    is_open = (client["opening"] or trainer["opening"]) != "off" and client["status"] == "matched"
    return is_open and len(own) < trainer["most_open"]


def _is_busy(ledger: Ledger, wait: Row, wanted: Row) -> bool:
    mine = [
        b
        for b in ledger.bookings.values()
        if b["takes_time"] and (b["person_id"] == wait["person_id"] or b["client_id"] == wait["client_id"])
    ]
    return any(overlap(b, wanted) for b in mine)


def _is_taken(ledger: Ledger, trainer_id: int, wanted: Row, but: int) -> bool:
    taken: list[Row] = [
        s
        for s in ledger.rows["slots"]
        if s["trainer_id"] == trainer_id and s["takes_time"] and s["id"] != but
    ]
    off = [t for t in ledger.rows["time_off"] if t["trainer_id"] == trainer_id and t["removed_at"] is None]
    return any(overlap(row, wanted) for row in (*taken, *off))


def one_request_of_a_pair_is_open(ledger: Ledger) -> None:
    """And what was told in confidence is kept while it is open, or of those who train together."""
    found = [r for r in ledger.rows["requests"] if r["status"] == "open"]
    pairs = Counter((r["trainer_id"], r["person_id"]) for r in found)
    assert not [pair for pair, count in pairs.items() if count > 1]
    clients = {c["id"]: c["status"] for c in ledger.rows["clients"]}
    for request in found:
        assert clients[request["client_id"]] == "pending", f"request {request['id']}"
    asking = {r["client_id"] for r in found}
    pending = {id_ for id_, status in clients.items() if status == "pending"}
    assert pending == asking, f"{pending - asking} have asked for nothing"
    confided = {h["id"] for h in ledger.rows["health"]}
    assert all(id_ in asking or clients[id_] in ("matched", "ended") for id_ in confided)


def a_client_moves_a_session_twice_at_most(ledger: Ledger) -> None:
    wishes = [p for p in ledger.rows["proposals"] if (p["by"], p["status"]) == ("client", "accepted")]
    moves = Counter(p["booking_id"] for p in wishes)
    for id_, booking in ledger.bookings.items():
        assert booking["moves"] == moves[id_]
        assert moves[id_] <= 2, f"{id_} was moved {moves[id_]} times"
    wished = Counter(p["booking_id"] for p in ledger.rows["proposals"] if p["status"] == "open")
    assert not [id_ for id_, count in wished.items() if count > 1]


def the_tick_forgets_nothing(ledger: Ledger) -> None:
    """It knows the next moment there is, and afterwards nothing is due."""
    moments = [
        row[column]
        for table, places in MOMENTS.items()
        for column, conditions in places
        for row in ledger.rows[table]
        if row[column] is not None and all(row[name] == wanted for name, wanted in conditions.items())
    ]
    first = min(moments, default=None)
    assert ledger.next_due == first, f"{ledger.next_due} instead of {first}"
    assert not (ledger.ticked and first is not None and first <= ledger.now), f"{first} was left"


FINDING: Sequence[Callable[[Ledger], None]] = (
    a_class_has_no_more_heads_than_seats,
    every_head_is_accounted_for,
    an_offer_is_kept,
    offers_are_made_in_order,
    nobody_waits_in_vain,
    one_request_of_a_pair_is_open,
    a_client_moves_a_session_twice_at_most,
    the_tick_forgets_nothing,
)
