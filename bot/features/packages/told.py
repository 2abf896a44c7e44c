"""What people are told of packages: agreed, changed, ending, over; rendered as things are then."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from markupsafe import Markup

from bot.buttons import Key, key
from bot.features.coordination.buttons import OpenPlan
from bot.features.money.buttons import how_key
from bot.features.packages import buttons as b
from bot.features.packages.screens import open_key
from bot.features.packages.stopping import balance, named
from bot.features.packages.view import ContractView, view
from bot.notices import Telling
from bot.saying import Calendar, money
from bot.saying_packages import called, counts, days_more, last_day, number_of, reason, terms
from bot.screen import Screen, lines
from bot.texts import Words
from core.contract import ContractStatus
from core.money import Money
from core.people import Side
from core.progress import FEW_LEFT
from core.zones import zone


async def _seen(telling: Telling) -> ContractView:
    return await view(telling.books, telling.facts["contract_id"], telling.reader.id, telling.now)


def _keys(seen: ContractView, w: Words, *own: Key) -> list[list[Key]]:
    """The trainer's ways on stand above the one that opens it."""
    mine = list(own) if seen.side is Side.TRAINER else []
    return [mine, [open_key(seen.contract.id, w, below=True)]]


def renew_key(seen: ContractView, w: Words) -> Key:
    return key(w.plain("🔄 Renew"), b.Renew(seen.contract.id))


def extend_key(seen: ContractView, w: Words) -> Key:
    return key(w.plain("⏩ Extend"), b.AskExtend(seen.contract.id))


async def agreed(telling: Telling) -> Screen | None:
    """The five lines, with [Agree]; nothing when it was ended before the client could read it."""
    seen, w = await _seen(telling), telling.w
    contract = seen.contract
    if seen.side is not Side.CLIENT or contract.status is ContractStatus.ENDED:
        return None
    until = last_day(contract, seen.trainer.zone, telling.calendar(seen.trainer.zone))
    text = lines(
        w("🆕 <b>A package for you</b>"),
        "",
        *terms(contract, contract.policy, seen.trainer.name, until, w),
    )
    agree = [key(w.plain("✅ Agree"), b.Accept(contract.id))] if contract.agreed_at is None else []
    pay = [how_key(contract.client_id, w)] if contract.is_prepaid and contract.price else []
    return Screen(text, [agree, [*pay, open_key(contract.id, w, below=True)]])


async def accepted(telling: Telling) -> Screen | None:
    seen, w = await _seen(telling), telling.w
    if seen.side is not Side.TRAINER:
        return None
    text = w(
        "🤝 <b>{name} has agreed</b> to {package}.", name=seen.client.name, package=called(seen.contract, w)
    )
    plan = key(w.plain("🤝 Plan together"), OpenPlan(seen.client.id, below=True))
    return Screen(text, _keys(seen, w, plan))


async def changed(telling: Telling) -> Screen | None:
    """What the trainer has changed, to the client."""
    seen, w = await _seen(telling), telling.w
    if seen.side is not Side.CLIENT:
        return None
    calendar = telling.calendar(seen.trainer.zone)
    render = {"adjusted": _adjusted, "extended": _extended, "frozen": _frozen, "ended": _ended}
    said = render[telling.facts["what"]](seen, telling.facts, calendar)
    gone = await _named(telling, seen, calendar)
    return Screen(lines(*said, *gone, _back(telling.facts, seen, w)), _keys(seen, w))


def _adjusted(seen: ContractView, facts: Any, calendar: Calendar) -> list[Markup]:
    w = calendar.w
    n = int(facts["sessions"])
    words = {"coach": seen.trainer.name, "n": number_of(abs(n), w), "why": reason(facts["reason"], w)}
    if n > 0:
        said = w("📦 <b>Coach {coach} has added {n}</b> to your package: {why}", **words)
    else:
        said = w("📦 <b>Coach {coach} has taken {n}</b> off your package: {why}", **words)
    return [said, counts(seen.known.tally, w)]


def _extended(seen: ContractView, facts: Any, calendar: Calendar) -> list[Markup]:
    w, last = calendar.w, last_day(seen.contract, seen.trainer.zone, calendar)
    head = w("⏩ <b>Your package has {more}.</b>", more=days_more(facts["days"], w))
    return (
        [head, w("Valid until {day}: {counts}", day=last, counts=counts(seen.known.tally, w))]
        if last
        else [head]
    )


def _frozen(seen: ContractView, facts: Any, calendar: Calendar) -> list[Markup]:
    w, contract = calendar.w, seen.contract
    until = calendar.day(contract.frozen_until) if contract.frozen_until else ""
    last = last_day(contract, seen.trainer.zone, calendar)
    head = w(
        "❄️ <b>Your package with Coach {name} is frozen until {day}.</b>", name=seen.trainer.name, day=until
    )
    return [head, w("Its end moves to {day}.", day=last)] if last else [head]


def _ended(seen: ContractView, facts: Any, calendar: Calendar) -> list[Markup]:
    w = calendar.w
    head = w(
        "🛑 <b>Coach {name} has ended your package</b> {package}.",
        name=seen.trainer.name,
        package=called(seen.contract, w),
    )
    return [head, balance(facts["owed"], facts["refund"], seen.contract, w)]


async def _named(telling: Telling, seen: ContractView, calendar: Calendar) -> list[Markup]:
    """The sessions that went with it."""
    gone = await telling.books.bookings.pick(telling.facts.get("booking_ids") or [])
    if not gone:
        return []
    return [
        calendar.w("Cancelled, free of charge:"),
        *named(sorted(gone, key=lambda booking: booking.starts_at), calendar),
    ]


def _back(facts: Any, seen: ContractView, w: Words) -> Markup | None:
    """What was paid ahead for single sessions of it."""
    paid = facts.get("back") or 0
    if not paid:
        return None
    return w(
        "Paid for them already, and returned: {amount}", amount=money(Money(paid, seen.contract.currency), w)
    )


# Before the end, and at it.


async def ending(telling: Telling) -> Screen | None:
    """Two sessions to go, or so many days: as far as it is still true."""
    seen, w = await _seen(telling), telling.w
    if not seen.contract.status.is_open:
        return None
    calendar = telling.calendar(seen.trainer.zone)
    said = _days_left(seen, telling, calendar) if "last" in telling.facts else _few_left(seen, w)
    if said is None:
        return None
    return Screen(lines(*said), _keys(seen, w, extend_key(seen, w), renew_key(seen, w)))


def _few_left(seen: ContractView, w: Words) -> Sequence[Markup] | None:
    tally = seen.known.tally
    if tally.to_go > FEW_LEFT:
        return None
    n = tally.to_go
    if seen.side is Side.CLIENT:
        head = w.many(
            "📦 <b>{n} session to go</b> in your package with Coach {name}.",
            "📦 <b>{n} sessions to go</b> in your package with Coach {name}.",
            n,
            name=seen.trainer.name,
        )
    else:
        head = w.many(
            "📦 <b>{n} session to go for {name}</b>: {package}.",
            "📦 <b>{n} sessions to go for {name}</b>: {package}.",
            n,
            name=seen.client.name,
            package=called(seen.contract, w),
        )
    return [head, counts(tally, w)]


def _days_left(seen: ContractView, telling: Telling, calendar: Calendar) -> Sequence[Markup] | None:
    """Nothing when the end has moved since."""
    w, tz = calendar.w, zone(seen.trainer.zone)
    last = seen.contract.last_day(tz)
    if last is None or last.isoformat() != telling.facts["last"]:
        return None
    days = (last - telling.now.astimezone(tz).date()).days
    when = _in_days(days, w)
    if seen.side is Side.CLIENT:
        head = w(
            "⏳ <b>Your package with Coach {name} ends {when}</b>, after {day}.",
            name=seen.trainer.name,
            when=when,
            day=calendar.day(last),
        )
        way = w("Pick times for what is left: type one here, and I pass it on.")
    else:
        head = w(
            "⏳ <b>{name}'s package ends {when}</b>, after {day}.",
            name=seen.client.name,
            when=when,
            day=calendar.day(last),
        )
        way = None
    left = seen.known.tally.left
    return [line for line in (head, counts(seen.known.tally, w), way if left else None) if line]


def _in_days(days: int, w: Words) -> str:
    if days < 1:
        return w.plain("today")
    return str(w.many("in {n} day", "in {n} days", days))


async def expired(telling: Telling) -> Screen | None:
    """Nothing when it was extended before anybody could be told."""
    seen, w = await _seen(telling), telling.w
    if seen.contract.status is not ContractStatus.EXPIRED:
        return None
    calendar, left = telling.calendar(seen.trainer.zone), seen.known.tally.left
    day = calendar.day(date.fromisoformat(telling.facts["last"]))
    if seen.side is Side.CLIENT:
        head = w("⌛ <b>Your package with Coach {name} ended on {day}.</b>", name=seen.trainer.name, day=day)
        unused = w.many(
            "{n} session was not used. Your coach can extend it.",
            "{n} sessions were not used. Your coach can extend it.",
            left,
        )
    else:
        head = w("⌛ <b>{name}'s package ended on {day}.</b>", name=seen.client.name, day=day)
        unused = w.many(
            "{n} session was not used; [⏩ Extend] brings it back.",
            "{n} sessions were not used; [⏩ Extend] brings them back.",
            left,
        )
    gone = await _named(telling, seen, calendar)
    text = lines(head, unused if left else None, *gone, _back(telling.facts, seen, w))
    return Screen(text, _keys(seen, w, extend_key(seen, w), renew_key(seen, w)))


async def done(telling: Telling) -> Screen | None:
    """To the trainer; the client is asked how it was."""
    seen, w = await _seen(telling), telling.w
    if seen.side is not Side.TRAINER or seen.contract.status is not ContractStatus.COMPLETED:
        return None
    text = lines(
        w(
            "🏁 <b>{name} has completed {package}.</b>",
            name=seen.client.name,
            package=called(seen.contract, w),
        ),
        counts(seen.known.tally, w),
    )
    return Screen(text, _keys(seen, w, renew_key(seen, w)))
