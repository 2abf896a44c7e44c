"""Invitations: a link for one client, once; what the trainer hears when somebody comes by it."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from urllib.parse import quote

from bot import cards
from bot.buttons import Button, Key, copy, key, link
from bot.feature import Feature, Tap, Who
from bot.features.clients import screens
from bot.features.clients.buttons import AskRevoke, Invite, OpenClient, Revoke
from bot.features.clients.card import show_card
from bot.features.clients.view import ClientView, view
from bot.notices import Telling
from bot.saying import Calendar
from bot.screen import Screen, lines
from bot.texts import N_, Words
from bot.visit import Visit
from core.errors import AlreadyOnList, NotFound, NotPossible
from core.notice import NoticeKind
from core.people import Client, ClientStatus, Invitation
from core.use_cases import desk, inviting


@dataclass(frozen=True)
class Merge(Button, prefix="im"):
    keep_id: int
    extra_id: int


@dataclass(frozen=True)
class KeepApart(Button, prefix="ia"):
    extra_id: int


def address(username: str, secret: str) -> str:
    """What the client opens; Telegram passes the secret on when they press Start."""
    return f"https://t.me/{username}?start={secret}"


async def invite(visit: Visit, button: Invite) -> None:
    """The link is shown now or never, only its hash is kept; an old button never ends a fresh link."""
    seen = await visit.read(view, button.client_id, visit.me.id, visit.now)
    if seen.invitation is not None and seen.invitation.id != button.replaces:
        lead = visit.w("There is an invitation already; its link stands in the message in which it was made.")
        await show_card(visit, button.client_id, lead)
        return
    secret = secrets.token_urlsafe(16)
    try:
        made = await visit.write(inviting.invite, button.client_id, secret, visit.act())
    except AlreadyOnList:
        lead = visit.w("<b>{name}</b> is on Telegram already.", name=seen.client.name)
        await show_card(visit, button.client_id, lead)
        return
    shown = _invitation(visit, seen.client, made, secret, button.username)
    await visit.say(shown)


def _invitation(visit: Visit, client: Client, made: Invitation, secret: str, username: str) -> Screen:
    w, url = visit.w, address(visit.services.username, secret)
    text = lines(
        w("✉️ <b>Invitation for {name}</b>", name=client.name),
        w("Send them this link:"),
        url,
        w(
            "<i>It works once, until {when}. A new link ends this one.</i>",
            when=visit.calendar.moment(made.expires_at),
        ),
    )
    words = w.plain("Coach {name} invites you: your sessions and reminders in Telegram.", name=visit.me.name)
    back = key(w.plain("👤 Client"), OpenClient(client.id, below=True))
    return Screen(text, [[_send_it(url, words, username, w), copy(w.plain("📋 Copy"), url)], [back]])


def _send_it(url: str, words: str, username: str, w: Words) -> Key:
    """Right into the chat with somebody who has a username, else by Telegram's own way of sharing."""
    if username:
        text = quote(f"{words}\n{url}", safe="")
        return link(w.plain("📤 Send"), f"https://t.me/{username}?text={text}")
    return link(
        w.plain("📤 Share"), f"https://t.me/share/url?url={quote(url, safe='')}&text={quote(words, safe='')}"
    )


async def ask_revoke(visit: Visit, button: AskRevoke) -> None:
    w, client = visit.w, await visit.read(desk.own_client, button.client_id, visit.me.id)
    text = w("<b>Revoke the invitation for {name}?</b>\nIts link stops working at once.", name=client.name)
    rows = [[key(w.plain("Keep it"), OpenClient(client.id)), key(w.plain("Revoke it"), Revoke(client.id))]]
    await visit.show(Screen(text, rows))


async def revoke(visit: Visit, button: Revoke) -> None:
    await visit.write(inviting.revoke, button.client_id, visit.act())
    await show_card(visit, button.client_id, visit.w("Revoked: the link does not work any more."))


# What the trainer hears.


async def joined(telling: Telling) -> Screen | None:
    seen = await _seen(telling)
    if seen is None or seen.person is None:
        return None
    lead = telling.w("🎉 <b>{name}</b> has joined: from now on reminders reach them.", name=seen.client.name)
    return screens.card(seen, await _calendar(telling), lead)


async def agreed(telling: Telling) -> Screen | None:
    seen = await _seen(telling)
    if seen is None or seen.client.agreed_at is None:
        return None
    lead = telling.w("🤝 <b>{name}</b> has agreed to your policy.", name=seen.client.name)
    return screens.card(seen, await _calendar(telling), lead)


async def double(telling: Telling) -> Screen | None:
    """Of a session elsewhere nothing is said but that it lies at this time."""
    books, reader = telling.books, telling.reader
    seen = await cards.view(books, telling.notice.booking_id or 0, reader.id, telling.now)
    booking, name, w = seen.booking, seen.client.name, telling.w
    then = await books.bookings.of_client_near(booking.client_id, booking.person_id, booking.period)
    others = [other for other in then if other.id != booking.id]
    if not booking.takes_time or booking.ends_at <= telling.now or not others:
        return None
    if any(other.trainer_id == reader.id for other in others):
        lead = w(
            "⚠️ <b>{name}</b> has two sessions with you at one time. Please move or cancel one.", name=name
        )
    else:
        lead = w("⚠️ <b>{name}</b> is busy then. Please agree on another time for this session:", name=name)
    return cards.screen(telling.services, seen, reader, lead)


async def merge_offer(telling: Telling) -> Screen | None:
    keep, w = await _seen(telling), telling.w
    extra = await telling.books.clients.find(telling.facts["extra_id"])
    if keep is None or keep.person is None or extra is None or extra.status is ClientStatus.ENDED:
        return None
    text = lines(
        w(
            "🔎 <b>{who}</b> has opened the invitation for <b>{extra}</b>, and is on your list already "
            "as <b>{name}</b>.",
            who=screens.called(keep.person),
            extra=extra.name,
            name=keep.client.name,
        ),
        "",
        w(
            "Is it one person? Then all sessions and payments of “{extra}” move to “{name}”.",
            extra=extra.name,
            name=keep.client.name,
        ),
    )
    same = key(w.plain("✅ The same: merge"), Merge(keep.client.id, extra.id))
    return Screen(text, [[same], [key(w.plain("👥 Different people"), KeepApart(extra.id))]])


async def merge(visit: Visit, button: Merge) -> None:
    """Asked for twice, or after it became impossible, it shows how things are."""
    w = visit.w
    extra = await visit.read(lambda books: books.clients.get(button.extra_id))
    if extra.trainer_id == visit.me.id and extra.status is ClientStatus.ENDED:
        lead = w("They are one already.")
    else:
        try:
            await visit.write(inviting.merge, button.keep_id, button.extra_id, visit.act())
            lead = w("Done: everything of “{extra}” is here now.", extra=extra.name)
        except NotPossible:
            lead = w("They are two people on Telegram, so they stay apart.")
    await show_card(visit, button.keep_id, lead)


async def keep_apart(visit: Visit, button: KeepApart) -> None:
    lead = visit.w("They stay apart. The link has been used up: make a new invitation.")
    await show_card(visit, button.extra_id, lead)


async def _seen(telling: Telling) -> ClientView | None:
    """The client that a notice is about; nothing when they are not on the list any more."""
    try:
        return await view(telling.books, telling.facts["client_id"], telling.reader.id, telling.now)
    except NotFound:
        return None


async def _calendar(telling: Telling) -> Calendar:
    return telling.calendar((await telling.books.trainers.get(telling.reader.id)).zone)


feature = Feature(
    name="invitations",
    help=N_("An invitation link from a client's card brings them onto Telegram; it works once."),
    who=Who.TRAINER,
    taps=(
        Tap(Invite, invite, Who.TRAINER),
        Tap(AskRevoke, ask_revoke, Who.TRAINER),
        Tap(Revoke, revoke, Who.TRAINER),
        Tap(Merge, merge, Who.TRAINER),
        Tap(KeepApart, keep_apart, Who.TRAINER),
    ),
    notices={
        NoticeKind.JOINED: joined,
        NoticeKind.AGREED: agreed,
        NoticeKind.MERGE_OFFER: merge_offer,
        NoticeKind.DOUBLE: double,
    },
)
