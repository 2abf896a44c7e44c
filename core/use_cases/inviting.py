"""How people come together: a name on a list, an invitation, the person who opens it."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import datetime, timedelta

from core.act import Act, Event
from core.booking import Booking
from core.errors import AlreadyOnList, InvitationClosed, NotFound, NotPossible, NotValid, OwnInvitation
from core.notice import NoticeKind, told
from core.people import Client, ClientStatus, Invitation, Trainer
from core.ports import Books
from core.use_cases import desk

INVITATION_LIVES = timedelta(days=14)
LONGEST_NAME = 64


async def add_client(
    books: Books, trainer_id: int, name: str, act: Act, *, phone: str | None = None
) -> Client:
    """A name on the list is enough: bookings work before the client is on Telegram."""
    name = " ".join(name.split())
    if not name or len(name) > LONGEST_NAME:
        raise NotValid("name")
    await books.lock(trainers=[trainer_id])
    await desk.once(books, act)
    client = await books.clients.add(Client(0, trainer_id, name, ClientStatus.INVITED, act.at, phone=phone))
    await _log(books, act, "client_added", client)
    return client


async def rename(books: Books, client_id: int, name: str, act: Act) -> Client:
    client = await desk.own_client(books, client_id, act.by)
    name = " ".join(name.split())
    if not name or len(name) > LONGEST_NAME:
        raise NotValid("name")
    client = replace(client, name=name)
    await books.clients.save(client)
    await _log(books, act, "client_renamed", client)
    return client


async def invite(books: Books, client_id: int, secret: str, act: Act) -> Invitation:
    """A fresh link; those made before are revoked. `secret` carries 128 random bits."""
    client = await desk.own_client(books, client_id, act.by)
    await desk.once(books, act)
    if client.person_id is not None:
        raise AlreadyOnList
    await _revoke_open(books, client_id, act.at)
    invitation = await books.invitations.add(
        Invitation(
            0, client.trainer_id, client.id, digest(secret), act.at, expires_at=act.at + INVITATION_LIVES
        )
    )
    await _log(books, act, "invited", client)
    return invitation


async def revoke(books: Books, client_id: int, act: Act) -> None:
    client = await desk.own_client(books, client_id, act.by)
    await _revoke_open(books, client_id, act.at)
    await _log(books, act, "invitation_revoked", client)


async def _revoke_open(books: Books, client_id: int, now: datetime) -> None:
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
    if invitation.used_by == act.by:
        raise AlreadyOnList
    if invitation.trainer_id == act.by:
        raise OwnInvitation
    await books.lock(trainers=[invitation.trainer_id], people=[act.by])
    invitation = await books.invitations.get(invitation.id)
    if not invitation.is_open(act.at):
        raise InvitationClosed("used" if invitation.used_at else "over")
    await books.invitations.save(replace(invitation, used_at=act.at, used_by=act.by))
    trainer = await books.trainers.get(invitation.trainer_id)
    client = await books.clients.get(invitation.client_id)
    listed = [c for c in await books.clients.of_person(act.by) if c.trainer_id == trainer.id]
    if listed:
        await _offer_merge(books, trainer, keep=listed[0], extra=client, act=act)
        return trainer, listed[0]
    client = client.linked_to(act.by)
    await books.clients.save(client)
    await _hand_over(books, client, act)
    await books.notices.add([told(trainer.id, NoticeKind.JOINED, act, client_id=client.id)])
    await _log(books, act, "joined", client)
    return trainer, client


async def _offer_merge(books: Books, trainer: Trainer, *, keep: Client, extra: Client, act: Act) -> None:
    await books.notices.add(
        [told(trainer.id, NoticeKind.MERGE_OFFER, act, client_id=keep.id, extra_id=extra.id)]
    )
    await _log(books, act, "already_listed", keep)


async def _hand_over(books: Books, client: Client, act: Act) -> None:
    """The bookings made for a name become the person's."""
    mine = await books.bookings.of_client(client.id)
    elsewhere = [b for b in await books.bookings.of_person(act.by) if b.client_id != client.id]
    for booking in mine:
        clashing = [
            other
            for other in elsewhere
            if booking.takes_time and other.takes_time and booking.period.overlaps(other.period)
        ]
        for other in clashing:
            await _mark_later(books, booking, other, act)
        later = any(booking.created_at >= other.created_at for other in clashing)
        await books.bookings.save(replace(booking, person_id=act.by, double=booking.double or later))
    await desk.replan(books, [b for b in await books.bookings.of_client(client.id) if b.takes_time], act.at)


async def _mark_later(books: Books, mine: Booking, other: Booking, act: Act) -> None:
    if other.created_at > mine.created_at:
        await books.bookings.save(replace(other, double=True))
    await books.notices.add(
        told(b.trainer_id, NoticeKind.DOUBLE, act, booking_id=b.id) for b in (mine, other)
    )


async def agree(books: Books, client_id: int, act: Act) -> Client:
    """The client agrees to the trainer's policy: from now on a penalty is more than a proposal."""
    client = await books.clients.get(client_id)
    if client.person_id != act.by:
        raise NotFound
    if client.agreed_at is None:
        client = replace(client, agreed_at=act.at)
        await books.clients.save(client)
        await books.notices.add([told(client.trainer_id, NoticeKind.AGREED, act, client_id=client.id)])
        await _log(books, act, "agreed", client)
    return client


async def merge(books: Books, keep_id: int, extra_id: int, act: Act) -> Client:
    """Two entries turn out to be one person: everything moves to the one that stays."""
    keep = await desk.own_client(books, keep_id, act.by)
    extra = await desk.own_client(books, extra_id, act.by)
    await books.lock(trainers=[act.by], people=[keep.person_id])
    if keep.id == extra.id or extra.person_id not in (None, keep.person_id):
        raise NotPossible(0, "merge", extra.status.value)
    for charge in await books.charges.of_client(extra.id):
        await books.charges.save(replace(charge, client_id=keep.id))
    for booking in await books.bookings.of_client(extra.id):
        for payment in await books.payments.of_booking(booking.id):
            await books.payments.save(replace(payment, client_id=keep.id))
        await books.bookings.save(await _rehomed(books, booking, keep))
    await books.clients.save(replace(extra, status=ClientStatus.ENDED, person_id=None))
    await desk.replan(books, [b for b in await books.bookings.of_client(keep.id) if b.takes_time], act.at)
    await _log(books, act, "merged", keep)
    return keep


async def _rehomed(books: Books, booking: Booking, keep: Client) -> Booking:
    """A session of the other entry; marked when the person has another one then."""
    double = booking.double
    if booking.takes_time:
        then = await books.bookings.of_client_near(keep.id, keep.person_id, booking.period)
        double = double or any(b.id != booking.id for b in then)
    return replace(booking, client_id=keep.id, person_id=keep.person_id, double=double)


async def _log(books: Books, act: Act, kind: str, client: Client) -> None:
    await books.events.add(
        Event(0, act.key, act.by, act.at, kind, client_id=client.id, trainer_id=client.trainer_id)
    )
