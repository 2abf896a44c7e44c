"""How people come together: a name on a list, an invitation, the person who opens it."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from unicodedata import category

from core.act import Act, Event
from core.booking import Booking, Status
from core.contract import Contract
from core.errors import AlreadyOnList, InvitationClosed, NotFound, NotPossible, NotValid, OwnInvitation
from core.notice import NoticeKind, about, told
from core.people import Client, ClientStatus, Invitation, Trainer
from core.policy import Policy
from core.ports import Books
from core.use_cases import confiding, desk, requesting, standing

INVITATION_LIVES = timedelta(days=14)
LONGEST_NAME = 64
#: Characters that turn the direction of whatever stands after them.
_TURNS = dict.fromkeys((*range(0x202A, 0x202F), *range(0x2066, 0x206A)))


async def add_client(
    books: Books, trainer_id: int, name: str, act: Act, *, phone: str | None = None
) -> Client:
    """A name on the list is enough: bookings work before the client is on Telegram."""
    name = _name(name)
    await books.lock(trainers=[trainer_id])
    await desk.once(books, act)
    client = await books.clients.add(Client(0, trainer_id, name, ClientStatus.INVITED, act.at, phone=phone))
    await _log(books, act, "client_added", client)
    return client


async def rename(books: Books, client_id: int, name: str, act: Act) -> Client:
    client = await _opened(books, client_id, act)
    return await _changed(books, replace(client, name=_name(name)), act, "client_renamed")


async def note_phone(books: Books, client_id: int, phone: str, act: Act) -> Client:
    client = await _opened(books, client_id, act)
    return await _changed(books, replace(client, phone=phone), act, "client_phone")


def _name(typed: str) -> str:
    """Tidied; NotValid for one that is too long, or that nobody could see on a button."""
    name = " ".join(typed.translate(_TURNS).split())
    if not any(category(c)[0] in "LNPS" for c in name) or len(name) > LONGEST_NAME:
        raise NotValid("name")
    return name


async def _changed(books: Books, client: Client, act: Act, kind: str) -> Client:
    await books.clients.save(client)
    await _log(books, act, kind, client)
    return client


async def invite(books: Books, client_id: int, secret: str, act: Act) -> Invitation:
    """A fresh link; those made before are revoked. `secret` carries 128 random bits."""
    client = await _opened(books, client_id, act)
    if client.person_id is not None:
        raise AlreadyOnList
    await revoke_open(books, client_id, act.at)
    invitation = await books.invitations.add(
        Invitation(
            0, client.trainer_id, client.id, digest(secret), act.at, expires_at=act.at + INVITATION_LIVES
        )
    )
    await _log(books, act, "invited", client)
    return invitation


async def revoke(books: Books, client_id: int, act: Act) -> None:
    client = await _opened(books, client_id, act)
    await revoke_open(books, client_id, act.at)
    await _log(books, act, "invitation_revoked", client)


async def _opened(books: Books, client_id: int, act: Act) -> Client:
    """A client on the list of whoever acts, with the list to themselves."""
    await books.lock(trainers=[act.by])
    await desk.once(books, act)
    return await desk.own_client(books, client_id, act.by)


async def revoke_open(books: Books, client_id: int, now: datetime) -> None:
    """No link to this place on the list works any more."""
    for invitation in await books.invitations.open_for(client_id, now):
        await books.invitations.save(replace(invitation, revoked_at=now))


def digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


async def join(books: Books, secret: str, act: Act) -> tuple[Trainer, Client]:
    """The person who opened the link is on the list from now on, with the bookings made so far.

    A clash with sessions elsewhere never stops it: the later booking is marked and both trainers hear.
    """
    invitation = await books.invitations.by_digest(digest(secret))
    if invitation is None:
        raise InvitationClosed("unknown")
    if invitation.trainer_id == act.by:
        raise OwnInvitation
    await books.lock(trainers=[invitation.trainer_id], people=[act.by])
    await desk.once(books, act)
    invitation = await books.invitations.get(invitation.id)
    trainer = await books.trainers.get(invitation.trainer_id)
    listed = [c for c in await books.clients.of_person(act.by) if c.trainer_id == trainer.id]
    if listed and invitation.used_by == act.by:
        raise AlreadyOnList
    await _require_open(books, invitation, act, listed=bool(listed))
    client = await books.clients.get(invitation.client_id)
    await _require_same_person(books, client, act.by)
    await books.invitations.save(replace(invitation, used_at=act.at, used_by=act.by))
    if listed:
        await _offer_merge(books, keep=listed[0], extra=client, act=act)
        return trainer, listed[0]
    client = client.linked_to(act.by)
    await books.clients.save(client)
    await _came_together(books, client, act)
    await _hand_over(books, await books.bookings.of_client(client.id), client, act)
    await _log(books, act, "joined", client)
    return trainer, client


async def _require_open(books: Books, invitation: Invitation, act: Act, *, listed: bool) -> None:
    """A trainer whom no admin has let in, or one has paused, takes nobody new; the link stays unused."""
    if not invitation.is_open(act.at):
        raise InvitationClosed("used" if invitation.used_at else "over")
    if not listed and not await standing.takes(books, invitation.trainer_id):
        raise InvitationClosed("closed")


async def _came_together(books: Books, client: Client, act: Act) -> None:
    """The trainer is told; the client may agree now to what was agreed while they were only a name."""
    await requesting.met(books, client, act)
    await books.notices.add([told(client.trainer_id, NoticeKind.JOINED, act, client_id=client.id)])
    await _ask_to_agree(books, await books.contracts.of_client(client.id), act.by, act)


async def _ask_to_agree(books: Books, contracts: Sequence[Contract], to: int, act: Act) -> None:
    """Those that run and wait for the client's word."""
    for contract in contracts:
        if contract.status.is_open and contract.agreed_at is None:
            notice = told(to, NoticeKind.PACKAGE_AGREED, act, contract_id=contract.id)
            await books.notices.add([replace(notice, key=f"{notice.key}:{contract.id}")])


async def _require_same_person(books: Books, client: Client, person_id: int) -> None:
    """Whoever is invited again finds their own history; nobody else may."""
    before = {b.person_id for b in await books.bookings.of_client(client.id)} - {None, person_id}
    if before:
        raise InvitationClosed("unknown")


async def _offer_merge(books: Books, *, keep: Client, extra: Client, act: Act) -> None:
    await books.notices.add(
        [told(keep.trainer_id, NoticeKind.MERGE_OFFER, act, client_id=keep.id, extra_id=extra.id)]
    )
    await _log(books, act, "already_listed", keep)


async def _hand_over(books: Books, bookings: Sequence[Booking], to: Client, act: Act) -> None:
    """The bookings become this client's, and the person's; of two at one time the later one is marked.

    The mark of the other one is written first: the database lets two unmarked ones never overlap.
    """
    handed = {b.id for b in bookings}
    for booking in bookings:
        others = await _at_the_same_time(books, booking, to, handed)
        for other in others:
            if other.created_at > booking.created_at:
                await books.bookings.mark(other.id, double=True)
        double = booking.double or any(o.created_at <= booking.created_at for o in others)
        await books.bookings.save(replace(booking, client_id=to.id, person_id=to.person_id, double=double))
        clashing = [booking, *others] if others else []
        await books.notices.add(told(b.trainer_id, NoticeKind.DOUBLE, act, booking_id=b.id) for b in clashing)
    await desk.replan(books, [b for b in await books.bookings.of_client(to.id) if b.takes_time], act.at)


async def _at_the_same_time(
    books: Books, booking: Booking, to: Client, handed: Collection[int]
) -> list[Booking]:
    if not booking.takes_time:
        return []
    near = await books.bookings.of_client_near(to.id, to.person_id, booking.period)
    return [b for b in near if b.id not in handed]


async def agree(books: Books, client_id: int, policy: Policy, act: Act) -> Client:
    """The client agrees to the policy that was shown: from now on a penalty is more than a proposal."""
    first = await books.clients.get(client_id)
    await books.lock(trainers=[first.trainer_id], people=[act.by])
    client = await books.clients.get(client_id)
    if client.person_id != act.by:
        raise NotFound
    if not client.has_agreed_to(policy):
        client = replace(client, agreed_at=act.at, agreed_policy=policy)
        await books.clients.save(client)
        await books.notices.add([told(client.trainer_id, NoticeKind.AGREED, act, client_id=client.id)])
        await _log(books, act, "agreed", client)
    return client


async def merge(books: Books, keep_id: int, extra_id: int, act: Act) -> Client:
    """Two entries turn out to be one person: everything moves to the one that stays."""
    first = await desk.own_client(books, keep_id, act.by)
    await books.lock(trainers=[act.by], people=[first.person_id])
    await desk.once(books, act)
    keep = await desk.own_client(books, keep_id, act.by)
    if keep.person_id != first.person_id:
        await books.lock(people=[keep.person_id])
    extra = await desk.own_client(books, extra_id, act.by)
    if keep.id == extra.id or extra.person_id not in (None, keep.person_id):
        raise NotPossible(0, "merge", extra.status.value)
    bookings = await books.bookings.of_client(extra.id)
    await _take_over_money(books, keep, extra)
    await _take_over_contracts(books, keep, extra, bookings, act)
    await confiding.take_over(books, keep.id, extra.id)
    await _hand_over(books, bookings, keep, act)
    await _tell_of(books, bookings, keep, act)
    await revoke_open(books, extra.id, act.at)
    await books.clients.save(replace(extra, status=ClientStatus.ENDED, person_id=None))
    keep = replace(
        keep,
        phone=keep.phone or extra.phone,
        agreed_at=keep.agreed_at or extra.agreed_at,
        agreed_policy=keep.agreed_policy or extra.agreed_policy,
    )
    return await _changed(books, keep, act, "merged")


async def _take_over_money(books: Books, keep: Client, extra: Client) -> None:
    for charge in await books.charges.of_client(extra.id):
        await books.charges.save(replace(charge, client_id=keep.id))
    for payment in await books.payments.of_client(extra.id):
        await books.payments.save(replace(payment, client_id=keep.id))


async def _take_over_contracts(
    books: Books, keep: Client, extra: Client, bookings: Sequence[Booking], act: Act
) -> None:
    """With the series of their sessions; one on Telegram may agree to what a mere name could not."""
    contracts = [replace(c, client_id=keep.id) for c in await books.contracts.of_client(extra.id)]
    await books.contracts.save_all(contracts)
    series = await books.series.pick(b.series_id for b in bookings if b.series_id is not None)
    await books.series.save_all([replace(one, client_id=keep.id) for one in series])
    if keep.person_id is not None and extra.person_id is None:
        await _ask_to_agree(books, contracts, keep.person_id, act)


async def _tell_of(books: Books, bookings: Sequence[Booking], keep: Client, act: Act) -> None:
    """The person hears of the sessions that are new to them."""
    for booking in bookings:
        if booking.status is Status.CONFIRMED and booking.starts_at > act.at:
            await books.notices.add(about(booking, NoticeKind.BOOKED, keep.person_id, act))


async def _log(books: Books, act: Act, kind: str, client: Client) -> None:
    await books.events.add(
        Event(0, act.key, act.by, act.at, kind, client_id=client.id, trainer_id=client.trainer_id)
    )
