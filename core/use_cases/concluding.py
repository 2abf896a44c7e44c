"""The end of a contract: early, by hand; or by time, with warnings before it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from core.act import SYSTEM, Act
from core.booking import Booking
from core.charge import Charge, unsettled
from core.contract import Contract, ContractStatus
from core.errors import ContractChanged
from core.notice import Notice, NoticeKind
from core.people import Person, Side
from core.ports import Books
from core.progress import Progress, next_moment, warnings
from core.use_cases import contracting, crediting, debts
from core.use_cases.contracting import Party
from core.use_cases.pausing import ahead, let_go
from core.zones import zone


@dataclass(frozen=True, slots=True)
class Ending:
    """What ending it now means, or has meant: sessions let go, what was used and what it comes to.

    `worth` and `paid` in minor units: of the package, or of its sessions when each is paid by itself.
    """

    contract: Contract
    ahead: Sequence[Booking]
    used: int
    worth: int
    paid: int

    @property
    def owed(self) -> int:
        return max(0, self.worth - self.paid)

    @property
    def refund(self) -> int:
        return max(0, self.paid - self.worth)


async def ending(books: Books, contract_id: int, by: int, now: datetime) -> Ending:
    """Refuses what `end_early` would refuse."""
    party = await contracting.seen(books, contract_id, by)
    return await _ending(books, party.contract, now)


async def end_early(
    books: Books, contract_id: int, act: Act, *, version: int | None = None, affected: int | None = None
) -> Ending:
    """Sessions ahead are cancelled free of charge; of a prepaid package what was used is owed.

    ContractChanged when there are not as many sessions (`affected`) as the trainer was shown.
    """
    party = await contracting.opened(books, contract_id, act, version=version, only=Side.TRAINER)
    found = await _ending(books, party.contract, act.at)
    if affected not in (None, len(found.ahead)):
        raise ContractChanged(contract_id)
    contract, facts = await close(books, party.contract, act)
    facts |= {"owed": found.owed, "refund": found.refund}
    await contracting.log(books, act, "package_ended", contract, **facts)
    await books.notices.add(contracting.to_client(party, act, "ended", **facts))
    return replace(found, contract=contract)


async def close(books: Books, contract: Contract, act: Act) -> tuple[Contract, dict[str, object]]:
    """Ends it without a word; lock, event and notices are the caller's. Returns the facts to tell."""
    closed = replace(
        contract, status=ContractStatus.ENDED, ended_at=act.at, next_at=None, version=contract.version + 1
    )
    await books.contracts.save(closed)
    coming = ahead(await books.bookings.of_contracts([contract.id]), act.at)
    facts = await let_go(books, coming, act)
    reviewed = await crediting.review(books, contract.id, act)
    await debts.plan(books, contract.client_id, act.at)
    return reviewed or closed, facts


async def _ending(books: Books, contract: Contract, now: datetime) -> Ending:
    if contract.status is ContractStatus.ENDED:
        raise ContractChanged(contract.id)
    known = await crediting.of(books, contract.id)
    bookings = await books.bookings.of_contracts([contract.id])
    if contract.is_prepaid:
        worth = contract.worth_of(known.tally.used).amount
        paid = (await books.payments.totals_of_contracts([contract.id])).get(contract.id, 0)
    else:
        paid = sum((await books.payments.totals(b.id for b in bookings)).values())
        worth = paid + await _unpaid(books, contract, bookings)
    return Ending(contract, ahead(bookings, now), known.tally.used, worth, paid)


async def _unpaid(books: Books, contract: Contract, bookings: Iterable[Booking]) -> int:
    """What is missing of the sessions that are paid one by one."""
    received = await books.payments.totals(b.id for b in bookings)
    of: dict[int, list[Charge]] = {}
    for charge in await books.charges.of_contracts([contract.id]):
        if charge.booking_id is not None:
            of.setdefault(charge.booking_id, []).append(charge)
    missing = (unsettled(charges, received.get(id_, 0)) for id_, charges in of.items())
    return sum(rest for found in missing for _, rest in found)


# By time.


async def look_at(books: Books, contract_id: int, now: datetime) -> None:
    """Whatever is due for one contract at `now`: a warning, the end of a freeze, its own end."""
    act = Act(f"tick:contract:{contract_id}:{int(now.timestamp())}", SYSTEM, now)
    party = await contracting.opened(books, contract_id, act)
    contract, tz = party.contract, zone(party.trainer.zone)
    if contract.next_at is None or contract.next_at > now:
        return
    ends = contract.expires_at(tz)
    if contract.status.is_open and ends is not None and ends <= now:
        await _expire(books, party, ends, act)
        return
    known = await crediting.of(books, contract_id)
    await books.notices.add(await _warnings(books, party, known, now))
    reviewed = await crediting.review(books, contract_id, act) or contract
    await books.contracts.save(replace(reviewed, next_at=next_moment(reviewed, now, tz)))


async def _warnings(books: Books, party: Party, known: Progress, now: datetime) -> list[Notice]:
    """Only the nearest one of those that nobody could be told in time; nothing when all is booked in time."""
    contract, tz = party.contract, zone(party.trainer.zone)
    last, since = contract.last_day(tz), contract.next_at or now
    due = [days for at, days in warnings(contract, tz) if since <= at <= now]
    if not due or last is None or not _is_at_risk(known, contract.expires_at(tz)):
        return []
    days, day = min(due), last.isoformat()
    kind = NoticeKind.PACKAGE_ENDING
    return [
        _calm(crediting.once(f"ends:{days}:{day}", contract, to.id, kind, _as_tick(now), last=day), party, to)
        for to in await _readers(books, party)
    ]


def _is_at_risk(known: Progress, ends: datetime | None) -> bool:
    return known.tally.left > 0 or any(ends is not None and start >= ends for start in known.starts)


async def _expire(books: Books, party: Party, ends: datetime, act: Act) -> None:
    """Sessions beyond the end are cancelled by the system; what is unused stays, to be restored."""
    contract = replace(
        party.contract, status=ContractStatus.EXPIRED, next_at=None, version=party.contract.version + 1
    )
    await books.contracts.save(contract)
    coming = ahead(await books.bookings.of_contracts([contract.id]), act.at)
    facts = await let_go(books, [b for b in coming if b.starts_at >= ends], act)
    await contracting.log(books, act, "package_expired", contract, **facts)
    await crediting.review(books, contract.id, act)
    last = (ends - timedelta(seconds=1)).astimezone(zone(party.trainer.zone)).date().isoformat()
    kind = NoticeKind.PACKAGE_EXPIRED
    await books.notices.add(
        _calm(crediting.once(f"expired:{last}", contract, to.id, kind, act, last=last, **facts), party, to)
        for to in await _readers(books, party)
    )


async def _readers(books: Books, party: Party) -> list[Person]:
    """The trainer, and the client who is on Telegram."""
    found = [await books.people.find(id_) for id_ in (party.trainer.id, party.client.person_id)]
    return [person for person in found if person is not None]


def _calm(notice: Notice, party: Party, to: Person) -> Notice:
    """Never at night: after the trainer's quiet hours, on the clock of whoever is told."""
    due_at = party.trainer.quiet.after(notice.due_at, timedelta(0), zone(to.zone))
    return replace(notice, due_at=due_at)


def _as_tick(now: datetime) -> Act:
    return Act("tick", SYSTEM, now)
