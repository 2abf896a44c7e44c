"""The credits of contracts: which one a session uses, and what follows when they change."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from core.act import Act, Event
from core.booking import Booking
from core.charge import Charge, ChargeKind
from core.conflicts import Conflict, OffPackage
from core.contract import Contract, ContractStatus
from core.errors import NotFound, WhichContract
from core.notice import Notice, NoticeKind
from core.people import Trainer
from core.period import Period
from core.ports import Books
from core.progress import FEW_LEFT, Progress, misfit, preferred, progress, reviewed
from core.zones import zone

if TYPE_CHECKING:
    from core.use_cases.booking import NewBooking


async def counted(books: Books, contracts: Sequence[Contract]) -> list[Progress]:
    """Each contract with its credits, in two statements."""
    ids = [c.id for c in contracts]
    if not ids:
        return []
    bookings = await books.bookings.of_contracts(ids)
    return shared_out(contracts, bookings, await books.charges.of_contracts(ids))


def shared_out(
    contracts: Sequence[Contract], bookings: Iterable[Booking], charges: Iterable[Charge]
) -> list[Progress]:
    """Each contract with what is its own of these."""
    booked, owed = defaultdict[int | None, list[Booking]](list), defaultdict[int | None, list[Charge]](list)
    for booking in bookings:
        booked[booking.contract_id].append(booking)
    for charge in charges:
        owed[charge.contract_id].append(charge)
    return [progress(c, booked[c.id], owed[c.id]) for c in contracts]


async def of_client(books: Books, client_id: int) -> list[Progress]:
    """All contracts of a client with their credits, the oldest first."""
    return await counted(books, await books.contracts.of_client(client_id))


async def of(books: Books, contract_id: int) -> Progress:
    (found,) = await counted(books, [await books.contracts.get(contract_id)])
    return found


async def of_bookings(books: Books, bookings: Iterable[Booking]) -> dict[int, Progress]:
    """The contracts of several sessions by their ids: for the numbers on a list."""
    ids = {b.contract_id for b in bookings if b.contract_id is not None}
    return {p.contract.id: p for p in await counted(books, await books.contracts.pick(ids))}


async def choose(books: Books, wanted: NewBooking, trainer: Trainer, now: datetime) -> Contract | None:
    """The contract that the session is to use: the one that fits, or that was said.

    Nothing for a client without one, or when it is to be paid by itself (`single`). WhichContract when
    several fit; OffPackage is for `off_package` to say when there is one, but it does not fit.
    """
    if wanted.single:
        return None
    found = await choices(books, wanted, trainer, now)
    if len(found) > 1:
        raise WhichContract(tuple(c.id for c in found))
    return found[0] if found else None


async def choices(books: Books, wanted: NewBooking, trainer: Trainer, now: datetime) -> list[Contract]:
    """The contract that it would use; of several that fit one has to be said."""
    fits = [p for p in await _open(books, wanted) if _misfit(p, wanted, trainer, now) is None]
    if wanted.contract_id is not None:
        return [p.contract for p in fits if p.contract.id == wanted.contract_id]
    return [p.contract for p in preferred(fits)]


async def off_package(books: Books, wanted: NewBooking, trainer: Trainer, now: datetime) -> list[Conflict]:
    """Why the session cannot be on an open contract of the client; nothing when it can, or has none."""
    if wanted.single:
        return []
    known = await _open(books, wanted)
    if wanted.contract_id is not None:
        known = [p for p in known if p.contract.id == wanted.contract_id]
        if not known:
            raise NotFound
    reasons = [_misfit(p, wanted, trainer, now) for p in known]
    return [] if None in reasons else [OffPackage(r.contract_id, r.reason) for r in reasons if r is not None]


async def _open(books: Books, wanted: NewBooking) -> list[Progress]:
    mine = await books.contracts.of_client(wanted.client_id)
    return await counted(books, [c for c in mine if c.status.is_open and c.kind is wanted.kind])


def _misfit(known: Progress, wanted: NewBooking, trainer: Trainer, now: datetime) -> Any:
    return misfit(known, wanted.period, wanted.kind, now, zone(trainer.zone))


async def against_moving(
    books: Books, booking: Booking, period: Period, trainer: Trainer, now: datetime
) -> list[Conflict]:
    """A session stays on its contract when it moves: the end and a freeze of it may be in the way."""
    return (await against_moving_all(books, [booking], {booking.id: period}, trainer, now)).get(
        booking.id, []
    )


async def against_moving_all(
    books: Books,
    bookings: Sequence[Booking],
    periods: Mapping[int, Period],
    trainer: Trainer,
    now: datetime,
) -> dict[int, list[Conflict]]:
    """The same of several that move at once, by booking: the days count from the earliest of all."""
    ids = {b.contract_id for b in bookings if b.contract_id is not None}
    if not ids:
        return {}
    contracts = await books.contracts.pick(ids)
    others = [b for b in await books.bookings.of_contracts(ids) if b.id not in periods]
    found: dict[int, list[Conflict]] = {}
    for known in shared_out(contracts, others, await books.charges.of_contracts(ids)):
        going = {b.id: periods[b.id] for b in bookings if b.contract_id == known.contract.id}
        starts = [p.start for p in going.values()] + ([known.first_at] if known.first_at else [])
        then = replace(known, first_at=min(starts))
        for id_, period in going.items():
            reason = misfit(then, period, then.contract.kind, now, zone(trainer.zone))
            # One that is over or used up takes no session more; those that it has may move.
            if reason is not None and reason.reason not in ("closed", "no_credit"):
                found[id_] = [OffPackage(reason.contract_id, reason.reason)]
    return found


async def number(books: Books, booking: Booking) -> tuple[int, int] | None:
    """Session 3 of 10, as numbers; nothing for one that uses no credit."""
    if booking.contract_id is None:
        return None
    known = await of(books, booking.contract_id)
    place = known.numbers.get(booking.id)
    return None if place is None else (place, known.contract.total)


async def review(books: Books, contract_id: int | None, act: Act) -> Contract | None:
    """After whatever may have changed the credits: dates, status, and those who have to hear of it."""
    found = await review_all(books, [contract_id], act)
    return found[0] if found else None


async def review_all(books: Books, contract_ids: Iterable[int | None], act: Act) -> list[Contract]:
    """The same for several contracts of one trainer."""
    ids = {id_ for id_ in contract_ids if id_ is not None}
    known = await counted(books, await books.contracts.pick(ids))
    if not known:
        return []
    tz = zone((await books.trainers.get(known[0].contract.trainer_id)).zone)
    after = [await recorded(books, p.contract, p, act, tz) for p in known]
    for before, contract in zip(known, after, strict=True):
        await _tell(books, before.contract, replace(before, contract=contract), act)
    return after


async def recorded(books: Books, before: Contract, known: Progress, act: Act, tz: ZoneInfo) -> Contract:
    """Saves what follows from credits that were counted already."""
    after = reviewed(known, act.at, tz)
    if after != before:
        await books.contracts.save(after)
    if after.status is ContractStatus.ENDED and after.is_prepaid:
        await _charge_what_was_used(books, known)
    return after


async def _charge_what_was_used(books: Books, known: Progress) -> None:
    """Of a prepaid contract that was ended early, also when an outcome is corrected afterwards."""
    contract = known.contract
    amount = contract.worth_of(known.tally.used).amount
    for charge in await books.charges.of_contracts([contract.id]):
        package = charge.kind is ChargeKind.PACKAGE and charge.status.is_open
        if package and charge.amount != amount:
            await books.charges.save(replace(charge, amount=amount))


async def _tell(books: Books, before: Contract, known: Progress, act: Act) -> None:
    """Once each: that all is done (the client is asked for a rating), and that two are left to go."""
    contract, person_id = known.contract, (await books.clients.get(before.client_id)).person_id
    notices = []
    if contract.status is ContractStatus.COMPLETED and before.status is not ContractStatus.COMPLETED:
        notices.append(once(f"{act.key}:done", contract, contract.trainer_id, NoticeKind.PACKAGE_DONE, act))
        if person_id is not None and contract.rated_at is None:
            notices.append(once("rate", contract, person_id, NoticeKind.RATE, act))
        await log(books, act, "package_done", contract)
    if contract.status.is_open and known.tally.used and known.tally.to_go == FEW_LEFT:
        name = f"few:{contract.total}"
        readers = [to for to in (contract.trainer_id, person_id) if to is not None]
        notices += [once(name, contract, to, NoticeKind.PACKAGE_ENDING, act) for to in readers]
    await books.notices.add(notices)


def once(name: str, contract: Contract, to: int, kind: NoticeKind, act: Act, **facts: Any) -> Notice:
    """Keyed by what it says, not by the act: it is said once."""
    key = f"{name}:{contract.id}:{to}"
    return Notice(0, key, to, kind, act.at, act.at, {"contract_id": contract.id, **facts})


async def log(books: Books, act: Act, kind: str, contract: Contract, **data: Any) -> None:
    """What happened to a contract, beside the act that caused it."""
    key = f"{act.key}:{kind}:{contract.id}"
    data = {"contract_id": contract.id, **data}
    event = Event(0, key, act.by, act.at, kind, None, contract.client_id, contract.trainer_id, data)
    await books.events.add(event)
