"""A contract on the screen: its card for both sides, the choice of one, its history."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from bot import cards
from bot.buttons import Key, Rows, in_rows, key
from bot.features.book.buttons import BookClient
from bot.features.clients.buttons import OpenClient
from bot.features.leading import NewSeriesFor
from bot.features.money.buttons import account_key
from bot.features.packages import buttons as b
from bot.features.packages.view import ContractView
from bot.going import back
from bot.saying import Calendar, money
from bot.saying_packages import bar, brief, called, cancelling, costs, counts, last_day, stars
from bot.screen import Screen, lines
from bot.texts import Words
from bot.visit import Visit
from core.booking import Booking
from core.contract import ContractStatus
from core.money import Money
from core.people import Client, Side
from core.progress import Progress

#: So many events, and so many sessions, stand in a history.
_MOST_LINES = 30


def card(seen: ContractView, visit: Visit, lead: Markup | None = None) -> Screen:
    """The same bar for both; the trainer sees the note for next time, the client what was agreed."""
    calendar = visit.calendar_for(seen.trainer.zone)
    text = lines(lead, "" if lead else None, *body(seen, calendar))
    keys = for_client(seen, visit) if seen.side is Side.CLIENT else for_trainer(seen, calendar.w)
    return Screen(text, keys)


def body(seen: ContractView, calendar: Calendar) -> list[Markup]:
    w, contract = calendar.w, seen.contract
    mine = seen.side is Side.CLIENT
    said = [
        _head(seen, calendar),
        w("{bar} {counts}", bar=bar(seen.known.tally), counts=counts(seen.known.tally, w)),
        status(seen, calendar),
        _next(seen, calendar),
        _paid(seen, w),
        *(cancelling(contract, contract.policy, w) if mine else []),
        _agreed(seen, calendar),
        w("{stars} “{text}”", stars=stars(contract.stars), text=contract.rating or "…")
        if contract.stars
        else None,
    ]
    return [line for line in said if line is not None]


def _head(seen: ContractView, calendar: Calendar) -> Markup:
    w, contract = calendar.w, seen.contract
    last = last_day(contract, seen.trainer.zone, calendar)
    if last is not None:
        until = w(" · until {day}", day=last)
    else:
        until = w(" · {n} days from the first session", n=contract.days + contract.more_days)
    if seen.side is Side.CLIENT:
        return w(
            "📦 <b>{name}</b> with Coach {coach}{until}",
            name=called(contract, w),
            coach=seen.trainer.name,
            until=until,
        )
    return w(
        "👤 <b>{client}</b> · {name} · {price}{until}",
        client=seen.client.name,
        name=called(contract, w),
        price=money(contract.cost, w),
        until=until,
    )


def status(seen: ContractView, calendar: Calendar) -> Markup | None:
    """Said where it is not simply under way."""
    w, contract = calendar.w, seen.contract
    if contract.status is ContractStatus.FROZEN and contract.frozen_until is not None:
        return w("❄️ Frozen until {day}", day=calendar.day(contract.frozen_until))
    return {
        ContractStatus.COMPLETED: w("🏁 Completed"),
        ContractStatus.EXPIRED: w("⌛ Over since then; what is left comes back when it is extended"),
        ContractStatus.ENDED: w("🛑 Ended early"),
    }.get(contract.status)


def _next(seen: ContractView, calendar: Calendar) -> Markup | None:
    """The next session, and to the trainer what was noted for it."""
    w = calendar.w
    coming = w("Next: {when}", when=calendar.moment(seen.next.starts_at)) if seen.next else None
    note = seen.last_note if seen.side is not Side.CLIENT else None
    noted = w("last note: “{note}”", note=note[:200]) if note else None
    said = [part for part in (coming, noted) if part]
    return Markup(" · ").join(said) if said else None


def _paid(seen: ContractView, w: Words) -> Markup:
    if seen.due is None:
        return w("💰 {cost}", cost=costs(seen.contract, w))
    whole = money(seen.due.money, w)
    if seen.paid > seen.due.money:
        back = Money(seen.paid.amount - seen.due.amount, seen.due.currency)
        return w(
            "💰 {paid} of {price} paid: {back} to be given back",
            paid=money(seen.paid, w),
            price=whole,
            back=money(back, w),
        )
    if not seen.due.amount:
        return w("💰 Nothing to pay")
    if seen.paid >= seen.due.money:
        return w("💰 {price} · paid", price=whole)
    if not seen.paid.amount:
        return w("💰 {price} · not paid yet", price=whole)
    return w("💰 {paid} of {price} paid", paid=money(seen.paid, w), price=whole)


def _agreed(seen: ContractView, calendar: Calendar) -> Markup | None:
    w, at = calendar.w, seen.contract.agreed_at
    if seen.side is Side.CLIENT:
        return w("🤝 You agreed on {day}", day=calendar.day(calendar.local(at).date())) if at else None
    if at is not None:
        return w("🤝 Agreed on {day}", day=calendar.day(calendar.local(at).date()))
    if seen.client.person_id is None:
        return None
    return w("○ {name} has not tapped [Agree] yet", name=seen.client.name)


def for_trainer(seen: ContractView, w: Words) -> Rows:
    contract = seen.contract
    history = key(w.plain("📋 History"), b.History(contract.id))
    paid, out = account_key(contract.client_id, w), key(w.plain("‹ Back"), OpenClient(contract.client_id))
    if contract.status.is_open:
        session = key(w.plain("➕ Session"), BookClient(contract.client_id))
        repeat = key(w.plain("🔁 Series"), NewSeriesFor(contract.client_id))
        return [[session, repeat], [paid, history], [key(w.plain("⋯ More"), b.OpenMore(contract.id)), out]]
    again = [key(w.plain("🔄 Renew"), b.Renew(contract.id))]
    if contract.status is ContractStatus.EXPIRED:
        again.insert(0, key(w.plain("⏩ Extend"), b.AskExtend(contract.id)))
    if contract.status is ContractStatus.COMPLETED:
        again.append(key(w.plain("± Sessions"), b.AskAdjust(contract.id)))
    return [again, [history, paid], [out]]


def for_client(seen: ContractView, visit: Visit) -> Rows:
    w, contract = visit.w, seen.contract
    agree = contract.agreed_at is None and contract.status is not ContractStatus.ENDED
    return [
        [key(w.plain("✅ Agree"), b.Accept(contract.id))] if agree else [],
        [key(w.plain("📋 History"), b.History(contract.id)), *back(visit, "sessions")],
    ]


def more(seen: ContractView, calendar: Calendar) -> Screen:
    """What can be changed by hand."""
    w, id_ = calendar.w, seen.contract.id
    keys = [key(w.plain("± Sessions"), b.AskAdjust(id_)), key(w.plain("⏩ Extend"), b.AskExtend(id_))]
    if seen.contract.status is ContractStatus.ACTIVE:
        keys.append(key(w.plain("❄️ Freeze"), b.AskFreeze(id_)))
    keys += [
        key(w.plain("🔄 Renew"), b.Renew(id_)),
        key(w.plain("➕ Another package"), b.ChooseOffer(seen.client.id)),
        key(w.plain("📦 All packages"), b.ListContracts(seen.client.id)),
        key(w.plain("🛑 End early"), b.AskEnd(id_)),
        key(w.plain("‹ Back"), b.OpenContract(id_)),
    ]
    return Screen(lines(*body(seen, calendar)), in_rows(keys, 2))


def listing(client: Client, known: Sequence[Progress], place_zone: str, calendar: Calendar) -> Screen:
    """All contracts of a client, the newest first."""
    w = calendar.w
    newest = list(reversed(known))
    head = w("<b>{name}</b> · packages", name=client.name)
    keys = [key(name_key(p, calendar), b.OpenContract(p.contract.id)) for p in newest]
    rows = in_rows(keys, 1)
    new = key(w.plain("➕ New package"), b.ChooseOffer(client.id))
    out = key(w.plain("‹ Back"), OpenClient(client.id))
    return Screen(lines(head, *(brief(p, place_zone, calendar) for p in newest)), [*rows, [new, out]])


def name_key(known: Progress, calendar: Calendar) -> str:
    since = calendar.day(calendar.local(known.contract.created_at).date())
    return f"{known.contract.name[:20]} · {since}"


# What it was like.


def history(seen: ContractView, happened: Sequence[Markup], visit: Visit) -> Screen:
    """What was agreed and changed, then the sessions of it with their numbers; the latest last."""
    calendar = visit.calendar_for(seen.trainer.zone)
    w = calendar.w
    sessions = [_session(seen, booking, calendar) for booking in seen.bookings[-_MOST_LINES:]]
    text = lines(
        _head(seen, calendar),
        w("{bar} {counts}", bar=bar(seen.known.tally), counts=counts(seen.known.tally, w)),
        "",
        *happened[-_MOST_LINES:],
        "" if sessions else None,
        *sessions,
    )
    return Screen(text, [[key(w.plain("‹ Back"), b.OpenContract(seen.contract.id))]])


def _session(seen: ContractView, booking: Booking, calendar: Calendar) -> Markup:
    number = seen.known.numbers.get(booking.id)
    return calendar.w(
        "{number} {when} · {status}",
        number=f"{number}." if number else "–",
        when=calendar.period(booking.period),
        status=cards.status_name(booking.status, calendar.w),
    )


def open_key(contract_id: int, w: Words, *, below: bool = False) -> Key:
    return key(w.plain("📦 Open"), b.OpenContract(contract_id, below))
