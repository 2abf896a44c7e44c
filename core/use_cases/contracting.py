"""What a trainer and a client agree: a contract, its acceptance, more sessions or days, a rating."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from core.act import SYSTEM, Act, Event
from core.charge import Charge, ChargeKind, ChargeStatus
from core.contract import MOST_DAYS, MOST_SESSIONS, Contract, ContractStatus, Offer
from core.errors import ContractChanged, NotFound, NotValid, NotYours
from core.notice import Notice, NoticeKind, told
from core.people import Client, Side, Trainer, side_of
from core.ports import Books
from core.use_cases import crediting, debts, desk, offering
from core.zones import zone

LONGEST_REASON = 300
LONGEST_RATING = 1_000
STARS = range(1, 6)


@dataclass(frozen=True, slots=True)
class Party:
    """A contract with those whom it concerns, and for whom it was opened."""

    contract: Contract
    trainer: Trainer
    client: Client
    side: Side


async def agree(
    books: Books, what: Offer | int, client_id: int, act: Act, *, renews_id: int | None = None
) -> Contract:
    """A contract of a package, by its id or its terms, with the trainer's policy of today.

    What is paid ahead is due at once. The client is told, and may agree to it.
    """
    await _locked(books, client_id, act)
    await desk.once(books, act)
    client = await desk.own_client(books, client_id, act.by)
    trainer = await books.trainers.get(act.by)
    terms = (await offering.own(books, what, trainer.id)).offer if isinstance(what, int) else what.checked()
    if renews_id is not None and (await books.contracts.get(renews_id)).client_id != client.id:
        raise NotFound
    contract = await books.contracts.add(_contract(terms, trainer, client, act, renews_id))
    if contract.is_prepaid and contract.price:
        await books.charges.add(_charge(contract, act))
        await debts.plan(books, client.id, act.at)
    if client.person_id is not None:
        await books.notices.add(
            [told(client.person_id, NoticeKind.PACKAGE_AGREED, act, contract_id=contract.id)]
        )
    await log(books, act, "package_agreed", contract)
    return contract


async def _locked(books: Books, client_id: int, act: Act) -> None:
    first = await desk.own_client(books, client_id, act.by)
    await books.lock(trainers=[act.by], people=[first.person_id])
    client = await desk.own_client(books, client_id, act.by)
    if client.person_id != first.person_id:
        await books.lock(people=[client.person_id])


def _contract(terms: Offer, trainer: Trainer, client: Client, act: Act, renews_id: int | None) -> Contract:
    return Contract(
        0,
        trainer.id,
        client.id,
        terms.name,
        terms.sessions,
        terms.price,
        terms.currency,
        act.at,
        terms.days,
        terms.billing,
        terms.kind,
        trainer.policy,
        renews_id=renews_id,
    )


def _charge(contract: Contract, act: Act) -> Charge:
    return Charge(
        0,
        contract.trainer_id,
        contract.client_id,
        None,
        ChargeKind.PACKAGE,
        ChargeStatus.DUE,
        contract.price,
        contract.currency,
        act.at,
        contract_id=contract.id,
    )


async def seen(books: Books, contract_id: int, by: int) -> Party:
    """The contract as it is now, for someone who may see it."""
    contract = await books.contracts.get(contract_id)
    client = await books.clients.get(contract.client_id)
    side = Side.SYSTEM
    if by != SYSTEM:
        side = side_of(by, trainer_id=contract.trainer_id, client_person_id=client.person_id)
    return Party(contract, await books.trainers.get(contract.trainer_id), client, side)


async def opened(
    books: Books, contract_id: int, act: Act, *, version: int | None = None, only: Side | None = None
) -> Party:
    """The contract, locked; refuses a repeated act, a stranger, the wrong side and a stale button."""
    first = await books.contracts.get(contract_id)
    client = await books.clients.get(first.client_id)
    await books.lock(trainers=[first.trainer_id], people=[client.person_id])
    await desk.once(books, act)
    party = await seen(books, contract_id, act.by)
    if party.client.person_id != client.person_id:
        await books.lock(people=[party.client.person_id])
    if only is not None and party.side not in (only, Side.SYSTEM):
        raise NotYours
    if version not in (None, party.contract.version):
        raise ContractChanged(contract_id)
    return party


async def accept(books: Books, contract_id: int, act: Act) -> Contract:
    """The client agrees, and when that was is kept. Once more changes nothing."""
    party = await opened(books, contract_id, act, only=Side.CLIENT)
    contract = party.contract
    if contract.agreed_at is not None:
        return contract
    if contract.status is ContractStatus.ENDED:
        raise ContractChanged(contract_id)
    contract = replace(contract, agreed_at=act.at)
    await books.contracts.save(contract)
    await books.notices.add(
        [told(contract.trainer_id, NoticeKind.PACKAGE_ACCEPTED, act, contract_id=contract_id)]
    )
    await log(books, act, "package_accepted", contract)
    return contract


async def adjust(
    books: Books, contract_id: int, sessions: int, reason: str, act: Act, *, version: int | None = None
) -> Contract:
    """Sessions given or taken by hand; never below what is used and booked."""
    party = await opened(books, contract_id, act, version=version, only=Side.TRAINER)
    contract = _not_ended(party.contract)
    reason = " ".join(reason.split())
    if not 1 <= len(reason) <= LONGEST_REASON:
        raise NotValid("reason")
    known = await crediting.of(books, contract_id)
    if not sessions or known.tally.left + sessions < 0 or contract.total + sessions > MOST_SESSIONS:
        raise NotValid("adjustment")
    contract = replace(contract, adjustments=contract.adjustments + sessions, version=contract.version + 1)
    facts = {"sessions": sessions, "reason": reason}
    return await changed(books, party, contract, act, "adjusted", **facts)


async def extend(
    books: Books, contract_id: int, days: int, act: Act, *, version: int | None = None
) -> Contract:
    """More days; one that had expired is open again, with its unused sessions."""
    party = await opened(books, contract_id, act, version=version, only=Side.TRAINER)
    contract = replace(
        _not_ended(party.contract),
        more_days=party.contract.more_days + days,
        version=party.contract.version + 1,
    )
    if days < 1 or contract.days + contract.more_days > MOST_DAYS:
        raise NotValid("days")
    ends = contract.expires_at(zone(party.trainer.zone))
    if ends is not None and ends <= act.at:
        raise NotValid("over_already")
    return await changed(books, party, contract, act, "extended", days=days)


def _not_ended(contract: Contract) -> Contract:
    if contract.status is ContractStatus.ENDED:
        raise ContractChanged(contract.id)
    return contract


async def changed(
    books: Books, party: Party, contract: Contract, act: Act, what: str, **facts: Any
) -> Contract:
    """Keeps what was agreed anew, with its dates and status, and tells the client."""
    await books.contracts.save(contract)
    await log(books, act, f"package_{what}", contract, **facts)
    reviewed = await crediting.review(books, contract.id, act)
    await books.notices.add(to_client(party, act, what, **facts))
    return reviewed or contract


def to_client(party: Party, act: Act, what: str, **facts: Any) -> list[Notice]:
    if party.client.person_id is None:
        return []
    facts = {"contract_id": party.contract.id, "what": what, **facts}
    return [told(party.client.person_id, NoticeKind.PACKAGE_CHANGED, act, **facts)]


async def rate(books: Books, contract_id: int, stars: int, act: Act) -> Contract:
    """Once a contract, when it is over; the trainer is told."""
    party = await opened(books, contract_id, act, only=Side.CLIENT)
    contract = party.contract
    if contract.rated_at is not None:
        return contract
    if contract.status.is_open:
        raise NotValid("not_over")
    if stars not in STARS:
        raise NotValid("stars")
    return await _rated(books, replace(contract, stars=stars, rated_at=act.at), act, "package_rated")


async def comment(books: Books, contract_id: int, text: str, act: Act) -> Contract:
    """The words that go with the stars, once."""
    party = await opened(books, contract_id, act, only=Side.CLIENT)
    contract, text = party.contract, text.strip()
    if contract.rating is not None:
        return contract
    if contract.rated_at is None or not 1 <= len(text) <= LONGEST_RATING:
        raise NotValid("rating")
    commented = replace(contract, rating=text, rating_is_public=True)
    return await _rated(books, commented, act, "package_commented", words=True)


async def _rated(books: Books, contract: Contract, act: Act, kind: str, **facts: Any) -> Contract:
    await books.contracts.save(contract)
    facts = {"contract_id": contract.id, **facts}
    await books.notices.add([told(contract.trainer_id, NoticeKind.RATED, act, **facts)])
    await log(books, act, kind, contract)
    return contract


async def log(books: Books, act: Act, kind: str, contract: Contract, **data: Any) -> None:
    """The act's own event."""
    data = {"contract_id": contract.id, **data}
    event = Event(0, act.key, act.by, act.at, kind, None, contract.client_id, contract.trainer_id, data)
    await books.events.add(event)
