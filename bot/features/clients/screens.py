"""The list of clients, a client's card and a client's sessions."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from markupsafe import Markup

from bot import cards
from bot.buttons import Key, Rows, in_rows, key, short
from bot.features.book.buttons import BookClient
from bot.features.clients import buttons as b
from bot.features.clients.view import ClientView, Listed
from bot.features.coordination.buttons import plan_key
from bot.features.leading import NewSeriesFor, PickSeveral, opening_key
from bot.features.money.buttons import account_key
from bot.features.packages.buttons import OpenPackages
from bot.features.session import OpenSession
from bot.features.talking.buttons import talk_key
from bot.features.timeline.buttons import Timeline
from bot.saying import Calendar, money
from bot.saying_packages import brief
from bot.screen import Screen, lines
from bot.texts import Words
from core.booking import Booking
from core.people import Client, Person
from core.standing import Standing
from core.when import folded

#: So many clients, or sessions, stand on one page.
PAGE = 10
#: So many sessions ahead are named on the card.
_NAMED = 3


def listing(listed: Sequence[Listed], page: int, calendar: Calendar) -> Screen:
    w = calendar.w
    if not listed:
        text = w(
            "<b>Nobody is on your list yet.</b>\n"
            "Add your first client: pick them in Telegram, send me their contact, or just type a name."
        )
        return Screen(text, [[_new(w)]])
    last = (len(listed) - 1) // PAGE
    page = max(0, min(page, last))
    shown = listed[page * PAGE : (page + 1) * PAGE]
    pages = f" · {page + 1}/{last + 1}" if last else ""
    head = w("<b>Your clients</b> · {n}{pages}", n=len(listed), pages=pages)
    rows = [*in_rows(_open(shown), 2), _turn(page, last), [key(w.plain("🔎 Search"), b.AskSearch()), _new(w)]]
    return Screen(lines(head, *(_line(one, calendar) for one in shown)), rows)


def results(query: str, hits: Sequence[Listed], calendar: Calendar) -> Screen:
    """More than one, or nobody."""
    w = calendar.w
    back = [key(w.plain("‹ Back"), b.ShowClients())]
    if not hits:
        text = w("Nobody on your list is called “{name}”. Type another name:", name=query[:64])
        return Screen(text, [[_new(w)], back])
    shown = hits[: 2 * PAGE]
    head = w("<b>“{name}”</b>", name=query[:64])
    more = w("… and more: type a longer part of the name.") if len(shown) < len(hits) else None
    return Screen(lines(head, *(_line(h, calendar) for h in shown), more), [*in_rows(_open(shown), 2), back])


def search(w: Words) -> Screen:
    text = w("<b>Whom do you look for?</b> Type the name, or a part of it; marks and capitals do not matter.")
    return Screen(text, [[key(w.plain("‹ Back"), b.ShowClients())]])


def _open(listed: Sequence[Listed]) -> list[Key]:
    return [key(short(one.client.name), b.OpenClient(one.client.id)) for one in listed]


def _new(w: Words) -> Key:
    return key(w.plain("➕ New client"), b.NewClient())


def _turn(page: int, last: int) -> list[Key]:
    """Pages turn around at the ends."""
    if not last:
        return []
    return [
        key("‹", b.ShowClients((page - 1) % (last + 1))),
        key("›", b.ShowClients((page + 1) % (last + 1))),
    ]


def _line(one: Listed, calendar: Calendar) -> Markup:
    w = calendar.w
    when = calendar.soon(one.next_at) if one.next_at else w.plain("no session ahead")
    if one.left is not None:
        when = w.plain("{when} · 📦 {n} left", when=when, n=one.left)
    if one.client.person_id is None:
        return w("○ <b>{name}</b> · {when} · not on Telegram yet", name=one.client.name, when=when)
    return w("● <b>{name}</b> · {when}", name=one.client.name, when=when)


def card(seen: ClientView, calendar: Calendar, lead: Markup | None = None, username: str = "") -> Screen:
    """`username`: of somebody who was just picked, so that the invitation can be sent right to them."""
    w, client = calendar.w, seen.client
    text = lines(
        lines(lead, "") if lead else None,
        w("👤 <b>{name}</b>", name=client.name),
        _reach(seen, calendar),
        w("📞 {phone}", phone=client.phone) if client.phone else None,
        *(brief(known, calendar.tz.key, calendar) for known in seen.packages),
        _ahead(seen.standing.ahead, calendar),
        _history(seen.standing, w),
        *_owed(seen.standing, w),
    )
    return Screen(text, _card_keys(seen, w, username))


def _reach(seen: ClientView, calendar: Calendar) -> Markup:
    """Whether messages arrive, and what was agreed."""
    w, person, ended_at = calendar.w, seen.person, seen.client.ended_at
    if ended_at is not None:
        return w("👋 Ended on {day}", day=calendar.day(calendar.local(ended_at).date()))
    if person is None and seen.invitation is not None:
        return w("✉️ Invited: the link works until {when}", when=calendar.moment(seen.invitation.expires_at))
    if person is None:
        return w("○ Not on Telegram yet: no reminder can reach them")
    if person.blocked_at is not None:
        return w("🔕 Has blocked the bot: no message arrives")
    # The name that they have chosen tells whether the right one has joined.
    same = folded(person.name) == folded(seen.client.name) and not person.username
    who = Markup() if same else w(" as {who}", who=called(person))
    if seen.has_agreed:
        return w("● On Telegram{who} · agreed to your policy", who=who)
    return w("● On Telegram{who} · has not agreed to your policy yet", who=who)


def called(person: Person) -> str:
    return f"{person.name} (@{person.username})" if person.username else person.name


def _ahead(ahead: Sequence[Booking], calendar: Calendar) -> Markup:
    w = calendar.w
    if not ahead:
        return w("🗓 No session ahead")
    named = [w("🗓 {when}", when=calendar.period_named(booking.period)) for booking in ahead[:_NAMED]]
    rest = len(ahead) - len(named)
    return lines(*named, w.many("… and {n} more", "… and {n} more", rest) if rest else None)


def _history(found: Standing, w: Words) -> Markup:
    if not (found.held or found.missed or found.cancelled):
        return w("📋 No sessions so far")
    return w(
        "📋 Held {held} · no-show {missed} · cancelled {cancelled}",
        held=found.held,
        missed=found.missed,
        cancelled=found.cancelled,
    )


def _owed(found: Standing, w: Words) -> list[Markup]:
    if not found.due and not found.pending:
        return [w("💰 Nothing is owed")] if found.held else []
    due, pending = (", ".join(money(m, w) for m in sums) for sums in (found.due, found.pending))
    said = [w("💰 To be paid: <b>{amount}</b>", amount=due)] if due else []
    return [*said, w("⚖️ Fees not settled yet: {amount}", amount=pending)] if pending else said


def _card_keys(seen: ClientView, w: Words, username: str) -> Rows:
    client = seen.client
    if client.ended_at is not None:
        return _former_keys(client, w)
    forward = [] if seen.is_reachable or seen.next is None else [to_forward(seen.next, w)]
    return [
        [
            key(w.plain("➕ Session"), BookClient(client.id)),
            key(w.plain("🗓 Sessions"), b.ClientSessions(client.id)),
        ],
        _invitation_keys(seen, w, username),
        forward,
        [key(w.plain("📦 Package"), OpenPackages(client.id)), account_key(client.id, w)],
        [*_repeated(seen, w), _timeline(client, w)],
        [plan_key(client.id, w), *([talk_key(client.id, w)] if seen.person is not None else [])],
        [opening_key(client.id, w)] if seen.person is not None else [],
        [
            key(w.plain("✏️ Rename"), b.AskName(client.id)),
            key(w.plain("⋯ End"), b.AskEnd(client.id)),
            key(w.plain("‹ Back"), b.ShowClients(around=client.id)),
        ],
    ]


def _repeated(seen: ClientView, w: Words) -> list[Key]:
    """A series, and all that is ahead at once."""
    series = key(w.plain("🔁 Series"), NewSeriesFor(seen.client.id))
    several = key(w.plain("☑️ Several"), PickSeveral(f"c{seen.client.id}"))
    return [series, several] if len(seen.standing.ahead) > 1 else [series]


def _timeline(client: Client, w: Words) -> Key:
    return key(w.plain("📋 Timeline"), Timeline(client.id))


def _former_keys(client: Client, w: Words) -> Rows:
    """The history, what is still owed, and the way back."""
    return [
        [key(w.plain("🗓 Sessions"), b.ClientSessions(client.id)), account_key(client.id, w)],
        [_timeline(client, w)],
        [key(w.plain("↩️ Take back"), b.TakeBack(client.id)), key(w.plain("‹ Back"), b.FormerClients())],
    ]


def _invitation_keys(seen: ClientView, w: Words, username: str) -> list[Key]:
    id_ = seen.client.id
    if seen.person is not None:
        return []
    if seen.invitation is None:
        return [key(w.plain("✉️ Invite"), b.Invite(id_, None, username))]
    return [
        key(w.plain("✉️ New invitation"), b.Invite(id_, seen.invitation.id, username)),
        key(w.plain("Revoke"), b.AskRevoke(id_)),
    ]


def to_forward(booking: Booking, w: Words) -> Key:
    return key(w.plain("💬 Text to forward"), b.TextToForward(booking.id))


def sessions(client: Client, bookings: Sequence[Booking], page: int, calendar: Calendar) -> Screen:
    """What is ahead comes first, the nearest on top; then what is over, the latest on top."""
    w = calendar.w
    back = [key(w.plain("‹ Back"), b.OpenClient(client.id))]
    if not bookings:
        text = w("<b>{name}</b> has no sessions yet.", name=client.name)
        return Screen(text, [[key(w.plain("➕ Session"), BookClient(client.id))], back])
    last = (len(bookings) - 1) // PAGE
    page = max(0, min(page, last))
    shown = in_order(bookings, calendar.now)[page * PAGE : (page + 1) * PAGE]
    head = w("<b>{name}</b> · sessions · {n}", name=client.name, n=len(bookings))
    keys = [key(_day_and_time(booking.starts_at, calendar), OpenSession(booking.id)) for booking in shown]
    turn = [
        key(sign, b.ClientSessions(client.id, (page + step) % (last + 1)))
        for sign, step in (("‹", -1), ("›", 1))
    ]
    body = [_session_line(booking, calendar) for booking in shown]
    return Screen(lines(head, *body), [*in_rows(keys, 2), turn if last else [], back])


def in_order(bookings: Sequence[Booking], now: datetime) -> list[Booking]:
    ahead = [booking for booking in bookings if booking.ends_at > now]
    over = [booking for booking in bookings if booking.ends_at <= now]
    return [*sorted(ahead, key=lambda one: one.starts_at), *sorted(over, key=lambda one: one.starts_at)[::-1]]


def _session_line(booking: Booking, calendar: Calendar) -> Markup:
    w = calendar.w
    status = cards.status_name(booking.status, w)
    return w("{when} · {status}", when=calendar.period(booking.period), status=status)


def _day_and_time(moment: datetime, calendar: Calendar) -> str:
    local = calendar.local(moment)
    return f"{calendar.day(local.date())} {local:%H:%M}"
