"""Sessions that repeat: all of them judged in memory, booked in one transaction, told in one message."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from core.act import Act, Event
from core.agenda import next_moment
from core.booking import Booking
from core.conflicts import LONGEST_SESSION, Surroundings
from core.contract import Contract
from core.diary import span
from core.errors import InConflict, NotFound, NotValid, NotYours
from core.money import LIMIT
from core.notice import NoticeKind, told
from core.occurrences import MOST, occurrences
from core.people import ClientStatus, Parties
from core.period import Period
from core.ports import Books
from core.progress import Progress
from core.series import Series
from core.use_cases import crediting, desk
from core.use_cases.booking import over_holds
from core.use_cases.series_plan import Beyond, Facts, NewSeries, Plan, made, planned
from core.zones import zone

#: What the act is called in the log; the events of the sessions follow it.
BOOKED = "series_booked"


async def preview(books: Books, wanted: NewSeries, now: datetime) -> Plan:
    """Each session with what speaks against it; WhichContract when several could take them.

    NotValid("count") when it is not said how many, and no package says it either.
    """
    parties = await books.clients.parties(wanted.client_id, wanted.place_id)
    return planned(await _facts(books, wanted, parties, now), wanted, now)


async def book_series(books: Books, wanted: NewSeries, act: Act) -> list[Booking]:
    """All that was wanted, or nothing: InConflict with everything that nobody has decided about yet."""
    if act.by != wanted.trainer_id:
        raise NotYours
    first = await books.clients.get(wanted.client_id)
    await books.lock(trainers=[wanted.trainer_id], people=[first.person_id])
    await desk.once(books, act)
    parties = await books.clients.parties(wanted.client_id, wanted.place_id)
    if parties.client.person_id != first.person_id:
        await books.lock(people=[parties.client.person_id])
    facts = await _facts(books, wanted, parties, act.at)
    plan = planned(facts, wanted, act.at)
    _require_decided(plan)
    if any(n.slot.hold_until and n.slot.hold_until <= act.at for n in facts.around.neighbours):
        await desk.let_holds_go(books, [wanted.trainer_id], act.at)
    plan = await _over_holds(books, plan, act.at)
    bookings = await _stored(books, wanted, facts, plan, act)
    if plan.credits is not None and plan.after is not None:
        # Booking changes neither what is to go nor what is used: nobody has to hear of it.
        tz = zone(parties.trainer.zone)
        await crediting.recorded(books, plan.credits.contract, plan.after, act, tz)
    return bookings


async def _over_holds(books: Books, plan: Plan, now: datetime) -> Plan:
    """Where only a held time was in the way there is no clash any more."""
    booked = {one.number for one in plan.booked if one.conflicts}
    after = [
        replace(one, conflicts=await over_holds(books, one.conflicts, now)) if one.number in booked else one
        for one in plan.occurrences
    ]
    return replace(plan, occurrences=after)


def _require_decided(plan: Plan) -> None:
    found = [c for o in plan.clashing for c in o.conflicts]
    if plan.beyond is Beyond.ASK:
        found += [o.off_package for o in plan.beyond_package if o.off_package]
    if found:
        raise InConflict(tuple(found))
    if not plan.booked:
        raise NotValid("count")


async def _facts(books: Books, wanted: NewSeries, parties: Parties, now: datetime) -> Facts:
    """In five statements, however many sessions there are."""
    trainer, client = parties.trainer, parties.client
    _require_own(wanted, parties)
    _require_sane(wanted)
    open_ones = await _open_contracts(books, wanted)
    ids = [c.id for c in open_ones]
    ahead = _ahead(wanted, parties, open_ones, now)
    whole = span([*ahead.values(), *wanted.others.values()])
    bookings = await books.bookings.around([client], whole, ids)
    charges = await books.charges.of_contracts(ids) if ids else []
    contracts = crediting.shared_out(open_ones, bookings, charges)
    around = Surroundings(
        await books.slots.across(trainer.id, whole),
        [b for b in bookings if b.takes_time and b.period.overlaps(whole)],
        [off.period for off in await books.times_off.near(trainer.id, whole)],
    )
    return Facts(parties, contracts, _as_many_as_are_left(wanted, ahead, contracts), around)


def _require_own(wanted: NewSeries, parties: Parties) -> None:
    """NotFound for another trainer's client or place, and for a client who has left."""
    ours = parties.trainer.id == wanted.trainer_id and parties.client.status is not ClientStatus.ENDED
    if not ours or (wanted.place_id is not None and parties.place is None):
        raise NotFound


async def _open_contracts(books: Books, wanted: NewSeries) -> list[Contract]:
    """Those that could take its sessions: the one that was said, or all of that kind."""
    mine = [] if wanted.is_single else await books.contracts.of_client(wanted.client_id)
    found = [c for c in mine if c.status.is_open and c.kind is wanted.kind]
    if wanted.contract_id is None:
        return found
    if not (said := [c for c in found if c.id == wanted.contract_id]):
        raise NotFound
    return said


def _as_many_as_are_left(
    wanted: NewSeries, ahead: dict[int, Period], contracts: Sequence[Progress]
) -> dict[int, Period]:
    """Where nothing is said of how many."""
    if wanted.count is not None or wanted.until is not None:
        return ahead
    left = max(p.tally.left for p in contracts)
    if not (found := {n: p for n, p in ahead.items() if n < left}):
        raise NotValid("count")
    return found


def _require_sane(wanted: NewSeries) -> None:
    if not timedelta(0) < wanted.length <= LONGEST_SESSION:
        raise NotValid("length")
    if any(p.length > LONGEST_SESSION for p in wanted.others.values()):
        raise NotValid("length")
    if wanted.price is not None and not 0 <= wanted.price <= LIMIT:
        raise NotValid("price")
    if wanted.count is not None and not 1 <= wanted.count <= MOST:
        raise NotValid("count")


def _ahead(
    wanted: NewSeries, parties: Parties, contracts: Sequence[Contract], now: datetime
) -> dict[int, Period]:
    """Its times that are still to come, by their numbers; no more than any of the packages could take."""
    most = MOST
    if wanted.count is None and wanted.until is None:
        most = min(MOST, max((c.total for c in contracts), default=0))
    tz, count, until = zone(parties.trainer.zone), wanted.count, wanted.until
    try:
        found = occurrences(wanted.rule, wanted.first, tz, wanted.length, count=count, until=until, most=most)
    except ValueError as error:
        raise NotValid("rule") from error
    if not (ahead := {n: p for n, p in enumerate(found) if p.start > now}):
        raise NotValid("count")
    return ahead


async def _stored(books: Books, wanted: NewSeries, facts: Facts, plan: Plan, act: Act) -> list[Booking]:
    """Each kind of row in one statement; the next moments are planned without asking for them."""
    parties, contract = facts.parties, plan.credits.contract if plan.credits else None
    series = await books.series.add(_series(wanted, parties, contract, act))
    ready = [made(one, wanted, facts, act.at, None if one.off_package else contract) for one in plan.booked]
    slots = await books.slots.add_all([slot for slot, _ in ready])
    bookings = [
        replace(
            booking,
            slot_id=slot.id,
            series_id=series.id,
            apart=one.number in wanted.others,
            next_at=next_moment(booking, parties.trainer, parties.person, None, act.at),
        )
        for one, slot, (_, booking) in zip(plan.booked, slots, ready, strict=True)
    ]
    bookings = await books.bookings.add_all(bookings)
    await books.events.add_all(_events(bookings, act))
    if parties.person is not None:
        ids = [b.id for b in bookings]
        to, kind = parties.person.id, NoticeKind.SERIES_BOOKED
        await books.notices.add([told(to, kind, act, series_id=series.id, booking_ids=ids)])
    return bookings


def _series(wanted: NewSeries, parties: Parties, contract: Contract | None, act: Act) -> Series:
    return Series(
        0,
        wanted.trainer_id,
        wanted.client_id,
        wanted.rule,
        wanted.first.time(),
        int(wanted.length.total_seconds()) // 60,
        parties.trainer.zone,
        act.at,
        wanted.place_id,
        contract.id if contract else None,
    )


def _events(bookings: Sequence[Booking], act: Act) -> list[Event]:
    """The act itself, and its part in the history of each session."""
    first = bookings[0]
    known = {"series_id": first.series_id, "count": len(bookings)}
    whole = Event(0, act.key, act.by, act.at, BOOKED, None, first.client_id, first.trainer_id, known)
    own = [
        Event(0, f"{act.key}:{b.id}", act.by, act.at, "booked", b.id, b.client_id, b.trainer_id)
        for b in bookings
    ]
    return [whole, *own]
